"""Hostile and broken payloads: each is kept, named in a line, and the run goes on."""

import json
import sqlite3
import subprocess
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.app.conftest import SAMPLE, WEEK, run_veille

DAY = "2026-11-10"
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE a ['
    + "".join(f'<!ENTITY e{n + 1} "&e{n};&e{n};&e{n};&e{n};">' for n in range(20))
    + '<!ENTITY e0 "boum">]><ContractNotice>&e20;</ContractNotice>'
)


def record(idweb: object, **changed: Any) -> dict[str, Any]:
    """A flat BOAMP record with something wrong in it."""
    sound = {
        "idweb": idweb,
        "objet": "Entretien des locaux de la régie exemple",
        "famille": "FNS",
        "code_departement": ["34"],
        "dateparution": DAY,
        "datelimitereponse": "2026-12-10T12:00:00+00:00",
        "nomacheteur": "Régie exemple",
        "nature": "APPEL_OFFRE",
        "etat": "INITIAL",
    }
    return sound | changed


def nested(depth: int) -> str:
    return '{"a":' * depth + "1" + "}" * depth


RECORDS: dict[str, dict[str, Any]] = {
    "sound": record("26-1"),
    "absurd dates": record(
        "26-2", datelimitereponse="0001-99-99T99:99", datefindiffusion="9999-12-31"
    ),
    "wrong types": record("26-3", objet={"a": [1]}, code_departement=34, nomacheteur=[None]),
    "ten megabytes": record("26-4", objet="x" * 10_000_000),
    "unknown family": record("26-5", famille="NOUVEAU", donnees='{"NOUVEAU": {"a": 1}}'),
    "body nested too deep": record("26-6", donnees=nested(50_000)),
    "body that is no JSON": record("26-7", donnees='{"FNSimple": {', gestion="{"),
    "NUL and lone surrogate": record("26-8", objet="a\x00b\ud800c"),
    "endless identifier": record("9" * 5_000),
    "identifier of another type": record({"a": 1}),
    "no identifier": record(None),
    "markup and formula": record("26-9", objet="=cmd|' /C calc'!A0 <script>alert(1)</script>"),
    "header injection": record("26-10", nomacheteur="Régie\r\nBcc: a@b.example"),
}
DOCUMENTS = {
    "00900001-2026.xml": BOMB,
    "00900002-2026.xml": "<ContractNotice><cut",
    "00900003-2026.xml": "<ContractNotice>" + "<a>" * 5_000 + "</a>" * 5_000 + "</ContractNotice>",
}


class Outcome(NamedTuple):
    """What a run on hostile payloads left."""

    var: Path
    done: "subprocess.CompletedProcess[str]"


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    folder, var = tmp_path_factory.mktemp("replay"), tmp_path_factory.mktemp("var")
    (folder / "boamp").mkdir()
    (folder / "ted").mkdir()
    lines = [json.dumps(one) for one in RECORDS.values()]
    (folder / "boamp" / "hostile.jsonl").write_text("\n".join(lines), encoding="utf-8")
    for name, text in DOCUMENTS.items():
        (folder / "ted" / name).write_text(text, encoding="utf-8")
    first = next((SAMPLE / "ted").glob("*.xml"))
    (folder / "ted" / first.name).write_bytes(first.read_bytes())
    return Outcome(var, run_veille(var, "watch", "--replay", str(folder), *WEEK))


def query(outcome: Outcome, sql: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(outcome.var / "replay.db") as connection:
        return connection.execute(sql).fetchall()


def test_the_run_goes_on_to_the_edition_without_a_traceback(outcome: Outcome) -> None:
    assert "Traceback" not in outcome.done.stderr
    assert outcome.done.returncode in (0, 1)
    assert len(list((outcome.var / "mail").glob("*.eml"))) == 1


def test_every_record_is_kept_whether_it_could_be_read_or_not(outcome: Outcome) -> None:
    ((kept,),) = query(outcome, "SELECT count(*) FROM payloads WHERE source = 'boamp'")
    assert kept == len(RECORDS)
    pending = query(outcome, "SELECT key FROM payloads WHERE state = 'pending'")
    assert pending == []


def test_what_could_not_be_read_has_its_reason_and_its_line(outcome: Outcome) -> None:
    failed = query(
        outcome, "SELECT key, error FROM payloads WHERE state = 'failed' AND media != 'page'"
    )
    assert failed
    for key, error in failed:
        assert error
        assert "\n" not in error
        assert any(key[:50] in line for line in outcome.done.stderr.splitlines())


def test_sound_records_beside_broken_ones_are_notices(outcome: Outcome) -> None:
    titles = {title for (title,) in query(outcome, "SELECT title FROM notices")}
    assert "Entretien des locaux de la régie exemple" in titles


def test_no_line_is_endless(outcome: Outcome) -> None:
    assert all(len(line) < 600 for line in outcome.done.stderr.splitlines())


def test_hostile_text_stays_text_in_the_mail(outcome: Outcome) -> None:
    (page,) = (outcome.var / "mail").glob("*.html")
    assert "<script" not in page.read_text(encoding="utf-8").lower()
    (message,) = (outcome.var / "mail").glob("*.eml")
    head = message.read_bytes().split(b"\r\n\r\n", 1)[0]
    assert b"Bcc" not in head
