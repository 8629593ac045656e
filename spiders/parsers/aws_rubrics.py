"""The tables of a notice page: its rubrics in order, and the rows of its lots."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bs4 import Tag

from spiders.parsers.aws_page import flat, lines_of
from spiders.parsers.lots import MAX_LOTS, free_id, leading_number, lot_id
from spiders.parsers.places import places_in
from spiders.parsers.values import amount, cpv
from veille.core.notices import Lot, Value
from veille.core.text import fold

MOST_ROWS = 2_000
_LONGEST_LABEL = 90
SENT = "Publication"
"""The label given to the line that says when the notice was sent, which has none of its own."""
_SENT = re.compile(r"\s*envoi (?:le|du)\s", re.IGNORECASE)
_CPV = re.compile(r"(?<![0-9])([0-9]{8})(?![0-9])")
_LOT_NUMBER = re.compile(r"(?:lot\s*)?n\s?[°º.]\s*([0-9A-Za-z][0-9A-Za-z.\-]{0,9})", re.IGNORECASE)
_DESCRIBED = re.compile(r"^\s*description\s*:\s*", re.IGNORECASE)
_PLACE = re.compile(r"^\s*lieu (?:d['’]exécution|de livraison)[^:]{0,20}:\s*(.{2,200})", re.I)
_MONEY = re.compile(r"[0-9][0-9 \u00a0\u202f.]{0,18}(?:,[0-9]{1,2})?")


@dataclass(frozen=True, slots=True)
class Rubric:
    """A label as it is written (empty where the page has none) and the lines below or beside it."""

    label: str
    lines: tuple[str, ...]

    @property
    def key(self) -> str:
        """The label as the tables of labels have it."""
        return fold(self.label).text.strip(" :")

    @property
    def text(self) -> str:
        """The lines, one under the other."""
        return "\n".join(self.lines)

    @property
    def labelled(self) -> str:
        """The text after its label, where it has one."""
        return f"{self.label} : {self.text}" if self.label else self.text


def rubrics_of(root: Tag) -> list[Rubric]:
    """The rubrics of a page; a row without a label goes on with the rubric above it."""
    found: dict[str, list[str]] = {}
    for label, lines in _rows(root):
        found.setdefault(label, []).extend(lines)
    return [Rubric(label, tuple(lines)) for label, lines in found.items() if lines]


def lots_of(root: Tag) -> tuple[Lot, ...]:
    """The rows under « Lots | Libellé | … »; a table of another head is none."""
    lots: list[Lot] = []
    taken: set[str] = set()
    head: list[Tag] = []
    for row in root.find_all("tr", limit=MOST_ROWS):
        cells = _cells(row)
        if len(cells) > 1 and _is_label(cells[0], "lots"):
            head = cells
        elif head and len(lots) < MAX_LOTS:
            lot = _lot(cells, head, len(lots), taken)
            lots += [lot] if lot is not None else []
    return tuple(lots)


def codes_in(text: str | None) -> tuple[str, ...]:
    """The CPV codes of a text, each once."""
    codes = (cpv(code) for code in _CPV.findall(text or ""))
    return tuple(dict.fromkeys(code for code in codes if code))


def money_in(text: str | None) -> Value | None:
    """The first amount of a text, without VAT."""
    found = _MONEY.search(text or "")
    number = amount(found[0]) if found else None
    return Value(amount=number) if number else None


def _rows(root: Tag) -> Iterator[tuple[str, list[str]]]:
    """(label, lines) of each row that is no row of lots; the label is the last one given."""
    of_rubrics = "AW_TableM" if root.select_one("table.AW_TableM") is not None else None
    label = ""
    for row in root.find_all("tr", limit=MOST_ROWS):
        table = row.find_parent("table")
        if of_rubrics and (table is None or of_rubrics not in (table.get("class") or ())):
            continue
        cells = _cells(row)
        if not cells or row.find("table") is not None or _of_lots(row):
            continue
        head, *others = cells
        name = flat(head) or ""
        if not others and _is_heading(head, name):
            label = name
            continue
        if others and name and len(name) <= _LONGEST_LABEL:
            label = name
        lines = [line for cell in others or cells for line in lines_of(cell)]
        sent = bool(lines) and _SENT.match(lines[0]) is not None
        yield (SENT if sent else label.rstrip(" :")), lines


def _lot(cells: list[Tag], head: list[Tag], index: int, taken: set[str]) -> Lot | None:
    """The lot of a row of « N° 1 | title, description | amount | CPV »."""
    number = _LOT_NUMBER.match(flat(cells[0]) or "") if len(cells) > 1 else None
    if number is None:
        return None
    lines = lines_of(cells[1])
    places = [match[1] for line in lines if (match := _PLACE.match(line))]
    rest = [_DESCRIBED.sub("", line) for line in lines[1:] if not _PLACE.match(line)]
    return Lot(
        id=free_id(lot_id(number[1] or leading_number(lines[0] if lines else None), index), taken),
        title=lines[0] if lines else None,
        description="\n".join(filter(None, rest)) or None,
        cpv=codes_in("\n".join(flat(cell) or "" for cell in cells[2:])),
        places=tuple(spot for line in places for spot in places_in(line)),
        value=_estimate(cells, head),
    )


def _estimate(cells: list[Tag], head: list[Tag]) -> Value | None:
    """The amount under a head in euros, where the row has the cells of its head."""
    if len(cells) != len(head):
        return None
    under = (cell for cell, above in zip(cells, head, strict=True) if "€" in above.get_text())
    return money_in(flat(next(under, None)))


def _cells(row: Tag) -> list[Tag]:
    return row.find_all(["td", "th"], recursive=False)


def _of_lots(row: Tag) -> bool:
    """Whether a row is the head of the lots, or one of them."""
    cells = _cells(row)
    if len(cells) < 2:
        return False
    head = flat(cells[0]) or ""
    return _is_label(cells[0], "lots") or _LOT_NUMBER.fullmatch(head) is not None


def _is_label(cell: Tag, label: str) -> bool:
    return fold(flat(cell) or "").text.strip(" :") == label


def _is_heading(cell: Tag, name: str) -> bool:
    """A cell alone in its row that only names what follows."""
    bold = cell.select_one("b, strong")
    return bool(name) and len(name) <= _LONGEST_LABEL and bold is not None and flat(bold) == name
