"""Single values: days, moments, amounts, addresses, references; SIRET numbers."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from spiders.parsers.scalars import (
    amount,
    cpv_code,
    day,
    moment,
    months,
    notice_reference,
    web_address,
    whole,
)
from spiders.parsers.siret import clean_siret

UUID = "0f9e8d7c-6b5a-4c3d-8e2f-1a0b9c8d7e6f"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-10-05", date(2026, 10, 5)),
        (" 2026-10-05+02:00 ", date(2026, 10, 5)),
        ("2026-10-05Z", date(2026, 10, 5)),
        ("2026-10-05T12:00:00", date(2026, 10, 5)),
        ("20261005", date(2026, 10, 5)),
        ("20261005 12:00", date(2026, 10, 5)),
        ("0001-01-01", None),
        ("9999-12-31", None),
        ("2026-02-30", None),
        ("20269999", None),
        ("demain", None),
        ("", None),
        (None, None),
    ],
)
def test_day(text: str | None, expected: date | None) -> None:
    assert day(text) == expected


@pytest.mark.parametrize(
    ("on", "at", "expected"),
    [
        ("2026-10-05+02:00", "12:00:00+02:00", "2026-10-05T12:00:00+02:00"),
        ("2026-10-05", "12:00:00+01:00", "2026-10-05T12:00:00+01:00"),
        ("2026-10-05+02:00", "12:00", "2026-10-05T12:00:00+02:00"),
        ("2026-10-05+02:00", None, "2026-10-05T23:59:00+02:00"),
        ("2026-10-05Z", "10:00:00.187719Z", "2026-10-05T10:00:00+00:00"),
        ("2026-12-05", "12:00", "2026-12-05T12:00:00+01:00"),
        ("2026-07-05", None, "2026-07-05T23:59:00+02:00"),
        ("2026-07-05", "24:00:00", "2026-07-05T23:59:00+02:00"),
        ("2026-07-05", "midi", "2026-07-05T23:59:00+02:00"),
        ("2026-07-05", "9:05", "2026-07-05T09:05:00+02:00"),
        ("2026-07-05", "12:00+0530", "2026-07-05T12:00:00+05:30"),
        ("2026-07-05", "12:00+99:00", "2026-07-05T12:00:00+02:00"),
    ],
)
def test_moment_keeps_offsets_exactly(on: str, at: str | None, expected: str) -> None:
    found = moment(on, at)
    assert found is not None
    assert found.isoformat() == expected


def test_moment_without_a_day_is_unknown() -> None:
    assert moment(None, "12:00") is None
    assert moment("jamais", "12:00") is None


def test_moment_in_paris_has_a_plain_offset() -> None:
    found = moment("2026-10-25", "02:30")
    assert found == datetime(2026, 10, 25, 2, 30, tzinfo=timezone(timedelta(hours=2)))
    assert moment("2026-10-05Z", "10:00") == datetime(2026, 10, 5, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("120000.50", 120000.5),
        ("1 200 000,5", 1200000.5),
        ("90\u202f000", 90000.0),
        ("0", None),
        ("0.00", None),
        ("-5", None),
        ("nan", None),
        ("1e400", None),
        ("1e15", None),
        ("environ 5", None),
        ("", None),
        (None, None),
    ],
)
def test_amount(text: str | None, expected: float | None) -> None:
    assert amount(text) == expected


def test_whole_and_months() -> None:
    assert [whole(text) for text in ("3", " 0 ", "4.0", "-1", "²", "9999999", "", None)] == [
        3, 0, 4, None, None, None, None, None,
    ]  # fmt: skip
    assert [months(days) for days in (30, 90, 180, 365, 730)] == [1.0, 3.0, 5.9, 12.0, 24.0]


def test_cpv_code_drops_the_check_digit() -> None:
    assert cpv_code(" 45000000-7") == cpv_code("45000000") == "45000000"
    assert cpv_code("4500000") is cpv_code("450000001") is cpv_code(None) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (" https://marches.example/a?b=1 ", "https://marches.example/a?b=1"),
        ("HTTP://marches.example", "HTTP://marches.example"),
        ("www.marches.example", None),
        ("ftp://marches.example", None),
        ("javascript:alert(1)", None),
        ("https://", None),
        ("https://un deux.example", None),
        ("https://[casse", None),
        ("https://a.example/" + "x" * 3000, None),
        ("", None),
        (None, None),
    ],
)
def test_only_web_addresses_are_links(text: str | None, expected: str | None) -> None:
    assert web_address(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{UUID}-01", f"{UUID}-01"),
        (f" {UUID} ", UUID),
        ("00047522-2024", "ted:47522-2024"),
        ("47522-2024", "ted:47522-2024"),
        ("2021/S 026-064376", "ted:64376-2021"),
        ("2021/S026-064376", "ted:64376-2021"),
        ("26-85977", None),
        ("n° 12", None),
        ("", None),
        (None, None),
    ],
)
def test_references_to_notices(text: str | None, expected: str | None) -> None:
    assert notice_reference(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("21340000100011", "21340000100011"),
        ("213 400 001 00011", "21340000100011"),
        ("SIRET : 213.400.001-00011", "21340000100011"),
        ("213\u00a0400\u202f001 00011", "21340000100011"),
        ("21340000100012", None),
        ("35600000012346", "35600000012346"),
        ("35600000012345", None),
        ("00000000000000", None),
        ("1629", None),
        ("FR12345678901", None),
        ("٢١٣٤٠٠٠٠١٠٠٠١١", None),
        ("9" * 5000, None),
        ("", None),
        (None, None),
    ],
)
def test_siret_is_cleaned_and_checked(text: str | None, expected: str | None) -> None:
    assert clean_siret(text) == expected
