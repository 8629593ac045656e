"""The benchmark of delivery: messages handed over a second, against bare smtplib."""

import smtplib
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from newsletters.assembly import Assembled, Identity
from newsletters.couriers import Courier
from newsletters.delivery import Delivery
from newsletters.relay import Answer, Relay
from newsletters.relay_address import RelayAddress
from newsletters.verp import ReturnAddresses
from scripts.mail_sink import mail_sink
from veille.store import Store, outbox
from veille.store.outbox import Content, NewMessage

MESSAGES = 1_000
PER_CONTENT = 10
HTML_BYTES = 60_000
DOMAIN = "veille.example"
NOW = datetime(2026, 11, 16, 6, 30, tzinfo=UTC)
IDENTITY = Identity(
    sender=f"Veille <veille@{DOMAIN}>",
    domain=DOMAIN,
    returns=ReturnAddresses(f"bounce@{DOMAIN}", ("a key of the benchmark",)),
)


def mail_rate() -> tuple[float, str, float]:
    """Messages/s of ``veille deliver``, the baseline's name, messages/s of the baseline.

    A digest of 60 kB for ten readers each, unsigned, with their personal links; the server takes
    everything at once, in a process of its own. The baseline sends the same bytes on one
    connection of ``smtplib``.
    """
    with tempfile.TemporaryDirectory(prefix="veille-bench-mail-") as folder, mail_sink() as port:
        collector = _Collector()
        _delivered(Path(folder) / "collected.db", collector)
        relay = RelayAddress(host="127.0.0.1", port=port, security="none")
        seconds = _delivered(Path(folder) / "delivered.db", Relay(relay, name=DOMAIN))
        bare = _bare(port, collector.letters)
    weight = sum(len(letter.data) for letter in collector.letters) // MESSAGES // 1000
    name = f"bare smtplib, the same {MESSAGES} messages of {weight} kB, one connection"
    return MESSAGES / seconds, name, MESSAGES / bare


class _Collector:
    """Keeps the letters that would leave."""

    def __init__(self) -> None:
        self.letters: list[Assembled] = []

    def open(self) -> None:
        pass

    def send(self, letter: Assembled) -> Answer:
        self.letters.append(letter)
        return Answer(outcome="accepted")

    def close(self) -> None:
        pass


def _delivered(path: Path, courier: Courier) -> float:
    """Seconds that delivering a full outbox took."""
    store = Store(f"sqlite:///{path}")
    store.migrate()
    _fill(store)
    delivery = Delivery(
        store=store, courier=courier, identity=IDENTITY, clock=lambda: NOW, worker="bench"
    )
    started = time.perf_counter()
    tally = delivery.run()
    seconds = time.perf_counter() - started
    store.dispose()
    if tally.sent != MESSAGES:
        raise RuntimeError(f"sent {tally.sent} of {MESSAGES}")
    return seconds


def _fill(store: Store) -> None:
    line = "<p>Entretien des espaces verts : marché réservé, échéance le 14 décembre</p>\n"
    with store.transaction() as session:
        for number in range(MESSAGES // PER_CONTENT):
            content = Content(
                kind="weekly",
                subject=f"{number} marchés, dont 2 réservés",
                html=line * (HTML_BYTES // len(line)) + "<a href='⟦manage_url⟧'>gérer</a>",
                text=f"Édition {number}\n" + line * 300 + "⟦manage_url⟧ ⟦unsubscribe_url⟧",
            )
            content_id = outbox.put_content(session, content)
            outbox.enqueue(session, _messages(number, content_id))


def _messages(number: int, content_id: int) -> Iterator[NewMessage]:
    for reader in range(PER_CONTENT):
        key = f"bench/{number}/{reader}"
        yield NewMessage(
            key=key,
            kind="weekly",
            address=f"lecteur{number}.{reader}@mission.example",
            display_name=f"Lecteur n° {reader}",
            content_id=content_id,
            message_id=outbox.message_id(key, DOMAIN),
            created_at=NOW,
            personal={
                "manage_url": f"https://{DOMAIN}/gerer/{'m' * 80}",
                "unsubscribe_url": f"https://{DOMAIN}/desabonnement/{'u' * 80}",
            },
        )


def _bare(port: int, letters: list[Assembled]) -> float:
    started = time.perf_counter()
    with smtplib.SMTP("127.0.0.1", port, local_hostname=DOMAIN) as client:
        for letter in letters:
            client.sendmail(letter.sender, [letter.recipient], letter.data)
    return time.perf_counter() - started


if __name__ == "__main__":
    value, name, baseline = mail_rate()
    print(f"{value:.0f} messages/s; {name}: {baseline:.0f} messages/s")
