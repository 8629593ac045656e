"""Rules of misbehaviour, and each kind of it."""

import gzip
import json
import zlib
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest

from veille.portal.fault_kinds import KINDS, table
from veille.portal.faults import Fault, Faults
from veille.portal.messages import Request, Response
from veille.portal.site import DATASET, SEARCH, Site

Send = Callable[[Request], Response]


@pytest.fixture
def misbehaving(site: Site) -> Callable[..., Send]:
    """``misbehaving(rule, …)``: the site behind these rules."""

    def make(*rules: str) -> Send:
        faults = Faults.parse(rules)
        return lambda request: faults.around(request, site.answer)

    return make


def _records(**parameters: Any) -> Request:
    asked = {"limit": 100, "order_by": "dateparution,idweb", **parameters}
    return Request.of("GET", f"{DATASET}/records?{urlencode(asked)}")


def _search(**body: Any) -> Request:
    asked = {"query": "publication-date >= 20000101", "fields": ["publication-number"], **body}
    return Request(method="POST", path=SEARCH, body=json.dumps(asked).encode())


def _numbers(response: Response) -> list[str]:
    return [notice["publication-number"] for notice in json.loads(response.body)["notices"]]


def test_without_a_rule_nothing_changes(misbehaving: Any, site: Site) -> None:
    assert misbehaving()(_records()) == site.answer(_records())


def test_a_rule_strikes_its_scope_alone(misbehaving: Any) -> None:
    send = misbehaving("ted:500")

    assert send(_records()).status == 200
    assert send(_search()).status == 500


def test_a_rule_waits_and_ends(misbehaving: Any) -> None:
    send = misbehaving("boamp:500:after=1:times=2")

    assert [send(_records()).status for _ in range(5)] == [200, 500, 500, 200, 200]


def test_a_rule_without_times_does_not_end(misbehaving: Any) -> None:
    send = misbehaving("any:500:after=1")

    assert [send(_records()).status for _ in range(4)] == [200, 500, 500, 500]


def test_a_scope_can_be_a_path(misbehaving: Any) -> None:
    send = misbehaving("/en/notice/700001:500:status=503")

    assert send(Request.of("GET", "/en/notice/700001-2026/xml")).status == 503
    assert send(Request.of("GET", "/en/notice/700002-2026/xml")).status == 200


def test_rules_add_up(misbehaving: Any) -> None:
    send = misbehaving("boamp:429-json:times=1", "boamp:500:times=2")

    assert [send(_records()).status for _ in range(3)] == [429, 500, 200]


@pytest.mark.parametrize(
    "rule",
    ["", "boamp", "boamp:nothing", "nowhere:500", "boamp:500:times=x", "boamp:500:other=1"],
)
def test_a_wrong_rule_is_one_line(rule: str) -> None:
    with pytest.raises(ValueError, match=r"inconnue|nombre") as caught:
        Fault.parse(rule)
    assert "\n" not in str(caught.value)


def test_every_kind_is_in_the_table_and_can_be_ruled() -> None:
    assert [name for name, _, _ in table()] == list(KINDS)
    for name, says, options in table():
        assert says
        assert Fault.parse(":".join(["any", name, *options.split()])).kind is KINDS[name]


def test_429_json_is_the_other_shape(misbehaving: Any) -> None:
    response = misbehaving("boamp:429-json:retry=3:reset=2026-11-10T00:00:00Z")(_records())

    body = json.loads(response.body)
    assert response.status == 429
    assert body["errorcode"] == 10002
    assert body["reset_time"] == "2026-11-10T00:00:00Z"
    assert dict(response.headers) == {
        "X-RateLimit-Limit": "10000",
        "X-RateLimit-Remaining": "0",
        "X-RateLimit-Reset": "2026-11-10T00:00:00Z",
        "Retry-After": "3",
    }


def test_429_json_says_no_delay_unless_told(misbehaving: Any) -> None:
    response = misbehaving("boamp:429-json")(_records())

    assert "Retry-After" not in dict(response.headers)
    assert json.loads(response.body)["reset_time"].endswith("T00:00:00Z")


def test_429_html_has_no_retry_after(misbehaving: Any) -> None:
    response = misbehaving("ted:429-html")(_search())

    assert (response.status, response.content_type, response.headers) == (429, "text/html", ())
    assert b"429 Too Many Requests" in response.body


def test_slow_is_the_right_answer_late(misbehaving: Any, site: Site) -> None:
    response = misbehaving("boamp:slow:seconds=0.25")(_records())

    assert response.delay == 0.25
    assert response.body == site.answer(_records()).body


