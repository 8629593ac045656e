"""Return addresses: short, sealed, whatever their case."""

import pytest

from newsletters.addresses import AddressError
from newsletters.verp import Return, ReturnAddresses
from tests.newsletters.letters import KEYS, RETURNS


@pytest.mark.parametrize("number", [1, 1234, 10**15 - 1])
@pytest.mark.parametrize("reason", ["bounce", "unsubscribe"])
def test_an_address_comes_back_as_what_it_was_made_for(number: int, reason) -> None:
    address = RETURNS.address(number, reason)
    local, _, host = address.partition("@")
    assert len(local) <= 64
    assert host == "mission.example"
    for written in (address, address.upper(), f"Delivered-To: <{address}>\r\n"):
        assert list(RETURNS.find(written)) == [Return(number, reason)]


def test_the_longest_address_fits() -> None:
    with pytest.raises(AddressError, match="caractères au plus"):
        ReturnAddresses("b" * 21 + "@mission.example", KEYS)
    longest = ReturnAddresses("b" * 20 + "@mission.example", KEYS).address(
        10**15 - 1, "unsubscribe"
    )
    assert len(longest.partition("@")[0]) == 64


def test_an_older_key_is_still_believed() -> None:
    before = ReturnAddresses(RETURNS.base, KEYS[1:])
    assert list(RETURNS.find(before.address(7, "bounce"))) == [Return(7, "bounce")]
    assert list(before.find(RETURNS.address(7, "bounce"))) == []


def test_nobody_makes_one_up() -> None:
    true = RETURNS.address(1234, "bounce")
    forged = [
        true.replace("1234", "1235"),
        true.replace("+1234", "+u1234"),
        true.replace("mission.example", "other.example"),
        true.replace("+1234", "+01234"),
        true[:-20],
        "bounce+1234-" + "a" * 26 + "@mission.example",
        "bounce+٣-" + "a" * 26 + "@mission.example",
    ]
    assert [list(RETURNS.find(one)) for one in forged] == [[]] * len(forged)


def test_a_flood_of_false_addresses_takes_little_time() -> None:
    false = f"bounce+1-{'a' * 26}@mission.example "
    assert list(RETURNS.find(false * 20_000 + RETURNS.address(1, "bounce"))) == []
    assert list(RETURNS.find("bounce+" * 100_000)) == []


@pytest.mark.parametrize("base", ["bounce", "Veille <bounce@mission.example>", "a\n@b.example"])
def test_a_base_that_is_no_bare_address_is_refused(base: str) -> None:
    with pytest.raises(AddressError):
        ReturnAddresses(base, KEYS)


def test_the_keys_are_not_shown() -> None:
    assert KEYS[0] not in repr(RETURNS)
