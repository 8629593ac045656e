"""The model that ships: small, whole, without a word of a notice, and sensible."""

import gzip
import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from classifiers import registry, table
from classifiers.learner import Learner
from classifiers.potential import LearnedModel
from tests.classifiers.learned_data import notice
from veille.core.notices import Descriptor, Lot, Notice
from veille.core.text import fold

MOST_BYTES = 10_000_000
COMMON = (
    b"nettoyage",
    b"travaux",
    b"commune",
    b"entretien",
    b"fourniture",
    b"communaut",
    b"mairie",
)


@pytest.fixture(scope="module")
def folder() -> Path:
    return registry.shipped()


@pytest.fixture(scope="module")
def shipped(folder: Path) -> LearnedModel:
    return LearnedModel.load(folder)


def _potential(model: LearnedModel, made: Notice) -> float:
    score = model.score(made).potential
    assert score is not None
    return score


def _contents(folder: Path) -> Iterator[bytes]:
    """The bytes of every file but the manifest, archives unpacked."""
    for path in folder.iterdir():
        if path.suffix == ".npz":
            with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
                yield from (archive.read(name) for name in archive.namelist())
        elif path.name != registry.MANIFEST:
            yield path.read_bytes()


def _words(content: bytes) -> set[bytes]:
    return set(re.findall(rb"[a-z]{7,}", content.lower()))


def test_one_model_ships_and_it_is_small(folder: Path) -> None:
    assert [path.name for path in registry.MODELS.iterdir()] == [folder.name]
    assert sum(path.stat().st_size for path in folder.iterdir()) <= MOST_BYTES


def test_every_file_is_as_it_was_made(folder: Path) -> None:
    manifest = registry.read_manifest(folder)
    assert manifest.name == folder.name
    assert {path.name for path in folder.iterdir()} == {registry.MANIFEST, *manifest.files}
    for name in manifest.files:
        registry.read_file(folder, manifest, name)


def test_its_table_trains_an_install(folder: Path) -> None:
    manifest = registry.read_manifest(folder)
    rows = table.from_bytes(registry.read_file(folder, manifest, registry.TABLE))
    taught = [row for row in rows if row.views.merged]
    assert len(taught) == manifest.trained.notices
    assert sum(row.positive for row in taught) == manifest.trained.positives


def test_no_common_word_is_in_it(folder: Path) -> None:
    for content in _contents(folder):
        assert not [word for word in COMMON if word in content.lower()]


def test_no_word_of_a_notice_and_no_name_of_a_buyer_is_in_it(
    folder: Path, shared_dir: Path
) -> None:
    words = set()
    with gzip.open(shared_dir / "data/labelled/boamp_2021_jan_feb.jsonl.gz", "rt") as lines:
        for line in lines:
            record = json.loads(line)
            said = f"{record['title'] or ''} {(record['buyer'] or {}).get('name') or ''}"
            words.update(re.findall("[a-z]{7,}", fold(said).text))
    assert len(words) > 10_000
    known = {word.encode() for word in words}
    layers = _words(Learner().to_bytes())  # the categorizer's own names: « softmax »…
    for content in _contents(folder):
        assert not known & _words(content) - layers


def test_it_tells_trades_apart(shipped: LearnedModel) -> None:
    manual = (
        notice("Entretien des espaces verts", descriptors=(Descriptor(code="116"),)),
        notice("Nettoyage des locaux et de la vitrerie", descriptors=(Descriptor(code="239"),)),
        notice("Construction d'un groupe scolaire, gros œuvre"),
    )
    other = (
        notice("Acquisition de logiciels de gestion financière"),
        notice("Contrat d'assurance dommages aux biens"),
        notice("Mission de maîtrise d'œuvre pour un pont"),
    )
    least = min(_potential(shipped, made) for made in manual)
    assert least > max(_potential(shipped, made) for made in other)


@pytest.mark.parametrize(
    ("title", "descriptor", "cpv"),
    [
        ("Nettoyage des locaux", "239", "90911200"),
        ("Prestations d'assurance", "20", "66510000"),
    ],
)
def test_two_sources_of_one_object_are_judged_alike(
    shipped: LearnedModel, title: str, descriptor: str, cpv: str
) -> None:
    boamp = notice(title, family="JOUE", descriptors=(Descriptor(code=descriptor),))
    ted = notice(title, family="JOUE", id="ted:1-2026", source="ted", cpv=(cpv,))
    assert abs(_potential(shipped, boamp) - _potential(shipped, ted)) < 0.02


def test_a_lot_is_scored_alone(shipped: LearnedModel) -> None:
    made = notice(
        "Marché de services",
        lots=(
            Lot(id="LOT-0001", title="Entretien des espaces verts", cpv=("77310000",)),
            Lot(id="LOT-0002", title="Assurance des véhicules", cpv=("66514110",)),
        ),
    )
    scores = shipped.score(made)
    assert scores.by_lot["LOT-0001"] > 2 * scores.by_lot["LOT-0002"]
