"""A content as quoted-printable with one reader's personal fields, encoded once for all readers."""

from binascii import b2a_qp
from collections.abc import Callable, Mapping
from functools import lru_cache

from veille.core.personal_fields import pieces

_CONTENTS_KEPT = 32
_GOES_ON = "~"
_SOFT_BREAK = b"=\r\n"


def quoted_printable(
    text: str, values: Mapping[str, str], value_of: Callable[[str, Mapping[str, str]], str]
) -> bytes:
    """The lines of ``text``, at most 76 characters each, with its placeholders filled.

    ``value_of`` gives the value of a placeholder as the content shows it.

    Raises:
        PersonalFieldError: a placeholder is not in the list or has no value.
    """
    words = _encoded(text)
    return b"".join(
        _unended(value_of(piece, values)) if isinstance(piece, str) else piece for piece in words
    )


@lru_cache(maxsize=_CONTENTS_KEPT)
def _encoded(text: str) -> tuple[bytes | str, ...]:
    """The words of a content, encoded, and the names of its placeholders, by turns."""
    *turns, last = pieces(text)
    found: list[bytes | str] = [
        piece if index % 2 else _unended(piece) for index, piece in enumerate(turns)
    ]
    return (*found, _lines(last))


def _unended(text: str) -> bytes:
    """Text after which the same line goes on: it ends with a soft break."""
    if not text:
        return b""
    encoded = _lines(text + _GOES_ON)[: -len(_GOES_ON)]
    # Nothing is left of a last line that held the sign alone: the break is there already.
    return encoded if encoded.endswith(b"\n") else encoded + _SOFT_BREAK


def _lines(text: str) -> bytes:
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    # Other than the library's, this encoder is written in C: a mail holds 100 kB.
    return b2a_qp(lines.encode("utf-8", "replace"), istext=True).replace(b"\n", b"\r\n")
