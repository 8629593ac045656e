"""Boxes of alert mails: none is lost when the reader dies at any point, none is read twice."""

import mailbox
import shutil
import socket
from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest

from spiders.alerts import read_boxes
from spiders.job import CrawlJob, CrawlResult
from spiders.keeping import Keeper
from spiders.tally import Tally
from tests.spiders.crawling import MONDAY, NOW, TUESDAY
from tests.store.templates import store_at
from veille.mailbox import imap
from veille.store import Store, notices, payload_reports, payloads

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures" / "alerts"
NAMES = ("aws", "achatpublic", "emarchespublics", "place", "unknown")
TENDERS = 2 + 1 + 3 + 2 + 1


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = store_at(tmp_path / "veille.db")
    yield made
    made.dispose()


def maildir(folder: Path, *names: str) -> Path:
    for part in ("new", "cur", "tmp"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    for name in names or NAMES:
        shutil.copy(FIXTURES / f"{name}.eml", folder / "new" / f"1.{name}")
    return folder


def read(store: Store, *urls: str) -> CrawlResult:
    job = CrawlJob(
        source="alert",
        since=MONDAY,
        until=TUESDAY,
        now=NOW,
        database_url="",
        address="",
        user_agent="",
        boxes=urls,
    )
    made = Keeper(store, job, Tally("alert"), lambda _: None)
    made.open()
    read_boxes(made)
    return made.close(())


def known(store: Store) -> tuple[int, int]:
    """How many mails are kept, how many tenders known."""
    with store.read() as session:
        mails = sum(1 for _ in payloads.iterate(session, source="alert"))
        return mails, notices.count(session)


def test_every_mail_of_a_maildir_is_kept_and_read_once(store: Store, tmp_path: Path) -> None:
    box = maildir(tmp_path / "box")
    first = read(store, f"maildir://{box}")
    assert first.complete
    assert (first.received, first.stored, first.unread) == (len(NAMES), len(NAMES), 0)
    assert known(store) == (len(NAMES), TENDERS)
    assert list((box / "new").iterdir()) == []
    again = read(store, f"maildir://{box}")
    assert (again.complete, again.received, again.stored) == (True, 0, 0)
    maildir(box)  # the same mails come once more
    assert read(store, f"maildir://{box}").stored == 0
    assert known(store) == (len(NAMES), TENDERS)


def test_an_mbox_is_read_each_time_and_adds_nothing(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "alertes.mbox"
    box = mailbox.mbox(path)
    for name in NAMES:
        box.add(mailbox.mboxMessage(message_from_bytes((FIXTURES / f"{name}.eml").read_bytes())))
    box.close()
    before = path.read_bytes()
    assert read(store, f"mbox://{path}").stored == len(NAMES)
    again = read(store, f"mbox://{path}")
    assert (again.received, again.stored) == (len(NAMES), 0)
    assert known(store) == (len(NAMES), TENDERS)
    assert path.read_bytes() == before


class Dies(Exception):
    """The reader is killed."""


@pytest.mark.parametrize("after", range(1, 2 * len(NAMES) + 1))
def test_no_mail_is_lost_wherever_the_reader_dies(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    """It dies right before the store takes a mail, or right after."""
    box = maildir(tmp_path / "box")
    steps = iter(range(1, 1_000))
    keep = Keeper.keep

    def dying(self: Keeper, page: Any) -> None:
        if next(steps) == after:
            raise Dies
        keep(self, page)
        if next(steps) == after:
            raise Dies

    monkeypatch.setattr(Keeper, "keep", dying)
    with pytest.raises(Dies):
        read(store, f"maildir://{box}")
    monkeypatch.setattr(Keeper, "keep", keep)
    assert read(store, f"maildir://{box}").complete
    assert known(store) == (len(NAMES), TENDERS)


def test_a_box_that_cannot_be_read_is_said_and_the_others_are_read(
    store: Store, tmp_path: Path
) -> None:
    box = maildir(tmp_path / "box", "aws")
    result = read(store, f"maildir://{tmp_path / 'nowhere'}", f"maildir://{box}", "pop://x")
    assert not result.complete
    assert len(result.causes) == 2
    assert result.stored == 1


def test_a_server_that_says_nothing_is_not_waited_for(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imap, "SECONDS", 0.2)
    box = maildir(tmp_path / "box", "aws")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        result = read(store, f"imaps://camille:secret@127.0.0.1:{port}/INBOX", f"maildir://{box}")
    assert len(result.causes) == 1
    assert "connexion impossible" in result.causes[0]
    assert result.stored == 1


def test_what_cannot_be_read_is_kept_and_shown_to_staff(store: Store, tmp_path: Path) -> None:
    box = maildir(tmp_path / "box", "aws")
    (box / "new" / "0.empty").write_bytes(b"\n\n")
    assert read(store, f"maildir://{box}").unread == 1
    with store.read() as session:
        (failed,) = payload_reports.failed(session, source="alert")
    assert failed.error is not None
    assert "vide" in failed.error


def test_a_layout_that_nobody_knows_is_a_line_for_staff(store: Store, tmp_path: Path) -> None:
    read(store, f"maildir://{maildir(tmp_path / 'box', 'unknown')}")
    with store.read() as session:
        (line,) = payload_reports.unread_keys(session)
    assert (line.dialect, line.payloads) == ("alert_unknown", 1)
    assert "bulletin-inconnu.example" in line.key
