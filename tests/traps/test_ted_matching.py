"""How BOAMP and TED notices find each other: the five rules."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from veille.core.link_keys import linkable
from veille.core.linking import Resolution, resolve
from veille.core.notices import Buyer, Notice, Text

FOLDER = "0f9e8d7c-6b5a-4c3d-8e2f-1a0b9c8d7e6f"
UUID = "7b0c5a8e-1f2d-4c3b-9a4e-5d6f7a8b9c0d"
OTHER_UUID = "1c2d3e4f-5a6b-4788-99aa-bbccddeeff00"

BOAMP = Notice(
    id="boamp:26-100",
    source="boamp",
    stage="competition",
    kind="competition",
    published_on=date(2026, 9, 1),
    title="Gardiennage des sites d’Exemple",
    buyer=Buyer(name="Syndicat d’Exemple", siret="21340000100017"),
)
TED = replace(
    BOAMP, id="ted:512345-2026", source="ted", title="Gardiennage", buyer=None, published_on=None
)


def linked(*notices: Notice) -> Resolution:
    return resolve([linkable(notice) for notice in notices])


def rule_of(resolution: Resolution) -> str | None:
    """The rule that joined all the notices into one procedure, or null where they stay apart."""
    if len(resolution.groups) > 1:
        return None
    (rule,) = {held.rule for held in resolution.groups[0].notices}
    return rule


def test_ted_matching_01_the_same_notice_uuid() -> None:
    assert rule_of(linked(replace(BOAMP, uuid=UUID), replace(TED, uuid=UUID.upper()))) == "uuid"
    assert rule_of(linked(replace(BOAMP, uuid=UUID), replace(TED, uuid=OTHER_UUID))) is None


def test_ted_matching_02_another_notice_of_the_same_procedure() -> None:
    tender = replace(BOAMP, procedure_id=FOLDER, uuid=UUID)
    award = replace(TED, stage="result", procedure_id=FOLDER.upper(), uuid=OTHER_UUID)
    assert rule_of(linked(tender, award)) == "folder"


@pytest.mark.parametrize("written", ["00064376-2021", "ted:64376-2021", "2021/S 026-064376"])
def test_ted_matching_03_publication_numbers_however_they_are_padded(written: str) -> None:
    earlier = replace(TED, id="ted:64376-2021")
    later = replace(TED, id="ted:90001-2021", supersedes=(written,))
    assert rule_of(linked(earlier, later)) == "chain"


def test_ted_matching_04_siret_deadline_and_title_without_identifiers() -> None:
    deadline = datetime(2026, 10, 5, 12, 0, tzinfo=UTC)
    boamp = replace(BOAMP, deadline=deadline)
    ted = replace(boamp, id=TED.id, source="ted", title="GARDIENNAGE DES SITES D'EXEMPLE")
    assert rule_of(linked(boamp, ted)) == "fallback"
    other_buyer = replace(ted, buyer=Buyer(name="Autre", siret="21340000200015"))
    assert rule_of(linked(boamp, other_buyer)) is None


def test_ted_matching_05_a_number_in_prose_joins_nothing() -> None:
    text = Text(field="additional", text="Avis initial publié au BOAMP sous le n° 26-100.")
    assert rule_of(linked(BOAMP, replace(TED, texts=(text,)))) is None
