"""Names and texts from files, made safe to keep: nothing else of them is changed."""

import re
import unicodedata

from veille.core.documents import FORM_FEED

LONGEST_NAME = 100

_LINE_END = re.compile("\r\n?|[\x0b\x85\u2028\u2029]")
# Controls, lone surrogates, characters that are none: no database takes the first two.
_FORBIDDEN = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_HYPHEN_AT_LINE_END = re.compile("[\x02\ufffe\u00ad]\n?")
"""How the reader of PDF marks a word that was cut at the end of a line; and where one may be."""
_NOTHING = re.compile("[\u200b\u2060\ufeff]")
"""Characters without width, within words for a browser's sake: no rule would know the word."""
_BLANK_LINES = re.compile(r"\n[ \n]*\n")


def tidy(text: str) -> str:
    """One page of text: line ends, no control, no form feed, words cut at line ends whole again."""
    text = _LINE_END.sub("\n", text)
    text = _NOTHING.sub("", _HYPHEN_AT_LINE_END.sub("", text))
    text = _FORBIDDEN.sub("", text).replace("\t", " ").replace(FORM_FEED, "\n")
    return _BLANK_LINES.sub("\n\n", text).strip()


def file_name(given: str) -> str:
    """The last part of a path, on one line, without hidden characters; never used as a path."""
    last = re.split(r"[/\\]", given)[-1]
    shown = "".join(
        char for char in last if unicodedata.category(char)[0] != "C" and char not in "<>"
    )
    shown = " ".join(shown.split())
    if len(shown) <= LONGEST_NAME:
        return shown or "document"
    return f"{shown[: LONGEST_NAME - 9]}…{shown[-8:]}"
