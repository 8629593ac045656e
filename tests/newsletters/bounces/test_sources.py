"""Places where reports arrive: each report is kept there until it is done."""

import asyncio
import imaplib
import smtplib
import socket
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from newsletters.bounces.lmtp import Lmtp
from newsletters.bounces.reading import MOST_BYTES
from newsletters.bounces.sources import open_source
from tests.newsletters.bounces.reports import BOUNCE, delivery_report
from tests.newsletters.letters import RETURNS
from veille.mailbox import imap
from veille.mailbox.box import open_box
from veille.mailbox.errors import MailboxError
from veille.store import StoreError


class Taken:
    """What was handed over; fails where it is told to."""

    def __init__(self, *, fails: bool = False) -> None:
        self.reports: list[tuple[bytes, tuple[str, ...]]] = []
        self.fails = fails

    def __call__(self, raw: bytes, recipients: tuple[str, ...]) -> None:
        if self.fails:
            raise StoreError("plus de place sur le disque")
        self.reports.append((raw, recipients))


@pytest.fixture
def maildir(tmp_path: Path) -> Path:
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "1700000002.b.host").write_bytes(b"b")
    (tmp_path / "new" / "1700000001.a.host").write_bytes(delivery_report())
    return tmp_path


def test_a_maildir_is_read_once_in_order(maildir: Path) -> None:
    taken = Taken()
    for _ in range(2):
        open_source(f"maildir://{maildir}", RETURNS).drain(taken)
    assert [raw for raw, _ in taken.reports] == [delivery_report(), b"b"]
    assert sorted(path.name for path in (maildir / "cur").iterdir()) == [
        "1700000001.a.host:2,S",
        "1700000002.b.host:2,S",
    ]


def test_a_report_that_could_not_be_done_stays_new(maildir: Path) -> None:
    with pytest.raises(StoreError):
        open_source(f"maildir://{maildir}", RETURNS).drain(Taken(fails=True))
    assert len(list((maildir / "new").iterdir())) == 2


def test_a_huge_file_and_a_link_are_harmless(maildir: Path) -> None:
    (maildir / "new" / "0.huge").write_bytes(b"x" * (MOST_BYTES + 5))
    (maildir / "new" / "0.link").symlink_to("/etc/hostname")
    taken = Taken()
    open_source(f"maildir://{maildir}", RETURNS).drain(taken)
    assert len(taken.reports[0][0]) == MOST_BYTES
    assert len(taken.reports) == 3


def test_a_maildir_that_is_not_there_is_said_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(MailboxError, match="introuvable"):
        open_source(f"maildir://{tmp_path}/nothing", RETURNS).drain(Taken())


@pytest.mark.parametrize(
    "url",
    [
        "",
        "maildir:",
        "maildir://host/path",
        "imap://a:b@host",
        "imaps://host",
        "lmtp://host",
        "x://[",
    ],
)
def test_other_places_are_refused(url: str) -> None:
    with pytest.raises(MailboxError, match="adresse illisible"):
        open_source(url, RETURNS)


class Mailbox:
    """The answers of an IMAP server, without the network."""

    def __init__(self, messages: dict[bytes, bytes | None], *, folder: str = "OK") -> None:
        self.messages, self.folder = messages, folder
        self.seen: list[str] = []
        self.login_with: tuple[str, str] | None = None

    def __enter__(self) -> "Mailbox":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def shutdown(self) -> None:
        pass

    def login(self, user: str, password: str) -> None:
        if password == "faux":
            raise imaplib.IMAP4.error("no")
        self.login_with = (user, password)

    def select(self, name: str) -> tuple[str, list[bytes]]:
        assert name == '"Retours & plaintes"'
        return self.folder, [b"1"]

    def uid(self, command: str, *arguments: str) -> tuple[str, list[Any]]:
        if command == "SEARCH":
            left = [number for number in self.messages if number.decode() not in self.seen]
            return "OK", [b" ".join(left)]
        if command == "STORE":
            assert arguments[1:] == ("+FLAGS", r"(\Seen)")
            self.seen.append(arguments[0])
            return "OK", []
        content = self.messages[arguments[0].encode()]
        assert arguments[1] == f"(BODY.PEEK[]<0.{MOST_BYTES}>)"
        return "OK", [None] if content is None else [(b"1 (UID 5 BODY[]<0> {3}", content), b")"]


URL = "imaps://veille%40mission.example:secret%2F@mail.example/Retours%20%26%20plaintes"


class Keywords(Mailbox):
    """A server that may keep keywords."""

    kept = rb"(\Seen \*)"
    asked = flag = ""

    def response(self, code: str) -> tuple[str, list[Any]]:
        assert code == "PERMANENTFLAGS"
        return code, [self.kept]

    def uid(self, command: str, *arguments: str) -> tuple[str, list[Any]]:
        if command == "SEARCH":
            self.asked = arguments[0]
        if command == "STORE":
            self.flag = arguments[2]
            arguments = (*arguments[:2], r"(\Seen)")
        return super().uid(command, *arguments)


