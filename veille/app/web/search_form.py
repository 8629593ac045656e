"""The form of the search: what came in the address, and the search that it asks for."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from veille.app.web.subscription_form import Form, Values
from veille.core.search import SORTS, Search, Sort
from veille.core.search_asking import search_of
from veille.core.search_words import Typed, typed

FIELDS = (
    "mots",
    "sauf",
    "territoire",
    "commune",
    "secteur",
    "quoi",
    "pour",
    "clause",
    "potentiel",
    "etat",
    "acheteur",
    "acheteur_nom",
    "du",
    "au",
    "limite_du",
    "limite_au",
    "montant_min",
    "montant_max",
    "source",
    "tri",
)
"""What an address may ask for, in the order in which it is written."""

FOLLOWED = ("territoire", "commune", "secteur", "quoi", "pour", "potentiel", "acheteur")
"""What means the same for what is still to come: a subscription takes it as it is."""

_IN_SIGHT = ("mots", "territoire", "commune", "secteur", "quoi", "tri", "acheteur")
_REFINED = frozenset(FIELDS) - frozenset(_IN_SIGHT)
_MOST_VALUES = 60

Pair = tuple[str, str]


@dataclass(frozen=True)
class SearchForm:
    """The choices of an address; ``values`` holds the fields by name, as they came."""

    values: Values

    @cached_property
    def fields(self) -> Form:
        """The same, to be read field by field."""
        return Form(self.values)

    @property
    def sort(self) -> Sort:
        """The order that is asked for; what says it best comes first where there are words."""
        asked = self.fields.text("tri")
        default: Sort = "relevance" if self.fields.text("mots") else "newest"
        return next((sort for sort in SORTS if sort == asked), default)

    def search(self) -> Search:
        """The search that is asked for.

        Raises:
            Refusal: it can find nothing.
        """
        form = self.fields
        typed = ("mots", "sauf")
        kept = [(name, value) for name, value in self.values.multi_items() if name not in typed]
        asked = Form(Values(kept)).filter()
        return search_of(
            asked,
            words=form.text("mots"),
            without=form.text("sauf"),
            clause_kinds=form.listed("clause") if "clause" in asked.what else (),
            states=form.listed("etat"),
            sources=form.listed("source"),
            published=(form.text("du"), form.text("au")),
            deadline=(form.text("limite_du"), form.text("limite_au")),
            amount=(form.text("montant_min"), form.text("montant_max")),
            buyer_name=form.text("acheteur_nom"),
            sort=self.sort,
        )

    @property
    def pairs(self) -> list[Pair]:
        """What is asked for, in the order of the fields; what is left open is left out."""
        return [
            (name, value.strip())
            for name in FIELDS
            for value in self.values.getlist(name)[:_MOST_VALUES]
            if value.strip()
        ]

    def query(self, *, without: Collection[Pair] = (), more: Sequence[Pair] = ()) -> str:
        """The choices as an address carries them, but for some, and with others."""
        return urlencode([*(pair for pair in self.pairs if pair not in without), *more])

    @property
    def is_refined(self) -> bool:
        """Is something chosen that the form shows only to those who look for it?"""
        return any(name in _REFINED for name, _ in self.pairs)

    @property
    def followed(self) -> str:
        """The choices that a subscription takes, as the address of its form carries them."""
        return urlencode([*_followed_words(self._typed), *self.only(FOLLOWED)])

    @property
    def is_followed_word_for_word(self) -> bool:
        """Can a subscription ask for the same words? Not for one of several, of several each."""
        some = self._typed.alternatives
        return len(some) <= 1 or all(len(one) == 1 for one in some)

    @property
    def _typed(self) -> Typed:
        return typed(self.fields.text("mots"), self.fields.text("sauf"))

    def only(self, names: Iterable[str]) -> list[Pair]:
        """What is asked for in these fields."""
        kept = frozenset(names)
        return [pair for pair in self.pairs if pair[0] in kept]


def _followed_words(asked: Typed) -> list[Pair]:
    """One of these words, or all of them: what a subscription can ask for."""
    some = asked.alternatives
    is_one_of = all(len(one) == 1 for one in some)
    pairs = [
        ("mots", ", ".join(one for (one,) in some) if is_one_of else ""),
        ("tous", ", ".join(some[0]) if len(some) == 1 and not is_one_of else ""),
        ("sauf", ", ".join(asked.without)),
    ]
    return [(name, value) for name, value in pairs if value]
