"""How long the join takes at full size, in a store of its own."""

import random
import tempfile
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import cycle, islice
from pathlib import Path
from typing import Any, NamedTuple

from scripts.joining.noise import noisy, other_code
from spiders.parsers.scalars import cpv_code, day
from veille.app.steps.awards import join_contracts
from veille.app.steps.link import date_contracts
from veille.core.clock import end_of_day
from veille.core.contracts import Contract, Holder
from veille.core.notices import Buyer, Notice
from veille.store import contract_counts, contracts, linking, notices, payloads, procedures
from veille.store.contract_counts import Totals
from veille.store.database import Store

CONTRACTS, PROCEDURES = 50_000, 100_000
_NOW = datetime(2026, 11, 16, 7, 30, tzinfo=UTC)
_BATCH = 500


class Taken(NamedTuple):
    """Seconds on the clock, and of one processor."""

    clock: float
    processor: float


def timed(records: Sequence[Mapping[str, Any]]) -> tuple[Taken, Totals]:
    """How long the join took, reading and writing the store; and how the contracts stand.

    The records are repeated, each time with other buyers; half of the procedures have a contract.
    """
    dice = random.Random(7)  # noqa: S311 - made data, no secret
    known = [one for one in records if one.get("objet") and one.get("acheteur_id")]
    codes = [code for one in known if (code := cpv_code(one["codeCPV"] or ""))]
    with tempfile.TemporaryDirectory(prefix="veille-") as folder:
        store = Store(f"sqlite:///{Path(folder) / 'scale.db'}", durable=False)
        store.migrate()
        source = list(islice(cycle(known), PROCEDURES))
        for start in range(0, PROCEDURES, _BATCH):
            _fill(store, source, start, codes, dice)
        date_contracts(store, _NOW)  # as linking does before
        begun, worked = time.monotonic(), time.process_time()
        join_contracts(store, _NOW)
        taken = Taken(time.monotonic() - begun, time.process_time() - worked)
        with store.read() as session:
            found = contract_counts.totals(session)
        store.dispose()
    return taken, found


def _fill(
    store: Store,
    source: Sequence[Mapping[str, Any]],
    start: int,
    codes: list[str],
    dice: random.Random,
) -> None:
    """A batch of procedures, and the contracts of every other one."""
    made = [_both(source[start + index], start + index, codes, dice) for index in range(_BATCH)]
    with store.transaction() as session:
        kept = payloads.add(
            session,
            [
                payloads.NewPayload(
                    source="boamp", key=one.id, content=one.id.encode(), media="json",
                    fetched_at=_NOW,
                )
                for one, _ in made
            ],
        )  # fmt: skip
        rows = [(one, payload.id, False) for (one, _), payload in zip(made, kept, strict=True)]
        notices.save(session, rows, _NOW)
        ids = procedures.create(session, len(made), _NOW)
        homes = zip(made, ids, strict=True)
        linking.attach_many(
            session, [linking.Attachment(one.id, home, "alone") for (one, _), home in homes]
        )
        given = [
            contracts.Given(contract, payload.id)
            for (_, contract), payload in list(zip(made, kept, strict=True))[::2]
        ]
        contracts.save(session, given, _NOW)


def _both(
    record: Mapping[str, Any], number: int, codes: list[str], dice: random.Random
) -> tuple[Notice, Contract]:
    # Another round of the same records is of other buyers: nine digits, no real company.
    siren = f"{(int(record['acheteur_id'][:9]) + number // 7_000 * 1_000_003) % 10**9:09d}"
    siret, code = f"{siren}00011", cpv_code(record["codeCPV"] or "")
    notified = day(record["dateNotification"]) or date(2019, 1, 1)
    due = notified - timedelta(days=dice.randint(15, 200))
    other = other_code(code, codes, dice)
    notice = Notice(
        id=f"boamp:26-{number}",
        source="boamp",
        stage="competition",
        kind="competition",
        published_on=due - timedelta(days=30),
        deadline=end_of_day(due),
        title=noisy(record["objet"], dice),
        buyer=Buyer(name=record.get("acheteur_nom"), siret=siret),
        cpv=(other,) if other else (),
    )
    contract = Contract(
        uid=f"{siret}{number}",
        number=str(number),
        format="2019",
        buyer_siret=siret,
        object=record["objet"],
        cpv=code,
        notified_on=notified,
        amount=record["montant"] or None,
        holders=(Holder(identifier=f"{number:014d}"),),
    )
    return notice, contract
