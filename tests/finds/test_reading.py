"""What each kind of file gives: documents with their pages, or why it is not read."""

import errno
import subprocess
import sys
from itertools import count

import pytest

from scripts.invented_documents import CLAUSE, docx, pdf, word_xml, zipped
from veille.app.finds import extraction, limits
from veille.app.finds.extraction import GivenFile, NothingRead, read_file, read_files
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
        (b"MZ\x90\x00", "programme"),
        (b"\x7fELF\x02", "programme"),
        (b"#!/bin/sh\necho", "programme"),
        (b"{\\rtf1", "RTF"),
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


def test_words_cut_at_a_line_end_are_whole_again() -> None:
    assert tidy("l’inser\x02\r\ntion\x00 des\tpublics\f") == "l’insertion des publics"
    assert tidy("a\n \n\n \nb") == "a\n\nb"


def test_each_kind_is_read_by_a_child_that_opens_nothing() -> None:
    page = f"<html><meta charset='iso-8859-15'><main><p>{LONG * 3}</p></main>"
    given = {
        "RC.pdf": pdf([CLAUSE]),
        "é.docx": docx([CLAUSE]),
        "a.zip": zipped({"dossier/é.txt": CLAUSE.encode("cp1252")}),
        "b.html": page.replace("’", "'").encode("iso-8859-15"),
        "c.txt": CLAUSE.encode("utf-16"),
    }
    outcome = read_files([GivenFile(name, content) for name, content in given.items()])
    assert outcome.unread == ()
    assert [one.name for one in outcome.documents] == [
        "RC.pdf",
        "é.docx",
        "é.txt",
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