def test_truncated_announces_more_than_it_sends(misbehaving: Any, site: Site) -> None:
    whole = site.answer(_records()).body

    response = misbehaving("boamp:truncated")(_records())

    assert response.announced == len(whole)
    assert response.body == whole[: len(whole) // 2]


def test_cut_is_json_that_stops(misbehaving: Any) -> None:
    response = misbehaving("boamp:cut")(_records())

    assert response.announced is None
    with pytest.raises(ValueError, match=r"line 1|Unterminated|Expecting"):
        json.loads(response.body)


def test_a_block_page_is_200_in_html(misbehaving: Any) -> None:
    response = misbehaving("boamp:html-page")(_records())

    assert (response.status, response.content_type) == (200, "text/html; charset=utf-8")
    assert response.body.startswith(b"<!DOCTYPE html>")


def test_timed_out_is_a_partial_page(misbehaving: Any) -> None:
    body = json.loads(misbehaving("ted:timed-out")(_search()).body)

    assert body["timedOut"] is True
    assert body["totalNoticeCount"] == 5
    assert len(body["notices"]) == 2


def test_a_field_can_change_its_name(misbehaving: Any) -> None:
    response = misbehaving("boamp:renamed-field:field=idweb:to=identifiant")(_records())

    rows = json.loads(response.body)["results"]
    assert all("idweb" not in row and row["identifiant"].startswith("26-") for row in rows)


def test_a_field_can_be_missing(misbehaving: Any) -> None:
    rows = json.loads(misbehaving("boamp:missing-field:field=donnees")(_records()).body)["results"]

    assert len(rows) == 100
    assert all("donnees" not in row for row in rows)


def test_an_export_can_miss_a_field_too(misbehaving: Any) -> None:
    request = Request.of("GET", f"{DATASET}/exports/json?limit=2")

    rows = json.loads(misbehaving("boamp:missing-field")(request).body)

    assert [("dateparution" in row) for row in rows] == [False, False]


@pytest.mark.parametrize(("by", "total"), [(7, 261), (-4, 250), (-900, 0)])
def test_a_total_can_be_wrong_either_way(misbehaving: Any, by: int, total: int) -> None:
    body = json.loads(misbehaving(f"boamp:wrong-total:by={by}")(_records()).body)

    assert body["total_count"] == total
    assert len(body["results"]) == 100


def test_a_search_total_can_be_wrong(misbehaving: Any) -> None:
    body = json.loads(misbehaving("ted:wrong-total")(_search()).body)

    assert (body["totalNoticeCount"], len(body["notices"])) == (12, 5)


def test_a_refusal_stays_what_it_is(misbehaving: Any) -> None:
    assert misbehaving("boamp:wrong-total")(_records(limit=101)).status == 400


def test_a_page_in_the_middle_can_be_empty(misbehaving: Any) -> None:
    send = misbehaving("boamp:empty-page:times=1")

    sizes = [
        len(json.loads(send(_records(offset=offset)).body)["results"]) for offset in (0, 100, 200)
    ]
    assert sizes == [100, 0, 54]


def test_a_page_of_the_search_can_be_empty(misbehaving: Any) -> None:
    send = misbehaving("ted:empty-page:times=1")

    assert [_numbers(send(_search(limit=2, page=page))) == [] for page in (1, 2, 3)] == [
        False,
        True,
        False,
    ]


def test_a_page_can_be_repeated(misbehaving: Any) -> None:
    send = misbehaving("boamp:repeated-page")

    first, second = (json.loads(send(_records(offset=at)).body) for at in (0, 100))
    assert second == first


def test_a_page_of_the_search_can_be_repeated(misbehaving: Any, site: Site) -> None:
    send = misbehaving("ted:repeated-page")
    assert _numbers(send(_search(limit=2, page=2))) == _numbers(send(_search(limit=2)))

    begun = _search(limit=2, paginationMode="ITERATION")
    token = json.loads(site.answer(begun).body)["iterationNextToken"]
    again = _search(limit=2, paginationMode="ITERATION", iterationNextToken=token)
    assert _numbers(send(again)) == _numbers(site.answer(begun))


def test_a_connection_can_drop(misbehaving: Any) -> None:
    assert misbehaving("any:dropped")(_records()).dropped


def test_a_redirection_can_lead_to_itself(misbehaving: Any) -> None:
    send = misbehaving("boamp:redirect-loop")
    request = _records(where='objet = "Écoles"')

    location = dict(send(request).headers)["Location"]

    assert Request.of("GET", location) == request
    assert send(Request.of("GET", location)).status == 302


def test_a_content_type_can_be_wrong(misbehaving: Any, site: Site) -> None:
    response = misbehaving("boamp:wrong-type:type=text/csv")(_records())

    assert response.content_type == "text/csv"
    assert response.body == site.answer(_records()).body


def test_an_encoding_can_be_wrong(misbehaving: Any) -> None:
    response = misbehaving("boamp:wrong-encoding")(_records())

    assert response.content_type.endswith("utf-8")
    with pytest.raises(UnicodeDecodeError):
        response.body.decode()


def test_a_small_body_can_grow(misbehaving: Any) -> None:
    response = misbehaving("boamp:gzip-bomb:mib=8")(_records())

    assert dict(response.headers) == {"Content-Encoding": "gzip"}
    assert len(response.body) < 20_000
    assert len(zlib.decompress(response.body, wbits=31)) == 8 << 20
    assert gzip.decompress(response.body).isspace()
