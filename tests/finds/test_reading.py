"""What each kind of file gives: documents with their pages, or why it is not read."""

import errno
import subprocess
import sys
from itertools import count
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZIP_STORED

import pytest

from scripts.invented_documents import (
    CLAUSE,
    ODT_TYPE,
    docx,
    odf_xml,
    odt,
    pdf,
    rtf,
    word_part,
    word_xml,
    zipped,
)
from veille.app.finds import extraction, limits
from veille.app.finds.extraction import GivenFile, NothingRead, read_file, read_files
from veille.app.finds.found import find_of
from veille.app.finds.kinds import kind_of_content
from veille.app.finds.reading import read_content
from veille.app.finds.results import Document, Outcome
from veille.app.finds.tidy import file_name, tidy

LONG = f"{CLAUSE} Le marché est conclu pour une durée de douze mois à compter de sa notification. "


def read(content: bytes, name: str = "fichier") -> Outcome:
    return read_content(name, content, lambda _: None)


def pages(content: bytes) -> tuple[str, ...]:
    (document,) = read(content).documents
    return document.pages


def why(content: bytes) -> str:
    outcome = read(content)
    assert not outcome.documents
    return outcome.unread[0].why.replace("\u00a0", " ")


def test_a_pdf_is_read_page_by_page() -> None:
    assert pages(pdf(["Un règlement\nde consultation", f"{CLAUSE}"])) == (
        "Un règlement\nde consultation",
        CLAUSE,
    )


def test_pages_without_text_are_said() -> None:
    (document,) = read(pdf([CLAUSE, "", "3"])).documents
    assert document.pages == (CLAUSE, "", "3")
    assert document.note is not None
    assert "2" in document.note
    assert "numérisées" in document.note
    assert "document numérisé" in why(pdf(["", "", ""]))


def test_a_docx_is_read_by_paragraph_with_the_pages_that_word_laid_out() -> None:
    assert pages(docx(["Cahier", f"fin de page\f{CLAUSE}"])) == ("Cahier\nfin de page", CLAUSE)


def test_of_a_docx_what_was_struck_out_or_is_there_twice_is_not_read() -> None:
    names = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    body = (
        "<w:p><w:del><w:r><w:delText>rayé</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>ajouté</w:t><w:tab/><w:t>là</w:t></w:r></w:ins></w:p>"
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>case</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
        f"<w:p {names}><mc:AlternateContent><mc:Choice><w:r><w:t>cadre</w:t></w:r></mc:Choice>"
        "<mc:Fallback><w:r><w:t>cadre</w:t></w:r></mc:Fallback></mc:AlternateContent></w:p>"
    )
    assert pages(zipped({"word/document.xml": word_xml(body)})) == ("ajouté là\ncase\ncadre",)


def paragraph(*runs: str) -> str:
    return f"<w:p><w:r>{'</w:r><w:r>'.join(runs)}</w:r></w:p>"


def said(text: str) -> str:
    return f"<w:t>{text}</w:t>"


def test_notes_and_boxes_of_a_docx_follow_the_paragraph_that_they_stand_in() -> None:
    box = f"<w:pict><w:txbxContent>{paragraph(said('Marché réservé'))}</w:txbxContent></w:pict>"
    call = '<w:footnoteReference w:id="2"/>'
    body = paragraph(said("Le titulaire "), box, said("emploie"), call, said(" du personnel."))
    body += paragraph(said("Fin"), '<w:endnoteReference w:id="2"/>', call)
    struck = f"<w:p><w:del><w:r>{call.replace('2', '3')}</w:r></w:del></w:p>"
    notes = "".join(
        f'<w:footnote w:id="{number}">{paragraph("<w:lastRenderedPageBreak/>", said(text), call)}'
        "</w:footnote>"
        for number, text in ((2, "En insertion."), (3, "Rayée"))
    )
    ends = f'<w:endnote w:id="2">{paragraph(said("Dernière note."))}</w:endnote>'
    content = zipped(
        {
            "word/document.xml": word_xml(body + struck),
            "word/footnotes.xml": word_part("footnotes", notes),
            "word/endnotes.xml": word_part("endnotes", ends),
        }
    )
    assert [line for line in pages(content)[0].splitlines() if line] == [
        "Le titulaire emploie du personnel.",
        "Marché réservé",
        "En insertion.",
        "Fin",
        "Dernière note.",
    ]


