"""How many requests are taken that send a mail, so that no mailbox is flooded."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from veille.core.addresses import network_of
from veille.core.refusals import Refusal
from veille.store import Store, attempts

_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)


class TooManyRequestsError(Refusal):
    """More requests than anybody needs, from one network or for one address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How many requests are taken: by address in a day, by network (/24, /64) in an hour.

    Requests of another ``purpose`` are counted apart.
    """

    by_address: int = 3
    by_network: int = 20
    purpose: str = ""


DEFAULT_LIMITS = Limits()


def count_request(
    store: Store, address: str, host: str | None, secret: str, now: datetime, limits: Limits
) -> None:
    """Count a request for an address from a host, a refused one too; known or not is all the same.

    ``secret`` goes into the hashes under which they are counted.

    Raises:
        TooManyRequestsError: there were too many.
    """
    by_address = attempts.bucket(f"{limits.purpose}address", address, secret)
    by_network = attempts.bucket(f"{limits.purpose}network", network_of(host), secret)
    with store.transaction() as session:
        attempts.add(session, [by_address, by_network], now)
        asked_for = attempts.count(session, by_address, now - _DAY)
        came_from = attempts.count(session, by_network, now - _HOUR)
    if came_from > limits.by_network:
        raise TooManyRequestsError("trop de demandes depuis ce réseau : réessayer dans une heure")
    if asked_for > limits.by_address:
        raise TooManyRequestsError("trop de demandes pour cette adresse : réessayer demain")
