"""The text of a notice as HTML that is safe: quotations in ``mark``, what is far from them folded

or, of a text that is too long for that, left out.

Each run of text says at which code point of the notice's own text it begins (``data-de``), so that
what somebody selects can be placed again. That is why no character is taken out: what cannot be
seen is replaced one for one.
"""

import unicodedata
from collections.abc import Iterable

from markupsafe import Markup, escape

from veille.core import french
from veille.core.differing import Kind, Part
from veille.core.documents import page_at
from veille.core.highlighting import Piece, Span, Stretch, pieces, stretches

_HIDDEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
_SPACES = "\t\r\v\f\x85"
_INSTEAD = "\ufffd"

_FOLD = Markup(
    '<details class="fold"><summary>voir tout <small>({length}&nbsp;caractères)</small></summary>'
    "{content}</details>"
)
_LEFT_OUT = Markup('<span class="cut">[… {length}&nbsp;caractères]</span>')
_PAGE = Markup('<span class="cut page">page {page}</span>')
_RUN = Markup('<span data-de="{start}">{text}</span>')
_MARK = Markup('<mark data-de="{start}">{text}</mark>{refs}')
_REF = Markup('<a class="ref" href="#phrase-{ref}" aria-label="phrase {ref}">{ref}</a>')
_PARTS: dict[Kind, Markup] = {
    "same": Markup("{text}"),
    "removed": Markup('<del><span class="visually-hidden">retiré&nbsp;: </span>{text}</del>'),
    "added": Markup('<ins><span class="visually-hidden">ajouté&nbsp;: </span>{text}</ins>'),
    "skipped": Markup(' <span class="skipped">[…]</span> '),
}


def differing(parts: Iterable[Part]) -> Markup:
    """What changed from one text to the next, said in words too for who cannot see it."""
    return Markup("").join(
        _PARTS[part.kind].format(text=escape(same_length(part.text))) for part in parts
    )


def marked(text: str, spans: Iterable[Span], *, cut: bool = False) -> Markup:
    """``text`` with its quotations marked, each followed by the numbers of its sentences.

    ``cut``: of what is far from them only the length is said, and of a document what page it is
    that they stand on.
    """
    every = pieces(text, spans)
    ends = _ends(every)
    found = []
    for stretch in stretches(every):
        length = french.number(stretch.length)
        if cut and stretch.folded:
            found.append(_LEFT_OUT.format(length=length))
            continue
        inner = Markup("").join(_run(piece, ends.get(piece.start, ())) for piece in stretch.pieces)
        if stretch.folded:
            inner = _FOLD.format(length=length, content=inner)
        elif cut and (page := page_at(text, _first(stretch))) is not None:
            inner = _PAGE.format(page=page) + inner
        found.append(inner)
    return Markup("").join(found)


def _first(stretch: Stretch) -> int:
    """Where the first quotation of a stretch begins, or the stretch itself."""
    return next((one for one in stretch.pieces if one.refs), stretch.pieces[0]).start


def same_length(text: str) -> str:
    """``text`` without characters that hide or turn others, each replaced by one that shows."""
    if text.isprintable():
        return text
    return "".join(map(_seen, text))


def _seen(character: str) -> str:
    if character == "\n" or character.isprintable():
        return character
    if character in _SPACES:
        return " "
    return _INSTEAD if unicodedata.category(character) in _HIDDEN else character


def _run(piece: Piece, ending: tuple[int, ...]) -> Markup:
    text = escape(same_length(piece.text))
    if not piece.refs:
        return _RUN.format(start=piece.start, text=text)
    refs = Markup("").join(_REF.format(ref=ref) for ref in ending)
    return _MARK.format(start=piece.start, text=text, refs=refs)


def _ends(cut: Iterable[Piece]) -> dict[int, tuple[int, ...]]:
    """The quotations that end with each piece, by where it starts."""
    found: dict[int, tuple[int, ...]] = {}
    before: Piece | None = None
    for piece in cut:
        if before is not None:
            found[before.start] = tuple(ref for ref in before.refs if ref not in piece.refs)
        before = piece
    if before is not None:
        found[before.start] = before.refs
    return found
