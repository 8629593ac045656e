"""Damaged TED documents give a notice that survives interchange, or one clear line."""

import copy
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from spiders.parsers import eforms, ubl_json
from spiders.parsers.result import Parsed, UnreadablePayload
from spiders.parsers.safe_xml import parse_xml
from spiders.parsers.ted import parse_document
from tests.spiders.parsers.boamp_json import as_boamp_json
from veille.core.interchange import notice_from_json, notice_to_json
from veille.core.notices import passages

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "ted"
NAMES = sorted(str(path.relative_to(FIXTURES)) for path in FIXTURES.rglob("*.xml"))

TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=40),
    st.sampled_from(["", "0", "-1", "9" * 400, "2026-02-30", "0001-01-01", "24:00:00", "NaN"]),
    st.sampled_from(["2026-12-31+99:99", "12:00:00+24:00", "res-ws", "ORG-0009", "1e309", "²"]),
)
MUTATIONS = st.lists(
    st.tuples(
        st.sampled_from(["drop", "duplicate", "text", "attribute", "move"]),
        st.integers(0, 10_000),
        TEXTS,
    ),
    min_size=1,
    max_size=6,
)


@cache
def _root(name: str) -> etree._Element:
    return parse_xml((FIXTURES / name).read_bytes())


def mutated(name: str, mutations: list[tuple[str, int, str]]) -> etree._Element:
    root = copy.deepcopy(_root(name))
    for kind, position, text in mutations:
        elements = list(root.iter())[1:]
        if not elements:
            break
        element = elements[position % len(elements)]
        parent = element.getparent()
        assert parent is not None
        if kind == "drop":
            parent.remove(element)
        elif kind == "duplicate":
            parent.append(copy.deepcopy(element))
        elif kind == "text":
            element.text = text.replace("\ufffe", "").replace("\uffff", "")
        elif kind == "attribute":
            for attribute in element.attrib:
                element.set(attribute, text.replace("\ufffe", "").replace("\uffff", ""))
        else:
            root.append(element)
    return root


def assert_sound(content: bytes) -> None:
    try:
        parsed = parse_document(content)
    except UnreadablePayload as error:
        message = str(error)
    else:
        message = ""
        assert_whole(parsed)
    assert "\n" not in message


def assert_whole(parsed: Parsed) -> None:
    assert notice_from_json(notice_to_json(parsed.notice)) == parsed.notice
    assert all(passage.text for passage in passages(parsed.notice))
    assert len(parsed.unread) <= 50


@settings(max_examples=150, deadline=None, derandomize=True)
@given(name=st.sampled_from(NAMES), mutations=MUTATIONS)
def test_mutated_documents(name: str, mutations: list[tuple[str, int, str]]) -> None:
    assert_sound(etree.tostring(mutated(name, mutations)))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    name=st.sampled_from([name for name in NAMES if name.startswith("eforms")]),
    mutations=MUTATIONS,
)
def test_xml_and_boamp_json_agree_however_damaged(
    name: str, mutations: list[tuple[str, int, str]]
) -> None:
    root = parse_xml(etree.tostring(mutated(name, mutations)))
    tree = ubl_json.tree(root.tag.rpartition("}")[2], as_boamp_json(root))
    as_xml = eforms.read(root, id="x", source="x")
    as_json = eforms.read(tree, id="x", source="x")
    # JSON puts elements of one name together: only what stands in their order may differ.
    assert (as_json.title, as_json.buyer, as_json.stage) == (
        as_xml.title,
        as_xml.buyer,
        as_xml.stage,
    )
    assert set(as_json.declared) == set(as_xml.declared)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(
    name=st.sampled_from(NAMES),
    cut=st.integers(0, 60_000),
    patch=st.binary(max_size=8),
    keep=st.booleans(),
)
def test_truncated_and_overwritten_bytes(name: str, cut: int, patch: bytes, keep: bool) -> None:
    content = (FIXTURES / name).read_bytes()
    cut %= len(content)
    assert_sound(content[:cut] + patch + (content[cut + len(patch) :] if keep else b""))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "document vide"),
        (b"<ContractNotice/>", "sans numéro de publication"),
        (b"<TED_EXPORT/>", "sans numéro de publication"),
        (b'<TED_EXPORT DOC_ID="000001-2020"/>', "sans formulaire"),
        (b"<html><body>429 Too Many Requests</body></html>", "<html> n’est pas un avis TED"),
        (b'{"message": "error"}', "XML illisible"),
    ],
)
def test_what_is_no_notice_is_said_in_one_line(content: bytes, message: str) -> None:
    with pytest.raises(UnreadablePayload, match=message):
        parse_document(content)


def test_a_notice_without_a_number_keeps_its_own_identifier() -> None:
    text = (FIXTURES / "eforms" / "concession_19.xml").read_text(encoding="utf-8")
    before, _, rest = text.partition("<efac:Publication>")
    notice = parse_document((before + rest.partition("</efac:Publication>")[2]).encode()).notice
    assert notice.id == "ted:00000007-1111-4222-8333-444455556666"
    assert notice.links is not None
    assert notice.links.notice is None


def test_new_elements_are_reported_by_their_path_without_values() -> None:
    text = (FIXTURES / "eforms" / "concession_19.xml").read_text(encoding="utf-8")
    new = "<efac:SocialClause><efbc:HoursNumeric>120</efbc:HoursNumeric></efac:SocialClause>"
    text = text.replace("<efac:NoticeSubType>", new + new + "<efac:NoticeSubType>")
    assert parse_document(text.encode()).unread == (
        "ContractNotice/ext:UBLExtensions/ext:UBLExtension/ext:ExtensionContent/"
        "efext:EformsExtension/efac:SocialClause",
        "ContractNotice/ext:UBLExtensions/ext:UBLExtension/ext:ExtensionContent/"
        "efext:EformsExtension/efac:SocialClause/efbc:HoursNumeric",
    )


def test_many_new_elements_are_cut_at_fifty() -> None:
    text = (FIXTURES / "ted-export" / "f03_award.xml").read_text(encoding="utf-8")
    new = "".join(f"<NOUVEAU_{number}/>" for number in range(80))
    parsed = parse_document(text.replace("<LOT_DIVISION/>", new).encode())
    assert len(parsed.unread) == 50
    assert parsed.unread[0] == "TED_EXPORT/FORM_SECTION/F03_2014/OBJECT_CONTRACT/NOUVEAU_0"
