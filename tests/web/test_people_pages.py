"""Subscribers, for staff: facilitators see, admins change, and the trail names nobody."""

import io
import json
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.app.mailing_world import messages_of
from tests.web.staff_worlds import trail
from tests.web.visiting import Visit, dump, furnish, shown, visit
from veille.core.addresses import address_hash
from veille.core.filters import Filter
from veille.store import consents, subscribers, subscriptions

__all__ = ["visit"]

LIST = "/equipe/abonnes"
WHO = {"adresse": "neuve@structure.example", "qualite": "facilitator", "rythme": "daily"}
GROUND = {"base": "public_task", "origine": "réunion inventée du 12 octobre 2026"}


def act(visit: Visit, person: int, what: str, **fields: str) -> Any:
    return visit.post(f"{LIST}/{person}/{what}", fields)


def done(visit: Visit, person: int, what: str, **fields: str) -> str:
    """The page after something that is taken."""
    answer = act(visit, person, what, **fields)
    assert answer.status_code == 303, shown(answer)
    return shown(visit.get(answer.headers["location"]))


def last_proof(visit: Visit, person: int) -> tuple[str, str, str | None]:
    with visit.world.store.read() as session:
        line = consents.of(session, person)[-1]
    return line.what, line.how, line.detail


class TestList:
    def test_people_are_found_by_address_name_kind_state_and_territory(self, visit: Visit) -> None:
        visit.world.subscribe("une", Filter(territories=("34301",)), kind="structure")
        visit.world.subscribe("zoe", Filter(territories=("34",)), display_name="Zoé Inventée")
        visit.sign_in()
        for query, names in (
            ("", ("une@", "zoe@")),
            ("q=zoe+inv", ("zoe@",)),
            ("qualite=structure", ("une@",)),
            ("etat=ended", ()),
            ("etat=rien", ("une@", "zoe@")),
            ("territoire=34301", ("une@",)),
        ):
            page = shown(visit.get(f"{LIST}?{query}"))
            assert tuple(name for name in ("une@", "zoe@") if name in page) == names, query

    def test_a_hundred_people_are_turned_page_by_page(self, visit: Visit) -> None:
        for number in range(70):
            visit.person(f"p{number:02d}")
        visit.sign_in()
        page = visit.get(f"{LIST}?qualite=public")
        assert "70 personnes" in shown(page)
        assert "p49@" in page.text
        assert "p50@" not in page.text
        after = page.text.split("apres=")[1].split('"')[0]
        following = visit.get(f"{LIST}?qualite=public&amp;apres={after}".replace("&amp;", "&"))
        assert "p50@" in following.text
        assert "p49@" not in following.text
        assert "Page suivante" not in following.text

    @pytest.mark.parametrize("after", ["abc", "-1", "9" * 40, "²"])
    def test_a_place_that_no_page_gave_is_the_beginning(self, visit: Visit, after: str) -> None:
        visit.person("une")
        visit.sign_in()
        assert "une@" in visit.get(f"{LIST}?apres={after}").text

    def test_a_hostile_name_stays_text(self, visit: Visit) -> None:
        person = visit.person("une", display_name="<script>alert(1)</script>")
        visit.sign_in()
        for path in (LIST, f"{LIST}/{person}", f"{LIST}?q=<script>alert(1)</script>"):
            assert "<script>alert" not in visit.get(path).text

    @pytest.mark.parametrize("form", ["csv", "xlsx"])
    def test_the_list_leaves_as_a_table_that_runs_nothing(self, visit: Visit, form: str) -> None:
        visit.person("une", display_name="=1+1")
        visit.person("deux", kind="structure")
        visit.sign_in("admin")
        answer = visit.post(f"{LIST}/exporter", {"forme": form, "qualite": "public"})
        if form == "csv":
            lines = answer.content.decode("utf-8-sig").splitlines()
            cells = [line.split(";") for line in lines]
        else:
            sheet = load_workbook(io.BytesIO(answer.content)).active
            assert sheet is not None
            cells = [[str(cell or "") for cell in row] for row in sheet.values]
        assert [row[0] for row in cells] == ["Adresse", "une@structure.example"]
        assert cells[1][1] == "'=1+1"
        assert "attachment" in answer.headers["content-disposition"]
        assert trail(visit)[0] == ("subscriber.export", "liste", "1 ligne")


