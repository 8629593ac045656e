"""A message is parsed back to what was put in; nobody writes its headers for us."""

from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parsedate_to_datetime

import pytest

from newsletters.mailbox import write
from newsletters.message import MessageError, build_message
from newsletters.naming import edition_name, slug
from newsletters.rendering import RenderedMail, render
from tests.english import english_in
from tests.newsletters.small_edition import EDITION

MAIL = render(EDITION)
SENDER = "Veille inventée <veille@mission.example>"
RECIPIENT = "facilitateurs@mission.example"


def built(mail: RenderedMail = MAIL, edition=EDITION, **known) -> EmailMessage:
    values = {"sender": SENDER, "recipient": RECIPIENT, "domain": "mission.example"}
    return build_message(mail, edition, **(values | known))


def parsed(message: EmailMessage) -> EmailMessage:
    back = message_from_bytes(message.as_bytes(), policy=SMTP)
    assert isinstance(back, EmailMessage)
    return back


def test_both_parts_come_back_whole():
    back = parsed(built())
    text, html = back.get_body(("plain",)), back.get_body(("html",))
    assert text is not None
    assert html is not None
    assert text.get_content().replace("\r\n", "\n") == MAIL.text
    assert html.get_content().replace("\r\n", "\n").rstrip("\n") == MAIL.html.rstrip("\n")


def test_the_text_part_comes_first():
    parts = [part.get_content_type() for part in parsed(built()).iter_parts()]
    assert parts == ["text/plain", "text/html"]


def test_headers_come_back():
    back = parsed(built())
    assert back["Subject"] == MAIL.subject
    assert back["From"].addresses[0].display_name == "Veille inventée"
    assert back["To"] == RECIPIENT
    assert parsedate_to_datetime(back["Date"]) == EDITION.composed_at
    assert back["List-Id"] == "<weekly-34.mission.example>"
    assert back["Auto-Submitted"] == "auto-generated"
    assert back["Content-Language"] == "fr"
    assert back.defects == []


def test_the_same_edition_is_the_same_message():
    assert built().as_bytes() == built().as_bytes()


def test_the_message_id_comes_from_the_edition():
    first = built()["Message-ID"]
    assert first.startswith("<weekly.2026-W46-herault.")
    assert first.endswith("@mission.example>")
    assert built(render(replace(EDITION, entries=())))["Message-ID"] == first
    assert built(edition=replace(EDITION, organisation="autre"))["Message-ID"] != first
    assert built(edition=replace(EDITION, territory_code="1"))["Message-ID"] != first


def test_lines_are_short_and_ascii():
    lines = built().as_bytes().split(b"\r\n")
    assert max(len(line) for line in lines) <= 998
    assert all(line.isascii() for line in lines)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("sender", "Veille <veille@mission.example>\r\nBcc: x@y.example"),
        ("recipient", "a@mission.example\nSubject: autre"),
        ("recipient", "a@mission.example\u202e"),
        ("recipient", "a@mission.example, b@mission.example"),
        ("recipient", "sans-arobase"),
        ("recipient", ""),
        ("recipient", "a@"),
        ("domain", "mission.example>\r\nX: y"),
        ("domain", ""),
        ("domain", "a" * 300 + ".example"),
    ],
)
def test_no_header_is_injected(name, value):
    with pytest.raises(MessageError) as caught:
        built(**{name: value})
    assert english_in(str(caught.value)) == []
    assert len(str(caught.value).splitlines()) == 1


def test_a_subject_of_several_lines_becomes_one():
    hostile = replace(MAIL, subject="Veille\r\nBcc: x@y.example")
    back = parsed(built(hostile))
    assert back["Subject"] == "Veille Bcc: x@y.example"
    assert back["Bcc"] is None


def test_files_are_written_once(tmp_path):
    name = edition_name(EDITION)
    folder = tmp_path / "mail"
    first = write(folder, name, built(), MAIL.html)
    assert first.changed
    assert first.message.name == "2026-W46-herault.eml"
    assert first.message.read_bytes() == built().as_bytes()
    assert first.page.read_text("utf-8") == MAIL.html
    before = first.message.stat().st_mtime_ns
    assert not write(folder, name, built(), MAIL.html).changed
    assert first.message.stat().st_mtime_ns == before


def test_a_changed_edition_is_written_again(tmp_path):
    write(tmp_path, "x", built(), MAIL.html)
    again = write(tmp_path, "x", built(), MAIL.html + "<!-- -->")
    assert again.changed
    assert again.page.read_text("utf-8").endswith("<!-- -->")


def test_no_half_written_file_is_left(tmp_path, monkeypatch):
    def broken(*_):
        raise OSError("disque plein")

    monkeypatch.setattr("newsletters.mailbox.os.fsync", broken)
    with pytest.raises(OSError, match="disque plein"):
        write(tmp_path, "x", built(), MAIL.html)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Hérault", "herault"),
        ("CC Vallée de l’Hérault", "cc-vallee-de-l-herault"),
        ("../../etc/passwd", "etc-passwd"),
        ("", "sans-nom"),
        ("é" * 500, "e" * 80),
    ],
)
def test_names_are_safe_in_files(label, expected):
    assert slug(label) == expected