def test_headers_of_a_docx_begin_its_first_page_and_footers_end_its_last_once() -> None:
    parts = {
        "header1.xml": "Marché réservé (article L2113-12)",
        "header10.xml": "Lot 2",
        "header2.xml": "Marché réservé (article L2113-12)",
        "footer1.xml": "Page 3",
        "footer2.xml": "12",
    }
    others = {
        f"word/{name}": word_part("hdr", paragraph(said(text))) for name, text in parts.items()
    }
    apart = "<w:p><w:r><w:t>Ville</w:t><w:ptab/><w:t>Marché réservé</w:t></w:r></w:p>"
    assert pages(docx([""], {"word/header.xml": word_part("hdr", apart)})) == (
        "Ville Marché réservé",
    )
    assert pages(docx(["Cahier", f"fin\f{CLAUSE}"], others)) == (
        "Marché réservé (article L2113-12)\n\nLot 2\n\nCahier\nfin",
        f"{CLAUSE}\n\nPage 3",
    )


def test_of_a_docx_what_was_moved_is_read_where_it_is_now() -> None:
    moved = "<w:p><w:moveFrom><w:r><w:t>ici</w:t></w:r></w:moveFrom><w:r><w:t>là</w:t></w:r></w:p>"
    assert pages(zipped({"word/document.xml": word_xml(moved)})) == ("là",)


def test_a_damaged_part_of_a_docx_is_said() -> None:
    assert "XML illisible" in why(docx([CLAUSE], {"word/footer1.xml": b"<w:ftr"}))


def test_an_opendocument_text_is_read_with_what_stands_beside_it() -> None:
    note = (
        '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation>'
        "<text:note-body><text:p>En insertion.</text:p></text:note-body></text:note>"
    )
    box = "<draw:frame><draw:text-box><text:p>Marché réservé</text:p></draw:text-box></draw:frame>"
    struck = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>Rayé</text:p>"
        "</text:deletion></text:changed-region></text:tracked-changes>"
    )
    body = (
        f"{struck}<text:h>Cahier</text:h>\n  <text:p>Le\n <text:span>titu</text:span>laire{box}"
        f'<text:s text:c="99999999"/>emploie{note} du<text:tab/>personnel.'
        "<office:annotation><text:p>Avis de l’auteur</text:p></office:annotation></text:p>"
        "<table:table><table:table-row><table:table-cell><text:p>case</text:p></table:table-cell>"
        "</table:table-row></table:table>"
        "<text:p>fin<text:line-break/>de<text:soft-page-break/>page</text:p>"
    )
    header = "<style:header><text:p>Ville d’Exemple</text:p></style:header>"
    styles = odf_xml(
        "document-styles",
        f"<office:master-styles><style:master-page>{header}<style:footer><text:p>Pied</text:p>"
        "</style:footer></style:master-page></office:master-styles>",
    )
    first, last = pages(odt(body, {"styles.xml": styles}))
    assert [line for line in first.splitlines() if line] == [
        "Ville d’Exemple",
        "Cahier",
        "Le titulaire emploie du personnel.",
        "Marché réservé",
        "En insertion.",
        "case",
        "fin",
        "de",
    ]
    assert last == "page\n\nPied"


def test_an_rtf_is_read_with_what_stands_beside_it() -> None:
    body = (
        r"{\header\pard Ville d’Exemple\par}{\footer\pard 3\par}"
        r"{\*\generator Inconnu;}\pard Le titu{\b laire}{\footnote\pard En insertion.\par}"
        r"{\shp{\*\shpinst{\sp{\sn posh}{\sv 1}}{\shptxt\pard March\'e9 r\'e9serv\'e9\par}}"
        r"{\shprslt{\do March\'e9 r\'e9serv\'e9}}} emploie{\deleted  ou pas} du\tab personnel.\par"
        "\n"
        r"{\pict\wmetafile8 0102030405}{\object{\*\objdata 0102}{\result objet}}\line "
        r"{\field{\*\fldinst HYPERLINK}{\fldrslt lien}}\{x\}\~\'80\u-10179?\u-8704?\par"
        r"\bin4 {{{{fin\cell autre\row"
    )
    assert [line for line in pages(rtf(body))[0].splitlines() if line] == [
        "Ville d’Exemple",
        "Le titulaire emploie du personnel.",
        "En insertion.",
        "Marché réservé",
        "objet",
        "lien{x}\u00a0€😀",
        "fin",
        "autre",
    ]


