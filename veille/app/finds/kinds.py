"""What a file is, by what it holds; its name is never asked."""

from typing import Literal

Kind = Literal["pdf", "zip", "html", "rtf", "text"]

_HEADER_WITHIN = 1024  # readers of PDF look for its mark in the first kilobyte
_SNIFFED = 8192
_OLE = b"\xd0\xcf\x11\xe0"
_PASSWORD = "EncryptedPackage".encode("utf-16-le")
"""In what Office makes of a DOCX that is given a password."""
_HTML = (b"<!doctype html", b"<html", b"<head", b"<body")

# What is known by its first bytes and never read, with the reason that staff are given.
_REFUSED: tuple[tuple[bytes, str], ...] = (
    (
        _OLE,
        "ancien format de Word ou d’Excel (.doc, .xls) : enregistrer en PDF ou DOCX",
    ),
    (b"MZ", "programme, jamais ouvert"),
    (b"\x7fELF", "programme, jamais ouvert"),
    (b"#!", "programme, jamais ouvert"),
    (b"Rar!", "archive qui n’est pas un ZIP"),
    (b"7z\xbc\xaf", "archive qui n’est pas un ZIP"),
    (b"\x1f\x8b", "archive qui n’est pas un ZIP"),
    (b"\x89PNG", "image : aucun texte à lire"),
    (b"\xff\xd8\xff", "image : aucun texte à lire"),
    (b"GIF8", "image : aucun texte à lire"),
    (b"II*\x00", "image : aucun texte à lire"),
    (b"MM\x00*", "image : aucun texte à lire"),
    (b"AC10", "plan : aucun texte à lire"),
)
_MARKS_OF_TEXT = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def kind_of_content(content: bytes) -> Kind | str:
    """One of the kinds that are read, else why it is not, in French."""
    if not content:
        return "fichier vide"
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"  # before PDF, whose mark is near the start where the first file is not packed
    if b"%PDF-" in content[:_HEADER_WITHIN]:
        return "pdf"
    if content.startswith(_OLE) and _PASSWORD in content:
        return "protégé par un mot de passe"
    if content.startswith(b"{\\rtf"):
        return "rtf"
    for mark, why in _REFUSED:
        if content.startswith(mark):
            return why
    start = content[:_SNIFFED]
    if _is_web_page(start):
        return "html"
    if start.startswith(_MARKS_OF_TEXT) or _is_printable(start):
        return "text"
    return "format inconnu : PDF, DOCX, ODT, RTF, ZIP ou texte attendu"


def _is_web_page(start: bytes) -> bool:
    """Whether a page begins here, or within the first kilobyte after a prologue or a comment."""
    folded = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if folded.startswith((b"<?xml", b"<!--")):
        return any(mark in folded[:_HEADER_WITHIN] for mark in _HTML)
    return folded.startswith(_HTML)


def _is_printable(start: bytes) -> bool:
    return not any(byte < 0x20 and byte not in b"\t\n\r\f" for byte in start)
