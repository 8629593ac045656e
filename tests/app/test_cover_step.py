"""The step that counts coverage, and the command that tells it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from newsletters.reading import coverage_of
from tests.app.coverage_world import furnish_coverage
from tests.app.mailing_world import World
from tests.newsletters.invented import NOW, WEEK
from tests.web.visiting import dump, opened
from veille.app.coverage.command import tell_coverage
from veille.app.steps.cover import cover
from veille.core.clock import paris
from veille.core.coverage.figures import Figures
from veille.core.coverage.spans import YEAR, spans
from veille.core.periods import weekly
from veille.store import coverage


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with opened(tmp_path) as made:
        yield made


def figures(world: World, code: str = YEAR) -> Figures:
    with world.store.read() as session:
        found = coverage.kept(session, code)
    assert found is not None
    return found


def test_what_was_seen_is_counted_and_counting_again_changes_nothing(world: World) -> None:
    furnish_coverage(world)
    cover(world.store, NOW)
    found = figures(world)
    share = found.share
    assert (share.seen, share.doubtful, share.awarded, share.unseen) == (1, 1, 1, 2)
    assert (found.contracts, found.without_call, found.too_early) == (7, 1, 1)
    assert (found.consultations, found.only_awarded, found.without_address) == (3, 1, 1)
    assert {one.code: one.consultations for one in found.platforms} == {
        "achatpublic": 1,
        "other": 1,
        "none": 1,
    }
    (platform,) = found.cited
    assert platform.read == {"alert": paris(NOW).date()}
    assert [one.host for one in found.hosts] == ["commune.example"]
    before = dump(world.store)
    cover(world.store, NOW)
    assert dump(world.store) == before


def test_every_span_is_kept_and_nothing_is_measured_without_contracts(world: World) -> None:
    cover(world.store, NOW)
    for span in spans(paris(NOW).date()):
        found = figures(world, span.code)
        assert (found.since, found.until) == (span.since, span.until)
        assert (found.consultations, found.share.said) == (0, "non mesuré")


def test_an_edition_keeps_what_was_counted(world: World) -> None:
    with world.store.read() as session:
        assert coverage_of(session, weekly(WEEK)).platforms is None
    furnish_coverage(world)
    cover(world.store, NOW)
    with world.store.read() as session:
        found = coverage_of(session, weekly(WEEK))
    assert found.platforms is not None
    assert found.platforms.read == ("achatpublic.com",)
    assert (found.platforms.cited, found.platforms.cited_read) == (1, 1)
    assert (found.platforms.contracts, found.platforms.seen, found.platforms.doubtful) == (5, 1, 1)
    assert "sauf sur achatpublic.com" in found.not_covered[1]


def test_a_platform_that_fell_silent_is_no_longer_said_to_be_read(world: World) -> None:
    furnish_coverage(world)
    cover(world.store, NOW + timedelta(days=31))
    with world.store.read() as session:
        found = coverage_of(session, weekly(WEEK)).platforms
    assert found is not None
    assert (found.read, found.silent) == ((), ("achatpublic.com",))


def test_the_command_counts_and_tells(
    world: World, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    furnish_coverage(world)
    monkeypatch.setattr("veille.app.coverage.command.load", lambda: world.settings)
    tell_coverage(YEAR, NOW)
    words = capsys.readouterr().out.replace("\u00a0", " ")
    assert "Marchés mesurés : 5. La consultation de 1 à 2 sur 5 avait été vue." in words
    assert "| 1 | 1 | Alertes, 16 nov. 2026 | plusieurs 1 | plusieurs 1 |" in words
    with pytest.raises(Exception, match="12-mois, 2026-T4"):
        tell_coverage("2019-T1", NOW)
