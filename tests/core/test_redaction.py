"""Personal data leaves a quotation; everything else stays in it."""

import time

import pytest

from veille.core.redaction import MASK, redact, redact_contacts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Écrire à marches.publics@ville.example.", "Écrire à […]."),
        ("clause@mairie-invente.example ou insertion+34@cc.example", "[…] ou […]"),
        ("jeanne.dupont [at] agglo.example", "[…]"),
        ("jeanne.dupont(at)agglo.example", "[…]"),
        ("o’neil@ville.example", "[…]"),
        (f"{'a' * 5000}@ville.example", "[…]"),
        ("Écrire à jeanne@ville", "Écrire à […]"),
        ("12 m² @ 30", "12 m² @ 30"),
    ],
)
def test_email_addresses_go(text, expected):
    assert redact(text) == expected


@pytest.mark.parametrize(
    "phone",
    [
        "04 00 00 12 34",
        "04.00.00.12.34",
        "04-00-00-12-34",
        "04/00/00/12/34",
        "0400001234",
        "0400 00 12 34",
        "+33 4 00 00 12 34",
        "+33 (0)4 00 00 12 34",
        "+33400001234",
        "0033 4 00 00 12 34",
        "(0)4 00 00 12 34",
        "04\u00a000\u00a000\u00a012\u00a034",
        "0 800 123 456",
        "0800 123 456",
        "+32 2 123 45 67",
        "+49 30 1234 5678",
        "0034 612 345 678",
        "+1 (555) 010-0199",
    ],
)
def test_telephone_numbers_go(phone):
    assert redact(f"Tél. : {phone}, le matin") == "Tél. : […], le matin"


@pytest.mark.parametrize(
    "text",
    [
        "SIRET 213 401 721 00012",
        "SIRET 21340172100012",
        "SIRET 243400017 00022",
        "SIREN 012 345 678",
        "un montant de 1 200 000 € HT",
        "un montant de 0 412 345,67 €",
        "un surcoût de +15 000 000 € HT",
        "une surface de +10 000 000 m²",
        "articles L2113-12, L2113-13 et R2113-7",
        "article L. 2112-2 du code de la commande publique",
        "le 05/10/2026 14:00",
        "le 05.10.2026 14 h 30",
        "le 05-10-2026 14 00",
        "du 01/02/2026 04/05/2026",
        "avis n° 26-85977 et 2026-0412345678",
        "CPV 45112710 et 77310000",
        "lots 01 02 03 04",
        "LOT-0001 et LOT-0002",
        "1000 h d’insertion, 05 % du montant",
        "code postal 34000, NUTS FRJ13",
        "https://avis.example/?q=idweb:26-0412345678",
    ],
)
def test_numbers_that_are_no_telephone_stay(text):
    assert redact(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Contacter M. Dupont avant le dépôt", "Contacter […] avant le dépôt"),
        ("M. J. Dupont", "[…]"),
        ("Mme Anne-Marie de La Tour, facilitatrice", "[…], facilitatrice"),
        ("Madame Ève D’Arc", "[…]"),
        ("MADAME DUPONT", "[…]"),
        ("mme Dupont", "[…]"),
        ("Mr Le Goff", "[…]"),
        ("Monsieur DUPONT Directeur des services", "[…] Directeur des services"),
        ("Madame DUPONT Lot 2 réservé", "[…] Lot 2 réservé"),
        ("MM. Dupont et Durand", "[…] et […]"),
        ("Mme Dupont et M. Durand", "[…] et […]"),
        ("MM. Dupont, Durand et Martin", "[…], […] et […]"),
        ("M. Dupont et Entreprise Paysages", "[…] et Entreprise Paysages"),
        ("M.Dupont", "[…]"),
        ("Me Dupont", "[…]"),
        ("Maître Dupont, notaire", "[…], notaire"),
        ("le Dr Dupont", "le […]"),
        ("Madame la maire Jeanne DUPONT", "Madame la maire […]"),
        ("Contact : Jeanne DUPONT, service achats", "Contact : […], service achats"),
        ("affaire suivie par Jean DURAND", "affaire suivie par […]"),
        ("à l’attention de Jean DURAND", "à l’attention de […]"),
        ("Contact : Mme Jeanne Dupont 04 00 00 12 34", "Contact : […]"),
    ],
)
def test_names_of_persons_go(text, expected):
    assert redact(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "M. le maire signe le marché",
        "Monsieur le Maire de la commune",
        "Madame la Présidente du conseil",
        "M. Le Directeur général",
        "Mme l’Adjointe aux marchés",
        "Monsieur le vice-président",
        "Madame, Monsieur,",
        "Mesdames Messieurs",
        "Maître d’Ouvrage et Maître d’Œuvre",
        "le maître d'ouvrage délégué",
        "mission de maîtrise d’œuvre M.O.E.",
        "rue du Docteur Roux",
        "Contact : Service Commande Publique",
        "Contact : Mairie de PIGNAN",
        "Correspondant : voir RC",
        "Contact PLIE EST HERAULTAIS",
        "Marché réservé aux EA et ESAT de l’Hérault",
        "Me",
        "",
    ],
)
def test_what_is_no_name_stays(text):
    assert redact(text) == text


def test_twice_changes_nothing():
    text = "Contact : Mme Dupont, 04 00 00 12 34, a@b.example ; Madame la maire Jeanne DUPONT"
    assert redact(redact(text)) == redact(text)
    assert MASK in redact(text)


def test_contacts_alone_leave_names():
    assert redact_contacts("M. Dupont, 04 00 00 12 34") == "M. Dupont, […]"


@pytest.mark.parametrize(
    "hostile",
    [
        "0" * 50_000,
        "a." * 50_000,
        "M. " * 10_000,
        "+1 " * 10_000,
        "04 " * 10_000,
        "Mme A " * 10_000,
        "contact " * 10_000,
        "a@" * 50_000,
        "é" * 50_000,
    ],
)
def test_hostile_text_takes_linear_time(hostile):
    started = time.process_time()
    redact(hostile)
    assert time.process_time() - started < 3
