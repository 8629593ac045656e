"""What the first pages say for sure is proposed; what they do not say is left open."""

import pytest

from veille.app.finds.prefill import prefilled
from veille.app.finds.results import Document

RC = """Règlement de la consultation
Pouvoir adjudicateur : Communauté de communes de Valinvente
1.1 - Objet de la consultation :
Entretien des espaces verts des parcs d’activité
Codes CPV : 77310000-6, 99999999-9
Date et heure limites de réception des offres : 14/12/2026 à 12:00
"""


def said(*pages: str, name: str = "rc.pdf") -> dict[str, str]:
    return dict(prefilled([Document(name=name, pages=pages)]))


def test_what_a_label_announces_is_taken() -> None:
    assert said(RC) == {
        "objet": "Entretien des espaces verts des parcs d’activité",
        "acheteur": "Communauté de communes de Valinvente",
        "limite": "2026-12-14",
        "heure": "12:00",
        "cpv": "77310000-6",
    }


@pytest.mark.parametrize(
    ("text", "day", "hour"),
    [
        (
            "Date limite de remise des plis : lundi 1er décembre 2026 à 9 h 30",
            "2026-12-01",
            "09:30",
        ),
        (
            "DATE LIMITE DE RÉCEPTION DES OFFRES\nLe 3 février 2027 à 16 heures",
            "2027-02-03",
            "16:00",
        ),
        ("date limite pour la remise des offres le 14.12.2026", "2026-12-14", ""),
        ("Date limite de réception des candidatures : 31/02/2026", "", ""),
        ("La date limite est fixée par le règlement.", "", ""),
    ],
)
def test_a_deadline_is_read_as_it_is_written(text: str, day: str, hour: str) -> None:
    found = said(text)
    assert (found.get("limite", ""), found.get("heure", "")) == (day, hour)


def test_of_two_deadlines_that_differ_none_is_taken() -> None:
    one = "Date limite de réception des offres : 14/12/2026 à 12:00"
    assert said(one, one)["limite"] == "2026-12-14"
    assert "limite" not in said(one, one.replace("14/12", "15/12"))


def test_the_regulation_speaks_before_the_other_documents() -> None:
    technical = Document(name="cctp.pdf", pages=("Objet : Notice technique des espaces verts",))
    rules = Document(name="rc.pdf", pages=(RC,))
    assert prefilled([technical, rules])["objet"].startswith("Entretien")


def test_no_text_takes_long() -> None:
    for text in (
        "objet" + " " * 20_000,
        "Date limite de réception des offres " * 600,
        "1.1 - " * 4000,
    ):
        assert said(text) == {}
