"""The subject says what is inside; an empty or incomplete week says so."""

from dataclasses import replace
from datetime import date

from newsletters.summary import preheader, subject, summary
from tests.newsletters.small_edition import EDITION
from veille.core.editions import Coverage, SourceCoverage

REAL = replace(EDITION, sample=False)
READ = SourceCoverage(label="BOAMP", notices_read=12)


def spaced(text):
    return text.replace("\u00a0", " ")


def only(*sections):
    return replace(REAL, entries=tuple(e for e in REAL.entries if e.section in sections))


def test_the_subject_counts_what_can_be_acted_on():
    assert spaced(subject(REAL)) == (
        "Veille du 9 au 15 novembre : 1 marché réservé, 1 avec clause, 2 à saisir – Hérault"
    )


def test_the_subject_of_invented_data_says_so():
    assert subject(EDITION).startswith("[Exemple] Veille")


def test_the_subject_falls_back_on_the_other_sections():
    text = spaced(subject(only("award", "planning")))
    assert text == "Veille du 9 au 15 novembre : 1 à préparer, 1 attribution – Hérault"


def test_the_subject_of_an_empty_week():
    empty = replace(REAL, entries=(), coverage=Coverage(sources=(READ,)))
    assert spaced(subject(empty)) == "Veille du 9 au 15 novembre : rien de nouveau – Hérault"


def test_the_subject_of_an_empty_week_badly_read():
    bad = Coverage(sources=(READ, replace(READ, complete=False)))
    empty = replace(REAL, entries=(), coverage=bad)
    assert "rien de nouveau, lecture incomplète" in spaced(subject(empty))


def test_the_subject_of_an_empty_week_without_any_source():
    empty = replace(REAL, entries=(), coverage=Coverage())
    assert "rien de nouveau, lecture incomplète" in spaced(subject(empty))


def test_the_subject_is_one_line_whatever_the_territory_is_called():
    hostile = replace(REAL, territory_label="Hérault\r\nBcc: x@y.example\u202e")
    assert subject(hostile).endswith("– Hérault Bcc: x@y.example")
    assert "\n" not in subject(hostile)


def test_a_week_over_two_years_names_both():
    new_year = replace(REAL, period_start=date(2026, 12, 28), period_end=date(2027, 1, 4))
    assert "du 28 décembre 2026 au 3 janvier 2027" in spaced(subject(new_year))


def test_the_counts_follow_the_sections():
    assert [count.section for count in summary(REAL)] == [
        "reserved",
        "clause",
        "opportunity",
        "planning",
        "renewal",
        "correction",
        "award",
    ]


def test_the_preheader_says_what_presses():
    assert spaced(preheader(REAL)) == (
        "1 échéance sous 8 jours parmi les marchés réservés ou avec clause, 1 marché où une "
        "clause peut encore entrer par rectificatif"
    )


def test_the_preheader_of_a_quiet_week_says_what_was_read():
    quiet = replace(REAL, entries=(), coverage=Coverage(sources=(READ,)))
    assert spaced(preheader(quiet)) == "12 avis lus cette semaine"
