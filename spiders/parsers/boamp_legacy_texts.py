"""Texts and boxes of the shape before 2024, and what its corrections change."""

from dataclasses import dataclass
from datetime import datetime

from spiders.parsers.correction_prose import new_deadline, speaks_of_tenders
from spiders.parsers.identifiers import idweb, unique
from spiders.parsers.jsontree import (
    Tree,
    aslist,
    child,
    children,
    inner_keys,
    take,
    take_below,
    text,
    words_below,
)
from spiders.parsers.reading import texts_of
from spiders.parsers.values import moment
from veille.core.notices import Declared, Text

_SELECTION = (
    "CRITERE_SELECTION",
    "SITUATION_JURIDIQUE",
    "CAP_ECO",
    "CAP_ECO_NIVEAU_MINI",
    "CAP_ECO_MARCHE_OUI",
    "CAP_TECH",
    "CAP_TECH_NIVEAU_MINI",
    "CAP_TECH_OFFRE_OUI",
    "CRITERES_PARTICIPATION",
    "PRESTATION_RESERVEE_OUI",
)
# Sections that gave the limits for tenders and applications in the standard forms.
_DEADLINE_SECTIONS = ("IV.2.2", "IV.3.4")


@dataclass(frozen=True, slots=True)
class Corrections:
    """The words of a correction or cancellation, the deadline it sets, the notices it follows."""

    texts: tuple[Text, ...]
    deadline: datetime | None
    earlier: tuple[str, ...]


def boxes(*parts: Tree, lot: str | None) -> tuple[tuple[Declared, ...], tuple[Text, ...]]:
    """The reservation box: its inner keys (``ATELIERS_PROTEGES``), else ``OUI``, or ``NON``."""
    declared: list[Declared] = []
    texts: list[Text] = []
    for part in parts:
        for raw in aslist(part.pop("MARCHE_RESERVE_OUI")) if "MARCHE_RESERVE_OUI" in part else ():
            declared += (
                Declared(field="MARCHE_RESERVE", value=answer[:200], lot=lot)
                for answer in inner_keys(raw) or ["OUI"]
            )
            texts += texts_of("conditions", *words_below(raw), lot=lot)
        if "MARCHE_RESERVE_NON" in part:
            del part["MARCHE_RESERVE_NON"]
            declared.append(Declared(field="MARCHE_RESERVE", value="NON", lot=lot))
    return tuple(dict.fromkeys(declared)), tuple(texts)


def criteria(part: Tree, lot: str | None = None) -> tuple[Text, ...]:
    """The award criteria as one text: one line a criterion, with its weight where it has one."""
    lines = [
        line
        for block in aslist(part.pop("CRITERES_ATTRIBUTION", None))
        for line in _criterion_lines(block)
    ]
    return texts_of("criteria", "\n".join(lines) or None, lot=lot)


def conditions(form: Tree) -> tuple[Text, ...]:
    """Conditions of the contract and of taking part, and what is added at the end."""
    contract, part = (
        child(form, "CONDITION_RELATIVE_MARCHE"),
        child(form, "CONDITION_PARTICIPATION"),
    )
    more = child(form, "RENSEIGNEMENTS_COMPLEMENTAIRES")
    papers = words_below(part.pop("JUSTIFICATIFS_CANDIDAT", None))
    return (
        *texts_of("conditions", take(contract, "AUTRES_CONDITIONS_PART_OUI")),
        *texts_of("execution", take(part, "CONDITION_PARTICULIERE_EXECUTION")),
        *texts_of("selection", *(take(part, key) for key in _SELECTION), *papers),
        *texts_of("additional", take(more, "RENS_COMPLEMENT"), take(more, "INFO_COMPLEMENTAIRE")),
        *texts_of("other", take(more, "VISITE_OUI")),
    )


def read_corrections(form: Tree) -> Corrections:
    """``RECTIF`` (modification by modification) and ``ANNULATION``."""
    correction, cancellation = child(form, "RECTIF"), child(form, "ANNULATION")
    earlier = [*take_below(correction, "IDWEB"), *take_below(cancellation, "IDWEB")]
    changes = children(correction, "MODIFICATION")
    deadlines = [_deadline(change) for change in changes]
    words = ["\n".join(words_below(change)) for change in changes]
    correction.pop("MODIFICATION", None)
    information = take(correction, "INFO_COMPLEMENTAIRE")
    found = {at for at in (*deadlines, new_deadline(information)) if at}
    return Corrections(
        texts=texts_of("correction", *words, information, take(cancellation, "MOTIF")),
        deadline=found.pop() if len(found) == 1 else None,
        earlier=unique(idweb(number) for number in earlier),
    )


def _criterion_lines(block: object) -> list[str]:
    if not isinstance(block, dict):
        return [found] if (found := text(block)) else []
    lines: list[str] = []
    for key, inner in block.items():
        for item in (node for value in aslist(inner) for node in _criterion_items(key, value)):
            name, weight = text(item), text(item.get("@POIDS")) if isinstance(item, dict) else None
            if name:
                lines.append(f"{name} : {weight}" if weight else name)
    return lines


def _criterion_items(key: str, value: object) -> list[object]:
    """The ``CRITERE`` items of a block, or the block's own text."""
    if isinstance(value, dict) and "CRITERE" in value:
        return list(aslist(value["CRITERE"]))
    return [] if key.startswith("@") else [value]


def _deadline(change: Tree) -> datetime | None:
    heading = text(change.get("RUB_INIT")) or ""
    new_text = text(change.get("LIRE")) or text(child(change, "TEXTE").get("LIRE"))
    old_text = text(change.get("TXT_INIT")) or text(child(change, "TEXTE").get("INIT"))
    if heading.startswith(_DEADLINE_SECTIONS) or speaks_of_tenders(heading):
        written = moment(text(child(change, "DATE").get("LIRE"))) or moment(new_text)
        if written:
            return written
    return new_deadline(f"{heading}. au lieu de {old_text or ''}. lire {new_text or ''}")
