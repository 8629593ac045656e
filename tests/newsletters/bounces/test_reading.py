"""What comes back is read for what it is; nothing hostile is believed, nothing breaks."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletters.bounces.reading import MOST_BYTES, Report, read_report
from newsletters.bounces.severity import severity, status_in
from tests.newsletters.bounces.reports import BOUNCE, LEAVE, complaint, delivery_report, letter
from tests.newsletters.letters import RETURNS


def read(raw: bytes, *recipients: str) -> Report:
    return read_report(raw, RETURNS, recipients)


def test_an_unknown_user_is_a_hard_failure() -> None:
    assert read(delivery_report()) == Report(
        kind="hard", outbox_id=1234, status="5.1.1", said="smtp; 550 5.1.1 unknown user"
    )


@pytest.mark.parametrize(
    ("action", "status", "words", "kind"),
    [
        ("failed", "5.2.2", "smtp; 552 5.2.2 mailbox full", "soft"),
        ("failed", "4.4.7", "smtp; 451 expired", "soft"),
        ("failed", "5.7.1", "smtp; 554 5.7.1 blocked", "soft"),
        ("failed", "5.0.0", "smtp; 550 5.1.1 unknown", "soft"),
        ("failed", "", "smtp; 550 5.1.1 unknown", "hard"),
        ("FAILED", "5.1.10 (null MX)", "", "hard"),
        ("delayed", "4.4.1", "smtp; 451 later", "ignored"),
        ("delivered", "2.0.0", "", "ignored"),
        ("relayed", "2.0.0", "", "ignored"),
    ],
)
def test_what_a_server_says_of_a_delivery(action: str, status: str, words: str, kind: str) -> None:
    report = read(delivery_report(action, status, words))
    assert (report.kind, report.outbox_id) == (kind, 1234)


def test_the_worst_of_several_recipients_counts() -> None:
    raw = delivery_report("failed", "5.2.2").replace(
        b"\r\n--limit\r\nContent-Type: message/rfc822",
        b"\r\nFinal-Recipient: rfc822; autre@commune.example\r\nAction: failed\r\n"
        b"Status: 5.1.1\r\n\r\n--limit\r\nContent-Type: message/rfc822",
    )
    assert read(raw).kind == "hard"


@pytest.mark.parametrize("feedback", ["abuse", "fraud", "opt-out", "Abuse"])
def test_a_complaint_is_known_by_the_message_it_quotes(feedback: str) -> None:
    report = read(complaint(feedback))
    assert (report.kind, report.outbox_id) == ("complaint", 1234)


@pytest.mark.parametrize("feedback", ["not-spam", "auth-failure", ""])
def test_other_feedback_is_no_complaint(feedback: str) -> None:
    assert read(complaint(feedback)).kind == "ignored"


def test_a_complaint_that_quotes_nothing_of_ours_names_nobody() -> None:
    assert read(complaint(quoted=b"Subject: autre\r\n\r\nrien")).outbox_id is None


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "auto-replied (vacation)"},
        {"Auto_Submitted": "Auto-Generated; x=1"},
        {"X_Autoreply": "yes"},
        {"Precedence": "auto_reply"},
    ],
)
@pytest.mark.parametrize("to", [BOUNCE, LEAVE])
def test_answers_of_programs_are_ignored(to: str, headers: dict[str, str]) -> None:
    assert read(letter(to, "Absente jusqu’à lundi", **headers)).kind == "ignored"


def test_who_writes_to_leave_leaves() -> None:
    assert read(letter(LEAVE)) == Report(kind="unsubscribe", outbox_id=1234)
    assert read(letter(LEAVE.upper(), Auto_Submitted="no")).kind == "unsubscribe"
    assert read(letter("liste@mission.example"), LEAVE).kind == "unsubscribe"


def test_who_only_quotes_the_address_to_leave_does_not() -> None:
    quoting = letter("contact@mission.example", f"Vous m’écrivez : {LEAVE}")
    assert read(quoting).kind == "unknown"
    assert read(letter(BOUNCE, "Merci !")).kind == "unknown"


@pytest.mark.parametrize(
    "raw",
    [
        delivery_report(to="bounce@mission.example"),
        delivery_report(to=BOUNCE.replace("1234", "1235")),
        delivery_report(to="bounce+1234-" + "a" * 26 + "@mission.example"),
    ],
)
def test_a_forged_report_names_no_message(raw: bytes) -> None:
    assert read(raw).outbox_id is None


def nested(depth: int, kind: str = "multipart/mixed") -> bytes:
    lines = []
    for level in range(depth):
        if kind == "message/rfc822":
            lines.append("Content-Type: message/rfc822\r\n\r\n")
        else:
            lines.append(f'Content-Type: {kind}; boundary="b{level}"\r\n\r\n--b{level}\r\n')
    return "".join(lines).encode()


HOSTILE = {
    "nothing": b"",
    "zeros": b"\0" * 5000,
    "no header": b"\r\n\r\n" * 100_000,
    "one line": b"a" * 3_000_000,
    "one header": b"To: " + b"a," * 1_000_000,
    "folded for ever": b"To: a" + b"\r\n a" * 300_000,
    "nested multipart": nested(20_000),
    "nested messages": nested(20_000, "message/rfc822"),
    "nested a little": nested(55),
    "nested messages a little": nested(55, "message/rfc822"),
    "wide": b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n' + b"--b\r\n\r\n" * 100_000,
    "report of nothing": b"Content-Type: multipart/report; report-type=delivery-status\r\n\r\n",
    "odd charset": b"Content-Type: message/delivery-status; charset=nothing\r\n\r\nAction: failed",
    "odd encoding": b"Content-Transfer-Encoding: base64\r\nTo: =?utf-8?b?////?=\r\n\r\n====",
    "latin": "To: été@exemple\r\nSubject: été\r\n\r\né".encode("latin-1"),
    "a parameter": b"Content-Type: multipart/report; report-type*=x'y'%ff; boundary*0*=''a\r\n\r\n",
    "parameters": b"Content-Type: multipart/report" + b"; a=b" * 200_000 + b"\r\n\r\n",
    "quotes": b'Content-Type: multipart/report; boundary="' + b'\\"' * 400_000 + b"\r\n\r\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_message_changes_nothing_and_takes_little_time(name: str) -> None:
    started = time.process_time()
    report = read(HOSTILE[name])
    assert time.process_time() - started < 5
    assert report.kind in ("unknown", "ignored")
    assert report.outbox_id is None


def test_a_huge_report_is_read_as_far_as_it_counts() -> None:
    report = read(delivery_report(quoted=b"Subject: x\r\n\r\n" + b"y" * 76 * MOST_BYTES))
    assert (report.kind, report.outbox_id) == ("hard", 1234)


def test_words_of_a_server_are_bounded_and_plain() -> None:
    report = read(delivery_report(words="smtp; \x1b[31m\u202e" + "w" * 5000))
    assert report.said is not None
    assert len(report.said) <= 300
    assert report.said.isprintable()


@given(st.binary(max_size=2000))
def test_any_bytes_are_read(raw: bytes) -> None:
    assert read(raw).outbox_id is None


@given(st.integers(0, 900), st.binary(max_size=30))
def test_any_damage_to_a_report_is_survived(place: int, damage: bytes) -> None:
    whole = delivery_report()
    read(whole[:place] + damage + whole[place:])


def test_statuses() -> None:
    assert status_in("smtp; 550 5.1.1 <a@b>: unknown") == "5.1.1"
    assert status_in("550 version 15.1.1.2 of 192.5.1.1") is None
    assert status_in("") is None
    assert [severity(status) for status in ("5.1.1", "5.2.1", "5.7.1", None)] == [
        "hard", "hard", "soft", "soft",
    ]  # fmt: skip
