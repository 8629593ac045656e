"""Every source of the registry, through the same eight behaviours.

``VEILLE_REWRITE_GOLDEN=1`` writes the golden files anew (and fails): read them first.
"""

import importlib
import importlib.util

import pytest

from spiders.registry import ROWS
from tests.sources.suite import BEHAVIOURS, REWRITE, SourceCase, Trial, Twin, World, written
from tests.spiders.crawling import NOW, plain
from veille.app.gathering.source_check import RECORDS
from veille.app.steps.link import link
from veille.store import linking, notices, payloads

GATHERED = [row.name for row in ROWS if row.gathered]
every_source = pytest.mark.parametrize("name", GATHERED)


def case_of(name: str) -> SourceCase:
    """What the module of a source's case says."""
    case = importlib.import_module(f"tests.sources.cases.{name}").CASE
    assert isinstance(case, SourceCase)
    return case


@every_source
def test_every_source_has_its_case(name: str) -> None:
    case = case_of(name)
    assert case.name == name
    assert case.golden.exists()
    assert any(case.fixtures.iterdir())


@every_source
@pytest.mark.parametrize("behaviour", BEHAVIOURS)
def test_only_what_is_not_on_the_web_is_excused_and_says_why(name: str, behaviour: str) -> None:
    case = case_of(name)
    trial = getattr(case, behaviour)
    if isinstance(trial, str):
        assert case.source.spider is None
        assert len(trial.split()) >= 6


@every_source
def test_recorded_pages_give_the_expected_notices_and_a_re_run_adds_nothing(
    name: str, world: World
) -> None:
    case = case_of(name)
    first, again = world.crawl(case, times=2)
    known = world.known(case)
    if REWRITE:
        written(case, known)
        pytest.fail(f"wrote {case.golden.name}: read it, then run without VEILLE_REWRITE_GOLDEN")
    assert known == case.expected()
    assert [plain(cause) for cause in first.causes] == []
    assert first.stored == first.received == len(world.payloads()) > 0
    assert {one.state for one in world.payloads()} == {"parsed"}
    assert set(first.days_done) == case.done
    assert (again.causes, again.stored) == ((), 0)


@every_source
def test_a_check_finds_nothing_wrong_with_the_first_records(name: str, world: World) -> None:
    (result,) = world.crawl(case_of(name), asked={"max_records": RECORDS})
    assert [plain(cause) for cause in result.causes] == []
    assert result.received > 0
    assert result.days_done == ()


@every_source
@pytest.mark.parametrize("behaviour", BEHAVIOURS)
def test_a_source_that_misbehaves_loses_nothing_and_pretends_nothing(
    name: str, behaviour: str, world: World
) -> None:
    case = case_of(name)
    trial = getattr(case, behaviour)
    if isinstance(trial, Trial):
        tried(case, trial, world)


@every_source
def test_the_duplicate_of_another_source_is_one_procedure_or_stays_apart_on_purpose(
    name: str, world: World
) -> None:
    case = case_of(name)
    if isinstance(case.duplicate, Twin):
        twinned(case, case.duplicate, world)
    else:
        tried(case, case.duplicate, world)


def tried(case: SourceCase, trial: Trial, world: World) -> None:
    """A crawl that meets the misbehaviour, then one that does not."""
    (result,) = world.crawl(case, *trial.faults, lay=trial.broken, asked=trial.asked)
    causes = [plain(cause) for cause in result.causes]
    assert bool(causes) == (trial.said is not None), causes
    assert trial.said is None or trial.said in " / ".join(causes)
    expected, known = case.expected(), world.known(case)
    assert len(known.keys() & expected.keys()) == trial.read, sorted(known)
    assert len(known.keys() - expected.keys()) == trial.others, sorted(known)
    failed = [one for one in world.payloads() if one.state == "failed"]
    assert all(one.content and one.error for one in failed)
    assert sum(one.media == "page" for one in failed) == trial.kept
    assert sum(one.media != "page" for one in failed) == result.unread == trial.unread
    shown = world.unknown_fields()
    assert trial.unknown is None or any(trial.unknown in field for field in shown), shown
    assert set(result.days_done) == trial.done

    (well,) = world.crawl(case)
    assert [plain(cause) for cause in well.causes] == []
    found = world.known(case)
    assert {key: found[key] for key in expected} == expected
    assert len(found) == len(expected) + trial.others
    assert set(well.days_done) == case.done


def twinned(case: SourceCase, twin: Twin, world: World) -> None:
    """The source's own notice, then the other's, linked."""
    world.crawl(case)
    with world.store.transaction() as session:
        own = notices.get(session, twin.of)
        assert own is not None
        other = twin.make(own)
        assert other.id != own.id
        assert other.source != own.source
        sent = payloads.NewPayload(
            source=other.source,
            key=other.id,
            content=b"{}",
            media="json",
            fetched_at=NOW,
        )
        (added,) = payloads.add(session, [sent])
        notices.save(session, [(other, added.id, False)], NOW)
    link(world.store, NOW)
    with world.store.read() as session:
        homes = linking.procedures_of(session, [own.id, other.id])
    assert len(set(homes.values())) == (1 if twin.together else 2)
    assert len(twin.why.split()) >= 4
