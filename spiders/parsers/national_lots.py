"""Lots of the national forms, each with its own place, value, length, box and texts."""

from spiders.parsers import national
from spiders.parsers.identifiers import unique
from spiders.parsers.jsontree import Tree, child, children, take, text
from spiders.parsers.lots import MAX_LOTS, free_id, leading_number, lot_id, title_and_rest
from spiders.parsers.reading import texts_of
from spiders.parsers.values import months
from veille.core.notices import Declared, Lot, Text

LotReading = tuple[tuple[Lot, ...], tuple[Text, ...], tuple[Declared, ...]]


def read_lots(*parts: Tree) -> LotReading:
    """The lots under ``lots.lot`` or ``lot`` of each part, their texts and their boxes."""
    nodes = [
        node for part in parts for node in (*children(part, "lots", "lot"), *children(part, "lot"))
    ]
    lots: list[Lot] = []
    texts: list[Text] = []
    declared: list[Declared] = []
    taken: set[str] = set()
    for index, node in enumerate(nodes[:MAX_LOTS]):
        lot = _read_lot(node, index, taken)
        lots.append(lot)
        boxes, words = national.reservation(node, lot.id)
        declared += boxes
        texts += words
        texts += _texts(node, lot.id)
    return tuple(lots), tuple(texts), tuple(declared)


def _read_lot(node: Tree, index: int, taken: set[str]) -> Lot:
    title = take(node, "intituleLot", "intitule", "titreLot", "titre")
    description = take(node, "description")
    number = take(node, "numLot", "numeroLot") or leading_number(title or description)
    if not title:
        title, description = title_and_rest(description)
    length = national.period(child(node, "dureeLot") or node)
    found, _ = national.places(node)
    return Lot(
        id=free_id(lot_id(number, index), taken),
        title=title,
        description=description,
        cpv=unique(national.cpv_codes(node)),
        places=found,
        value=national.value(node, "estimationValeur", "valeurEstimee"),
        duration_months=length.months or months(_plain(node, "dureeLot")),
    )


def _texts(node: Tree, lot: str) -> tuple[Text, ...]:
    return (
        *texts_of("criteria", take(node, "criteresAttrib", "criteres"), lot=lot),
        *texts_of("additional", take(node, "informComplementaire", "rensgComplt"), lot=lot),
    )


def _plain(node: Tree, key: str) -> str | None:
    """A field that is sometimes an object and sometimes a bare number, where it is the latter."""
    return take(node, key) if not isinstance(node.get(key), (dict, list)) else text(node.get(key))
