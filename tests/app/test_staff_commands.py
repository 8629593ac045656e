"""``veille staff`` as a person runs it."""

from tests.app.conftest import Run

ADDRESS = "equipe@mission.example"


def test_added_listed_linked_and_gone(veille: Run) -> None:
    added = veille("staff", "add", ADDRESS, "--name", "Sacha Inventé", "--role", "admin")
    assert (added.returncode, added.stdout) == (0, f"Équipe : {ADDRESS}, admin.\n")
    assert veille("staff", "list").stdout == f"{ADDRESS} (Sacha Inventé) : admin\n"
    public = {"VEILLE_PUBLIC_URL": "https://veille.example/v"}
    link = veille("staff", "link", ADDRESS, environment=public).stdout
    assert link.startswith("https://veille.example/v/equipe/entrer/")
    assert veille("staff", "end", ADDRESS).returncode == 0
    assert "partie" in veille("staff", "list").stdout
    refused = veille("staff", "link", ADDRESS)
    assert refused.returncode == 1
    assert refused.stderr == f"personne de l’équipe à cette adresse\u00a0: {ADDRESS}\n"


def test_a_role_that_there_is_not(veille: Run) -> None:
    refused = veille("staff", "add", ADDRESS, "--role", "chef")
    assert refused.returncode == 1
    assert "admin, facilitateur ou\u00a0lecteur" in refused.stderr
