"""What a person types to search: words, "phrases in a row", -words to leave out, alternatives.

``nettoyage vitres, "espaces verts" -tonte`` finds what has « nettoyage » and « vitres », or what
has « espaces verts » in a row; nothing that has « tonte ».
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from veille.core.filters import FilterError
from veille.core.search_terms import phrase
from veille.core.visible import has_invisible

LONGEST = 300
MOST_WORDS = 20

_PART = re.compile(r'(-?)(?:"([^"]*)"?|«([^»]*)»?|“([^”]*)”?|([^\s,;"«“]+))|([,;\n])')


@dataclass(frozen=True, slots=True)
class Words:
    """What is looked for: of one of ``alternatives`` all phrases, none of ``without``.

    A phrase is as ``veille.core.search_terms.phrase`` gives it.
    """

    alternatives: tuple[tuple[str, ...], ...] = ()
    without: tuple[str, ...] = ()

    @property
    def wanted(self) -> tuple[str, ...]:
        """Every phrase that may be found, each once."""
        return tuple(dict.fromkeys(one for some in self.alternatives for one in some))


@dataclass(frozen=True, slots=True)
class Typed:
    """The same as it was typed: expressions that terms can be made of."""

    alternatives: tuple[tuple[str, ...], ...]
    without: tuple[str, ...]


def words_of(text: str, without: str = "") -> Words:
    """What ``text`` asks for, and what ``without`` leaves out besides.

    Raises:
        FilterError: nothing could contain it, or it is too long.
    """
    for given in (text, without):
        _check(given)
    asked = typed(text, without)
    found = Words(
        tuple(dict.fromkeys(_phrases(some) for some in asked.alternatives)),
        _phrases(asked.without),
    )
    if len(found.wanted) + len(found.without) > MOST_WORDS:
        raise FilterError(f"au plus {MOST_WORDS} mots ou expressions par recherche")
    for said, kept in ((text, found.wanted or found.without), (without, found.without)):
        if said.strip(" ,;") and not kept:
            raise FilterError(f"mot que rien ne peut contenir : « {said.strip()} »")
    return found


def typed(text: str, without: str = "") -> Typed:
    """The expressions of what was typed; those without a term are left out."""
    alternatives, excluded = _alternatives(text)
    others, more = _alternatives(without)
    left_out = [*excluded, *(one for some in others for one in some), *more]
    return Typed(tuple(tuple(some) for some in alternatives), tuple(left_out))


def _phrases(expressions: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(phrase(one) for one in expressions))


def _check(text: str) -> None:
    if len(text) > LONGEST:
        raise FilterError(f"recherche trop longue : {LONGEST} caractères au plus")
    if has_invisible(text.replace("\n", " ").replace("\r", " ").replace("\t", " ")):
        raise FilterError("mot refusé : il contient un caractère invisible")


def _alternatives(text: str) -> tuple[list[list[str]], list[str]]:
    """The expressions of each alternative, those without any left out; and what is excluded."""
    found: list[list[str]] = [[]]
    excluded: list[str] = []
    for minus, quoted, french, curly, word, separator in _PART.findall(text):
        if separator:
            found.append([])
            continue
        one = (quoted or french or curly or word).strip()
        if phrase(one):
            (excluded if minus else found[-1]).append(one)
    return [some for some in found if some], excluded
