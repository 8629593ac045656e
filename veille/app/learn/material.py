"""What an install can learn from, and what it keeps apart to compare models on.

Everything is read from the store as a stream: no list of notices is ever held.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from types import MappingProxyType

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

_NOTHING: Mapping[str, bool] = MappingProxyType({})
LEAST_SHARE = 0.3
"""Of all the notices, those that must have a field for a model to read it."""


@dataclass(frozen=True, slots=True)
class Shipped:
    """The table that ships: its rows, what they were read with, the days they are of."""

    rows: Sequence[Row]
    manifest: Manifest


def label_of(verdict: Verdict, tags: Sequence[Tag], declared: bool | None = None) -> Label:
    """What is known of a notice: what its own signals say, once the ``tags`` on it are applied.

    ``declared`` is whether the contract that came of it declares a social consideration (null: it
    does not say). It tells of a clause that the notice does not show, or that there is none.
    """
    if tags:
        return Label(observed(apply_tags(verdict, tags)).positive, "tag")
    own = observed(verdict)
    return own if declared is None or own.positive else Label(declared, "contract")


def taught(source: Source, declared: Mapping[str, bool] = _NOTHING) -> Iterator[Labelled]:
    """The notices to learn from: those of every buyer that is not kept apart.

    ``declared`` is what contracts say of notices, by their id. Never of those kept apart: what
    models are compared on is labelled as it always was.
    """
    with source() as judged:
        for notice, verdict, tags in judged:
            if not is_frozen(notice.buyer):
                yield notice, label_of(verdict, tags, declared.get(notice.id))


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


def rows(
    source: Source, fields: Sequence[Field], declared: Mapping[str, bool] = _NOTHING
) -> Iterator[Row]:
    """The notices to learn from, as rows read with ``fields``; ``declared`` as in ``taught``."""
    return rows_of(taught(source, declared), fields, Learner())


def _is_covered(notice: Notice, shipped: Manifest) -> bool:
    day, trained = day_of(notice), shipped.trained
    if day is None or trained.since is None or trained.until is None:
        return False
    return trained.since.toordinal() <= day <= trained.until.toordinal()
