"""The envelope, the pages and the refusals of the TED search."""

import json
from datetime import date
from typing import Any

import pytest

from veille.portal.messages import Request
from veille.portal.replay import Replay
from veille.portal.site import SEARCH, Site

EVERY = "publication-date >= 20000101"


def _body(response: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(response.body)
    return found


def test_an_answer_has_the_recorded_shape(ted: Any) -> None:
    fields = [
        "publication-number",
        "publication-date",
        "notice-identifier",
        "notice-version",
        "notice-type",
        "form-type",
        "notice-subtype",
        "official-language",
        "title-proc",
        "description-proc",
        "description-lot",
        "buyer-name",
        "buyer-country",
        "classification-cpv",
        "place-of-performance",
        "deadline-receipt-tender-date-lot",
        "deadline-receipt-request",
        "estimated-value-proc",
        "links",
    ]

    body = _body(ted(query="publication-number = 700001-2026", fields=fields))

    assert list(body) == ["notices", "totalNoticeCount", "iterationNextToken", "timedOut"]
    assert body["notices"] == [
        {
            "publication-number": "700001-2026",
            "publication-date": "2026-11-09+01:00",
            "notice-identifier": "00000000-0000-4000-8000-000000700001",
            "notice-version": 1,
            "notice-type": "cn-standard",
            "form-type": "competition",
            "notice-subtype": "16",
            "official-language": ["FRA"],
            "title-proc": {"fra": "Marché inventé 700001"},
            "description-proc": {"fra": "Un objet inventé"},
            "buyer-name": {"fra": ["Syndicat fictif des Garrigues"]},
            "buyer-country": ["FRA"],
            "classification-cpv": ["77310000"],
            "place-of-performance": ["FRJ13", "FRA"],
            "deadline-receipt-tender-date-lot": ["2026-12-11+01:00"],
            "deadline-receipt-request": ["2026-12-11T12:00:00+01:00"],
            "links": {
                "html": {"FRA": "http://portal.example/fr/notice/-/detail/700001-2026"},
                "htmlDirect": {"FRA": "http://portal.example/fr/notice/700001-2026/html"},
                "pdf": {"FRA": "http://portal.example/fr/notice/700001-2026/pdf"},
                "pdfs": {"FRA": "http://portal.example/fr/notice/700001-2026/pdfs"},
                "xml": {"MUL": "http://portal.example/en/notice/700001-2026/xml"},
            },
        }
    ]
    assert (body["totalNoticeCount"], body["iterationNextToken"]) == (1, None)
    assert body["timedOut"] is False


def test_an_old_notice_answers_with_the_new_codes(ted: Any) -> None:
    fields = ["notice-type", "form-type", "title-proc", "ojs-number", "buyer-country"]

    [notice] = _body(ted(query="ND = 321-2020", fields=fields))["notices"]

    assert notice == {
        "notice-type": "cn-standard",
        "form-type": "competition",
        "title-proc": {"fra": "Réfection inventée"},
        "ojs-number": "7/2020",
        "buyer-country": ["FRA"],
    }


def test_pages_by_number_hold_every_notice_once(ted: Any) -> None:
    pages = [_body(ted(query=EVERY, limit=2, page=page)) for page in (1, 2, 3, 4)]

    assert [len(page["notices"]) for page in pages] == [2, 2, 1, 0]
    assert {page["totalNoticeCount"] for page in pages} == {5}
    assert {page["iterationNextToken"] for page in pages} == {None}


def test_iteration_goes_to_an_empty_page_that_still_carries_a_token(ted: Any) -> None:
    token, sizes = None, []
    for _ in range(4):
        body = _body(
            ted(query=EVERY, limit=2, paginationMode="ITERATION", iterationNextToken=token)
        )
        token = body["iterationNextToken"]
        sizes.append(len(body["notices"]))
        assert token

    assert sizes == [2, 2, 1, 0]


@pytest.mark.parametrize("token", ["nonsense", "é", "", "MDAwMDox"])
def test_a_token_of_another_query_is_refused(ted: Any, token: str) -> None:
    response = ted(query=EVERY, paginationMode="ITERATION", iterationNextToken=token)

    assert response.status == 400


def test_a_count_needs_no_rows(ted: Any) -> None:
    body = _body(ted(query=EVERY, limit=0))

    assert (body["notices"], body["totalNoticeCount"]) == ([], 5)


def test_a_syntax_check_answers_without_running(ted: Any) -> None:
    assert _body(ted(query=EVERY, checkQuerySyntax=True)) == {
        "notices": [],
        "totalNoticeCount": None,
        "iterationNextToken": None,
        "timedOut": False,
    }
    assert ted(query="PD >=", checkQuerySyntax=True).status == 400


def test_only_latest_versions_hides_what_was_changed(ted: Any) -> None:
    body = _body(ted(query="publication-date >= 20260101", onlyLatestVersions=True))

    numbers = [notice["publication-number"] for notice in body["notices"]]
    assert numbers == ["700002-2026", "700003-2026", "700004-2026"]
    assert body["totalNoticeCount"] == 3


@pytest.mark.parametrize(("scope", "total"), [("ALL", 5), ("ACTIVE", 4), ("LATEST", 1)])
def test_scope(ted: Any, scope: str, total: int) -> None:
    assert _body(ted(query=EVERY, scope=scope))["totalNoticeCount"] == total


def test_the_clock_can_be_set(replay_folder: Any) -> None:
    site = Site(Replay.load(replay_folder), base_url="", today=date(2026, 11, 10))
    asked = {"query": "publication-date = today()", "fields": ["publication-number"]}

    response = site.answer(Request(method="POST", path=SEARCH, body=json.dumps(asked).encode()))

    assert _body(response)["notices"] == [{"publication-number": "700003-2026"}]


def _validation(field: str, message: str) -> list[dict[str, str]]:
    return [{"objectName": "publicExpertSearchRequestV1", "field": field, "message": message}]


@pytest.mark.parametrize(
    ("asked", "message", "error"),
    [
        ({"fields": []}, "Validation error", _validation("fields", "must not be empty")),
        ({"query": " "}, "Validation error", _validation("query", "must not be blank")),
        (
            {"page": 0},
            "Validation error",
            _validation("page", "must be greater than or equal to 1"),
        ),
        (
            {"fields": ["publication-number", "no-such-field"]},
            "Parameter 'fields' contains unsupported value",
            {
                "type": "UNSUPPORTED_VALUE",
                "parameterName": "fields",
                "unsupportedValue": "no-such-field",
            },
        ),
        (
            {"limit": 251},
            "Value (251) of parameter 'limit' exceeds maximum allowed value (250)",
            {"type": "SEARCH_EXCEEDS_MAX_LIMIT", "maxLimits": 250},
        ),
        (
            {"limit": 250, "page": 61},
            "Value (15250)",
            {"type": "SEARCH_WINDOW_TOO_WIDE", "maxWindow": 15000},
        ),
        (
            {"limit": 250, "fields": ["title-proc"] * 55},
            "Value (13750) of parameter 'Fields per page' exceeds maximum allowed value (10000)",
            {
                "type": "SEARCH_FIELDS_PER_PAGE_EXCEEDS_MAX_LIMIT",
                "fieldsPerPage": 13750,
                "maxFieldsPerPage": 10000,
            },
        ),
        ({"sort": "x"}, 'JSON parse error: Unrecognized field "sort", not marked', None),
        ({"limit": "10"}, 'JSON parse error: Cannot deserialize the value of "limit"', None),
        ({"limit": True}, 'JSON parse error: Cannot deserialize the value of "limit"', None),
    ],
)
def test_refusals(ted: Any, asked: dict[str, Any], message: str, error: Any) -> None:
    response = ted(**{"query": EVERY, **asked})

    body = _body(response)
    assert response.status == 400
    assert body["message"].startswith(message)
    assert body["error"] == error


def test_a_wide_window_is_fine_by_iteration(ted: Any) -> None:
    assert ted(query=EVERY, limit=250, page=61, paginationMode="ITERATION").status == 200


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff", b"[" * 100_000])
def test_a_body_that_is_no_object_is_refused(site: Site, body: bytes) -> None:
    response = site.answer(Request(method="POST", path=SEARCH, body=body))

    assert response.status == 400
    assert _body(response)["message"].startswith("JSON parse error")


def test_get_is_not_spoken(site: Site) -> None:
    assert site.answer(Request.of("GET", SEARCH)).status == 405


def test_another_content_type_is_not_spoken(site: Site) -> None:
    request = Request(
        method="POST", path=SEARCH, headers={"content-type": "text/plain"}, body=b"{}"
    )
    assert site.answer(request).status == 415


def test_a_raw_identifier_is_accepted_and_its_key_may_be_missing(ted: Any) -> None:
    response = ted(query="ND = 700001-2026", fields=["BT-71-Lot", "BT-759-LotResult"])

    assert _body(response)["notices"] == [{"BT-71-Lot": ["res-ws"]}]
