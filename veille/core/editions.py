"""The edition: what an organisation tells about a week, frozen.

An entry holds everything its line shows, so an archive does not change after a reparse or a
retrain; closed lists are kept as codes and worded when they are rendered.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Literal, get_args

from pydantic import TypeAdapter, ValidationError

from veille.core.bands import BandName
from veille.core.endings import Ending
from veille.core.notices import Known, Many, Value
from veille.core.periods import EditionKind
from veille.core.procedures import Change, State
from veille.core.refusals import Refusal, value_refusal
from veille.core.territory import Relation
from veille.core.verdicts import Binding, HoursEstimate, Obligation, Question, SignalName

Section = Literal["reserved", "clause", "opportunity", "planning", "renewal", "correction", "award"]

SECTIONS: tuple[Section, ...] = get_args(Section)
SECTION_TITLES: Mapping[Section, str] = {
    "reserved": "Marchés réservés",
    "clause": "Avec clause sociale",
    "opportunity": "À saisir",
    "planning": "À préparer",
    "renewal": "À renouveler",
    "correction": "Rectificatifs et annulations",
    "award": "Attributions",
}


class EditionError(Refusal):
    """Stored text that is no edition, entry or coverage."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LotLine:
    """A lot that an entry speaks of."""

    id: str
    title: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """The words that prove a finding: redacted, one line, at most about 300 characters.

    ``signal`` is ``declared`` (a box of the form; ``text`` is null where it holds a code, not
    words) or ``stated`` (written in the text). ``lots`` are those it was said of (the whole
    notice if empty); ``against`` marks words that deny a finding that is not sure. ``place`` is
    the document of a find of staff that they stand in, with its page (``CCAP, page 12``); it is
    left out of the JSON of an entry where it is null.
    """

    text: str | None
    signal: SignalName
    lots: Many[str] = ()
    against: bool = False
    place: Known[str] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What was seen of one question (``reserved`` or ``clause``), in which lots (all if empty).

    ``kinds`` are codes of ``veille.core.verdicts``; ``sure`` is false where pieces of evidence
    contradict each other, which people must check in the tender documents; ``unlisted`` is true of
    a reservation to the social economy of what article L2113-15 does not list.
    """

    question: Question
    kinds: Many[str] = ()
    sure: bool = True
    binding: Binding = "unknown"
    hours: int | None = None
    lots: Many[str] = ()
    unlisted: bool = False
    quotations: Many[Quotation] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Potential:
    """How well a clause suits what is bought, as a model had it.

    ``share`` of the calls in the ``band`` were seen to carry a clause or a reservation when the
    model was made, a floor; ``raised`` and ``lowered`` are the reasons in French.
    """

    band: BandName
    share: float
    raised: Many[str] = ()
    lowered: Many[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WinnerLine:
    """Whom a contract, or one lot of it, was awarded to."""

    name: str
    town: str | None = None
    lot: str | None = None
    amount: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of an edition: a procedure in its best section, as known when it was composed.

    ``lots`` are those the findings concern, ``lot_count`` how many there are in all.
    ``days_left`` counts calendar days in Paris from the composition to the deadline (negative =
    passed). ``late`` marks a notice published before the period; ``corrected`` one that was
    already corrected when it was first told; ``announced`` one told before as planned.

    ``obligation`` and ``hours`` are as the judge worded them; ``potential`` is null where no model
    gave a score. ``facilitator_commune`` is the INSEE code of a commune of the body that is named.
    ``priority`` (0 to 1) is null but for a call without a clause, which goes by it;
    ``remark`` says what the buyer's habit adds to it.

    In a person's mail, ``reasons`` say why they get it, and ``withdrawn`` that staff took back what
    they were told of it. ``note`` is what staff wrote under it; it is not frozen with the rest.
    """

    section: Section
    procedure_id: int
    version: int
    topic: str
    state: State
    title: str
    buyer: str | None = None
    buyer_town: str | None = None
    relation: Relation = "executed"
    places: Many[str] = ()
    published_on: date | None = None
    deadline: datetime | None = None
    days_left: int | None = None
    approximate: bool = False
    plenty_of_time: bool = False
    closed: bool = False
    value: Value | None = None
    procedure_label: str | None = None
    sectors: Many[str] = ()
    lots: Many[LotLine] = ()
    lot_count: int = 0
    reserved: Finding | None = None
    clause: Finding | None = None
    changes: Many[Change] = ()
    winners: Many[WinnerLine] = ()
    ends_on: date | None = None
    ends_on_computed: bool = False
    renewals: int | None = None
    notice_url: str | None = None
    notice_source: str | None = None
    documents_url: str | None = None
    sources: Many[str] = ()
    facilitator: str | None = None
    facilitator_commune: str | None = None
    late: bool = False
    corrected: bool = False
    announced: bool = False
    doubtful: bool = False
    obligation: Obligation = field(default_factory=Obligation)
    hours: HoursEstimate | None = None
    potential: Potential | None = None
    priority: float | None = None
    remark: str | None = None
    withdrawn: bool = False
    reasons: Many[str] = ()
    note: str | None = None

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was seen: the reservation first, then the clause."""
        return tuple(finding for finding in (self.reserved, self.clause) if finding is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceCoverage:
    """What one source gave for the period: ``label`` as people know it, both days included.

    ``cause`` says in French why it is incomplete, ``instead`` by what it was read where it did not
    answer itself.
    """

    label: str
    notices_read: int
    since: date | None = None
    until: date | None = None
    complete: bool = True
    cause: str | None = None
    instead: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformCoverage:
    """What is seen of the buyer platforms of the Hérault, over the twelve months until ``until``.

    ``cited`` counts the platforms that consultations name, ``cited_read`` those of them that are
    read. ``read``, ``silent`` and ``unread`` are names: of those that something came from lately,
    of those that were read and nothing comes from any more, of the cited ones that are not read
    (what is missed most first). Of ``contracts`` that were notified, the consultation of ``seen``
    was read, that of ``doubtful`` perhaps.
    """

    until: date
    cited: int = 0
    cited_read: int = 0
    read: Many[str] = ()
    silent: Many[str] = ()
    unread: Many[str] = ()
    contracts: int = 0
    seen: int = 0
    doubtful: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What was read and what was not.

    ``unreadable`` counts payloads kept but not understood; ``published_only`` the procedures left
    out because the territory is only where they were published; ``omitted``, by section, those
    above the cap, which are told but not shown. ``platforms`` is null where nothing was counted.
    """

    sources: Many[SourceCoverage] = ()
    not_covered: Many[str] = ()
    unreadable: int = 0
    published_only: int = 0
    omitted: Mapping[Section, int] = field(default_factory=dict)
    platforms: PlatformCoverage | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """What an organisation tells about a territory and a period.

    ``organisation`` is the stable code that the ledger is kept under, ``publisher`` the name that
    people read. The period is half-open, see ``veille.core.periods``; ``part`` numbers the
    immediate editions of a day. ``introduction`` is the word of staff, a paragraph each.
    ``endings`` are contracts that award data alone know, the most useful first; ``endings_omitted``
    counts those that are told but not shown.
    """

    organisation: str
    publisher: str
    territory_code: str
    territory_label: str
    period_start: date
    period_end: date
    composed_at: datetime
    kind: EditionKind = "weekly"
    part: int = 0
    entries: Many[Entry] = ()
    coverage: Coverage = field(default_factory=Coverage)
    sample: bool = False
    introduction: Many[str] = ()
    endings: Many[Ending] = ()
    endings_omitted: int = 0

    def section(self, section: Section) -> tuple[Entry, ...]:
        """The entries of one section, in the order they are read."""
        return tuple(entry for entry in self.entries if entry.section == section)


def edition_to_json(edition: Edition) -> str:
    """The edition as one line of JSON."""
    return _edition_adapter().dump_json(edition).decode()


def edition_from_json(line: str | bytes) -> Edition:
    """The edition from its JSON.

    Raises:
        EditionError: it is not JSON, or no edition.
    """
    try:
        return _edition_adapter().validate_json(line)
    except ValidationError as error:
        raise EditionError(value_refusal(error)) from None


def entry_to_json(entry: Entry) -> str:
    """The entry as one line of JSON."""
    return _entry_adapter().dump_json(entry).decode()


def entry_from_json(line: str | bytes) -> Entry:
    """The entry from its JSON.

    Raises:
        EditionError: it is not JSON, or no entry.
    """
    try:
        return _entry_adapter().validate_json(line)
    except ValidationError as error:
        raise EditionError(value_refusal(error)) from None


@cache
def _edition_adapter() -> TypeAdapter[Edition]:
    return TypeAdapter(Edition)


@cache
def _entry_adapter() -> TypeAdapter[Entry]:
    return TypeAdapter(Entry)
