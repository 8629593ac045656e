"""Files made to break or to hold whoever reads them: small, built here, the same at every run."""

import struct
import zlib

from scripts.invented_documents import (
    docx,
    pdf,
    pdf_of,
    stream,
    word_part,
    word_xml,
    zipped,
)

_MEBIBYTE = 1 << 20
_PAGES = b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>"
_CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def deflated(block: bytes, times: int) -> bytes:
    """A zlib stream that gives ``block`` so many times, made without holding it."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    once = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    return b"\x78\xda" + once * times + b"\x03\x00" + struct.pack(">I", 1)


def _page(contents: bytes, more: bytes = b"") -> bytes:
    font = b"/Resources << /Font << /F1 5 0 R >> /XObject << /X 6 0 R >> >>"
    return b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] %s /Contents %s %s >>" % (
        font,
        contents,
        more,
    )


def _one_page(content: bytes, more: bytes = b"", *others: bytes) -> bytes:
    return pdf_of([_CATALOG, _PAGES, _page(b"4 0 R", more), content, _FONT, *others])


def _drawing(drawn: bytes, other: int) -> bytes:
    """A drawing whose ``X`` is another object."""
    head = b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length %d" % len(drawn)
    resources = b"/Resources << /XObject << /X %d 0 R >> >>" % other
    return b"%s %s >>\nstream\n%s\nendstream" % (head, resources, drawn)


def flate_bomb() -> bytes:
    """A content stream that unpacks to 2 GiB of nothing."""
    packed = deflated(b" " * _MEBIBYTE, 2048)
    head = b"<< /Length %d /Filter /FlateDecode >>" % len(packed)
    return _one_page(b"%s\nstream\n%s\nendstream" % (head, packed))


def flate_twice() -> bytes:
    """The same packed twice: a few kilobytes."""
    packed = zlib.compress(deflated(b" " * _MEBIBYTE, 2048))
    head = b"<< /Length %d /Filter [/FlateDecode /FlateDecode] >>" % len(packed)
    return _one_page(b"%s\nstream\n%s\nendstream" % (head, packed))


def giant_page() -> bytes:
    """One page of six million drawn texts."""
    packed = deflated(b"BT /F1 9 Tf (a) Tj ET\n" * 40_000, 150)
    head = b"<< /Length %d /Filter /FlateDecode >>" % len(packed)
    return _one_page(b"%s\nstream\n%s\nendstream" % (head, packed))


def same_content_again_and_again() -> bytes:
    """A page whose contents are one stream, fifty thousand times."""
    one = stream(b"BT /F1 9 Tf (texte) Tj ET\n" * 4_000)
    kids = b"[%s]" % b" ".join([b"4 0 R"] * 50_000)
    return pdf_of([_CATALOG, _PAGES, _page(kids), one, _FONT])


def recursive_pages() -> bytes:
    """A page tree that holds itself, and says to have a billion pages."""
    pages = b"<< /Type /Pages /Count 1000000000 /Kids [2 0 R 2 0 R] >>"
    return pdf_of([_CATALOG, pages])


def recursive_drawing() -> bytes:
    """A drawing that draws itself twice."""
    drawn = b"/X Do /X Do"
    return _one_page(stream(drawn), b"", _drawing(drawn, 6))


def drawings_in_drawings() -> bytes:
    """Thirty drawings, each of which draws the next one ten times."""
    forms = [_drawing(b"/X Do " * 10, number + 1) for number in range(6, 36)]
    return _one_page(stream(b"/X Do"), b"", *forms)


def many_objects() -> bytes:
    """Half a million objects that say nothing, and no list of them: they are to be looked for."""
    start = pdf_of([_CATALOG, _PAGES]).partition(b"xref")[0]
    objects = b"".join(b"%d 0 obj\n[]\nendobj\n" % number for number in range(3, 500_000))
    return start + objects + b"trailer << /Root 1 0 R >>\n"


def many_pages() -> bytes:
    """More pages than are read."""
    return pdf([""] * 700)


def much_text() -> bytes:
    """Five hundred pages of the same long text."""
    text = stream(b"BT /F1 9 Tf " + b"(le titulaire du lot) Tj " * 400 + b"ET")
    kids = b" ".join(b"%d 0 R" % number for number in range(6, 506))
    pages = b"<< /Type /Pages /Count 500 /Kids [%s] >>" % kids
    return pdf_of([_CATALOG, pages, b"null", text, _FONT, *([_page(b"4 0 R")] * 500)])


def wide_font_map() -> bytes:
    """A font that says what every character is, several thousand times over."""
    ranges = b"1 beginbfrange <0000> <ffff> <0000> endbfrange\n" * 20_000
    font = b"<< /Type /Font /Subtype /Type0 /BaseFont /F /Encoding /Identity-H /ToUnicode 6 0 R >>"
    drawn = stream(b"BT /F1 9 Tf <0041004200430044> Tj ET")
    return pdf_of([_CATALOG, _PAGES, _page(b"4 0 R"), drawn, font, stream(ranges)])


def encrypted() -> bytes:
    """A PDF that wants a password."""
    key = b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>" % (b"41" * 32, b"42" * 32)
    objects = [_CATALOG, _PAGES, _page(b"4 0 R"), stream(b"BT ET"), _FONT, key]
    return pdf_of(objects, b"/Encrypt 6 0 R /ID [<00112233> <00112233>]")


def truncated() -> bytes:
    """The first third of a PDF."""
    whole = pdf(["Un texte qui n’ira pas jusqu’à sa fin."] * 3)
    return whole[: len(whole) // 3]


def zip_bomb() -> bytes:
    """A file of 100 MiB in an archive of 100 kB."""
    return zipped({"CCAP.txt": b" " * (100 * _MEBIBYTE)})


def zip_of_bombs() -> bytes:
    """Three hundred files, each just small enough for one."""
    one = zipped({"a.txt": b"clause " * (_MEBIBYTE // 7)})
    return zipped({f"{number}.zip": one for number in range(300)} | {"b.txt": b" " * _MEBIBYTE})


def many_entries() -> bytes:
    """An archive of thousands of files."""
    return zipped({f"{number}.txt": b"" for number in range(5_000)})


def billion_laughs() -> bytes:
    """A DOCX whose entities call each other."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    doctype = f'<!DOCTYPE d [<!ENTITY l0 "lol">{laughs}]>'.encode()
    head, _, body = word_xml("<w:p><w:r><w:t>&l9;</w:t></w:r></w:p>").partition(b"?>")
    return zipped({"word/document.xml": head + b"?>" + doctype + body})


