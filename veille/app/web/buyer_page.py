"""A buyer's page: what it declared of its contracts, those that end soon, the last notified."""

from dataclasses import dataclass
from datetime import timedelta

from newsletters.endings import shown
from newsletters.selection import RENEWAL_DAYS
from veille.app.web.contract_lines import ContractLine, contract_lines
from veille.app.web.site import Site
from veille.core.clock import paris
from veille.core.practices import Practice, practice
from veille.store import contract_joins, contracts, practices

NEWEST = 20
_ENDING = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class BuyerPage:
    """What the page shows; ``practice`` is null where contracts cannot be told to be this buyer's.

    ``homes`` are the procedures that the contracts come from, where they are known.
    """

    identity: str
    name: str
    place: str | None
    siret: str | None
    practice: Practice | None
    ending: tuple[ContractLine, ...]
    newest: tuple[ContractLine, ...]
    homes: dict[int, int]


def buyer_page(site: Site, identity: str) -> BuyerPage | None:
    """The page of the buyer of this identity; null when nothing names it."""
    today = paris(site.clock()).date()
    with site.store.read() as session:
        known = practices.buyer(session, identity)
        if known is None:
            return None
        counted, ending, newest = None, list[ContractLine](), list[ContractLine]()
        homes: dict[int, int] = {}
        if known.siren is not None:
            counted = practice(practices.counted(session, known.siren))
            soon = practices.ending(
                session,
                today,
                today + timedelta(days=RENEWAL_DAYS + 1),
                siren=known.siren,
                most=_ENDING,
            )
            last = contracts.of_buyer(session, known.siren, most=NEWEST)
            ending, newest = contract_lines(session, soon), contract_lines(session, last)
            homes = contract_joins.procedure_of(session, [one.id for one in (*soon, *last)])
    return BuyerPage(
        identity=identity,
        name=shown(known.name) if known.name else f"Acheteur {known.siret}",
        place=known.city or known.postcode,
        siret=known.siret,
        practice=counted,
        ending=tuple(ending),
        newest=tuple(newest),
        homes=homes,
    )
