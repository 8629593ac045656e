"""Sources as staff see them, and what they do about them."""

import json
import re
from datetime import date, timedelta

import pytest

from newsletters.coverage import coverage_view
from tests.english import english_in
from tests.newsletters.small_edition import EDITION
from tests.spiders.parsers.boamp_records import record
from tests.store.invented import notice
from tests.web.source_world import fail, furnish_sources
from tests.web.visiting import NOW, Visit, dump, shown, visit
from veille.store import (
    acknowledgements,
    audit,
    crawl_units,
    crawls,
    listings,
    notices,
    payload_reports,
    payloads,
    unread_keys,
)
from veille.store.crawl_units import DayTotal

__all__ = ["visit"]

PAGE = "/equipe/sources"
SOON = {"sujet": "silence", "jusqu_au": "2026-12-12", "pourquoi": "Maintenance annoncée"}


@pytest.fixture
def staff(visit: Visit) -> Visit:
    furnish_sources(visit.world, visit.at)
    visit.sign_in("facilitator")
    return visit


def trail(at: Visit) -> list[tuple[str, str, str | None]]:
    with at.world.store.read() as session:
        lines = audit.newest(session, "veille", most=50)
    return [(one.action, one.subject, one.detail) for one in lines if "source" in one.action]


def test_each_source_has_its_state_in_words_and_what_to_do(staff: Visit) -> None:
    words = shown(staff.get(PAGE))
    assert "BOAMP ✓ à jour" in words
    assert "TED ○ muette" in words
    assert "Muette depuis le 9 novembre, où l’on attend d’habitude environ" in words
    assert "Regarder les relevés illisibles et les champs inconnus." in words
    assert "TED : muette depuis" in words  # among what needs a person
    assert english_in(words) == []


def test_a_second_way_that_was_never_read_asks_nothing(visit: Visit) -> None:
    visit.sign_in("facilitator")
    first = shown(visit.get(PAGE))
    assert "Rien d’urgent : ce que chaque source demande est dit sous son nom." in first
    with visit.world.store.transaction() as session:
        for name in ("boamp", "ted"):
            crawl = crawls.start(session, name, None, None, visit.at)
            crawls.finish(session, crawl, "complete", visit.at)
    words = shown(visit.get(PAGE))
    assert "– jamais lue" in words
    assert "À faire : Rien : les mêmes avis viennent d’une autre source" in words
    assert "veille source check" not in words
    assert "Rien ne demande quelqu’un" in words


def test_the_page_of_a_source_shows_days_crawls_and_fields(staff: Visit) -> None:
    page = staff.get(f"{PAGE}/boamp")
    words = shown(page)
    assert "Il manque des relevés annoncés le 13 novembre." in words
    assert "il en manque 10" in words
    assert "incomplète délai dépassé" in words
    assert "Code CPV 96 % de" in words
    assert page.text.count("<svg ") == 1
    assert english_in(re.sub(r"initial\.\S+|fnsimple|script|alert", "", words)) == []


def test_a_second_way_is_compared_with_the_first_day_by_day(staff: Visit) -> None:
    monday, tuesday = date(2026, 11, 9), date(2026, 11, 10)
    known = payloads.NewPayload(
        source="boamp", key="26-1", content=b"{}", media="json", fetched_at=staff.at
    )
    with staff.world.store.transaction() as session:
        crawl = crawls.start(session, "dila", monday, tuesday, staff.at)
        (added,) = payloads.add(session, [known])
        given = notice(1, published_on=monday)
        notices.save(session, [(given, added.id, False)], staff.at)
        keys = [f"26-{number}" for number in range(1, 15)]
        listings.compare(session, "boamp", "dila", monday, keys, staff.at)
        listings.compare(session, "boamp", "dila", tuesday, [], staff.at)
        total = DayTotal(day=monday, announced=14, received=14)
        crawl_units.note(session, crawl, "dila", [total])
    words = shown(staff.get(f"{PAGE}/dila"))
    assert "Comparé à la source BOAMP" in words
    assert "lundi 9 novembre 2026 14 1 13 26-2, 26-3, 26-4," in words
    assert "26-11 et 3 autres aucun" in words
    assert "Ce qui n’est que d’un côté" in words
    assert english_in(words) == []
    assert "Comparé à" not in shown(staff.get(f"{PAGE}/boamp"))


def test_a_payload_is_shown_as_text_whatever_it_holds(staff: Visit) -> None:
    text = staff.get(f"{PAGE}/boamp").text
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "initial.&lt;b&gt;gras" in text
    assert "\u202e" not in text
    assert text.count("mot mot") < 800  # the beginning, not the whole


def test_a_reader_sees_all_and_changes_nothing(staff: Visit) -> None:
    staff.sign_in("reader")
    words = shown(staff.get(f"{PAGE}/boamp"))
    assert "objet attendu" in words
    assert "Relire" not in words
    assert "Pas besoin" not in words
    before = dump(staff.world.store)
    for path in ("/noter", "/relire", "/champs", "/releves/1/relire", "/notes/1/reprendre"):
        assert staff.post(f"{PAGE}/boamp{path}", SOON).status_code == 403, path
    assert dump(staff.world.store) == before


def test_a_source_that_is_none(staff: Visit) -> None:
    assert staff.get(f"{PAGE}/journal-officiel").status_code == 404
    assert staff.post(f"{PAGE}/journal-officiel/relire").status_code == 404
    words = shown(staff.get(f"{PAGE}/feed"))
    assert "n’est plus collectée ici" in words


