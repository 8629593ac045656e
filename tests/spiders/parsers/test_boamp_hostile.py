"""Damaged BOAMP records: a notice with what can be read, or one line that says why not."""

import copy
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spiders.parsers import Parsed, UnreadablePayload, parse
from spiders.parsers.boamp import load_record, parse_record
from spiders.parsers.cleaning import MAX_TEXT
from tests.spiders.parsers.boamp_records import fixture, record
from veille.core.interchange import notice_from_json, notice_to_json

DIALECTS = [
    "boamp_legacy/attribution",
    "boamp_legacy/marche",
    "boamp_legacy/rectificatif",
    "divers/initial",
    "dsp/initial",
    "dsp/initial_lots",
    "eforms/award",
    "eforms/contract_notice",
    "flat/joue_court",
    "fnsimple/attribution",
    "fnsimple/initial_lots",
    "fnsimple/rectificatif",
    "mapa/attribution",
    "mapa/initial",
    "mapa/rectificatif",
]

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=30),
    st.sampled_from(
        ["2026-02-31", "9999-12-31T23:59:59Z", "0001-01-01", "0", "-1", "1e999", "oui", "\ud800"]
    ),
)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)


def read_or_refuse(source: dict[str, Any]) -> Parsed | None:
    """Both answers are right; anything else raises."""
    try:
        parsed = parse_record(source)
    except UnreadablePayload as error:
        refusal = str(error)
    else:
        return _checked(parsed)
    assert "\n" not in refusal
    assert len(refusal) <= 300
    return None


def _checked(parsed: Parsed) -> Parsed:
    line = notice_to_json(parsed.notice)
    line.encode("utf-8")
    assert notice_from_json(line) == parsed.notice
    assert len(parsed.unread) <= 50
    return parsed


def containers(tree: Any) -> list[Any]:
    found, stack = [], [tree]
    while stack:
        node = stack.pop()
        if isinstance(node, dict | list) and node:
            found.append(node)
            stack.extend(node.values() if isinstance(node, dict) else node)
    return found


def mutate(data: st.DataObject, tree: Any) -> None:
    """One damage: a value deleted, replaced by any JSON, or doubled into a list."""
    node = data.draw(st.sampled_from(containers(tree)))
    key = data.draw(st.sampled_from(sorted(node) if isinstance(node, dict) else range(len(node))))
    damage = data.draw(st.sampled_from(["delete", "replace", "double"]))
    if damage == "delete":
        del node[key]
    elif damage == "replace":
        node[key] = data.draw(JSON)
    else:
        node[key] = [node[key], copy.deepcopy(node[key])]


@pytest.mark.parametrize("name", DIALECTS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_damaged_record_gives_a_notice_or_a_refusal(name: str, data: st.DataObject) -> None:
    source = fixture(name)
    for field in ("gestion", "donnees"):
        source[field] = json.loads(source[field]) if source[field] else None
    for _ in range(data.draw(st.integers(min_value=1, max_value=4))):
        if containers(source):
            mutate(data, source)
    read_or_refuse(source)


@settings(max_examples=100, deadline=None)
@given(
    content=st.one_of(st.binary(max_size=200), JSON.map(lambda value: json.dumps(value).encode()))
)
def test_any_bytes_give_a_notice_or_a_refusal(content: bytes) -> None:
    try:
        source = load_record(content)
    except UnreadablePayload:
        return
    read_or_refuse(dict(source))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "JSON incomplet"),
        (b'{"idweb": "26-1', "JSON incomplet"),
        (b"<html>blocked</html>", "JSON illisible"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"[1, 2]", "2 relevés"),
        (b'"text"', "pas un objet JSON"),
        (b"{}", "sans numéro d’annonce"),
        (b'{"idweb": "../../etc/passwd"}', "sans numéro d’annonce"),
        (b"[" * 200_000, "trop imbriqué"),
        (b'{"idweb": "26-1", "donnees": "{"}', r"donnees\s: JSON incomplet"),
        (b'{"idweb": "26-1", "gestion": "]"}', r"gestion\s: JSON illisible"),
        (b'{"idweb": ' + b"9" * 5_000 + b"}", "nombre démesuré"),
    ],
)
def test_unreadable_payload_says_why_in_one_line(content: bytes, says: str) -> None:
    with pytest.raises(UnreadablePayload, match=says) as refusal:
        parse("boamp", content)
    assert "\n" not in str(refusal.value)