def test_of_a_web_page_whose_main_part_says_nothing_the_rest_is_read() -> None:
    page = f"<html><article>Publicité</article><div>{LONG * 3}</div></html>"
    assert CLAUSE in pages(page.encode())[0]


def test_of_a_web_page_the_main_part_is_read() -> None:
    page = (
        "<!DOCTYPE html><html><head><title>t</title><style>x{}</style></head><body><nav>Menu</nav>"
        f"<main><h1>Avis</h1><script>alert(1)</script><p>{LONG * 3}</p>"
        "<ul><li>un<li><b>deu</b>x<br>trois</ul></main>"
        "<footer>Pied</footer></body></html>"
    )
    (text,) = pages(page.encode())
    assert text.startswith(f"Avis\n{LONG.strip()}")
    assert text.endswith("un\ndeux\ntrois")
    for left in ("Menu", "alert", "Pied", "x{}"):
        assert left not in text
    assert "copier le texte" in why(b"<html><body><p>Veuillez patienter</p></body></html>")


@pytest.mark.parametrize(
    "begins",
    [
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0">',
        "<!-- page inventée -->\n",
        "<!DOCTYPE html>",
    ],
)
def test_a_web_page_is_one_whatever_stands_before_it_and_around_its_text(begins: str) -> None:
    head = "<head><title>Avis</title></head>"
    fields = "<select><option>Choix</select><textarea>Saisie</textarea><button>Envoyer</button>"
    page = f"{begins}<html>{head}<body><form><p>{LONG * 3}</p>{fields}</form></body></html>"
    assert pages(page.encode()) == ((LONG * 3).strip(),)


def test_the_title_of_a_page_s_main_part_is_read_and_of_several_articles_each() -> None:
    entry = f"<header><h1>Marché réservé</h1></header><p>{LONG * 3}</p>"
    for page in (f"<main>{entry}</main>", f"<article>{entry}</article>"):
        assert pages(f"<html><header>Site</header>{page}</html>".encode())[0].startswith("Marché")
    (text,) = pages(f"<html><article>{entry}</article><article>Lot 2</article></html>".encode())
    assert text.endswith("Lot 2")


@pytest.mark.parametrize("declared", ["utf-8", "iso-8859-1", "shift_jis", "ansi", "hex", "idna"])
def test_a_web_page_is_read_whatever_it_says_of_its_letters(declared: str) -> None:
    page = f"<html><head><meta charset='{declared}'></head><p>{LONG * 3}</p></html>"
    assert pages(page.encode()) == ((LONG * 3).strip(),)
    if declared == "utf-8":
        assert pages(page.encode().replace(b"</p>", b"\xff"))[0].endswith("notification. \ufffd")
    else:
        assert pages(page.encode("cp1252")) == ((LONG * 3).strip(),)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_text_is_read_in_its_encoding(encoding: str) -> None:
    assert pages(f"{CLAUSE}\r\nFin".encode(encoding)) == (f"{CLAUSE}\nFin",)


def test_an_archive_gives_its_documents_and_says_what_it_holds_besides() -> None:
    content = zipped(
        {
            "DCE/RC.pdf": pdf([CLAUSE]),
            "../../etc/CCAP.docx": docx([CLAUSE]),
            "prix.xlsx": zipped({"xl/workbook.xml": b"<w/>"}),
            "autre.zip": zipped({"a.txt": b"a"}),
            "macro.docm": docx([CLAUSE], {"word/vbaProject.bin": b"x"}),
            "plan.dwg": b"AC1032",
            "vide.txt": b"",
        }
    )
    outcome = read(content)
    assert [one.name for one in outcome.documents] == ["RC.pdf", "CCAP.docx"]
    said = {one.name: one.why.replace("\u00a0", " ") for one in outcome.unread}
    assert said == {
        "prix.xlsx": "tableur ou présentation : enregistrer en PDF",
        "autre.zip": "archive dans une archive : l’ouvrir, et choisir ses fichiers",
        "macro.docm": "document à macros, jamais ouvert",
        "plan.dwg": "plan : aucun texte à lire",
        "vide.txt": "fichier vide",
    }


