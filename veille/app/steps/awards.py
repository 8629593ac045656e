"""Join: a contract that is new or changed looks for its procedure; a doubt is kept for staff."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from veille.app.steps.link import date_contracts
from veille.core.contract_candidates import Pool
from veille.core.contract_join import Decision, decide
from veille.core.contract_looks import awarded_of, called_of
from veille.core.contracts import Contract
from veille.core.notices import Notice
from veille.store import contract_joins, joining
from veille.store.database import Store

BUYERS = 100
"""Buyers looked at in one transaction."""


def join_contracts(
    store: Store, now: datetime, tell: Callable[[int], None] = lambda _: None
) -> int:
    """Look for the procedure of every contract that waits, buyers by buyers; how many looked."""
    with store.transaction() as session:
        joining.wake(session)
    done, after = 0, ""
    while True:
        with store.transaction() as session:
            sirens = joining.waiting(session, BUYERS, after)
            if not sirens:
                break
            for sample in (False, True):
                done += _join(session, sirens, now, sample=sample)
        after = sirens[-1]
        tell(done)
    date_contracts(store, now)
    return done


def _join(session: Session, sirens: Sequence[str], now: datetime, *, sample: bool) -> int:
    looking = joining.looking(session, sirens, sample=sample)
    if not looking:
        return 0
    settled = contract_joins.settled(
        session, [number for own in looking.values() for number, _ in own]
    )
    published = joining.published_by(session, list(looking), sample=sample)
    decisions: dict[int, Decision] = {}
    for siren, own in looking.items():
        decisions |= _decisions(own, published.get(siren, {}), settled)
    contract_joins.record(session, decisions, now)
    return len(decisions)


def _decisions(
    own: Sequence[tuple[int, Contract]],
    procedures: dict[int, list[Notice]],
    settled: contract_joins.Settled,
) -> dict[int, Decision]:
    """What the rules say of the contracts of one buyer, where staff did not say it."""
    pool = Pool([called_of(number, notices) for number, notices in procedures.items()])
    found: dict[int, Decision] = {}
    for number, contract in own:
        if number in settled.joined:
            found[number] = Decision("none")
            continue
        refused = settled.refused.get(number, frozenset())
        candidates = pool.candidates(awarded_of(contract))
        found[number] = decide(one for one in candidates if one.procedure_id not in refused)
    return found
