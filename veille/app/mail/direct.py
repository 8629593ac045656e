"""A letter that is handed over at once and kept nowhere: it holds what lets somebody in."""

import secrets
from collections.abc import Mapping
from datetime import datetime

from newsletters.addresses import AddressError
from newsletters.assembly import assemble
from newsletters.relay_address import RelayError
from veille.app.console import Failure
from veille.app.mail import mailing
from veille.core.refusals import system_refusal
from veille.settings import Settings
from veille.store.claims import Claimed
from veille.store.outbox import Content, message_id


def hand_over(
    settings: Settings,
    content: Content,
    address: str,
    display_name: str | None,
    personal: Mapping[str, str],
    now: datetime,
) -> None:
    """Give the letter to the relay, or to the folder of letters without one.

    Raises:
        Failure: it was not taken, and why.
    """
    key = f"{content.kind}/{secrets.token_hex(16)}"
    message = Claimed(
        id=0,
        claim="",
        key=key,
        kind=content.kind,
        urgent=True,
        subscriber_id=None,
        address=address,
        display_name=display_name,
        content_id=0,
        personal=personal,
        message_id=message_id(key, settings.mail_domain),
        dated_at=now,
        attempts=0,
        uncertain=0,
        first_tried_at=None,
    )
    courier = mailing.courier(settings)
    signer = mailing.signer(settings)
    try:
        letter = assemble(message, content, mailing.identity(settings))
        courier.open()
        try:
            answer = courier.send(signer.sign(letter) if signer else letter)
        finally:
            courier.close()
    except (AddressError, RelayError) as error:
        raise Failure(str(error)) from None
    except OSError as error:
        raise Failure(f"{error.filename} : {system_refusal(error)}") from None
    if answer.outcome != "accepted":
        raise Failure(f"refusé par le serveur, {answer.words or answer.outcome}")
