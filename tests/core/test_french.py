"""French dates, delays, amounts, lists and typography."""

from datetime import UTC, date, datetime

import pytest

from veille.core import french
from veille.core.clock import PARIS


def spaced(text: str) -> str:
    """The text with ordinary spaces, for readable expectations."""
    return text.replace("\u00a0", " ")


def test_long_date_names_the_day():
    assert spaced(french.long_date(date(2026, 10, 5))) == "lundi 5 octobre 2026"


def test_the_first_of_a_month_is_ordinal():
    assert spaced(french.long_date(date(2026, 11, 1))) == "dimanche 1er novembre 2026"
    assert spaced(french.short_date(date(2027, 1, 1), year=True)) == "1er janv. 2027"


def test_short_date_with_and_without_the_year():
    assert spaced(french.short_date(date(2026, 10, 5))) == "5 oct."
    assert spaced(french.short_date(date(2026, 8, 31), year=True)) == "31 août 2026"


def test_date_and_time_is_paris_wall_time():
    moment = datetime(2026, 10, 5, 12, 0, tzinfo=UTC)
    assert spaced(french.date_and_time(moment)) == "lundi 5 octobre 2026 à 14 h"


def test_minutes_have_two_digits():
    assert spaced(french.time_of_day(datetime(2026, 1, 2, 9, 5, tzinfo=PARIS))) == "9 h 05"


def test_a_date_does_not_break_before_its_month():
    assert "5\u00a0octobre\u00a02026" in french.long_date(date(2026, 10, 5))


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2026, 11, 9), date(2026, 11, 15), "du 9 au 15 novembre 2026"),
        (date(2026, 9, 28), date(2026, 10, 4), "du 28 septembre au 4 octobre 2026"),
        (date(2026, 12, 28), date(2027, 1, 3), "du 28 décembre 2026 au 3 janvier 2027"),
        (date(2027, 2, 1), date(2027, 2, 7), "du 1er au 7 février 2027"),
    ],
)
def test_period_says_nothing_twice(first, last, expected):
    assert spaced(french.period(first, last)) == expected


def test_period_without_the_year_keeps_it_where_it_changes():
    assert spaced(french.period(date(2026, 11, 9), date(2026, 11, 15), year=False)) == (
        "du 9 au 15 novembre"
    )
    assert "2027" in french.period(date(2026, 12, 28), date(2027, 1, 3), year=False)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (-1, "délai dépassé"),
        (0, "aujourd’hui"),
        (1, "demain"),
        (2, "il reste 2 jours"),
        (12, "il reste 12 jours"),
    ],
)
def test_days_left(days, expected):
    assert spaced(french.days_left(days)) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1_200_000.0, "1 200 000 € HT"),
        (950.5, "950,5 € HT"),
        (1999.6, "2 000 € HT"),
        (0.0, "0 € HT"),
    ],
)
def test_amount(value, expected):
    assert spaced(french.amount(value)) == expected


def test_amount_in_another_currency():
    assert spaced(french.amount(2500, "CHF")) == "2 500 CHF HT"
    assert spaced(french.amount(2500, "XPF")) == "2 500 XPF HT"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1_200_000, "1,2 M€"),
        (5_404_000, "5,4 M€"),
        (12_345_678, "12,3 M€"),
        (1_000_000_000, "1 000 M€"),
        (999_700, "1 M€"),
        (850_000, "850 k€"),
        (90_400, "90 k€"),
        (900, "900 €"),
    ],
)
def test_short_amount(value, expected):
    assert spaced(french.short_amount(value)) == expected


def test_negative_numbers_have_a_true_minus():
    assert spaced(french.number(-1234.5)) == "−1 234,5"
    assert french.number(-0.001) == "0"


def test_plural_follows_french_usage():
    assert spaced(french.count(0, "marché")) == "0 marché"
    assert spaced(french.count(1, "marché")) == "1 marché"
    assert spaced(french.count(2, "marché")) == "2 marchés"
    assert spaced(french.count(3, "appel d’offres", "appels d’offres")) == "3 appels d’offres"
    assert spaced(french.hours(1)) == "1 heure"
    assert spaced(french.hours(1400)) == "1 400 heures"


@pytest.mark.parametrize(
    ("items", "expected"),
    [((), ""), (("a",), "a"), (("a", "b"), "a et b"), (("a", "b", "c"), "a, b et c")],
)
def test_join(items, expected):
    assert spaced(french.join(items)) == expected


@pytest.mark.parametrize(
    ("ids", "expected"),
    [
        ((), ""),
        (("LOT-0002",), "lot 2"),
        (("LOT-0001", "LOT-0002", "LOT-0008"), "lots 1, 2 et 8"),
        (("LOT-0008", "LOT-0003", "LOT-0001", "LOT-0002", "LOT-0004"), "lots 1 à 4 et 8"),
        (("1", "01", "LOT-0001"), "lot 1"),
        (("A", "B"), "lots A et B"),
        (("02", "lot 3"), "lots 2 et 3"),
    ],
)
def test_lots(ids, expected):
    assert spaced(french.lots(ids)) == expected


def test_a_lot_id_of_a_thousand_digits_stays_text():
    assert french.lot_name("9" * 5000) == "9" * 5000
    assert spaced(french.lots(["9" * 5000, "LOT-0002"])) == f"lots 2 et {'9' * 5000}"


def test_typography_keeps_marks_with_their_words():
    assert french.typography("Qui ? L'acheteur : « oui » à 5 % de 10 €") == (
        "Qui\u00a0? L’acheteur\u00a0: «\u00a0oui\u00a0» à 5\u00a0% de 10\u00a0€"
    )


def test_typography_leaves_addresses_and_times_whole():
    assert french.typography("https://avis.example/?q=1 à 14:00") == (
        "https://avis.example/?q=1 à 14:00"
    )


def test_typography_twice_changes_nothing():
    once = french.typography("Lot n°2 : l'entretien !")
    assert french.typography(once) == once
    assert once == "Lot n°\u00a02\u00a0: l’entretien\u00a0!"


def test_quoted_and_capitalised():
    assert french.quoted("oui") == "«\u00a0oui\u00a0»"
    assert french.capitalised("à saisir") == "À saisir"
    assert french.capitalised("") == ""
