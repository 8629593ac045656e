"""The tables, by subject."""

from veille.store.models.base import Base
from veille.store.models.cards import CardFacetRow, CardRow
from veille.store.models.contracts import ContractHolderRow, ContractJoinRow, ContractRow
from veille.store.models.editions import (
    ConsideredRow,
    EditionRow,
    EntryRow,
    TellingRow,
    ToldRow,
)
from veille.store.models.gathering import (
    CrawlDayRow,
    CrawlRow,
    FetchStateRow,
    PayloadRow,
    SourceRow,
)
from veille.store.models.notices import BuyerRow, NoticeRow
from veille.store.models.outbox import BounceRow, ContentRow, DeliveryRow, OutboxRow
from veille.store.models.people import (
    AttemptRow,
    ConsentRow,
    OppositionRow,
    SubscriberRow,
    SubscriptionRow,
)
from veille.store.models.procedures import DoubtRow, NoticeKeyRow, ProcedureRow, ReadingRow
from veille.store.models.review import SampleMemberRow, SampleRow, TagRow
from veille.store.models.runs import RunRow
from veille.store.models.serving import ServingRow, TrialRow
from veille.store.models.staff import AuditRow, StaffLinkRow, StaffRow, StaffSessionRow
from veille.store.models.verdicts import SignalRow, VerdictRow

__all__ = [
    "AttemptRow",
    "AuditRow",
    "Base",
    "BounceRow",
    "BuyerRow",
    "CardFacetRow",
    "CardRow",
    "ConsentRow",
    "ConsideredRow",
    "ContentRow",
    "ContractHolderRow",
    "ContractJoinRow",
    "ContractRow",
    "CrawlDayRow",
    "CrawlRow",
    "DeliveryRow",
    "DoubtRow",
    "EditionRow",
    "EntryRow",
    "FetchStateRow",
    "NoticeKeyRow",
    "NoticeRow",
    "OppositionRow",
    "OutboxRow",
    "PayloadRow",
    "ProcedureRow",
    "ReadingRow",
    "RunRow",
    "SampleMemberRow",
    "SampleRow",
    "ServingRow",
    "SignalRow",
    "SourceRow",
    "StaffLinkRow",
    "StaffRow",
    "StaffSessionRow",
    "SubscriberRow",
    "SubscriptionRow",
    "TagRow",
    "TellingRow",
    "ToldRow",
    "TrialRow",
    "VerdictRow",
]
