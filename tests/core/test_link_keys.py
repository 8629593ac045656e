"""Keys: what a notice is recognised by."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from veille.core.link_keys import buyer_signature, clean_uuid, keys, linkable
from veille.core.notices import Buyer, Notice
from veille.core.procedures import Key

UUID = "7b0c5a8e-1f2d-4c3b-9a4e-5d6f7a8b9c0d"
SIRET = "21340000100017"
TITLE = "Entretien des espaces verts communaux"
DEADLINE = datetime(2026, 10, 5, 12, 0, tzinfo=UTC)


def notice(**known: object) -> Notice:
    return Notice(**{"id": "boamp:26-1", "source": "boamp", **known})  # type: ignore[arg-type]


def of_kind(found: tuple[Key, ...], kind: str) -> list[str]:
    return [key.value for key in found if key.kind == kind]


def test_a_bare_notice_is_known_by_its_own_id() -> None:
    assert keys(notice()) == (Key("notice", "boamp:26-1", True),)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (UUID.upper(), UUID),
        (f" {UUID} ", UUID),
        (f"{UUID}-01", UUID),
        ("00000000-0000-0000-0000-000000000000", None),
        ("11111111-1111-4111-8111-111111111111", None),
        ("7b0c5a8e1f2d4c3b9a4e5d6f7a8b9c0d", None),
        ("dossier 12", None),
        ("", None),
        (None, None),
    ],
)
def test_a_uuid_is_lower_case_without_version_and_never_a_constant(
    raw: str | None, expected: str | None
) -> None:
    assert clean_uuid(raw) == expected


def test_the_procedure_id_and_the_notice_uuid_are_strong_keys() -> None:
    found = keys(notice(procedure_id=UUID.upper(), uuid=f"{UUID}-02"))
    assert Key("folder", UUID, True) in found
    assert Key("uuid", UUID, True) in found


def test_a_malformed_procedure_id_is_no_key() -> None:
    assert of_kind(keys(notice(procedure_id="2026-VOIRIE-01")), "folder") == []


@pytest.mark.parametrize(
    ("reference", "kind", "value"),
    [
        ("boamp:26-67261", "notice", "boamp:26-67261"),
        ("ted:00047522-2024", "notice", "ted:47522-2024"),
        ("00047522-2024", "notice", "ted:47522-2024"),
        ("2021/S 026-064376", "notice", "ted:64376-2021"),
        ("ted:2021/S 026-064376", "notice", "ted:64376-2021"),
        (f"{UUID}-01", "uuid", UUID),
    ],
)
def test_an_earlier_notice_is_named_in_many_forms(reference: str, kind: str, value: str) -> None:
    assert value in of_kind(keys(notice(supersedes=(reference,))), kind)


def test_a_reference_that_names_nothing_is_ignored() -> None:
    assert len(keys(notice(supersedes=("voir avis précédent", "")))) == 1


def test_the_fallback_needs_siret_deadline_and_title() -> None:
    buyer = Buyer(name="Commune", siret=SIRET)
    complete = notice(buyer=buyer, deadline=DEADLINE, title=TITLE)
    assert len(of_kind(keys(complete), "fallback")) == 1
    for missing in (
        notice(buyer=Buyer(name="Commune"), deadline=DEADLINE, title=TITLE),
        notice(buyer=Buyer(name="Commune", siret="1629"), deadline=DEADLINE, title=TITLE),
        notice(buyer=buyer, title=TITLE),
        notice(buyer=buyer, deadline=DEADLINE, deadline_approximate=True, title=TITLE),
        notice(buyer=buyer, deadline=DEADLINE, title="Travaux"),
        notice(deadline=DEADLINE, title=TITLE),
    ):
        assert of_kind(keys(missing), "fallback") == []


def test_the_fallback_compares_instants_to_the_minute_and_folded_titles() -> None:
    paris_summer = timezone(timedelta(hours=2))
    one = notice(
        buyer=Buyer(siret=SIRET),
        deadline=datetime(2026, 10, 5, 14, 0, 30, tzinfo=paris_summer),
        title="ENTRETIEN DES ESPACES-VERTS COMMUNAUX.",
    )
    other = notice(
        buyer=Buyer(siret="213 400 001 00017"),
        deadline=DEADLINE,
        title="Entretien des espaces verts communaux",
    )
    assert of_kind(keys(one), "fallback") == of_kind(keys(other), "fallback")


def test_doubt_keys_are_weak_and_need_a_telling_title() -> None:
    found = keys(notice(buyer=Buyer(name="Ville d’Exemple", siret=SIRET), title=TITLE))
    doubts = [key for key in found if key.kind == "doubt"]
    assert len(doubts) == 2
    assert not any(key.strong for key in doubts)
    assert of_kind(keys(notice(buyer=Buyer(name="Ville"), title="Travaux")), "doubt") == []


def test_a_buyer_is_known_by_its_siren_else_by_its_folded_name() -> None:
    assert buyer_signature(Buyer(name="Ville", siret=SIRET)) == SIRET[:9]
    assert buyer_signature(Buyer(name="VILLE  D'EXEMPLE")) == "ville d exemple"
    assert buyer_signature(Buyer()) is None
    assert buyer_signature(None) is None


def test_a_linkable_notice_falls_back_on_its_day_of_dispatch() -> None:
    sent = notice(dispatched_on=date(2026, 9, 2))
    assert linkable(sent, 7).published_on == date(2026, 9, 2)
    assert linkable(sent, 7).procedure == 7
