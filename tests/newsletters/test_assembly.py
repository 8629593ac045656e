"""The bytes that leave: parsed back they are what was put in, and nobody else writes in them."""

import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletters.addresses import AddressError
from newsletters.assembly import Identity, assemble
from tests.newsletters.letters import CONTENT, IDENTITY, RETURNS, claimed
from tests.store.invented import NOW
from veille.core.personal_fields import PersonalFieldError, fill_text
from veille.store.claims import Claimed
from veille.store.outbox import Content

PERSONAL = {"unsubscribe_url": "https://veille.example/u/a?x=1&y=2"}


def parsed(message: Claimed, content: Content = CONTENT, identity=IDENTITY) -> EmailMessage:
    back = message_from_bytes(assemble(message, content, identity).data, policy=SMTP)
    assert isinstance(back, EmailMessage)
    assert back.defects == []
    return back


def text_of(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert body is not None
    return body.get_content().replace("\r\n", "\n")


def test_the_parts_come_back_with_the_personal_fields() -> None:
    back = parsed(claimed(personal=PERSONAL))
    assert [part.get_content_type() for part in back.iter_parts()] == ["text/plain", "text/html"]
    assert text_of(back, "plain") == "Marchés a : https://veille.example/u/a?x=1&y=2"
    assert "href='https://veille.example/u/a?x=1&amp;y=2'" in text_of(back, "html")


def test_the_headers_of_a_list() -> None:
    back = parsed(claimed(personal=PERSONAL))
    assert back["From"].addresses[0].display_name == "Veille inventée"
    assert back["To"].addresses[0].display_name == "Zoé Été"
    assert back["To"].addresses[0].addr_spec == "lectrice@commune.example"
    assert back["Reply-To"] == "contact@mission.example"
    assert back["Subject"] == "3 marchés (a)"
    assert back["Date"].datetime == NOW
    assert back["List-Id"] == "<weekly.mission.example>"
    assert back["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert back["Auto-Submitted"] == "auto-generated"
    assert back["Precedence"] is None
    leave = RETURNS.address(1234, "unsubscribe")
    assert back["List-Unsubscribe"] == (
        f"<https://veille.example/u/a?x=1&y=2>, <mailto:{leave}?subject=D%C3%A9sabonnement>"
    )


def test_a_long_address_to_leave_is_not_encoded() -> None:
    url = "https://veille.example/desabonnement/" + "x" * 300
    data = assemble(claimed(personal={"unsubscribe_url": url}), CONTENT, IDENTITY).data
    assert f"List-Unsubscribe: <{url}>,\r\n <mailto:".encode() in data


@pytest.mark.parametrize("url", [None, "http://veille.example/u", "javascript:alert(1)", ""])
def test_without_a_safe_address_one_leaves_by_mail_only(url: str | None) -> None:
    personal = {} if url is None else {"unsubscribe_url": url}
    plain = Content(kind="weekly", subject="s", html="<p>h</p>", text="t")
    back = parsed(claimed(personal=personal), plain)
    leave = RETURNS.address(1234, "unsubscribe")
    assert back["List-Unsubscribe"] == f"<mailto:{leave}?subject=D%C3%A9sabonnement>"
    assert back["List-Unsubscribe-Post"] is None


def test_without_return_addresses_a_person_is_written_to() -> None:
    letter = assemble(
        claimed(), CONTENT, Identity(sender="veille@mission.example", domain="mission.example")
    )
    assert letter.sender == "veille@mission.example"
    assert b"<mailto:veille@mission.example?subject=" in letter.data


@pytest.mark.parametrize("kind", ["confirmation", "goodbye"])
def test_an_answer_is_no_list(kind: str) -> None:
    back = parsed(claimed(kind=kind))
    assert [name for name in back if name.startswith("List-")] == []


def test_the_envelope_has_the_sealed_address() -> None:
    letter = assemble(claimed(), CONTENT, IDENTITY)
    assert letter.sender == RETURNS.address(1234, "bounce")
    assert letter.recipient == "lectrice@commune.example"


def test_the_same_message_is_the_same_bytes() -> None:
    assert assemble(claimed(), CONTENT, IDENTITY) == assemble(claimed(), CONTENT, IDENTITY)


@pytest.mark.parametrize(
    "name",
    [
        "Zoé\r\nBcc: pirate@example.org",
        "a\nb",
        "x" * 5000,
        "\u202egnp.exe",
        '"; DROP',
        "=?utf-8?q?a?=",
    ],
)
def test_a_name_writes_no_header(name: str) -> None:
    back = parsed(claimed(display_name=name))
    assert "Bcc" not in back
    assert back["To"].addresses[0].addr_spec == "lectrice@commune.example"
    assert len(back["To"].addresses) == 1
    shown = back["To"].addresses[0].display_name
    assert "\u202e" not in shown
    assert "\n" not in shown
    assert len(shown) <= 110  # the parser adds a space between encoded words


@pytest.mark.parametrize(
    "subject",
    ["3 marchés\r\nBcc: pirate@example.org", "x" * 100_000, "=?utf-8?q?a?=", "é" * 2000, ""],
)
def test_a_subject_writes_no_header(subject: str) -> None:
    hostile = Content(kind="weekly", subject=subject, html="<p>h</p>", text="t")
    back = parsed(claimed(), hostile)
    assert "Bcc" not in back
    assert len(back["Subject"]) <= 250
    assert "\n" not in back["Subject"]


@pytest.mark.parametrize(
    "address",
    [
        "a@b",
        "a b@commune.example",
        "a@commune.example\r\nRCPT TO:<b@commune.example>",
        "a@commune.example, b@commune.example",
        "Nom <a@commune.example>",
        "a" * 300 + "@commune.example",
        "été@commune.example",
        "",
    ],
)
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(AddressError, match="pas une adresse électronique"):
        assemble(claimed(address=address), CONTENT, IDENTITY)


def test_a_placeholder_without_a_value_is_never_shown() -> None:
    with pytest.raises(PersonalFieldError, match="sans valeur"):
        assemble(claimed(personal={}), CONTENT, IDENTITY)


@pytest.mark.parametrize("sender", ["nobody", "Veille <a@b.example>\r\nBcc: c@d.example"])
def test_an_identity_without_an_address_is_refused_at_once(sender: str) -> None:
    with pytest.raises(AddressError):
        Identity(sender=sender, domain="mission.example")


def test_lines_are_short_and_end_as_they_must() -> None:
    long = Content(kind="weekly", subject="s", html="<p>" + "é" * 9000 + "</p>", text=".\n" * 50)
    data = assemble(claimed(), long, IDENTITY).data
    assert re.search(rb"(?<!\r)\n|\r(?!\n)", data) is None
    assert max(len(line) for line in data.split(b"\r\n")) <= 200
    assert data.isascii()


@given(st.text(st.characters(exclude_characters="⟦⟧\r", exclude_categories=("Cs",)), max_size=400))
def test_any_text_comes_back(text: str) -> None:
    back = parsed(claimed(), Content(kind="weekly", subject="s", html="<p>h</p>", text=text))
    assert text_of(back, "plain") == text


@given(
    st.lists(st.text(st.sampled_from("aé. =~\n-"), max_size=90), min_size=2, max_size=5),
    st.text(st.sampled_from("bê.=~"), min_size=1, max_size=90),
)
def test_any_text_comes_back_with_its_fields(words: list[str], value: str) -> None:
    text = "⟦greeting⟧".join(words)
    whole = Content(kind="weekly", subject="s", html="<p>h</p>", text=text)
    message = claimed(personal={"greeting": value})
    assert text_of(parsed(message, whole), "plain") == fill_text(text, {"greeting": value})
    lines = assemble(message, whole, IDENTITY).data.partition(b"\r\n\r\n")[2].split(b"\r\n")
    assert max(map(len, lines)) <= 76
