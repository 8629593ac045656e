"""The tables, by subject."""

from veille.store.models.base import Base
from veille.store.models.editions import EditionRow, EntryRow, ToldRow
from veille.store.models.gathering import (
    CrawlDayRow,
    CrawlRow,
    FetchStateRow,
    PayloadRow,
    SourceRow,
)
from veille.store.models.notices import BuyerRow, NoticeRow
from veille.store.models.procedures import DoubtRow, NoticeKeyRow, ProcedureRow
from veille.store.models.verdicts import SignalRow, VerdictRow

__all__ = [
    "Base",
    "BuyerRow",
    "CrawlDayRow",
    "CrawlRow",
    "DoubtRow",
    "EditionRow",
    "EntryRow",
    "FetchStateRow",
    "NoticeKeyRow",
    "NoticeRow",
    "PayloadRow",
    "ProcedureRow",
    "SignalRow",
    "SourceRow",
    "ToldRow",
    "VerdictRow",
]
