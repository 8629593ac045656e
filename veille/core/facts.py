"""What is known of a procedure today, from all its publications read oldest first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from veille.core.contract_end import contract_end
from veille.core.judgement import summed
from veille.core.likeness import is_cut_from, same_text
from veille.core.notices import Award, Buyer, Links, Lot, Notice
from veille.core.procedures import Facts, Procedure, State
from veille.core.publications import Publication, publications
from veille.core.refusals import Refusal, value_refusal

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    _Record = TypeVar("_Record", bound=DataclassInstance)

_CALLS = ("planning", "consultation", "competition")
_AWARDS = ("result", "modification", "direct_award")

# What a call for tenders or its correction says anew; the newest that speaks wins.
_TOLD = (
    "places", "cpv", "value", "procedure_type", "family", "duration_months", "starts_on",
    "ends_on", "renewals",
)  # fmt: skip
# What an award may say anew; the rest it only fills in.
_TOLD_BY_AWARD = ("value", "starts_on", "ends_on")


class FactsError(Refusal):
    """Stored facts that cannot be read."""


def facts(procedure: Procedure, now: datetime) -> Facts:
    """The facts of ``procedure`` as of ``now``.

    The newest publication that says something wins; one that is silent (a short correction)
    leaves the older value. A cancellation lasts until a new call for tenders. An award brings its
    winners and never takes back what the call said. The two sources of one publication count once.
    """
    known = _Known()
    read = publications(procedure.notices)
    for publication in read:
        _read(known, publication)
    judgement = summed(read, procedure.verdicts)
    ends_on, computed = contract_end(
        ends_on=known.told.get("ends_on"),
        starts_on=known.told.get("starts_on"),
        awarded_on=_awarded_on(known),
        duration_months=_duration(known),
        renewals=known.told.get("renewals"),
    )
    if procedure.contract_ends_on is not None and (ends_on is None or computed):
        ends_on, computed = procedure.contract_ends_on, True  # notified, not only announced
    return Facts(
        state=_state_now(known, now),
        stage=known.stage,
        title=known.title,
        buyer=known.buyer,
        lots=tuple(known.lots.values()),
        departments=_departments(procedure.notices),
        deadline=known.deadline,
        deadline_approximate=known.deadline_approximate,
        awards=tuple(award for lot in known.awards.values() for award in lot),
        links=known.links,
        sources=tuple(sorted({notice.source for notice in procedure.notices})),
        published_on=known.published_on,
        reserved=judgement.reserved,
        clause=judgement.clause,
        evidence=judgement.evidence,
        obligation=judgement.obligation,
        hours_estimate=judgement.hours_estimate,
        potential=judgement.potential,
        likely=judgement.likely,
        judged_by=judgement.judged_by,
        publications=len(read),
        **(known.told | {"ends_on": ends_on, "ends_on_computed": computed}),
    )


def shown_anew(told: Facts, read: Facts) -> Facts:
    """``told`` with what is shown without being told as ``read`` has it today."""
    return replace(
        told,
        obligation=read.obligation,
        hours_estimate=read.hours_estimate,
        potential=read.potential,
        likely=read.likely,
    )


def facts_to_json(known: Facts) -> str:
    """``known`` as one line of JSON."""
    return _adapter().dump_json(known).decode()


def facts_from_json(line: str | bytes) -> Facts:
    """What ``facts_to_json`` wrote; keys added since are unknown.

    Raises:
        FactsError: the line is no facts.
    """
    try:
        return _adapter().validate_json(line)
    except ValidationError as error:
        raise FactsError(value_refusal(error)) from None


@cache
def _adapter() -> TypeAdapter[Facts]:
    return TypeAdapter(Facts)


@dataclass(slots=True)
class _Known:
    """What has been read so far."""

    state: State = "unknown"
    stage: str = "other"
    title: str | None = None
    buyer: Buyer | None = None
    lots: dict[str, Lot] = field(default_factory=dict)
    deadline: datetime | None = None
    deadline_approximate: bool = False
    awards: dict[str | None, list[Award]] = field(default_factory=dict)
    result_on: date | None = None
    links: Links | None = None
    published_on: date | None = None
    told: dict[str, Any] = field(default_factory=dict)


def _read(known: _Known, publication: Publication) -> None:
    notice = publication.merged
    _read_state(known, publication)
    is_award = notice.stage in _AWARDS
    for name in _TOLD:
        value = getattr(notice, name)
        if value in (None, ()) or (is_award and name not in _TOLD_BY_AWARD and name in known.told):
            continue
        known.told[name] = value
    known.title = _title(known.title, notice.title, fill_only=is_award)
    known.buyer = (
        _overlaid(notice.buyer, known.buyer) if is_award else _overlaid(known.buyer, notice.buyer)
    )
    known.links = _overlaid(known.links, notice.links)
    _read_lots(known, notice.lots, fill_only=is_award)
    if not is_award:
        _read_deadline(known, notice)
    _read_awards(known, publication)


def _read_state(known: _Known, publication: Publication) -> None:
    """The new state, and the stage and day of the publication that set it."""
    notice = publication.merged
    state = _state_after(known.state, notice)
    if state is None:
        return
    known.state, known.stage, known.published_on = state, notice.stage, publication.published_on


def _state_after(state: State, notice: Notice) -> State | None:
    """What ``notice`` makes of a procedure in ``state``; null = it says nothing of it."""
    if notice.kind == "cancellation":
        return "cancelled"
    if notice.stage in _AWARDS:
        return "awarded" if state != "cancelled" or notice.kind == "result" else None
    if notice.stage == "competition":
        corrects_an_end = notice.kind == "change" and state in ("cancelled", "awarded")
        return None if corrects_an_end else "open"
    if notice.stage in _CALLS:
        return "planned" if state in ("unknown", "planned") else None
    return None


def _state_now(known: _Known, now: datetime) -> State:
    if known.state == "open" and known.deadline is not None and known.deadline < now:
        return "closed"
    return known.state


def _title(known: str | None, told: str | None, *, fill_only: bool) -> str | None:
    """The title told, unless it is the known one, in other case or cut short."""
    if not told or (known and fill_only):
        return known
    if known and (same_text(known, told) or is_cut_from(told, known)):
        return known
    return told


def _read_lots(known: _Known, lots: Iterable[Lot], *, fill_only: bool) -> None:
    for lot in lots:
        before = known.lots.get(lot.id)
        if before is None:
            known.lots[lot.id] = lot
        elif fill_only:
            known.lots[lot.id] = _overlaid(lot, before) or before
        else:
            known.lots[lot.id] = _overlaid(before, lot) or before


def _read_deadline(known: _Known, notice: Notice) -> None:
    exact_known = known.deadline is not None and not known.deadline_approximate
    if notice.deadline is None or (notice.deadline_approximate and exact_known):
        return
    known.deadline = notice.deadline
    known.deadline_approximate = notice.deadline_approximate


def _read_awards(known: _Known, publication: Publication) -> None:
    """A result replaces what an earlier one said of the same lots."""
    awards = publication.merged.awards
    if publication.merged.stage in _AWARDS:
        known.result_on = publication.published_on
    for lot in dict.fromkeys(award.lot for award in awards):
        known.awards[lot] = [award for award in awards if award.lot == lot]


def _overlaid(under: "_Record | None", over: "_Record | None") -> "_Record | None":
    """``under`` with every field that ``over`` knows."""
    if under is None or over is None:
        return over or under
    said = {
        item.name: value
        for item in fields(over)
        if (value := getattr(over, item.name)) not in (None, (), "unknown")
    }
    return replace(under, **said)


def _departments(notices: Sequence[Notice]) -> tuple[str, ...]:
    return tuple(sorted({code for notice in notices for code in notice.departments}))


def _duration(known: _Known) -> float | None:
    """The duration of the procedure, else that of its longest lot."""
    whole: float | None = known.told.get("duration_months")
    by_lot = [lot.duration_months for lot in known.lots.values() if lot.duration_months]
    return whole or max(by_lot, default=None)


def _awarded_on(known: _Known) -> date | None:
    """The last award date, else the day on which the result was published."""
    dates = [award.on for lot in known.awards.values() for award in lot if award.on]
    return max(dates, default=known.result_on)
