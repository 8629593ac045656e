"""Documents of consultations, invented: small files in the true formats, the same at every run."""

import io
import random
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

CLAUSE = "Le titulaire réserve 140 heures d’insertion à des personnes éloignées de l’emploi."
ODT_TYPE = b"application/vnd.oasis.opendocument.text"
_XML = '<?xml version="1.0" encoding="UTF-8"?>'
_ODF_NAMES = {one: one for one in ("office", "text", "style", "table")} | {"draw": "drawing"}
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
_LINES = 34
_WIDTH = 84
_PROSE = """
le titulaire exécute les prestations prévues au présent cahier selon les ordres de service notifiés
par le pouvoir adjudicateur dans les délais et sous peine de pénalités la réception des travaux de
nettoyage des locaux inventés est prononcée après contrôle de leur qualité
"""
_WORDS = _PROSE.split()


def pdf(pages: Sequence[str], *, by_letter: bool = False) -> bytes:
    """A PDF whose pages hold these lines, in a font that every reader has.

    ``by_letter`` places every letter by itself, as word processors and browsers do.
    """
    kids = b" ".join(b"%d 0 R" % (4 + 2 * index) for index in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(pages), kids),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for index, page in enumerate(pages):
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % (5 + 2 * index)
        )
        objects.append(stream(_drawn(page, by_letter=by_letter)))
    return pdf_of(objects)


def pdf_of(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """A PDF of these objects, numbered from 1; the first is its catalog."""
    out, offsets = bytearray(b"%PDF-1.7\n"), []
    for number, one in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer << /Size %d /Root 1 0 R %s >>\n" % (len(objects) + 1, trailer)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def stream(content: bytes) -> bytes:
    """A stream object, compressed."""
    packed = zlib.compress(content)
    return b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed)


def docx(paragraphs: Sequence[str], others: Mapping[str, bytes] | None = None) -> bytes:
    """A DOCX of these paragraphs; a form feed begins a page as Word last laid it out."""
    body = "".join(f"<w:p>{_runs(one)}</w:p>" for one in paragraphs)
    return zipped({"word/document.xml": word_xml(body), **(others or {})})


def word_xml(body: str) -> bytes:
    """The main part of a DOCX around this body."""
    return word_part("document", f"<w:body>{body}</w:body>")


def word_part(root: str, content: str) -> bytes:
    """A part of a DOCX (``hdr``, ``footnotes``…) around this content."""
    names = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return f'{_XML}<w:{root} xmlns:w="{names}">{content}</w:{root}>'.encode()


def odt(body: str, others: Mapping[str, bytes] | None = None) -> bytes:
    """An OpenDocument text around this body."""
    content = odf_xml(
        "document-content", f"<office:body><office:text>{body}</office:text></office:body>"
    )
    return zipped({"mimetype": ODT_TYPE, "content.xml": content, **(others or {})})


def odf_xml(root: str, content: str) -> bytes:
    """A part of an OpenDocument file."""
    names = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for short, name in _ODF_NAMES.items()
    )
    return f"{_XML}<office:{root} {names}>{content}</office:{root}>".encode()


def rtf(body: str) -> bytes:
    """An RTF file around this body, which is RTF itself; letters beyond ASCII become ``\\uN``."""
    escaped = "".join(one if one.isascii() else f"\\u{ord(one)}?" for one in body)
    fonts = r"{\fonttbl{\f0\fcharset0 Police inventée;}}{\info{\title Titre}}"
    return rf"{{\rtf1\ansi\ansicpg1252\uc1{fonts}{escaped}}}".encode("cp1252")


def zipped(files: Mapping[str, bytes], packed: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP of these files, packed in one of the ways of ``zipfile``."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, _FIRST_DAY), content, packed)
    return out.getvalue()


def long_pages(count: int, clause_on: int) -> list[str]:
    """Pages of about 2,900 characters, one of which, counted from 1, holds ``CLAUSE``."""
    invented = random.Random(count)  # noqa: S311 - words of a sample
    pages = []
    for number in range(1, count + 1):
        lines = [_line(invented) for _ in range(_LINES)]
        if number == clause_on:
            lines[5] = f"Article 7. {CLAUSE}"
        pages.append("\n".join(lines))
    return pages


def _line(invented: random.Random) -> str:
    words: list[str] = []
    while sum(map(len, words)) + len(words) < _WIDTH:
        words.append(invented.choice(_WORDS))
    return " ".join(words)


def _drawn(page: str, *, by_letter: bool) -> bytes:
    lines = b"\n".join(map(_placed if by_letter else _shown, page.splitlines()))
    return b"BT /F1 9 Tf 12 TL 50 800 Td\n%s\nET" % lines


def _shown(line: str) -> bytes:
    return b"(%s) Tj T*" % _escaped(line)


def _placed(line: str) -> bytes:
    return b"[%s] TJ T*" % b" -3 ".join(b"(%s)" % _escaped(letter) for letter in line)


def _escaped(line: str) -> bytes:
    encoded = line.encode("cp1252", "replace").replace(b"\\", b"\\\\")
    return encoded.replace(b"(", b"\\(").replace(b")", b"\\)")


def _runs(paragraph: str) -> str:
    parts = paragraph.split("\f")
    runs = [f'<w:r><w:t xml:space="preserve">{escape(part)}</w:t></w:r>' for part in parts]
    return "<w:r><w:lastRenderedPageBreak/></w:r>".join(runs)
