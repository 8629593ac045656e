"""A domain table as a file: what is written is read back, and nothing is kept before a report."""

import csv
import html
import io
import re
from typing import Any

import pytest

from tests.web.edited_tables import SHARES, change_row, change_share
from tests.web.visiting import Visit, dump, shown, visit
from veille.app.domain_tables import tables_of
from veille.app.tables.files import LARGEST, as_csv, read_file
from veille.core.table_list import table_info, table_list
from veille.core.tables import reference_tables
from veille.store import audit

__all__ = ["visit"]

TABLE = f"/equipe/tables/{SHARES}"


def rows_of(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))


def written(rows: list[list[str]], delimiter: str = ";") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()


def edited(**cells: str) -> list[list[str]]:
    """The table of labour shares with other cells in the row of painting."""
    header, *rows = rows_of(as_csv(reference_tables(), table_info(SHARES)))
    for row in rows:
        if row[0] == "peinture":
            for label, cell in cells.items():
                row[header.index(label)] = cell
    return [header, *rows]


CHANGED = {"Bas": "35 %", "Haut": "0,4", "Source": "enquête inventée"}


def look(visit: Visit, content: bytes | str, slug: str = SHARES) -> Any:
    body = content.encode() if isinstance(content, str) else content
    return visit.browser.post(
        f"/equipe/tables/{slug}/fichier", files={"fichier": ("table.csv", body, "text/csv")}
    )


def apply(visit: Visit, report: Any) -> Any:
    seen = re.findall(r'name="vu" value="(\d+)"', report.text)[0]
    text = re.findall(r"<textarea[^>]*>(.*?)</textarea>", report.text, re.S)[0]
    return visit.post(f"{TABLE}/fichier/appliquer", {"vu": seen, "texte": html.unescape(text)})


@pytest.mark.parametrize("info", table_list(), ids=lambda info: info.slug)
def test_every_table_comes_back_as_it_was_written(info: Any) -> None:
    text = as_csv(reference_tables(), info).removeprefix("\ufeff")
    report = read_file(reference_tables(), [], info, text)
    assert report.refused == ()
    assert report.changes == ()
    assert report.unchanged == len(reference_tables().rows(info.name))


def test_a_file_is_reported_on_then_kept(visit: Visit) -> None:
    visit.sign_in("facilitator")
    before = dump(visit.world.store)
    report = look(visit, written(edited(**CHANGED)))
    assert report.status_code == 200
    page = shown(report)
    assert "1 ligne change, 44 sont déjà ainsi, 0 est refusée" in page
    assert "Bas : 70 % → 35 %" in page
    assert dump(visit.world.store) == before
    assert apply(visit, report).status_code == 303
    found = tables_of(visit.world.store).labour_of_cpv("45442100")
    assert found
    assert (found.low, found.high, found.source) == (0.35, 0.4, "enquête inventée")
    with visit.world.store.read() as session:
        (line, *_) = audit.newest(session, "veille", most=1)
    assert (line.action, line.detail) == ("table.import", "1 : peinture intérieure")
    assert "0 ligne change, 45 sont déjà ainsi" in shown(look(visit, written(edited(**CHANGED))))


@pytest.mark.parametrize(
    "content",
    [
        written(edited(**CHANGED), ",").encode(),
        ("\ufeff" + written(edited(**CHANGED))).encode(),
        written(edited(**CHANGED)).encode("cp1252"),
    ],
    ids=["commas", "marked", "windows"],
)
def test_a_file_may_be_written_as_spreadsheets_do(visit: Visit, content: bytes) -> None:
    visit.sign_in("facilitator")
    assert "1 ligne change, 44 sont déjà ainsi, 0 est refusée" in shown(look(visit, content))


def test_lines_that_cannot_be_taken_are_named_and_the_others_kept(visit: Visit) -> None:
    visit.sign_in("facilitator")
    rows = edited(**CHANGED)
    width = len(rows[0])
    blank = dict.fromkeys(rows[0], "")

    def line(**cells: str) -> list[str]:
        return list((blank | {"Code": "neuf", "Métier": "neuf"} | cells).values())

    good = {"Secteur": "nettoyage", "Bas": "10 %", "Haut": "20 %", "Statut": "à confirmer"}
    rows += [
        line(**good, Code="sans_source"),
        line(**good, Code="formule", Métier='=HYPERLINK("x")', Source="enquête"),
        [*line(**good, Code="trop", Source="enquête"), "de plus"],
        line(**(good | {"Bas": "beaucoup"}), Code="nombre", Source="enquête"),
        line(**good, Code="neuf", Source="enquête"),
        line(**good, Code="neuf", Métier="encore", Source="enquête"),
        [""] * width,
    ]
    report = look(visit, written(rows))
    page = shown(report)
    assert "2 lignes changent, 44 sont déjà ainsi, 5 sont refusées" in page
    for said in (
        "Source : à remplir",
        "comme une formule",
        "trop de cellules",
        "nombre comme 35 % ou 0,35 attendu",
        "la même ligne est deux fois",
    ):
        assert said in page
    apply(visit, report)
    found = {row.trade for row in tables_of(visit.world.store).labour_shares}
    assert "neuf" in found
    assert not {"sans_source", "formule", "trop", "nombre"} & found


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "choisir un fichier"),
        (b"PK\x03\x04 classeur", "enregistrer en CSV"),
        (b"\x00\x01", "enregistrer en CSV"),
        (b"adresse;nom\na@b.example;x\n", "doit nommer les colonnes"),
        (b"Code;Code\n", "doit nommer les colonnes"),
        (b'Code;"ouvert\n' + b"x" * 50, "guillemet"),
        (b"x" * (LARGEST + 1), "plus de 200 ko"),
        ((written(edited()) + "\n" * 5 + "x;" * 10 + "\n" * 700 + "y").encode(), "600 lignes"),
    ],
)
def test_what_is_no_table_is_refused_in_one_line(visit: Visit, content: bytes, said: str) -> None:
    visit.sign_in("facilitator")
    answer = look(visit, content)
    assert answer.status_code == 400
    assert said in shown(answer)


def test_a_file_read_before_somebody_else_s_change_is_not_applied(visit: Visit) -> None:
    member = visit.sign_in("facilitator")
    report = look(visit, written(edited(**CHANGED)))
    change_share(visit.world.store, member, visit.at, key="demolition", low="10 %")
    late = apply(visit, report)
    assert late.status_code == 400
    assert "entre-temps" in shown(late)
    found = tables_of(visit.world.store).labour_of_cpv("45442100")
    assert found
    assert found.low == 0.7


def test_a_spreadsheet_runs_nothing_of_what_is_downloaded(visit: Visit) -> None:
    member = visit.sign_in("facilitator")
    typed = {"phone": "+33 4 67 00 00 00", "source": "leur site", "status": "seen"}
    change_row(visit.world.store, member, visit.at, "gestionnaires", "Cœur d’Hérault", typed)
    answer = visit.get("/equipe/tables/gestionnaires/fichier.csv")
    assert answer.headers["content-disposition"] == 'attachment; filename="gestionnaires.csv"'
    cells = [cell for row in rows_of(answer.text) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_a_file_for_a_table_of_the_law_is_for_admins(visit: Visit) -> None:
    visit.sign_in("facilitator")
    assert look(visit, "x", "seuils").status_code == 403
    visit.sign_in("admin")
    content = as_csv(reference_tables(), table_info("seuils"))
    assert "0 ligne change" in shown(look(visit, content, "seuils"))
