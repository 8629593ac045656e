"""The relay: whatever the server does, what became of a letter is told exactly."""

import datetime as dt
import socket
import ssl
import threading
from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from newsletters import relay as relaying
from newsletters.assembly import Assembled, assemble
from newsletters.relay import Relay
from newsletters.relay_address import RelayAddress, RelayError, parse_relay
from scripts.mail_server import Fault, MailServer
from tests.english import english_in
from tests.newsletters.letters import CONTENT, IDENTITY, claimed

LETTER = assemble(claimed(), CONTENT, IDENTITY)


def relay_to(server: MailServer, **known: str) -> Relay:
    address = RelayAddress(host="localhost", port=server.port, security="none", **known)
    return Relay(address, name="mission.example")


@pytest.fixture
def server() -> Iterator[MailServer]:
    with MailServer() as running:
        yield running


def answers(server: MailServer, *faults: Fault) -> None:
    """What the server does to one transaction after the other, then nothing wrong."""
    waiting = list(faults)
    server.choose = lambda _sender, _recipient: waiting.pop(0) if waiting else "none"


def test_a_letter_arrives_as_it_was_written(server: MailServer) -> None:
    relay = relay_to(server)
    letter = Assembled(
        sender=LETTER.sender,
        recipient=LETTER.recipient,
        message_id=LETTER.message_id,
        data=LETTER.data + b".\r\n..\r\n.fin\r\n",
    )
    answer = relay.send(letter)
    relay.close()
    assert (answer.outcome, answer.code) == ("accepted", 250)
    [kept] = server.received
    assert (kept.sender, kept.recipient) == (LETTER.sender, "lectrice@commune.example")
    assert kept.data == letter.data


def test_one_connection_serves_many_letters(server: MailServer) -> None:
    answers(server, "none", "refuse_recipient", "defer_content", "refuse_content")
    relay = relay_to(server)
    outcomes = [relay.send(LETTER).outcome for _ in range(6)]
    relay.close()
    assert outcomes == ["accepted", "refused", "deferred", "refused", "accepted", "accepted"]
    assert server.connections == 1


@pytest.mark.parametrize(
    ("fault", "outcome", "stage", "code", "kept"),
    [
        ("slow", "accepted", "content", 250, 1),
        ("defer_recipient", "deferred", "recipient", 450, 0),
        ("defer_content", "deferred", "content", 451, 0),
        ("refuse_recipient", "refused", "recipient", 550, 0),
        ("refuse_content", "refused", "content", 554, 0),
        ("busy", "deferred", "recipient", 421, 0),
        ("cut_recipient", "cut", "recipient", None, 0),
        ("cut_content", "cut", "content", None, 0),
        ("cut_before_keeping", "uncertain", "content", None, 0),
        ("cut_after_keeping", "uncertain", "content", None, 1),
    ],
)
def test_every_misbehaviour_is_told_exactly(
    server: MailServer,
    fault: Fault,
    outcome: relaying.Outcome,
    stage: str,
    code: int | None,
    kept: int,
) -> None:
    answers(server, fault)
    relay = relay_to(server)
    heavy = Assembled(
        sender=LETTER.sender,
        recipient=LETTER.recipient,
        message_id=LETTER.message_id,
        # More than the sockets hold: the cut comes before the end.
        data=LETTER.data + (b"x" * 76 + b"\r\n") * (200_000 if fault == "cut_content" else 1),
    )
    answer = relay.send(heavy)
    assert (answer.outcome, answer.stage, answer.code) == (outcome, stage, code)
    assert len(server.received) == kept
    assert relay.send(LETTER).outcome == "accepted"
    relay.close()


@pytest.mark.parametrize(
    ("fault", "outcome", "code"),
    [
        ("refuse_sender", "refused", 550),
        ("defer_sender", "deferred", 451),
        ("busy", "deferred", 421),
        ("cut_sender", "cut", None),
    ],
)
def test_a_sender_that_is_not_taken(
    server: MailServer, fault: Fault, outcome: str, code: int | None
) -> None:
    server.on_sender = lambda _sender: fault
    relay = relay_to(server)
    answer = relay.send(LETTER)
    assert (answer.outcome, answer.stage, answer.code) == (outcome, "sender", code)
    relay.close()


def test_a_connection_that_was_closed_while_it_was_kept_is_made_again(server: MailServer) -> None:
    relay = relay_to(server)
    assert relay.send(LETTER).outcome == "accepted"
    once: list[Fault] = ["busy"]
    server.on_sender = lambda _sender: once.pop() if once else "none"
    assert relay.send(LETTER).outcome == "accepted"
    once.append("cut_sender")
    assert relay.send(LETTER).outcome == "accepted"
    relay.close()
    assert server.connections == 3


