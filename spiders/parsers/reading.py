"""What a dialect's own data tell of a notice; the record around them fills in the rest."""

from dataclasses import dataclass
from datetime import date, datetime

from veille.core.notices import (
    Award,
    Buyer,
    ContractNature,
    Declared,
    Links,
    Lot,
    Place,
    Regime,
    Text,
    TextField,
    Value,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The part of a notice that comes from ``donnees``; absent means the dialect does not say.

    ``nature`` is BOAMP's word for the section that was found (``APPEL_OFFRE``, ``RECTIFICATIF``…);
    ``earlier`` are BOAMP numbers of the notices this one follows; ``deadline_overrides`` is true
    where the date was read in a correction and is newer than the record's own.
    """

    nature: str | None = None
    title: str | None = None
    description: str | None = None
    buyer: Buyer | None = None
    deadline: datetime | None = None
    deadline_overrides: bool = False
    earlier: tuple[str, ...] = ()
    procedure_type: str | None = None
    regime: Regime = "unknown"
    places: tuple[Place, ...] = ()
    cpv: tuple[str, ...] = ()
    contract_nature: ContractNature | None = None
    value: Value | None = None
    duration_months: float | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    renewals: int | None = None
    lots: tuple[Lot, ...] = ()
    texts: tuple[Text, ...] = ()
    declared: tuple[Declared, ...] = ()
    awards: tuple[Award, ...] = ()
    links: Links | None = None


def texts_of(field: TextField, *found: str | None, lot: str | None = None) -> tuple[Text, ...]:
    """The texts that are there, kept under ``field``, each once."""
    if not any(found):
        return ()
    return tuple([Text(field=field, text=text, lot=lot) for text in dict.fromkeys(found) if text])
