"""What staff change of a domain table is seen everywhere once judged, and told to nobody anew."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from classifiers import registry, rules_version
from classifiers.potential import LearnedModel
from tests.app.mailing_world import NEXT, NOW, World
from tests.newsletters.invented import notice
from tests.store.invented_people import member
from tests.web.edited_tables import change_row, change_share
from tests.web.visiting import LATER, Visit, dump, opened, shown
from veille.app.clock import job_steps
from veille.app.clock.job_work import Work
from veille.app.domain_tables import tables_of
from veille.app.steps.editions import compose_missed
from veille.app.steps.judge import judge_missing
from veille.app.steps.version import version
from veille.app.tables.changing import take_back
from veille.core.editions import Entry, entry_from_json
from veille.core.facts import facts_from_json
from veille.core.notices import Buyer, Place, Value
from veille.core.schedule import Slot
from veille.core.table_list import table_info
from veille.store import cards, editions, tables, verdicts
from veille.store.staff import Member

BEFORE, AFTER = (840, 1855), (420, 910)
IN_SETE = (Place(nuts="FRJ13", postcode="34200", city="Sète"),)
CALL = notice(
    1,
    title="Peinture inventée des écoles",
    cpv=("45442100",),
    contract_nature="works",
    value=Value(amount=1_000_000.0, currency="EUR", basis="estimated"),
    places=IN_SETE,
)
SOON = LATER + timedelta(days=1)


@pytest.fixture(scope="module")
def model() -> LearnedModel:
    return LearnedModel.load(registry.shipped())


@pytest.fixture
def world(tmp_path: Path, model: LearnedModel, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """A call that was judged, and told in an edition that went out."""
    # Loading it takes seconds, and each job would.
    monkeypatch.setattr(job_steps, "model_that_serves", lambda *_: model)
    with opened(tmp_path) as made:
        made.subscribe("camille")
        made.publish(CALL)
        read(made, model, NOW)
        compose_missed(made.store, made.settings, "weekly", NOW, model=model)
        made.approve()
        made.address(NOW)
        yield made


def read(world: World, model: LearnedModel, now: datetime) -> None:
    judge_missing(world.store, now, model=model)
    version(world.store, now, model=model)


def camille(world: World) -> Member:
    with world.store.transaction() as session:
        return member(session)


def work(world: World, now: datetime = SOON) -> Work:
    return Work(world.store, world.settings, now, Slot(now, "now"))


def hours(found: Any) -> tuple[int, int]:
    assert found is not None
    return found.low, found.high


def seen(world: World, model: LearnedModel) -> dict[str, tuple[int, int]]:
    """The hours of the call, wherever they are read."""
    rules = rules_version(tables_of(world.store))
    with world.store.read() as session:
        verdict = verdicts.for_notices(session, [CALL.id], rules, model.name)[CALL.id]
        (card,) = cards.load(session, [1])[1]
    said = shown(Visit(world, SOON).get("/consultations/1"))
    page = re.search(r"Estimation : ([\d ]+) à ([\d ]+) heures", said)
    assert page
    low, high = (int(one.replace(" ", "")) for one in page.groups())
    card_hours = facts_from_json(card.facts).hours_estimate
    return {"verdict": hours(verdict.hours_estimate), "card": hours(card_hours)} | {
        "page": (low, high)
    }


def everywhere(expected: tuple[int, int]) -> dict[str, tuple[int, int]]:
    return dict.fromkeys(("verdict", "card", "page"), expected)


def newest_weekly(world: World) -> list[Entry]:
    """The entries of the last weekly edition."""
    with world.store.read() as session:
        weekly = [one for one in editions.list_editions(session) if one.kind == "weekly"]
        return [entry_from_json(line.content) for line in editions.entries(session, weekly[0].id)]


def test_an_edit_is_seen_everywhere_after_the_job_and_told_to_nobody(
    world: World, model: LearnedModel
) -> None:
    assert seen(world, model) == everywhere(BEFORE)
    told, mails = world.told(1), len(world.mails())
    assert told
    assert job_steps.nothing_new(work(world))
    change_share(world.store, camille(world), LATER, low="35 %")
    assert not job_steps.nothing_new(work(world))
    page = shown(Visit(world, SOON).get("/consultations/1"))
    assert "840 à 1 855 heures" in page, "until it is judged anew, what was judged is shown"

    assert "1 classés" in job_steps.immediate(work(world))
    assert seen(world, model) == everywhere(AFTER)
    world.address(SOON)
    assert (world.told(1), len(world.mails())) == (told, mails)
    with world.store.read() as session:
        (card,) = cards.load(session, [1])[1]
    assert (card.card.version, card.cause) == (1, "publication")

    assert job_steps.nothing_new(work(world))
    before = dump(world.store)
    assert job_steps.immediate(work(world, SOON + timedelta(minutes=15))) == "0\u00a0nouveauté"
    assert dump(world.store) == before


def test_an_undone_edit_leaves_no_trace_in_what_is_seen(world: World, model: LearnedModel) -> None:
    who = camille(world)
    change_share(world.store, who, LATER, low="35 %")
    job_steps.immediate(work(world))
    with world.store.transaction() as session:
        (edit,) = tables.standing(session)
        take_back(session, table_info("parts-de-main-d-oeuvre"), edit.id, who, SOON)
    job_steps.immediate(work(world))
    assert seen(world, model) == everywhere(BEFORE)
    assert job_steps.nothing_new(work(world))


def test_the_next_digest_goes_by_the_new_tables(world: World, model: LearnedModel) -> None:
    """Also when the only job that runs after the edit is the one that composes."""
    change_share(world.store, camille(world), LATER, low="35 %")
    change_row(
        world.store,
        camille(world),
        LATER,
        "territoires",
        None,
        {
            "area": "Sète",
            "name": "Cœur d’Hérault",
            "source": "réunion inventée",
            "status": "seen",
        },
    )
    later = NOW + timedelta(days=7)
    world.publish(replace(CALL, id="boamp:26-00002", published_on=NEXT.monday))
    job_steps.compose("weekly")(work(world, later))
    (entry,) = newest_weekly(world)
    assert entry.procedure_id == 2, "what was told is not told again"
    assert hours(entry.hours) == AFTER
    assert (entry.facilitator, entry.facilitator_commune) == ("Cœur d’Hérault", "34301")


def test_a_draft_is_made_anew_by_the_new_tables(world: World, model: LearnedModel) -> None:
    later = NOW + timedelta(days=7)
    world.publish(replace(CALL, id="boamp:26-00002", published_on=NEXT.monday))
    read(world, model, later)
    compose_missed(world.store, world.settings, "weekly", later, model=model)
    change_share(world.store, camille(world), later, low="35 %")
    assert "1 brouillon refait" in job_steps.immediate(work(world, later)).replace("\u00a0", " ")
    (entry,) = newest_weekly(world)
    assert hours(entry.hours) == AFTER


def test_a_threshold_decides_what_the_law_expects(world: World, model: LearnedModel) -> None:
    supplies = replace(
        CALL,
        id="boamp:26-00003",
        contract_nature="services",
        cpv=("90911200",),
        dispatched_on=CALL.published_on,
        regime="classic",
        buyer=Buyer(name="Commune inventée", kind="local", postcode="34200", city="Sète"),
        value=Value(amount=300_000.0, currency="EUR", basis="estimated"),
    )
    home = world.publish(supplies)
    read(world, model, LATER)
    with world.store.read() as session:
        assert cards.load(session, [home])[home][-1].card.obligation
    key = "2026-01-01 classic local services"
    typed = {"amount": "400 000 €", "source": "avis inventé"}
    change_row(world.store, camille(world), LATER, "seuils", key, typed)
    job_steps.immediate(work(world))
    with world.store.read() as session:
        (card,) = cards.load(session, [home])[home]
    assert not card.card.obligation
    assert "obligation" not in card.card.whats


def test_the_sector_of_a_code_is_written_into_the_cards(world: World, model: LearnedModel) -> None:
    change_row(
        world.store,
        camille(world),
        LATER,
        "secteurs",
        None,
        {"prefix": "45442", "sector": "numerique", "source": "essai inventé", "status": "seen"},
    )
    assert not job_steps.nothing_new(work(world))
    job_steps.immediate(work(world))
    with world.store.read() as session:
        (card,) = cards.load(session, [1])[1]
    assert card.card.sectors == {"numerique"}


def test_an_edit_that_this_program_cannot_read_is_left_out(world: World) -> None:
    broken = tables.NewEdit(
        table="insertion_rates",
        key="ancien",
        cells={"sector": "ancien", "low": "0.1", "high": "0.2", "status": "seen"},
        source="une autre version",
    )
    before = tables_of(world.store)
    with world.store.transaction() as session:
        tables.add(session, [broken], member(session), LATER)
    assert tables_of(world.store) == before
