"""The domain tables: what ships, and what the staff lay over it."""

from datetime import date

import pytest

from veille.core.reference import cpv
from veille.core.reference.sectors import SECTORS
from veille.core.reference.tables import rows
from veille.core.reference.thresholds import thresholds
from veille.core.tables import (
    TABLE_NAMES,
    InvalidRow,
    TableName,
    TableRow,
    overlay,
    reference_tables,
)

TABLES = reference_tables()

PAINT = {
    "trade": "peinture",
    "label": "peinture",
    "sector": "batiment",
    "cpv": "45442",
    "low": "0.6",
    "high": "0.8",
    "source": "enquête auprès des entreprises",
    "status": "seen",
}


def test_every_figure_that_is_confirmed_has_a_source() -> None:
    for name in TABLE_NAMES:
        for row in getattr(TABLES, name):
            assert row.source or not row.confirmed


def test_figures_of_practice_are_not_confirmed() -> None:
    for name in TABLE_NAMES:
        for row in getattr(TABLES, name):
            assert not ("sans source écrite" in (row.source or "") and row.confirmed)


def test_what_guides_say_is_confirmed() -> None:
    by_trade = {row.trade: row for row in TABLES.labour_shares}
    assert (by_trade["peinture"].low, by_trade["peinture"].high) == (0.7, 0.7)
    assert (by_trade["batiment"].low, by_trade["batiment"].high) == (0.3, 0.5)
    assert by_trade["peinture"].confirmed
    assert not by_trade["gros_oeuvre"].confirmed


def test_keys_prefixes_and_codes_are_sound() -> None:
    for name in TABLE_NAMES:
        keys = [row.key for row in getattr(TABLES, name)]
        assert len(keys) == len(set(keys))
    prefixes = [prefix for row in TABLES.labour_shares for prefix in row.cpv]
    assert len(prefixes) == len(set(prefixes))
    known = {row["code"] for row in rows("cpv")}
    assert all(any(code.startswith(prefix) for code in known) for prefix in prefixes)
    descriptors = {row["code"] for row in rows("descriptors")}
    assert {code for row in TABLES.labour_shares for code in row.descriptors} <= descriptors
    assert all(cpv.label(row.code) for row in TABLES.ess_cpv)
    assert len(TABLES.ess_cpv) == 115


def test_every_sector_has_a_rate_and_a_cost() -> None:
    for sector in (*SECTORS, "any", "unheard of"):
        assert TABLES.insertion_rate(sector)
        assert TABLES.hourly_cost(sector)


def test_the_longest_prefix_wins() -> None:
    def trade(code: str) -> str | None:
        found = TABLES.labour_of_cpv(code)
        return found.trade if found else None

    assert trade("45442100") == "peinture"
    assert trade("45442100-8") == "peinture"
    assert trade("45000000") == "batiment"
    assert trade("45316100") == "eclairage_public"
    assert trade("45313100") == "ascenseurs"
    assert trade("45310000") == "electricite"
    assert trade("39113000") is None
    assert trade("not a code") is None


def test_the_ess_list_holds_what_is_below_its_codes() -> None:
    assert TABLES.is_ess("85312110")
    assert TABLES.is_ess("85312110-3")
    assert TABLES.is_ess("92610000")
    assert not TABLES.is_ess("80000000")
    assert not TABLES.is_ess("45000000")
    assert not TABLES.is_ess("")


def test_thresholds_are_those_of_the_reference() -> None:
    day = date(2026, 11, 9)
    asked = (day, "classic", "local", "services")
    assert TABLES.thresholds_on(*asked) == thresholds(*asked)  # type: ignore[arg-type]
    everything = (day, "unknown", "unknown", None)
    assert TABLES.thresholds_on(*everything) == thresholds(*everything)  # type: ignore[arg-type]


def test_the_light_regime_s_thresholds_wait_for_the_french_notice() -> None:
    found = TABLES.thresholds_on(date(2026, 11, 9), "social", "local", "services")
    assert [(row.amount, row.confirmed) for row in found] == [(750_000, False)]


def test_an_overlay_replaces_the_row_of_the_same_key_and_nothing_else() -> None:
    changed = overlay(TABLES, [TableRow("labour_shares", PAINT)])
    found = changed.labour_of_cpv("45442100")
    assert found
    assert (found.low, found.high, found.source) == (0.6, 0.8, PAINT["source"])
    assert len(changed.labour_shares) == len(TABLES.labour_shares)
    assert [row.trade for row in changed.labour_shares] == [
        row.trade for row in TABLES.labour_shares
    ]
    assert changed.hourly_costs == TABLES.hourly_costs
    before = TABLES.labour_of_cpv("45442100")
    assert before
    assert before.low == 0.7