def test_source_that_is_not_known_is_refused() -> None:
    with pytest.raises(UnreadablePayload, match="source inconnue"):
        parse("minitel", b"{}")


@pytest.mark.parametrize(
    "envelope",
    [
        lambda fields: {"total_count": 1, "results": [fields]},
        lambda fields: {"records": [{"record": {"fields": fields}}]},
        lambda fields: {"records": [{"fields": fields}]},
        lambda fields: [fields],
    ],
)
def test_answer_of_one_record_is_that_record(envelope: Any) -> None:
    content = json.dumps(envelope(record())).encode()
    assert parse("boamp", content).notice.id == "boamp:26-900001"


def test_deep_nesting_in_a_decoded_record_is_refused_or_read() -> None:
    deep: Any = "x"
    for _ in range(5_000):
        deep = {"a": deep}
    with pytest.raises(UnreadablePayload, match="trop imbriqué"):
        parse_record({**record(), "donnees": deep})


def test_ten_megabyte_field_is_cut() -> None:
    form = {"FNSimple": {"initial": {"natureMarche": {"description": "a?" * 5_000_000}}}}
    parsed = read_or_refuse(record(form))
    assert parsed is not None
    assert parsed.notice.description is not None
    assert len(parsed.notice.description) == MAX_TEXT


def test_ten_megabyte_field_of_eforms_is_cut() -> None:
    source = fixture("eforms/contract_notice")
    form = json.loads(source["donnees"])
    project = form["EFORMS"]["ContractNotice"]["cac:ProcurementProject"]
    project["cbc:Description"]["#text"] = "abc " * 2_500_000
    parsed = read_or_refuse({**source, "donnees": json.dumps(form)})
    assert parsed is not None
    assert parsed.notice.description is not None
    assert len(parsed.notice.description) <= MAX_TEXT


def test_absurd_dates_and_amounts_are_unknown() -> None:
    form = {
        "FNSimple": {
            "initial": {
                "procedure": {"dateReceptionOffres": "2026-02-31T12:00:00"},
                "natureMarche": {"valeurEstimee": {"valeur": "1e400"}, "dureeMois": "99999"},
            }
        }
    }
    damaged = record(
        form,
        {"DATE_LIMITE_REPONSE": "9999-12-31T23:59:59Z"},
        dateparution="0001-01-01",
        datefindiffusion="n'importe",
        datelimitereponse="2026-13-01T00:00:00+00:00",
    )
    parsed = read_or_refuse(damaged)
    assert parsed is not None
    notice = parsed.notice
    assert (notice.published_on, notice.deadline, notice.value) == (None, None, None)
    assert notice.duration_months is None


def test_family_nobody_knows_is_still_a_notice_and_is_reported() -> None:
    parsed = read_or_refuse(record({"NOUVELLE": {"a": [{"b": "1"}, {"b": "2"}]}}))
    assert parsed is not None
    assert (parsed.dialect, parsed.unread) == ("unknown", ("NOUVELLE.a.b",))
    assert parsed.notice.title == "Entretien d'exemple"


def test_new_field_of_the_api_is_reported_without_its_value() -> None:
    parsed = read_or_refuse(record(nouveau_champ="secret", _note="kept by hand"))
    assert parsed is not None
    assert parsed.unread == ("record.nouveau_champ",)


def test_contact_persons_are_neither_read_nor_reported() -> None:
    source = fixture("mapa/initial")
    parsed = read_or_refuse(source)
    assert parsed is not None
    assert "contact@" not in notice_to_json(parsed.notice)
    assert parsed.unread == ()


def test_reading_leaves_the_record_as_it_was() -> None:
    source = fixture("mapa/initial")
    source["donnees"] = json.loads(source["donnees"])
    before = copy.deepcopy(source)
    parse_record(source)
    assert source == before
