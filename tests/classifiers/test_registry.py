"""A model folder is written once, and used only when nothing in it has changed."""

import io
import json
import re
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from classifiers import registry, table, training
from classifiers.features import BUCKETS
from classifiers.layer import Layer, LayerError, rarity_of
from classifiers.manifest import described
from classifiers.potential import LearnedModel
from classifiers.registry import ModelError
from classifiers.table import Row, TableError
from classifiers.views import Views
from tests.classifiers.learned_data import TODAY, labelled

FILES = (*registry.SERVED, registry.TABLE)


@pytest.fixture
def copy(model_folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(model_folder, tmp_path / "copy"))


def test_a_folder_may_be_moved(copy: Path, model: LearnedModel) -> None:
    assert LearnedModel.load(copy).name == model.name


@pytest.mark.parametrize("name", FILES)
def test_a_changed_file_is_found_out(copy: Path, name: str) -> None:
    content = bytearray((copy / name).read_bytes())
    content[len(content) // 2] ^= 1
    (copy / name).write_bytes(content)
    manifest = registry.read_manifest(copy)
    with pytest.raises(ModelError, match=f"{name} a changé"):
        registry.read_file(copy, manifest, name)


@pytest.mark.parametrize("name", registry.SERVED)
def test_a_model_with_a_changed_file_is_not_loaded(copy: Path, name: str) -> None:
    (copy / name).write_bytes(b"")
    with pytest.raises(ModelError, match="a changé"):
        LearnedModel.load(copy)


def test_a_changed_manifest_is_found_out(copy: Path) -> None:
    raw = json.loads((copy / registry.MANIFEST).read_text())
    raw["potential"]["slope"] = 3.0
    (copy / registry.MANIFEST).write_text(json.dumps(raw))
    with pytest.raises(ModelError, match=r"manifest\.json a changé"):
        LearnedModel.load(copy)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "JSON incomplet"),
        (b"{}", "valeur absente"),
        (b"[1]", "objet attendu"),
        (b"\xff\xfe", "JSON illisible"),
        (b"[" * 100_000, "JSON"),
    ],
)
def test_a_manifest_that_is_none(copy: Path, content: bytes, message: str) -> None:
    (copy / registry.MANIFEST).write_bytes(content)
    with pytest.raises(ModelError, match=message) as error:
        LearnedModel.load(copy)
    assert "\n" not in str(error.value)


def test_a_manifest_of_another_format(copy: Path) -> None:
    raw = json.loads((copy / registry.MANIFEST).read_text())
    raw["format"] = 99
    (copy / registry.MANIFEST).write_text(json.dumps(raw))
    with pytest.raises(ModelError, match="format 99, cette version lit"):
        LearnedModel.load(copy)


def test_a_missing_file_or_folder(copy: Path, tmp_path: Path) -> None:
    (copy / registry.TEXTCAT).unlink()
    with pytest.raises(ModelError, match=r"textcat\.bin\W+fichier ou dossier introuvable"):
        LearnedModel.load(copy)
    with pytest.raises(ModelError, match=r"manifest\.json\W+fichier ou dossier introuvable"):
        LearnedModel.load(tmp_path / "nowhere")


@pytest.mark.parametrize("name", [registry.MANIFEST, *registry.SERVED])
def test_what_is_no_regular_file_is_refused(copy: Path, name: str, model_folder: Path) -> None:
    (copy / name).unlink()
    (copy / name).symlink_to(model_folder / name)
    with pytest.raises(ModelError, match="pas un fichier ordinaire"):
        LearnedModel.load(copy)
    (copy / name).unlink()
    (copy / name).mkdir()
    with pytest.raises(ModelError, match="pas un fichier ordinaire"):
        LearnedModel.load(copy)


