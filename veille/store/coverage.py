"""What coverage is counted from, and what was counted."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, bindparam, delete, func, insert, or_, select, update
from sqlalchemy.orm import Session

from veille.core.clock import paris, start_of_day
from veille.core.contracts import Contract, contract_from_json
from veille.core.coverage.figures import Figures, figures_from_json, figures_to_json
from veille.core.coverage.seen import CALLS, Noticed
from veille.core.interchange import notice_from_json
from veille.core.notices import Buyer
from veille.store import sql
from veille.store.models import (
    BuyerRow,
    CardFacetRow,
    ContractJoinRow,
    ContractRow,
    CoverageRow,
    CrawlDayRow,
    NoticeRow,
)
from veille.store.notices import written_hosts

_CALLED: ColumnElement[bool] = and_(NoticeRow.stage.in_(CALLS), NoticeRow.kind != "cancellation")


@dataclass(frozen=True, slots=True)
class Joined:
    """A contract with the procedures that it comes from, or may come from."""

    contract: Contract
    joined: int | None
    doubtful: tuple[int, ...]

    @property
    def procedures(self) -> tuple[int, ...]:
        """All of them."""
        return (*(() if self.joined is None else (self.joined,)), *self.doubtful)


def note_hosts(session: Session, limit: int) -> int:
    """Work out the domains of some notices that were stored before these were kept; how many."""
    rows = session.execute(
        select(NoticeRow.id, NoticeRow.content).where(NoticeRow.hosts.is_(None)).limit(limit)
    ).all()
    statement = update(NoticeRow).where(NoticeRow.id == bindparam("notice_id"))
    written = [
        {"notice_id": row.id, "known": written_hosts(notice_from_json(row.content).links)}
        for row in rows
    ]
    sql.execute_many(session, statement.values(hosts=bindparam("known")), written)
    return len(rows)


def noticed(session: Session, territory: str, since: date, *, sample: bool) -> list[Noticed]:
    """The notices from that day on of the procedures that a territory is told of."""
    here = select(CardFacetRow.procedure_id).where(
        CardFacetRow.facet == "territory", CardFacetRow.value == territory
    )
    rows = session.execute(
        select(
            NoticeRow.procedure_id,
            NoticeRow.source,
            _CALLED.label("called"),
            NoticeRow.published_on,
            NoticeRow.first_seen_at,
            NoticeRow.hosts,
            BuyerRow.identity,
            BuyerRow.name,
        )
        .outerjoin(BuyerRow, BuyerRow.id == NoticeRow.buyer_id)
        .where(
            NoticeRow.procedure_id.in_(here),
            NoticeRow.sample.is_(sample),
            _is_since(since),
        )
    )
    return [
        Noticed(
            procedure_id=row.procedure_id,
            source=row.source,
            day=_day(row.published_on, row.first_seen_at),
            called=row.called,
            hosts=tuple((row.hosts or "").split()),
            buyer=row.identity,
            buyer_name=row.name,
        )
        for row in rows
        if row.procedure_id is not None
    ]


def last_seen(
    session: Session, readers: Sequence[str], *, sample: bool
) -> dict[tuple[str, tuple[str, ...]], date]:
    """By source and the domains that it named, the day on which its last notice came."""
    rows = session.execute(
        select(NoticeRow.source, NoticeRow.hosts, func.max(NoticeRow.first_seen_at).label("last"))
        .where(NoticeRow.source.in_(readers), NoticeRow.sample.is_(sample))
        .group_by(NoticeRow.source, NoticeRow.hosts)
    )
    return {
        (row.source, tuple((row.hosts or "").split())): paris(row.last).date()
        for row in rows
        if row.last is not None
    }


def buyers_known(session: Session) -> list[Buyer]:
    """The buyers that have a SIRET."""
    rows = session.execute(
        select(BuyerRow.siret, BuyerRow.name, BuyerRow.postcode, BuyerRow.city).where(
            BuyerRow.siret.is_not(None)
        )
    )
    return [
        Buyer(name=row.name, siret=row.siret, postcode=row.postcode, city=row.city) for row in rows
    ]


def notified(
    session: Session,
    departments: Sequence[str],
    sirens: Collection[str],
    since: date,
    *,
    sample: bool,
) -> list[Joined]:
    """The contracts notified from that day on: performed there, or of these buyers (SIREN)."""
    wanted = [ContractRow.department.in_(departments)]
    wanted += [ContractRow.buyer_siren.in_(chunk) for chunk in sql.chunks(sorted(sirens))]
    contents: dict[int, str] = {}
    for condition in wanted:
        rows = session.execute(
            select(ContractRow.id, ContractRow.content).where(
                condition, ContractRow.notified_on >= since, ContractRow.sample.is_(sample)
            )
        )
        contents.update((row.id, row.content) for row in rows)
    joins = _joins(session, contents)
    return [
        Joined(
            contract_from_json(content),
            next((number for number, state in joins[key] if state == "joined"), None),
            tuple(number for number, state in joins[key] if state == "doubt"),
        )
        for key, content in sorted(contents.items())
    ]


def called(session: Session, procedure_ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """Those of these procedures a call of which was read, with the domains that it names."""
    found: dict[int, tuple[str, ...]] = {}
    for chunk in sql.chunks(sorted(set(procedure_ids))):
        rows = session.execute(
            select(NoticeRow.procedure_id, NoticeRow.hosts)
            .where(NoticeRow.procedure_id.in_(chunk), _CALLED)
            .order_by(NoticeRow.published_on, NoticeRow.id)
        )
        for row in rows:
            known = found.get(row.procedure_id, ())
            found[row.procedure_id] = tuple(dict.fromkeys((*known, *(row.hosts or "").split())))
    return found


def days_read(session: Session, source: str) -> list[date]:
    """The days of publication that a source was read for."""
    return list(session.scalars(select(CrawlDayRow.day).where(CrawlDayRow.source == source)))


def keep(session: Session, figures: Mapping[str, Figures]) -> None:
    """Keep these figures, by the code of their span, and no others."""
    session.execute(delete(CoverageRow))
    rows = [{"span": code, "figures": figures_to_json(one)} for code, one in figures.items()]
    sql.execute_many(session, insert(CoverageRow), rows)


def kept(session: Session, span: str) -> Figures | None:
    """What was counted for a span; null: nothing was."""
    found = session.scalar(select(CoverageRow.figures).where(CoverageRow.span == span))
    return None if found is None else figures_from_json(found)


def _is_since(since: date) -> ColumnElement[bool]:
    unpublished = and_(
        NoticeRow.published_on.is_(None), NoticeRow.first_seen_at >= start_of_day(since)
    )
    return or_(NoticeRow.published_on >= since, unpublished)


def _day(published_on: date | None, first_seen_at: datetime) -> date:
    return published_on or paris(first_seen_at).date()


def _joins(session: Session, ids: Iterable[int]) -> dict[int, list[tuple[int, str]]]:
    found: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    for chunk in sql.chunks(ids):
        rows = session.execute(
            select(
                ContractJoinRow.contract_id, ContractJoinRow.procedure_id, ContractJoinRow.state
            ).where(ContractJoinRow.contract_id.in_(chunk))
        )
        for row in rows:
            found[row.contract_id].append((row.procedure_id, row.state))
    return found
