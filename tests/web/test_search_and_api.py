"""Search and API: the one filter, a page at a time, nothing twice and nothing lost."""

import html
import re
from datetime import date, datetime, timedelta
from typing import Any

import feedparser
import pytest
from icalendar import Calendar

from tests.app.mailing_world import corrected, reserved_call
from tests.newsletters.invented import DEADLINE, NOW, notice
from tests.web.visiting import BASE, Visit, dump, furnish, shown, visit
from veille.app.people.signed_pages import feed_page
from veille.core.filters import Filter
from veille.store import subscriptions

__all__ = ["visit"]


def many(visit: Visit, count: int) -> None:
    for number in range(1, count + 1):
        visit.world.publish(notice(number, published_on=date(2026, 11, 9 + number % 5)))
    visit.world.read()


def link(page: str, relation: str) -> str:
    """Where a link to another page leads; nowhere without one."""
    found = re.search(rf'rel="{relation}" href="([^"#]+)', page)
    return html.unescape(found[1]) if found else ""


def feed_of(visit: Visit, person: int) -> str:
    with visit.world.store.read() as session:
        (one,) = subscriptions.of(session, person)
    return feed_page(visit.world.settings.secret_keys, one)


def everything(visit: Visit, path: str) -> list[dict[str, Any]]:
    """The items of all pages of the API."""
    found: list[dict[str, Any]] = []
    following: str | None = path
    while following:
        page = visit.get(following).json()
        found += page["items"]
        following = page["next"]
    return found


def test_words_are_found_whatever_their_spelling(visit: Visit) -> None:
    furnish(visit.world)
    found = shown(visit.get("/recherche?mots=JARDIN"))
    assert "3 marchés" in found
    assert "0 marché" in shown(visit.get("/recherche?mots=piscine"))
    assert "2 marchés" in shown(visit.get("/recherche?mots=jardins&quoi=clause&quoi=reserved"))


def test_a_search_is_saved_as_a_subscription(visit: Visit) -> None:
    furnish(visit.world)
    page = visit.get("/recherche?mots=jardins&quoi=reserved&territoire=")
    assert 'href="/s-abonner?mots=jardins&amp;quoi=reserved"' in page.text
    filled = visit.get("/s-abonner?mots=jardins&quoi=reserved").text
    assert 'value="jardins"' in filled
    assert 'value="reserved" checked' in filled


def test_the_pages_of_a_search_hold_everything_once(visit: Visit) -> None:
    many(visit, 60)
    seen: list[str] = []
    following = "/recherche?mots=jardins"
    while following:
        page = visit.get(following).text
        seen += [part.partition('"')[0] for part in page.split("/consultations/")[1:]]
        following = link(page, "next")
    assert len(seen) == len(set(seen)) == 60


@pytest.mark.parametrize(
    "place", ["x", "2026-11-12", "2026-13-01.4", "2026-11-12.quatre", "." * 900]
)
def test_a_place_that_no_page_gave_is_refused(visit: Visit, place: str) -> None:
    for path in ("/recherche?apres=", "/api/v1/procedures?after="):
        assert visit.get(path + place).status_code == 400


def test_a_huge_place_is_harmless(visit: Visit) -> None:
    furnish(visit.world)
    assert visit.get("/recherche?apres=2026-11-12.99999999999999999999999").status_code == 400


def test_the_api_gives_all_pages_of_what_the_filter_keeps(visit: Visit) -> None:
    many(visit, 23)
    found = everything(visit, "/api/v1/procedures?word=jardins&limit=5")
    assert len(found) == len({one["id"] for one in found}) == 23
    days = [one["published_on"] for one in found]
    assert days == sorted(days, reverse=True)


def test_the_api_filters_as_pages_do(visit: Visit) -> None:
    first, _ = furnish(visit.world)
    page = visit.get("/api/v1/procedures?what=reserved&territory=34").json()
    (one,) = page["items"]
    assert (page["total"], page["next"]) == (1, None)
    assert one["id"] == first
    assert one["url"] == f"{BASE}/consultations/{first}"
    assert one["reserved"]["kinds"] == ["handicap"]
    assert one["state"] == "open"


def test_a_call_closes_by_itself(visit: Visit) -> None:
    first, _ = furnish(visit.world)
    visit.at = DEADLINE + timedelta(minutes=1)
    assert visit.get(f"/api/v1/procedures/{first}").json()["procedure"]["state"] == "closed"
    assert "Close, publication du" in shown(visit.get("/recherche?quoi=reserved"))


