"""The tables, by subject."""

from veille.store.models.base import Base
from veille.store.models.cards import CardFacetRow, CardRow
from veille.store.models.contracts import (
    ContractHolderRow,
    ContractJoinRow,
    ContractRow,
    EndingTellingRow,
    EndingToldRow,
)
from veille.store.models.editions import (
    ChoiceRow,
    ConsideredRow,
    EditionRow,
    EntryRow,
    TellingRow,
    ToldRow,
)
from veille.store.models.finds import FindRow
from veille.store.models.gathering import (
    CrawlDayRow,
    CrawlRow,
    FetchStateRow,
    PayloadRow,
    SourceRow,
)
from veille.store.models.handovers import HandoverRow, StaffTerritoryRow
from veille.store.models.notices import BuyerRow, NoticeRow
from veille.store.models.observatory import (
    FigureEntryRow,
    FigureRow,
    KeptCountsRow,
    ObservatoryStateRow,
    ObservedFacetRow,
    ObservedRow,
)
from veille.store.models.outbox import BounceRow, ContentRow, DeliveryRow, OutboxRow
from veille.store.models.people import (
    AttemptRow,
    ConsentRow,
    OppositionRow,
    SubscriberRow,
    SubscriptionRow,
)
from veille.store.models.procedures import DoubtRow, NoticeKeyRow, ProcedureRow, ReadingRow
from veille.store.models.review import (
    JoinRow,
    ProposalRow,
    QueueRow,
    ReviewWeekRow,
    SampleMemberRow,
    SampleRow,
    TagRow,
)
from veille.store.models.runs import RunRow
from veille.store.models.search import SearchEntryRow, SearchTextRow
from veille.store.models.serving import ReportRow, ServingRow, TrialRow
from veille.store.models.sources import (
    AcknowledgementRow,
    CoverageRow,
    CrawlUnitRow,
    ListingRow,
    SourceDayRow,
    StaffWarningRow,
    UnreadKeyRow,
)
from veille.store.models.staff import AuditRow, StaffLinkRow, StaffRow, StaffSessionRow
from veille.store.models.tables import JudgingRow, TableEditRow
from veille.store.models.verdicts import SignalRow, VerdictRow

__all__ = [
    "AcknowledgementRow",
    "AttemptRow",
    "AuditRow",
    "Base",
    "BounceRow",
    "BuyerRow",
    "CardFacetRow",
    "CardRow",
    "ChoiceRow",
    "ConsentRow",
    "ConsideredRow",
    "ContentRow",
    "ContractHolderRow",
    "ContractJoinRow",
    "ContractRow",
    "CoverageRow",
    "CrawlDayRow",
    "CrawlRow",
    "CrawlUnitRow",
    "DeliveryRow",
    "DoubtRow",
    "EditionRow",
    "EndingTellingRow",
    "EndingToldRow",
    "EntryRow",
    "FetchStateRow",
    "FigureEntryRow",
    "FigureRow",
    "FindRow",
    "HandoverRow",
    "JoinRow",
    "JudgingRow",
    "KeptCountsRow",
    "ListingRow",
    "NoticeKeyRow",
    "NoticeRow",
    "ObservatoryStateRow",
    "ObservedFacetRow",
    "ObservedRow",
    "OppositionRow",
    "OutboxRow",
    "PayloadRow",
    "ProcedureRow",
    "ProposalRow",
    "QueueRow",
    "ReadingRow",
    "ReportRow",
    "ReviewWeekRow",
    "RunRow",
    "SampleMemberRow",
    "SampleRow",
    "SearchEntryRow",
    "SearchTextRow",
    "ServingRow",
    "SignalRow",
    "SourceDayRow",
    "SourceRow",
    "StaffLinkRow",
    "StaffRow",
    "StaffSessionRow",
    "StaffTerritoryRow",
    "StaffWarningRow",
    "SubscriberRow",
    "SubscriptionRow",
    "TableEditRow",
    "TagRow",
    "TellingRow",
    "ToldRow",
    "TrialRow",
    "UnreadKeyRow",
    "VerdictRow",
]
