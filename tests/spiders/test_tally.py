"""Counting what was announced against what came."""

from datetime import date

from spiders.tally import Tally
from tests.spiders.crawling import plain

DAY = date(2026, 11, 9)


def causes(tally: Tally) -> list[str]:
    return [plain(cause) for cause in tally.result(()).causes]


def test_a_unit_is_complete_when_what_was_announced_came() -> None:
    tally = Tally("boamp")
    tally.announce("lundi", 2)
    tally.receive("lundi", ["a", "b", "a"])
    result = tally.result([DAY])

    assert (result.announced, result.received, result.complete) == (2, 2, True)
    assert result.days_done == (DAY,)


def test_a_unit_that_never_answered_is_not_complete() -> None:
    tally = Tally("boamp")
    tally.unit("lundi")

    assert not tally.unit("lundi").complete
    assert causes(tally) == ["lundi : sans réponse"]


def test_nothing_announced_and_nothing_come_is_complete() -> None:
    tally = Tally("feed")
    tally.announce("flux", 0)

    assert causes(tally) == []


def test_the_highest_total_counts() -> None:
    tally = Tally("boamp")
    for total in (2, 3, 1):
        tally.announce("lundi", total)
    tally.receive("lundi", ["a"])

    assert causes(tally) == ["lundi : 1 relevé sur 3 annoncés"]


def test_more_than_announced_is_a_total_that_cannot_be_trusted() -> None:
    tally = Tally("boamp")
    tally.announce("lundi", 1)
    tally.receive("lundi", ["a", "b"])

    assert not tally.unit("lundi").complete
    assert causes(tally) == ["lundi : 2 relevés pour 1 annoncé, total douteux"]


def test_a_cause_is_said_once_in_french_typography_and_stands_for_its_unit() -> None:
    tally = Tally("boamp")
    tally.announce("lundi", 5)
    tally.fail("page HTML", "lundi")
    tally.fail("page HTML", "lundi")
    tally.fail("collecte arrêtée avant la fin")

    assert tally.causes == ["lundi\u00a0: page HTML", "collecte arrêtée avant la fin"]
    assert causes(tally) == [plain(cause) for cause in tally.causes]
