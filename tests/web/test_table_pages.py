"""Staff change the domain tables: every change is checked, previewed, signed and can be undone."""

import re
from typing import Any

import pytest

from tests.newsletters.invented import notice
from tests.web.edited_tables import SHARES, change_share
from tests.web.visiting import Visit, dump, shown, visit
from veille.app.domain_tables import tables_of
from veille.app.tables.previewing import preview
from veille.core.notices import Value
from veille.core.table_list import table_info, table_list
from veille.core.tables import reference_tables
from veille.store import audit, tables

__all__ = ["visit"]

TABLE = f"/equipe/tables/{SHARES}"
ROW = f"{TABLE}/ligne?cle=nettoyage_locaux"


def a_call(number: int = 1, **changed: Any) -> Any:
    """A call whose hours follow from its CPV code and its amount."""
    known: dict[str, Any] = {
        "title": f"Peinture inventée n° {number}",
        "cpv": ("45442100",),
        "contract_nature": "works",
        "value": Value(amount=1_000_000.0, currency="EUR", basis="estimated"),
    }
    return notice(number, **(known | changed))


def fields(visit: Visit, path: str) -> dict[str, str]:
    """What the first form of a page would post."""
    text = visit.get(path).text
    form = text.partition("/apercu")[2].partition("</form>")[0]
    found = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    found |= {
        name: value
        for value, name in (
            (value, name) for name, value in re.findall(r'name="(\w+)"[^>]* value="([^"]*)"', form)
        )
    }
    for name, options in re.findall(r'<select id="\w+" name="(\w+)".*?>(.*?)</select>', form, re.S):
        chosen = re.search(r'value="([^"]*)" selected', options)
        found[name] = chosen[1] if chosen else ""
    return found


def peinture(visit: Visit, **typed: str) -> dict[str, str]:
    asked = {"low": "35 %", "high": "0,4", "source": "enquête inventée", "status": "seen"}
    return fields(visit, f"{TABLE}/ligne?cle=peinture") | asked | typed


def share(visit: Visit) -> tuple[float, float]:
    found = tables_of(visit.world.store).labour_of_cpv("45442100")
    assert found
    return found.low, found.high


def test_the_list_says_what_each_table_is_for(visit: Visit) -> None:
    visit.sign_in("reader")
    page = shown(visit.get("/equipe/tables"))
    for info in table_list():
        assert info.title.split(" :")[0] in page
    assert "telle que livrée" in page
    to_confirm = sum(not row.confirmed for row in reference_tables().labour_shares)
    assert f"{to_confirm} à confirmer : Parts de main-d’œuvre" in page


@pytest.mark.parametrize("info", table_list(), ids=lambda info: info.slug)
def test_every_table_is_shown_sorted_and_filtered(visit: Visit, info: Any) -> None:
    visit.sign_in("reader")
    everything = visit.get(f"/equipe/tables/{info.slug}").text
    assert everything.count("<tr>") == 1 + len(reference_tables().rows(info.name))
    for field in info.shown:
        up, down = (
            re.findall(r'ligne\?cle=([^"]+)"', visit.get(f"/equipe/tables/{info.slug}{query}").text)
            for query in (f"?tri={field.column}", f"?tri={field.column}&sens=desc")
        )
        assert sorted(up) == sorted(down)
    only = shown(visit.get(f"/equipe/tables/{info.slug}?a_confirmer=1"))
    count = sum(not row.confirmed for row in reference_tables().rows(info.name))
    assert f"{count} ligne" in only or (count == 0 and "Aucune ligne" in only)


def test_a_table_is_sorted_by_its_figures(visit: Visit) -> None:
    visit.sign_in("reader")
    text = visit.get(f"{TABLE}?tri=low&sens=desc").text
    shares = [float(one.replace(",", ".")) for one in re.findall(r">([\d,]+)\u00a0%<", text)[::2]]
    assert shares == sorted(shares, reverse=True)
    assert 'aria-sort="descending"' in text


def test_a_change_is_previewed_then_kept_with_who_and_why(visit: Visit) -> None:
    visit.world.publish(a_call())
    visit.world.read()
    visit.sign_in("facilitator")
    before = dump(visit.world.store)
    tried = visit.post(f"{TABLE}/apercu", peinture(visit))
    assert tried.status_code == 200
    page = shown(tried)
    assert "Bas 70 % 35 %" in page
    assert "1 consultation ouverte change, sur 1" in page
    assert "Peinture inventée n° 1" in page
    assert dump(visit.world.store) == before

    kept = visit.post(f"{TABLE}/enregistrer", peinture(visit))
    assert kept.status_code == 303
    page = shown(visit.get(kept.headers["location"]))
    assert "C’est enregistré" in page
    assert "facilitator@mission.example" in page
    assert "enquête inventée" in page
    assert "Bas : 70 % → 35 %" in page
    assert share(visit) == (0.35, 0.4)
    with visit.world.store.read() as session:
        (line, *_) = audit.newest(session, "veille", most=5)
    assert (line.action, line.subject) == (
        "table.edit",
        "Parts de main-d’œuvre : peinture intérieure",
    )
    assert "Bas : 70\u00a0% → 35\u00a0%" in (line.detail or "")


