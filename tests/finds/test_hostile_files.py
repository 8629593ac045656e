"""A file made to break or to hold whoever reads it is refused, quickly, and ends nothing else."""

import resource
from collections.abc import Callable

import pytest

from scripts.hostile_documents import HARMLESS, REFUSED
from veille.app.finds import limits
from veille.app.finds.extraction import read_file
from veille.app.finds.results import Outcome

MOST_SECONDS = 2.0
"""Of computing: the clock of a machine that has other things to do says nothing."""


def computed() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def read(build: Callable[[], bytes]) -> Outcome:
    content = build()
    assert len(content) <= limits.MOST_BYTES
    before = computed()
    outcome = read_file("fichier", content)
    assert computed() - before < MOST_SECONDS
    return outcome


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_it_is_refused_and_says_why(name: str) -> None:
    outcome = read(REFUSED[name])
    assert outcome.unread
    assert all(len(one.why) < 200 for one in outcome.unread)
    assert "passwd" not in str(outcome)
    kept = [one.name for one in outcome.documents]
    assert kept in ([], ["b.txt"])


@pytest.mark.parametrize("name", sorted(HARMLESS))
def test_it_does_no_harm(name: str) -> None:
    read(HARMLESS[name])