def test_no_answer_in_time_is_uncertain(
    server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relaying, "LAST_WORD_SECONDS", 0.01)
    answers(server, "slow")
    relay = relay_to(server)
    assert relay.send(LETTER).outcome == "uncertain"
    relay.close()


def test_words_of_a_server_are_bounded_and_plain() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def misbehave() -> None:
            connection, _ = listening.accept()
            with connection:
                connection.sendall(b"220 hello\r\n")
                for answer in (b"250 hello", b"550 \x1b[31m\xe2\x80\xae " + b"w" * 3000, b"250 ok"):
                    connection.recv(1000)
                    connection.sendall(answer + b"\r\n")
                connection.recv(1000)

        thread = threading.Thread(target=misbehave)
        thread.start()
        address = RelayAddress(host="localhost", port=listening.getsockname()[1], security="none")
        relay = Relay(address, name="mission.example")
        answer = relay.send(LETTER)
        relay.close()
        thread.join()
    assert (answer.outcome, answer.code) == ("refused", 550)
    assert len(answer.words) <= 200
    assert answer.words.isprintable()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of ``localhost``, made here, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "localhost.pem"
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(secret + made.public_bytes(Encoding.PEM))
    return path


def served_with(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_encrypted_and_identified(
    certificate: Path, monkeypatch: pytest.MonkeyPatch, security: str
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    context = {security: served_with(certificate)}
    with MailServer(login=("veille", "secret & mot"), **context) as server:
        scheme = {"tls": "smtps", "starttls": "smtp+starttls"}[security]
        url = f"{scheme}://veille:secret%20%26%20mot@localhost:{server.port}"
        relay = Relay(parse_relay(url), name="mission.example")
        assert relay.send(LETTER).outcome == "accepted"
        relay.close()
        wrong = Relay(parse_relay(url.replace("secret", "autre")), name="mission.example")
        with pytest.raises(RelayError, match="nom ou mot de passe refusé") as caught:
            wrong.connect()
    assert "autre" not in str(caught.value)
    assert len(server.received) == 1


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_certificate_of_nobody_is_refused(certificate: Path, security: str) -> None:
    with MailServer(**{security: served_with(certificate)}) as server:
        address = RelayAddress(host="localhost", port=server.port, security=security)
        with pytest.raises(RelayError, match="certificat refusé"):
            Relay(address, name="mission.example").send(LETTER)
    assert server.received == []


def test_what_the_server_does_not_offer_is_said(server: MailServer) -> None:
    for scheme, said in [
        ("smtp+starttls://localhost", "il n’offre pas ce que l’adresse demande"),
        ("smtps://localhost", "pas de liaison chiffrée possible"),
    ]:
        with pytest.raises(RelayError, match=said):
            Relay(parse_relay(f"{scheme}:{server.port}"), name="mission.example").connect()


def test_a_relay_that_is_not_there_is_said_in_one_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    with pytest.raises(RelayError, match="connexion refusée") as caught:
        Relay(parse_relay(f"smtp://127.0.0.1:{port}"), name="mission.example").connect()
    assert english_in(str(caught.value)) == []


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("smtp://mail.example", ("mail.example", 25, "none", None, None)),
        ("smtps://mail.example", ("mail.example", 465, "tls", None, None)),
        (
            "smtp+starttls://a%40b:c%3A@mail.example:2525",
            ("mail.example", 2525, "starttls", "a@b", "c:"),
        ),
        ("smtp://a:b@127.0.0.1", ("127.0.0.1", 25, "none", "a", "b")),
    ],
)
def test_addresses_of_relays(url: str, found: tuple[object, ...]) -> None:
    read = parse_relay(url)
    assert (read.host, read.port, read.security, read.user, read.password) == found


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("mail.example", "illisible"),
        ("http://mail.example", "illisible"),
        ("smtp://", "illisible"),
        ("smtp://mail.example:port", "illisible"),
        ("smtp://mail.example/a", "illisible"),
        ("smtp://a:b@mail.example", "en clair"),
    ],
)
def test_other_addresses_are_refused(url: str, said: str) -> None:
    with pytest.raises(RelayError, match=said):
        parse_relay(url)


def test_the_letter_is_a_message(server: MailServer) -> None:
    relay = relay_to(server)
    relay.send(LETTER)
    relay.close()
    assert message_from_bytes(server.received[0].data)["Message-ID"] == LETTER.message_id
