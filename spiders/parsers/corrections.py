"""What a national correction or cancellation says: its words, and the new deadline if any."""

from dataclasses import dataclass
from datetime import datetime

from spiders.parsers.correction_prose import new_deadline, speaks_of_tenders
from spiders.parsers.jsontree import Tree, aslist, child, text, texts_below, words_below
from spiders.parsers.reading import texts_of
from spiders.parsers.values import moment
from veille.core.notices import Text

_DEADLINE_HEADINGS = frozenset({"receptionoffres", "receptioncandidatures"})
_WORDS = ("infosRectif", "infosAnnul", "infosAnnulation", "motif", "motifAnnulation", "annulation")


@dataclass(frozen=True, slots=True)
class Correction:
    """The words of a correction, verbatim, and the deadline they set."""

    texts: tuple[Text, ...]
    deadline: datetime | None


def read_correction(part: Tree) -> Correction:
    """``infosRectif`` (prose, or rubric by rubric) and the reason of a cancellation.

    The rubrics of one item become one text, one line a field.
    """
    items = [item for key in _WORDS for item in aslist(part.pop(key, None))]
    words = [words_below(item) for item in items]
    deadlines = {found for item in items if (found := _deadline(item))}
    return Correction(
        texts=texts_of("correction", *("\n".join(lines) for lines in words if lines)),
        deadline=deadlines.pop() if len(deadlines) == 1 else None,
    )


def _deadline(item: object) -> datetime | None:
    if not isinstance(item, dict):
        return new_deadline(text(item))
    rubrics = [item, child(item, "rubrique"), child(item, "delais")]
    for rubric in rubrics:
        heading = text(rubric.get("rubDelais")) or ""
        if heading.lower() in _DEADLINE_HEADINGS or speaks_of_tenders(heading):
            found = moment(text(rubric.get("lireDate")))
            if found:
                return found
    lines = (
        f"lire {found}" if name.lower().startswith("lire") else found
        for name, found in texts_below(item)
    )
    return new_deadline(". ".join(lines))
