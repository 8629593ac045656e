"""Wordings of clauses quoted as examples, each with its source."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from newsletters.lines import buyer
from newsletters.plain import safe_url
from veille.core.editions import Entry, Finding
from veille.core.french import quoted

MOST_EXAMPLES = 3
_SECTIONS = ("reserved", "clause")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleView:
    """A wording between quotation marks, and the notice that it stands in."""

    text: str
    source: str
    url: str | None


def examples(entries: Iterable[Entry]) -> tuple[ExampleView, ...]:
    """The first few distinct wordings; of mandatory clauses before the others."""
    found = [
        (finding.binding != "mandatory", entry, text)
        for entry in entries
        if entry.section in _SECTIONS
        for finding in entry.findings
        if finding.sure and (text := _wording(finding))
    ]
    found.sort(key=lambda one: one[0])
    distinct = {text: entry for _, entry, text in reversed(found)}
    chosen = [(text, distinct.pop(text)) for _, _, text in found if text in distinct]
    return tuple(_view(text, entry) for text, entry in chosen[:MOST_EXAMPLES])


def without(entries: Iterable[Entry], shown: Iterable[ExampleView]) -> tuple[Entry, ...]:
    """The entries without the proofs of what is proved among the examples already."""
    said = {example.text for example in shown}
    return tuple(_without(entry, said) for entry in entries)


def _wording(finding: Finding) -> str | None:
    stated = (one.text for one in finding.quotations if one.signal == "stated" and not one.against)
    return next((text for text in stated if text), None)


def _view(text: str, entry: Entry) -> ExampleView:
    return ExampleView(
        text=quoted(text),
        source=f"{buyer(entry)}, {entry.title}",
        url=safe_url(entry.notice_url),
    )


def _without(entry: Entry, said: set[str]) -> Entry:
    def kept(finding: Finding | None) -> Finding | None:
        if finding is None:
            return None
        is_shown = any(one.text and quoted(one.text) in said for one in finding.quotations)
        return replace(finding, quotations=()) if is_shown else finding

    return replace(entry, reserved=kept(entry.reserved), clause=kept(entry.clause))
