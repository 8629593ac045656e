"""``veille doctor``: does this install work, and what is to be done where it does not.

It changes nothing, and one check that fails never stops the others.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from veille.app.install import install_checks, machine_checks, mail_checks
from veille.app.install.findings import STATE_NAMES, Finding, broken
from veille.app.moments import clock_from
from veille.core.french import typography
from veille.core.refusals import Refusal
from veille.core.source_labels import SOURCE_LABELS
from veille.settings import Settings, load
from veille.store import runs
from veille.store.database import Store
from veille.store.errors import StoreError

_NAME_WIDTH = max(28, *(len(f"source {label}  ") for label in SOURCE_LABELS.values()))


def examine(settings: Settings, now: datetime, *, offline: bool) -> Iterator[Finding]:
    """What is found, in the order to read it; ``offline`` asks nothing of the network.

    The database is not of the network, wherever it is.
    """
    yield machine_checks.check_disk(settings)
    yield machine_checks.check_keys(settings)
    yield mail_checks.check_public_address(settings)
    yield mail_checks.check_legal(settings)
    yield from _of_the_store(settings, now)
    if not offline:
        yield mail_checks.check_relay(settings)
        yield from mail_checks.check_dns(settings)


def run(now: datetime | None, *, as_json: bool, offline: bool) -> bool:
    """Print what is found; false when something is broken."""
    findings = list(examine(load(), clock_from(now)(), offline=offline))
    print(_json(findings) if as_json else typography("\n".join(_lines(findings))))
    return all(one.state != "broken" for one in findings)


def _of_the_store(settings: Settings, now: datetime) -> Iterator[Finding]:
    try:
        store = Store(settings.store_url)
    except StoreError as error:
        yield broken("base", str(error), "veille init, ou régler VEILLE_DATABASE_URL")
        return
    try:
        database = install_checks.check_database(store)
        yield database
        if database.state == "ok":
            yield from _of_what_is_stored(store, settings, now)
    finally:
        store.dispose()


def _of_what_is_stored(store: Store, settings: Settings, now: datetime) -> Iterator[Finding]:
    checks: tuple[Callable[[], Iterable[Finding]], ...] = (
        lambda: [machine_checks.check_clock(now, _latest(store))],
        lambda: install_checks.check_sources(store, settings, now),
        lambda: [install_checks.check_unread(store)],
        lambda: install_checks.check_clockwork(store, settings, now),
        lambda: install_checks.check_attention(store, settings, now),
        lambda: [install_checks.check_outbox(store)],
        lambda: [install_checks.check_model(store, settings)],
    )
    for check in checks:
        try:
            yield from list(check())
        except (StoreError, Refusal) as error:
            yield broken("base", str(error), "réessayer ; sinon restaurer une sauvegarde")


def _latest(store: Store) -> datetime | None:
    with store.read() as session:
        return runs.latest_moment(session)


def _lines(findings: Iterable[Finding]) -> Iterator[str]:
    for one in findings:
        yield f"{STATE_NAMES[one.state]:<10}{one.name:<{_NAME_WIDTH}}{one.said}"
        if one.todo:
            yield f"{'':<10}{'':<{_NAME_WIDTH}}→ {one.todo}"


def _json(findings: Iterable[Finding]) -> str:
    found = [
        {"name": one.name, "state": one.state, "said": one.said, "todo": one.todo}
        for one in findings
    ]
    return json.dumps(found, ensure_ascii=False, indent=1)
