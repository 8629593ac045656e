"""What delivery needs, from the settings: who writes, to which relay, where messages return."""

import os
import socket
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from newsletters.addresses import AddressError
from newsletters.assembly import Identity
from newsletters.couriers import Courier, Folder
from newsletters.delivery import Delivery
from newsletters.pace import Pace
from newsletters.relay import Relay
from newsletters.relay_address import RelayError, parse_relay
from newsletters.signing import Signer, SigningError, load_signer
from newsletters.verp import ReturnAddresses
from veille.app.console import Failure
from veille.secret_keys import KeyFileError
from veille.settings import Settings
from veille.store.database import Store

_T = TypeVar("_T")


def delivery(
    store: Store, settings: Settings, clock: Callable[[], datetime], *, to_relay: bool = True
) -> Delivery:
    """The delivery of this install; letters go to a folder without a relay, or not ``to_relay``.

    Raises:
        Failure: a setting cannot be used; its name is in the message.
    """
    return Delivery(
        store=store,
        courier=courier(settings) if to_relay else Folder(folder(settings)),
        identity=identity(settings),
        clock=clock,
        worker=f"{socket.gethostname()}/{os.getpid()}",
        signer=signer(settings),
        pace=Pace(per_minute=settings.smtp_per_minute),
    )


def folder(settings: Settings) -> Path:
    """Where letters are kept when there is no relay."""
    return settings.var_dir / "mail" / "outbox"


def relay(settings: Settings) -> Relay | None:
    """The relay of the settings, not yet connected; null when there is none.

    Raises:
        Failure: its address cannot be used.
    """
    if settings.smtp_url is None:
        return None
    url = settings.smtp_url
    address = _named("VEILLE_SMTP_URL", lambda: parse_relay(url))
    return Relay(address, name=settings.mail_domain)


def identity(settings: Settings) -> Identity:
    """Who writes.

    Raises:
        Failure: an address cannot be used.
    """
    return _named(
        "VEILLE_MAIL_FROM, VEILLE_MAIL_REPLY_TO, VEILLE_MAIL_DOMAIN",
        lambda: Identity(
            sender=settings.mail_from,
            domain=settings.mail_domain,
            reply_to=settings.mail_reply_to,
            returns=returns(settings),
        ),
    )


def returns(settings: Settings) -> ReturnAddresses | None:
    """Where messages return; null when no address was set for it.

    Raises:
        Failure: the address, or the keys that seal it, cannot be used.
    """
    base = settings.return_address
    if base is None:
        return None
    return _named("VEILLE_RETURN_ADDRESS", lambda: ReturnAddresses(base, settings.secret_keys))


def signer(settings: Settings) -> Signer | None:
    """What signs letters here; null where the relay does.

    Raises:
        Failure: the key cannot be used.
    """
    key = settings.dkim_key
    if key is None:
        return None
    domain = settings.dkim_domain or settings.mail_domain
    return _named(
        "VEILLE_DKIM_KEY", lambda: load_signer(key, domain=domain, selector=settings.dkim_selector)
    )


def courier(settings: Settings) -> Courier:
    """What takes letters: the relay, or a folder without one.

    Raises:
        Failure: the address of the relay cannot be used.
    """
    return relay(settings) or Folder(folder(settings))


def _named(setting: str, make: Callable[[], _T]) -> _T:
    try:
        return make()
    except (AddressError, RelayError, SigningError, KeyFileError) as error:
        raise Failure(f"{setting} : {error}") from None
