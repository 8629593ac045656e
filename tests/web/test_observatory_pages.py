"""The observatory as people use it: pages, drawings, files, and what staff add."""

import csv
import io
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.store.invented_observatory import METROPOLIS, fill, one, with_clause, years
from tests.web.visiting import BASE, Visit, dump, opened, shown, visit
from veille.app.observatory import entering
from veille.core.observatory.measures import MEASURES
from veille.core.observatory.reported import COLUMNS
from veille.core.tables import reference_tables
from veille.store import audit, staff_territories

__all__ = ["visit"]

TODAY = datetime(2026, 11, 16, 8, tzinfo=UTC)
STAFF = "/equipe/observatoire"
FORM = {
    "gestionnaire": "PLIE Est Héraultais",
    "annee": "2026",
    "heures": "12 000",
    "personnes": "30",
    "femmes": "12",
    "hommes": "18",
    "source": "bilan inventé",
}
FILE = (
    "gestionnaire;annee;heures;personnes;moins_26_ans;de_26_a_49_ans;plus_50_ans;cdi;cdd;etti;source\r\n"
    "PLIE Est Héraultais;2025;9000;20;5;10;5;4;16;20;bilan 2025\r\n"
    "PLIE Est Héraultais;2026;9500;21;5;10;6;;;;bilan 2026\r\n"
)


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with an invented store of nearly two years, made once."""
    folder = tmp_path_factory.mktemp("observatory")
    with opened(folder) as world, world.store.transaction() as session:
        fill(session, years(150))
    return folder / "veille.db"


@pytest.fixture
def two_years(invented: Path, tmp_path: Path) -> Iterator[Visit]:
    """A site of its own on a copy of it."""
    shutil.copy(invented, tmp_path / "veille.db")
    with opened(tmp_path) as world:
        yield Visit(world, TODAY)


def sections(page: str) -> dict[str, str]:
    """The html of each section of a page by its code."""
    found = re.findall(r'(?s)<section class="counted" id="([a-z-]+)".*?</section>', page)
    parts = re.findall(r'(?s)<section class="counted".*?</section>', page)
    return dict(zip(found, parts, strict=True))


def test_the_first_page_tells_the_last_whole_year_and_the_running_one(two_years: Visit) -> None:
    page = two_years.get("/observatoire")
    text = shown(page)
    assert "2026 (en cours)" in text
    assert text.index("2026 (en cours)") < text.index("Une seule année entière a été lue, 2025")
    assert page.text.count('class="shade') == 17
    assert "Montpellier Méditerranée Métropole" in text
    assert "638 522" in text
    assert "pas encore assez d’étiquettes" in text


def test_every_chart_has_its_sentence_its_table_its_csv_and_both_schemes(two_years: Visit) -> None:
    two_years.sign_in()
    two_years.post(f"{STAFF}/saisie", FORM | {"annee": "2026"})
    page = two_years.get("/observatoire/2026").text
    found = sections(page)
    assert len(found) >= 15
    charts = 0
    for code, html in found.items():
        assert re.search(r'<p class="reads">[^<]{20,}\.</p>', html), code
        assert "<caption>" in html, code
        answer = two_years.get(f"/observatoire/2026/34/{code}.csv")
        assert answer.status_code == 200, code
        assert answer.content.startswith(b"\xef\xbb\xbf"), code
        header, *lines = csv.reader(io.StringIO(answer.text.lstrip("\ufeff")), delimiter=";")
        assert html.count("<tr>") - 1 == max(1, len(lines)), code
        assert all(len(line) == len(header) for line in lines), code
        images = re.findall(r'(?:src|srcset)="([^"]+svg)"', html)
        assert len(images) in (0, 2), code
        charts += len(images) // 2
        if images:
            assert re.search(r'<img [^>]*alt="[^"]{20,}"', html), code
    assert charts >= 12


def test_a_drawing_is_kept_by_browsers_while_its_address_says_what_is_drawn(
    two_years: Visit,
) -> None:
    page = two_years.get("/observatoire/2026").text
    address = r"(/observatoire/2026/34/dessins/secteurs\.[0-9a-f]+\.(?:sombre\.)?svg)"
    dark, light = re.findall(address, sections(page)["secteurs"])[:2]
    drawn = two_years.get(light)
    assert drawn.headers["content-type"] == "image/svg+xml"
    assert "immutable" in drawn.headers["cache-control"]
    assert "<script" not in drawn.text
    assert " style=" not in drawn.text
    assert two_years.get(dark).text != drawn.text
    other = re.sub(r"\.[0-9a-f]{12}\.", ".000000000000.", light)
    assert two_years.get(other).headers["cache-control"] == "no-store"
    picture = two_years.get(light.removesuffix("svg") + "png")
    assert picture.content.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    "path",
    [
        "/observatoire/2026/zz",
        "/observatoire/2026/69999",
        "/observatoire/2019",
        "/observatoire/2031",
        "/observatoire/9999",
        "/observatoire/abc",
        "/observatoire/2026/34/rien.csv",
        "/observatoire/2026/34/dessins/rien.svg",
        "/observatoire/2026/34/dessins/titulaires.000000000000.gif",
        "/observatoire/2026/34/dessins/rien.000000000000.svg",
        "/observatoire/2026/..%2F..%2Fetc",
    ],
)
def test_what_is_not_known_is_not_found(two_years: Visit, path: str) -> None:
    assert two_years.get(path).status_code == 404


def test_choosing_leads_to_the_page_and_nowhere_else(two_years: Visit) -> None:
    chosen = two_years.get("/observatoire?annee=2025&territoire=243400017")
    assert chosen.headers["location"] == "/observatoire/2025/243400017"
    for odd in ("//ailleurs.example", "../equipe", "a b"):
        answer = two_years.get("/observatoire", params={"annee": "2025", "territoire": odd})
        assert answer.headers["location"] == "/observatoire"


def test_a_territory_has_its_own_page_with_its_communes(two_years: Visit) -> None:
    page = two_years.get(f"/observatoire/2026/{METROPOLIS}")
    assert "Montpellier Méditerranée Métropole" in shown(page)
    assert "communes" in shown(page)
    assert 'class="shade' not in page.text
    assert "Ce que déclarent les gestionnaires" not in page.text
    commune = two_years.get("/observatoire/2026/34172")
    assert commune.status_code == 200
    assert "territoires" not in sections(commune.text)
    assert two_years.get("/observatoire/2026/tout").status_code == 200
    assert two_years.get("/observatoire/2026/R76").status_code == 200


def test_the_page_for_paper_has_everything_and_its_method(two_years: Visit) -> None:
    page = two_years.get("/observatoire/2026/imprimer")
    text = shown(page)
    assert "Sources et méthode" in text
    assert "clauses écrites seulement dans le dossier" in text
    assert "90 000 €" in text
    assert set(sections(page.text)) == set(sections(two_years.get("/observatoire/2026").text))
    assert "sombre.svg" not in page.text


def test_invented_data_is_said_to_be(visit: Visit) -> None:
    with visit.world.store.transaction() as session:
        fill(session, [with_clause(1, sample=True), one(2, sample=True)])
    visit.at = TODAY
    for path in ("/observatoire", "/observatoire/2026", "/observatoire/2026/imprimer"):
        assert "Données d’exemple" in visit.get(path).text
    book = load_workbook(io.BytesIO(visit.get("/observatoire/2026/34/observatoire.xlsx").content))
    assert "Données d’exemple" in str(book["À lire"]["A1"].value)
    with visit.world.store.transaction() as session:
        fill(session, [one(3)])
    page = visit.get("/observatoire/2026")
    assert "Données d’exemple" not in page.text
    assert "1 consultation publiée" in shown(page)


def test_a_formula_in_a_name_stays_text_everywhere(visit: Visit) -> None:
    hostile = '=HYPERLINK("http://x";"<script>alert(1)</script>")'
    with visit.world.store.transaction() as session:
        fill(session, [with_clause(1, buyer_name=hostile), with_clause(2, buyer="siret:9")])
    visit.at = TODAY
    page = visit.get("/observatoire/2026").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
    table = visit.get("/observatoire/2026/34/acheteurs.csv").text
    assert "'=HYPERLINK" in table
    book = load_workbook(io.BytesIO(visit.get("/observatoire/2026/34/observatoire.xlsx").content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any("HYPERLINK" in str(cell.value) for cell in cells)
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    image = re.findall(r'src="([^"]+acheteurs\.[^"]+)"', page)
    assert "<script" not in visit.get(image[0]).text


def test_nothing_read_yet_is_said(visit: Visit) -> None:
    assert "Aucun avis n’a encore été lu" in shown(visit.get("/observatoire"))
    assert visit.get("/observatoire/2026").status_code == 404
    visit.sign_in("reader")
    assert "Aucun avis n’est compté" in shown(visit.get(STAFF))


def test_it_is_in_the_menu_and_on_the_first_page(visit: Visit) -> None:
    home = visit.get("/").text
    assert home.count('href="/observatoire"') == 2
    assert "Méthode de l’observatoire" in visit.get("/observatoire/methode").text


def test_looking_changes_nothing(two_years: Visit) -> None:
    before = dump(two_years.world.store)
    for path in ("", "/2026", "/2025/34", "/2026/imprimer", "/2026/34/observatoire.xlsx"):
        assert two_years.get(f"/observatoire{path}").status_code == 200
    assert dump(two_years.world.store) == before


def actions(visit: Visit) -> list[str]:
    with visit.world.store.read() as session:
        lines = audit.newest(session, "veille", most=20)
    return [line.action for line in lines if line.action.startswith("observatory")]


def held(visit: Visit) -> dict[str, str]:
    """The figures that hold of 2026, as the file of figures says."""
    text = visit.get(f"{STAFF}/chiffres.csv").text.lstrip("\ufeff")
    lines = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    found: dict[str, str] = {}
    for line in lines:
        if line["annee"] == "2026":
            found |= {name: cell for name, cell in line.items() if cell}
    return found


def send(visit: Visit, content: bytes | str) -> Any:
    body = content.encode() if isinstance(content, str) else content
    return visit.browser.post(f"{STAFF}/import", files={"fichier": ("f.csv", body, "text/csv")})


def carried(page: Any) -> str:
    """The text that the page of the report would post."""
    found = re.search(r'(?s)name="texte" value="([^"]*)"', page.text)
    assert found is not None
    return found[1].replace("&#34;", '"').replace("&amp;", "&")


def test_figures_are_entered_corrected_and_undone(two_years: Visit) -> None:
    two_years.sign_in()
    assert two_years.post(f"{STAFF}/saisie", FORM).status_code == 303
    assert held(two_years)["heures"] == "12000"
    public = shown(two_years.get("/observatoire/2026"))
    assert "les gestionnaires déclarent 12 000 heures d’insertion pour 30 personnes" in public
    assert "contre 638 522 heures en 2020" in public

    correction = {**FORM, "heures": "13000", "femmes": "", "hommes": "", "personnes": ""}
    asked = two_years.post(f"{STAFF}/saisie", correction)
    assert asked.status_code == 200
    assert "remplace : heures d’insertion faites (12 000 → 13 000)" in shown(asked)
    assert held(two_years)["heures"] == "12000"
    assert two_years.post(f"{STAFF}/saisie", correction | {"confirme": "oui"}).status_code == 303
    assert held(two_years)["heures"] == "13000"
    assert held(two_years)["personnes"] == "30"

    history = shown(two_years.get(f"{STAFF}?annee=2026"))
    assert "n° 2" in history
    assert "facilitator@mission.example" in history
    assert two_years.post(f"{STAFF}/saisies/2/annuler").status_code == 303
    assert held(two_years)["heures"] == "12000"
    assert "annulée le" in shown(two_years.get(STAFF))
    again = two_years.post(f"{STAFF}/saisies/2/annuler")
    assert again.status_code == 400
    assert actions(two_years) == ["observatory.undo", "observatory.figures", "observatory.figures"]


def test_the_form_comes_with_what_holds_and_keeps_only_what_changed(two_years: Visit) -> None:
    two_years.sign_in()
    two_years.post(f"{STAFF}/saisie", FORM)
    page = two_years.get(
        f"{STAFF}/saisie", params={"annee": "2026", "gestionnaire": FORM["gestionnaire"]}
    )
    assert 'name="heures" value="12000"' in page.text
    same = two_years.post(f"{STAFF}/saisie", FORM | {"heures": "12000"})
    assert same.status_code == 400
    assert "aucun changement" in shown(same)


def test_figures_that_contradict_themselves_are_refused_with_what_was_typed(
    two_years: Visit,
) -> None:
    two_years.sign_in()
    refused = two_years.post(f"{STAFF}/saisie", FORM | {"femmes": "13", "confirme": "oui"})
    assert refused.status_code == 400
    assert "femmes et hommes : 31 au total, et non 30 personnes" in shown(refused)
    assert 'value="12 000"' in refused.text.replace("\u00a0", " ")
    assert actions(two_years) == []


def test_a_file_is_looked_at_before_anything_is_stored(two_years: Visit) -> None:
    two_years.sign_in()
    before = dump(two_years.world.store)
    report = send(two_years, FILE)
    assert report.status_code == 200
    assert dump(two_years.world.store) == before
    assert "Rien n’est encore enregistré" in shown(report)
    assert two_years.post(
        f"{STAFF}/import/enregistrer", {"texte": carried(report)}
    ).status_code == (303)
    assert held(two_years)["heures"] == "9500"
    assert actions(two_years) == ["observatory.import"]


def test_one_line_in_error_keeps_the_whole_file_out(two_years: Visit) -> None:
    two_years.sign_in()
    wrong = FILE.replace(";5;10;6;", ";5;10;7;")
    report = send(two_years, wrong)
    assert report.status_code == 400
    assert "âge : 22 au total, et non 21 personnes" in shown(report)
    assert "texte" not in re.findall(r'name="(\w+)"', report.text)
    forced = two_years.post(f"{STAFF}/import/enregistrer", {"texte": wrong})
    assert forced.status_code == 400
    assert actions(two_years) == []


def test_a_file_of_a_french_office_is_read(two_years: Visit) -> None:
    two_years.sign_in()
    report = send(two_years, FILE.encode("cp1252"))
    assert report.status_code == 200
    assert "PLIE Est Héraultais" in shown(report)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "aucun fichier n’a été choisi"),
        (b"PK\x03\x04rest", "c’est un classeur"),
        (b"\x00\x01\x02", "ce n’est pas un fichier de texte"),
        (b"a;b\n1;2\n", "dont « gestionnaire »"),
        (b"gestionnaire;annee;source;poids\nx;2026;y;3\n", "colonne inconnue : « poids »"),
        (b"gestionnaire;annee;annee;source\n", "le même nom"),
        (b"gestionnaire;annee;source\n", "aucune ligne sous la première"),
        (b'gestionnaire;annee;source\n"x;2026;y\n', "guillemet"),
        (b"gestionnaire;annee;heures;source\n" + b"x;2026;1;y\n" * 501, "plus de 500 lignes"),
        (b"x" * 200_001, "plus de 200 ko"),
    ],
)
def test_hostile_files_are_refused_in_one_line(two_years: Visit, content: bytes, said: str) -> None:
    two_years.sign_in()
    before = dump(two_years.world.store)
    answer = send(two_years, content)
    assert answer.status_code == 400
    assert said in shown(answer)
    assert dump(two_years.world.store) == before


def test_a_formula_in_a_file_is_refused_and_shown_as_text(two_years: Visit) -> None:
    two_years.sign_in()
    line = '=cmd|calc;2026;10;1;"<script>x</script>"\r\n'
    report = send(two_years, f"gestionnaire;annee;heures;personnes;source\r\n{line}")
    assert report.status_code == 400
    assert "un tableur le prendrait pour une formule" in shown(report)
    assert "<script>x" not in report.text


def test_a_huge_upload_is_turned_away(two_years: Visit) -> None:
    two_years.sign_in()
    assert send(two_years, b"x" * 1_100_000).status_code == 413


def test_the_template_is_a_file_that_can_be_given_back(two_years: Visit) -> None:
    two_years.sign_in()
    text = two_years.get(f"{STAFF}/modele.csv").text.lstrip("\ufeff")
    header, *lines = csv.reader(io.StringIO(text), delimiter=";")
    assert tuple(header) == COLUMNS
    assert [line[0] for line in lines] == list(entering.managers([], reference_tables()))
    filled = [[*line[:3], *["1"] * len(MEASURES), "bilan"] for line in lines[:1]]
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows([header, *filled])
    report = shown(send(two_years, out.getvalue()))
    assert "colonne inconnue" not in report
    assert "femmes et hommes : 2 au total" in report


def test_what_holds_can_be_imported_again_and_changes_nothing(two_years: Visit) -> None:
    two_years.sign_in()
    two_years.post(f"{STAFF}/saisie", FORM)
    report = send(two_years, two_years.get(f"{STAFF}/chiffres.csv").content)
    assert report.status_code == 200
    assert "remplace" not in shown(report)


def test_a_reader_looks_and_a_facilitator_changes(two_years: Visit) -> None:
    two_years.sign_in("reader")
    page = two_years.get(f"{STAFF}?territoire={METROPOLIS}&annee=2025")
    assert page.status_code == 200
    assert "Montpellier Méditerranée Métropole, 2025" in shown(page)
    assert "Saisir des chiffres" not in page.text
    assert two_years.get(f"{STAFF}/saisie").status_code == 403
    assert two_years.post(f"{STAFF}/saisie", FORM).status_code == 403
    assert send(two_years, FILE).status_code == 403
    assert two_years.post(f"{STAFF}/saisies/1/annuler").status_code == 403


def test_a_visitor_is_led_to_signing_in(two_years: Visit) -> None:
    assert two_years.get(STAFF).status_code == 303
    assert two_years.post(f"{STAFF}/saisie", FORM, headers={"Origin": BASE}).status_code == 403


def test_odd_choices_of_staff_fall_back(two_years: Visit) -> None:
    two_years.sign_in()
    page = two_years.get(f"{STAFF}?annee=3000&territoire=<script>")
    assert page.status_code == 200
    assert "<script>" not in page.text


def test_a_facilitator_is_shown_their_own_territory(visit: Visit) -> None:
    member = visit.sign_in("facilitator")
    assert '<option value="34" selected>' in visit.get("/equipe/observatoire").text
    with visit.world.store.transaction() as session:
        staff_territories.replace(session, member.id, ["200017341"])
    assert '<option value="200017341" selected>' in visit.get("/equipe/observatoire").text
    asked = visit.get("/equipe/observatoire?territoire=34").text
    assert '<option value="34" selected>' in asked
