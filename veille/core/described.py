"""A filter in French, for the pages and mails that ask to confirm or change it."""

from veille.core.areas import area
from veille.core.asking import RESERVED_NAMES, WHAT_NAMES
from veille.core.bands import BAND_LABELS
from veille.core.filters import Filter
from veille.core.french import join, quoted, typography
from veille.core.reasons import sector_name

Described = tuple[tuple[str, str], ...]

_SHOWN = 12


def described(asked: Filter) -> Described:
    """What is asked for, as pairs of a label and words; what is not restricted is left out.

    ``(("Territoires", "Hérault"), ("Secteurs", "espaces verts et nettoyage"))``.
    """
    pairs = (
        ("Territoires", [area(code).label for code in asked.territories]),
        ("Secteurs", [sector_name(code) for code in asked.sectors]),
        ("Marchés", _whats(asked)),
        ("Mots", [quoted(word) for word in asked.words]),
        ("Tous ces mots", [quoted(word) for word in asked.together]),
        ("Sauf", [quoted(word) for word in asked.without]),
        ("Acheteur suivi", [_buyer(asked.buyer)] if asked.buyer else []),
        ("Consultation suivie", [f"n° {asked.procedure}"] if asked.procedure is not None else []),
    )
    return tuple((label, typography(_listed(words))) for label, words in pairs if words)


def _whats(asked: Filter) -> list[str]:
    words = []
    for what in asked.what:
        name = WHAT_NAMES[what]
        if what == "reserved" and asked.reserved_kinds:
            name += f" ({join([RESERVED_NAMES[kind] for kind in asked.reserved_kinds])})"
        if what == "potential" and asked.band:
            name += f" au moins {BAND_LABELS[asked.band]}"
        words.append(name)
    return words


def _buyer(identity: str) -> str:
    """The SIRET, or the folded name: ``veille.core.buyer_identity``."""
    kind, _, rest = identity.partition(":")
    return f"SIRET {rest}" if kind == "siret" else rest.partition("|")[0]


def _listed(words: list[str]) -> str:
    if len(words) <= _SHOWN:
        return join(words)
    return f"{', '.join(words[:_SHOWN])} et {len(words) - _SHOWN} autres"