class TestPerson:
    def test_all_that_is_known_is_said_in_words(self, visit: Visit) -> None:
        furnished = visit.world.subscribe(
            "camille", Filter(what=("reserved",)), display_name="Camille Inventée"
        )
        furnish(visit.world)
        with visit.world.store.transaction() as session:
            subscribers.suspend(session, furnished, "boîte pleine")
        visit.sign_in()
        page = shown(visit.get(f"{LIST}/{furnished}"))
        for words in (
            "Camille Inventée",
            "camille@structure.example",
            "suspendu : boîte pleine",
            "marchés réservés",
            "hebdomadaire",
            "consentement",
            "en attente",
        ):
            assert words in page
        assert "Seul un admin" in page
        assert "Tout effacer" not in page

    def test_the_text_that_was_agreed_to_is_there(self, visit: Visit) -> None:
        visit.post("/s-abonner", {"adresse": "neuve@structure.example", "rythme": "weekly"})
        visit.sign_in()
        page = shown(visit.get(f"{LIST}/1"))
        assert "Demande d’abonnement" in page
        assert "par la personne, sur le site" in page
        assert "Votre adresse ne sert qu’à vous envoyer cette veille" in page
        assert "pas encore confirmé" in page

    def test_a_name_and_a_kind_are_corrected_without_a_sign_of_life(self, visit: Visit) -> None:
        person = visit.person("une")
        before = _get(visit, person).last_sign_of_life
        visit.sign_in("admin")
        page = done(visit, person, "nom", nom="Service inventé", qualite="structure")
        assert "C’est enregistré" in page
        known = _get(visit, person)
        assert (known.display_name, known.kind) == ("Service inventé", "structure")
        assert known.last_sign_of_life == before
        assert last_proof(visit, person) == ("changed", "staff", "nom ou qualité")
        assert trail(visit) == [("subscriber.change", f"abonné·e n° {person}", "nom ou qualité")]

    def test_a_pause_and_its_end(self, visit: Visit) -> None:
        person = visit.person("une")
        visit.sign_in("admin")
        assert "en pause jusqu’au jeudi 24 décembre 2026" in done(
            visit, person, "pause", jusqu_au="2026-12-24"
        )
        assert "Les envois reprennent" in done(visit, person, "reprendre")
        assert _get(visit, person).state == "active"
        assert [line[2] for line in trail(visit)] == ["reprise", "pause"]

    def test_ending_all_ends_the_person_who_is_told(self, visit: Visit) -> None:
        person = visit.world.subscribe("une", Filter(what=("award",)), Filter(what=("reserved",)))
        visit.sign_in("admin")
        with visit.world.store.read() as session:
            first, second = subscriptions.of(session, person)
        done(visit, person, f"abonnements/{first.id}/fin")
        assert _get(visit, person).state == "active"
        done(visit, person, f"abonnements/{second.id}/fin")
        assert _get(visit, person).state == "ended"
        assert {mail.kind for mail in messages_of(visit.world, "une")} == {"goodbye"}
        assert len(messages_of(visit.world, "une")) == 1

    def test_a_subscription_of_somebody_else_stays(self, visit: Visit) -> None:
        person, other = visit.person("une"), visit.person("deux")
        visit.sign_in("admin")
        with visit.world.store.read() as session:
            (theirs,) = subscriptions.of(session, other)
        before = dump(visit.world.store)
        act(visit, person, f"abonnements/{theirs.id}/fin")
        assert dump(visit.world.store) == before

    def test_a_suspension_is_lifted_for_a_corrected_address(self, visit: Visit) -> None:
        person, other = visit.person("une"), visit.person("deux")
        with visit.world.store.transaction() as session:
            subscribers.suspend(session, person, "adresse inconnue")
            left = address_hash("partie@structure.example")
            consents.oppose(session, "veille", left, "left", visit.at)
        visit.sign_in("admin")
        for address in ("deux@structure.example", "partie@structure.example", "rien"):
            assert act(visit, person, "lever", adresse=address).status_code == 400
            assert _get(visit, person).state == "suspended"
        page = done(visit, person, "lever", adresse="Juste@structure.example")
        assert "Les envois reprennent à cette adresse" in page
        known = _get(visit, person)
        assert (known.state, known.address) == ("active", "Juste@structure.example")
        assert act(visit, other, "lever").status_code == 400
        assert "structure.example" not in str(trail(visit))

    def test_a_copy_holds_everything_and_is_noted(self, visit: Visit) -> None:
        person = visit.person("une")
        visit.sign_in("admin")
        answer = act(visit, person, "exporter")
        copy = json.loads(answer.content)
        assert copy["adresse"] == "une@structure.example"
        assert "attachment" in answer.headers["content-disposition"]
        assert trail(visit) == [("subscriber.export", f"abonné·e n° {person}", None)]

    def test_erasing_asks_for_the_address_and_leaves_no_trace_of_it(self, visit: Visit) -> None:
        person = visit.person("une", display_name="Une Inventée")
        visit.sign_in("admin")
        done(visit, person, "nom", nom="Une Autre", qualite="public")
        for typed in ("", "oui", "deux@structure.example"):
            refused = act(visit, person, "effacer", adresse=typed)
            assert refused.status_code == 400
            assert "l’adresse écrite n’est pas" in shown(refused)
        answer = act(visit, person, "effacer", adresse="Une@structure.example ")
        assert answer.headers["location"] == f"{LIST}?fait=efface"
        assert visit.get(f"{LIST}/{person}").status_code == 404
        left = str(dump(visit.world.store))
        assert "une@structure.example" not in left
        assert "Une Autre" not in left
        assert trail(visit)[0] == ("subscriber.erase", f"abonné·e n° {person}", None)

    @pytest.mark.parametrize("what", ["pause", "nom"])
    def test_what_makes_no_sense_is_refused(self, visit: Visit, what: str) -> None:
        person = visit.person("une")
        visit.sign_in("admin")
        before = dump(visit.world.store)
        for fields in ({"jusqu_au": "hier", "qualite": "roi"}, {"jusqu_au": "2020-01-01"}):
            assert act(visit, person, what, **fields).status_code == 400
        assert dump(visit.world.store) == before

    def test_somebody_of_another_organisation_is_nobody_here(self, visit: Visit) -> None:
        person = visit.person("une")
        with visit.world.store.transaction() as session:
            row = subscribers.get(session, person)
            assert row is not None
            values = {"organisation": "autre", "address_key": "x@y.example"}
            new = subscribers.NewSubscriber(**{name: getattr(row, name) for name in _NEW} | values)
            theirs = subscribers.add(session, new)
        visit.sign_in("admin")
        assert visit.get(f"{LIST}/{theirs}").status_code == 404
        assert act(visit, theirs, "exporter").status_code == 404


