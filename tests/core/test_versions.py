"""A version rises with a publication or a tag that changes a told fact, and with nothing else."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.newsletters.invented import NOW, award, clause, days, notice, procedure, reserved
from veille.core.verdicts import Verdict
from veille.core.versions import (
    Reading,
    ReadingError,
    noted,
    reading_from_json,
    reading_to_json,
)

CALL = notice(1)
CORRECTION = notice(
    2,
    kind="change",
    supersedes=(CALL.id,),
    title=CALL.title,
    published_on=date(2026, 11, 18),
    deadline=CALL.deadline + days(7) if CALL.deadline else None,
)


def numbers(*notices, before=None, tagged=False, **known):
    reading, versions = noted(replace(procedure(1, *notices), **known), before, NOW, tagged=tagged)
    return reading, [(version.number, version.cause) for version in versions]


def judged(verdict, *ids):
    return {"verdicts": {key: replace(verdict, id=key) for key in ids}}


def test_what_is_found_at_once_has_the_versions_of_its_publications() -> None:
    _, versions = noted(procedure(1, CALL, CORRECTION), None, NOW)
    assert [version.effective_on for version in versions] == [
        CALL.published_on,
        CORRECTION.published_on,
    ]
    assert [version.facts.deadline for version in versions] == [CALL.deadline, CORRECTION.deadline]


def test_reading_again_makes_no_version() -> None:
    reading, made = numbers(CALL, CORRECTION)
    again, none = numbers(CALL, CORRECTION, before=reading)
    assert (len(made), none, again) == (2, [], reading)


def test_a_second_source_makes_no_version() -> None:
    reading, _ = numbers(CALL)
    twin = replace(CALL, id="ted:1-2026", source="ted")
    after, none = numbers(CALL, twin, before=reading)
    assert (after.version, none) == (1, [])


def test_a_reparse_new_rules_or_a_new_model_make_no_version() -> None:
    reading, _ = numbers(CALL)
    reparsed, none = numbers(replace(CALL, deadline=None), before=reading)
    assert none == []
    _, none = numbers(CALL, before=reparsed, **judged(reserved(), CALL.id))
    assert none == []


def test_a_tag_makes_a_version_even_where_the_rules_changed_with_it() -> None:
    reading, _ = numbers(CALL, **judged(reserved(), CALL.id))
    withdrawn = judged(Verdict(id="", rules="r2"), CALL.id)
    _, made = numbers(CALL, before=reading, tagged=True, **withdrawn)
    assert made == [(2, "tag")]
    _, none = numbers(CALL, before=reading, tagged=True, **judged(reserved(), CALL.id))
    assert none == []


def test_a_tag_is_effective_with_what_it_corrects() -> None:
    """What staff put right before an edition is composed is right in that edition."""
    reading, _ = numbers(CALL, **judged(reserved(), CALL.id))
    _, versions = noted(procedure(1, CALL), reading, NOW, tagged=True)
    assert [version.effective_on for version in versions] == [CALL.published_on]


def test_an_older_notice_found_late_is_effective_with_the_newest() -> None:
    reading, _ = numbers(CALL, CORRECTION)
    planned = notice(
        9, stage="planning", kind="planning", published_on=date(2026, 5, 4), value=None
    )
    earlier = replace(planned, title="Un tout autre achat", lots=())
    _, versions = noted(procedure(1, earlier, CALL, CORRECTION), reading, NOW)
    assert all(version.effective_on >= date(2026, 11, 18) for version in versions)


def test_the_versions_of_a_life() -> None:
    result = award(3, published_on=date(2027, 2, 1), title=CALL.title)
    reading, made = numbers(CALL)
    reading, corrected = numbers(CALL, CORRECTION, before=reading)
    reading, awarded = numbers(CALL, CORRECTION, result, before=reading)
    assert made + corrected + awarded == [
        (1, "publication"),
        (2, "publication"),
        (3, "publication"),
    ]
    assert reading.facts.state == "awarded"


@given(cut=st.integers(1, 3), clauses=st.booleans())
def test_found_at_once_or_one_by_one_the_last_version_says_the_same(
    cut: int, clauses: bool
) -> None:
    result = award(3, published_on=date(2027, 2, 1), title=CALL.title)
    life = (CALL, CORRECTION, result)
    known = judged(clause(), CALL.id) if clauses else {}
    whole, _ = numbers(*life, **known)
    first, _ = numbers(*life[:cut], **known)
    parted, _ = numbers(*life, before=first, **known)
    assert (parted.version, parted.facts) == (whole.version, whole.facts)


def test_a_reading_survives_its_json() -> None:
    reading, _ = numbers(CALL)
    assert reading_from_json(reading_to_json(reading)) == reading
    assert isinstance(reading, Reading)


def test_what_is_no_reading_is_refused() -> None:
    with pytest.raises(ReadingError):
        reading_from_json('{"version": "un"}')


def test_a_procedure_without_a_notice_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="no notice"):
        noted(replace(procedure(1, CALL), notices=()), None, NOW)
