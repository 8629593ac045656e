"""Single values of BOAMP records, and the tree they are taken from."""

from datetime import date

import pytest

from spiders.parsers import jsontree, lots, values
from spiders.parsers.cleaning import MAX_TEXT, clean, link
from spiders.parsers.identifiers import department, idweb, kind_of_siret


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("d'?uvre, man?uvre, MAIN-D'?UVRE, ?uvre", "d'œuvre, manœuvre, MAIN-D'ŒUVRE, œuvre"),
        ("Pourquoi ? https://x.example/?uvre=1", "Pourquoi ? https://x.example/?uvre=1"),
        ("a\r\nb\rc\td", "a\nb\nc d"),
        ("a &amp;lt; b &eacute; c & d &copy e", "a &lt; b é c & d &copy e"),
        ("\x00a\ud800b\x07", "ab"),
        ("  \n ", None),
        ("x" * (MAX_TEXT + 5), "x" * MAX_TEXT),
    ],
)
def test_clean(raw: str, expected: str | None) -> None:
    assert clean(raw) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("https://a.example/x?y=1&z=2", "https://a.example/x?y=1&z=2"),
        ("HTTP://a.example", "HTTP://a.example"),
        ("www.a.example/x", "https://www.a.example/x"),
        ("http://www. a.example", None),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("ftp://a.example", None),
        ('https://a.example/"onclick="x', None),
        ("https://", None),
        ("https://a.example/" + "x" * 3_000, None),
        (None, None),
    ],
)
def test_link(raw: str | None, expected: str | None) -> None:
    assert link(raw) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("92000", 92000.0),
        ("1 200 000,50", 1200000.5),
        ("1.200.000,50 €", 1200000.5),
        ("1.200.000", 1200000.0),
        ("143200.40", 143200.4),
        ("100 000 euros", 100000.0),
        ("0", None),
        ("-5", None),
        ("nan", None),
        ("inf", None),
        ("1e15", None),
        ("voir RC", None),
        ("9" * 60, None),
        (None, None),
    ],
)
def test_amount(raw: str | None, expected: float | None) -> None:
    assert values.amount(raw) == expected


def test_durations() -> None:
    assert values.months("18") == 18.0
    assert values.months("0") is None
    assert values.months(None, days="365") == 12.0
    assert values.months(None, years="4") == 48.0
    assert values.months("99999") is None
    assert values.months_between(date(2027, 4, 1), date(2032, 3, 31)) == 60.0
    assert values.months_between(date(2027, 4, 1), date(2027, 4, 1)) is None


def test_codes() -> None:
    assert values.cpv("90911300-9") == "90911300"
    assert values.cpv("9091") is None
    assert values.cpv("00000000") is None
    assert values.postcode("6000") == "06000"
    assert values.postcode("34 000") == "34000"
    assert values.postcode("3400A") is None
    assert values.nuts(" frj13 ") == "FRJ13"
    assert values.nuts("Hérault") is None
    assert department("20b") == "2B"
    assert department("'); DROP") is None
    assert idweb("26_85977") == "26-85977"
    assert idweb("BOAMP-08-191-0001-01") == "BOAMP-08-191-0001-01"
    assert idweb("26") is None
    assert kind_of_siret("21349999010016") == "local"
    assert kind_of_siret("17349999050012") == "state"
    assert kind_of_siret("88349999060011") == "unknown"


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("1", "LOT-0001"),
        ("Lot n° 02", "LOT-0002"),
        ("3A", "LOT-3A"),
        ("0", "LOT-0005"),
        ("lot de plage", "LOT-0005"),
        (None, "LOT-0005"),
    ],
)
def test_lot_ids_are_those_of_eforms(number: str | None, expected: str) -> None:
    assert lots.lot_id(number, 4) == expected


def test_lot_ids_are_unique() -> None:
    taken: set[str] = set()
    ids = [lots.free_id("LOT-0001", taken) for _ in range(3)]
    assert ids == ["LOT-0001", "LOT-0002", "LOT-0003"]


def test_tree_reads_one_many_and_none_alike() -> None:
    one, many = {"lot": {"n": "1"}}, {"lot": [{"n": "1"}, None, "x", {"n": {"#text": 2}}]}
    assert jsontree.take_all(one, "lot", "n") == ["1"]
    assert jsontree.take_all(many, "lot", "n") == ["1", "2"]
    assert jsontree.children({"lot": None}, "lot") == []
    assert jsontree.children({}, "lot", "n") == []


def test_yes_and_no_are_the_presence_of_a_key() -> None:
    for value in ("", None, {"@xsi:type": "xs:string"}, []):
        assert jsontree.keys_of({"box": {"non": value}}, "box") == ["non"]


def test_leftovers_collapse_indexes_and_hide_values() -> None:
    tree = {"a": [{"b": "secret"}, {"b": "secret", "@t": "x"}], "kept": "x", "empty": {}}
    assert jsontree.leftovers(tree, {"kept"}) == ("a.b",)
    wide = {f"k{index}": index for index in range(80)}
    assert len(jsontree.leftovers(wide)) == 50
