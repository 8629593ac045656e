"""``veille deliver`` and ``veille mail``, as a person runs them."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from newsletters.verp import ReturnAddresses
from scripts.mail_server import MailServer
from tests.app.conftest import Run
from tests.newsletters.bounces.reports import delivery_report
from tests.store.mail import content, message, people
from tests.store.templates import store_at
from veille import secret_keys
from veille.store import Store, outbox, subscribers
from veille.store.outbox import NewMessage

NOW = ("--now", "2026-11-16T09:00")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = store_at(tmp_path / "veille.db")
    yield made
    made.dispose()


def waiting(store: Store, count: int) -> list[NewMessage]:
    with store.transaction() as session:
        readers = people(session, count)
        content_id = outbox.put_content(session, content())
        made = [
            replace(message(number, content_id), subscriber_id=reader)
            for number, reader in enumerate(readers, 1)
        ]
        outbox.enqueue(session, made)
    return made


def test_without_a_relay_letters_are_files_of_their_owner(
    veille: Run, store: Store, tmp_path: Path
) -> None:
    waiting(store, 2)
    first = veille("deliver", *NOW)
    assert (first.returncode, first.stderr) == (0, "")
    folder = tmp_path / "mail" / "outbox"
    assert f"Courrier\u00a0: 2\u00a0envois remis, dans {folder} (pas de relais)." in first.stdout
    letters = sorted(folder.iterdir())
    assert [path.suffix for path in letters] == [".eml", ".eml"]
    assert {path.stat().st_mode & 0o777 for path in letters} == {0o600}
    before = [path.stat().st_mtime_ns for path in letters]
    second = veille("deliver", *NOW)
    assert "0\u00a0envoi remis" in second.stdout
    assert [path.stat().st_mtime_ns for path in sorted(folder.iterdir())] == before


def test_with_a_relay_letters_leave_and_refusals_are_said(veille: Run, store: Store) -> None:
    waiting(store, 3)
    refused = "lecteur2@mission.example"
    with MailServer(
        lambda _sender, recipient: "refuse_recipient" if recipient == refused else "none"
    ) as server:
        environment = {
            "VEILLE_SMTP_URL": f"smtp://127.0.0.1:{server.port}",
            "VEILLE_RETURN_ADDRESS": "bounce@mission.example",
        }
        done = veille("deliver", *NOW, environment=environment)
    assert done.returncode == 1
    assert "Courrier\u00a0: 2\u00a0envois remis, 1\u00a0refusé." in done.stdout
    assert "1\u00a0envoi refusé\u00a0: le serveur refuse le destinataire" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert [one.recipient for one in server.received] == [
        "lecteur1@mission.example",
        "lecteur3@mission.example",
    ]
    assert all(one.sender.startswith("bounce+") for one in server.received)


def test_a_relay_that_is_away_is_one_line_and_nothing_is_lost(veille: Run, store: Store) -> None:
    waiting(store, 2)
    done = veille("deliver", *NOW, environment={"VEILLE_SMTP_URL": "smtp://127.0.0.1:1"})
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert "connexion refusée" in done.stderr
    with store.read() as session:
        assert outbox.counts(session) == {"waiting": 2}


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("VEILLE_SMTP_URL", "http://nom:s3cr3t@mail.example", "adresse du relais illisible"),
        ("VEILLE_MAIL_FROM", "personne", "pas une adresse électronique"),
        ("VEILLE_RETURN_ADDRESS", "personne", "pas une adresse électronique"),
        ("VEILLE_DKIM_KEY", "/nulle/part", "introuvable"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(
    veille: Run, name: str, value: str, said: str
) -> None:
    done = veille("deliver", *NOW, environment={name: value})
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert name in done.stderr
    assert said in done.stderr
    assert "s3cr3t" not in done.stderr


def test_what_came_back_is_read_and_acted_upon(veille: Run, store: Store, tmp_path: Path) -> None:
    made = waiting(store, 2)
    keys = secret_keys.ensure(tmp_path / secret_keys.NAME)
    with store.read() as session:
        number = outbox.ids_of(session, [made[0].key])[made[0].key]
    address = ReturnAddresses("bounce@mission.example", keys).address(number, "bounce")
    (tmp_path / "retours" / "new").mkdir(parents=True)
    (tmp_path / "retours" / "new" / "1.host").write_bytes(delivery_report(to=address))
    environment = {
        "VEILLE_RETURN_ADDRESS": "bounce@mission.example",
        "VEILLE_RETURNS_URL": f"maildir://{tmp_path / 'retours'}",
    }
    first = veille("mail", "bounces", *NOW, environment=environment)
    assert (first.returncode, first.stderr) == (0, "")
    assert "Retours\u00a0: 1\u00a0adresse disparue." in first.stdout
    again = veille("mail", "bounces", *NOW, environment=environment)
    assert "Retours\u00a0: rien de nouveau." in again.stdout
    with store.read() as session:
        states = [person.state for person in subscribers.every(session)]
        assert sorted(states) == ["active", "suspended"]


def test_reading_what_came_back_needs_its_settings(veille: Run) -> None:
    done = veille("mail", "bounces", *NOW)
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert "VEILLE_RETURN_ADDRESS, VEILLE_RETURNS_URL" in done.stderr


def test_the_check_says_who_signs_and_what_to_publish(veille: Run, tmp_path: Path) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    path = tmp_path / "dkim.pem"
    path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    with MailServer() as server:
        environment = {
            "VEILLE_SMTP_URL": f"smtp://127.0.0.1:{server.port}",
            "VEILLE_DKIM_KEY": str(path),
            "VEILLE_MAIL_FROM": "Veille <veille@mission.example>",
            "VEILLE_MAIL_DOMAIN": "mission.example",
            "VEILLE_RETURN_ADDRESS": "bounce@retours.example",
            "VEILLE_PUBLIC_URL": "https://veille.example",
        }
        done = veille("mail", "check", environment=environment)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Signature\u00a0: par Veille, d=mission.example, s=veille, RSA 2048 bits." in done.stdout
    assert "en un clic et par courriel" in done.stdout
    assert 'retours.example. TXT "v=spf1 mx ~all"' in done.stdout
    assert 'veille._domainkey.mission.example. TXT "v=DKIM1; k=rsa; p=MII' in done.stdout
    assert '_dmarc.mission.example. TXT "v=DMARC1; p=none; rua=mailto:' in done.stdout
    assert f"Relais\u00a0: 127.0.0.1:{server.port} répond" in done.stdout
    assert server.received == []
    texts = re.findall(r'"([^"]*)"', done.stdout)
    assert max(map(len, texts)) <= 255


def test_the_check_without_anything_says_what_is_missing(veille: Run) -> None:
    done = veille("mail", "check")
    assert done.returncode == 0
    for said in (
        "le relais doit signer",
        "non lus",
        "par courriel seulement",
        "Relais\u00a0: aucun",
    ):
        assert said in done.stdout


def test_the_check_of_a_relay_that_refuses_fails(veille: Run) -> None:
    environment = {"VEILLE_SMTP_URL": "smtp://127.0.0.1:1"}
    done = veille("mail", "check", environment=environment)
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert veille("mail", "check", "--offline", environment=environment).returncode == 0


def test_two_programs_that_deliver_at_once_send_nothing_twice(
    veille: Run, store: Store, tmp_path: Path
) -> None:
    waiting(store, 60)
    with MailServer() as server:
        own = {name: value for name, value in os.environ.items() if not name.startswith("VEILLE_")}
        own |= {
            "VEILLE_VAR_DIR": str(tmp_path),
            "VEILLE_SMTP_URL": f"smtp://127.0.0.1:{server.port}",
        }
        command = [sys.executable, "-m", "veille", "deliver", *NOW]
        running = [
            subprocess.Popen(command, env=own, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            for _ in range(2)
        ]
        ended = [one.communicate(timeout=120) for one in running]
    assert [one.returncode for one in running] == [0, 0], ended
    recipients = [one.recipient for one in server.received]
    assert len(recipients) == len(set(recipients)) == 60
