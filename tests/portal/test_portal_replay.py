"""What a replay folder gives, whatever is damaged in it."""

import gzip
import json
from datetime import date
from pathlib import Path

import pytest

from veille.portal.replay import Replay


def _folder(tmp_path: Path, **files: str | bytes) -> Path:
    """A folder with these files; two underscores in a name are a slash, the last one a dot."""
    for name, content in files.items():
        path = tmp_path / name.replace("__", "/")
        path = path.with_name(".".join(path.name.rsplit("_", 1)))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return tmp_path


def test_every_shape_of_file_is_read(replay_folder: Path) -> None:
    replay = Replay.load(replay_folder)

    assert len(replay.records) == 254
    assert [notice.publication for notice in replay.notices] == [
        "321-2020",
        "700001-2026",
        "700002-2026",
        "700003-2026",
        "700004-2026",
    ]
    assert list(replay.feeds) == ["fil.rss"]
    assert replay.damaged == ()
    assert replay.remarks == ()


def test_first_and_last_day_are_those_of_all_sources(replay_folder: Path) -> None:
    replay = Replay.load(replay_folder)

    assert (replay.first_day, replay.last_day) == (date(2020, 1, 10), date(2026, 11, 12))


def test_a_record_keeps_its_very_text(replay_folder: Path) -> None:
    text = (replay_folder / "boamp/seul.json").read_bytes()

    replay = Replay.load(replay_folder)

    assert text in [record.text for record in replay.records]


def test_the_sample_mark_is_seen(tmp_path: Path) -> None:
    folder = _folder(tmp_path, feeds__a_rss="<rss/>")
    assert not Replay.load(folder).sample
    (folder / "SAMPLE").touch()
    assert Replay.load(folder).sample


def test_a_missing_folder_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="n’existe pas") as caught:
        Replay.load(tmp_path / "nulle-part")
    assert "\n" not in str(caught.value)


def test_an_empty_folder_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="rien à rejouer"):
        Replay.load(tmp_path)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ('{"idweb": "26-1", ', "JSON incomplet"),
        ('{"idweb": NaN}', "NaN n’est pas du JSON"),
        ("3", "pas un objet"),
        ("[" * 100_000, "trop imbriqué"),
        (b'{"idweb": "caf\xe9"}', "UTF-8"),
        ("", "JSON incomplet"),
    ],
)
def test_a_damaged_record_file_is_named_and_the_rest_is_served(
    tmp_path: Path, content: str | bytes, why: str
) -> None:
    good = json.dumps({"idweb": "26-2", "dateparution": "2026-11-09"})
    folder = _folder(tmp_path, boamp__mauvais_json=content, boamp__bon_json=good)

    replay = Replay.load(folder)

    assert [record.idweb for record in replay.records] == ["26-2"]
    [line] = replay.damaged
    assert line.startswith("boamp/mauvais.json")
    assert why in line


def test_a_list_that_stops_keeps_what_came_before(tmp_path: Path) -> None:
    text = '{"total_count": 2, "results": [{"idweb": "26-1", "dateparution": "2026-11-09"}, {"id'

    replay = Replay.load(_folder(tmp_path, boamp__coupe_json=text))

    assert [record.idweb for record in replay.records] == ["26-1"]
    assert len(replay.damaged) == 1


def test_a_damaged_line_does_not_hide_the_next(tmp_path: Path) -> None:
    lines = '{"idweb": "26-1", "dateparution": "2026-11-09"}\n{oops\n\n' + json.dumps(
        {"idweb": "26-2", "dateparution": "2026-11-09"}
    )

    replay = Replay.load(_folder(tmp_path, boamp__jour_jsonl=lines))

    assert [record.idweb for record in replay.records] == ["26-1", "26-2"]
    assert replay.damaged[0].startswith("boamp/jour.jsonl:2")


def test_a_gzip_that_stops_keeps_the_lines_before(tmp_path: Path) -> None:
    lines = "".join(
        json.dumps({"idweb": f"26-{n}", "dateparution": "2026-11-09", "objet": f"{n * n:x}" * 40})
        + "\n"
        for n in range(2000)
    )
    whole = gzip.compress(lines.encode())
    folder = _folder(tmp_path, **{"boamp__jour.jsonl_gz": whole[: len(whole) // 2]})

    replay = Replay.load(folder)

    assert 0 < len(replay.records) < 2000
    assert "contenu abîmé" in replay.damaged[-1]


def test_of_two_records_with_one_idweb_the_last_is_served_and_it_is_said(tmp_path: Path) -> None:
    old = json.dumps({"idweb": "26-1", "dateparution": "2026-11-09", "objet": "ancien"})
    new = json.dumps({"idweb": "26-1", "dateparution": "2026-11-09", "objet": "nouveau"})

    replay = Replay.load(_folder(tmp_path, boamp__a_json=old, boamp__b_json=new))

    assert [record.light["objet"] for record in replay.records] == ["nouveau"]
    assert "26-1 déjà lu ailleurs" in replay.remarks[0]


def test_an_absurd_day_does_not_move_the_clock(tmp_path: Path) -> None:
    absurd = json.dumps({"idweb": "26-1", "dateparution": "9999-12-31"})
    right = json.dumps({"idweb": "26-2", "dateparution": "2026-11-09"})

    replay = Replay.load(_folder(tmp_path, boamp__a_json=absurd, boamp__b_json=right))

    assert replay.last_day == date(2026, 11, 9)
    assert len(replay.records) == 2


def test_a_damaged_xml_is_served_under_its_file_name(tmp_path: Path) -> None:
    replay = Replay.load(_folder(tmp_path, ted__00123456_2026_xml="<ContractNotice><a"))

    [notice] = replay.notices
    assert (notice.publication, notice.sound) == ("123456-2026", False)
    assert any("XML abîmé" in line for line in replay.remarks)


def test_an_xml_without_any_number_is_named(tmp_path: Path) -> None:
    folder = _folder(tmp_path, ted__sansnom_xml="<a/>", feeds__a_rss="<rss/>")

    assert "sansnom.xml" in Replay.load(folder).damaged[0]


def test_an_entity_bomb_is_not_expanded(tmp_path: Path) -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha"}">' for n in range(12))
    bomb = f"<!DOCTYPE TED_EXPORT [{entities}]><TED_EXPORT DOC_ID='5-2026'>&e11;</TED_EXPORT>"

    replay = Replay.load(_folder(tmp_path, **{"ted__5-2026_xml": bomb}))

    assert replay.notices[0].publication == "5-2026"
