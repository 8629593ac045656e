"""What the API answers: procedures and verdicts as JSON, documented by these types."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from veille.core.bands import BandName
from veille.core.cards import What
from veille.core.procedures import State
from veille.core.verdicts import (
    Clause,
    HoursEstimate,
    LotVerdict,
    Obligation,
    Question,
    Reserved,
    SignalName,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """Une consultation, telle qu’elle est connue aujourd’hui.

    `places` : codes de communes, d’EPCI, de départements et de régions. `url` : sa page. `notice`
    et `documents` : l’avis chez sa source, le dossier chez l’acheteur. `sample` : une consultation
    inventée, d’exemple.
    """

    id: int
    version: int
    url: str
    title: str
    buyer: str
    state: State
    published_on: date | None
    deadline: datetime | None
    deadline_approximate: bool
    tells: list[What]
    places: list[str]
    sectors: list[str]
    reserved: Reserved
    clause: Clause
    obligation: Obligation
    hours_estimate: HoursEstimate | None
    potential: BandName | None
    sources: list[str]
    notice: str | None
    documents: str | None
    sample: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedures:
    """Une page de consultations, les plus récentes d’abord.

    `next` : adresse de la page suivante, nulle à la fin.
    """

    total: int
    items: list[Procedure]
    next: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedFact:
    """Ce qui a changé, avant et après."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """Une publication, et ce qu’elle a changé ; `links` mène à l’avis chez ses sources."""

    day: date | None
    title: str
    links: list[str]
    changes: list[ChangedFact]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """Une preuve. Les contacts de personnes sont remplacés par […] dans `quote`, qui peut donc

    différer du texte de l’avis ; `start` et `end` comptent dans ce texte.
    """

    signal: SignalName
    for_: Annotated[Question, Field(serialization_alias="for")]
    at: str | None
    quote: str | None
    start: int | None
    end: int | None
    lot: str | None
    rule: str | None
    weight: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Le classement d’un avis, lot par lot, et ses preuves."""

    id: str
    rules: str
    model: str | None
    reserved: Reserved
    clause: Clause
    potential: float | None
    likely: float | None
    obligation: Obligation
    hours_estimate: HoursEstimate | None
    by_lot: list[LotVerdict]
    evidence: list[Proof]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureDetail:
    """Une consultation avec son histoire et le classement de chacun de ses avis."""

    procedure: Procedure
    publications: list[Publication]
    verdicts: list[Judged]


@dataclass(frozen=True, slots=True)
class Fault:
    """Une demande refusée, et pourquoi."""

    error: str
