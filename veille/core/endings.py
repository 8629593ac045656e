"""A contract that ends soon and that award data alone know: which are worth telling, and to whom.

Contracts of one buyer for the same object that end on the same day are one ending.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from veille.core.buyer_identity import buyer_identity
from veille.core.card_places import Whereabouts, whereabouts
from veille.core.cards import Card, What
from veille.core.contracts import Contract
from veille.core.notices import Buyer, Known, Many, Place
from veille.core.reference import communes, nuts
from veille.core.search_terms import searchable
from veille.core.tables import Tables
from veille.core.text import normalise

FIRST_DAY, LAST_DAY = 90, 274
"""From how many days before its end a contract is told, and up to how many.

Closer to it the next call is mostly written.
"""

MOST = 24
"""How many an edition tells."""

_NOTED = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """A contract that ends soon, frozen as it is told; ``contracts`` are its ids in the store.

    ``ends_on`` is worked out from ``since`` (its start, else its notification: ``notified``) and
    ``months``, its duration with every renewal. ``amount`` is in euros without VAT. ``executed``
    and ``bought`` are codes of areas, ``sectors`` of sectors.
    """

    contracts: tuple[int, ...]
    title: str
    buyer: str
    buyer_siret: str
    ends_on: date
    since: date
    notified: bool
    months: float
    amount: Known[float] = None
    sectors: Many[str] = ()
    executed: Many[str] = ()
    bought: Many[str] = ()

    @property
    def buyer_identity(self) -> str:
        """What the page of its buyer is found by."""
        return f"siret:{self.buyer_siret}"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Contracts that are one ending, with their ids, and what their labour is worth in euros."""

    contracts: tuple[tuple[int, Contract], ...]
    ends_on: date
    labour: float
    amount: float

    @property
    def first(self) -> Contract:
        """The contract that the ending is worded after."""
        return self.contracts[0][1]


def window(today: date) -> tuple[date, date]:
    """The first day on which a contract worth telling ends, and the day after the last."""
    return today + timedelta(days=FIRST_DAY), today + timedelta(days=LAST_DAY + 1)


def most_useful(
    known: Iterable[tuple[int, Contract]], tables: Tables, most: int = MOST
) -> list[Candidate]:
    """At most ``most`` endings, those with the most labour in their price first.

    What shows no amount, or no trade with a known share of labour, could give no hours that can be
    told: it is left out.
    """
    together: defaultdict[tuple[str, str, date], list[tuple[int, Contract]]] = defaultdict(list)
    for number, contract in sorted(known, key=lambda one: one[0]):
        if contract.ends_on is not None and contract.object:
            key = contract.buyer_siret, normalise(contract.object), contract.ends_on
            together[key].append((number, contract))
    found = [_candidate(ends_on, same, tables) for (_, _, ends_on), same in together.items()]
    useful = [one for one in found if one.labour > 0]
    useful.sort(key=lambda one: (-one.labour, one.ends_on, one.contracts[0][0]))
    return useful[:most]


def _candidate(ends_on: date, same: Sequence[tuple[int, Contract]], tables: Tables) -> Candidate:
    amounts = [contract.amount_today or 0.0 for _, contract in same]
    shares = [_labour_share(contract, tables) for _, contract in same]
    labour = sum(amount * share for amount, share in zip(amounts, shares, strict=True))
    return Candidate(tuple(same), ends_on, labour, sum(amounts))


def _labour_share(contract: Contract, tables: Tables) -> float:
    trade = tables.labour_of_cpv(contract.cpv) if contract.cpv else None
    return (trade.low + trade.high) / 2 if trade else 0.0


def areas_of(contract: Contract) -> Whereabouts:
    """Where a contract is performed, and where its buyer is."""
    buyer = Buyer(name=contract.buyer_name, siret=contract.buyer_siret)
    return whereabouts([_place(contract)], buyer, ())


def _place(contract: Contract) -> Place:
    """Its place of performance as notices give theirs."""
    codes = nuts.codes_of_department(contract.department or "")
    code, kind = contract.place_code or "", normalise(contract.place_kind or "")
    commune = communes.commune(code) if "commune" in kind else None
    return Place(
        nuts=codes[0] if codes else None,
        postcode=code if "postal" in kind else None,
        city=commune.name if commune else None,
    )


def card_of(ending: Ending) -> Card:
    """What subscriptions find an ending by: the card of no procedure, told for its end alone."""
    return Card(
        procedure_id=0,
        version=0,
        noted_at=_NOTED,
        whats=frozenset[What]({"renewal"}),
        executed=frozenset(ending.executed),
        bought=frozenset(ending.bought),
        sectors=frozenset(ending.sectors),
        buyer=buyer_identity(Buyer(siret=ending.buyer_siret)),
        text=searchable([ending.title, ending.buyer]),
        state="awarded",
    )
