"""Tokens and seals: only ours, only for their purpose, only in their time."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.english import english_in
from veille.core.clock import PARIS
from veille.core.tokens import (
    LONGEST,
    SEAL_LENGTH,
    TokenError,
    is_sealed,
    read,
    seal,
    sign,
)

KEYS = ("a key that is long enough to be one",)
NOW = datetime(2026, 11, 16, 7, 30, tzinfo=PARIS)
WEEK = timedelta(days=7)


def test_what_was_signed_is_read() -> None:
    token = sign(KEYS, "manage", {"subscriber": 12}, NOW)
    assert read(KEYS, "manage", token, WEEK, NOW) == {"subscriber": 12}


def test_the_same_at_the_same_moment_is_the_same_token() -> None:
    assert sign(KEYS, "feed", 1, NOW) == sign(KEYS, "feed", 1, NOW.astimezone(UTC))


def test_a_token_is_of_one_purpose() -> None:
    token = sign(KEYS, "confirm", 12, NOW)
    with pytest.raises(TokenError) as caught:
        read(KEYS, "manage", token, WEEK, NOW)
    assert not caught.value.expired


def test_a_token_expires() -> None:
    token = sign(KEYS, "confirm", 12, NOW)
    assert read(KEYS, "confirm", token, WEEK, NOW + WEEK) == 12
    with pytest.raises(TokenError, match="expiré") as caught:
        read(KEYS, "confirm", token, WEEK, NOW + WEEK + timedelta(seconds=1))
    assert caught.value.expired
    assert read(KEYS, "confirm", token, None, NOW + timedelta(days=9000)) == 12


def test_a_clock_a_little_late_is_forgiven_a_token_of_tomorrow_is_not() -> None:
    token = sign(KEYS, "confirm", 12, NOW)
    assert read(KEYS, "confirm", token, WEEK, NOW - timedelta(minutes=5)) == 12
    with pytest.raises(TokenError):
        read(KEYS, "confirm", token, WEEK, NOW - timedelta(days=1))


def test_an_older_key_is_believed_and_a_removed_one_is_not() -> None:
    token = sign(["old key"], "manage", 12, NOW)
    assert read(["new key", "old key"], "manage", token, WEEK, NOW) == 12
    assert sign(["new key", "old key"], "manage", 12, NOW) == sign(["new key"], "manage", 12, NOW)
    with pytest.raises(TokenError):
        read(["new key"], "manage", token, WEEK, NOW)


def test_without_a_key_nothing_is_signed() -> None:
    with pytest.raises(ValueError, match="no key"):
        sign((), "manage", 12, NOW)


@pytest.mark.parametrize("change", range(0, 60, 7))
def test_a_changed_token_is_refused(change: int) -> None:
    token = sign(KEYS, "manage", {"subscriber": 12}, NOW)
    place = change % len(token)
    other = "A" if token[place] != "A" else "B"
    with pytest.raises(TokenError):
        read(KEYS, "manage", token[:place] + other + token[place + 1 :], WEEK, NOW)


@given(st.text(max_size=80))
def test_any_other_text_is_refused_in_french(text: str) -> None:
    with pytest.raises(TokenError) as caught:
        read(KEYS, "manage", text, WEEK, NOW)
    assert english_in(str(caught.value)) == []


def test_an_endless_token_is_not_looked_at() -> None:
    with pytest.raises(TokenError):
        read(KEYS, "manage", "A" * (LONGEST + 1), WEEK, NOW)


def test_a_seal_survives_a_change_of_case_and_is_of_one_purpose() -> None:
    proof = seal(KEYS, "bounce", "12")
    assert len(proof) == SEAL_LENGTH
    assert proof.isalnum()
    assert is_sealed(KEYS, "bounce", "12", proof.upper())
    assert not is_sealed(KEYS, "bounce", "13", proof)
    assert not is_sealed(KEYS, "feed", "12", proof)
    assert not is_sealed(KEYS, "bounce", "12", "é\ud800")


def test_a_seal_by_an_older_key_is_believed() -> None:
    assert is_sealed(["new", "old"], "bounce", "12", seal(["old"], "bounce", "12"))
    assert not is_sealed(["new"], "bounce", "12", seal(["old"], "bounce", "12"))
