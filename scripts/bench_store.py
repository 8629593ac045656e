"""A store of as many notices as one likes, made quickly: true rows, from a few thousand models.

Each model is read, judged, carded and indexed by the project's own code once; the rows of a notice
are those of its model with another day, deadline and number.
"""

import hashlib
import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from scripts.bench_notices import AWARD_DAY, DAY, DEADLINE, NUMBER, Model, models
from veille.core.bands import Bands, band_of
from veille.core.buyer_identity import buyer_identity
from veille.core.card_making import card_of
from veille.core.cards import Card
from veille.core.clock import start_of_day
from veille.core.facts import facts, facts_to_json
from veille.core.interchange import notice_to_json, verdict_to_json
from veille.core.notices import Notice
from veille.core.procedures import Facts, Procedure
from veille.core.search_entry import SearchEntry, search_entry
from veille.core.versions import Reading, reading_to_json
from veille.store import Store, buyers, cards, search_index, sources
from veille.store.cards import StoredCard
from veille.store.models import (
    NoticeRow,
    PayloadRow,
    ProcedureRow,
    ReadingRow,
    SignalRow,
    VerdictRow,
)
from veille.store.sources import Source

MODELS = 2_000
BATCH = 2_000
DAYS = 720
"""Over how many days the notices were published, the last one yesterday."""


@dataclass(frozen=True, slots=True)
class Judged:
    """By what the invented verdicts are said to be judged."""

    rules: str
    model: str | None = None
    bands: Bands | None = None


@dataclass(frozen=True, slots=True)
class _Made:
    """What a model gives: the lines of its rows, to be dated and numbered."""

    model: Model
    contents: tuple[str, ...]
    verdict: str
    known: Facts
    facts: str
    reading: str
    card: Card
    entry: SearchEntry


def build(store: Store, notices: int, now: datetime, judged: Judged, *, kinds: int = MODELS) -> int:
    """Fill a migrated, empty store with so many notices of so many kinds; how many procedures."""
    made = [_made(one, judged) for one in models(kinds, judged.rules, judged.model)]
    with store.transaction() as session:
        sources.register(session, [Source(name="boamp", label="BOAMP")], now)
        known = buyers.save(session, [one.model.call.buyer for one in made if one.model.call.buyer])
        buyer_ids = {buyer_identity(buyer): key for buyer, key in known.items()}
    done = procedure_id = 0
    while done < notices:
        with store.transaction() as session:
            batch: list[tuple[_Dated, _Made]] = []
            while done < notices and len(batch) < BATCH:
                procedure_id += 1
                one = _fitting(made, procedure_id, done / notices)
                batch.append((_dated(procedure_id, done / notices, now), one))
                done += len(one.contents)
            _insert(session, batch, now, buyer_ids)
    return procedure_id


def _made(model: Model, judged: Judged) -> _Made:
    together = (model.call,) if model.award is None else (model.call, model.award)
    verdict = model.verdict
    verdicts = {one.id: replace(verdict, id=one.id) for one in together}
    procedure = Procedure(
        id=1, notices=together, verdicts=verdicts, first_seen={one.id: DEADLINE for one in together}
    )
    known = facts(procedure, DEADLINE - timedelta(days=9))
    band = band_of(known.potential, judged.bands.potential if judged.bands else ())
    card = card_of(
        1, 1, DEADLINE, known, corrected=False, ends_soon=False, band=band.name if band else None
    )
    return _Made(
        model=model,
        contents=tuple(notice_to_json(one) for one in together),
        verdict=verdict_to_json(verdict),
        known=known,
        facts=facts_to_json(known),
        reading=reading_to_json(
            Reading(
                version=1, facts=known, effective_on=DAY, covers=tuple(one.id for one in together)
            )
        ),
        card=card,
        entry=search_entry(card, DAY, known, together),
    )


def _fitting(made: Sequence[_Made], number: int, share: float) -> _Made:
    """The model of a procedure: one without an award where that would be of days to come."""
    one = made[number % len(made)]
    to_come = DAYS * (1 - share) < (AWARD_DAY - DAY).days + 1
    return made[(number + 1) % len(made)] if one.model.award and to_come else one


def _insert(
    session: Session,
    batch: Sequence[tuple["_Dated", _Made]],
    now: datetime,
    buyer_ids: dict[str | None, int],
) -> None:
    """The rows of a batch of procedures."""
    rows: dict[Any, list[dict[str, Any]]] = {
        PayloadRow: [],
        ProcedureRow: [],
        NoticeRow: [],
        VerdictRow: [],
        SignalRow: [],
        ReadingRow: [],
    }
    stored, entries = [], []
    for dated, one in batch:
        _rows_of(one, dated, now, buyer_ids, rows)
        stored.append(dated.card(one))
        entries.append(dated.entry(one))
    for model, own in rows.items():
        if own:
            session.connection().execute(insert(model), own)
    cards.save(session, stored)
    search_index.write(session, entries)


