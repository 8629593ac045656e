"""A record and what its dialect tells, as one notice. Of two answers the better source wins."""

from dataclasses import replace
from datetime import datetime

from spiders.parsers.boamp_record import Record
from spiders.parsers.identifiers import unique
from spiders.parsers.reading import Reading
from veille.core.clock import end_of_day
from veille.core.notices import Award, Buyer, Kind, Links, Notice, Regime, Stage, Winner, kind_of
from veille.core.reference.stages import kind_of_boamp, stage_of_boamp

_NOBODY = Buyer()


def merged(record: Record, reading: Reading) -> Notice:
    """The notice of a national form, or of a record alone (an empty reading)."""
    nature = record.nature or reading.nature
    stage = stage_of_boamp(nature)
    kind = _kind(stage, kind_of_boamp(nature, record.state), kind_of_boamp(reading.nature, None))
    deadline, approximate = _deadline(record, kind, _national_deadline(record, reading))
    regime = reading.regime if reading.regime != "unknown" else record.regime
    number = record.idweb
    return Notice(
        id=f"boamp:{number}",
        source="boamp",
        stage=stage,
        kind=kind,
        published_on=record.published_on,
        deadline=deadline,
        deadline_approximate=approximate,
        procedure_id=record.procedure_id,
        supersedes=_supersedes(number, (*record.earlier, *reading.earlier)),
        procedure_type=record.procedure_type or reading.procedure_type,
        regime=regime,
        title=reading.title or record.title,
        description=reading.description,
        buyer=_buyer(reading.buyer, record, regime),
        departments=record.departments,
        places=reading.places,
        cpv=reading.cpv,
        descriptors=record.descriptors,
        family=record.family,
        contract_nature=reading.contract_nature or record.contract_nature,
        value=reading.value,
        duration_months=reading.duration_months,
        starts_on=reading.starts_on,
        ends_on=reading.ends_on,
        renewals=reading.renewals,
        lots=reading.lots,
        texts=reading.texts,
        declared=(*record.declared, *reading.declared),
        awards=_awards(reading.awards, record),
        links=replace(reading.links or Links(), notice=record.page),
    )


def overlaid(notice: Notice, record: Record) -> Notice:
    """An eForms notice with the facts that only the record around it has."""
    stage = notice.stage if notice.stage != "other" else stage_of_boamp(record.nature)
    kind = _kind(stage, kind_of_boamp(record.nature, record.state), notice.kind)
    known = notice.deadline or record.indexed_deadline or record.flat_deadline
    deadline, approximate = _deadline(record, kind, known)
    regime = notice.regime if notice.regime != "unknown" else record.regime
    return replace(
        notice,
        stage=stage,
        kind=kind,
        published_on=record.published_on or notice.published_on,
        deadline=deadline,
        deadline_approximate=approximate,
        procedure_id=notice.procedure_id or record.procedure_id,
        supersedes=unique((*_supersedes(record.idweb, record.earlier), *notice.supersedes)),
        procedure_type=notice.procedure_type or record.procedure_type,
        regime=regime,
        title=notice.title or record.title,
        buyer=_buyer(notice.buyer, record, regime),
        departments=record.departments,
        descriptors=record.descriptors,
        family=record.family,
        contract_nature=notice.contract_nature or record.contract_nature,
        declared=(*record.declared, *notice.declared),
        awards=_awards(notice.awards, record),
        links=replace(notice.links or Links(), notice=record.page),
    )


def _kind(stage: Stage, *said: Kind) -> Kind:
    """A cancellation or a correction if either source says so."""
    return kind_of(stage, correction="change" in said, cancellation="cancellation" in said)


def _national_deadline(record: Record, reading: Reading) -> datetime | None:
    if reading.deadline_overrides:
        return reading.deadline
    return record.indexed_deadline or reading.deadline or record.flat_deadline


def _deadline(record: Record, kind: Kind, known: datetime | None) -> tuple[datetime | None, bool]:
    """A live tender without a deadline gets the end of its display, marked approximate.

    A correction does not: it would hide the deadline of the notice it corrects.
    """
    if known or kind != "competition" or not record.shown_until:
        return known, False
    return end_of_day(record.shown_until), True


def _supersedes(number: str, earlier: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"boamp:{other}" for other in unique(earlier) if other != number)


def _buyer(buyer: Buyer | None, record: Record, regime: Regime) -> Buyer | None:
    """The dialect's buyer; the record's name only where the dialect has none."""
    found = buyer or _NOBODY
    if not found.name:
        found = replace(found, name=record.buyer_name)
    if found.kind == "unknown" and regime == "utilities":
        found = replace(found, kind="utility")
    return None if found == _NOBODY else found


def _awards(awards: tuple[Award, ...], record: Record) -> tuple[Award, ...]:
    """The dialect's awards; the record's list of winners where the dialect names none."""
    if any(award.winner for award in awards):
        return awards
    named = [Winner(name=name[:500]) for name in record.winners[:200]]
    if len(awards) == 1 and len(named) == 1:
        return (replace(awards[0], winner=named[0]),)
    return awards or tuple(Award(winner=winner) for winner in named)