def test_the_preview_counts_what_people_would_read_otherwise(visit: Visit) -> None:
    one = visit.world.publish(a_call())
    visit.world.publish(a_call(2, cpv=("77310000",)))
    visit.world.publish(a_call(3, value=None))
    visit.world.read()
    member = visit.sign_in("facilitator")
    info, now = table_info(SHARES), visit.at
    old = reference_tables()
    change_share(visit.world.store, member, now)
    new = tables_of(visit.world.store)
    with visit.world.store.read() as session:
        found = preview(session, info, old, new, now)
        (example,) = found.examples
        assert (found.looked_at, found.changed, found.whole) == (3, 1, True)
        assert example.procedure_id == one
        assert example.before != example.after
        assert preview(session, info, old, old, now).changed == 0
        hurried = preview(session, info, old, new, now, seconds=-1)
        assert (hurried.looked_at, hurried.whole) == (0, False)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"source": " "}, "Source : à remplir"),
        ({"source": "?"}, "Source : dire d’où vient la valeur"),
        ({"low": "35"}, "35 %"),
        ({"low": "beaucoup"}, "nombre comme 35 % ou 0,35 attendu"),
        ({"low": "50 %", "high": "40 %"}, "Bas : la valeur basse dépasse la valeur haute"),
        ({"cpv": "99999"}, "aucun code CPV ne commence par « 99999 »"),
        ({"cpv": "45"}, "le code 45 est déjà celui du métier"),
        ({"descriptors": "abc"}, "descripteur BOAMP inconnu"),
        ({"sector": "ailleurs"}, "choix inconnu"),
        ({"label": "=1+1"}, "comme une formule"),
        ({"label": "x" * 501}, "plus de 500 caractères"),
    ],
)
def test_what_cannot_be_used_is_said_and_nothing_is_lost(
    visit: Visit, typed: dict[str, str], said: str
) -> None:
    visit.sign_in("facilitator")
    before = dump(visit.world.store)
    for action in ("apercu", "enregistrer"):
        answer = visit.post(f"{TABLE}/{action}", peinture(visit, note="à garder", **typed))
        assert answer.status_code == 400
        assert said in shown(answer)
        assert 'value="à garder"' in answer.text
    assert dump(visit.world.store) == before


def test_what_changes_nothing_is_not_kept(visit: Visit) -> None:
    member = visit.sign_in("facilitator")
    change_share(visit.world.store, member, visit.at)
    same = fields(visit, f"{TABLE}/ligne?cle=peinture") | {"source": "enquête inventée de 2026"}
    assert "rien n’a changé" in shown(visit.post(f"{TABLE}/enregistrer", same))


def test_two_people_do_not_overwrite_each_other(visit: Visit) -> None:
    member = visit.sign_in("facilitator")
    typed = peinture(visit)
    change_share(visit.world.store, member, visit.at, low="20 %")
    late = visit.post(f"{TABLE}/enregistrer", typed)
    assert late.status_code == 400
    assert "entre-temps" in shown(late)
    assert share(visit) == (0.2, 0.2)


def test_a_row_is_withdrawn_with_a_reason_and_comes_back(visit: Visit) -> None:
    visit.sign_in("facilitator")
    asked = {"cle": "peinture", "vu": "0", "retirer": "1", "source": "doublon du bâtiment"}
    assert "ne comptera plus" in shown(visit.post(f"{TABLE}/apercu", asked))
    assert visit.post(f"{TABLE}/enregistrer", asked | {"source": ""}).status_code == 400
    done = visit.post(f"{TABLE}/enregistrer", asked)
    assert share(visit) == (0.3, 0.5), "the longest prefix that is left"
    page = visit.get(done.headers["location"])
    assert "Cette ligne est retirée" in shown(page)
    edit = re.findall(r'name="changement" value="(\d+)"', page.text)[0]
    undone = visit.post(f"{TABLE}/annuler", {"cle": "peinture", "changement": edit})
    assert undone.status_code == 303
    assert share(visit) == (0.7, 0.7)
    again = visit.post(f"{TABLE}/annuler", {"cle": "peinture", "changement": edit})
    assert "déjà annulé" in shown(again)
    with visit.world.store.read() as session:
        done_by = [one.action for one in audit.newest(session, "veille", most=5)]
    assert done_by[:2] == ["table.undo", "table.withdraw"]


