"""Addresses and names as people type them."""

import pytest

from tests.english import english_in
from veille.core.addresses import (
    AddressError,
    UnshowableName,
    address_hash,
    checked_address,
    checked_name,
    network_of,
)


@pytest.mark.parametrize(
    ("text", "address", "key"),
    [
        (" Camille.Roux@Valrouge.Example ", "Camille.Roux@valrouge.example",
         "camille.roux@valrouge.example"),
        ("contact+veille@mairie.example", "contact+veille@mairie.example",
         "contact+veille@mairie.example"),
        ("a@été.example", "a@xn--t-9fab.example", "a@xn--t-9fab.example"),
    ],
)  # fmt: skip
def test_an_address_has_one_way_to_be_written_and_compared(
    text: str, address: str, key: str
) -> None:
    found = checked_address(text)
    assert (found.address, found.key) == (address, key)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "camille",
        "camille@",
        "@valrouge.example",
        "camille@valrouge",
        "camille@localhost",
        "camille@@valrouge.example",
        "camille roux@valrouge.example",
        "Camille <camille@valrouge.example>",
        "camille@valrouge.example, autre@valrouge.example",
        "camille@[192.0.2.1]",
        '"camille roux"@valrouge.example',
        "émile@valrouge.example",
        "camille@valrouge.example\r\nBcc: autre@valrouge.example",
        "camille@valrouge.example\x00",
        "\u202ecamille@valrouge.example",
        "camille\u200b@valrouge.example",
        "a" * 65 + "@valrouge.example",
        "a" * 64 + "@" + "b" * 255,
        "x" * 320,
        "a@" + "b." * 150_000 + "example",
    ],
)
def test_what_is_no_address_is_refused_in_one_line_of_french(text: str) -> None:
    with pytest.raises(AddressError) as refused:
        checked_address(text)
    said = str(refused.value)
    assert "\n" not in said
    assert len(said) < 150
    assert english_in(said) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("  Service  des marchés ", "Service des marchés"),
        ("E\u0301mile", "Émile"),
        ("", None),
        ("   ", None),
        (None, None),
        ("Jean-Noël O’Brien <DGS>", "Jean-Noël O’Brien <DGS>"),
    ],
)
def test_a_name_is_kept_as_people_write_it(text: str | None, name: str | None) -> None:
    assert checked_name(text) == name


@pytest.mark.parametrize(
    "text",
    ["Camille\r\nBcc: x@y.example", "a\x00b", "\u202eelimac", "a\u2028b", "x" * 101, "\ud800"],
)
def test_a_name_that_cannot_be_shown_is_refused(text: str) -> None:
    with pytest.raises(UnshowableName) as refused:
        checked_name(text)
    assert english_in(str(refused.value)) == []


@pytest.mark.parametrize(
    ("host", "network"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("::ffff:192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("testclient", "inconnu"),
        ("", "inconnu"),
        (None, "inconnu"),
    ],
)
def test_a_visitor_is_known_by_network(host: str | None, network: str) -> None:
    assert network_of(host) == network


def test_the_hash_of_an_address_does_not_show_it() -> None:
    digest = address_hash("camille@valrouge.example")
    assert "camille" not in digest
    assert digest != address_hash("dominique@valrouge.example")