class TestAdding:
    def test_somebody_is_added_on_a_named_ground(self, visit: Visit) -> None:
        visit.sign_in("admin")
        fields = WHO | GROUND | {"territoire": "34", "quoi": "reserved"}
        answer = visit.post(f"{LIST}/ajouter", fields)
        assert answer.headers["location"] == f"{LIST}/1?fait=ajout"
        page = shown(visit.get(answer.headers["location"]))
        assert "mission d’intérêt public : réunion inventée du 12 octobre 2026" in page
        assert "Hérault" in page
        assert last_proof(visit, 1)[:2] == ("imported", "staff")
        again = visit.post(f"{LIST}/ajouter", fields)
        assert again.headers["location"] == f"{LIST}/1?fait=connu"
        assert trail(visit) == [("subscriber.add", "abonné·e n° 1", "mission d’intérêt public")]

    @pytest.mark.parametrize(
        ("fields", "words"),
        [
            ({"adresse": "rien"}, "adresse"),
            ({"base": ""}, "n’est pas dans la liste"),
            ({"origine": ""}, "dire comment et quand"),
            ({"qualite": "roi"}, "n’est pas dans la liste"),
            ({"territoire": "75"}, "territoire"),
            ({"prenom_nom": "=1+1"}, "formule"),
        ],
    )
    def test_what_cannot_be_taken_is_said_and_kept_in_the_form(
        self, visit: Visit, fields: dict[str, str], words: str
    ) -> None:
        visit.sign_in("admin")
        before = dump(visit.world.store)
        refused = visit.post(f"{LIST}/ajouter", WHO | GROUND | {"nom": "Gardé"} | fields)
        assert refused.status_code == 400
        assert words in shown(refused)
        assert "Gardé" in refused.text
        assert dump(visit.world.store) == before

    def test_somebody_who_left_comes_back_only_at_their_own_request(self, visit: Visit) -> None:
        person = visit.person("neuve")
        visit.sign_in("admin")
        with visit.world.store.read() as session:
            (one,) = subscriptions.of(session, person)
        done(visit, person, f"abonnements/{one.id}/fin")
        refused = visit.post(f"{LIST}/ajouter", WHO | GROUND)
        assert "a demandé à ne plus recevoir" in shown(refused)
        again = WHO | GROUND | {"malgre_un_depart": "oui"}
        assert visit.post(f"{LIST}/ajouter", again).status_code == 303
        assert _get(visit, person).state == "active"


