"""Model folders: written once, never changed, verified before anything in them is used.

    manifest.json   what it is; its digest covers the hash of every other file
    textcat.bin     the text categorizer's weights
    object.npy      the weights of the layer that reads the object
    buyer.npy       the weights of the layer that reads the buyer's words besides
    rarity.npy      how rare each bucket is, for both layers
    habits.npz      hashed buyers with the days and labels of their notices
    table.npz       the hashed features and labels it learned from

No word of a notice and no name of a buyer is in any of them.
"""

import hashlib
import shutil
import stat
import tempfile
from collections.abc import Mapping
from pathlib import Path

from classifiers import manifest as manifests
from classifiers.manifest import Manifest, ManifestError
from veille.core.refusals import Refusal, system_refusal

MANIFEST, TEXTCAT = "manifest.json", "textcat.bin"
OBJECT_LAYER, BUYER_LAYER, RARITY = "object.npy", "buyer.npy", "rarity.npy"
HABITS, TABLE = "habits.npz", "table.npz"
SERVED = (TEXTCAT, OBJECT_LAYER, BUYER_LAYER, RARITY, HABITS)  # what scoring needs
MODELS = Path(__file__).parent / "models"
_MOST_BYTES = 100_000_000  # of one file
_MOST_MANIFEST = 1_000_000


class ModelError(Refusal):
    """A folder that is no usable model; the message says which and why, in one line."""


def shipped() -> Path:
    """The folder of the model that ships with the program.

    Raises:
        ModelError: none is there.
    """
    found = sorted(path.parent for path in MODELS.glob(f"*/{MANIFEST}"))
    if not found:
        raise ModelError(f"{MODELS} : aucun modèle ici, en faire un avec veille train")
    return found[-1]


def write(out: Path, manifest: Manifest, files: Mapping[str, bytes]) -> Path:
    """Write a new model folder at ``out``, whole or not at all.

    Raises:
        ModelError: something is already there, or nothing can be written there.
    """
    try:
        _write(out, manifest, files)
    except OSError as error:
        raise ModelError(f"{out} : {system_refusal(error)}") from None
    return out


def _write(out: Path, manifest: Manifest, files: Mapping[str, bytes]) -> None:
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise ModelError(f"{out} : existe déjà, choisir un autre dossier")
    out.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".model-", dir=out.parent))
    try:
        for name, content in files.items():
            (draft / name).write_bytes(content)
        (draft / MANIFEST).write_text(manifests.to_json(manifest), encoding="utf-8")
        draft.chmod(0o755)
        if out.exists():
            out.rmdir()
        draft.replace(out)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a model folder, intact.

    Raises:
        ModelError: there is none, it cannot be read, or it was changed.
    """
    try:
        manifest = manifests.from_json(_read(folder / MANIFEST, _MOST_MANIFEST))
    except ManifestError as error:
        raise ModelError(f"{folder} : {MANIFEST} illisible : {error}") from None
    if not manifest.is_intact():
        raise ModelError(f"{folder} : {MANIFEST} a changé, ce modèle ne sert pas")
    return manifest


def read_file(folder: Path, manifest: Manifest, name: str) -> bytes:
    """The content of one file of the folder, as it was when the model was made.

    Raises:
        ModelError: it is missing, or was changed.
    """
    entry = manifest.files.get(name)
    if entry is None:
        raise ModelError(f"{folder} : le modèle n’a pas de {name}")
    content = _read(folder / name, _MOST_BYTES)
    if len(content) != entry.size or hashlib.sha256(content).hexdigest() != entry.sha256:
        raise ModelError(f"{folder} : {name} a changé, ce modèle ne sert pas")
    return content


def _read(path: Path, most: int) -> bytes:
    try:
        found = path.lstat()
        if not stat.S_ISREG(found.st_mode):  # a link or a device may have no end
            raise ModelError(f"{path.parent} : {path.name} n’est pas un fichier ordinaire")
        if found.st_size > most:
            raise ModelError(f"{path.parent} : {path.name} est plus gros que tout modèle")
        return path.read_bytes()
    except OSError as error:
        raise ModelError(f"{path.parent} : {path.name} : {system_refusal(error)}") from None
