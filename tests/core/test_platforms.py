"""Which platform an address of a notice is of, however it was typed."""

import pytest

from veille.core.notices import Links
from veille.core.platforms import host_of, hosts_of, platform, platform_of, platforms


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("https://www.achatpublic.com/sdm/ent/gen/ent_detail.do?PCSLID=CSL_2026_x", "achatpublic"),
        ("HTTP://VILLE.ACHATPUBLIC.COM", "achatpublic"),
        ("achatpublic.com", "achatpublic"),
        ("  wwww.marches-publics.gouv.fr/?page=entreprise.EntrepriseHome ", "place"),
        ("http//marches-publics.info", "aws"),
        ("https:/agglo.marches-publics.info./index.cfm", "aws"),
        ("https://marches.montpellier3m.fr:443/", "montpellier"),
        ("https://collectivite-herault.safetender.com", "safetender"),
        ("https://u:p@klekoon.com/x", "klekoon"),
    ],
)
def test_addresses_as_buyers_type_them(address: str, code: str) -> None:
    found = platform_of(address)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    "address",
    [
        "",
        "néant",
        "cf. règlement de consultation",
        "https://",
        "http://www.achatpublic..com",
        "https://127.0.0.1/achatpublic.com",
        "https://achatpublic.com.ailleurs.example/",
        "https://nonachatpublic.com",
        "https://achatpublic.com@ailleurs.example",
        "https://achatpublic.com\\@ailleurs.example",
        "contact@achatpublic.com",
        "mailto:contact@achatpublic.com",
        "javascript:alert(1)//achatpublic.com",
        "ftp://achatpublic.com",
        "https://ailleurs.example/?x=https://achatpublic.com",
        "https://achatpublic.com:99x/",
        "https://achatpublic.com\n.example",
        "https://аchatpublic.com",  # a Cyrillic a
        "https://" + "a." * 5_000 + "achatpublic.com",
        "https://" + "a" * 64 + ".achatpublic.com",
    ],
)
def test_what_is_of_no_platform(address: str) -> None:
    assert platform_of(address) is None


def test_a_host_that_is_not_known_is_still_a_host() -> None:
    assert host_of("https://www.Marches.Valinvente.EXAMPLE/profil") == "marches.valinvente.example"
    assert host_of("http://10.0.0.1") is None


def test_a_notice_names_its_profile_first_and_journals_are_no_platform() -> None:
    links = Links(
        notice="https://www.boamp.fr/pages/avis/?q=idweb:26-1",
        documents="https://achatpublic.com/x",
        submission="https://www.achatpublic.com/y",
        profile="https://www.valinvente.example",
    )
    assert hosts_of(links) == ("valinvente.example", "achatpublic.com")
    assert hosts_of(Links(notice="https://ted.europa.eu/fr/notice/-/detail/1-2026")) == ()
    assert hosts_of(None) == ()


def test_no_domain_is_of_two_platforms() -> None:
    hosts = [host for one in platforms() for host in one.hosts]
    assert len(hosts) == len(set(hosts))
    assert all(host_of(host) == host for host in hosts)
    assert platform("place") in platforms()
    assert platform("inconnue") is None
