"""The models of an install, for people: name, date, measures, which one serves."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from classifiers import registry
from classifiers.manifest import Manifest
from classifiers.registry import ModelError
from veille.core.clock import paris
from veille.core.french import NBSP, date_and_time, number, short_date
from veille.store import serving
from veille.store.database import Store
from veille.store.serving import Cause, Serving

_HEADERS = ("", "modèle", "fait le", "appris sur", "potentiel", "probable", "")
_CAUSES: dict[Cause, str] = {"gate": "comparaison", "hand": "choix", "rollback": "retour"}


@dataclass(frozen=True, slots=True)
class Listed:
    """One model folder; ``fault`` says why it cannot be used, and then nothing else is known."""

    name: str
    serves: bool
    shipped: bool
    manifest: Manifest | None = None
    fault: str | None = None


def listed(store: Store, models_dir: Path) -> list[Listed]:
    """The model that ships, then those of the install, newest first.

    Raises:
        ModelError: no model ships.
    """
    shipped = registry.shipped()
    with store.read() as session:
        held = serving.current(session)
    served = (held.model if held else None) or shipped.name
    own = [folder for folder in models_dir.glob("*") if folder.is_dir() and folder.name[0] != "."]
    found = [_listed(folder, served) for folder in own]
    if served not in (shipped.name, *(model.name for model in found)):
        found.append(Listed(served, True, False, fault="dossier introuvable"))
    found.sort(key=lambda model: (_day(model), model.name), reverse=True)
    return [_listed(shipped, served, shipped=True), *found]


def table(models: Sequence[Listed]) -> Iterator[str]:
    """The lines of the list; the first one names the columns."""
    lines = [_HEADERS, *map(_cells, models)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(_HEADERS))]
    for line in lines:
        cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        yield "  ".join(cells).rstrip()


def changes(store: Store) -> Iterator[str]:
    """Every change of what serves, newest first, one line each."""
    with store.read() as session:
        history = serving.history(session)
    for change in history:
        yield _change(change)


def _change(change: Serving) -> str:
    when = date_and_time(paris(change.since))
    name = change.model or "modèle livré"
    cause = f"{_CAUSES[change.cause]} ({change.by})"
    return f"{when}{NBSP}: {name}, {cause}{NBSP}: {change.why}"


def _listed(folder: Path, served: str, *, shipped: bool = False) -> Listed:
    serves = folder.name == served
    try:
        return Listed(folder.name, serves, shipped, registry.read_manifest(folder))
    except ModelError as error:
        return Listed(folder.name, serves, shipped, fault=str(error))


def _day(model: Listed) -> date:
    return model.manifest.created_on if model.manifest else date.min


def _cells(model: Listed) -> tuple[str, ...]:
    mark = "*" if model.serves else ""
    origin = "livré" if model.shipped else ""
    if model.manifest is None:
        return (
            mark,
            model.name,
            "",
            "",
            "",
            "",
            f"{origin} inutilisable{NBSP}: {model.fault}".strip(),
        )
    manifest = model.manifest
    return (
        mark,
        model.name,
        short_date(manifest.created_on, year=True),
        f"{number(manifest.trained.notices)} avis",
        _measure(manifest.metrics, "potential"),
        _measure(manifest.metrics, "likely"),
        origin,
    )


def _measure(metrics: Mapping[str, object], score: str) -> str:
    """Average precision with its interval, as the model was measured when it was made."""
    found = metrics.get(score)
    if not isinstance(found, Mapping):
        return ""
    low, high = found["interval"]
    value = number(found["average_precision"], decimals=3)
    return f"{value} ({number(low, decimals=3)} à {number(high, decimals=3)})"