class TestTakingOver:
    CSV = "adresse;nom;territoires\nune@structure.example;Une;Sète\nfaux;;\n=1@x;;Nulle-Part\n"

    def look(self, visit: Visit, content: bytes | str, **fields: str) -> Any:
        raw = content.encode() if isinstance(content, str) else content
        return visit.post(
            f"{LIST}/importer/apercu", GROUND | fields, files={"fichier": ("liste.csv", raw)}
        )

    def carried(self, page: Any) -> dict[str, str]:
        return GROUND | {"liste": page.text.split('name="liste" value="')[1].split('"')[0]}

    def test_a_list_is_looked_at_then_taken_over_then_known(self, visit: Visit) -> None:
        visit.sign_in("admin")
        before = dump(visit.world.store)
        page = self.look(visit, self.CSV)
        assert "1 ligne à écrire désormais, 0 déjà connues, 2 refusées" in shown(page)
        assert "Rien n’est encore enregistré" in shown(page)
        assert dump(visit.world.store) == before
        sent = visit.post(f"{LIST}/importer", self.carried(page), files={"x": ("", b"")})
        assert "C’est fait" in shown(sent)
        assert "une@structure.example" in visit.get(LIST).text
        assert trail(visit) == [("subscriber.import", "liste", "1 ligne ajoutée")]
        again = self.look(visit, self.CSV)
        assert "0 ligne à écrire désormais, 1 déjà connues" in shown(again)
        assert "Reprendre cette ligne" not in again.text

    def test_refused_lines_come_back_as_a_file_to_correct(self, visit: Visit) -> None:
        visit.sign_in("admin")
        page = self.look(visit, self.CSV)
        answer = visit.post(f"{LIST}/importer/refus", self.carried(page), files={"x": ("", b"")})
        lines = answer.content.decode("utf-8-sig").splitlines()
        assert len(lines) == 3
        assert lines[2].startswith("'=1@x;")
        assert trail(visit) == []

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"", "choisir un fichier CSV"),
            (b"nom\nUne\n", "nommer les colonnes"),
            (b'adresse\n"une', "un guillemet"),
            (b"adresse\n" + b"a@b.example\n" * 2001, "plus de 2000 lignes"),
            (b"adresse\n" + b"x" * 700_001, "plus de 700"),
        ],
    )
    def test_a_file_that_is_no_list_is_refused(
        self, visit: Visit, content: bytes, words: str
    ) -> None:
        visit.sign_in("admin")
        refused = self.look(visit, content)
        assert refused.status_code == 400
        assert words in shown(refused).replace("\u202f", "")
        assert "réunion inventée" in refused.text

    def test_a_list_lost_on_the_way_is_asked_for_again(self, visit: Visit) -> None:
        visit.sign_in("admin")
        for path in ("importer", "importer/refus"):
            fields = GROUND | {"liste": "%%%"}
            refused = visit.post(f"{LIST}/{path}", fields, files={"x": ("", b"")})
            assert refused.status_code == 400
            assert "choisir le fichier de nouveau" in shown(refused)

    def test_a_body_beyond_the_limit_is_turned_away(self, visit: Visit) -> None:
        visit.sign_in("admin")
        assert self.look(visit, b"x" * 1_100_000).status_code == 413


_NEW = subscribers.NewSubscriber.__dataclass_fields__


def _get(visit: Visit, person: int) -> subscribers.Subscriber:
    with visit.world.store.read() as session:
        found = subscribers.get(session, person)
    assert found is not None
    return found
