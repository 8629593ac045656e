"""The commands on files: bad input gives a line and the rest is printed."""

import json
from pathlib import Path

import pytest

from tests.app.conftest import ROOT, SAMPLE, Run
from veille.core.interchange import notice_from_json, verdict_from_json

FIXTURES = ROOT / "tests" / "fixtures"


@pytest.fixture(scope="module")
def records() -> list[str]:
    lines = (SAMPLE / "boamp" / "week.jsonl").read_text(encoding="utf-8").splitlines()
    return lines[:5]


def test_parse_prints_the_notices_it_can_and_a_line_for_the_others(
    veille: Run, tmp_path: Path, records: list[str]
) -> None:
    good, cut, list_of_two = tmp_path / "good.json", tmp_path / "cut.json", tmp_path / "two.json"
    good.write_text(records[0], encoding="utf-8")
    cut.write_text(records[1][:400], encoding="utf-8")
    list_of_two.write_text(f'{{"results": [{records[2]}, {records[3]}]}}', encoding="utf-8")
    done = veille(
        "parse", "--source", "boamp", str(good), str(cut), str(tmp_path / "no"), str(list_of_two)
    )
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 2
    assert "cut.json" in done.stderr
    printed = [notice_from_json(line) for line in done.stdout.splitlines()]
    assert [notice.id for notice in printed] == [
        f"boamp:{json.loads(record)['idweb']}" for record in (records[0], records[2], records[3])
    ]


def test_parse_reads_ted_documents(veille: Run, tmp_path: Path) -> None:
    documents = sorted((SAMPLE / "ted").glob("*.xml"))[:2]
    bomb = tmp_path / "bomb.xml"
    bomb.write_text('<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', encoding="utf-8")
    done = veille("parse", "--source", "ted", str(documents[0]), str(bomb), str(documents[1]))
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "bomb.xml" in done.stderr
    assert [notice_from_json(line).source for line in done.stdout.splitlines()] == ["ted", "ted"]


def test_judge_answers_in_input_order_and_leaves_out_what_is_no_notice(
    veille: Run, tmp_path: Path
) -> None:
    lines = [
        '{"id": "boamp:1", "source": "boamp", "title": "Lot réservé aux entreprises adaptées"}',
        "no notice",
        '{"id": "boamp:2", "source": "boamp", "title": "Fourniture de papier", "unknown": 1}',
        "",
        '{"id": "boamp:3", "source": "boamp", "title": null}',
    ]
    done = veille("judge", "-", stdin="\n".join(lines))
    assert done.returncode == 1
    (complaint,) = done.stderr.splitlines()
    assert "-:2" in complaint
    verdicts = [verdict_from_json(line) for line in done.stdout.splitlines()]
    assert [verdict.id for verdict in verdicts] == ["boamp:1", "boamp:2", "boamp:3"]
    assert [verdict.reserved.answer for verdict in verdicts] == ["yes", "no", "no"]


def test_judge_reads_a_compressed_file_and_says_when_one_is_missing(
    veille: Run, tmp_path: Path
) -> None:
    import gzip

    packed = tmp_path / "notices.jsonl.gz"
    with gzip.open(packed, "wt", encoding="utf-8") as file:
        file.write('{"id": "boamp:1", "source": "boamp"}\n')
    done = veille("judge", str(tmp_path / "absent.jsonl"), str(packed))
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert len(done.stdout.splitlines()) == 1


@pytest.mark.parametrize(
    "arguments",
    [("watch", "--since", "yesterday"), ("parse",), ("gather", "--until", "2026-02-31"), ("what",)],
)
def test_wrong_usage_is_status_2(veille: Run, arguments: tuple[str, ...]) -> None:
    done = veille(*arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_every_command_takes_the_clock(veille: Run) -> None:
    for command in ("watch", "gather", "reparse", "parse", "judge", "portal"):
        assert "--now" in veille(command, "--help").stdout


def test_an_unknown_source_or_folder_is_status_1(veille: Run) -> None:
    for arguments in (
        ("gather", "nowhere"),
        ("watch", "--replay", "/nowhere"),
        ("portal", "--data", "/nowhere"),
    ):
        done = veille(*arguments)
        assert done.returncode == 1
        assert len(done.stderr.splitlines()) == 1
