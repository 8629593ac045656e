"""Cells of the domain tables in French notation: what is written is read back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veille.core.refusals import Refusal
from veille.core.table_checks import RowConflict, check_row, check_withdrawal
from veille.core.table_fields import Field, FieldError
from veille.core.table_info import cells_of
from veille.core.table_list import table_list
from veille.core.tables import TABLE_NAMES, TableRow, overlay, read_row, reference_tables

TABLES = reference_tables()
SHARE = Field(column="low", label="Bas", kind="share")


def field(kind: str) -> Field:
    return Field(column="x", label="X", kind=kind)  # type: ignore[arg-type]


def test_every_table_has_its_words() -> None:
    assert {info.name for info in table_list()} == set(TABLE_NAMES)
    assert len({info.slug for info in table_list()}) == len(TABLE_NAMES)


@pytest.mark.parametrize("info", table_list(), ids=lambda info: info.slug)
def test_every_row_that_ships_is_read_back_from_what_is_written(info: object) -> None:
    for row in TABLES.rows(info.name):  # type: ignore[attr-defined]
        cells = cells_of(row)
        assert read_row(info.name, cells) == row  # type: ignore[attr-defined]
        check_row(TABLES, row)
        for one in info.fields:  # type: ignore[attr-defined]
            cell = cells[one.column]
            if cell:
                assert one.read(one.written(cell)) == cell


@pytest.mark.parametrize(
    ("kind", "typed", "cell"),
    [
        ("share", "35 %", "0.35"),
        ("share", "35%", "0.35"),
        ("share", "0,35", "0.35"),
        ("share", "0.35", "0.35"),
        ("share", "2,5\u00a0%", "0.025"),
        ("share", "100 %", "1"),
        ("cost", "38,50 €", "38.5"),
        ("amount", "5\u202f404\u00a0000 €", "5404000"),
        ("day", "1/8/2026", "2026-08-01"),
        ("day", "2026-08-22", "2026-08-22"),
        ("prefix", "45442100-8", "454421"),
        ("prefix", "45000000", "45"),
        ("prefixes", "45442, 45443000 ;45442", "45442;45443"),
        ("descriptors", "85, 264", "85;264"),
        ("cpv", "85312110-3", "85312110"),
        ("phone", "+33 4 67.00.00.00", "0467000000"),
        ("area", "Sète", "34301"),
        ("area", "Lunel Agglo", "243400520"),
        ("code", "Espaces verts", "espaces_verts"),
        ("text", "  deux   mots ", "deux mots"),
    ],
)
def test_french_notation_is_understood(kind: str, typed: str, cell: str) -> None:
    assert field(kind).read(typed) == cell


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("share", "35"),
        ("share", "-5 %"),
        ("share", "1e3"),
        ("share", "٣٥ %"),
        ("cost", "beaucoup"),
        ("amount", "1.216.000"),
        ("day", "31/02/2026"),
        ("day", "hier"),
        ("prefix", "4"),
        ("prefix", "99"),
        ("cpv", "00000000"),
        ("descriptors", "85, 9999"),
        ("area", "Occitanie"),
        ("area", "Nulle-Part"),
        ("code", "é"),
        ("text", "=1+1"),
        ("text", "@x"),
        ("contact", "Mme Jeanne Inventée"),
        ("contact", "écrire à a@b.example"),
        ("text", ""),
        ("text", "x" * 501),
    ],
)
def test_what_is_not_understood_is_refused_in_one_line(kind: str, typed: str) -> None:
    with pytest.raises(Refusal) as refused:
        field(kind).read(typed)
    assert "\n" not in str(refused.value)


@given(st.integers(0, 10_000))
def test_a_share_is_read_back_to_the_hundredth_of_a_percent(number: int) -> None:
    cell = SHARE.read(f"{number / 100:.2f} %".replace(".", ","))
    assert SHARE.read(SHARE.written(cell)) == cell


@given(st.text(max_size=60), st.sampled_from(["share", "amount", "day", "prefixes", "area"]))
def test_any_text_is_read_or_refused(text: str, kind: str) -> None:
    try:
        cell = field(kind).read(text)
    except Refusal:
        return
    assert field(kind).read(field(kind).written(cell)) == cell


def test_a_choice_is_read_by_code_or_by_words() -> None:
    status = next(one for one in table_list()[0].fields if one.column == "status")
    assert status.read("à confirmer") == status.read("A CONFIRMER") == "to_confirm"
    assert status.read("seen") == "seen"
    with pytest.raises(FieldError):
        status.read("peut-être")


def test_rows_that_contradict_others_are_refused() -> None:
    paint = next(row for row in TABLES.labour_shares if row.trade == "peinture")
    twice = read_row("labour_shares", cells_of(paint) | {"trade": "autre"})
    with pytest.raises(RowConflict, match="déjà celui du métier"):
        check_row(TABLES, twice)
    row = TABLES.thresholds[-1]
    again = read_row("thresholds", cells_of(row) | {"since": "2026-06-01"})
    with pytest.raises(RowConflict, match="un autre seuil"):
        check_row(TABLES, again)
    unknown = {"area": "34301", "name": "Nulle part", "status": "seen"}
    with pytest.raises(RowConflict, match="gestionnaire inconnu"):
        check_row(TABLES, read_row("facilitators", unknown))


def test_what_others_rest_on_is_not_withdrawn() -> None:
    for name, key in (("insertion_rates", "any"), ("bodies", "PLIE Est Héraultais")):
        with pytest.raises(RowConflict):
            check_withdrawal(TABLES, name, key)  # type: ignore[arg-type]
    check_withdrawal(TABLES, "insertion_rates", "nettoyage")
    alone = TableRow("bodies", {"name": "Corps inventé", "status": "seen"})
    check_withdrawal(overlay(TABLES, [alone]), "bodies", "Corps inventé")
