"""What is read in prose: new deadlines, winners and amounts, renewals, places."""

from datetime import UTC, date, datetime, timedelta

import pytest

from spiders.parsers.award_prose import awards_in
from spiders.parsers.correction_prose import new_deadline
from spiders.parsers.places import places_in
from spiders.parsers.renewals import renewals_in
from veille.core.clock import PARIS
from veille.core.notices import Award, Place, Winner

END_OF_DAY = datetime(2026, 12, 14, 23, 59, tzinfo=PARIS)
AT_NOON = datetime(2026, 12, 14, 12, tzinfo=PARIS)


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        ("Réception des offres : au lieu de 07/12/2026 à 12h00, lire 14/12/2026 à 12h00", AT_NOON),
        (
            "Dépôt des plis. Au lieu de : 7 décembre 2026, lire : lundi 14 décembre 2026 à midi",
            AT_NOON,
        ),
        ("La remise des candidatures est reportée au 14.12.2026 à 12:00", AT_NOON),
        ("Remise des offres reportée du 7 décembre 2026 au 14 décembre 2026 à 12 heures.", AT_NOON),
        ("Nouvelle date limite de dépôt des offres : lire 14-12-26, 12h", AT_NOON),
        ("La limite de réception des offres est prolongée jusqu'au 14/12/2026", END_OF_DAY),
        ("Réception des offres : lire 14/12/2026 à 9 h 30 (heure locale)", END_OF_DAY),
        (
            "Remise des offres : lire 1er décembre 2026 à 16h30",
            datetime(2026, 12, 1, 16, 30, tzinfo=PARIS),
        ),
        # Another subject, no year, no new date, no agreement, no such day: nothing is guessed.
        ("Date limite des visites : au lieu de 07/12/2026, lire 14/12/2026", None),
        ("Réception des offres. Limite pour poser des questions : lire 14/12/2026", None),
        ("Réception des offres : lire 14 décembre à 12h00", None),
        ("Réception des offres : 14/12/2026 à 12h00", None),
        ("Réception des offres. Au lieu de lire : 14/12/2026 à 12h00", None),
        ("Lot 1, remise des offres : lire 14/12/2026. Lot 2 : lire 15/12/2026", None),
        ("Réception des offres : lire 31/02/2026 à 12h00", None),
        ("Lire 60 % au lieu de 40 % pour le prix", None),
        (None, None),
    ],
)
def test_new_deadline_of_a_correction(prose: str | None, expected: datetime | None) -> None:
    assert new_deadline(prose) == expected


def test_new_deadline_reads_hostile_prose_in_linear_time() -> None:
    for hostile in (
        "réception des offres lire " * 5_000,
        "nouvelle date " * 9_000,
        "lire " * 90_000,
    ):
        started = datetime.now(UTC)
        assert new_deadline(hostile) is None
        assert datetime.now(UTC) - started < timedelta(seconds=5)


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        (
            "Titulaire : Exemple BTP, 1 rue X, 34500 Béziers\nMontant : 1 250 000,50 € HT",
            (Award(winner=Winner(name="Exemple BTP", city="Béziers"), amount=1250000.5),),
        ),
        (
            "Marché attribué à la société Exemple Services (21349999010016) pour 45.000 euros HT",
            (
                Award(
                    winner=Winner(name="Exemple Services", siret="21349999010016"), amount=45000.0
                ),
            ),
        ),
        (
            "Nombre d'offres reçues : 3. Date d'attribution : 02/11/2026. Attributaire : La Roue",
            (Award(winner=Winner(name="La Roue"), on=date(2026, 11, 2), tenders=3),),
        ),
        (
            "Titulaire : Exemple. Montant maximum : 200 000 € HT",
            (Award(winner=Winner(name="Exemple")),),
        ),
        ("Titulaire : Exemple. Montant TTC : 100 €", (Award(winner=Winner(name="Exemple")),)),
        (
            "Titulaire : Exemple. Montant : 100 € HT ou 200 € HT",
            (Award(winner=Winner(name="Exemple")),),
        ),
        (
            "Lot N° 2\nNombre d'offres reçues : 2\nDate d'attribution : 26/10/26\n"
            "Exemple Élec, 8 rue X, 34200 Sète\nMontant Ht : 58 900,00 Euros",
            (
                Award(
                    lot="LOT-0002",
                    winner=Winner(name="Exemple Élec", city="Sète"),
                    amount=58900.0,
                    on=date(2026, 10, 26),
                    tenders=2,
                ),
            ),
        ),
        ("Montant TTC : 100 € et Montant HT : 80 €", (Award(amount=80.0),)),
        ("Titulaire : infructueux", ()),
        ("Marché attribué à la suite de la commission", ()),
        ("Les montants sont confidentiels.", ()),
        (None, ()),
    ],
)
def test_awards_stated_plainly(prose: str | None, expected: tuple[Award, ...]) -> None:
    assert awards_in(prose) == expected


def test_awards_of_hostile_prose_take_linear_time() -> None:
    started = datetime.now(UTC)
    for hostile in ("lot 1 " * 9_000, "a,34500 " * 9_000, "1 " * 30_000, "Titulaire : " * 9_000):
        awards_in(hostile)
    assert datetime.now(UTC) - started < timedelta(seconds=10)


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        ("Le marché est reconductible 3 fois.", 3),
        ("Accord-cadre d'un an, reconduit tacitement trois (3) fois", 3),
        ("Nombre de périodes de reconduction : 2", 2),
        ("Nombre maximal de reconductions est fixé à 4", 4),
        ("Renouvelable une fois, puis renouvelable deux fois", None),
        ("Le marché n'est pas reconductible.", None),
        ("Reconductible. Les réunions ont lieu 2 fois par an", None),
        (None, None),
    ],
)
def test_renewals(prose: str | None, expected: int | None) -> None:
    assert renewals_in(prose) == expected


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        ("Lunel 34400", [("34400", "Lunel")]),
        ("34400 Lunel", [("34400", "Lunel")]),
        ("34400 - LUNEL CEDEX 2", [("34400", "LUNEL")]),
        ("Lunel (34400)", [("34400", "Lunel")]),
        ("12 rue de l'Exemple 34200 Sète", [("34200", "Sète")]),
        (
            "34400 Lunel, 34200 Sète et 34300 Agde",
            [("34400", "Lunel"), ("34200", "Sète"), ("34300", "Agde")],
        ),
        ("La Grande-Motte", [(None, "La Grande-Motte")]),
        ("Saint-Jean-de-Fos", [(None, "Saint-Jean-de-Fos")]),
        ("Voir CCTP", []),
        ("Territoire de la communauté", []),
        ("Divers sites de la commune", []),
        (None, []),
    ],
)
def test_places(prose: str | None, expected: list[tuple[str | None, str]]) -> None:
    assert places_in(prose) == tuple(Place(postcode=code, city=city) for code, city in expected)
