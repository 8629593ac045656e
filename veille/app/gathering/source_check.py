"""``veille source check``: read a few notices of each source and say what was understood.

It crawls into a database of its own, thrown away afterwards: nothing of the install changes.
"""

import tempfile
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from spiders.job import CrawlResult
from veille.app.console import complain
from veille.app.gathering.crawling import chosen
from veille.app.gathering.sources import SourceInfo, crawl_job
from veille.app.steps.gather import gather
from veille.core.clock import PARIS
from veille.core.notices import Notice
from veille.settings import Settings, load
from veille.store import notices, payload_reports
from veille.store.database import Store

RECORDS = 20
DAYS = 4

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


def check(names: Sequence[str], *, now: datetime | None) -> bool:
    """Read each source and print what was understood; false when one could not be read."""
    settings = load()
    moment = now or datetime.now(PARIS)
    read = [_check_one(source, settings, moment) for source in chosen(names, settings)]
    return all(read)


def _check_one(source: SourceInfo, settings: Settings, now: datetime) -> bool:
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
        failed = payload_reports.failed(session)
        unknown = payload_reports.unread_keys(session)
    print(f"{source.label} : {result.received} relevés reçus, {len(read)} avis lus")
    for label, value_of in FIELDS.items():
        filled = sum(1 for notice in read if value_of(notice))
        share = round(100 * filled / len(read)) if read else 0
        print(f"  {label:<20}{share:>4} %")
    for payload in failed:
        print(f"  illisible : {payload.key} : {payload.error}")
    for key in unknown[:20]:
        print(f"  champ inconnu : {key.dialect} {key.key}")
