"""Why a learned score is what it is, in French: the learned lines of evidence as people read them.

A reason is a word of the object, a category, a fact. What raised the score is told apart from what
lowered it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from veille.core import french
from veille.core.french import NBSP, quoted, short_amount
from veille.core.redaction import redact
from veille.core.reference import cpv
from veille.core.reference.sectors import SECTORS
from veille.core.reference.tables import rows
from veille.core.text import normalise
from veille.core.verdicts import Evidence

SHOWN = 3

_FACTS = {
    "family.FNS": "un marché de taille nationale",
    "family.JOUE": "un marché de taille européenne",
    "family.MAPA": "une procédure adaptée",
    "family.DSP": "une délégation de service public",
    "family.DIVERS": f"un avis {quoted('divers')}",
    "nature.works": "un marché de travaux",
    "nature.services": "un marché de services",
    "nature.supplies": "un marché de fournitures",
}
_WORD = "le mot "
_STEM = 5  # letters: words that begin alike say the same
_BEGINS = frozenset(":;.-–—/(«\"'’")  # after one of these a capital does not make a name


@dataclass(frozen=True, slots=True)
class Reasons:
    """What ``raised`` a score and what ``lowered`` it, the strongest first."""

    raised: tuple[str, ...] = ()
    lowered: tuple[str, ...] = ()


def reasons(evidence: Iterable[Evidence], shown: str | None) -> Reasons:
    """The first few reasons of a ``potential`` that do not repeat each other, strongest first.

    ``shown`` is the object as people read it: a word is a reason only where it stands there, and
    not as the name of a person or a place.
    """
    words = _Shown(shown or "")
    told: set[str] = set()
    raised: list[str] = []
    lowered: list[str] = []
    for line in evidence:
        if len(raised) + len(lowered) == SHOWN:
            break
        if line.for_ != "potential" or line.signal != "learned" or not words.may_show(line):
            continue
        said = phrase(line)
        stems = _stems(said)
        if stems & told:
            continue
        told |= stems
        (raised if (line.weight or 0.0) > 0 else lowered).append(said)
    return Reasons(tuple(raised), tuple(lowered))


def sentence(raised: Sequence[str], lowered: Sequence[str]) -> str | None:
    """``pour : le mot « nettoyage » ; contre : …``; null without any reason."""
    parts = [
        f"{side}{NBSP}: {_listed(names)}"
        for side, names in (("pour", raised), ("contre", lowered))
        if names
    ]
    return f"{NBSP}; ".join(parts) or None


def phrase(evidence: Evidence) -> str:
    """The line in French, as a facilitator reads it: « le mot « nettoyage » »."""
    _, kind, *rest = (evidence.rule or "").split(".", 2)
    value = rest[0] if rest else ""
    if kind == "word":
        return f"{_WORD}{quoted((evidence.quote or '').lower())}"
    if kind == "descriptor":
        return _category(evidence, value)
    if kind == "sector":
        return f"le secteur {quoted(_sector(value))}"
    if kind == "habit":
        often = (evidence.weight or 0.0) > 0
        return "cet acheteur en met souvent" if often else "cet acheteur en met rarement"
    return _FACTS.get(f"{kind}.{value}") or _measure(kind, value)


def _listed(names: Sequence[str]) -> str:
    """The reasons in a row, words together: ``les mots « tonte » et « élagage »``."""
    words = [name.removeprefix(_WORD) for name in names if name.startswith(_WORD)]
    if len(words) < 2:
        return french.join(names)
    others = [name for name in names if not name.startswith(_WORD)]
    return ", ".join([f"les mots {french.join(words)}", *others])


class _Shown:
    """The words of an object as people read it, without what was taken out of it."""

    def __init__(self, text: str) -> None:
        self._text = redact(text)
        self._is_upper = text.isupper()
        self._words = frozenset(normalise(self._text).split())

    def may_show(self, line: Evidence) -> bool:
        """Whether a line is no word, or a common noun that people see in the object."""
        if line.rule != "learned.word":
            return True
        quote = line.quote or ""
        if normalise(quote) not in self._words:
            return False
        return self._is_upper or quote.islower() or self._begins_with(quote)

    def _begins_with(self, word: str) -> bool:
        """Whether the word begins the text, or a part of it."""
        before, found, _ = self._text.partition(word)
        before = before.rstrip()
        return bool(found) and (not before or before[-1] in _BEGINS)


def _sector(code: str) -> str:
    """The first two things that the sector is made of."""
    label = SECTORS.get(code, code).partition(f"{NBSP}:")[0]
    return ", ".join(label.split(", ")[:2]).lower()


def _category(evidence: Evidence, code: str) -> str:
    """The descriptor, or the CPV code that stands for it."""
    if (evidence.at or "").startswith("/cpv/"):
        label = cpv.label(evidence.quote or "") or evidence.quote or code
        return f"le code CPV {quoted(label.partition(',')[0])}"
    return f"le descripteur {quoted(_descriptor_label(code))}"


def _measure(kind: str, value: str) -> str:
    if kind == "value":
        return f"un montant autour de {short_amount(10 ** (int(value) / 2 + 0.25))}"
    if kind == "duration":
        if value == "more":
            return f"une durée de plus de 48{NBSP}mois"
        return f"une durée jusqu’à {value}{NBSP}mois"
    return f"un avis de la famille {value}"


def _stems(said: str) -> set[str]:
    """The beginnings of the words quoted: two reasons that share one say the same."""
    names = said.partition("«")[2]
    return {word[:_STEM] for word in normalise(names).split() if len(word) >= _STEM}


@cache
def _descriptor_label(code: str) -> str:
    return next((row["label"] for row in rows("descriptors") if row["code"] == code), code)