def outside_entity() -> bytes:
    """A DOCX that wants a file of the machine."""
    doctype = b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    head, _, body = word_xml("<w:p><w:r><w:t>&x;</w:t></w:r></w:p>").partition(b"?>")
    return zipped({"word/document.xml": head + b"?>" + doctype + body})


def huge_docx() -> bytes:
    """A DOCX whose text is 30 MiB."""
    return docx(["a" * (30 * _MEBIBYTE)])


def deep_docx() -> bytes:
    """Elements within elements, a hundred thousand deep."""
    return zipped({"word/document.xml": word_xml("<w:p>" * 100_000)})


def notes_that_call_each_other() -> bytes:
    """A DOCX of five thousand notes, each of which calls the next, a hundred times over."""
    calls = "".join(f'<w:footnoteReference w:id="{number}"/>' for number in range(5_000))
    notes = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:r><w:t>note</w:t>'
        f'<w:footnoteReference w:id="{number + 1}"/></w:r></w:p></w:footnote>'
        for number in range(5_000)
    )
    body = word_xml(f"<w:p><w:r>{calls * 100}</w:r></w:p>")
    return zipped({"word/document.xml": body, "word/footnotes.xml": word_part("footnotes", notes)})


def many_headers() -> bytes:
    """A DOCX of hundreds of headers."""
    one = word_part("hdr", "<w:p><w:r><w:t>en-tête</w:t></w:r></w:p>" * 400)
    headers = {f"word/header{number}.xml": one for number in range(400)}
    return docx(["texte"], headers)


def wordy_rtf() -> bytes:
    """An RTF of nine million commands and not a letter."""
    return b"{\\rtf1" + b"\\b" * (9 * _MEBIBYTE) + b"}"


def long_rtf() -> bytes:
    """An RTF of eight million letters, every other one written as four."""
    return b"{\\rtf1 " + b"\\'e9a" * (4 * _MEBIBYTE - 4) + b"}"


def deep_page() -> bytes:
    """A web page of boxes within boxes."""
    return b"<html><body>" + b"<div>" * 300_000 + b"texte"


def long_page() -> bytes:
    """A web page that is too long."""
    return b"<html><body><p>" + b"texte " * 500_000


REFUSED = {
    "bombe Flate": flate_bomb,
    "deux fois Flate": flate_twice,
    "page géante": giant_page,
    "même contenu": same_content_again_and_again,
    "pages en boucle": recursive_pages,
    "dessin en boucle": recursive_drawing,
    "dessins emboîtés": drawings_in_drawings,
    "objets sans fin": many_objects,
    "trop de pages": many_pages,
    "trop de texte": much_text,
    "chiffré": encrypted,
    "tronqué": truncated,
    "bombe ZIP": zip_bomb,
    "archive de bombes": zip_of_bombs,
    "archive de milliers": many_entries,
    "entités": billion_laughs,
    "entité extérieure": outside_entity,
    "DOCX énorme": huge_docx,
    "DOCX profond": deep_docx,
    "en-têtes sans fin": many_headers,
    "RTF bavard": wordy_rtf,
    "RTF trop long": long_rtf,
    "page web profonde": deep_page,
    "page web trop longue": long_page,
}
"""What must be refused, and quickly."""

HARMLESS = {
    "table de caractères": wide_font_map,
    "notes en chaîne": notes_that_call_each_other,
}
"""What may be read or not, but never holds the reader."""
