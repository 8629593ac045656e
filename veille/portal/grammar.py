"""What both query languages share: tokens, and comparisons joined by AND, OR, NOT, parentheses."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

MAX_LENGTH = 10_000
MAX_DEPTH = 40

Row = TypeVar("Row")
Predicate = Callable[[Row], bool]


class QuerySyntaxError(ValueError):
    """A query that cannot be read; ``at`` is the index of the character where reading stopped."""

    def __init__(self, message: str, at: int = 0) -> None:
        super().__init__(message)
        self.at = at


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a query: the name of its pattern, its text, where it starts."""

    kind: str
    text: str
    at: int


END = "end"


@dataclass(slots=True)
class Cursor:
    """A reader over tokens; ``depth`` counts the open parentheses."""

    tokens: tuple[Token, ...]
    index: int = 0
    depth: int = field(default=0)

    @property
    def token(self) -> Token:
        """The next token, not yet taken."""
        return self.tokens[self.index]

    def take(self, *kinds: str) -> Token:
        """The next token, which must be of one of ``kinds``."""
        token = self.token
        if token.kind not in kinds:
            raise QuerySyntaxError(f"unexpected {token.text or 'end of query'!r}", token.at)
        self.index += 1
        return token

    def accept(self, text: str) -> bool:
        """Take the next token if it reads ``text`` outside quotes, whatever its case."""
        token = self.token
        if token.kind in {"string", END} or token.text.upper() != text.upper():
            return False
        self.index += 1
        return True

    def expect(self, text: str) -> None:
        """Take the next token, which must read ``text``."""
        if not self.accept(text):
            found = self.token.text or "end of query"
            raise QuerySyntaxError(f"expected {text!r}, found {found!r}", self.token.at)


def tokenise(text: str, pattern: re.Pattern[str]) -> Cursor:
    """The tokens of ``text``: each named group of ``pattern`` is a kind; blanks are skipped.

    Raises:
        QuerySyntaxError: the text is longer than 10,000 characters or holds a stray character.
    """
    if len(text) > MAX_LENGTH:
        raise QuerySyntaxError(f"query longer than {MAX_LENGTH} characters", MAX_LENGTH)
    tokens, at = [], 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        match = pattern.match(text, at)
        if match is None or match.lastgroup is None:
            raise QuerySyntaxError(f"unexpected character {text[at]!r}", at)
        tokens.append(Token(match.lastgroup, match.group(), at))
        at = match.end()
    return Cursor((*tokens, Token(END, "", len(text))))


def unquoted(text: str) -> str:
    """The content of a quoted string, backslash escapes undone."""
    return re.sub(r"\\(.)", r"\1", text[1:-1], flags=re.DOTALL)


def disjunction(cursor: Cursor, comparison: Callable[[Cursor], Predicate[Row]]) -> Predicate[Row]:
    """``a AND b OR NOT (c OR d)``: AND binds tighter than OR; depth is bounded."""
    parts = [_conjunction(cursor, comparison)]
    while cursor.accept("OR"):
        parts.append(_conjunction(cursor, comparison))
    if len(parts) == 1:
        return parts[0]
    return lambda row: any(part(row) for part in parts)


def _conjunction(cursor: Cursor, comparison: Callable[[Cursor], Predicate[Row]]) -> Predicate[Row]:
    parts = [_negation(cursor, comparison)]
    while cursor.accept("AND"):
        parts.append(_negation(cursor, comparison))
    if len(parts) == 1:
        return parts[0]
    return lambda row: all(part(row) for part in parts)


def _negation(cursor: Cursor, comparison: Callable[[Cursor], Predicate[Row]]) -> Predicate[Row]:
    negated = False
    while cursor.accept("NOT"):
        negated = not negated
    inner = _group(cursor, comparison)
    return (lambda row: not inner(row)) if negated else inner


def _group(cursor: Cursor, comparison: Callable[[Cursor], Predicate[Row]]) -> Predicate[Row]:
    if not cursor.accept("("):
        return comparison(cursor)
    cursor.depth += 1
    if cursor.depth > MAX_DEPTH:
        raise QuerySyntaxError(f"more than {MAX_DEPTH} parentheses deep", cursor.token.at)
    inner = disjunction(cursor, comparison)
    cursor.expect(")")
    cursor.depth -= 1
    return inner
