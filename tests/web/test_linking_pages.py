"""Joins and splits from a card."""

from tests.newsletters.invented import notice
from tests.web.reviewing_world import furnish_week
from tests.web.visiting import Visit, shown, visit
from veille.store import procedures

__all__ = ["visit"]

HOME = "/equipe/relecture"


def test_two_cards_are_joined_and_the_join_is_undone(visit: Visit) -> None:
    visit.sign_in()
    week = furnish_week(visit)
    week.begin()
    answer = visit.post(f"{HOME}/2/reunir", {"autre": "1"})
    assert answer.headers["location"] == f"{HOME}/1?fait=reunies"
    page = visit.get(f"{HOME}/1?fait=reunies")
    assert "n’en font plus qu’une" in shown(page)
    assert "a réuni ici la consultation n° 2" in shown(page)
    assert shown(page).count("placé ici par l’équipe") == 2
    assert visit.get(f"{HOME}/2").status_code == 301
    assert "0 sur 3" in shown(visit.get(HOME))
    visit.post(f"{HOME}/1/reunions/1/defaire")
    assert visit.get(f"{HOME}/2").status_code == 200
    assert "a réuni ici" not in shown(visit.get(f"{HOME}/1"))


def test_a_notice_is_split_off(visit: Visit) -> None:
    visit.sign_in()
    furnish_week(visit)
    second = notice(61, kind="change")
    visit.world.publish(second, to=1)
    page = visit.get(f"{HOME}/1")
    assert "Séparer les avis cochés" in page.text
    assert visit.post(f"{HOME}/1/separer").status_code == 400
    answer = visit.post(f"{HOME}/1/separer", {"avis": second.id})
    assert answer.headers["location"] == f"{HOME}/1?fait=separee"
    assert "Séparer les avis cochés" not in visit.get(f"{HOME}/1").text


def test_lookalikes_are_proposed_with_their_reason(visit: Visit) -> None:
    visit.sign_in()
    furnish_week(visit)
    with visit.world.store.transaction() as session:
        procedures.add_doubts(session, [(1, 2, "213400000 entretien des jardins")], visit.at)
    page = shown(visit.get(f"{HOME}/2"))
    assert "même acheteur (SIREN), même objet, à moins de six mois" in page
    answer = visit.post(f"{HOME}/2/distinctes", {"autre": "1"})
    assert answer.headers["location"] == f"{HOME}/2?fait=distinctes"
    assert "Peut-être le même achat" not in shown(visit.get(f"{HOME}/2"))


def test_a_number_that_is_none_is_refused_in_words(visit: Visit) -> None:
    visit.sign_in()
    furnish_week(visit)
    for number, why in (("abc", "le numéro d’une consultation"), ("999", "aucune consultation")):
        answer = visit.post(f"{HOME}/1/reunir", {"autre": number})
        assert answer.status_code == 400
        assert why in shown(answer)