@pytest.mark.parametrize("packed", [ZIP_STORED, ZIP_DEFLATED])
def test_an_archive_is_one_whatever_its_first_file_begins_with(packed: int) -> None:
    outcome = read(zipped({"RC.pdf": pdf([CLAUSE]), "CCAP.pdf": pdf([CLAUSE])}, packed))
    assert [one.name for one in outcome.documents] == ["RC.pdf", "CCAP.pdf"]


@pytest.mark.parametrize("packed", [ZIP_BZIP2, ZIP_LZMA])
def test_of_an_archive_what_is_packed_in_another_way_is_said(packed: int) -> None:
    assert "autre façon" in why(zipped({"a.txt": CLAUSE.encode()}, packed))


def test_every_document_beyond_those_that_are_read_is_named() -> None:
    outcome = read(zipped({f"{number}.txt": CLAUSE.encode() for number in range(30)}))
    assert len(outcome.documents) == limits.MOST_DOCUMENTS
    assert [one.name for one in outcome.unread] == [f"{number}.txt" for number in range(20, 30)]


def test_a_docx_whose_main_part_has_a_number_is_read_and_other_packages_are_refused() -> None:
    types = {"[Content_Types].xml": b"<Types/>"}
    main = word_xml(paragraph(said(CLAUSE)))
    assert pages(zipped(types | {"word/document2.xml": main})) == (CLAUSE,)
    assert "n’est pas un texte" in why(zipped(types | {"visio/document.xml": b"<x/>"}))


def test_an_encrypted_entry_is_said() -> None:
    content = bytearray(zipped({"secret.txt": b"clause"}))
    central = content.index(b"PK\x01\x02")
    content[6] |= 1
    content[central + 8] |= 1
    assert why(bytes(content)) == "protégé par un mot de passe"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "fichier vide"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ancien format"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "mot de passe"),
        (b"MZ\x90\x00", "programme"),
        (b"\x7fELF\x02", "programme"),
        (b"#!/bin/sh\necho", "programme"),
        (b"{\\rtf1 {", "incomplet"),
        (rb"{\rtf1{\info rien}}", "sans texte"),
        (b"{\\rtf1" + b"{" * 2_000, "trop profond"),
        (b"Rar!\x1a\x07", "archive qui n’est pas un ZIP"),
        (b"\x1f\x8b\x08", "archive qui n’est pas un ZIP"),
        (b"\x89PNG\r\n\x1a\n", "image"),
        (b"\x00\x01\x02\x03", "format inconnu"),
        (b"PK\x03\x04 et rien", "archive endommagée"),
        (b"%PDF-1.7\nrien", "endommagé ou incomplet"),
        (zipped({}), "archive vide"),
        (docx([CLAUSE], {"word/vbaProject.bin": b"x"}), "à macros"),
        (docx([CLAUSE], {"customUI/VBAPROJECT.BIN": b"x"}), "à macros"),
        (docx([""]), "sans texte"),
        (zipped({"mimetype": b"application/vnd.oasis", "content.xml": b"<x/>"}), "OpenDocument"),
        (odt("<text:p>a</text:p>", {"Basic/Standard/m.xml": b"x"}), "à macros"),
        (
            odt("", {"META-INF/manifest.xml": b"<manifest:encryption-data/>", "content.xml": b"x"}),
            "mot de passe",
        ),
        (odt("<text:p/>"), "sans texte"),
        (zipped({"mimetype": ODT_TYPE, "content.xml": b"<x"}), "XML illisible"),
        (odt("", {"content.xml": b'<!DOCTYPE x [<!ENTITY a "ha">]><x>&a;</x>'}), "DTD"),
        (zipped({"word/document.xml": b"<w:document"}), "XML illisible"),
    ],
)
def test_what_is_not_read_says_why(content: bytes, reason: str) -> None:
    assert reason in why(content)


