"""Open data: packages and files that anyone may take away."""

import csv
import io
import json
from typing import Any

import pytest

from tests.core.ocds_schema import RECORD_PACKAGE, RELEASE_PACKAGE
from tests.core.test_ocds import violations
from tests.newsletters.invented import NOW, notice
from tests.web.visiting import Visit, furnish, shown, visit
from veille.app.clock.job_steps import dump as dump_job
from veille.app.clock.job_work import Work
from veille.app.open_data import dump
from veille.core.schedule import Slot
from veille.store import Store

__all__ = ["visit"]

PAGE = "/donnees-ouvertes"
PERIOD = "du=2026-11-01&au=2026-11-30"


def work(visit: Visit) -> Work:
    return Work(visit.world.store, visit.world.settings, NOW, Slot(NOW, "2026-11-16"))


@pytest.mark.parametrize(
    ("shape", "schema"), [("releases", RELEASE_PACKAGE), ("records", RECORD_PACKAGE)]
)
def test_a_period_is_a_valid_package(visit: Visit, shape: str, schema: dict[str, Any]) -> None:
    first, _ = furnish(visit.world)
    answer = visit.get(f"{PAGE}/{shape}.json?{PERIOD}")
    assert answer.status_code == 200
    package = answer.json()
    assert violations(schema, package) == []
    assert f"ocds-000000-{first}" in {one["ocid"] for one in package[shape]}
    assert visit.get(f"{PAGE}/{shape}.json?du=2020-01-01&au=2020-01-02").json()[shape] == []


@pytest.mark.parametrize(
    "query", ["", "du=x&au=y", "du=2026-11-30&au=2026-11-01", "du=2026-01-01&au=2026-12-31"]
)
def test_a_period_that_is_none_is_said(visit: Visit, query: str) -> None:
    answer = visit.get(f"{PAGE}/releases.json?{query}")
    assert answer.status_code == 400
    assert "période" in shown(answer)


def test_the_dump_is_offered_once_it_is_made(visit: Visit) -> None:
    furnish(visit.world)
    assert "pas encore là" in shown(visit.get(PAGE))
    assert visit.get(f"{PAGE}/consultations.csv").status_code == 404
    said = dump_job(work(visit))
    assert said == "3\u00a0consultations écrites"
    assert "3 consultations avec leur classement" in shown(visit.get(PAGE))
    table = visit.get(f"{PAGE}/consultations.csv")
    rows = list(csv.DictReader(io.StringIO(table.text.removeprefix("\ufeff")), delimiter=";"))
    lines = [
        json.loads(line) for line in visit.get(f"{PAGE}/consultations.jsonl").text.splitlines()
    ]
    assert [row["id"] for row in rows] == [str(line["id"]) for line in lines]
    assert {line["reserve"]["reponse"] for line in lines} == {"yes", "no"}
    quoted = next(line for line in lines if line["reserve"]["reponse"] == "yes")
    assert quoted["preuves"][0]["citation"]
    assert quoted["page"].startswith("https://veille.example/consultations/")


def test_nothing_in_the_table_is_run(visit: Visit) -> None:
    visit.world.publish(notice(1, title="=HYPERLINK(1)"))
    visit.world.read(NOW)
    dump.write(visit.world.store, visit.world.settings, NOW)
    assert ";'=HYPERLINK(1);" in visit.get(f"{PAGE}/consultations.csv").text


def test_a_dump_that_cannot_be_written_leaves_the_one_before(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    furnish(visit.world)
    dump.write(visit.world.store, visit.world.settings, NOW)
    before = visit.get(f"{PAGE}/consultations.csv").content

    def broken(self: Store) -> Any:
        raise OSError(28, "full", "disk")

    monkeypatch.setattr(Store, "read", broken)
    with pytest.raises(Exception, match="disk"):
        dump.write(visit.world.store, visit.world.settings, NOW)
    monkeypatch.undo()
    assert visit.get(f"{PAGE}/consultations.csv").content == before
    assert dump.last(visit.world.settings) is not None


def test_every_page_leads_to_them_and_to_the_sign_in(visit: Visit) -> None:
    foot = visit.get("/").text.partition('<footer class="site">')[2]
    assert 'href="/donnees-ouvertes"' in foot
    assert 'href="/equipe"' in foot
    visit.sign_in("reader")
    assert 'href="/equipe"' not in visit.get("/").text.partition('<footer class="site">')[2]
