"""Leaving takes one click, of a person: a page that asks, and the POST of RFC 8058."""

from datetime import timedelta

from tests.app.mailing_world import messages_of
from tests.web.visiting import Visit, shown, visit
from veille.core.filters import Filter
from veille.store import subscriptions

__all__ = ["visit"]

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def carried(visit: Visit) -> tuple[int, list[int], str]:
    """A person with two subscriptions, and the link of a mail that carries the first."""
    person = visit.world.subscribe("camille", Filter(what=("award",)), Filter(what=("clause",)))
    first, second = left(visit, person)
    link = visit.links(person, subscriptions=[first])["unsubscribe_url"]
    return person, [first, second], link


def left(visit: Visit, person: int) -> list[int]:
    with visit.world.store.read() as session:
        return [one.id for one in subscriptions.of(session, person)]


def test_the_page_asks_and_offers_to_end_everything(visit: Visit) -> None:
    person, own, link = carried(visit)
    page = shown(visit.get(link))
    assert "Alerte 0" in page
    assert "Arrêter ces envois" in page
    assert "Tout arrêter" in page
    assert left(visit, person) == own


def test_one_click_ends_what_the_mail_carried(visit: Visit) -> None:
    person, (_, second), link = carried(visit)
    assert visit.post(link, ONE_CLICK).status_code == 200
    assert left(visit, person) == [second]
    assert visit.state(person) == "active"


def test_everything_is_ended_where_that_is_asked(visit: Visit) -> None:
    person, _, link = carried(visit)
    assert "plus rien" in shown(visit.post(link, {"quoi": "tout"}))
    assert left(visit, person) == []
    assert visit.state(person) == "ended"


def test_a_mail_that_carried_nothing_ends_everything(visit: Visit) -> None:
    person = visit.person()
    visit.post(visit.links(person)["unsubscribe_url"], ONE_CLICK)
    assert visit.state(person) == "ended"


def test_it_works_years_later_and_again_and_after_an_erasure(visit: Visit) -> None:
    person, _, link = carried(visit)
    visit.at += timedelta(days=4000)
    for _ in range(2):
        assert visit.post(link, ONE_CLICK).status_code == 200
    erased = visit.person("sacha")
    other = visit.links(erased)["unsubscribe_url"]
    visit.at -= timedelta(days=4000)
    visit.post(f"{visit.manage(erased)}/effacer", {"oui": "oui"})
    assert visit.post(other, ONE_CLICK).status_code == 200
    assert visit.get(other).status_code == 200
    assert visit.state(person) == "active"


def test_a_goodbye_is_sent_once(visit: Visit) -> None:
    _, _, link = carried(visit)
    for _ in range(2):
        visit.post(link, {"quoi": "tout"})
    assert [mail.kind for mail in messages_of(visit.world, "camille")] == ["goodbye"]


def test_who_left_already_is_told_so(visit: Visit) -> None:
    _, _, link = carried(visit)
    visit.post(link, ONE_CLICK)
    assert "Vous ne recevez déjà plus ces messages" in shown(visit.get(link))
