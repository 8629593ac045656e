"""Measure gathering against a bare download of the same pages: ``python -m scripts.bench_gather``.

10,000 invented FNSimple records are served by a local portal in a process of its own. A child
process downloads them and throws them away (bare Scrapy); another one downloads, stores and reads
them (the crawl). Both times hold the start of the child.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from spiders.base import PAGE_SIZE
from spiders.job import CrawlJob, job_to_json
from veille.app.steps.gather import gather
from veille.core.clock import PARIS
from veille.store.database import Store

RECORDS = 10_000
DAYS = 10
FIRST_DAY = date(2026, 11, 2)
REPEATS = 3

_PORTAL = """
import sys
from pathlib import Path
from veille.portal.server import Portal
portal = Portal(Path(sys.argv[1]))
print(portal.url, flush=True)
portal.serve_forever()
"""
_SENTENCES = (
    "Le présent marché porte sur l'entretien des espaces publics de la commune et de ses abords.",
    "Les prestations comprennent la tonte, la taille, le ramassage et l'évacuation des déchets.",
    "Le titulaire remet un compte rendu mensuel et participe à deux réunions de suivi par an.",
    "Les candidats produisent leurs attestations d'assurance et la liste de leurs références.",
    "Une visite des lieux est conseillée ; elle se fait sur rendez-vous auprès du service.",
)


def measure() -> dict[str, dict[str, Any]]:
    """``gather_vs_download``: records a second of the crawl and of the bare download."""
    with TemporaryDirectory(prefix="veille-bench-") as name:
        folder = Path(name)
        _write_records(folder / "replay")
        with _portal(folder / "replay") as url:
            download(job_at(url, folder / "unused.db"))  # the portal warms its caches
            bare = min(download(job_at(url, folder / "unused.db")) for _ in range(REPEATS))
            full = min(crawl(job_at(url, folder / f"{n}.db")) for n in range(REPEATS))
    value, baseline = RECORDS / full, RECORDS / bare
    return {
        "gather_vs_download": {
            "value": round(value, 1),
            "unit": "records/s",
            "baseline": {"name": "bare Scrapy download", "value": round(baseline, 1)},
            "ratio": round(value / baseline, 3),
        }
    }


def job_at(url: str, database: Path) -> CrawlJob:
    """The crawl of every day that the portal at ``url`` serves."""
    last = FIRST_DAY + timedelta(days=DAYS - 1)
    return CrawlJob(
        source="boamp",
        since=FIRST_DAY,
        until=last,
        now=datetime(last.year, last.month, last.day, 7, tzinfo=PARIS) + timedelta(days=1),
        database_url=f"sqlite:///{database}",
        address=url,
        user_agent="Veille (bench)",
    )


def download(job: CrawlJob) -> float:
    """Seconds that Scrapy takes to download every page and do nothing with it.

    Raises:
        RuntimeError: it did not download every page.
    """
    started = time.perf_counter()
    child = subprocess.run(  # noqa: S603 - our own code, no shell
        [sys.executable, "-m", "scripts.bare_download", str(RECORDS // DAYS)],
        input=job_to_json(job),
        env=os.environ | {"SCRAPY_SETTINGS_MODULE": "spiders.settings"},
        cwd=Path(__file__).parents[1],
        capture_output=True,
        check=True,
    )
    elapsed = time.perf_counter() - started
    if int(child.stdout) != RECORDS // PAGE_SIZE:
        raise RuntimeError(f"the bare download read {child.stdout!r} pages")
    return elapsed


def crawl(job: CrawlJob) -> float:
    """Seconds that the whole crawl takes, from an empty database.

    Raises:
        RuntimeError: it did not store every record.
    """
    store = Store(job.database_url)
    store.migrate()
    store.dispose()
    started = time.perf_counter()
    result = gather(job)
    elapsed = time.perf_counter() - started
    if not result.complete or result.stored != RECORDS or result.unread:
        raise RuntimeError(f"the crawl did not store every record: {result}")
    return elapsed


def _write_records(folder: Path) -> None:
    (folder / "boamp").mkdir(parents=True)
    lines = (json.dumps(_record(number), ensure_ascii=False) for number in range(RECORDS))
    (folder / "boamp" / "records.jsonl").write_text("\n".join(lines), encoding="utf-8")


def _record(number: int) -> dict[str, Any]:
    """An invented FNSimple record with about 1,500 characters of text."""
    idweb = f"26-{number:06d}"
    day = (FIRST_DAY + timedelta(days=number % DAYS)).isoformat()
    title = f"Entretien des espaces publics, secteur {number}"
    start = number % len(_SENTENCES)
    sentences = (_SENTENCES[start:] + _SENTENCES[:start]) * 3
    indexation = {
        "NOMORGANISME": "Commune de Valsonne-les-Pins",
        "DATE_PUBLICATION": day,
        "DATE_LIMITE_REPONSE": "2026-12-14T12:00:00",
        "DESCRIPTEURS": {"DESCRIPTEUR": {"CODE": "116", "LIBELLE": "Espaces verts"}},
        "NATURE_MARCHE": {"SERVICES": ""},
        "DEP_PUBLICATION": "34",
        "RESUME_OBJET": title,
    }
    form = {
        "organisme": {
            "nomOfficiel": "Commune de Valsonne-les-Pins",
            "codeIdentificationNational": "21349999010016",
            "ville": "Valsonne-les-Pins",
            "cp": "34999",
        },
        "initial": {
            "communication": {"urlProfilAch": "https://achats.valsonne.example/"},
            "procedure": {
                "procedureAdapteeO": "",
                "dateReceptionOffres": "2026-12-14T12:00:00",
                "criteresAttrib": "Prix 60 %, valeur technique 40 %",
            },
            "natureMarche": {
                "intitule": title,
                "codeCPV": {"objetPrincipal": {"classPrincipale": "77310000"}},
                "description": " ".join(sentences),
                "lieuExecution": "34999 Valsonne-les-Pins",
                "dureeMois": "12",
                "reservationMarche": {"non": ""},
            },
            "informComplementaire": {"autresInformComplementaire": sentences[0]},
        },
    }
    return {
        "idweb": idweb,
        "objet": title,
        "famille": "FNS",
        "code_departement": ["34"],
        "dateparution": day,
        "datefindiffusion": "2026-12-14",
        "datelimitereponse": "2026-12-14T12:00:00+00:00",
        "nomacheteur": "Commune de Valsonne-les-Pins",
        "type_procedure": "PROCEDURE_ADAPTE",
        "nature": "APPEL_OFFRE",
        "etat": "INITIAL",
        "type_marche": ["SERVICES"],
        "gestion": json.dumps({"REFERENCE": {"IDWEB": idweb}, "INDEXATION": indexation}),
        "donnees": json.dumps({"FNSimple": form}, ensure_ascii=False),
        "url_avis": f"https://www.boamp.fr/pages/avis/?q=idweb:{idweb}",
    }


@contextmanager
def _portal(folder: Path) -> Iterator[str]:
    """The address of a portal that serves ``folder`` from another process."""
    with subprocess.Popen(  # noqa: S603 - our own code, no shell
        [sys.executable, "-c", _PORTAL, str(folder)], stdout=subprocess.PIPE, text=True
    ) as child:
        try:
            if child.stdout is None:
                raise RuntimeError("the portal has no standard output")
            yield child.stdout.readline().strip()
        finally:
            child.terminate()


if __name__ == "__main__":
    print(json.dumps(measure(), indent=1))
