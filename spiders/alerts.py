"""Alert mails: what platforms send to whoever saved a search, read from a box of mail.

Publisher: each platform (AWS, achatpublic, e-marchespublics, PLACE, Midi Libre…).
Licence: a mail is for its reader, and of each tender only object, buyer, deadline and link are
    taken, to point to it.
Address: a maildir, an mbox or an IMAP folder in the settings (``VEILLE_ALERT_BOXES``): none by
    default.
Rhythm: each platform's, mostly daily.
Page size: one mail.
Known limits: the layouts were written from public descriptions, a mail that is not recognised
    becomes one notice with its links and a line for staff; no mail announces a total.

No Scrapy: nothing is asked of the web, and no link of a mail is followed.
"""

import hashlib

from spiders.items import Page, Record
from spiders.keeping import Keeper
from spiders.parsers.alert_mail import MOST_BYTES, read_mail
from spiders.parsers.result import UnreadablePayload
from veille.mailbox.box import name_of, open_box
from veille.mailbox.errors import MailboxError
from veille.store.errors import StoreError

KEYWORD = "Veille"
"""What marks a mail as read by the program in an IMAP folder that people read too."""


def read_boxes(keeper: Keeper) -> None:
    """Keep every mail of the boxes of the job that was not kept before.

    A mail is stored before its box is told, so that one is never lost; told twice, it is known by
    its bytes. A box that cannot be read makes the crawl incomplete.
    """
    for url in keeper.job.boxes:
        unit = name_of(url)
        keeper.tally.announce(unit, 0)
        try:
            open_box(url, most_bytes=MOST_BYTES, keyword=KEYWORD).drain(
                lambda raw, _, unit=unit: _keep(keeper, unit, raw)  # type: ignore[misc]
            )
        except MailboxError as error:
            keeper.tally.fail(str(error), unit)
        except StoreError as error:
            keeper.tally.fail(f"base de données inutilisable : {error}", unit)


def _keep(keeper: Keeper, unit: str, raw: bytes) -> None:
    key = hashlib.sha256(raw).hexdigest()[:32]
    known = keeper.tally.unit(unit).received | {key}
    keeper.tally.announce(unit, len(known))
    try:
        day = read_mail(raw).day
    except UnreadablePayload:
        day = None
    record = Record(key=key, content=raw, media="mail", published_on=day)
    keeper.keep(Page(unit=unit, records=(record,)))
