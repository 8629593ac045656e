"""The versions of a procedure for staff: what each publication changed, facts and words."""

from dataclasses import dataclass
from datetime import date, datetime

from markupsafe import Markup

from newsletters.lines import ChangeLine, LinkLine
from veille.app.review import wording
from veille.app.web.history import history
from veille.app.web.staff.review.marked import differing
from veille.core.differing import shortened
from veille.core.notice_differences import text_changes
from veille.core.procedures import Procedure
from veille.core.publications import publications

MOST_TEXTS = 40
"""Texts that changed in one publication and are shown."""


@dataclass(frozen=True, slots=True)
class TextDifference:
    """A text that is new, gone, or says something else."""

    label: str
    kind: str
    html: Markup


@dataclass(frozen=True, slots=True)
class Version:
    """One publication; ``more`` counts the texts that changed and are not shown."""

    day: date | None
    title: str
    links: tuple[LinkLine, ...]
    changes: tuple[ChangeLine, ...]
    texts: tuple[TextDifference, ...]
    more: int


def versions(procedure: Procedure, now: datetime) -> tuple[Version, ...]:
    """The publications, oldest first, each beside the one before it."""
    read = publications(procedure.notices)
    found = []
    for place, step in enumerate(history(procedure, now)):
        changed = text_changes(read[place - 1].merged, read[place].merged) if place else ()
        texts = tuple(
            TextDifference(
                wording.field_label(one.field, one.lot), one.kind, differing(shortened(one.parts))
            )
            for one in changed[:MOST_TEXTS]
        )
        more = len(changed) - len(texts)
        found.append(Version(step.day, step.title, step.links, step.changes, texts, more))
    return tuple(found)
