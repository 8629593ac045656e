"""DILA's files: the notice is the one that the API's record of it gives, whatever the dialect.

``tests/fixtures/dila`` holds a file per root with the notice expected of it; they are invented.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from spiders.parsers import UnreadablePayload, parse, parse_decoded
from spiders.parsers.boamp import load_record
from tests.spiders.parsers.boamp_records import FIXTURES, fixture
from veille.core.interchange import notice_to_json
from veille.core.notices import Notice
from veille.portal.dila_xml import document

FILES = Path(__file__).resolve().parents[2] / "fixtures" / "dila"
SAMPLE = Path(__file__).resolve().parents[3] / "veille" / "portal" / "sample" / "boamp"
RECORDED = sorted(
    f"{path.parent.name}/{path.stem}"
    for path in FIXTURES.rglob("*.json")
    if not path.name.endswith(".expected.json") and path.parent.name != "flat"
)
ROOTS = sorted(FILES.glob("*.xml"))

ALLOWED: Mapping[str, frozenset[str]] = {
    # Its invented record says a title cut at 200 characters, its indexation the whole one.
    "mapa/initial": frozenset({"title"}),
}
"""The fields that may differ, by record; all others are equal. ``links.notice`` may differ in each:

a file does not say the address of the page for people, which is then the bulletin's own.
"""


def differing(one: Notice, other: Notice) -> set[str]:
    """The names of the fields that are not equal, but for the page for people."""
    if one.links and other.links:
        other = replace(other, links=replace(other.links, notice=one.links.notice))
    return {
        field.name
        for field in fields(one)
        if getattr(one, field.name) != getattr(other, field.name)
    }


@pytest.mark.parametrize("name", RECORDED)
def test_a_file_gives_the_notice_of_its_record(name: str) -> None:
    record = fixture(name)
    written = document(record)
    assert written is not None
    by_api, by_file = parse_decoded("boamp", record), parse("dila", written)
    assert differing(by_api.notice, by_file.notice) == ALLOWED.get(name, frozenset())
    assert (by_file.dialect, by_file.unread) == (by_api.dialect, by_api.unread)


def sample() -> Iterator[dict[str, Any]]:
    for line in (SAMPLE / "week.jsonl").read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def test_every_notice_of_the_sample_is_the_same_by_both_ways() -> None:
    compared = 0
    for record in sample():
        written = document(record)
        assert written is not None
        by_api = parse_decoded("boamp", record).notice
        assert not differing(by_api, parse("dila", written).notice), by_api.id
        compared += 1
    assert compared > 200


def test_every_real_record_is_the_same_by_both_ways(shared_dir: Path) -> None:
    compared = 0
    for path in sorted((shared_dir / "data" / "boamp" / "records").glob("*.json")):
        record = load_record(path.read_bytes())
        written = document(record)
        assert written is not None
        by_api = parse_decoded("boamp", record).notice
        assert not differing(by_api, parse("dila", written).notice), by_api.id
        compared += 1
    assert compared >= 8


@pytest.mark.parametrize("file", ROOTS, ids=lambda path: path.stem)
def test_a_file_gives_the_expected_notice(file: Path) -> None:
    parsed = parse("dila", file.read_bytes())
    actual = {
        "dialect": parsed.dialect,
        "unread": list(parsed.unread),
        "notice": json.loads(notice_to_json(parsed.notice)),
    }
    expected = file.with_suffix(".expected.json")
    assert actual == json.loads(expected.read_text(encoding="utf-8"))


def test_there_is_a_file_of_every_root() -> None:
    assert {path.stem for path in ROOTS} == {"eforms", "fnsimple", "mapa", "dsp"}


HEAD = '<jo:ann xmlns:jo="http://boamp.journal-officiel.gouv.fr/XML/3.2.5">'
GESTION = "<GESTION><REFERENCE><IDWEB>26-970001</IDWEB></REFERENCE></GESTION>"
BOMB = '<!DOCTYPE a [<!ENTITY b "x"><!ENTITY c "&b;&b;&b;">]>'


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "document vide"),
        ("<html><body>Accès refusé</body></html>", "pas un avis du BOAMP (élément html)"),
        (f"{HEAD}<DONNEES/></jo:ann>", "sans la partie GESTION"),
        (f"{HEAD}<GESTION/><DONNEES/></jo:ann>", "sans numéro d’annonce"),
        (f"{HEAD}{GESTION}<DONNEES><MAPA>", "incomplet"),
        (f"{BOMB}{HEAD}{GESTION}</jo:ann>", "DTD"),
        (f"{HEAD}{GESTION}<DONNEES>{'<a>' * 300}{'</a>' * 300}</DONNEES></jo:ann>", "démesurée"),
    ],
)
def test_a_file_that_is_no_notice_is_refused_in_one_line(content: str, said: str) -> None:
    with pytest.raises(UnreadablePayload) as caught:
        parse("dila", content.encode())
    message = str(caught.value).replace("\u00a0", " ")
    assert said in message
    assert "\n" not in message


def test_what_stands_beside_the_two_parts_is_noticed_and_not_read() -> None:
    page = "<PAGE>&lt;b&gt;Madame Exemple&lt;/b&gt;</PAGE>"
    parsed = parse("dila", f"{HEAD}{GESTION}{page}</jo:ann>".encode())
    assert parsed.notice.id == "boamp:26-970001"
    assert parsed.unread == ("ann.PAGE",)
    assert "Exemple" not in notice_to_json(parsed.notice)


def test_usual_prefixes_are_read_whatever_name_the_space_was_given() -> None:
    record = fixture("eforms/contract_notice")
    written = document(record)
    assert written is not None
    moved = written.replace(b"urn:boamp:names:specification:ubl:schema:xsd:", b"urn:ailleurs:")
    by_api = parse_decoded("boamp", record).notice
    assert not differing(by_api, parse("dila", moved).notice)
