"""Text as published, made safe to keep: one level of entities, line ends, damaged ligatures.

Nothing else is changed, so that a quotation stays a slice of what the buyer wrote. A text longer
than ``MAX_TEXT`` characters is cut there.
"""

import html
import re

from spiders.parsers.scalars import web_address

MAX_TEXT = 100_000
MAX_LINK = 2_000

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
# Controls and lone surrogates: no database and no UTF-8 file takes them.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_NOT_IN_LINK = re.compile('[\x00-\x20\x7f\ud800-\udfff<>"]')
_LINE_END = re.compile(r"\r\n?")
# « œ » became « ? » in « d'?uvre », « man?uvre »; never inside an address. The escapes are those
# of JSON, for a text that is still encoded.
_BEFORE_LIGATURE = r"(?:^|(?<=[\s'’\"(\-])|(?<=\\[nrt])|(?<=[Mm]an)|(?<=MAN))"
_LOST_LIGATURE = re.compile(rf"{_BEFORE_LIGATURE}\?(?=uvr)")
_LOST_CAPITAL_LIGATURE = re.compile(rf"{_BEFORE_LIGATURE}\?(?=UVR)")


def clean(raw: str) -> str | None:
    """The text, or None where nothing is left of it."""
    text = raw[:MAX_TEXT]
    if "&" in text:
        text = unescape_once(text)
    if not text.isprintable():  # line ends and controls are not
        text = _FORBIDDEN.sub("", _LINE_END.sub("\n", text)).replace("\t", " ")
    if "?" in text:
        text = repair_ligatures(text)
    return text.strip() or None


def one_line(text: str | None) -> str | None:
    """A text that is already clean, without line breaks or runs of space: for names and titles."""
    return " ".join(text.split()) or None if text else None


def link(text: str | None) -> str | None:
    """The address in a text that is already clean (http or https only), or None."""
    address = text if text and len(text) <= MAX_LINK else ""
    if address[:4].lower() == "www.":
        address = f"https://{address}"
    return None if _NOT_IN_LINK.search(address) else web_address(address)


def repair_ligatures(text: str) -> str:
    """``d'?uvre`` as ``d'œuvre``: a letter that the bulletin's own tools lost."""
    if "?uvr" in text:
        text = _LOST_LIGATURE.sub("œ", text)
    return _LOST_CAPITAL_LIGATURE.sub("Œ", text) if "?UVR" in text else text


def unescape_once(text: str) -> str:
    """HTML entities that end with a semicolon, undone once (``&amp;lt;`` gives ``&lt;``)."""
    return _ENTITY.sub(lambda match: html.unescape(match.group()), text)
