"""Every source says of itself, where its code is, what must be known before it is trusted."""

import importlib
import re

import pytest

from spiders.registry import ROWS, SourceInfo

LABELS = ("Publisher", "Licence", "Address", "Rhythm", "Page size", "Known limits")
"""In this order, each at the beginning of a line, continued on lines that are indented."""
_LINE = re.compile(r"^([A-Z][A-Za-z ]{2,20}): (\S.*(?:\n    \S.*)*)$", re.MULTILINE)
GATHERED = [row for row in ROWS if row.gathered]


def said_by(docstring: str) -> list[tuple[str, str]]:
    """The labels of a docstring's second paragraph, with what follows each, on one line."""
    paragraphs = [*docstring.split("\n\n"), ""]
    return [(label, " ".join(text.split())) for label, text in _LINE.findall(paragraphs[1])]


def module_of(row: SourceInfo) -> str:
    """The module of a source's spider, or of what reads it."""
    return (row.spider or row.reader or "").partition(":")[0]


@pytest.mark.parametrize("row", GATHERED, ids=lambda row: row.name)
def test_a_source_says_what_it_is(row: SourceInfo) -> None:
    docstring = importlib.import_module(module_of(row)).__doc__ or ""
    said = said_by(docstring)
    assert tuple(label for label, _ in said) == LABELS
    assert all(text.endswith(".") for _, text in said), said


def test_what_is_not_said_is_seen() -> None:
    assert said_by(
        "Us: ours.\n\nPublisher: us.\nLicence: \nRhythm: daily,\n    mostly.\n\nNo: it."
    ) == [
        ("Publisher", "us."),
        ("Rhythm", "daily, mostly."),
    ]
