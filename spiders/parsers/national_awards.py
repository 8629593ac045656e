"""Winners in the structured part of the national award forms.

No real record of these parts was at hand: names of fields come from readers that others have
published, so every name is looked for at any depth, and what is not found is reported as unread.
"""

from spiders.parsers.award_prose import winner_name
from spiders.parsers.jsontree import Tree, children, take_below
from spiders.parsers.lots import lot_id
from spiders.parsers.siret import clean_siret
from spiders.parsers.values import amount, day, whole
from veille.core.notices import Award, Winner

_NAMES = (
    "PersonneMorale",
    "personneMorale",
    "denomination",
    "raisonSociale",
    "nomTitulaire",
    "titulaire",
)
_NUMBERS = ("codeIdentificationNational", "siret", "SIRET")
_AMOUNTS = ("montant", "montantHT", "valeur")
_DATES = ("dateAttribution", "dateNotification", "dateDecision")
_TENDERS = ("nbOffresRecues", "nbOffreRecu", "nombreOffres", "nbOffres")
_MAX_AWARDS = 2_000


def structured_awards(part: Tree) -> tuple[Award, ...]:
    """The awards under ``attribution`` (or ``resultat``), lot by lot where there are lots."""
    holders = [*children(part, "attribution"), *children(part, "resultat")]
    by_lot = [
        lot for holder in holders for key in ("lotMarche", "lot") for lot in children(holder, key)
    ]
    by_lot += [lot for holder in holders for lot in children(holder, "lots", "lot")]
    if by_lot:
        read = (_award(node, index, lots=True) for index, node in enumerate(by_lot[:_MAX_AWARDS]))
    else:
        read = (_award(node, index, lots=False) for index, node in enumerate(holders[:_MAX_AWARDS]))
    return tuple(award for award in read if award.winner or award.amount)


def _award(node: Tree, index: int, *, lots: bool) -> Award:
    numbers = take_below(node, "numLot", "numeroLot")
    names = [name for raw in take_below(node, *_NAMES) if (name := winner_name(raw))]
    sirets = {found for raw in take_below(node, *_NUMBERS) if (found := clean_siret(raw))}
    cities = take_below(node, "ville")
    amounts = {paid for raw in take_below(node, *_AMOUNTS) if (paid := amount(raw))}
    dates = take_below(node, *_DATES)
    tenders = take_below(node, *_TENDERS)
    return Award(
        lot=lot_id(numbers[0] if numbers else None, index) if lots else None,
        winner=Winner(
            name=" / ".join(dict.fromkeys(names))[:500],
            siret=sirets.pop() if len(sirets) == 1 else None,
            city=cities[0][:100] if len(names) == 1 and cities else None,
        )
        if names
        else None,
        amount=amounts.pop() if len(amounts) == 1 else None,
        on=day(dates[0]) if dates else None,
        tenders=whole(tenders[0]) if tenders else None,
    )
