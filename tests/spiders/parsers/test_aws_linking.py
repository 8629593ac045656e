"""A consultation seen on an AWS site and elsewhere ends in one procedure."""

from dataclasses import replace
from pathlib import Path

import pytest

from spiders.parsers import parse, parse_decoded
from tests.spiders.parsers.boamp_records import record
from veille.core.link_keys import linkable
from veille.core.linking import resolve
from veille.core.notices import Links, Notice

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
SITE = "https://www.marches-publics.info/Annonces"
CASE = "https://agglo.marches.example/mpiaws/index.cfm?fuseaction=dematEnt.login&type=DCE&IDM="


def page(number: int) -> Notice:
    """A notice page of the fixtures, read."""
    name = f"MPI-pub-20261100{number}.htm"
    return parse("aws", (FIXTURES / "aws" / name).read_bytes(), f"{SITE}/{name}").notice


def bulletin(idweb: str, **known: object) -> Notice:
    """A notice of the bulletin that says little."""
    form = {"FNSimple": {"initial": {"natureMarche": {"intitule": "Entretien"}}}}
    found = parse_decoded("boamp", record(form, idweb=idweb, objet="Sans rapport")).notice
    return replace(found, **{"links": None, "deadline_approximate": False, **known})  # type: ignore[arg-type]


def rules(*found: Notice) -> list[set[str]]:
    """The rules of each procedure that these notices make, most notices first."""
    groups = resolve(linkable(notice) for notice in found).groups
    ordered = sorted(groups, key=lambda group: -len(group.notices))
    return [{one.rule for one in group.notices} for group in ordered]


def test_the_link_of_the_page_to_the_bulletin_joins_them() -> None:
    assert rules(page(101), bulletin("26-990101")) == [{"chain"}]
    assert rules(page(101), bulletin("26-990102")) == [{"alone"}, {"alone"}]


def test_the_number_of_the_case_in_the_documents_link_joins_them() -> None:
    told = bulletin("26-990201", links=Links(documents=f"{CASE}1900102"))
    other = bulletin("26-990202", links=Links(documents=f"{CASE}19001022"))
    assert rules(page(102), told, other) == [{"chain"}, {"alone"}]


def test_buyer_object_and_deadline_together_join_them() -> None:
    seen = page(102)
    same = bulletin("26-990301", title=seen.title, buyer=seen.buyer, deadline=seen.deadline)
    assert rules(seen, same) == [{"fallback"}]
    later = bulletin("26-990302", title=seen.title, buyer=seen.buyer)
    assert rules(seen, later) == [{"alone"}, {"alone"}]


def test_an_alert_mail_that_leads_to_the_page_joins_it() -> None:
    mail = (FIXTURES / "alerts" / "aws.eml").read_bytes()
    alerted = parse("alert", mail.replace(b"20260900001", b"20261100101"))
    found = (alerted.notice, *alerted.others)
    assert rules(page(101), *found) == [{"chain"}, {"alone"}]


@pytest.mark.parametrize(
    "link",
    [
        "https://x.example/mpiaws/index.cfm?IDM=12",
        "https://x.example/Annonces/MPI-pub-1.htm",
        "https://x.example/?IDM=1900101",
    ],
)
def test_an_address_without_a_telling_number_joins_nothing(link: str) -> None:
    assert rules(page(101), bulletin("26-990401", links=Links(documents=link)))[0] == {"alone"}
