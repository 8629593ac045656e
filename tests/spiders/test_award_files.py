"""Consolidated award files: any layout, in a stream, and what is hostile or damaged."""

import gzip
import json
import tracemalloc
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders import award_files
from spiders.award_files import AwardFileError, records
from spiders.award_pages import OLD, OUTSIDE, Sifted, Wanted, pages
from spiders.json_depth import DEEPEST, DepthGuard

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures" / "decp"
ONE = {"id": "1", "acheteur": {"id": "21349990000017"}, "objet": "Tonte", "titulaires": []}

JSON_VALUES = st.recursive(
    st.one_of(st.none(), st.integers(), st.text(st.sampled_from('ab"\\[]{}é'), max_size=8)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.text("k[\\", max_size=3), inner, max_size=3)
    ),
    max_leaves=20,
)


def written(folder: Path, content: Any, name: str = "file.json") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return path


def read_until_damage(path: Path) -> tuple[list[Any], str | None]:
    found: list[Any] = []
    try:
        found.extend(records(path))
    except AwardFileError as error:
        return found, str(error)
    return found, None


@pytest.mark.parametrize(
    "content",
    [
        {"marches": [ONE, ONE]},
        {"marches": {"marche": [ONE], "contrat-concession": [ONE]}},
        {"licence": {"nom": ["x"]}, "marches": {"marche": [ONE, ONE]}},
        [ONE, ONE],
        gzip.compress(json.dumps({"marches": [ONE, ONE]}).encode()),
    ],
)
def test_every_layout_is_read(tmp_path: Path, content: Any) -> None:
    assert read_until_damage(written(tmp_path, content)) == ([ONE, ONE], None)


def test_nan_which_is_no_json_is_published_all_the_same(tmp_path: Path) -> None:
    text = '{"marches": [{"id": "1", "objet": "NaN, ou rien", "montant": NaN}, {"id": NaN}]}'
    found, damage = read_until_damage(written(tmp_path, text.encode()))
    assert damage is None
    assert found == [{"id": "1", "objet": "NaN, ou rien", "montant": None}, {"id": None}]


@pytest.mark.parametrize(
    ("content", "kept", "said"),
    [
        (json.dumps({"marches": [ONE, ONE]}).encode()[:-20], 1, "JSON incomplet"),
        (b'{"marches": [' + json.dumps(ONE).encode() + b", oups]}", 1, "JSON"),
        (b"<html><body>Bloqu\xc3\xa9</body></html>", 0, "JSON"),
        (b"", 0, "JSON incomplet"),
        (b'{"resultats": []}', 0, "ni marché ni concession"),
        (b'{"marches": []}', 0, "ni marché ni concession"),
        (b'{"marches": [' + b"[" * 5_000 + b"]" * 5_000 + b"]}", 0, "trop imbriqué"),
        (b"PAR1 oups", 0, "Parquet illisible"),
        (gzip.compress(json.dumps([ONE] * 50).encode())[:-12], 0, "incomplet"),
    ],
)
def test_a_damage_is_said_in_one_line_and_what_came_before_is_kept(
    tmp_path: Path, content: bytes, kept: int, said: str
) -> None:
    found, damage = read_until_damage(written(tmp_path, content))
    assert len(found) == kept
    assert damage is not None
    assert said in damage
    assert "\n" not in damage


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    _, damage = read_until_damage(tmp_path / "absent.json")
    assert damage is not None
    assert "introuvable" in damage


def test_one_value_without_end_stops_the_reading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(award_files, "LONGEST_SILENCE", 1_000_000)
    endless = b'{"marches": [{"id": "' + b"a" * 3_000_000 + b'"}]}'
    found, damage = read_until_damage(written(tmp_path, endless))
    assert found == []
    assert damage is not None
    assert "lecture arrêtée" in damage


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    def peak(count: int) -> int:
        path = written(tmp_path, {"marches": [{**ONE, "objet": "x" * 2_000}] * count})
        tracemalloc.start()
        assert sum(1 for _ in records(path)) == count
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return highest

    assert peak(8_000) < 2 * peak(1_000)


@given(JSON_VALUES, st.integers(1, 7))
def test_the_depth_is_that_of_the_value_wherever_the_pieces_are_cut(value: Any, size: int) -> None:
    text = json.dumps(value, ensure_ascii=False).encode()
    guard, bare = DepthGuard(), DepthGuard()
    pieces = [text[start : start + size] for start in range(0, len(text), size)]
    assert [guard.is_too_deep(piece) for piece in pieces].count(True) == 0
    assert not bare.is_too_deep(text)
    deep = b"[" * (DEEPEST + 1)
    assert DepthGuard().is_too_deep(deep)
    assert guard.is_too_deep(b"," + deep)


def test_the_rows_of_a_contract_come_together(tmp_path: Path) -> None:
    found, damage = read_until_damage(FIXTURES / "table.json")
    assert damage is None
    assert sorted(len(one["rows"]) for one in found) == [1, 1, 3]


def test_a_parquet_file_gives_what_the_same_table_in_json_gives(tmp_path: Path) -> None:
    arrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    rows = [
        row
        for row in json.loads((FIXTURES / "table.json").read_text(encoding="utf-8"))
        if "titulaire_id" in row
    ]
    for row in rows:
        row["dateNotification"] = date.fromisoformat(row["dateNotification"])
    path = tmp_path / "decp.parquet"
    parquet.write_table(arrow.Table.from_pylist(rows), path)
    wanted, sifted = Wanted(), Sifted()
    from_parquet = {one.key for page in pages(path, "unit", wanted, sifted) for one in page.records}
    assert from_parquet == {"2134999000001725T1", "2134999000001725T2"}
    assert sifted.damage is None


def test_what_is_not_wanted_is_counted_by_its_reason() -> None:
    sifted = Sifted()
    wanted = Wanted(since=date(2024, 3, 1), departments=frozenset(("34",)))
    found = [
        one.key
        for page in pages(FIXTURES / "2022.json", "unit", wanted, sifted)
        for one in page.records
    ]
    assert found == ["213499900000172024VALINV01"]
    assert sifted.read == 3
    assert sifted.left_out == {OLD: 1, OUTSIDE: 1}
    known = Wanted(departments=frozenset(("34",)), buyers=frozenset(("213499900",)))
    (page,) = pages(FIXTURES / "2022.json", "unit", known, Sifted())
    assert len(page.records) == 3


def test_what_cannot_be_read_is_kept_under_a_key_of_its_own(tmp_path: Path) -> None:
    path = written(tmp_path, {"marches": [{"objet": "sans acheteur"}, ONE]})
    (page,) = pages(path, "unit", Wanted(departments=frozenset(("34",))), Sifted())
    assert [one.key.startswith("illisible ") for one in page.records] == [True]
