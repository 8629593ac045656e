"""The shape that pages of the AWS engine are known by, and how a live page differs from it.

The shape was recorded from public descriptions, never from the site itself: the first thing to do
with a live page is to compare it (``veille source check aws``).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from bs4 import Tag

from spiders.parsers.aws_labels import FIELDS, LEFT, TEXTS
from spiders.parsers.aws_page import soup_of
from spiders.parsers.aws_rubrics import rubrics_of

PageKind = Literal["list", "notice"]

COMPARED = "gardée pour comparer sa forme"
"""The reason why a check keeps a list that is sound."""

MOST_SAID = 20
"""New names that are said of one page."""

_BLOCK = "div#entity"
_ROOT: Mapping[PageKind, str] = {"list": _BLOCK, "notice": "#AAPCGenere"}
_PARTS: Mapping[PageKind, Mapping[str, str]] = {
    "list": {
        "#nbResultAvis strong": "nombre d’avis",
        _BLOCK: "bloc d’un avis",
        f"{_BLOCK} .affiche_date_avis": "dates",
        f"{_BLOCK} h2.h2-avis": "acheteur",
        f"{_BLOCK} #titre_box": "objet",
        f"{_BLOCK} a[href*='/Annonces/MPI-pub-']": "lien vers l’avis",
    },
    "notice": {
        "#AAPCGenere": "bloc de l’avis",
        "#AAPCGenere td[valign=top] b": "acheteur",
        "#AAPCGenere table.AW_TableM": "tableau des rubriques",
    },
}
_OFTEN: Mapping[PageKind, Mapping[str, str]] = {
    "list": {f"{_BLOCK} .ref-acheteur": "référence", "a[href*=pager_]": "pages suivantes"},
    "notice": {"a[href*='type=DCE']": "dossier de consultation"},
}
_LABELS = {"objet": "Objet", "type de marche": "Type de marché", "mode": "Mode", "offres": "Offres"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What a page is made of: the known ``parts`` that it has, every class (``.x``) and id

    (``#x``) in its blocks, the labels of its rubrics. ``empty`` is a list without results.
    """

    kind: PageKind
    parts: frozenset[str]
    names: tuple[str, ...] = ()
    labels: Mapping[str, str]
    empty: bool = False


def shape_of(content: bytes, kind: PageKind) -> Shape:
    """The shape of a page.

    Raises:
        UnreadablePayload: it is larger than any page of the site.
    """
    soup = soup_of(content)
    parts = [part for part in (*_PARTS[kind], *_OFTEN[kind]) if soup.select_one(part) is not None]
    roots = soup.select(_ROOT[kind], limit=MOST_SAID)
    said = soup.select_one("#nbResultAvis strong")
    labels = (
        {one.key: one.label for root in roots for one in rubrics_of(root)}
        if kind == "notice"
        else {}
    )
    return Shape(
        kind=kind,
        parts=frozenset(parts),
        names=tuple(dict.fromkeys(name for root in roots for name in _names(root))),
        labels=labels,
        empty=said is not None and said.get_text().strip() == "0",
    )


def differences(shape: Shape) -> tuple[str, ...]:
    """What differs from the recorded shape, a line of French each; none where nothing does."""
    kind = shape.kind
    expected = {} if shape.empty else _PARTS[kind]
    lines = [f"absent : {part} ({what})" for part, what in expected.items() if _lacks(shape, part)]
    lines += [
        f"non vu sur cette page : {part} ({what})"
        for part, what in ({} if shape.empty else _OFTEN[kind]).items()
        if _lacks(shape, part)
    ]
    if kind == "notice":
        lines += [
            f"rubrique absente : {_LABELS[key]}" for key in _LABELS if key not in shape.labels
        ]
        known = {*FIELDS, *TEXTS, *LEFT, ""}
        new = [label for key, label in shape.labels.items() if key not in known]
        lines += [f"rubrique nouvelle : {label[:80]}" for label in new[:MOST_SAID]]
    strange = [name for name in shape.names if name not in _recorded(kind)]
    lines += [f"nom nouveau : {name[:80]}" for name in strange[:MOST_SAID]]
    return tuple(lines)


@cache
def _recorded(kind: PageKind) -> frozenset[str]:
    """The classes and ids of the recorded shape, one a line."""
    path = files(__package__) / "names" / f"aws_{kind}.txt"
    return frozenset(path.read_text(encoding="utf-8").split())


def _lacks(shape: Shape, part: str) -> bool:
    return part not in shape.parts


def _names(root: Tag) -> Iterator[str]:
    """The ids and classes of an element and of all below it."""
    for tag in (root, *root.find_all(True, limit=2_000)):
        if identity := tag.get("id"):
            yield f"#{identity}"
        yield from (f".{name}" for name in tag.get_attribute_list("class") if name)
