"""BOAMP's JSON of UBL gives the same notice as the XML it was made from, and stays bounded."""

from pathlib import Path
from typing import Any

import pytest

from spiders.parsers import eforms, ubl_json
from spiders.parsers.safe_xml import parse_xml
from spiders.parsers.ubl import NAMESPACES, path
from tests.spiders.parsers.boamp_json import as_boamp_json

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "ted" / "eforms"


@pytest.mark.parametrize("payload", sorted(FIXTURES.glob("*.xml")), ids=lambda path: path.stem)
def test_the_same_notice_as_xml_and_as_boamp_json(payload: Path) -> None:
    root = parse_xml(payload.read_bytes())
    name = root.tag.rpartition("}")[2]
    tree = ubl_json.tree(name, as_boamp_json(root))
    assert tree.tag == root.tag
    as_xml = eforms.read(root, id="boamp:26-1", source="boamp")
    assert eforms.read(tree, id="boamp:26-1", source="boamp") == as_xml


def test_shapes_of_the_json() -> None:
    node = {
        "cbc:ID": {"@schemeName": "notice-id", "#text": "abc"},
        "cbc:Note": ["une", {"@languageID": "FRA", "#text": "deux"}],
        "cbc:Count": 3,
        "cbc:Flag": True,
        "cbc:Empty": None,
        "other:Thing": "gardé",
        "not a name": "laissé",
    }
    root = ubl_json.tree("ContractNotice", node)
    notes = root.findall(path("cbc:Note"))
    assert root.find(path("cbc:ID")).get("schemeName") == "notice-id"  # type: ignore[union-attr]
    assert [(note.text, note.get("languageID")) for note in notes] == [
        ("une", None),
        ("deux", "FRA"),
    ]
    assert root.findtext(path("cbc:Count")) == "3"
    assert root.findtext(path("cbc:Flag")) == "true"
    assert root.findtext(path("cbc:Empty")) == ""
    assert root.findtext("Thing") == "gardé"
    assert len(root) == 7


def test_entities_are_unescaped_once_and_line_ends_are_those_of_xml() -> None:
    node = {"cbc:Note": "a=1&amp;b=2 &amp;lt;\r\nfin\rdernier\x00\ud800"}
    root = ubl_json.tree("ContractNotice", node)
    assert root.findtext(path("cbc:Note")) == "a=1&b=2 &lt;\nfin\ndernier  "


def nested(depth: int) -> dict[str, Any]:
    node: dict[str, Any] = {"cbc:ID": "fond"}
    for _ in range(depth):
        node = {"cac:Party": node}
    return node


@pytest.mark.parametrize(
    ("root_name", "node", "message"),
    [
        ("ContractNotice", nested(200), "niveaux"),
        ("ContractNotice", {"cbc:Note": "x" * 10_000_001}, "caractères"),
        ("ContractNotice", {"cbc:Note": ["x"] * 500_001}, "éléments"),
        ("ContractNotice", {"cbc:Note": [["x"]]}, "une liste"),
        ("ContractNotice", {"cbc:Note": {"#text": {"a": "b"}}}, "une liste"),
        ("ContractNotice", ["a"], "pas un objet"),
        ("Contract Notice", {}, "pas un nom"),
    ],
    ids=["deep", "long", "many", "list-in-list", "object-text", "not-an-object", "bad-name"],
)
def test_what_is_out_of_bounds_is_refused_in_one_line(
    root_name: str, node: Any, message: str
) -> None:
    with pytest.raises(ValueError, match=message) as caught:
        ubl_json.tree(root_name, node)
    assert "\n" not in str(caught.value)


def test_the_namespaces_are_those_of_ubl() -> None:
    root = ubl_json.tree("ContractNotice", {"efbc:GazetteID": "200/2026"})
    assert (
        root.tag == "{urn:oasis:names:specification:ubl:schema:xsd:ContractNotice-2}ContractNotice"
    )
    assert root[0].tag == f"{{{NAMESPACES['efbc']}}}GazetteID"
