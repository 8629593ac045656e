"""First contact with a source: what was understood is said, and nothing of the install changes."""

import json
import shutil
from pathlib import Path

from tests.app.conftest import SAMPLE, Run
from tests.app.test_watch_failures import sources_at
from veille.portal.server import Portal

NOW = ("--now", "2026-11-14T09:00")


def test_what_was_understood_is_said_and_nothing_is_kept(veille: Run, tmp_path: Path) -> None:
    with Portal(SAMPLE) as portal:
        done = veille("source", "check", "boamp", *NOW, environment=sources_at(portal.url))
    assert (done.returncode, done.stderr) == (0, "")
    assert "BOAMP" in done.stdout
    for field in ("objet", "acheteur", "date limite", "lieu"):
        assert field in done.stdout
    assert "100" in done.stdout
    assert not any(tmp_path.rglob("*.db"))


def test_a_field_that_is_new_is_named(veille: Run) -> None:
    with Portal(SAMPLE, faults=["boamp:renamed-field:field=idweb:to=numero"]) as portal:
        done = veille("source", "check", "boamp", *NOW, environment=sources_at(portal.url))
    assert "champ inconnu" in done.stdout
    assert "record.numero" in done.stdout


def test_a_source_that_does_not_answer_is_status_1(veille: Run) -> None:
    with Portal(SAMPLE, faults=["boamp:html-page"]) as portal:
        done = veille("source", "check", "boamp", *NOW, environment=sources_at(portal.url))
    assert done.returncode == 1
    assert "page HTML" in done.stderr


def test_ted_is_checked_too(veille: Run) -> None:
    with Portal(SAMPLE) as portal:
        done = veille("source", "check", "ted", *NOW, environment=sources_at(portal.url))
    assert done.returncode == 0
    assert "TED" in done.stdout


def test_award_files_are_checked_too(veille: Run, tmp_path: Path) -> None:
    fixtures = Path(__file__).resolve().parents[1] / "fixtures" / "decp"
    (tmp_path / "replay" / "decp").mkdir(parents=True)
    shutil.copy(fixtures / "2022.json", tmp_path / "replay" / "decp" / "decp.json")
    with Portal(tmp_path / "replay") as portal:
        files = {"VEILLE_DECP": json.dumps([f"{portal.url}/decp/decp.json"])}
        done = veille("source", "check", "decp", *NOW, environment=files)
    assert (done.returncode, done.stderr) == (0, "")
    assert "3 marchés lus" in done.stdout
    assert "considérations" in done.stdout
    assert "champNouveau" in done.stdout


def test_pages_of_a_platform_are_compared_with_the_shape_that_is_known(
    veille: Run, tmp_path: Path
) -> None:
    fixtures = Path(__file__).resolve().parents[1] / "fixtures" / "aws"
    shutil.copytree(fixtures, tmp_path / "replay" / "aws")
    renamed = "/Annonces/lister:renamed-field:field=ref-acheteur:to=ref-achat"
    changed = "/Annonces/MPI-pub-:renamed-field:field=<b>Financement:to=<b>Payeur"
    with Portal(tmp_path / "replay", faults=[renamed, changed]) as portal:
        sites = {"VEILLE_AWS": json.dumps([portal.url])}
        done = veille("source", "check", "aws", *NOW, environment=sites)
    said = done.stdout.replace("\u00a0", " ").replace("\u202f", " ")
    assert (done.returncode, done.stderr) == (0, "")
    assert "marches-publics.info (AWS) : 1 relevés reçus, 1 avis lus" in said
    assert "objet                100 %" in said
    assert f"(liste {portal.url}/Annonces/lister) : nom nouveau : .ref-achat" in said
    assert "non vu sur cette page : div#entity .ref-acheteur (référence)" in said
    assert "rubrique nouvelle : Payeur" in said
    assert "champ inconnu : aws_page rubrique : Payeur" in said
    assert not any(tmp_path.rglob("*.db"))


def test_a_source_that_is_off_says_so(veille: Run) -> None:
    done = veille("source", "check", "aws", *NOW)
    assert (done.returncode, done.stdout) == (1, "")
    assert "source éteinte" in done.stderr
