"""The cells of a domain table as people type and read them, in French notation.

``read`` gives the cell as the reference tables write it, ``written`` what people see and a
spreadsheet gets; each undoes the other.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

from veille.core.areas import area, find_area
from veille.core.french import NBSP, number
from veille.core.redaction import redact
from veille.core.reference import cpv, descriptors
from veille.core.refusals import Refusal
from veille.core.spreadsheet import is_formula
from veille.core.text import normalise

Kind = Literal[
    "text",
    "contact",
    "code",
    "share",
    "cost",
    "amount",
    "day",
    "choice",
    "prefix",
    "prefixes",
    "cpv",
    "descriptors",
    "phone",
    "plain",
    "area",
]
Choices: TypeAlias = tuple[tuple[str, str], ...]

LONGEST = 500
"""Characters of a cell."""

_NUMBER = re.compile(r"[0-9]{1,12}(?:[.,][0-9]{1,6})?")
_DAY = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_APART = re.compile(r"[;,\s]+")
_SPACES = re.compile(r"[\s\u00a0\u202f]+")
_SHOWN = 40


class FieldError(Refusal):
    """A cell that cannot be read; the message says why, without its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One column: how it is called for programs and for people, and what it holds.

    The columns that are ``key`` tell a row from every other and are not changed.
    """

    column: str
    label: str
    kind: Kind = "text"
    hint: str | None = None
    key: bool = False
    required: bool = True
    choices: Choices = ()

    def read(self, text: str) -> str:
        """What was typed, as the tables write it; empty where nothing was.

        Raises:
            FieldError: it is not what the column holds.
        """
        typed = _SPACES.sub(" ", text).strip()
        if len(typed) > LONGEST:
            raise FieldError(f"plus de {LONGEST} caractères")
        if not typed:
            if self.required:
                raise FieldError("à remplir")
            return ""
        return _chosen(self.choices, typed) if self.kind == "choice" else _READERS[self.kind](typed)

    def written(self, cell: str) -> str:
        """What people see of a cell."""
        if not cell:
            return ""
        if self.kind == "choice":
            return dict(self.choices).get(cell, cell)
        return _WRITERS.get(self.kind, str)(cell)

    def explained(self, cell: str) -> str:
        """What codes mean, in words; empty where the cell is words already."""
        explain = _EXPLAINED.get(self.kind)
        return explain(cell) if explain and cell else ""


def _quoted(text: str) -> str:
    return f"«{NBSP}{text[:_SHOWN]}{NBSP}»"


def _chosen(choices: Choices, typed: str) -> str:
    wanted = normalise(typed)
    for code, words in choices:
        if typed == code or wanted == normalise(words):
            return code
    raise FieldError(f"choix inconnu, {_quoted(typed)}")


def _text(typed: str) -> str:
    if is_formula(typed):
        raise FieldError("ne peut pas commencer comme une formule de tableur (= + - @)")
    return typed


def _contact(typed: str) -> str:
    """Text that anybody will read: a body has a name and an address, nobody else has."""
    if redact(typed) != typed:
        raise FieldError("ni nom, ni téléphone, ni adresse électronique d’une personne ici")
    return _text(typed)


def _code(typed: str) -> str:
    found = normalise(typed).replace(" ", "_")
    if not re.fullmatch(r"[a-z0-9_]{2,60}", found):
        raise FieldError("des lettres et des chiffres, 60 au plus")
    return found


def _decimal(typed: str, expected: str) -> Decimal:
    bare = _SPACES.sub("", typed)
    if not _NUMBER.fullmatch(bare):
        raise FieldError(f"{expected} attendu, et non {_quoted(typed)}")
    return Decimal(bare.replace(",", "."))


def _share(typed: str) -> str:
    bare = typed.removesuffix("%")
    value = _decimal(bare, "nombre comme 35 % ou 0,35")
    if bare == typed and value > 1:
        raise FieldError(f"écrire {_quoted(f'{bare} %')} ou un nombre de 0 à 1")
    return _canonical(value if bare == typed else value / 100)


def _euros(typed: str) -> str:
    return _canonical(_decimal(typed.removesuffix("€"), "montant comme 38,50 €"))


def _canonical(value: Decimal) -> str:
    return format(value.normalize(), "f")


def _day(typed: str) -> str:
    match = _DAY.fullmatch(typed)
    iso = f"{match[3]}-{match[2]:0>2}-{match[1]:0>2}" if match else typed
    try:
        return date.fromisoformat(iso).isoformat()
    except ValueError:
        raise FieldError(f"date comme 01/01/2026 attendue, et non {_quoted(typed)}") from None


def _cpv(typed: str) -> str:
    code = cpv.clean(typed)
    if code is None or cpv.label(code) is None:
        raise FieldError(f"code CPV inconnu, {_quoted(typed)}")
    return code


def _prefix(typed: str) -> str:
    """The first digits of CPV codes; a whole code stands for all that are below it."""
    code = cpv.clean(typed)
    digits = code[:2] + code[2:].rstrip("0") if code else typed
    if not (2 <= len(digits) <= 8 and digits.isascii() and digits.isdecimal()):
        raise FieldError(f"début de code CPV attendu, et non {_quoted(typed)}")
    if not cpv.is_prefix(digits):
        raise FieldError(f"aucun code CPV ne commence par {_quoted(typed)}")
    return digits


def _prefixes(typed: str) -> str:
    return ";".join(dict.fromkeys(_prefix(one) for one in _apart(typed)))


def _descriptors(typed: str) -> str:
    found = list(dict.fromkeys(_apart(typed)))
    wrong = next((one for one in found if descriptors.label(one) is None), None)
    if wrong is not None:
        raise FieldError(f"descripteur BOAMP inconnu, {_quoted(wrong)}")
    return ";".join(found)


def _apart(typed: str) -> list[str]:
    return [one for one in _APART.split(typed) if one]


def _phone(typed: str) -> str:
    bare = re.sub(r"[^0-9+]", "", typed)
    return f"0{bare[3:]}" if bare.startswith("+33") else bare


def _area(typed: str) -> str:
    found = find_area(typed)
    if found.level not in ("commune", "epci"):
        raise FieldError(f"commune ou intercommunalité attendue, et non {_quoted(typed)}")
    return found.code


_READERS: Mapping[Kind, Callable[[str], str]] = {
    "text": _text,
    "contact": _contact,
    "code": _code,
    "share": _share,
    "cost": _euros,
    "amount": _euros,
    "day": _day,
    "prefix": _prefix,
    "prefixes": _prefixes,
    "cpv": _cpv,
    "descriptors": _descriptors,
    "phone": _phone,
    "plain": str,
    "area": _area,
}


def _percent(cell: str) -> str:
    return f"{number(float(Decimal(cell) * 100))}{NBSP}%"


def _in_euros(cell: str) -> str:
    return f"{number(float(cell))}{NBSP}€"


def _french_day(cell: str) -> str:
    return date.fromisoformat(cell).strftime("%d/%m/%Y")


def _grouped(cell: str) -> str:
    return NBSP.join(re.findall("..?", cell)) if len(cell) == 10 else cell


_WRITERS: Mapping[Kind, Callable[[str], str]] = {
    "share": _percent,
    "cost": _in_euros,
    "amount": _in_euros,
    "day": _french_day,
    "phone": _grouped,
    "prefixes": lambda cell: cell.replace(";", ", "),
    "descriptors": lambda cell: cell.replace(";", ", "),
}


def _prefix_words(cell: str) -> str:
    return "; ".join(
        f"{one} {label}" if (label := cpv.label(one.ljust(8, "0"))) else one
        for one in cell.split(";")
    )


def _area_words(cell: str) -> str:
    found = area(cell)
    return found.label if found.level == "commune" else f"{found.label} (intercommunalité)"


_EXPLAINED: Mapping[Kind, Callable[[str], str]] = {
    "prefix": _prefix_words,
    "prefixes": _prefix_words,
    "cpv": lambda cell: cpv.label(cell) or "",
    "descriptors": lambda cell: "; ".join(
        f"{one} {descriptors.label(one) or ''}".strip() for one in cell.split(";")
    ),
    "area": _area_words,
}
