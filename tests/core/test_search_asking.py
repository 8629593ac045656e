"""What is typed in a search: words as people write them, dates, amounts, numbers."""

from datetime import date

import pytest

from tests.english import english_in
from veille.core.filters import Filter, FilterError
from veille.core.notice_numbers import notice_keys
from veille.core.refusals import Refusal
from veille.core.search_asking import search_of
from veille.core.search_words import words_of


@pytest.mark.parametrize(
    ("typed", "alternatives", "without"),
    [
        ("", (), ()),
        ("nettoyages vitre", ((" nettoyag ", " vitr "),), ()),
        ("nettoyage, vitre", ((" nettoyag ",), (" vitr ",)), ()),
        ('"nettoyage de vitres"', ((" nettoyag vitr ",),), ()),
        ("« nettoyage vitres » tonte", ((" nettoyag vitr ", " tont "),), ()),
        ("tonte -vitres", ((" tont ",),), (" vitr ",)),
        ('-"nettoyage de vitres"', (), (" nettoyag vitr ",)),
        ("d’art, de la", ((" art ",),), ()),
        ('"tonte', ((" tont ",),), ()),
        ("tonte tonte, tontes", ((" tont ",),), ()),
    ],
)
def test_words_are_read_as_they_are_typed(
    typed: str, alternatives: tuple[tuple[str, ...], ...], without: tuple[str, ...]
) -> None:
    found = words_of(typed)
    assert (found.alternatives, found.without) == (alternatives, without)


def test_a_second_line_leaves_out_too() -> None:
    assert words_of("tonte", "vitre, neige").without == (" vitr ", " neig ")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"words": "de la"}, "rien ne peut contenir"),
        ({"words": "x" * 301}, "trop longue"),
        ({"words": " ".join(f"mot{n}" for n in range(21))}, "au plus 20"),
        ({"words": "tonte\u202e"}, "caractère invisible"),
        ({"published": ("31/02/2026", "")}, "date illisible"),
        ({"deadline": ("", "demain")}, "date illisible"),
        ({"published": ("2026-02-02", "01/02/2026")}, "dates à l’envers"),
        ({"amount": ("beaucoup", "")}, "montant illisible"),
        ({"amount": ("-1", "")}, "montant illisible"),
        ({"amount": ("nan", "")}, "montant illisible"),
        ({"amount": ("20", "10")}, "à l’envers"),
        ({"states": ["perdue"]}, "n’est pas dans la liste"),
        ({"sources": ["journal"]}, "n’est pas dans la liste"),
        ({"clause_kinds": ["insertion"]}, "sans les clauses"),
        ({"buyer_name": "de la"}, "rien ne peut contenir"),
        ({"buyer_name": "x" * 301}, "trop long"),
    ],
)
def test_what_can_find_nothing_is_refused_in_french(fields: dict[str, object], said: str) -> None:
    with pytest.raises(Refusal, match=said) as refused:
        search_of(Filter(), **fields)  # type: ignore[arg-type]
    assert english_in(str(refused.value)) == []


def test_dates_and_amounts_are_read_as_the_french_write_them() -> None:
    found = search_of(Filter(), published=("09/11/2026", "2026-11-10"), amount=("40 000,5 €", ""))
    assert (found.published_from, found.published_to) == (date(2026, 11, 9), date(2026, 11, 10))
    assert (found.amount_from, found.amount_to) == (40_000.5, None)


def test_codes_and_french_names_do() -> None:
    found = search_of(
        Filter(what=("clause",)), states=["ouverte", "awarded"], clause_kinds=["critère social"]
    )
    assert found.states == ("open", "awarded")
    assert found.clause_kinds == ("criterion",)


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("26-85977", ["boamp:26-85977"]),
        (" BOAMP:26-85977 ", ["boamp:26-85977"]),
        ("boamp n° 26-85977", ["boamp:26-85977"]),
        ("00456789-2026", ["ted:456789-2026"]),
        ("2026/S 123-456789", ["ted:456789-2026"]),
        ("ted:456789-2026", ["ted:456789-2026"]),
        ("feed:0123456789abcdef", ["feed:0123456789abcdef"]),
        (
            "3F2504E0-4F89-41D3-9A0C-0305E82C3301-01",
            ["3f2504e0-4f89-41d3-9a0c-0305e82c3301"] * 2,
        ),
        ("nettoyage", []),
        ("34200", []),
        ("lot 2", []),
        ("x" * 99, []),
    ],
)
def test_the_number_of_a_notice_is_known_when_it_is_seen(typed: str, numbers: list[str]) -> None:
    assert [key.value for key in notice_keys(typed)] == numbers


def test_an_error_is_one_of_ours() -> None:
    assert issubclass(FilterError, Refusal)
