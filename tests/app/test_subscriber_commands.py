"""``veille subscriber`` as staff run it."""

import json
from pathlib import Path

from tests.app.conftest import Run

GROUND = ("--basis", "consentement", "--origin", "formulaire de septembre 2025")


def test_a_person_from_the_first_day_to_the_last(veille: Run) -> None:
    added = veille(
        "subscriber", "add", "Camille@valrouge.example", *GROUND, "--kind", "structure",
        "--territory", "Sète", "--what", "marchés réservés", "--reserved-for", "EA et ESAT",
    )  # fmt: skip
    assert (added.stdout, added.returncode) == ("ajouté\n", 0)
    listed = veille("subscriber", "list").stdout
    assert listed == "Camille@valrouge.example\t\tstructure\tactif\tVeille (hebdomadaire)\n"
    paused = veille("subscriber", "pause", "camille@valrouge.example", "--until", "2026-09-01",
                    "--now", "2026-07-01T09:00")  # fmt: skip
    assert "sept.\u00a02026" in paused.stdout
    assert veille("subscriber", "list", "--state", "en pause").stdout.count("\n") == 1
    assert veille("subscriber", "resume", "camille@valrouge.example").returncode == 0
    copy = json.loads(veille("subscriber", "export", "camille@valrouge.example").stdout)
    assert copy["donnees"]["subscriptions"][0]["filter"]["territories"] == ["34301"]
    kept = veille("subscriber", "erase", "camille@valrouge.example")
    assert (kept.returncode, "--yes" in kept.stderr) == (1, True)
    assert veille("subscriber", "erase", "--yes", "camille@valrouge.example").returncode == 0
    gone = veille("subscriber", "export", "camille@valrouge.example")
    assert (gone.returncode, gone.stdout) == (1, "")
    assert gone.stderr == "camille@valrouge.example\u00a0: adresse inconnue\n"
    back = veille("subscriber", "add", "camille@valrouge.example", *GROUND)
    assert back.returncode == 1
    again = veille("subscriber", "add", "camille@valrouge.example", *GROUND, "--again")
    assert again.returncode == 0


def test_a_list_is_imported_and_its_bad_lines_are_kept_aside(veille: Run, tmp_path: Path) -> None:
    source, refused = tmp_path / "liste.csv", tmp_path / "refus.csv"
    source.write_text("adresse;nom\na@mairie.example;A\nb@;B\n", encoding="utf-8")
    for expected in (
        "1\u00a0ligne ajoutée, 0\u00a0déjà connue",
        "0\u00a0ligne ajoutée, 1\u00a0déjà",
    ):
        run = veille("subscriber", "import", str(source), *GROUND)
        assert expected in run.stdout
        assert run.returncode == 1
        assert run.stderr.startswith(f"{source}, ligne 3\u00a0: adresse électronique refusée")
        assert run.stderr.count("\n") == 1
    veille("subscriber", "import", str(source), *GROUND, "--refused", str(refused))
    assert "b@;B" in refused.read_text(encoding="utf-8-sig")
    over = veille("subscriber", "import", str(source), *GROUND, "--refused", str(refused))
    assert (over.returncode, "existe déjà" in over.stderr) == (1, True)


def test_what_is_asked_wrongly_is_said_in_one_line(veille: Run) -> None:
    for arguments in (
        ("add", "nobody", *GROUND),
        ("add", "a@b.example", "--basis", "envie", "--origin", "x"),
        ("add", "a@b.example", *GROUND, "--what", "tout"),
        ("import", "absent.csv", *GROUND),
        ("preview", "--territory", "Paris"),
        ("preview", "--rhythm", "parfois"),
        ("pause", "a@b.example", "--until", "2026-09-01"),
        ("list", "--state", "content"),
    ):
        run = veille("subscriber", *arguments)
        assert (run.returncode, run.stdout, run.stderr.count("\n")) == (1, "", 1)


def test_a_preview_of_an_empty_watch_says_so(veille: Run) -> None:
    run = veille("subscriber", "preview", "--territory", "34", "--now", "2026-11-16T07:30")
    assert run.returncode == 0
    assert "du 10 nov." in run.stdout.replace("\u00a0", " ")
    assert "aucun avis" in run.stdout
