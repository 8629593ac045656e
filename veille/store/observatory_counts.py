"""The figures of the observatory, counted by the database: no notice is read."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    and_,
    case,
    cast,
    exists,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Session, aliased

from veille.core.observatory.figures import COUNT_NAMES, Counts, Group, Scope, Waits
from veille.store.models import ObservedFacetRow, ObservedRow

_O = ObservedRow
_RESERVED = _O.reserved == "yes"
_CLAUSE = _O.clause == "yes"
_FLAGGED = or_(_RESERVED, _CLAUSE)
_UNSEEN = and_(_O.reserved == "no", _O.clause == "no")
_EXPECTED = _O.obligation == "expected"
_ESTIMATED = and_(_O.low.is_not(None), _O.hours.is_(None))


def _times(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(case((condition, 1)))


def _sum(column: Any, condition: ColumnElement[bool]) -> ColumnElement[int]:
    """As a whole number: PostgreSQL sums large ones as decimals."""
    return cast(func.coalesce(func.sum(case((condition, column))), 0), BigInteger)


_COUNTED: dict[str, ColumnElement[int]] = {
    "procedures": func.count(),
    "publications": cast(func.coalesce(func.sum(_O.publications), 0), BigInteger),
    "reserved": _times(_RESERVED),
    "clause": _times(_CLAUSE),
    "flagged": _times(_FLAGGED),
    "unclear": _times(and_(~_FLAGGED, ~_UNSEEN)),
    "hours": _sum(_O.hours, _CLAUSE),
    "with_hours": _times(and_(_CLAUSE, _O.hours.is_not(None))),
    "clause_low": _sum(_O.low, and_(_CLAUSE, _ESTIMATED)),
    "clause_high": _sum(_O.high, and_(_CLAUSE, _ESTIMATED)),
    "clause_estimated": _times(and_(_CLAUSE, _ESTIMATED)),
    "open_low": _sum(_O.low, and_(_UNSEEN, _ESTIMATED)),
    "open_high": _sum(_O.high, and_(_UNSEEN, _ESTIMATED)),
    "open_estimated": _times(and_(_UNSEEN, _ESTIMATED)),
    "placed": _times(and_(_CLAUSE, _O.outside.is_not(None))),
    "outside": _times(and_(_CLAUSE, _O.outside.is_(True))),
    "expected_seen": _times(and_(_EXPECTED, ~_UNSEEN)),
    "expected_unseen": _times(and_(_EXPECTED, _UNSEEN)),
    "exempt": _times(_O.obligation == "exempt"),
    "not_applicable": _times(_O.obligation == "not_applicable"),
    "obligation_unknown": _times(_O.obligation == "unknown"),
    "planned": _times(_O.planned.is_(True)),
    "opened": _times(_O.opened.is_(True)),
    "planned_opened": _times(and_(_O.planned.is_(True), _O.opened.is_(True))),
    "opened_awarded": _times(and_(_O.opened.is_(True), _O.awarded.is_(True))),
    "cancelled": _times(_O.cancelled.is_(True)),
}
_GROUPED = ("procedures", "reserved", "clause", "flagged", "hours")


def is_sample(session: Session) -> bool:
    """Whether only invented procedures are there: then these are shown, and said to be."""

    def there(kind: bool) -> bool:
        return bool(session.scalar(select(exists().where(_O.sample.is_(kind)))))

    return not there(False) and there(True)


def by_month(session: Session, scope: Scope) -> dict[int, Counts]:
    """The counts of each month, 1 to 12, in which a procedure was first published."""
    return _counts(session, scope, _O.month)


def by_year(session: Session, scope: Scope) -> dict[int, Counts]:
    """The counts of each year; ``scope`` names none."""
    return _counts(session, scope, _O.year)


def by_facet(
    session: Session,
    scope: Scope,
    facet: str,
    label: Callable[[str], str],
    among: Collection[str] | None = None,
) -> tuple[Group, ...]:
    """The procedures of each value of a facet (``among`` these), most flagged ones first.

    A procedure of several values is in each.
    """
    other = aliased(ObservedFacetRow)
    query = _within(scope, [other.value, *_columns(_GROUPED)]).join(other, _has(other, facet))
    if among is not None:
        query = query.where(other.value.in_(sorted(among)))
    rows = session.execute(query.group_by(other.value))
    return _ordered(Group(row[0], label(row[0]), *row[1:]) for row in rows)


def by_buyer_sort(session: Session, scope: Scope, label: Callable[[str], str]) -> tuple[Group, ...]:
    """The procedures of each kind of public body."""
    query = _within(scope, [_O.buyer_sort, *_columns(_GROUPED)]).group_by(_O.buyer_sort)
    return _ordered(Group(row[0], label(row[0]), *row[1:]) for row in session.execute(query))


def by_buyer(session: Session, scope: Scope, most: int) -> tuple[tuple[Group, ...], int, int]:
    """The buyers with most flagged procedures; how many buyers there are, and have one."""
    named, flagged = func.max(_O.buyer_name), _times(_FLAGGED)
    query = (
        _within(scope, [_O.buyer, named, *_columns(_GROUPED)])
        .where(_O.buyer.is_not(None))
        .group_by(_O.buyer)
        .having(flagged > 0)
        .order_by(flagged.desc(), func.count(), _O.buyer)
        .limit(most)
    )
    found = [
        Group(row[0], row[1] or "Acheteur non précisé", *row[2:]) for row in session.execute(query)
    ]
    distinct = _within(
        scope,
        [
            func.count(func.distinct(_O.buyer)),
            func.count(func.distinct(case((_FLAGGED, _O.buyer)))),
        ],
    )
    known, with_one = session.execute(distinct).one()
    return tuple(found), known, with_one


def winners(session: Session, scope: Scope, most: int) -> tuple[tuple[Group, ...], int]:
    """Who won most of the flagged procedures, and how many won any. Persons are counted only."""
    other = aliased(ObservedFacetRow)

    def won(columns: list[Any]) -> Select[Any]:
        return _within(scope, columns).join(other, _has(other, "winner")).where(_FLAGGED)

    query = (
        won([other.value, func.max(other.label), *_columns(_GROUPED)])
        .where(other.label.is_not(None))
        .group_by(other.value)
        .order_by(func.count().desc(), func.max(other.label), other.value)
        .limit(most)
    )
    found = tuple(Group(row[0], row[1], *row[2:]) for row in session.execute(query))
    return found, session.scalar(won([func.count(func.distinct(other.value))])) or 0


def waits(session: Session, scope: Scope) -> Waits:
    """How many procedures left how many days to answer."""
    query = _within(scope, [_O.wait, func.count(), _times(_FLAGGED)]).where(_O.wait.is_not(None))
    every: defaultdict[int, int] = defaultdict(int)
    flagged: defaultdict[int, int] = defaultdict(int)
    for wait, count, with_clause in session.execute(query.group_by(_O.wait)):
        every[wait] = count
        if with_clause:
            flagged[wait] = with_clause
    return Waits(dict(every), dict(flagged))


def only_awarded(session: Session, scope: Scope) -> int:
    """How many procedures are known by their award alone: they are counted nowhere else."""
    return session.scalar(_within(scope, [func.count()], called=False)) or 0


def _counts(session: Session, scope: Scope, key: Any) -> dict[int, Counts]:
    query = _within(scope, [key, *_columns(COUNT_NAMES)]).group_by(key).order_by(key)
    return {
        row[0]: Counts(**dict(zip(COUNT_NAMES, row[1:], strict=True)))
        for row in session.execute(query)
    }


def _columns(names: Iterable[str]) -> list[ColumnElement[int]]:
    return [_COUNTED[name].label(name) for name in names]


def _within(scope: Scope, columns: list[Any], *, called: bool = True) -> Select[Any]:
    """``columns`` of the procedures of ``scope``, each once."""
    query = select(*columns).select_from(_O).where(_O.called.is_(called), _O.sample == scope.sample)
    if scope.area is None:
        return query if scope.year is None else query.where(_O.year == scope.year)
    # Asked of the area alone, the year leaves one index to begin with: that of the area.
    area = aliased(ObservedFacetRow)
    query = query.join(area, area.procedure_id == _O.procedure_id)
    query = query.where(area.facet == "area", area.value == scope.area)
    return query if scope.year is None else query.where(area.year == scope.year)


def _has(other: Any, facet: str) -> ColumnElement[bool]:
    """A facet of the procedure at hand.

    Not ``facet = …``: without statistics SQLite would begin with every procedure that has one.
    """
    return and_(other.procedure_id == _O.procedure_id, func.coalesce(other.facet, "") == facet)


def _ordered(groups: Iterable[Group]) -> tuple[Group, ...]:
    return tuple(sorted(groups, key=lambda one: (-one.flagged, -one.procedures, one.label)))
