"""An existing list taken over: with its ground, nothing lost, nothing twice."""

import csv
import io
from pathlib import Path

import pytest

from tests.app.people import DAY, NOW, ORGANISATION, SCOPES, found, known, store
from tests.english import english_in
from veille.app.people import importing, list_file, self_service
from veille.app.people.importing import EntrantError, Ground, Report, ground_of
from veille.app.people.list_file import COLUMNS, ListFileError, read_list, refused_as_csv
from veille.core.addresses import address_hash
from veille.core.filters import Filter
from veille.core.refusals import Refusal
from veille.store import Store, consents, subscribers, subscriptions

__all__ = ["store"]

GROUND = Ground(basis="public_task", origin="liste de la lettre, septembre 2025")
LIST = """\
adresse;nom;qualite;base;recueilli_le;libelle;territoires;secteurs;quoi;reserves;potentiel;mots;sauf;rythme
Camille@valrouge.example;Camille;Facilitateur;;;Tout;;;;;;;;
achats@mairie.example;Service des achats;acheteur;consentement;01/09/2025;Espaces verts;\
Sète|Agde;espaces verts;"clauses sociales|potentiel";;moyen;tonte|élagage;piscine;quotidien
esat@structure.example;;structure;;2025-09-01;;34;;marchés réservés;EA et ESAT;;;;
"""


def write(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "liste.csv"
    path.write_bytes(text.encode(encoding))
    return path


def imported(store: Store, path: Path) -> Report:
    lines = read_list(path)
    with store.transaction() as session:
        return importing.import_list(session, ORGANISATION, lines, GROUND, SCOPES, NOW)


def people(store: Store) -> dict[str, list[str]]:
    with store.read() as session:
        asked = subscriptions.recipients(session, "weekly", NOW)
        asked += subscriptions.recipients(session, "daily", NOW)
    return {person.address: [one.label for one in own] for person, own in asked}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_list_is_taken_over(store: Store, tmp_path: Path, encoding: str) -> None:
    report = imported(store, write(tmp_path, LIST, encoding))
    assert (report.added, report.known, report.refused) == (3, 0, [])
    assert people(store) == {
        "Camille@valrouge.example": ["Tout"],
        "achats@mairie.example": ["Espaces verts"],
        "esat@structure.example": ["Veille"],
    }
    agent = known(store, "achats@mairie.example")
    assert (agent.kind, agent.legal_basis, agent.display_name) == (
        "buyer_agent",
        "consent",
        "Service des achats",
    )
    with store.read() as session:
        [asked] = subscriptions.of(session, agent.id)
        [proof] = consents.of(session, agent.id)
    assert asked.filter == Filter(
        territories=("34301", "34003"),
        sectors=("espaces_verts",),
        what=("clause", "potential"),
        band="medium",
        words=("tonte", "élagage"),
        without=("piscine",),
    )
    assert (proof.what, proof.how) == ("imported", "file")
    assert proof.detail is not None
    for said in ("consentement", "liste de la lettre", "1er", "2025"):
        assert said in proof.detail
    assert known(store, "camille@valrouge.example").legal_basis == "public_task"


def test_the_same_list_again_changes_nothing(store: Store, tmp_path: Path) -> None:
    path = write(tmp_path, LIST)
    imported(store, path)
    before = known(store, "achats@mairie.example")
    report = imported(store, path)
    assert (report.added, report.known) == (0, 3)
    assert known(store, "achats@mairie.example") == before
    with store.read() as session:
        assert len(consents.of(session, before.id)) == 1


def test_commas_and_quotes_do_as_well(store: Store, tmp_path: Path) -> None:
    text = 'Adresse,Nom\r\na@mairie.example,"Roux, Camille"\r\n\r\nb@mairie.example,B\r\n'
    report = imported(store, write(tmp_path, text))
    assert report.added == 2
    assert known(store, "a@mairie.example").display_name == "Roux, Camille"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("camille;;;;;;;;;;;;;", "adresse électronique refusée"),
        (f"{'x' * 320};;;;;;;;;;;;;", "trop longue"),
        ("a@b.example;=HYPERLINK(1);;;;;;;;;;;;", "tableur"),
        ("a@b.example;a\u202eb;;;;;;;;;;;;", "caractère invisible"),
        ('a@b.example;"a\nBcc: x@y.example";;;;;;;;;;;;', "retour à la ligne"),
        ("a@b.example;;roi;;;;;;;;;;;", "n’est pas dans la liste"),
        ("a@b.example;;;aucune;;;;;;;;;;", "n’est pas dans la liste"),
        ("a@b.example;;;;demain;;;;;;;;;", "date de recueil illisible"),
        ("a@b.example;;;;31/12/2999;;;;;;;;;", "date de recueil à venir"),
        ("a@b.example;;;;;;Paris;;;;;;;", "hors de cette veille"),
        ("a@b.example;;;;;;Atlantide;;;;;;;", "territoire inconnu"),
        ("a@b.example;;;;;;;;;SIAE;;;;", "sans les marchés réservés"),
        ("a@b.example;;;;;;;;;;;le;;", "rien ne peut contenir"),
        ("a@b.example;;;;;;;;;;;;;;trop", "trop de cellules"),
        (f"a@b.example;{'x' * 2001};;;;;;;;;;;;", "cellule trop longue"),
        (";Camille;;;;;;;;;;;;", "adresse électronique refusée"),
    ],
)
def test_a_bad_line_is_refused_alone_in_one_line(
    store: Store, tmp_path: Path, line: str, said: str
) -> None:
    header = ";".join(COLUMNS)
    report = imported(store, write(tmp_path, f"{header}\nok@mairie.example\n{line}\n"))
    assert report.added == 1
    [refused] = report.refused
    assert said in refused.reason
    assert "\n" not in refused.reason
    assert english_in(refused.reason.replace("Bcc", "")) == []
    assert found(store, "a@b.example") is None


