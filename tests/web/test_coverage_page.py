"""Coverage as staff see it: what share is seen, what is missed, what to do."""

import csv
import io

import pytest

from tests.app.coverage_world import furnish_coverage
from tests.english import english_in
from tests.web.visiting import NOW, Visit, shown, visit
from veille.app.steps.cover import cover

__all__ = ["visit"]

PAGE = "/equipe/sources/couverture"


@pytest.fixture
def staff(visit: Visit) -> Visit:
    furnish_coverage(visit.world)
    cover(visit.world.store, NOW)
    visit.sign_in("reader")
    return visit


def rows(at: Visit, table: str, query: str = "") -> list[list[str]]:
    answer = at.get(f"{PAGE}/{table}.csv{query}")
    assert answer.status_code == 200
    text = answer.content.decode("utf-8-sig").replace("\u00a0", " ")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def test_the_page_says_the_share_what_is_missed_and_what_to_do(staff: Visit) -> None:
    words = shown(staff.get(PAGE))
    assert "Marchés mesurés : 5. La consultation de 1 à 2 sur 5 avait été vue." in words
    assert "Parmi les non vus, 1 marché n’a été vu qu’à l’attribution, trop tard." in words
    assert "Laissés à part : 1 marché sans avis attendu" in words
    assert "1 plateforme citée, 1 lue directement." in words
    assert "3 consultations vues, dont 2 par une seule source." in words
    assert "1 adresse n’est d’aucune plateforme connue" in words
    assert english_in(words) == []
    assert "commune.example" in words


def test_a_quarter_and_one_that_is_none(staff: Visit) -> None:
    words = shown(staff.get(f"{PAGE}?periode=2026-T2"))
    assert "Aucune donnée d’attribution sur ces jours" in words
    assert "Aucune consultation de l’Hérault n’a été lue sur ces jours." in words
    known = staff.get(PAGE).text
    assert staff.get(f"{PAGE}?periode=<script>").text == known


def test_each_table_is_a_file_that_a_spreadsheet_never_runs(staff: Visit) -> None:
    head, *lines = rows(staff, "plateformes")
    assert head[0] == "Plateforme"
    by_name = {line[0]: dict(zip(head, line, strict=True)) for line in lines}
    assert by_name["achatpublic.com"]["Vues par"] == "plusieurs 1"
    assert by_name["achatpublic.com"]["À faire"] == "–"
    assert ["'=Commune de Valautre", OTHER_SIREN] in [line[:2] for line in rows(staff, "acheteurs")]
    assert rows(staff, "sources", "?periode=2026-T4")[1][0] == "BOAMP"
    assert rows(staff, "adresses")[1] == ["commune.example", "1", "1"]
    assert staff.get(f"{PAGE}/autres.csv").status_code == 404


OTHER_SIREN = "213499910"


def test_before_anything_was_counted(visit: Visit) -> None:
    visit.sign_in("reader")
    assert "Rien n’a encore été compté" in shown(visit.get(PAGE))
    assert visit.get(f"{PAGE}/plateformes.csv").status_code == 404


def test_the_sources_lead_to_it(staff: Visit) -> None:
    assert f'href="{PAGE}"' in staff.get("/equipe/sources").text
