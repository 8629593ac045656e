"""ODSQL, the query language of the Explore API: the ``where`` and ``order_by`` of BOAMP clients.

Spoken: ``= != < <= > >=``, ``like``, ``[not] in (…)``, ``'X' in field``, ``is [not] null``,
``search(field, '…')``, a lone string (full text), AND, OR, NOT, parentheses; dates as
``date'2026-11-09'`` or plain strings; a comparison with a multivalued field is true if any of its
values is. ``like`` and ``search`` ignore case and accents; ``search`` takes each word as the
beginning of a word and is not fuzzy, which the real one is.
"""

import operator
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from veille.portal.grammar import (
    Cursor,
    Predicate,
    QuerySyntaxError,
    disjunction,
    tokenise,
    unquoted,
)
from veille.portal.odsql_values import Kind, plain, reader, values
from veille.portal.records import BoampRecord

Condition = Predicate[BoampRecord]

_TOKENS = re.compile(
    r"""(?P<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
    r"|(?P<field>`[^`]+`)"
    r"|(?P<number>-?\d+(?:\.\d+)?(?![\w-]))"
    r"|(?P<word>[^\W\d]\w*)"
    r"|(?P<operator>>=|<=|!=|<>|[=<>:])"
    r"|(?P<mark>[(),*])",
    re.DOTALL,
)
_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    ":": operator.eq,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


class UnknownFieldError(QuerySyntaxError):
    """A field that the dataset has not."""


def condition(text: str, fields: Mapping[str, Kind]) -> Condition:
    """The condition that a ``where`` states, over a dataset of these fields.

    Raises:
        QuerySyntaxError: it cannot be read; a line break is refused, as the service does.
    """
    if "\n" in text or "\r" in text:
        raise QuerySyntaxError("line break", text.find("\n"))
    cursor = tokenise(text, _TOKENS)
    found = disjunction(cursor, lambda at: _comparison(at, fields))
    cursor.take("end")
    return found


def ordering(text: str, fields: Mapping[str, Kind]) -> tuple[tuple[str, bool], ...]:
    """The keys of an ``order_by``, each with true where it descends.

    Raises:
        QuerySyntaxError: it cannot be read or names a field that is not there.
    """
    keys = []
    for part in text.split(","):
        name, _, direction = part.strip().partition(" ")
        descends = direction.strip().lower() == "desc"
        if direction.strip().lower() not in {"", "asc", "desc"} or not name:
            raise QuerySyntaxError(f"unexpected {part.strip()!r}")
        if name.startswith("-"):
            name, descends = name[1:], True
        _known(name, fields, 0)
        keys.append((name, descends))
    return tuple(keys)


def ordered(records: Iterable[BoampRecord], keys: Sequence[tuple[str, bool]]) -> list[BoampRecord]:
    """The records in that order; those without a value come last; ties keep their order."""
    found = list(records)
    for name, descends in reversed(keys):
        keyed = [(values(record, name), record) for record in found]
        valued = [pair for pair in keyed if pair[0]]
        valued.sort(key=lambda pair: pair[0][0], reverse=descends)
        found = [record for _, record in valued]
        found += [record for texts, record in keyed if not texts]
    return found


def _comparison(cursor: Cursor, fields: Mapping[str, Kind]) -> Condition:
    token = cursor.take("word", "field", "string", "number")
    if token.kind in {"string", "number"}:
        return _after_literal(cursor, fields, token.text)
    if token.text.lower() == "search" and cursor.accept("("):
        return _search(cursor, fields)
    name = token.text.strip("`")
    _known(name, fields, token.at)
    return _after_field(cursor, fields, name)


def _after_literal(cursor: Cursor, fields: Mapping[str, Kind], literal: str) -> Condition:
    """``'X' in field``, or full text where nothing follows."""
    wanted = unquoted(literal) if literal[0] in "\"'" else literal
    if not cursor.accept("IN"):
        return _words(wanted, tuple(fields))
    token = cursor.take("word", "field")
    name = token.text.strip("`")
    _known(name, fields, token.at)
    return lambda record: wanted in values(record, name)


def _after_field(cursor: Cursor, fields: Mapping[str, Kind], name: str) -> Condition:
    if cursor.accept("IS"):
        return _null(cursor, name)
    negated = cursor.accept("NOT")
    if cursor.token.text.upper() == "NULL":
        return _null(cursor, name, negated=negated)
    if cursor.accept("IN"):
        found = _one_of(cursor, fields, name)
    elif cursor.accept("LIKE"):
        found = _like(unquoted(cursor.take("string").text), name)
    elif negated:
        raise QuerySyntaxError(f"unexpected {cursor.token.text!r}", cursor.token.at)
    else:
        return _compared(cursor, fields, name)
    return (lambda record: not found(record)) if negated else found


def _null(cursor: Cursor, name: str, *, negated: bool = False) -> Condition:
    negated = cursor.accept("NOT") or negated
    cursor.expect("NULL")
    if negated:
        return lambda record: bool(values(record, name))
    return lambda record: not values(record, name)


def _compared(cursor: Cursor, fields: Mapping[str, Kind], name: str) -> Condition:
    sign = cursor.take("operator").text
    wanted = _literal(cursor, fields[name])
    read = reader(fields[name])
    if sign in {"!=", "<>"}:
        return lambda record: all(read(value) != wanted for value in values(record, name))
    compare = _COMPARE[sign]

    def matches(record: BoampRecord) -> bool:
        for text in values(record, name):
            value = read(text)
            if value is not None and compare(value, wanted):
                return True
        return False

    return matches


def _one_of(cursor: Cursor, fields: Mapping[str, Kind], name: str) -> Condition:
    cursor.expect("(")
    wanted = {_literal(cursor, fields[name])}
    while cursor.accept(","):
        wanted.add(_literal(cursor, fields[name]))
    cursor.expect(")")
    read = reader(fields[name])
    return lambda record: any(read(value) in wanted for value in values(record, name))


def _like(pattern: str, name: str) -> Condition:
    """The pieces between ``%`` occur in that order."""
    pieces = [plain(piece) for piece in pattern.split("%") if piece]
    return lambda record: any(_in_order(pieces, plain(value)) for value in values(record, name))


def _in_order(pieces: Iterable[str], text: str) -> bool:
    at = 0
    for piece in pieces:
        found = text.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return True


def _search(cursor: Cursor, fields: Mapping[str, Kind]) -> Condition:
    """What follows ``search(``: fields, or ``*``, or nothing, then the words."""
    names: list[str] = []
    while cursor.token.kind != "string":
        token = cursor.take("word", "field", "mark")
        if token.text == "*":
            names.extend(fields)
        else:
            names.append(token.text.strip("`"))
            _known(names[-1], fields, token.at)
        cursor.expect(",")
    text = unquoted(cursor.take("string").text)
    cursor.expect(")")
    return _words(text, tuple(names) or tuple(fields))


def _words(text: str, names: Sequence[str]) -> Condition:
    wanted = [f" {word}" for word in re.findall(r"\w+", plain(text))]

    def matches(record: BoampRecord) -> bool:
        joined = " ".join(value for name in names for value in values(record, name))
        spaced = " " + re.sub(r"\W+", " ", plain(joined))
        return all(word in spaced for word in wanted)

    return matches


def _known(name: str, fields: Mapping[str, Kind], at: int) -> None:
    if name not in fields:
        raise UnknownFieldError(f"Unknown field: {name}", at)


def _literal(cursor: Cursor, kind: Kind) -> Any:
    """The literal that comes next, read as the field is: ``date'…'``, a string or a number."""
    token = cursor.take("string", "number", "word")
    if token.kind == "word":
        if token.text.lower() != "date":
            raise QuerySyntaxError(f"unexpected {token.text!r}", token.at)
        token = cursor.take("string")
    text = unquoted(token.text) if token.kind == "string" else token.text
    value = reader(kind)(text)
    if value is None:
        raise QuerySyntaxError(f"{text!r} is no {kind}", token.at)
    return value
