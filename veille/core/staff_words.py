"""What staff write for readers, or about what they do: bounded, plain, in French typography."""

import re
import unicodedata

from veille.core.french import NBSP, number, typography
from veille.core.refusals import Refusal
from veille.core.visible import has_invisible

LONGEST_INTRODUCTION = 1500
MOST_PARAGRAPHS = 12
LONGEST_NOTE = 500
LONGEST_REASON = 300

_RUNS_OF_SPACE = re.compile(f"[ {NBSP}\u202f]{{2,}}")


class WordsError(Refusal):
    """A text that is too long, or missing."""


def introduction_of(text: str) -> str | None:
    """A word of introduction, one paragraph a line; null when it says nothing.

    Raises:
        WordsError: it is too long.
    """
    lines = [line for line in map(_clean, text.splitlines()) if line]
    if len(lines) > MOST_PARAGRAPHS:
        raise WordsError(f"introduction trop longue : {MOST_PARAGRAPHS} paragraphes au plus")
    return _bounded("\n".join(lines), LONGEST_INTRODUCTION, "introduction trop longue")


def note_of(text: str) -> str | None:
    """A note under an entry, on one line; null when it says nothing.

    Raises:
        WordsError: it is too long.
    """
    return _bounded(_clean(_one_line(text)), LONGEST_NOTE, "note trop longue")


def reason_of(text: str) -> str:
    """Why something is done.

    Raises:
        WordsError: none is given, or it is too long.
    """
    found = _bounded(_clean(_one_line(text)), LONGEST_REASON, "raison trop longue")
    if found is None:
        raise WordsError("une raison est demandée")
    return found


def _one_line(text: str) -> str:
    return " ".join(text.splitlines())


def _bounded(text: str, most: int, too_long: str) -> str | None:
    if len(text) > most:
        raise WordsError(f"{too_long} : {number(most)} caractères au plus")
    return text or None


def _clean(line: str) -> str:
    """One line without what cannot be seen, which a word processor may have put there."""
    text = unicodedata.normalize("NFC", line.replace("\t", " "))
    shown = "".join(char for char in text if not has_invisible(char))
    return typography(_RUNS_OF_SPACE.sub(" ", shown).strip(f" {NBSP}"))
