"""``OBJET`` of the shape before 2024: what is bought, where, for how long, and its lots."""

from collections.abc import Sequence
from dataclasses import dataclass

from spiders.parsers.boamp_legacy_texts import boxes, criteria
from spiders.parsers.cleaning import one_line
from spiders.parsers.identifiers import unique
from spiders.parsers.jsontree import Tree, child, children, keys_of, take, take_all, text
from spiders.parsers.lots import MAX_LOTS, free_id, lot_id, short_title, title_and_rest
from spiders.parsers.national import Period, currency_of
from spiders.parsers.places import place, places_in, unique_places, with_regions
from spiders.parsers.reading import texts_of
from spiders.parsers.renewals import renewals_in
from spiders.parsers.values import amount, cpv, day, months, months_between, whole
from veille.core.notices import ContractNature, Declared, Lot, Place, Text, Value

_NATURES: dict[str, ContractNature] = {
    "TRAVAUX": "works",
    "SERVICES": "services",
    "FOURNITURES": "supplies",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bought:
    """What the objects of a notice say together; the first one gives title and length."""

    title: str | None
    description: str | None
    contract_nature: ContractNature | None
    places: tuple[Place, ...]
    cpv: tuple[str, ...]
    value: Value | None
    period: Period
    renewals: int | None
    delegation: bool
    lots: tuple[Lot, ...]
    texts: tuple[Text, ...]
    declared: tuple[Declared, ...]


def read_object(objects: Sequence[Tree], summary: str | None) -> Bought:
    """Every ``OBJET``; ``summary`` is the record's own title, cut by BOAMP."""
    main = objects[0] if objects else {}
    features = child(main, "CARACTERISTIQUES")
    title = one_line(take(main, "TITRE_MARCHE"))
    description = take(main, "OBJET_COMPLET")
    if not title:
        title, description = short_title(description, summary)
    amounts = take(features, "PRINCIPALES"), take(features, "QUANTITE")
    whole_text = "\n\n".join(found for found in (description, *amounts) if found) or None
    delegation = child(main, "DELEGATION")
    details = take(delegation, "NATURE_CONVENTION"), take(delegation, "AUTRES_PRECISIONS")
    lots, lot_texts, declared = _lots(objects)
    return Bought(
        title=title,
        description=whole_text,
        contract_nature=_contract_nature(main),
        places=unique_places(found for node in objects for found in _places(node)),
        cpv=unique(code for node in objects for code in _cpv(node)),
        value=_value(features) or _value(main),
        period=_period(child(main, "DUREE_DELAI") or delegation),
        renewals=whole(take(features, "NB_RECONDUCTIONS")) or renewals_in(whole_text),
        delegation=bool(delegation),
        lots=lots,
        texts=(*texts_of("additional", *details, take(main, "INFO_COMPL")), *lot_texts),
        declared=declared,
    )


def _lots(
    objects: Sequence[Tree],
) -> tuple[tuple[Lot, ...], tuple[Text, ...], tuple[Declared, ...]]:
    lots: list[Lot] = []
    texts: list[Text] = []
    declared: list[Declared] = []
    taken: set[str] = set()
    nodes = [node for bought in objects for node in children(bought, "LOTS", "LOT")]
    for index, node in enumerate(nodes[:MAX_LOTS]):
        lot = _lot(node, index, taken)
        found, words = boxes(node, lot=lot.id)
        declared += found
        texts += (*words, *criteria(node, lot.id))
        texts += texts_of("additional", take(node, "INFO_COMPL"), lot=lot.id)
        lots.append(lot)
    return tuple(lots), tuple(texts), tuple(declared)


def _lot(node: Tree, index: int, taken: set[str]) -> Lot:
    title, description = take(node, "INTITULE"), take(node, "DESCRIPTION")
    if not title:
        title, description = title_and_rest(description)
    return Lot(
        id=free_id(lot_id(take(node, "NUM"), index), taken),
        title=title,
        description=description,
        cpv=unique(_cpv(node)),
        places=_places(node),
        value=_value(node),
        duration_months=_period(node).months,
    )


def _contract_nature(node: Tree) -> ContractNature | None:
    return next((_NATURES[name] for name in keys_of(node, "TYPE_MARCHE") if name in _NATURES), None)


def _cpv(node: Tree) -> list[str | None]:
    mains = take_all(node, "CPV", "PRINCIPAL")
    return [cpv(code) for code in (*mains, *take_all(node, "CPV", "SUPPLEMENTAIRE"))]


def _places(node: Tree) -> tuple[Place, ...]:
    found: list[Place] = []
    regions = take_all(node, "CODE_NUTS")
    for where in children(node, "LIEU_EXEC_LIVR"):
        code, city, prose = take(where, "CP"), take(where, "VILLE"), take(where, "ADRESSE")
        found += place(code, city) or places_in(prose)
        regions += take_all(where, "CODE_NUTS")
    found += places_in(take(node, "LIEU_PRINCIPAL"))
    return with_regions(found, regions)


def _value(node: Tree) -> Value | None:
    """An estimate, else the maximum of a framework."""
    found: Value | None = None
    for keys, basis in (
        (("VALEUR_TOTALE", "VALEUR", "ESTIMATION_INITIALE"), "estimated"),
        (("VALEUR_MAX",), "framework_maximum"),
        (("VALEUR_MIN",), None),
    ):
        for key in keys:
            raw = node.pop(key, None)
            number = amount(text(raw))
            if number and basis and not found:
                found = Value(
                    amount=number,
                    currency=currency_of(raw) or "EUR",
                    basis="estimated" if basis == "estimated" else "framework_maximum",
                )
    return found


def _period(node: Tree) -> Period:
    starts_on = day(take(node, "DATE_DEBUT", "DATE_EXECUTION"))
    ends_on = day(take(node, "DATE_FIN"))
    length = months(
        take(node, "DUREE_MOIS"), days=take(node, "DUREE_JOURS"), years=take(node, "DUREE_AN")
    )
    return Period(length or months_between(starts_on, ends_on), starts_on, ends_on)
