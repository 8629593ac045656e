"""Communes of the Hérault by what people type: a name or its beginning, a postcode, an EPCI."""

from veille.core.reference import communes as register
from veille.core.reference.communes import Commune
from veille.core.reference.place_names import MAX_LENGTH, plain_name, postcodes_in


def find_communes(text: str) -> tuple[Commune, ...]:
    """The communes meant, by name; those that bear the name, else those whose name holds it.

    Case, accents, hyphens, the article and St for Saint do not count. A postcode gives all that
    share it, the name of an intercommunality all that are in it.
    """
    asked = text[:MAX_LENGTH]
    codes = {insee for postcode in postcodes_in(asked) for insee in register.by_postcode(postcode)}
    words = plain_name("".join(one for one in asked if not one.isdigit()))
    named = register.by_name(words) or _holding(words)
    found = codes & named if codes and named else codes or named
    return in_order(found)


def in_order(codes: frozenset[str] | set[str]) -> tuple[Commune, ...]:
    """The communes of these INSEE codes, by name."""
    known = register.communes()
    return tuple(sorted((known[code] for code in codes), key=lambda one: plain_name(one.name)))


def _holding(words: str) -> frozenset[str]:
    """The communes of which a word of the name begins so."""
    if not words:
        return frozenset()
    return frozenset(
        insee
        for insee, commune in register.communes().items()
        if f" {words}" in f" {plain_name(commune.name)}"
    )