@pytest.mark.parametrize(
    ("kept", "asked", "flag"),
    [
        (rb"(\Seen \*)", "UNKEYWORD Veille", "(Veille)"),
        (rb"(\Seen)", "UNSEEN", r"(\Seen)"),
    ],
)
def test_a_keyword_leaves_the_marks_of_people_alone(
    monkeypatch: pytest.MonkeyPatch, kept: bytes, asked: str, flag: str
) -> None:
    mailbox = Keywords({b"5": b"five"})
    mailbox.kept = kept
    monkeypatch.setattr(imaplib, "IMAP4_SSL", lambda *_, **__: mailbox)
    taken = Taken()
    open_box(URL, most_bytes=MOST_BYTES, keyword="Veille").drain(taken)
    assert [raw for raw, _ in taken.reports] == [b"five"]
    assert (mailbox.asked, mailbox.flag) == (asked, flag)


def test_a_mailbox_is_read_and_marked_as_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    mailbox = Mailbox({b"5": b"five", b"6": None, b"x": b"no number", b"7": b"seven"})
    monkeypatch.setattr(imaplib, "IMAP4_SSL", lambda *_, **__: mailbox)
    taken = Taken()
    open_source(URL, RETURNS).drain(taken)
    assert mailbox.login_with == ("veille@mission.example", "secret/")
    assert [raw for raw, _ in taken.reports] == [b"five", b"seven"]
    assert mailbox.seen == ["5", "6", "7"]
    mailbox.seen.clear()
    with pytest.raises(StoreError):
        open_source(URL, RETURNS).drain(Taken(fails=True))
    assert mailbox.seen == []


@pytest.mark.parametrize(
    ("mailbox", "url"),
    [
        (Mailbox({}), URL.replace("secret%2F", "faux")),
        (Mailbox({}, folder="NO"), URL),
    ],
)
def test_a_mailbox_that_refuses_is_said_without_the_password(
    monkeypatch: pytest.MonkeyPatch, mailbox: Mailbox, url: str
) -> None:
    monkeypatch.setattr(imaplib, "IMAP4_SSL", lambda *_, **__: mailbox)
    with pytest.raises(MailboxError, match=r"mail\.example:993.*refusé") as caught:
        open_source(url, RETURNS).drain(Taken())
    assert "faux" not in str(caught.value)


def test_a_mailbox_that_is_not_there_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap, "SECONDS", 1.0)
    with pytest.raises(MailboxError, match="connexion impossible"):
        open_source("imaps://a:b@127.0.0.1:1/INBOX", RETURNS).drain(Taken())


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


class Listening:
    """A listener in a thread, stopped at the end."""

    def __init__(self, taken: Taken) -> None:
        self.port = free_port()
        self._source = Lmtp("127.0.0.1", self.port, RETURNS)
        self._loop = asyncio.new_event_loop()
        self._task: asyncio.Task[None] | None = None
        self._thread = threading.Thread(target=self._run, args=(taken,))

    def _run(self, taken: Taken) -> None:
        asyncio.set_event_loop(self._loop)
        self._task = self._loop.create_task(self._source._listen(taken))
        with suppress(asyncio.CancelledError):
            self._loop.run_until_complete(self._task)

    def __enter__(self) -> smtplib.LMTP:
        self._thread.start()
        for _ in range(200):
            try:
                return smtplib.LMTP("127.0.0.1", self.port, local_hostname="mail.example")
            except ConnectionRefusedError:
                threading.Event().wait(0.02)
        raise AssertionError("nobody listens")

    def __exit__(self, *_: object) -> None:
        assert self._task is not None
        self._loop.call_soon_threadsafe(self._task.cancel)
        self._thread.join()
        self._loop.close()


def test_a_report_is_handed_in_and_accepted_once_done() -> None:
    taken = Taken()
    with Listening(taken) as client:
        client.sendmail("", [BOUNCE], delivery_report())
        client.sendmail("", [RETURNS.base], b"Subject: x\r\n\r\n")
        client.quit()
    assert [recipients for _, recipients in taken.reports] == [(BOUNCE,), (RETURNS.base,)]
    assert taken.reports[0][0].startswith(b"From: MAILER-DAEMON")


def test_a_listener_takes_nothing_for_others_and_loses_nothing() -> None:
    taken = Taken(fails=True)
    with Listening(taken) as client:
        with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
            client.sendmail("", [BOUNCE.replace("1234", "1235")], delivery_report())
        assert [code for code, _ in refused.value.recipients.values()] == [550]
        with pytest.raises(smtplib.SMTPDataError) as kept:
            client.sendmail("", [BOUNCE], delivery_report())
        assert kept.value.smtp_code == 451
        client.quit()
    assert taken.reports == []


def test_a_port_that_is_taken_is_said_in_one_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        with pytest.raises(MailboxError, match="port déjà utilisé"):
            open_source(f"lmtp://127.0.0.1:{port}", RETURNS).drain(Taken())
