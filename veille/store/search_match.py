"""A question to the index of words, as SQLite (FTS5) and PostgreSQL (tsvector) are asked it.

FTS5 knows the order of words. On PostgreSQL the terms find the candidates, of which the texts are
then compared, so that both answer alike.
"""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, and_, cast, column, func, literal, not_, or_, table
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR

from veille.core.search_question import Asked, Every, Field, Has, Question
from veille.store.models import SearchTextRow

WORDS = table("search_words", column("rowid"), column("search_words"))
"""The FTS5 table of SQLite."""

_TERMS: ColumnElement[str] = column("terms", TSVECTOR, _selectable=SearchTextRow.__table__)
_FTS5_COLUMNS = {"anywhere": "{card rest}"}
_COMPARED = {"anywhere": ("card", "rest")}
_EXACT_BY_TERMS: tuple[Field, ...] = ("anywhere", "tokens")


def on_sqlite(asked: Asked) -> ColumnElement[bool]:
    """What ``asked`` says of a row of ``search_words``."""
    wanted = " AND ".join(_fts5(one) for one in asked.must)
    if asked.must_not:
        unwanted = " OR ".join(_fts5(one) for one in asked.must_not)
        wanted = f"({wanted}) NOT ({unwanted})"
    return WORDS.c.search_words.op("MATCH")(wanted)


def on_postgresql(asked: Asked) -> ColumnElement[bool]:
    """What ``asked`` says of a row of ``search_texts``."""
    told = [one for one in asked.must_not if _is_exact(one)]
    found = " & ".join([*map(_terms, asked.must), *(f"!{_terms(one)}" for one in told)])
    compared = [_compare(one) for one in asked.must if not _is_exact(one)]
    left_out = [not_(_compare(one)) for one in asked.must_not if not _is_exact(one)]
    matches: ColumnElement[bool] = _TERMS.op("@@")(cast(literal(found), TSQUERY))
    return and_(matches, *compared, *left_out)


def _fts5(one: Question) -> str:
    if isinstance(one, Has):
        words = " ".join(one.terms).replace('"', "")
        return f'({_FTS5_COLUMNS.get(one.field, one.field)} : "{words}")'
    return _joined((_fts5(part) for part in one.parts), "AND" if isinstance(one, Every) else "OR")


def _terms(one: Question) -> str:
    """What finds all that ``one`` holds of, and perhaps more."""
    if isinstance(one, Has):
        return _joined((_quoted(term) for term in one.terms), "&")
    return _joined((_terms(part) for part in one.parts), "&" if isinstance(one, Every) else "|")


def _is_exact(one: Question) -> bool:
    """Do the terms alone find nothing else?"""
    if isinstance(one, Has):
        return one.field in _EXACT_BY_TERMS and len(one.terms) == 1
    return all(_is_exact(part) for part in one.parts)


def _compare(one: Question) -> ColumnElement[bool]:
    if isinstance(one, Has):
        looked_for = f" {' '.join(one.terms)} "
        fields = _COMPARED.get(one.field, (one.field,))
        return or_(*(func.strpos(getattr(SearchTextRow, name), looked_for) > 0 for name in fields))
    parts = [_compare(part) for part in one.parts]
    return and_(*parts) if isinstance(one, Every) else or_(*parts)


def _joined(parts: Iterable[str], operator: str) -> str:
    return f"({f' {operator} '.join(parts)})"


def _quoted(term: str) -> str:
    escaped = term.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"
