"""Answers as the protocol has them, and all the others."""

import io
import json
import tarfile

import pytest
from scrapy.http import Response

from spiders.addresses import feed_name, is_loopback
from spiders.answers import UnexpectedAnswer, decode_json, document
from spiders.boamp import record_of
from spiders.crawl import crawl_settings
from spiders.job import CrawlJob
from spiders.ted_package import members_of
from spiders.ted_search import issue_of, number_of, published_on, results
from tests.spiders.crawling import MONDAY, NOW, plain


def answer(body: bytes, status: int = 200) -> Response:
    return Response("https://source.example/", status=status, body=body)


@pytest.mark.parametrize(
    ("response", "reason"),
    [
        (answer(b"<!DOCTYPE html><p>"), "page HTML au lieu de la réponse attendue"),
        (answer(b'{"results": ['), "JSON incomplet au lieu de la réponse attendue"),
        (answer(b""), "JSON incomplet au lieu de la réponse attendue"),
        (answer("é".encode("latin-1").join([b'{"a":"', b'"}'])), "texte qui n’est pas en UTF-8"),
        (answer(b"[" * 100_000), "JSON trop imbriqué"),
        (answer(b'{"message":"ODSQL\\n malformed"}', 400), "HTTP 400 : ODSQL malformed"),
        (answer(b'{"errorcode":10002,"error":"Too many"}', 429), "HTTP 429 : Too many"),
        (answer(b'{"message":"Validation","error":[{}]}', 400), "HTTP 400 : Validation"),
        (answer(b'{"error":{"type":"X"}}', 400), "HTTP 400"),
        (answer(b"[]", 401), "HTTP 401"),
        (answer(b"<html>", 404), "HTTP 404"),
    ],
)  # fmt: skip
def test_what_is_no_json_answer_is_said_in_one_line(response: Response, reason: str) -> None:
    with pytest.raises(UnexpectedAnswer) as caught:
        decode_json(response)
    assert plain(str(caught.value)) == reason


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "XML incomplet"),
        (b"<?xml version='1.0'?><Notice><a>text</a>", "XML incomplet"),
        (b"<?xml version='1.0'?><n:Notice xmlns:n='x'><a>te", "XML incomplet"),
        (b"<HTML><body></body></HTML>", "page HTML au lieu de l’avis"),
    ],
)
def test_a_document_that_is_none_or_stops_early(body: bytes, reason: str) -> None:
    with pytest.raises(UnexpectedAnswer, match=reason):
        document(answer(body))


@pytest.mark.parametrize(
    "body",
    [
        b"<?xml version='1.0'?><!-- <old> --><Notice a='1'>text</Notice>\n",
        b"\xef\xbb\xbf<n:Notice xmlns:n='x'></n:Notice ><!-- end -->",
    ],
)
def test_a_whole_document_is_kept_byte_for_byte(body: bytes) -> None:
    assert document(answer(body)) is body or document(answer(body)) == body


def test_a_record_keeps_key_order_and_has_a_key_whatever_it_is() -> None:
    record = record_of({"b": 1, "idweb": "26-1", "a": "é"}, MONDAY)
    assert record.content == '{"b":1,"idweb":"26-1","a":"é"}'.encode()
    assert (record.key, record.published_on) == ("26-1", MONDAY)
    assert record_of({"id": "26_1"}, MONDAY).key == "26_1"
    assert record_of("text", MONDAY).decoded == {"record": "text"}
    nameless = record_of({"a": "\ud800"}, MONDAY)
    assert nameless.key.startswith("without-id:")
    assert json.loads(nameless.content) == {"a": "\ud800"}


