"""What a document is called, and the page that a quotation stands on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifiers import judge
from veille.core.documents import Place, joined, kind_of, labels, page_at, place_of
from veille.core.interchange import notice_from_json, notice_hash, notice_to_json
from veille.core.notices import Notice, Text

CLAUSE = "réserve 140 heures d’insertion à des personnes éloignées de l’emploi"


def found(*pages: str, document: str | None = "CCAP") -> Notice:
    texts = (Text(field="conditions", text="Avis."), Text(field="other", text=joined(pages)))
    if document:
        texts = (texts[0], Text(field="other", text=joined(pages), document=document))
    return Notice(id="manual:1", source="manual", texts=texts)


@given(st.lists(st.text(max_size=30), min_size=2, max_size=6), st.data())
def test_every_place_of_a_page_gives_that_page(pages: list[str], data: st.DataObject) -> None:
    text = joined(pages)
    number = data.draw(st.integers(0, len(pages) - 1))
    before = len(joined([*pages[:number], ""])) if number else 0
    at = data.draw(st.integers(0, len(pages[number])))
    assert page_at(text, before + at) == number + 1


@pytest.mark.parametrize(
    ("pages", "page"),
    [
        (("Préambule.", f"Le titulaire {CLAUSE}."), 2),
        (("Article 7. Le titulaire réserve 140 heures", f"{CLAUSE[21:]}."), 1),
        (("", "", f"Le titulaire {CLAUSE}.\n"), 3),
        ((f"Le titulaire {CLAUSE}.",), None),
    ],
)
def test_a_sentence_is_read_over_a_page_break_and_is_on_the_page_where_it_begins(
    pages: tuple[str, ...], page: int | None
) -> None:
    notice = found(*pages)
    verdict = judge(notice)
    assert verdict.clause.answer == "yes"
    assert verdict.clause.hours == 140
    for line in verdict.evidence:
        if line.quote is not None and line.for_ == "clause":
            assert place_of(notice, line.at, line.start) == Place("CCAP", page)


@pytest.mark.parametrize(
    "at", [None, "", "/title", "/texts/0/text", "/texts/9/text", "/texts/x/text", "/texts/1"]
)
def test_what_stands_in_no_document_has_no_place(at: str | None) -> None:
    assert place_of(found("un", "deux"), at, 3) is None
    assert place_of(found("un", "deux", document=None), "/texts/1/text", 3) is None


def test_a_place_is_said_in_words() -> None:
    assert Place("CCAP", 12).said == "CCAP, page 12"
    assert Place("notice.pdf", None).said == "notice.pdf"


@pytest.mark.parametrize(
    ("name", "first_page", "kind"),
    [
        ("a.pdf", "VILLE DE SETE\nRÈGLEMENT  DE LA\nCONSULTATION\nvoir le CCAP", "RC"),
        ("b.pdf", "Cahier des Clauses Administratives Particulières (C.C.A.P.)", "CCAP"),
        ("c.pdf", "cahier des clauses techniques particulières", "CCTP"),
        ("DCE_2026_CCTP_v2.pdf", "", "CCTP"),
        ("2026-RC.pdf", "", "RC"),
        ("ATTRI1.docx", "", "AE"),
        ("marche.pdf", "Lettre", None),
        ("circuit.pdf", "", None),
    ],
)
def test_a_document_is_called_by_its_first_lines_else_by_its_name(
    name: str, first_page: str, kind: str | None
) -> None:
    assert kind_of(name, first_page) == kind


def test_documents_of_one_kind_are_told_apart_by_name() -> None:
    given_names = [("a.pdf", "CCAP"), ("b.pdf", "CCAP"), ("c.pdf", "RC"), ("d.pdf", None)]
    assert labels(given_names) == ("CCAP (a.pdf)", "CCAP (b.pdf)", "RC", "d.pdf")


def test_a_notice_without_documents_is_the_same_bytes_as_ever() -> None:
    plain, documented = found("un", document=None), found("un", "deux")
    assert '"document"' not in notice_to_json(plain)
    assert notice_from_json(notice_to_json(documented)) == documented
    assert notice_hash(plain) == notice_hash(notice_from_json(notice_to_json(plain)))
