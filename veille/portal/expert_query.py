"""The expert query of the TED search.

Spoken: ``= != < <= > >= ~ !~``, ``[NOT] IN (a b)``, ``= (a <> b)``, AND, OR, NOT, parentheses,
a final ``*``, dates as ``20261109`` or ``today(-7)``, ``SORT BY field [DESC]`` at the end. A field
matches if any of its values does; CPV codes are hierarchical, places are not (nobody knows whether
the service's are); countries have three letters.
"""

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from veille.portal import ted_fields
from veille.portal.grammar import (
    Cursor,
    Predicate,
    QuerySyntaxError,
    Token,
    disjunction,
    tokenise,
    unquoted,
)
from veille.portal.ted_index import TedNotice

Condition = Predicate[TedNotice]

_TOKENS = re.compile(
    r"""(?P<string>"(?:[^"\\]|\\.)*")"""
    r"|(?P<today>today\([+-]?[0-9]{0,5}\))"
    r"|(?P<operator>>=|<=|!=|!~|<>|[=<>~])"
    r"|(?P<mark>[(),])"
    r"|(?P<word>[\w*][\w.:/*-]*)",
    re.DOTALL,
)
_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_COUNTRY_FIELDS = frozenset({"buyer-country", "place-of-performance-country-proc"})
_CPV_FIELDS = frozenset(
    {"classification-cpv", "main-classification-proc", "additional-classification-proc"}
)


class UnknownFieldError(QuerySyntaxError):
    """A field that the search has not."""

    def __init__(self, field: str, at: int) -> None:
        super().__init__(f"Unknown field '{field}'", at)
        self.field = field


class FieldFormatError(QuerySyntaxError):
    """A value that the field cannot have; ``pattern`` is what is allowed."""

    def __init__(self, field: str, value: str, pattern: str, at: int) -> None:
        super().__init__(f"Value '{value}' of field '{field}' does not match {pattern}", at)
        self.field = field
        self.value = value
        self.pattern = pattern


@dataclass(frozen=True, slots=True)
class ExpertQuery:
    """What a query asks: its condition, and the field that sorts (oldest first without one)."""

    matches: Condition
    sort_by: str = "publication-date"
    descends: bool = False


def read(text: str, today: date) -> ExpertQuery:
    """The query in ``text``; ``today`` is the day that ``today()`` means.

    Raises:
        QuerySyntaxError: it cannot be read; its subclasses say when a field or a value is wrong.
    """
    cursor = tokenise(text, _TOKENS)
    matches = disjunction(cursor, lambda at: _comparison(at, today))
    if not cursor.accept("SORT"):
        cursor.take("end")
        return ExpertQuery(matches)
    cursor.expect("BY")
    field = _field(cursor.take("word"))
    descends = cursor.accept("DESC")
    cursor.take("end")
    return ExpertQuery(matches, field, descends)


def _field(token: Token) -> str:
    if token.text != ted_fields.FULL_TEXT and not ted_fields.known(token.text):
        raise UnknownFieldError(token.text, token.at)
    return ted_fields.canonical(token.text)


def _comparison(cursor: Cursor, today: date) -> Condition:
    field = _field(cursor.take("word"))
    negated = cursor.accept("NOT")
    if cursor.accept("IN"):
        return _either(_any_of(_list(cursor, field, today)), negated=negated)
    if negated:
        raise QuerySyntaxError(f"expected 'IN', found {cursor.token.text!r}", cursor.token.at)
    sign = cursor.take("operator").text
    if sign in _COMPARE:
        return _ordered(cursor, field, _COMPARE[sign], today)
    if sign in {"~", "!~"}:
        return _either(_containing(field, _value(cursor).text), negated=sign == "!~")
    if sign == "<>":
        raise QuerySyntaxError("unexpected '<>'", cursor.token.at)
    if cursor.accept("("):
        return _either(_range_or_list(cursor, field, today), negated=sign == "!=")
    return _either(_equal(field, _value(cursor), today), negated=sign == "!=")


