"""Figures that are asked for often, kept as they were counted; whoever finds none counts again."""

from collections.abc import Collection, Mapping
from functools import cache
from typing import TypeVar

from pydantic import TypeAdapter
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from veille.core.observatory.figures import Counts, Scope, YearFigures
from veille.store import sql
from veille.store.models import KeptCountsRow

_T = TypeVar("_T")


def year(session: Session, scope: Scope, revision: int) -> YearFigures | None:
    """The figures of a year, as counted at this revision; null: count them."""
    return _read(session, scope, revision, _years())


def by_year(session: Session, scope: Scope, revision: int) -> dict[int, Counts] | None:
    """The counts of every year, as counted at this revision; null: count them."""
    return _read(session, scope, revision, _trends())


def save(
    session: Session,
    figures: Collection[YearFigures],
    trends: Mapping[Scope, dict[int, Counts]],
    revision: int,
) -> None:
    """Keep figures of years, and the counts of every year, as they are at this revision."""
    rows = [
        {"key": _key(one.scope), "year": one.scope.year, "revision": revision,
         "content": _years().dump_json(one).decode()}
        for one in figures
    ] + [
        {"key": _key(scope), "year": None, "revision": revision,
         "content": _trends().dump_json(counts).decode()}
        for scope, counts in trends.items()
    ]  # fmt: skip
    statement = sql.insert(session, KeptCountsRow)
    excluded = statement.excluded
    statement = statement.on_conflict_do_update(
        index_elements=["key"],
        set_={"revision": excluded.revision, "content": excluded.content},
    )
    sql.execute_many(session, statement, rows)


def hold(session: Session, since: int, revision: int, *, but: Collection[int]) -> None:
    """What was true at revision ``since`` is true at this one too, ``but`` of these years."""
    session.execute(
        update(KeptCountsRow)
        .where(KeptCountsRow.revision == since, KeptCountsRow.year.not_in(sorted(but)))
        .values(revision=revision)
    )


def _read(session: Session, scope: Scope, revision: int, adapter: TypeAdapter[_T]) -> _T | None:
    content = session.scalar(
        select(KeptCountsRow.content).where(
            KeptCountsRow.key == _key(scope), KeptCountsRow.revision == revision
        )
    )
    return adapter.validate_json(content) if content is not None else None


def _key(scope: Scope) -> str:
    return f"{scope.year or 'every'} {scope.area or 'everywhere'} {scope.sample:d}"


@cache
def _years() -> TypeAdapter[YearFigures]:
    return TypeAdapter(YearFigures)


@cache
def _trends() -> TypeAdapter[dict[int, Counts]]:
    return TypeAdapter(dict[int, Counts])