def test_what_was_refused_can_be_corrected_and_given_again(store: Store, tmp_path: Path) -> None:
    path = write(tmp_path, "adresse;nom;mots\nbad;=1+1;tonte\na@mairie.example;-;\n")
    report = imported(store, path)
    assert [one.line.number for one in report.refused] == [2, 3]
    text = refused_as_csv(report.refused)
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert rows[0] == [*COLUMNS, "refus"]
    assert [rows[1][1], rows[2][1]] == ["'=1+1", "'-"]
    assert "adresse électronique refusée" in rows[1][-1]
    path.write_text(text.replace("bad;'=1+1", "b@mairie.example;B"), encoding="utf-8")
    again = imported(store, path)
    assert (again.added, len(again.refused)) == (1, 1)


def test_whoever_objected_is_not_brought_back_by_a_list(store: Store, tmp_path: Path) -> None:
    path = write(tmp_path, LIST)
    imported(store, path)
    with store.transaction() as session:
        self_service.leave(session, known(store, "camille@valrouge.example"), NOW)
        consents.oppose(
            session, ORGANISATION, address_hash("achats@mairie.example"), "complaint", NOW
        )
        subscribers.suspend(session, known(store, "esat@structure.example").id, "boîte pleine")
    report = imported(store, path)
    reasons = [one.reason for one in report.refused]
    assert reasons[:2] == ["cette adresse a demandé à ne plus recevoir la veille"] * 2
    assert reasons[2].endswith("boîte pleine")
    assert "Camille@valrouge.example" not in people(store)


def test_staff_bring_back_whoever_asked_them_to(store: Store, tmp_path: Path) -> None:
    imported(store, write(tmp_path, LIST))
    with store.transaction() as session:
        self_service.leave(session, known(store, "camille@valrouge.example"), NOW)
    [entrant] = [
        importing.entrant_of(line, GROUND, NOW) for line in read_list(tmp_path / "liste.csv")[:1]
    ]
    with store.transaction() as session, pytest.raises(EntrantError):
        importing.take(session, ORGANISATION, entrant, SCOPES, NOW)
    with store.transaction() as session:
        assert importing.take(session, ORGANISATION, entrant, SCOPES, NOW + DAY, again=True)
    assert people(store)["Camille@valrouge.example"] == ["Tout"]


def test_a_request_that_waits_is_confirmed_by_the_list(store: Store, tmp_path: Path) -> None:
    from tests.store.invented_people import new_subscriber

    with store.transaction() as session:
        subscribers.add(session, new_subscriber(state="pending", confirmed_at=None))
    assert imported(store, write(tmp_path, LIST)).added == 3
    assert known(store).state == "active"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "nommer les colonnes"),
        (b"nom;prenom\n", "nommer les colonnes"),
        (b"adresse;couleur\n", "colonne inconnue"),
        (b"adresse;Adresse\n", "le même nom"),
        (b"\x00\x01\x02" * 100, "fichier de texte"),
        (b"adresse\n" + b'"' + b"x" * 200_000, "guillemet"),
        (b'adresse\n"a@b.example\nc@d.example\n', "guillemet"),
    ],
)
def test_what_is_no_list_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "liste.csv"
    path.write_bytes(content)
    with pytest.raises(ListFileError, match=said) as refused:
        read_list(path)
    assert english_in(str(refused.value).replace(str(path), "")) == []


def test_a_file_that_is_not_there_or_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ListFileError, match="introuvable"):
        read_list(tmp_path / "absent.csv")
    monkeypatch.setattr(list_file, "LARGEST", 10)
    with pytest.raises(ListFileError, match="plus de 10 Mo"):
        read_list(write(tmp_path, LIST))


@pytest.mark.parametrize(("basis", "origin"), [("consentement", " "), ("envie", "liste")])
def test_a_list_without_a_ground_is_refused(basis: str, origin: str) -> None:
    with pytest.raises(Refusal):
        ground_of(basis, origin)


def test_the_columns_are_documented() -> None:
    text = (Path(__file__).parents[2] / "docs" / "subscribers.md").read_text(encoding="utf-8")
    assert [column for column in COLUMNS if f"| `{column}` |" not in text] == []