def test_the_api_gives_verdicts_with_their_proofs(visit: Visit) -> None:
    _, second = furnish(visit.world)
    whole = visit.get(f"/api/v1/procedures/{second}").json()
    (verdict,) = whole["verdicts"]
    assert verdict["clause"]["answer"] == "yes"
    assert verdict["evidence"][0]["for"] == "clause"
    assert whole["publications"][0]["title"] == "Avis de marché"


def test_the_api_describes_itself(visit: Visit) -> None:
    described = visit.get("/api/v1/openapi.json").json()
    assert set(described["paths"]) == {"/api/v1/procedures", "/api/v1/procedures/{procedure_id}"}
    schemas = described["components"]["schemas"]
    assert "HTTPValidationError" not in schemas
    assert "for" in schemas["Proof"]["properties"]


def test_a_feed_has_what_the_subscription_finds(visit: Visit) -> None:
    person = visit.world.subscribe("camille", Filter(what=("reserved",)))
    first, _ = furnish(visit.world)
    answer = visit.get(feed_of(visit, person))
    assert answer.headers["content-type"].startswith("application/atom+xml")
    read = feedparser.parse(answer.content)
    assert not read.bozo
    (entry,) = read.entries
    assert entry.title.startswith("Entretien des jardins inventés n° 1")
    assert entry.link == f"{BASE}/consultations/{first}"
    assert "camille" not in answer.text


def test_a_new_version_is_a_new_entry(visit: Visit) -> None:
    person = visit.world.subscribe("camille", Filter(what=("reserved",)))
    home, call = reserved_call(visit.world)
    visit.world.read()
    (before,) = feedparser.parse(visit.get(feed_of(visit, person)).content).entries
    later = corrected(call, 9, date(2026, 11, 13), deadline=DEADLINE + timedelta(days=7))
    visit.world.publish(later, to=home)
    visit.world.read()
    (after,) = feedparser.parse(visit.get(feed_of(visit, person)).content).entries
    assert before.id != after.id
    assert before.link == after.link


def test_a_calendar_has_the_deadlines_to_come(visit: Visit) -> None:
    person = visit.world.subscribe("camille")
    first, second = furnish(visit.world)
    about = notice(8, deadline_approximate=True)
    visit.world.publish(about)
    visit.world.read()
    path = f"{feed_of(visit, person)}.ics"
    answer = visit.get(path)
    assert answer.headers["content-type"].startswith("text/calendar")
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    assert len(events) == 3
    ends = {str(event["uid"]): event.get("dtend") for event in events}
    assert ends[f"consultation-{first}@veille.example"].dt == DEADLINE
    days = [event["dtstart"].dt for event in events if event.get("dtend") is None]
    assert days == [DEADLINE.date()]
    assert not isinstance(days[0], datetime)
    visit.at = DEADLINE + timedelta(minutes=1)
    assert Calendar.from_ical(visit.get(path).content).walk("VEVENT") == []
    assert second


def test_hostile_text_breaks_no_feed(visit: Visit) -> None:
    person = visit.world.subscribe("camille")
    title = "]]><x>&\u202e\x00\x0b\r\nBEGIN:VEVENT réservé aux EA et ESAT"
    reserved_call(visit.world, title=title)
    visit.world.read()
    read = feedparser.parse(visit.get(feed_of(visit, person)).content)
    assert not read.bozo
    assert len(read.entries) == 1
    events = Calendar.from_ical(visit.get(f"{feed_of(visit, person)}.ics").content).walk("VEVENT")
    assert len(events) == 1


def test_a_feed_ends_with_its_subscription(visit: Visit) -> None:
    person = visit.person()
    path = feed_of(visit, person)
    with visit.world.store.transaction() as session:
        subscriptions.remove(session, person)
    for address in (path, f"{path}.ics"):
        refused = visit.get(address)
        assert refused.status_code == 400
        assert "n’existe plus" in shown(refused)


def test_reading_leaves_no_trace(visit: Visit) -> None:
    furnish(visit.world)
    before = dump(visit.world.store)
    for path in ("/recherche?mots=jardins", "/api/v1/procedures", "/editions/1.csv"):
        visit.get(path)
    assert dump(visit.world.store) == before
    assert visit.at > NOW
