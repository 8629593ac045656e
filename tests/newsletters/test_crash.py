"""Killed again and again, mail is neither lost nor sent twice: a small ``make crash``."""

import pytest

from scripts.crash import Result, crash


def test_whatever_kills_it_each_reader_gets_each_edition_once(tmp_path) -> None:
    result = crash(points=4, seed=11, folder=tmp_path)
    assert result.holds, result
    assert result.points == 4
    assert result.recipients % 9 == 0
    assert result.deliveries == result.recipients + result.repeated_same_message_id > 0


@pytest.mark.parametrize(("lost", "duplicated"), [(1, 0), (0, 1)])
def test_a_loss_or_a_second_copy_is_a_failure(lost: int, duplicated: int) -> None:
    result = Result(
        points=1,
        recipients=9,
        deliveries=9,
        lost=lost,
        duplicated=duplicated,
        repeated_same_message_id=0,
    )
    assert not result.holds