def test_what_something_rests_on_stays(visit: Visit) -> None:
    visit.sign_in("facilitator")
    for slug, key in (("couts-horaires", "any"), ("gestionnaires", "PLIE Est Héraultais")):
        asked = {"cle": key, "vu": "0", "retirer": "1", "source": "essai de retrait"}
        assert visit.post(f"/equipe/tables/{slug}/enregistrer", asked).status_code == 400
    assert tables_of(visit.world.store) == reference_tables()


def test_thresholds_are_changed_by_admins_only(visit: Visit) -> None:
    row = "/equipe/tables/seuils/ligne?cle=2026-01-01%20classic%20local%20supplies"
    visit.sign_in("facilitator")
    assert "changée par les admins" in shown(visit.get(row))
    for action in ("apercu", "enregistrer", "annuler", "fichier", "fichier/appliquer"):
        assert visit.post(f"/equipe/tables/seuils/{action}", {}).status_code == 403
    visit.sign_in("admin")
    typed = fields(visit, row) | {"amount": "221 000 €", "source": "avis inventé"}
    assert visit.post("/equipe/tables/seuils/enregistrer", typed).status_code == 303
    key = "2026-01-01 classic local supplies"
    found = {one.key: one.amount for one in tables_of(visit.world.store).thresholds}
    assert found[key] == 221_000


def test_a_threshold_does_not_overlap_another(visit: Visit) -> None:
    visit.sign_in("admin")
    typed = {
        "since": "01/06/2026",
        "until": "31/12/2027",
        "regime": "classic",
        "buyer_kind": "local",
        "nature": "supplies",
        "amount": "216000",
        "source": "avis inventé",
        "status": "seen",
        "vu": "0",
    }
    said = shown(visit.post("/equipe/tables/seuils/enregistrer", typed))
    assert "un autre seuil vaut déjà du 01/01/2026" in said
    later = typed | {"since": "01/01/2028", "until": "31/12/2029"}
    assert visit.post("/equipe/tables/seuils/enregistrer", later).status_code == 303
    assert "existe déjà" in shown(visit.post("/equipe/tables/seuils/enregistrer", later))


def test_a_body_has_contacts_and_names_nobody(visit: Visit) -> None:
    visit.sign_in("facilitator")
    path = "/equipe/tables/gestionnaires"
    typed = fields(visit, f"{path}/ligne?cle=Cœur d’Hérault")
    typed |= {"phone": "04 67 00 00 00", "email": "clauses@coeur.example", "source": "leur site"}
    assert visit.post(f"{path}/enregistrer", typed).status_code == 303
    found = tables_of(visit.world.store).directory.body("Cœur d’Hérault")
    assert found
    assert (found.phone, found.email) == ("0467000000", "clauses@coeur.example")
    for wrong in (
        {"address": "À l’attention de Mme Jeanne Inventée"},
        {"site": "javascript:alert(1)"},
        {"phone": "12"},
        {"email": "pas une adresse"},
    ):
        again = fields(visit, f"{path}/ligne?cle=Cœur d’Hérault") | {"source": "leur site"}
        assert visit.post(f"{path}/enregistrer", again | wrong).status_code == 400


def test_hostile_text_in_a_cell_is_shown_as_text(visit: Visit) -> None:
    visit.sign_in("facilitator")
    hostile = '<script>alert(1)</script>"><img src=x onerror=alert(2)>'
    typed = peinture(visit, label=hostile, note=hostile, source=hostile)
    assert visit.post(f"{TABLE}/apercu", typed).status_code == 200
    visit.post(f"{TABLE}/enregistrer", typed)
    for path in (TABLE, f"{TABLE}/ligne?cle=peinture", "/equipe/tables"):
        text = visit.get(path).text
        assert "<img src=x" not in text
        assert "<script>alert" not in text


def test_unknown_tables_and_rows_are_not_found(visit: Visit) -> None:
    visit.sign_in("admin")
    for path in ("/equipe/tables/salaires", f"{TABLE}/ligne?cle=nulle%00part"):
        assert visit.get(path).status_code == 404
    forged = {"cle": "nulle", "changement": "9" * 5000}
    assert visit.post(f"{TABLE}/annuler", forged).status_code == 404
    with visit.world.store.read() as session:
        assert tables.standing(session) == []