def test_a_kind_is_told_by_what_the_file_holds() -> None:
    assert kind_of_content(b"\n\n%PDF-1.4") == "pdf"
    assert kind_of_content(b"\xef\xbb\xbf <!doctype HTML>") == "html"
    assert kind_of_content("Règlement".encode("cp1252")) == "text"
    assert read(pdf([CLAUSE]), "CCAP.exe").documents[0].name == "CCAP.exe"


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("C:\\Dossier\\CCAP.pdf", "CCAP.pdf"),
        ("../../etc/passwd", "passwd"),
        ("a\x00b\n\u202ec<i>.pdf", "abci.pdf"),
        ("", "document"),
        ("/", "document"),
        ("é" * 300 + ".pdf", "é" * 91 + "…" + "éééé.pdf"),
    ],
)
def test_a_name_is_shown_and_never_a_path(given: str, name: str) -> None:
    assert file_name(given) == name


def test_a_file_is_remembered_by_its_name_as_it_is_shown() -> None:
    find = find_of([GivenFile("../a\x00\u202e.pdf", b"x")], Outcome())
    assert [(one.name, one.size) for one in find.files] == [("a.pdf", 1)]


def test_words_cut_at_a_line_end_are_whole_again() -> None:
    assert tidy("l’inser\x02\r\ntion\x00 des\tpublics\f") == "l’insertion des publics"
    assert tidy("l’inser\u00ad\ntion, l’in\u00adser\u200btion\ufeff") == "l’insertion, l’insertion"
    assert tidy("a\n \n\n \nb") == "a\n\nb"


def test_each_kind_is_read_by_a_child_that_opens_nothing() -> None:
    page = f"<html><meta charset='iso-8859-15'><main><p>{LONG * 3}</p></main>"
    given = {
        "RC.pdf": pdf([CLAUSE]),
        "é.docx": docx([CLAUSE]),
        "a.zip": zipped(
            {
                "dossier/é.txt": CLAUSE.encode("cp1252"),
                "d.odt": odt(f"<text:p>{CLAUSE}</text:p>"),
                "e.rtf": rtf(CLAUSE),
            }
        ),
        "b.html": page.replace("’", "'").encode("iso-8859-15"),
        "c.txt": CLAUSE.encode("utf-16"),
    }
    outcome = read_files([GivenFile(name, content) for name, content in given.items()])
    assert outcome.unread == ()
    assert [one.name for one in outcome.documents] == [
        "RC.pdf",
        "é.docx",
        "é.txt",
        "d.odt",
        "e.rtf",
        "b.html",
        "c.txt",
    ]
    assert all("140 heures" in one.pages[0] for one in outcome.documents)


def test_files_are_read_each_in_a_process_and_bounded_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    texts = [GivenFile("RC.pdf", pdf([CLAUSE])), GivenFile("b.png", b"\x89PNG")]
    outcome = read_files(texts)
    assert [one.pages for one in outcome.documents] == [(CLAUSE,)]
    assert [one.name for one in outcome.unread] == ["b.png"]
    with pytest.raises(NothingRead, match="20 Mio"):
        read_files([GivenFile("a", b"x" * (limits.MOST_BYTES + 1))])
    numbers = count()

    def long(name: str, _: bytes) -> Outcome:
        text = "a" * (limits.MOST_CHARACTERS // 3)
        return Outcome(documents=(Document(name=f"{name}{next(numbers)}", pages=(text,)),))

    monkeypatch.setattr(extraction, "read_file", long)
    outcome = read_files([GivenFile("x", b"a")] * 5)
    assert [one.name for one in outcome.documents] == ["x0", "x1", "x2"]
    assert "en tout" in outcome.unread[0].why


def test_who_reads_opens_no_file_and_no_connection() -> None:
    tried = (
        "import socket, sys\n"
        "from veille.app.finds.child import confine, load\n"
        "load(); confine()\n"
        "for opens in (lambda: open('/etc/passwd'), socket.socket):\n"
        "    try: opens()\n"
        "    except OSError as error: sys.stdout.write(f'{error.errno} ')\n"
    )
    done = subprocess.run((sys.executable, "-c", tried), capture_output=True, check=True)
    assert done.stdout.decode().split() == [str(errno.EMFILE)] * 2


def test_a_child_that_dies_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    for script, reason in (
        ("import os, signal; os.kill(os.getpid(), signal.SIGPROF)", "calcul"),
        ("raise SystemExit(3)", "mémoire"),
        ("print('rien')", "interrompue"),
    ):
        monkeypatch.setattr(extraction, "READ", (extraction.READ[0], "-c", script))
        assert reason in read_file("a.pdf", b"").unread[0].why