def test_a_silence_is_noted_until_a_day_and_no_longer_needs_anybody(staff: Visit) -> None:
    done = staff.post(f"{PAGE}/ted/noter", SOON)
    assert (done.status_code, done.headers["location"]) == (303, f"{PAGE}/ted?fait=note")
    words = shown(staff.get(f"{PAGE}/ted?fait=note"))
    assert "On le sait , jusqu’au samedi 12 décembre 2026" in words
    assert "Maintenance annoncée" in words
    everything = shown(staff.get(PAGE))
    assert "TED : muette" not in everything
    assert "TED ○ muette" in everything
    assert trail(staff)[0][0] == "source.acknowledge"
    assert "jusqu’au 12" in str(trail(staff)[0][2])
    with staff.world.store.read() as session:
        (note,) = acknowledgements.current(session, NOW.date())
    assert staff.post(f"{PAGE}/ted/notes/{note.id}/reprendre").status_code == 303
    assert staff.post(f"{PAGE}/ted/notes/{note.id}/reprendre").status_code == 400
    assert "TED : muette" in shown(staff.get(PAGE))


def test_what_staff_know_is_still_said_in_the_edition() -> None:
    """The line of coverage comes from how sources were read: no note of staff goes into it."""
    assert not hasattr(EDITION.coverage, "known")
    assert coverage_view(EDITION).sources


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("jusqu_au", "demain", "date attendue"),
        ("jusqu_au", "2026-11-01", "cette date est passée"),
        ("jusqu_au", "2031-01-01", "un an au plus"),
        ("pourquoi", "  ", "pourquoi"),
        ("pourquoi", "x" * 301, "raison trop longue"),
        ("sujet", "autre", "autre"),
    ],
)
def test_a_note_that_cannot_be_taken_loses_nothing(
    staff: Visit, field: str, value: str, said: str
) -> None:
    page = staff.post(f"{PAGE}/ted/noter", SOON | {field: value})
    assert page.status_code == 400
    assert said in shown(page)
    kept = [one for name, one in SOON.items() if name not in (field, "sujet")]
    assert all(one in page.text for one in kept)
    assert trail(staff) == []


def readable(at: Visit) -> int:
    """A record that a newer Veille can read."""
    content = json.dumps(record()).encode()
    return fail(at.world, "26-900001", content, "illisible avant", at.at)


def test_one_payload_is_read_again(staff: Visit) -> None:
    number = readable(staff)
    done = staff.post(f"{PAGE}/boamp/releves/{number}/relire")
    assert done.headers["location"] == f"{PAGE}/boamp?fait=relu#illisibles"
    with staff.world.store.read() as session:
        found = payloads.get(session, number)
    assert found is not None
    assert found.state == "parsed"
    assert trail(staff)[0][0] == "source.reread"
    assert staff.post(f"{PAGE}/boamp/releves/{number}/relire").status_code == 400
    assert staff.post(f"{PAGE}/ted/releves/1/relire").status_code == 400
    assert staff.post(f"{PAGE}/boamp/releves/999/relire").status_code == 400


def test_all_of_a_source_are_read_again_and_what_stays_is_said(staff: Visit) -> None:
    readable(staff)
    done = staff.post(f"{PAGE}/boamp/relire")
    assert done.headers["location"] == f"{PAGE}/boamp?fait=encore#illisibles"
    with staff.world.store.read() as session:
        assert payload_reports.unreadable_by_source(session) == {"boamp": 1}
    assert "2\u00a0relevés lus, 1\u00a0encore illisible" in str(trail(staff)[0][2])


def test_keys_that_are_not_needed_are_no_longer_shouted(staff: Visit) -> None:
    assert "2 à regarder" in shown(staff.get(PAGE))
    one = {"dialecte": "fnsimple", "champ": "initial.natureMarche.nouveau"}
    assert staff.post(f"{PAGE}/boamp/champs", one).headers["location"].endswith("fait=champ")
    assert "1 à regarder" in shown(staff.get(PAGE))
    assert staff.post(f"{PAGE}/boamp/champs", one | {"revoir": "oui"}).status_code == 303
    assert "2 à regarder" in shown(staff.get(PAGE))
    assert staff.post(f"{PAGE}/boamp/champs").headers["location"].endswith("fait=champs")
    words = shown(staff.get(f"{PAGE}/boamp"))
    assert "Aucun champ nouveau." in words
    assert "Champs vus, dont on n’a pas besoin (2)" in words
    with staff.world.store.read() as session:
        assert unread_keys.new_by_source(session) == {}
    assert len(trail(staff)) == 3
    assert staff.post(f"{PAGE}/boamp/champs", {"champ": "rien"}).status_code == 400


def test_before_anything_was_read_the_page_says_so(visit: Visit) -> None:
    visit.sign_in("reader")
    words = shown(visit.get(PAGE))
    assert "BOAMP – jamais lue" in words
    assert "Aucune collecte pour l’instant." in shown(visit.get(f"{PAGE}/boamp"))


def test_a_visitor_is_led_to_the_sign_in(visit: Visit) -> None:
    for path in (PAGE, f"{PAGE}/boamp"):
        assert visit.get(path).headers["location"] == f"/equipe?suite={path}"


def test_a_late_source_is_seen_at_once(staff: Visit) -> None:
    staff.at += timedelta(hours=40)
    staff.sign_in("reader")
    words = shown(staff.get(PAGE))
    assert "BOAMP ◷ en retard" in words
