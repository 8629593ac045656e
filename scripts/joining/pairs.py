"""Contracts of real award records beside procedures made from them: made pairs, not observed ones.

For each purchase (the lots of one object are one purchase) the procedure that would have led to it,
the purchase that follows a year later, or only the latter: a join with that one is wrong. Whatever
the buyer bought besides is there too.
"""

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from scripts.joining.noise import lot_of, next_year, noisy, other_code, shifted
from spiders.parsers.scalars import cpv_code, day
from veille.core.contract_join import Awarded, Called
from veille.core.object_likeness import ObjectText
from veille.core.text import normalise

MISSING = 0.2  # purchases whose own procedure is not known: only near-misses are
FOLLOWED = 0.6  # purchases that are bought again a year later, and that is known
AWARD_KNOWN = 0.2  # procedures whose award notice names the company


@dataclass(frozen=True, slots=True)
class Pair:
    """A contract of a buyer, and the procedure it comes from (null: it is not known)."""

    buyer: str
    contract: Awarded
    procedure_id: int | None


@dataclass(slots=True)
class Made:
    """The pairs, the procedures of each buyer, and which of them are near-misses."""

    pairs: list[Pair]
    procedures: dict[str, list[Called]]
    near_misses: set[int]


def make(records: Iterable[Mapping[str, Any]], seed: int = 1) -> Made:
    """Pairs made from award records; the same seed gives the same pairs."""
    dice = random.Random(seed)  # noqa: S311 - made data, no secret
    known = [record for record in records if record.get("objet") and record.get("acheteur_id")]
    codes = [code for record in known if (code := cpv_code(record["codeCPV"] or ""))]
    purchases: defaultdict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
    for record in known:
        base, _ = lot_of(record["objet"])
        purchases[record["acheteur_id"][:9], normalise(base)[:120]].append(record)
    made = Made([], defaultdict(list), set())
    for (buyer, _), own in purchases.items():
        _add(made, buyer, own, codes, dice)
    return made


def _add(
    made: Made,
    buyer: str,
    own: Sequence[Mapping[str, Any]],
    codes: list[str],
    dice: random.Random,
) -> None:
    base, _ = lot_of(own[0]["objet"])
    lots = [lot for record in own if (lot := lot_of(record["objet"])[1])]
    told = [found for record in own if (found := _day(record))]
    notified = min(told) if told else date(2018, 10, 1) + timedelta(days=dice.randrange(180))
    due = notified - timedelta(days=dice.randint(15, 200))
    company = f"{dice.randrange(10**9):09d}"
    present = dice.random() >= MISSING
    number = _number(made)
    if present:
        made.procedures[buyer].append(
            _procedure(number, base, lots, own, due, codes, dice, notified, company)
        )
    if not present or dice.random() < FOLLOWED:
        apart = 365 if dice.random() < 0.5 else -365
        text = next_year(base) if apart > 0 else base
        twin = _number(made) + 1
        later = due + timedelta(days=apart + dice.randint(-40, 40))
        made.procedures[buyer].append(
            _procedure(twin, text, lots, own, later, codes, dice, None, company)
        )
        made.near_misses.add(twin)
    for record in own:
        contract = _contract(record, company, dice)
        made.pairs.append(Pair(buyer, contract, number if present else None))


def _number(made: Made) -> int:
    """An even number for a procedure; the odd one after it is its near-miss."""
    return 2 * (sum(map(len, made.procedures.values())) + len(made.pairs)) + 2


def _procedure(
    number: int,
    base: str,
    lots: Sequence[str],
    own: Sequence[Mapping[str, Any]],
    due: date,
    codes: list[str],
    dice: random.Random,
    notified: date | None,
    company: str,
) -> Called:
    code = other_code(cpv_code(own[0]["codeCPV"]), codes, dice)
    amounts = [record["montant"] for record in own if (record["montant"] or 0) > 1]
    known = amounts and dice.random() < 0.4
    awarded = notified is not None and dice.random() < AWARD_KNOWN
    title = noisy(base, dice)
    return Called(
        procedure_id=number,
        texts=(
            ObjectText.of(title),
            *(ObjectText.of(title, noisy(lot, dice)) for lot in lots),
            *(ObjectText.of(noisy(lot, dice)) for lot in lots),
        ),
        cpv=(code,) if code else (),
        opened_on=due - timedelta(days=30),
        due_on=due if dice.random() < 0.9 else None,
        awarded_on=shifted(notified, dice) if awarded and notified else None,
        value=sum(amounts) * dice.uniform(0.6, 1.6) if known else None,
        holders=frozenset((company,)) if awarded else frozenset(),
        lots=len(lots),
    )


def _contract(record: Mapping[str, Any], company: str, dice: random.Random) -> Awarded:
    """The real record as it stands, its date sometimes shifted or lost."""
    told = _day(record)
    amount = record["montant"]
    return Awarded(
        text=ObjectText.of(record["objet"]),
        cpv=cpv_code(record["codeCPV"]),
        notified_on=shifted(told, dice) if told and dice.random() > 0.03 else None,
        amount=float(amount) if amount and amount > 1 else None,
        holders=frozenset((company,)),
    )


def _day(record: Mapping[str, Any]) -> date | None:
    return day(record["dateNotification"])
