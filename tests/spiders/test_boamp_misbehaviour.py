"""Every misbehaviour of the portal, met by the BOAMP crawl: nothing is lost, nothing pretended."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.spiders.crawling import (
    MONDAY,
    TUESDAY,
    Crawls,
    plain,
    portal_of,
    small_record,
    write_boamp,
)
from veille.portal.fault_kinds import table
from veille.portal.replay import Replay

ALL = 603
EVERY_DAY = frozenset({MONDAY, TUESDAY})
NOT_MONDAY = frozenset({TUESDAY})
NEVER: frozenset[object] = frozenset()


@dataclass(frozen=True)
class Case:
    """Rules of the portal and what is to become of the crawl.

    ``causes`` are words of those it has, which are none without any; ``kept`` counts answers kept
    whole. The first two requests are for the first page of each day, the others for Monday's.
    """

    name: str
    rules: tuple[str, ...]
    causes: tuple[str, ...] = ()
    received: int = ALL
    done: frozenset[object] = EVERY_DAY
    kept: int = 0
    unread: int = 0
    timeout: float = 20.0


CASES = [
    Case(
        "what passes is waited for",
        (
            "429-json:times=1:retry=0",
            "429-json:times=1:after=1:reset=2026-11-09T00:00:00Z",
            "429-html:times=1:after=2",
            "500:times=1:after=3",
            "500:times=1:after=4:status=503",
            "dropped:times=1:after=5",
            "truncated:times=1:after=6",
            "slow:times=1:after=7:seconds=4",
        ),
        timeout=2.0,
    ),
    Case("a quota", ("429-json",), ("HTTP 429, attente demandée de",), 0, NEVER),
    Case("a source that is ill", ("500",), ("HTTP 500, 7 essais", "HTTP 500, "), 0, NEVER),
    Case(
        "what only looks wrong is read",
        (
            "wrong-type:times=2",
            "renamed-field:times=1:after=2",
            "missing-field:times=1:after=3:field=donnees",
            "renamed-field:times=1:after=4:field=idweb:to=identifiant",
        ),
        unread=100,
    ),
    Case(
        "damaged pages",
        (
            "cut:times=1:after=2",
            "html-page:times=1:after=3",
            "wrong-encoding:times=1:after=4",
            "gzip-bomb:times=1:after=5:mib=60",
        ),
        ("JSON incomplet", "page HTML", "UTF-8", "réponse trop grande"),
        ALL - 400,
        NOT_MONDAY,
        kept=3,
    ),
    Case(
        "a page that is empty",
        ("empty-page:times=1",),
        ("lundi 9 novembre 2026 : 500 relevés sur 600 annoncés",),
        ALL - 100,
        NOT_MONDAY,
    ),
    Case(
        "the page before, again",
        ("repeated-page:times=1",),
        ("lundi 9 novembre 2026 : 500 relevés sur 600 annoncés",),
        ALL - 100,
        NOT_MONDAY,
    ),
    Case(
        "a total that is too high",
        ("wrong-total",),
        ("600 relevés sur 607 annoncés", "3 relevés sur 10 annoncés"),
        ALL,
        NEVER,
    ),
    Case(
        "a total that is too low",
        ("wrong-total:by=-150",),
        ("500 relevés pour 450 annoncés, total douteux", "3 relevés pour 0 annoncé, total douteux"),
        503,
        NEVER,
    ),
    Case("a redirection to itself", ("redirect-loop",), ("trop de redirections",), 0, NEVER),
]
TESTS = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def replay(tmp_path_factory: pytest.TempPathFactory) -> Replay:
    """600 records on Monday, three on Tuesday."""
    records = [small_record(f"26-91{n:04d}", MONDAY, objet="Écoles") for n in range(600)]
    records += [small_record(f"26-92{n:04d}", TUESDAY, objet="Écoles") for n in range(3)]
    return Replay.load(write_boamp(tmp_path_factory.mktemp("boamp"), records))


def test_every_misbehaviour_is_met() -> None:
    """Here, or as a rule of another source's crawls."""
    met = {rule.split(":")[0] for case in CASES for rule in case.rules}
    others = {*TESTS.glob("spiders/test_*.py"), *TESTS.glob("sources/cases/*.py")}
    rules = "".join(path.read_text(encoding="utf-8") for path in others)
    assert [name for name, _, _ in table() if name not in met and f":{name}" not in rules] == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_boamp_misbehaves(crawls: Crawls, replay: Replay, case: Case) -> None:
    with portal_of(replay, *(f"boamp:{rule}" for rule in case.rules)) as portal:
        result = crawls.run(portal.url, timeout=case.timeout)

    causes = [plain(cause) for cause in result.causes]
    assert result.complete == (not case.causes), causes
    for expected in case.causes:
        assert any(expected in cause for cause in causes), causes
    assert result.received == result.stored == case.received
    assert result.unread == case.unread
    assert len(crawls.notice_ids()) == case.received - case.unread
    assert crawls.done() == set(result.days_done) == case.done
    pages = crawls.pages()
    assert [one.state for one in pages] == ["failed"] * case.kept
    assert all(one.content and one.error for one in pages)
    last = crawls.last()
    assert last.outcome == ("incomplete" if case.causes else "complete")
    assert (last.cause is not None) == bool(case.causes)