def package(*members: tuple[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for name, content in members:
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
        link = tarfile.TarInfo("20261109_217/00000009_2026.xml")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/hostname"
        archive.addfile(link)
    return buffer.getvalue()


def test_the_wanted_notices_of_a_package_are_read_under_either_name() -> None:
    archive = package(
        ("20261109_217/00000007_2026.xml", b"<seven/>"),
        ("20261109_217/000008_2026.xml", b"<eight/>"),
        ("20261109_217/00000010_2026.xml", b"<ten/>"),
    )
    wanted = ["7-2026", "8-2026", "9-2026"]
    assert dict(members_of(archive, wanted)) == {"7-2026": b"<seven/>", "8-2026": b"<eight/>"}


@pytest.mark.parametrize(
    "content",
    [b"", b"<html>", b"\x1f\x8b\x08", package()[:60]],
    ids=["empty", "page", "cut header", "cut"],
)
def test_a_package_that_is_damaged_gives_what_comes_before(content: bytes) -> None:
    assert list(members_of(content, ["7-2026"])) == []


@pytest.mark.parametrize(
    ("row", "number"),
    [
        ({"publication-number": "00543742-2026"}, "543742-2026"),
        ({"publication-number": "543742-2026"}, "543742-2026"),
        ({"publication-number": "543742-26"}, None),
        ({"publication-number": "../../7-2026"}, None),
        ({"publication-number": 7}, None),
        ({}, None),
    ],
)
def test_publication_numbers(row: dict[str, object], number: str | None) -> None:
    assert number_of(row) == number


def test_days_and_issues_of_results() -> None:
    assert published_on({"publication-date": "2026-11-09+01:00"}) == MONDAY
    assert published_on({"publication-date": "yesterday"}) is None
    assert issue_of({"ojs-number": "217/2026"}) == "202600217"
    assert issue_of({"ojs-number": "217"}) is None
    assert issue_of({}) is None


@pytest.mark.parametrize(
    "said",
    [[], {}, {"notices": {}}, {"notices": []}, {"notices": [], "totalNoticeCount": None},
     {"notices": [], "totalNoticeCount": 0, "timedOut": True}],
)  # fmt: skip
def test_a_search_answer_of_another_shape(said: object) -> None:
    with pytest.raises(UnexpectedAnswer):
        results(said)


@pytest.mark.parametrize(
    ("address", "local", "name"),
    [
        ("http://127.0.0.1:8000/feeds/a.rss", True, "/feeds/a.rss"),
        ("http://[::1]:8000/feeds/a.rss", True, "/feeds/a.rss"),
        ("https://a.example/flux?x=1", False, "https://a.example/flux?x=1"),
        ("http://localhost.example/", False, "http://localhost.example/"),
        ("not an address", False, "not an address"),
    ],
)
def test_addresses(address: str, local: bool, name: str) -> None:
    assert is_loopback(address) is local
    assert feed_name(address) == name


def settings_of(address: str, feeds: tuple[str, ...] = ()) -> dict[str, object]:
    job = CrawlJob(
        source="boamp",
        since=MONDAY,
        until=MONDAY,
        now=NOW,
        database_url="sqlite:///x.db",
        address=address,
        feeds=feeds,
        user_agent="Veille/1 (contact)",
    )
    settings = crawl_settings(job)
    names = ("DOWNLOAD_DELAY", "CONCURRENT_REQUESTS", "CONCURRENT_REQUESTS_PER_DOMAIN")
    return {name: settings.get(name) for name in (*names, "USER_AGENT", "DOWNLOAD_TIMEOUT")}


def test_a_source_is_asked_one_thing_a_second_and_this_machine_at_once() -> None:
    polite = {"USER_AGENT": "Veille/1 (contact)", "DOWNLOAD_TIMEOUT": 60.0}
    assert settings_of("https://boamp.example") == polite | {
        "DOWNLOAD_DELAY": 1.0,
        "CONCURRENT_REQUESTS": 1,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    }
    assert settings_of("http://127.0.0.1:1")["DOWNLOAD_DELAY"] == 0.0
    many = settings_of("", ("http://127.0.0.1:1/a", "https://b.example/"))
    assert (many["DOWNLOAD_DELAY"], many["CONCURRENT_REQUESTS_PER_DOMAIN"]) == (1.0, 1)
