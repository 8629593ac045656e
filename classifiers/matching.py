"""Which rules a sentence meets: false friends masked, denials kept apart, then affirmations."""

import re
from dataclasses import dataclass
from functools import cache

from classifiers.rules import RULES
from classifiers.rules.negations import CONTRAST
from classifiers.rules.table import Asked, Effect, Rule

_MASK = "~"
_CONTRAST = re.compile(CONTRAST)
_MATCHES_KEPT = 4  # of one rule in one sentence: the rest repeats it


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule met at ``[start, end)`` of a sentence; ``focus`` is what it is about there."""

    rule: Rule
    start: int
    end: int
    focus: tuple[int, int]


@cache
def _compiled(
    question: Asked, effect: Effect, field: str
) -> tuple[tuple[Rule, re.Pattern[str]], ...]:
    return tuple(
        (rule, _pattern(rule.pattern))
        for rule in RULES
        if rule.question == question and rule.effect == effect and field in rule.fields
    )


@cache
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@cache
def _stems(field: str) -> tuple[str, ...]:
    """The shortest stems that cover those of every rule that affirms or denies in ``field``."""
    every = {
        stem
        for rule in RULES
        if rule.effect != "masks" and field in rule.fields
        for stem in rule.stems
    }
    return tuple(sorted(stem for stem in every if not any(o in stem for o in every if o != stem)))


def may_speak(text: str, field: str) -> bool:
    """Whether a rule could match a folded text of ``field``: most texts are set aside here."""
    return any(stem in text for stem in _stems(field))


def hits(sentence: str, question: Asked, field: str) -> list[Hit]:
    """The denials, then the affirmations about ``question`` in a folded sentence of ``field``."""
    denials, text = _denials(_masked(sentence, question, field), question, field)
    whole = _hidden(sentence, denials)
    found: list[Hit] = []
    for rule, pattern in _compiled(question, "affirms", field):
        seen = text if rule.masked else whole
        if any(stem in seen for stem in rule.stems):
            found.extend(_hits(rule, pattern, seen))
    return [*denials, *_without_articles(found)]


def _masked(text: str, question: Asked, field: str) -> str:
    for rule, pattern in _compiled(question, "masks", field):
        if any(stem in text for stem in rule.stems):
            text = pattern.sub(lambda match: _MASK * len(match.group()), text)
    return text


def _hidden(text: str, denials: list[Hit]) -> str:
    for hit in denials:
        text = text[: hit.start] + _MASK * (hit.end - hit.start) + text[hit.end :]
    return text


def _denials(text: str, question: Asked, field: str) -> tuple[list[Hit], str]:
    found: list[Hit] = []
    for rule, pattern in _compiled(question, "denies", field):
        if not any(stem in text for stem in rule.stems):
            continue
        match = pattern.search(text)
        while match and len(found) < _MATCHES_KEPT:
            contrast = _CONTRAST.search(text, match.end())
            end = contrast.start() if contrast else len(text)
            found.append(Hit(rule, match.start(), end, match.span()))
            text = text[: match.start()] + _MASK * (end - match.start()) + text[end:]
            match = pattern.search(text)
    return found, text


def _hits(rule: Rule, pattern: re.Pattern[str], text: str) -> list[Hit]:
    found: list[Hit] = []
    for match in pattern.finditer(text):
        focus = match.span(match.lastindex or 0)
        found.append(Hit(rule, match.start(), match.end(), focus))
        if len(found) == _MATCHES_KEPT:
            break
    return found


def _without_articles(found: list[Hit]) -> list[Hit]:
    """An article is often misquoted: it tells the kind only where no word does."""
    if any(_names_structures(hit.rule) for hit in found):
        return [hit for hit in found if not hit.rule.id.startswith("reserved.article.")]
    return found


def _names_structures(rule: Rule) -> bool:
    return (
        rule.question == "reserved"
        and rule.kind != "unspecified"
        and not rule.id.startswith("reserved.article.")
    )
