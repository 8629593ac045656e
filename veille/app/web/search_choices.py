"""What a search asks for, choice by choice in French: to be taken back one by one."""

from collections.abc import Iterator
from dataclasses import dataclass

from veille.app.web.search_form import FOLLOWED, Pair, SearchForm
from veille.core import french
from veille.core.areas import area, find_area
from veille.core.asking import RESERVED_NAMES, WHAT_NAMES, area_code, named, sector_code
from veille.core.bands import BAND_LABELS
from veille.core.described import described
from veille.core.filters import Filter
from veille.core.reasons import sector_name
from veille.core.search import day_of, euros_of
from veille.core.search_asking import SOURCE_NAMES, STATE_NAMES
from veille.core.wording import CLAUSE_LABELS

_SPANS = {
    "du": "publié depuis le",
    "au": "publié jusqu’au",
    "limite_du": "date limite à partir du",
    "limite_au": "date limite jusqu’au",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice in words, and the address of the same search without it."""

    words: str
    pairs: tuple[Pair, ...]
    without: str


def choices(form: SearchForm) -> list[Choice]:
    """The choices of a search that can be made, but for how it is sorted."""
    return [
        Choice(french.typography(words), pairs, form.query(without=pairs))
        for words, pairs in _said(form)
    ]


def not_followed(form: SearchForm) -> list[str]:
    """What of a search a subscription cannot follow, in words."""
    asked = {name for name, _ in form.pairs} - {*FOLLOWED, "mots", "sauf", "tri"}
    words = {"mots"} if not form.is_followed_word_for_word else set[str]()
    names = {
        "des mots dont un groupe suffit": words,
        "l’état": {"etat"},
        "les dates": {"du", "au", "limite_du", "limite_au"},
        "le montant": {"montant_min", "montant_max"},
        "le type de clause": {"clause"},
        "le nom de l’acheteur (choisissez un acheteur de la liste)": {"acheteur_nom"},
        "la source": {"source"},
    }
    asked |= words
    return [said for said, fields in names.items() if asked & fields]


def _said(form: SearchForm) -> Iterator[tuple[str, tuple[Pair, ...]]]:
    whats = {value for name, value in form.pairs if name == "quoi"}
    for pair in form.pairs:
        name, value = pair
        taken = [pair]
        if name == "quoi":
            taken += _depending(form, value)
        words = _words(name, value, whats)
        if words:
            yield words, tuple(taken)


def _depending(form: SearchForm, what: str) -> list[Pair]:
    """The choices that mean nothing without this one."""
    fields = {"reserved": "pour", "clause": "clause", "potential": "potentiel"}
    return form.only([fields[what]]) if what in fields else []


def _words(name: str, value: str, whats: set[str]) -> str | None:
    if name in _SPANS:
        day = day_of(value)
        return f"{_SPANS[name]} {french.short_date(day, year=True)}" if day else None
    if name in ("montant_min", "montant_max"):
        amount = euros_of(value)
        side = "au moins" if name == "montant_min" else "au plus"
        return f"{side} {french.amount(amount)}" if amount is not None else None
    if name in ("pour", "clause", "potentiel"):
        return _detail(name, value, whats)
    return {
        "mots": lambda: french.quoted(value),
        "sauf": lambda: f"sans {french.quoted(value)}",
        "territoire": lambda: area(area_code(value)).label,
        "commune": lambda: _areas(value),
        "secteur": lambda: sector_name(sector_code(value)),
        "quoi": lambda: WHAT_NAMES[named(WHAT_NAMES, value)],
        "etat": lambda: STATE_NAMES[named(STATE_NAMES, value)],
        "source": lambda: SOURCE_NAMES[named(SOURCE_NAMES, value)],
        "acheteur": lambda: f"acheteur : {dict(described(Filter(buyer=value)))['Acheteur suivi']}",
        "acheteur_nom": lambda: f"acheteur nommé {french.quoted(value)}",
    }.get(name, lambda: None)()


def _areas(text: str) -> str:
    parts = [part.strip() for part in text.replace(";", ",").split(",") if part.strip()]
    return french.join([find_area(part).label for part in parts], last="ou")


def _detail(name: str, value: str, whats: set[str]) -> str | None:
    """Said only where it counts: with what it is a detail of."""
    if name == "pour" and "reserved" in whats:
        return f"réservé : {RESERVED_NAMES[named(RESERVED_NAMES, value)]}"
    if name == "clause" and "clause" in whats:
        return f"clause : {CLAUSE_LABELS[named(CLAUSE_LABELS, value)]}"
    if name == "potentiel" and "potential" in whats:
        return f"potentiel au moins {BAND_LABELS[named(BAND_LABELS, value)]}"
    return None
