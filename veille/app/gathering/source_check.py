"""``veille source check``: read a few notices of each source and say what was understood.

It crawls into a database of its own, thrown away afterwards: nothing of the install changes.
"""

import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from spiders.job import CrawlResult
from spiders.parsers.aws_shape import COMPARED
from spiders.registry import SourceInfo
from veille.app.console import complain
from veille.app.gathering.crawling import chosen
from veille.app.gathering.page_shapes import said_of_pages
from veille.app.gathering.sources import asked_of, crawl_job
from veille.app.steps.gather import gather
from veille.core.clock import PARIS
from veille.core.contracts import Contract
from veille.core.notices import Notice
from veille.settings import Settings, load
from veille.store import contracts, notices, payload_reports, payloads
from veille.store.database import Store
from veille.store.payloads import StoredPayload

_T = TypeVar("_T")

RECORDS = 20
DAYS = 4

CONTRACT_FIELDS: dict[str, Callable[[Contract], object]] = {
    "objet": lambda contract: contract.object,
    "acheteur": lambda contract: contract.buyer_name,
    "titulaire": lambda contract: contract.holders,
    "notification": lambda contract: contract.notified_on,
    "durée": lambda contract: contract.duration_months,
    "lieu": lambda contract: contract.department,
    "CPV": lambda contract: contract.cpv,
    "montant": lambda contract: contract.amount,
    "considérations": lambda contract: contract.social is not None,
}
FIELDS: dict[str, Callable[[Notice], object]] = {
    "objet": lambda notice: notice.title,
    "acheteur": lambda notice: notice.buyer and notice.buyer.name,
    "SIRET": lambda notice: notice.buyer and notice.buyer.siret,
    "date limite": lambda notice: notice.deadline,
    "lieu": lambda notice: notice.all_places(),
    "CPV ou descripteur": lambda notice: notice.all_cpv() or notice.descriptors,
    "montant": lambda notice: notice.value,
    "texte": lambda notice: notice.description or notice.texts,
    "lien": lambda notice: notice.links and notice.links.notice,
}


SHAPES: Mapping[str, Callable[[Iterable[StoredPayload]], Iterable[str]]] = {"aws": said_of_pages}
"""For a source that is read from web pages: how those differ from the shape that was recorded."""


def check(names: Sequence[str], *, now: datetime | None) -> bool:
    """Read each source and print what was understood; false when one could not be read."""
    settings = load()
    moment = now or datetime.now(PARIS)
    read = [_check_one(source, settings, moment) for source in chosen(names, settings)]
    return all(read)


def _check_one(source: SourceInfo, settings: Settings, now: datetime) -> bool:
    if not asked_of(source, settings).anything:
        complain(f"{source.label} : source éteinte, les réglages ne nomment aucune adresse")
        return False
    with tempfile.TemporaryDirectory(prefix="veille-") as folder:
        url = f"sqlite:///{Path(folder) / 'check.db'}"
        store = Store(url)
        try:
            store.migrate()
            job = crawl_job(
                source,
                settings.model_copy(update={"database_url": url}),
                since=now.date() - timedelta(days=DAYS),
                until=now.date() - timedelta(days=1),
                now=now,
                max_records=RECORDS,
            )
            result = gather(job)
            _report(source, store, result)
        finally:
            store.dispose()
    for cause in result.causes:
        complain(f"{source.label} : {cause}")
    return result.complete and result.unread == 0


def _report(source: SourceInfo, store: Store, result: CrawlResult) -> None:
    with store.read() as session:
        read = list(notices.iterate(session))
        awarded = [one.contract for one in contracts.iterate(session)]
        failed = payload_reports.failed(session)
        unknown = payload_reports.unread_keys(session)
        compare = SHAPES.get(source.name)
        shapes = list(compare(payloads.iterate(session))) if compare else []
    if source.yields == "contracts":
        print(f"{source.label} : {result.received} relevés reçus, {len(awarded)} marchés lus")
        _report_filled(awarded, CONTRACT_FIELDS)
    else:
        print(f"{source.label} : {result.received} relevés reçus, {len(read)} avis lus")
        _report_filled(read, FIELDS)
    for line in shapes:
        print(f"  {line}")
    for payload in failed:
        if payload.error == COMPARED:
            continue
        print(f"  illisible : {payload.key} : {payload.error}")
    for key in unknown[:20]:
        print(f"  champ inconnu : {key.dialect} {key.key}")


def _report_filled(read: Sequence[_T], fields: Mapping[str, Callable[[_T], object]]) -> None:
    """The share of what was read that has each field."""
    for label, value_of in fields.items():
        filled = sum(1 for one in read if value_of(one))
        share = round(100 * filled / len(read)) if read else 0
        print(f"  {label:<20}{share:>4} %")
