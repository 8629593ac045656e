"""The model that serves: which one, and where it is."""

from functools import lru_cache
from pathlib import Path

from sqlalchemy.orm import Session

from classifiers import registry
from classifiers.features import VERSION
from classifiers.manifest import Manifest
from classifiers.potential import LearnedModel
from classifiers.registry import ModelError
from veille.settings import Settings
from veille.store import serving
from veille.store.database import Store

_BACK = "pour revenir au modèle d’avant : veille model rollback"


def models_dir(settings: Settings) -> Path:
    """Where the models of this install are, a folder each."""
    return settings.var_dir / "models"


def serving_model(store: Store, models_dir: Path) -> LearnedModel:
    """The model that serves: the one last chosen, or as long as none was, the one that ships.

    Raises:
        ModelError: it is missing, was changed, or cannot be used; no other takes its place.
    """
    with store.read() as session:
        held = serving.current(session)
    name = held.model if held else None
    if name is None:
        return LearnedModel.load(registry.shipped())
    try:
        return load(name, models_dir)
    except ModelError as error:
        raise ModelError(f"{error} ; {_BACK}") from None


def serving_name(session: Session) -> str | None:
    """The name of the model that serves; null when none can: pages go on without it."""
    held = serving.current(session)
    if held is not None and held.model is not None:
        return held.model
    try:
        return read_manifest(registry.shipped()).name
    except ModelError:
        return None


def serving_manifest(session: Session, models_dir: Path) -> Manifest | None:
    """What the model that serves says of itself, without its weights; null where it cannot be used.

    For who reads what it judged, and judges nothing.
    """
    held = serving.current(session)
    try:
        name = (held.model if held else None) or registry.shipped().name
        return read_manifest(folder_of(name, models_dir))
    except ModelError:
        return None


def load(name: str, models_dir: Path) -> LearnedModel:
    """The model of that name, verified, of this install or the one that ships.

    Raises:
        ModelError: there is none, or it cannot be used.
    """
    folder = folder_of(name, models_dir)
    model = LearnedModel.load(folder)
    if model.name != name:
        raise ModelError(f"{folder} : contient le modèle {model.name}, pas {name}")
    return model


def verified(name: str, models_dir: Path) -> Manifest:
    """What the model of that name says of itself, every file that serves being as it was made.

    For who lets it serve without using it: its weights stay on the disk.

    Raises:
        ModelError: there is none, it was changed, or needs another version.
    """
    folder = folder_of(name, models_dir)
    manifest = registry.read_manifest(folder)
    if manifest.name != name:
        raise ModelError(f"{folder} : contient le modèle {manifest.name}, pas {name}")
    if manifest.features != VERSION:
        raise ModelError(f"{folder} : modèle fait pour une autre version, à entraîner de nouveau")
    for file in registry.SERVED:
        registry.read_file(folder, manifest, file)
    return manifest


def folder_of(name: str, models_dir: Path) -> Path:
    """The folder of a model; a name is never a path.

    Raises:
        ModelError: no model has that name.
    """
    shipped = registry.shipped()
    if name == shipped.name:
        return shipped
    folder = models_dir / name
    if not name or Path(name).name != name or not folder.is_dir():
        raise ModelError(f"{name} : aucun modèle de ce nom, voir veille model list")
    return folder


@lru_cache(maxsize=16)
def read_manifest(folder: Path) -> Manifest:
    """What a model says of itself, kept: a folder is written once and never changed.

    Raises:
        ModelError: it cannot be used.
    """
    return registry.read_manifest(folder)