def _dated(number: int, share: float, now: datetime) -> "_Dated":
    """A procedure at ``share`` of the whole span; its deadline is some weeks or months away."""
    day = min(now.date() - timedelta(days=DAYS - int(DAYS * share)), now.date() - timedelta(days=1))
    return _Dated(number, day, DEADLINE + (day - DAY) + timedelta(days=number % 130))


@dataclass(frozen=True, slots=True)
class _Dated:
    """The number, the day and the deadline of a procedure."""

    number: int
    day: date
    deadline: datetime

    def said(self, line: str) -> str:
        """A line of the model, as of this procedure."""
        moved = AWARD_DAY - DAY
        for before, after in (
            (DAY.isoformat(), self.day.isoformat()),
            (AWARD_DAY.isoformat(), (self.day + moved).isoformat()),
            ("1999-02-03T11:00:00", f"{self.deadline:%Y-%m-%dT%H:%M:%S}"),
            (NUMBER, self.name),
        ):
            line = line.replace(before, after)
        return line

    @property
    def name(self) -> str:
        """The number of the first notice."""
        return f"{self.day:%y}-{100_000 + self.number}"

    def effective_on(self, one: _Made) -> date:
        """The day of the last publication."""
        return self.day + (AWARD_DAY - DAY) if one.model.award else self.day

    def card(self, one: _Made) -> StoredCard:
        """The card of this procedure."""
        day = self.effective_on(one)
        known = replace(
            one.card,
            procedure_id=self.number,
            noted_at=start_of_day(day),
            published_on=day,
            deadline=self.deadline,
        )
        facts = self.said(one.facts)
        return StoredCard(card=known, facts=facts, cause="publication", effective_on=day)

    def entry(self, one: _Made) -> SearchEntry:
        """What search knows of this procedure."""
        year, _, number = self.name.partition("-")
        return replace(
            one.entry,
            procedure_id=self.number,
            day=self.effective_on(one),
            deadline=self.deadline,
            rest=one.entry.rest.replace(" 99 9999999 ", f" {year} {number} "),
        )


def _rows_of(
    one: _Made,
    dated: _Dated,
    now: datetime,
    buyer_ids: dict[str | None, int],
    rows: dict[Any, list[dict[str, Any]]],
) -> None:
    seen = start_of_day(dated.day)
    for at, (line, notice) in enumerate(zip(one.contents, _notices(one.model), strict=True)):
        content = dated.said(line)
        digest = hashlib.sha256(content.encode()).hexdigest()
        key = 10 * dated.number + at
        identifier = json.loads(content)["id"]
        published_on = dated.effective_on(one) if at else dated.day
        rows[PayloadRow].append(
            {
                "id": key,
                "source": "boamp",
                "key": identifier,
                "content_hash": digest,
                "media": "json",
                "fetched_at": seen,
                "published_on": published_on,
                "state": "parsed",
                "notice_id": identifier,
                "content": zlib.compress(content.encode(), 1),
            }
        )
        rows[NoticeRow].append(
            {
                "id": identifier,
                "source": "boamp",
                "content_hash": digest,
                "kind": notice.kind,
                "stage": notice.stage,
                "published_on": published_on,
                "deadline": dated.deadline if notice.deadline else None,
                "title": notice.title,
                "buyer_id": buyer_ids.get(one.card.buyer),
                "payload_id": key,
                "procedure_id": dated.number,
                "link_rule": "bench",
                "linked_by": "rule",
                "to_link": False,
                "first_seen_at": seen,
                "updated_at": seen,
                "content": content,
            }
        )
        rows[VerdictRow].append(
            {
                "id": key,
                "notice_hash": digest,
                "rules": one.model.verdict.rules,
                "model": one.model.verdict.model or "",
                "judged_at": seen,
                "content": one.verdict.replace(NUMBER, identifier.partition(":")[2]),
            }
        )
        rows[SignalRow].extend(_signals(one, key))
    rows[ProcedureRow].append(
        {"id": dated.number, "created_at": seen, "to_date": False, "to_version": None}
    )
    rows[ReadingRow].append(
        {"procedure_id": dated.number, "reading": dated.said(one.reading), "noted_at": now}
    )


def _notices(model: Model) -> Iterator[Notice]:
    yield model.call
    if model.award:
        yield model.award


def _signals(one: _Made, verdict_id: int) -> Iterator[dict[str, Any]]:
    for position, line in enumerate(one.model.verdict.evidence):
        yield {
            "verdict_id": verdict_id,
            "position": position,
            "signal": line.signal,
            "question": line.for_,
            "rule": line.rule,
            "at": line.at,
            "start": line.start,
            "end": line.end,
            "quote": line.quote,
        }
