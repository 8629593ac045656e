"""Sentences that read the figures: right for none, one, a few and many; no more than was seen."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veille.core.observatory import group_sentences, sentences
from veille.core.observatory.figures import COUNT_NAMES, Counts, Group, Waits
from veille.core.observatory.group_sentences import Nouns
from veille.core.observatory.ratios import out_of, passes, percent, than_before, when

IN_2026 = "En 2026"


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def group(label: str, flagged: int, procedures: int = 10) -> Group:
    return Group(label, label, procedures, flagged=flagged)


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        (None, None, "En 2026"),
        (None, date(2026, 11, 16), "En 2026, au 16 novembre"),
        (date(2026, 3, 1), None, "En 2026, depuis le 1er mars"),
        (date(2026, 11, 9), date(2026, 11, 16), "En 2026, du 9 au 16 novembre"),
    ],
)
def test_what_part_of_a_year_was_read_is_said(
    since: date | None, until: date | None, said: str
) -> None:
    assert plain(when(2026, since, until)) == said


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [
        (0, 7, "aucun"),
        (7, 7, "tous"),
        (3, 7, "3 sur 7"),
        (8, 20, "4 sur 10"),
        (45, 100, "5 sur 10"),
        (1, 100, "moins de 1 sur 10"),
        (99, 100, "plus de 9 sur 10"),
    ],
)
def test_a_share_is_said_as_people_count(part: int, whole: int, said: str) -> None:
    assert plain(out_of(part, whole)) == said


@given(whole=st.integers(20, 5000), data=st.data())
def test_tenths_are_the_nearest_ones(whole: int, data: st.DataObject) -> None:
    part = data.draw(st.integers(1, whole - 1))
    found = re.fullmatch(r"(?:moins de |plus de )?(\d) sur 10", plain(out_of(part, whole)))
    assert found is not None
    assert abs(int(found[1]) - 10 * part / whole) <= 1


def test_differences_and_moves() -> None:
    assert plain(than_before(12, 9, 2025)) == "3 de plus qu’en 2025"
    assert plain(than_before(9, 12, 2025)) == "3 de moins qu’en 2025"
    assert plain(than_before(9, 9, 2025)) == "autant qu’en 2025"
    assert [plain(passes(*one)) for one in ((22, 10), (10, 22), (10, 10))] == [
        "passe de 10 à 22",
        "recule de 22 à 10",
        "reste à 10",
    ]
    assert plain(percent(1, 8)) == "12,5 %"
    assert percent(0, 0) == "–"


def test_outside_works_and_green_spaces_as_the_mission_asks() -> None:
    said = sentences.outside(
        IN_2026, Counts(placed=100, outside=40), Counts(placed=50, outside=15), 2025
    )
    assert plain(said) == (
        "En 2026, 4 marchés avec clause sur 10 ne sont ni des travaux ni des espaces verts, "
        "contre 3 sur 10 en 2025."
    )


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        ((0, 0), None, "aucun marché avec clause dont le secteur soit connu."),
        ((1, 0), None, "le seul marché avec clause est fait de travaux ou d’espaces verts."),
        ((1, 1), None, "le seul marché avec clause n’est ni des travaux ni des espaces verts."),
        ((7, 0), None, "les 7 marchés avec clause sont tous des travaux ou des espaces verts."),
        ((7, 7), (9, 3), "aucun des 7 marchés avec clause n’est fait de travaux ou d’espaces "
                         "verts, contre 3 sur 9 en 2025."),
        ((7, 1), (9, 0), "1 des 7 marchés avec clause n’est ni des travaux ni des espaces verts, "
                         "contre aucun en 2025."),
        ((7, 3), (0, 0), "3 des 7 marchés avec clause ne sont ni des travaux ni des espaces "
                         "verts."),
        ((100, 41), (100, 39), "4 marchés avec clause sur 10 ne sont ni des travaux ni des espaces "
                               "verts, comme en 2025."),
        ((100, 10), None, "1 marché avec clause sur 10 n’est ni des travaux ni des espaces verts."),
        ((100, 1), None, "moins de 1 marché avec clause sur 10 n’est ni des travaux ni des espaces "
                         "verts."),
    ],
)  # fmt: skip
def test_outside_for_none_one_few_and_many(
    now: tuple[int, int], before: tuple[int, int] | None, said: str
) -> None:
    earlier = Counts(placed=before[0], outside=before[1]) if before else None
    found = sentences.outside(IN_2026, Counts(placed=now[0], outside=now[1]), earlier, 2025)
    assert plain(found) == f"En 2026, {said}"


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        (Counts(), None, "aucune consultation n’a été lue."),
        (
            Counts(procedures=1),
            None,
            "1 consultation publiée : aucune réservée, aucune avec une clause visible dans l’avis.",
        ),
        (
            Counts(procedures=120, reserved=14, clause=22, flagged=30),
            Counts(procedures=90, flagged=33),
            "120 consultations publiées : 14 réservées, 22 avec une clause sociale, soit 30 en "
            "tout, 3 de moins qu’en 2025.",
        ),
        (
            Counts(procedures=5, clause=1, flagged=1),
            None,
            "5 consultations publiées : aucune réservée, 1 avec une clause sociale.",
        ),
    ],
)
def test_how_many_came_out(now: Counts, before: Counts | None, said: str) -> None:
    assert plain(sentences.published(IN_2026, now, before, 2025)) == f"En 2026, {said}"


def test_from_year_to_year() -> None:
    one = {2025: Counts(procedures=9, flagged=1)}
    assert plain(sentences.trend({})) == "Aucune année entière n’a encore été lue."
    assert plain(sentences.trend(one)) == (
        "Une seule année entière a été lue, 2025 : 1 consultation réservée ou avec clause."
    )
    with_a_gap = {2021: Counts(procedures=9, flagged=40), 2023: Counts()} | one
    assert "De 2021 à 2025" in plain(sentences.trend(with_a_gap))
    assert plain(sentences.trend(with_a_gap)).endswith("recule de 40 à 1.")


def test_estimates_are_never_added_to_stated_hours() -> None:
    now = Counts(
        clause=3, with_hours=2, hours=210, clause_estimated=1, clause_low=60, clause_high=180
    )
    assert plain(sentences.hours(IN_2026, now)) == (
        "En 2026, 2 avis annoncent 210 heures d’insertion. Pour 1 marché avec clause sans heures "
        "annoncées, l’estimation va de 60 à 180 heures : elle ne s’y ajoute pas."
    )
    assert "270" not in sentences.hours(IN_2026, now)
    silent = sentences.hours(IN_2026, Counts(clause=1))
    assert plain(silent) == "En 2026, aucun avis n’annonce d’heures d’insertion."
    one = sentences.hours(IN_2026, Counts(clause=1, with_hours=1, hours=1))
    assert plain(one) == "En 2026, 1 avis annonce 1 heure d’insertion."


@given(seen=st.integers(0, 50), unseen=st.integers(0, 50))
def test_an_obligation_is_never_said_to_be_broken(seen: int, unseen: int) -> None:
    said = plain(
        sentences.obligation(IN_2026, Counts(expected_seen=seen, expected_unseen=unseen))
    ).lower()
    for word in ("illég", "enfrei", "viol", "manque à", "infraction", "non respect", "ne respect"):
        assert word not in said
    assert ("peut être au dossier" in said) == (unseen > 0)


def test_waits_are_told_by_quartiles() -> None:
    assert "aucun délai" in sentences.waits(IN_2026, Waits())
    assert plain(sentences.waits(IN_2026, Waits({30: 1}))).endswith("connu : 30 jours.")
    said = plain(sentences.waits(IN_2026, Waits({20: 1, 30: 2, 40: 1}, {35: 1})))
    assert "au plus 30 jours" in said
    assert "un quart au plus 20, un quart 30 ou davantage" in said
    assert said.endswith("(délai médian des réservées ou avec une clause : 35 jours).")


def test_the_chain_agrees_with_its_numbers() -> None:
    said = plain(
        sentences.chain(
            IN_2026,
            Counts(
                procedures=9, planned=2, planned_opened=1, opened=8, opened_awarded=0, cancelled=1
            ),
        )
    )
    assert said == (
        "En 2026 : 2 consultations annoncées à l’avance, dont 1 déjà mise en concurrence, "
        "8 mises en concurrence, dont aucune avec un titulaire connu et 1 annulation."
    )


NOUNS = Nouns("concerne", "concernent", "secteur", "secteurs")


@pytest.mark.parametrize(
    ("groups", "said"),
    [
        ([], "aucune consultation réservée ou avec une clause visible dans l’avis."),
        ([group("nettoyage", 0)],
         "aucune consultation réservée ou avec une clause visible dans l’avis."),
        ([group("nettoyage", 1)],
         "la seule consultation réservée ou avec une clause concerne un seul secteur : "
         "nettoyage (1)."),
        ([group("nettoyage", 4)],
         "les consultations réservées ou avec une clause concernent un seul secteur : "
         "nettoyage (4)."),
        ([group("nettoyage", 4), group("bâtiment", 2)],
         "les consultations réservées ou avec une clause concernent 2 secteurs : d’abord "
         "nettoyage (4), puis bâtiment (2)."),
        ([group("nettoyage", 4), group("bâtiment", 4), group("eau", 1)],
         "les consultations réservées ou avec une clause concernent 3 secteurs : à égalité "
         "nettoyage et bâtiment (4 chacun)."),
    ],
)  # fmt: skip
def test_which_come_first(groups: list[Group], said: str) -> None:
    assert plain(group_sentences.leading(IN_2026, groups, NOUNS)) == f"En 2026, {said}"


def test_parts_buyers_and_winners() -> None:
    none = group_sentences.parts(IN_2026, [], 17, "intercommunalités")
    assert plain(none).startswith("En 2026, aucune des 17 intercommunalités")
    every = group_sentences.parts(IN_2026, [group("A", 2), group("B", 1)], 2, "communes")
    assert "les 2 communes ont" in plain(every)
    assert plain(every).endswith("A en a le plus (2).")
    assert plain(group_sentences.buyers(IN_2026, 1, 0, [])).startswith(
        "En 2026, le seul acheteur lu n’a pas de consultation"
    )
    assert "2 acheteurs sur 9 ont" in plain(
        group_sentences.buyers(IN_2026, 9, 2, [group("A", 2), group("B", 1)])
    )
    assert "1 entreprise ou structure a remporté" in plain(
        group_sentences.winners(IN_2026, 1, [group("A", 1, 1)])
    )
    assert plain(group_sentences.winners(IN_2026, 3, [group("A", 2, 2), group("B", 1, 1)])) == (
        "En 2026, 3 entreprises ou structures ont remporté un marché réservé ou avec une clause : "
        "le plus souvent A (2)."
    )


@given(
    values=st.dictionaries(st.sampled_from(COUNT_NAMES), st.integers(0, 10_000)),
    before=st.none() | st.dictionaries(st.sampled_from(COUNT_NAMES), st.integers(0, 10_000)),
)
def test_whatever_is_counted_makes_one_whole_sentence(
    values: dict[str, int], before: dict[str, int] | None
) -> None:
    now, then = Counts(**values), Counts(**before) if before is not None else None
    if now.outside > now.placed or (then and then.outside > then.placed):
        return
    for said in (
        sentences.published(IN_2026, now, then, 2025),
        sentences.outside(IN_2026, now, then, 2025),
        sentences.hours(IN_2026, now),
        sentences.obligation(IN_2026, now),
        sentences.chain(IN_2026, now),
    ):
        assert said.startswith("En 2026")
        assert said.endswith(".")
        assert "  " not in said
        assert "None" not in said
