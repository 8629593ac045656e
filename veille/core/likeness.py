"""When two wordings are one: case, accents, punctuation and a cut end do not count."""

from veille.core.text import normalise

CUT_LENGTH = 190
"""BOAMP cuts the object of a record at 200 characters."""


def same_text(one: str | None, other: str | None) -> bool:
    """Do both say the same, folded and without punctuation?"""
    return normalise(one or "") == normalise(other or "")


def is_cut_from(short: str, whole: str) -> bool:
    """Is ``short`` the beginning of ``whole``, cut by a limit on length?"""
    stripped = short.rstrip()
    marked = stripped.endswith(("...", "…"))
    if not marked and len(stripped) < CUT_LENGTH:
        return False
    return normalise(whole).startswith(normalise(stripped.rstrip(" .…")))