def test_an_overlay_adds_and_the_later_row_wins() -> None:
    first = {**PAINT, "trade": "reemploi", "cpv": "39", "low": "0.2"}
    changed = overlay(
        TABLES,
        [TableRow("labour_shares", first), TableRow("labour_shares", {**first, "low": "0.3"})],
    )
    found = changed.labour_of_cpv("39113000")
    assert found
    assert found.low == 0.3
    assert len(changed.labour_shares) == len(TABLES.labour_shares) + 1


def test_a_row_can_be_withdrawn() -> None:
    changed = overlay(TABLES, [TableRow("labour_shares", PAINT, withdrawn=True)])
    found = changed.labour_of_cpv("45442100")
    assert found
    assert found.trade == "batiment"
    absent = TableRow("labour_shares", {**PAINT, "trade": "absent"}, withdrawn=True)
    assert overlay(TABLES, [absent]) == TABLES


def test_the_fingerprint_is_of_what_a_judgement_reads() -> None:
    shipped = {**PAINT, "low": "0.7", "high": "0.7", "label": "peinture", "source": "autre"}
    names = {"label": "peinture et revêtements muraux"}
    before = overlay(TABLES, [TableRow("labour_shares", shipped | names)])
    sourced = {**shipped, **names, "source": "mieux dit"}
    assert overlay(TABLES, [TableRow("labour_shares", sourced)]).fingerprint == before.fingerprint
    body = {"name": "Corps inventé", "status": "seen", "source": "essai"}
    sector = {"prefix": "773", "sector": "numerique", "status": "seen"}
    others = [TableRow("bodies", body), TableRow("sector_prefixes", sector)]
    assert overlay(TABLES, others).fingerprint == TABLES.fingerprint


def test_the_fingerprint_tells_tables_apart() -> None:
    assert overlay(TABLES, []).fingerprint == TABLES.fingerprint
    changed = overlay(TABLES, [TableRow("labour_shares", PAINT)])
    assert changed.fingerprint != TABLES.fingerprint


@pytest.mark.parametrize(
    ("table", "values", "column"),
    [
        ("labour_shares", {**PAINT, "low": "beaucoup"}, "low"),
        ("labour_shares", {**PAINT, "low": "nan"}, "low"),
        ("labour_shares", {**PAINT, "high": "1.2"}, "high"),
        ("labour_shares", {**PAINT, "low": "0.9"}, "low"),
        ("labour_shares", {**PAINT, "trade": " "}, "trade"),
        ("labour_shares", {**PAINT, "cpv": "45442;x"}, "cpv"),
        ("labour_shares", {**PAINT, "sector": "ailleurs"}, "sector"),
        ("labour_shares", {**PAINT, "status": "peut-être"}, "status"),
        ("labour_shares", {**PAINT, "label": "x" * 501}, "label"),
        ("hourly_costs", {"sector": "any", "low": "0", "high": "3", "status": "seen"}, "low"),
        ("insertion_rates", {"sector": "any", "low": "-1", "high": "1", "status": "seen"}, "low"),
        ("ess_cpv", {"code": "85", "status": "seen"}, "code"),
        ("thresholds", {"since": "hier"}, "since"),
        ("thresholds", {"since": "2028-01-01", "until": "2027-01-01"}, "since"),
        (
            "thresholds",
            {"since": "2028-01-01", "until": "2029-12-31", "regime": "classique"},
            "regime",
        ),
        ("thresholds", {}, "since"),
        ("sector_prefixes", {"prefix": "4", "sector": "batiment", "status": "seen"}, "prefix"),
        ("sector_prefixes", {"prefix": "45", "sector": "any", "status": "seen"}, "sector"),
        ("bodies", {"name": "X", "email": "x@y\n@z", "status": "seen"}, "email"),
        ("bodies", {"name": "X", "site": "javascript:alert(1)", "status": "seen"}, "site"),
        ("bodies", {"name": "X", "phone": "0400000000 puis", "status": "seen"}, "phone"),
        ("facilitators", {"area": "75056", "name": "X", "status": "seen"}, "area"),
        ("facilitators", {"area": "34301", "name": "X", "status": "vu"}, "status"),
    ],
)
def test_a_wrong_row_is_refused_in_one_line(
    table: TableName, values: dict[str, str], column: str
) -> None:
    with pytest.raises(InvalidRow) as refused:
        overlay(TABLES, [TableRow(table, values)])
    said = str(refused.value)
    assert said.startswith(f"{table}, {column}\u00a0:")
    assert "\n" not in said


def test_an_unknown_table_is_refused() -> None:
    with pytest.raises(InvalidRow, match="table inconnue"):
        overlay(TABLES, [TableRow("wages", {})])  # type: ignore[arg-type]