@pytest.mark.parametrize("name", registry.SERVED)
def test_a_folder_resealed_around_a_broken_file_is_refused(copy: Path, name: str) -> None:
    files = {kept: (copy / kept).read_bytes() for kept in FILES} | {name: b"broken"}
    manifest = registry.read_manifest(copy)
    resealed = replace(manifest, files=described(files)).sealed("forged")
    registry.write(copy / "forged", resealed, files)
    with pytest.raises(ModelError, match="illisible") as error:
        LearnedModel.load(copy / "forged")
    assert "\n" not in str(error.value)


def test_a_folder_that_cannot_be_made(tmp_path: Path, model: LearnedModel) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ModelError) as error:
        registry.write(tmp_path / "file" / "model", model.manifest, {})
    assert "\n" not in str(error.value)


def test_a_model_is_never_written_over(model_folder: Path) -> None:
    learned = training.train(labelled(), today=TODAY)
    with pytest.raises(ModelError, match="existe déjà"):
        learned.write(model_folder)


def test_no_draft_is_left_behind(model_folder: Path) -> None:
    assert [path.name for path in model_folder.parent.iterdir()] == [model_folder.name]


def test_no_word_is_in_a_folder(model_folder: Path) -> None:
    for path in model_folder.iterdir():
        content = path.read_bytes()
        if path.suffix == ".npz":
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                content = b"".join(archive.read(name) for name in archive.namelist())
        assert not re.search(rb"(?i)nettoyage|assurance|fictif|locaux", content), path.name


def test_rows_come_back_from_their_bytes() -> None:
    rows = [
        Row(
            Views((1, 2), (3,), (4, 5, 6), (), (7,), (8, 9)),
            True,
            20.0,
            737_000,
            (1, 2**63),
            False,
            4.0,
        ),
        Row(Views(), False),
    ]
    content = table.to_bytes(rows)
    assert table.from_bytes(content) == rows
    assert table.to_bytes(rows) == content
    assert table.from_bytes(table.to_bytes([])) == []


@pytest.mark.parametrize("content", [b"", b"PK", b"not a table", b"PK\x05\x06" + b"\0" * 18])
def test_bytes_that_are_no_table(content: bytes) -> None:
    with pytest.raises(TableError, match="pas une table de traits"):
        table.from_bytes(content)


def test_a_table_whose_lengths_lie() -> None:
    buffer = io.BytesIO(table.to_bytes([Row(Views((1,), (2,)), True)]))
    with np.load(buffer) as arrays:
        held = dict(arrays)
    held["lengths"] = np.array([[1, 5, 0, 0, 0, 0]], dtype=np.int32)
    changed = io.BytesIO()
    np.savez_compressed(changed, **held)
    with pytest.raises(TableError, match="longueurs"):
        table.from_bytes(changed.getvalue())


def test_a_layer_comes_back_from_its_bytes() -> None:
    rarity = np.ones(BUCKETS, dtype=np.float32)
    layer = Layer(np.arange(BUCKETS, dtype=np.float32), -2.5, rarity)
    again = Layer.from_bytes(layer.to_bytes(), rarity)
    assert again.bias == -2.5
    assert again.log_odds(((0, 3), ())) == pytest.approx(-2.5 + 3 / 2**0.5)
    short = Layer(np.zeros(4, dtype=np.float32), 0.0, rarity)
    with pytest.raises(LayerError, match="taille"):
        Layer.from_bytes(short.to_bytes(), rarity)
    with pytest.raises(LayerError, match="poids"):
        Layer.from_bytes(b"nothing", rarity)


def test_what_a_bucket_shares_in_a_view_sums_up_to_the_layer() -> None:
    weights = np.arange(BUCKETS, dtype=np.float32)
    layer = Layer(weights, 0.5, (1 + weights / BUCKETS).astype(np.float32))
    share = layer.share_in((2, 7, 11))
    assert sum(share(number) for number in (2, 7, 11)) == pytest.approx(
        layer.log_odds([(2, 7, 11)]) - 0.5
    )


def test_a_rare_bucket_weighs_more() -> None:
    rarity = rarity_of([((1, 2), ()), ((1,), ()), ((1,), (3,))])
    assert rarity[1] < rarity[2] == rarity[3] < rarity[4]
