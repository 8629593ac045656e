"""What an install can learn from, and what it keeps apart to compare models on.

Everything is read from the store as a stream: no list of notices is ever held.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

from classifiers.features import FIELDS, Field, present
from classifiers.gate import is_frozen
from classifiers.habits import day_of
from classifiers.labels import Label, observed
from classifiers.learner import Learner
from classifiers.manifest import Manifest
from classifiers.table import Row
from classifiers.training import rows_of
from veille.core.notices import Notice
from veille.core.tagging import apply_tags
from veille.core.tags import Tag
from veille.core.verdicts import Verdict

Labelled = tuple[Notice, Label]
Judged = tuple[Notice, Verdict, Sequence[Tag]]
Source = Callable[[], AbstractContextManager[Iterable[Judged]]]
"""Opens the install's judged notices, from the first one, each time it is called."""

LEAST_SHARE = 0.3
"""Of all the notices, those that must have a field for a model to read it."""


@dataclass(frozen=True, slots=True)
class Shipped:
    """The table that ships: its rows, what they were read with, the days they are of."""

    rows: Sequence[Row]
    manifest: Manifest


def label_of(verdict: Verdict, tags: Sequence[Tag]) -> Label:
    """What is known of a notice: what its own signals say, once the ``tags`` on it are applied."""
    if not tags:
        return observed(verdict)
    return Label(observed(apply_tags(verdict, tags)).positive, "tag")


def taught(source: Source) -> Iterator[Labelled]:
    """The notices to learn from: those of every buyer that is not kept apart."""
    with source() as judged:
        for notice, verdict, tags in judged:
            if not is_frozen(notice.buyer):
                yield notice, label_of(verdict, tags)


def kept_apart(source: Source, shipped: Manifest) -> Iterator[Labelled]:
    """The notices that no model learned from: those of the frozen buyers, on other days than

    the shipped table's.
    """
    with source() as judged:
        for notice, verdict, tags in judged:
            if is_frozen(notice.buyer) and not _is_covered(notice, shipped):
                yield notice, label_of(verdict, tags)


def fields_of(source: Source, shipped: Shipped) -> tuple[Field, ...]:
    """What a new model reads: the fields of the shipped table, and those that enough have."""
    counts: Counter[Field] = Counter()
    total = len(shipped.rows)
    for notice, _ in taught(source):
        counts.update(present([notice], 1))
        total += 1
    held = shipped.manifest.fields
    return tuple(
        field for field in FIELDS if field in held or counts[field] >= max(1, LEAST_SHARE * total)
    )


def rows(source: Source, fields: Sequence[Field]) -> Iterator[Row]:
    """The notices to learn from, as rows read with ``fields``."""
    return rows_of(taught(source), fields, Learner())


def _is_covered(notice: Notice, shipped: Manifest) -> bool:
    day, trained = day_of(notice), shipped.trained
    if day is None or trained.since is None or trained.until is None:
        return False
    return trained.since.toordinal() <= day <= trained.until.toordinal()