def _range_or_list(cursor: Cursor, field: str, today: date) -> Condition:
    """After ``= (``: ``a <> b)`` is everything between, else any of the values."""
    first = _value(cursor)
    if cursor.accept("<>"):
        low, high = _number(field, first, today), _number(field, _value(cursor), today)
        cursor.expect(")")
        return lambda notice: any(low <= value <= high for value in _numbers(notice, field))
    return _any_of([_equal(field, first, today), *_rest(cursor, field, today)])


def _list(cursor: Cursor, field: str, today: date) -> list[Condition]:
    cursor.expect("(")
    return [_equal(field, _value(cursor), today), *_rest(cursor, field, today)]


def _rest(cursor: Cursor, field: str, today: date) -> list[Condition]:
    """The further values of a list, separated by blanks or commas, and its end."""
    found = []
    while not cursor.accept(")"):
        cursor.accept(",")
        found.append(_equal(field, _value(cursor), today))
    return found


def _any_of(conditions: list[Condition]) -> Condition:
    return lambda notice: any(matches(notice) for matches in conditions)


def _either(matches: Condition, *, negated: bool) -> Condition:
    return (lambda notice: not matches(notice)) if negated else matches


def _value(cursor: Cursor) -> Token:
    token = cursor.take("word", "string", "today")
    return Token(token.kind, unquoted(token.text), token.at) if token.kind == "string" else token


def _equal(field: str, token: Token, today: date) -> Condition:
    if ted_fields.is_date(field) and token.text != "*":
        wanted = _number(field, token, today)
        return lambda notice: wanted in _numbers(notice, field)
    text = token.text
    if field in _COUNTRY_FIELDS and not re.fullmatch(r"[A-Z]{3}|\*", text):
        raise FieldFormatError(field, text, "[A-Z]{3}", token.at)
    if field == ted_fields.FULL_TEXT:
        return _containing(field, text)
    if text.endswith("*"):
        return lambda notice: any(value.startswith(text[:-1]) for value in notice.values(field))
    if field in _CPV_FIELDS:
        branch = text[:2] + text[2:].rstrip("0")
        return lambda notice: any(value.startswith(branch) for value in notice.values(field))
    return lambda notice: text in notice.values(field)


def _containing(field: str, text: str) -> Condition:
    wanted = text.lower()
    if field == ted_fields.FULL_TEXT:
        return lambda notice: wanted in notice.full_text.lower()
    return lambda notice: any(wanted in value.lower() for value in notice.values(field))


def _ordered(
    cursor: Cursor, field: str, compare: Callable[[Any, Any], bool], today: date
) -> Condition:
    wanted = _number(field, _value(cursor), today)
    return lambda notice: any(compare(value, wanted) for value in _numbers(notice, field))


def _number(field: str, token: Token, today: date) -> float:
    """A date as 20261109, or a number."""
    if token.kind == "today":
        return _as_number(_shifted(today, token.text[len("today(") : -1]))
    if ted_fields.is_date(field):
        if not re.fullmatch(r"[0-9]{8}", token.text):
            raise FieldFormatError(field, token.text, "[0-9]{8}|today([+-]?[0-9]*)", token.at)
        return float(token.text)
    if not re.fullmatch(r"[0-9]{1,15}(\.[0-9]{1,6})?", token.text):
        raise FieldFormatError(field, token.text, "[0-9]+", token.at)
    return float(token.text)


def _shifted(today: date, days: str) -> date:
    try:
        return today + timedelta(days=int(days or 0))
    except (OverflowError, ValueError):
        return today


def _as_number(day: date) -> float:
    return float(day.isoformat().replace("-", ""))


def _numbers(notice: TedNotice, field: str) -> list[float]:
    """The values of a field that can be compared; the others are left out."""
    found = []
    for value in notice.values(field):
        text = value[:10].replace("-", "") if ted_fields.is_date(field) else value
        try:
            found.append(float(text))
        except ValueError:
            continue
    return found
