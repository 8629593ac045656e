"""How often each field of a notice is filled: a fall shows a parser that no longer finds it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from veille.core.notices import Notice

HALF = 0.5
ENOUGH = 20.0
"""So many filled fields must be expected before few of them say something."""

Filled = Mapping[str, tuple[int, int]]
"""By the name of the field: in how many notices it is filled, of how many that may have it."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field: its name in the data, for people, where it is, and which notices may have it."""

    name: str
    label: str
    of: Callable[[Notice], object]
    among: Callable[[Notice], bool] = lambda _: True


def _is_call(notice: Notice) -> bool:
    return notice.kind == "competition"


def _is_result(notice: Notice) -> bool:
    return notice.kind == "result"


def _has_duration(notice: Notice) -> bool:
    return bool(notice.duration_months) or any(lot.duration_months for lot in notice.lots)


FIELDS = (
    Field("title", "Objet", lambda one: one.title),
    Field("description", "Description", lambda one: one.description),
    Field("buyer", "Acheteur", lambda one: one.buyer and one.buyer.name),
    Field("siret", "SIRET de l’acheteur", lambda one: one.buyer and one.buyer.siret),
    Field("cpv", "Code CPV", lambda one: one.all_cpv()),
    Field("places", "Lieu d’exécution", lambda one: one.all_places() or one.departments),
    Field("nature", "Nature du marché", lambda one: one.contract_nature),
    Field("deadline", "Date limite (appels)", lambda one: one.deadline, _is_call),
    Field("duration", "Durée (appels)", _has_duration, _is_call),
    Field("value", "Montant", lambda one: one.value or any(lot.value for lot in one.lots)),
    Field("lots", "Lots", lambda one: one.lots),
    Field("texts", "Textes libres", lambda one: one.texts),
    Field(
        "documents",
        "Adresse du dossier (appels)",
        lambda one: one.links and one.links.documents,
        _is_call,
    ),
    Field(
        "winner",
        "Titulaire (résultats)",
        lambda one: any(award.winner for award in one.awards),
        _is_result,
    ),
)
LABELS: Mapping[str, str] = {field.name: field.label for field in FIELDS}


@dataclass(frozen=True, slots=True)
class Fall:
    """A field that is filled much less than before; rates from 0 to 1."""

    field: str
    before: float
    now: float


def counted(notices: Iterable[Notice]) -> dict[str, tuple[int, int]]:
    """What is filled in these notices; a field that none of them may have is left out."""
    found: dict[str, tuple[int, int]] = {}
    for notice in notices:
        for field in FIELDS:
            if field.among(notice):
                filled, of = found.get(field.name, (0, 0))
                found[field.name] = (filled + bool(field.of(notice)), of + 1)
    return found


def together(counts: Iterable[Filled]) -> dict[str, tuple[int, int]]:
    """The sum of several counts."""
    total: dict[str, tuple[int, int]] = {}
    for one in counts:
        for name, (filled, of) in one.items():
            before = total.get(name, (0, 0))
            total[name] = (before[0] + filled, before[1] + of)
    return total


def rate(counts: Filled, name: str) -> float | None:
    """The share of notices in which the field is filled; null where none may have it."""
    filled, of = counts.get(name, (0, 0))
    return filled / of if of else None


def falls(before: Filled, now: Filled) -> tuple[Fall, ...]:
    """The fields filled less than half as often as before, where that is no chance."""
    found = []
    for field in FIELDS:
        usual, current = rate(before, field.name), rate(now, field.name)
        if usual is None or current is None:
            continue
        expected = usual * now[field.name][1]
        if expected >= ENOUGH and current < usual * HALF:
            found.append(Fall(field.name, usual, current))
    return tuple(found)
