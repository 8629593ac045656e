"""Mails that mean harm, or that no honest program writes: read within bounds, or refused."""

import base64
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spiders.parsers import UnreadablePayload, parse
from spiders.parsers.alert_blocks import MOST_TENDERS
from spiders.parsers.alert_mail import MOST_BYTES, read_mail

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "alerts"
HEAD = b"From: a@achatpublic.com\nSubject: x\nMIME-Version: 1.0\n"
TENDER = '<p><a href="https://www.achatpublic.com/x?PCSLID=CSL_{0}">Objet inventé n° {0}</a></p>'


def html(body: str, head: bytes = HEAD) -> bytes:
    return head + b"Content-Type: text/html; charset=utf-8\n\n" + body.encode()


@pytest.mark.parametrize(
    "raw",
    [
        html("<div>" * 20_000 + TENDER.format(1)),
        html("".join(TENDER.format(number) for number in range(5_000))),
        html(TENDER.format(1) + "<a href='https://www.achatpublic.com/'>x</a>" * 20_000),
        html("<p>" + "a" * 3 * MOST_BYTES),
        HEAD
        + b'Content-Type: multipart/mixed; boundary="b"\n\n'
        + b"--b\nContent-Type: text/plain\n\nx\n" * 500
        + b"--b--",
        HEAD
        + b"Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
        + base64.b64encode(b"<p>" * 700_000),
        HEAD + b"Subject: " + b"=?utf-8?B?w6k=?= " * 20_000 + b"\n\nx",
        (HEAD + b"Content-Type: message/rfc822\n\n") * 400 + b"x",
        html("Date limite : " * 50_000),
        html(TENDER.format(1) + "((((34" * 100_000),
    ],
    ids=[
        "deep",
        "many",
        "links",
        "long",
        "parts",
        "base64",
        "subject",
        "nested",
        "labels",
        "marks",
    ],
)
def test_it_takes_little_time(raw: bytes) -> None:
    started = time.perf_counter()
    try:
        parsed = parse("alert", raw)
    except UnreadablePayload:
        parsed = None
    assert time.perf_counter() - started < 20
    assert parsed is None or len(parsed.others) < MOST_TENDERS


def test_too_many_parts_are_refused() -> None:
    raw = HEAD + b'Content-Type: multipart/mixed; boundary="b"\n\n' + b"--b\n\nx\n" * 3_000
    with pytest.raises(UnreadablePayload, match="trop de parties"):
        parse("alert", raw)


@pytest.mark.parametrize("raw", [b"", b"\n\n", b"Content-Type: text/html\n\n"])
def test_an_empty_mail_is_refused(raw: bytes) -> None:
    with pytest.raises(UnreadablePayload):
        parse("alert", raw)


def test_scripts_invitations_and_attachments_are_not_read() -> None:
    raw = (
        HEAD
        + b'Content-Type: multipart/mixed; boundary="b"\n\n'
        + b"--b\nContent-Type: text/html\nContent-Disposition: attachment\n\n<p>joint</p>\n"
        + b"--b\nContent-Type: text/calendar\n\nBEGIN:VCALENDAR\n"
        + b"--b\nContent-Type: text/html\n\n<script>joint()</script><p>Le corps</p>\n--b--"
    )
    (text,) = parse("alert", raw).notice.texts
    assert text.text == "Le corps"


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)//www.achatpublic.com/x?PCSLID=CSL_1",
        "data:text/html,PCSLID=CSL_1",
        "https://[::1",
        "//www.achatpublic.com/x?PCSLID=CSL_1",
    ],
)
def test_only_addresses_of_the_web_are_links(link: str) -> None:
    notice = parse("alert", html(f'<a href="{link}">Un objet assez long</a>')).notice
    assert notice.links is None
    assert link not in notice.texts[0].text


def test_an_address_shows_nobody_who_read_it() -> None:
    own = "email=camille%40a.example&amp;token=abc"
    link = f"https://camille:x@www.achatpublic.com/x?PCSLID=CSL_1&amp;{own}"
    notice = parse("alert", html(f'<a href="{link}">Un objet assez long</a>')).notice
    assert notice.links is not None
    assert notice.links.notice == "https://www.achatpublic.com/x?PCSLID=CSL_1"


def test_the_same_tender_for_two_readers_is_one_notice() -> None:
    raw = (FIXTURES / "aws.eml").read_bytes()
    other = raw.replace(b"utm_source=3Dalerte", b"uid=3D77").replace(b"Camille", b"Sacha")
    assert raw != other
    assert parse("alert", raw).notice == parse("alert", other).notice


def test_a_forwarded_mail_is_read_inside() -> None:
    inner = (FIXTURES / "achatpublic.eml").read_bytes()
    raw = (
        b"From: camille@mission.example\nSubject: TR\nMIME-Version: 1.0\n"
        b'Content-Type: multipart/mixed; boundary="f"\n\n--f\nContent-Type: text/plain\n\nvoir\n'
        b"--f\nContent-Type: message/rfc822\n\n" + inner + b"\n--f--"
    )
    assert parse("alert", raw).notice == parse("alert", inner).notice


def test_an_odd_charset_is_read_as_well_as_can_be() -> None:
    raw = HEAD + "Content-Type: text/plain; charset=klingon\n\nMarché réservé".encode()
    assert parse("alert", raw).notice.texts[0].text == "Marché réservé"
    latin = HEAD + b"Content-Type: text/plain; charset=iso-8859-1\n\nMarch\xe9"
    assert parse("alert", latin).notice.texts[0].text == "Marché"


@given(st.binary(max_size=600), st.binary(max_size=600))
@settings(max_examples=200, deadline=None)
def test_whatever_comes_is_read_or_refused(head: bytes, body: bytes) -> None:
    for raw in (head + b"\n\n" + body, HEAD + head + b"\n\n" + body, html("") + body):
        try:
            mail = read_mail(raw)
            parse("alert", raw)
        except UnreadablePayload:
            continue
        assert len(mail.subject) <= 300
