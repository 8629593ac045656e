"""``ATTRIBUTION`` of the shape before 2024: one ``DECISION`` a lot."""

from spiders.parsers.award_prose import winner_name
from spiders.parsers.cleaning import one_line
from spiders.parsers.jsontree import Tree, child, children, take
from spiders.parsers.lots import MAX_LOTS, lot_id
from spiders.parsers.siret import clean_siret
from spiders.parsers.values import amount, day, whole
from veille.core.notices import Award, Lot, Winner


def read_awards(part: Tree) -> tuple[tuple[Award, ...], tuple[Lot, ...]]:
    """The decisions that name a winner or an amount, and the lots that the decisions speak of."""
    nodes = children(part, "DECISION")[:MAX_LOTS]
    read = [_award(node, index) for index, node in enumerate(nodes)]
    titles = [take(node, "INTITULE") for node in nodes]
    lots = {
        award.lot: Lot(id=award.lot, title=title)
        for award, title in zip(read, titles, strict=True)
        if award.lot
    }
    return tuple(award for award in read if award.winner or award.amount), tuple(lots.values())


def _award(node: Tree, index: int) -> Award:
    details = child(node, "RENSEIGNEMENT")
    number = take(node, "NUM_LOT")
    paid = take(details, "MONTANT") or take(node, "MONTANT")
    return Award(
        lot=lot_id(number, index) if number else None,
        winner=_winner(children(node, "TITULAIRE")),
        amount=amount(paid),
        on=day(take(details, "DATE_ATTRIBUTION")),
        tenders=whole(take(details, "NB_OFFRE_RECU")),
    )


def _winner(holders: list[Tree]) -> Winner | None:
    """The firm, or the firms of a consortium, the first of which gives number and town."""
    read = [
        (
            winner_name(take(holder, "DENOMINATION")),
            clean_siret(take(holder, "CODE_IDENT_NATIONAL", "SIRET")),
            one_line(take(holder, "VILLE")),
            take(holder, "CP"),
        )
        for holder in holders
    ]
    named = [firm for firm in read if firm[0]]
    if not named:
        return None
    names = dict.fromkeys(name for name, *_ in named if name)
    return Winner(name=" / ".join(names)[:500], siret=named[0][1], city=named[0][2])
