"""What the lines around a tender say of it: object, buyer, deadline, reference.

Labels first (« Objet : », « Acheteur : », « Date limite : »), in any order, on the line or on the
next one; without labels the words of the link are the object. What is not said is not guessed.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from spiders.parsers.written_moments import moment_of
from veille.core.text import fold

_LABELS = {
    "title": "objet|intitule|titre|libelle",
    "buyer": "acheteur|organisme|entite|pouvoir adjudicateur|collectivite|acheteur public"
    "|entite publique|entite d achat|maitre d ouvrage",
    "deadline": "date limite"
    "|date limite de (?:remise|reception|depot)(?: des (?:plis|offres|candidatures))?"
    "|date et heure limites?(?: de remise des plis)?|remise des (?:plis|offres)|cloture|limite"
    "|date de cloture|dlro",
    "reference": "reference|ref|n de (?:consultation|reference)|numero",
    "procedure": "procedure|type de procedure|type d annonce",
    "place": "lieu(?:x)?(?: d execution)?|departement",
    "published": "publie(?:e)? le|mise? en ligne(?: le)?|date de (?:mise en ligne|publication)",
}
_LABEL = re.compile("|".join(rf"(?P<{name}>(?:{words}))" for name, words in _LABELS.items()))
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](20\d{2})(?:\D{1,12}(\d{1,2}) ?[h:] ?(\d{2})?)?")
_DEPARTMENT = re.compile(r"\((\d{2,3}|2[AB])\)")
_SIGNED = re.compile(r"[^:]{3,200}\((?:\d{2,3}|2[AB])\)")
"""« Ville de Valinvente (34) »: how platforms write a buyer without a label."""
_LONGEST_LABEL = 70
_LONGEST_VALUE = 1_000
_BUTTON = re.compile(
    r"(?:consulter|voir|acceder|en savoir plus|lire|telecharger|repondre|cliquez|retrait|detail"
    r"|dce)\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """What was said of one tender."""

    title: str | None = None
    buyer: str | None = None
    deadline: datetime | None = None
    reference: str | None = None
    published_on: date | None = None
    departments: tuple[str, ...] = ()


def fields_of(lines: Sequence[str], words: str) -> Fields:
    """The fields that ``lines`` state; ``words`` are those of the link."""
    said = dict(reversed(list(_labelled(lines))))
    title = said.get("title") or _spoken(words) or _first_prose(lines)
    signed = next(filter(_SIGNED.fullmatch, lines), None)
    near = " ".join((said.get("buyer") or signed or "", said.get("place", "")))
    departments = tuple(dict.fromkeys(_DEPARTMENT.findall(near)))
    return Fields(
        title=title,
        buyer=_buyer(said.get("buyer") or signed),
        deadline=_moment(said.get("deadline")),
        reference=said.get("reference"),
        published_on=_day(said.get("published")),
        departments=departments or _bare_departments(said.get("place")),
    )


def _labelled(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """(field, value) for each line that begins with a label; the value may be the next line."""
    for place, line in enumerate(lines):
        head, colon, rest = line.partition(":")
        folded = fold(head[:_LONGEST_LABEL]).text.replace("'", " ").replace("°", "").strip()
        found = _LABEL.fullmatch(" ".join(folded.split())) if len(head) <= _LONGEST_LABEL else None
        if found is None or found.lastgroup is None:
            continue
        value = rest.strip() if colon else ""
        following = lines[place + 1] if place + 1 < len(lines) else ""
        value = value or following.lstrip(": ")
        if value:
            yield found.lastgroup, value[:_LONGEST_VALUE]


def _spoken(words: str) -> str | None:
    """The words of a link, unless they only say what a button does."""
    is_button = len(words) < 15 or _BUTTON.match(fold(words).text.strip())
    return None if is_button else words[:_LONGEST_VALUE]


def _first_prose(lines: Sequence[str]) -> str | None:
    """The first line that is long enough to be an object, and states no field."""
    for line in lines:
        head = line.partition(":")[0]
        folded = fold(head).text.strip()
        is_field = len(head) <= _LONGEST_LABEL and _LABEL.match(folded) and ":" in line
        if len(line) >= 20 and not is_field and not _BUTTON.match(fold(line).text):
            return line[:_LONGEST_VALUE]
    return None


def _buyer(text: str | None) -> str | None:
    """The name without the département that platforms write after it."""
    return _DEPARTMENT.sub("", text).strip(" -–,") or None if text else None


def _bare_departments(text: str | None) -> tuple[str, ...]:
    found = re.match(r"\s*(\d{2,3}|2[AB])\b", text or "")
    return (found[1],) if found else ()


def _moment(text: str | None) -> datetime | None:
    """A day alone means its end."""
    found = _DAY.search(text or "")
    return moment_of(*found.groups()) if found else None


def _day(text: str | None) -> date | None:
    moment = _moment(text)
    return moment.date() if moment else None
