"""Returns: read what came back and act upon it, each report once."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime

from newsletters.bounces.handling import handle
from newsletters.bounces.lmtp import Lmtp
from newsletters.bounces.sources import open_source
from veille.app.mail import mailing
from veille.settings import Settings
from veille.store.bounces import BounceKind
from veille.store.database import Store


def read_returns(
    store: Store, settings: Settings, clock: Callable[[], datetime], *, listen: bool = False
) -> Counter[BounceKind]:
    """How many new reports of each kind there were; none without an address and a place for them.

    A report leaves its place only after what it asks for is done. Where reports are handed in
    (LMTP) there is nothing to read but to ``listen``, which goes on until the process is stopped.

    Raises:
        Failure: the return address cannot be used.
        MailboxError: the place where reports arrive cannot be read.
    """
    returns = mailing.returns(settings)
    if returns is None or settings.returns_url is None:
        return Counter()
    found: Counter[BounceKind] = Counter()

    def take(raw: bytes, recipients: tuple[str, ...]) -> None:
        kind = handle(store, raw, returns, clock(), recipients)
        if kind is not None:
            found[kind] += 1

    source = open_source(settings.returns_url, returns)
    if listen or not isinstance(source, Lmtp):
        source.drain(take)
    return found
