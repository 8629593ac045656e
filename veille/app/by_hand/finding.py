"""What staff found, held from the look until it is kept: files read, the find, its place."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from spiders.safe_addresses import Policy
from veille.app.finds.extraction import GivenFile, read_files
from veille.app.finds.fetching import PUBLIC, fetch
from veille.app.finds.found import Find, find_from_json, find_of, find_to_json
from veille.app.finds.prefill import prefilled
from veille.core.refusals import Refusal
from veille.store import Store, finds
from veille.store.staff import Member


class FindGone(Refusal):
    """A find that is held no more, or never was this member's."""

    def __init__(self) -> None:
        super().__init__("ces documents ne sont plus en attente : les choisir de nouveau")


def hold_files(store: Store, member: Member, given: Sequence[GivenFile], now: datetime) -> str:
    """Read files and hold what they say; the secret that it is asked for by.

    Raises:
        NothingRead: no document could be read.
    """
    return hold(store, member, find_of(given, read_files(given)), now)


def hold_address(
    store: Store,
    member: Member,
    address: str,
    now: datetime,
    *,
    user_agent: str,
    policy: Policy = PUBLIC,
) -> str:
    """Fetch an address, read what it gives and hold it; the secret that it is asked for by.

    Raises:
        AddressRefused: it is none of the public Internet.
        FetchRefused: it gave nothing in time.
        NothingRead: what it gave is no document.
    """
    asked = address.strip()
    given = [fetch(asked, user_agent, policy)]
    return hold(store, member, find_of(given, read_files(given), asked), now)


def hold(store: Store, member: Member, find: Find, now: datetime) -> str:
    """Hold a find for its member, for a day at most."""
    with store.transaction() as session:
        return finds.add(session, member, find_to_json(find), now)


def held(store: Store, member: Member, secret: str, now: datetime) -> Find | None:
    """The find that a form names; null where it names none.

    Raises:
        FindGone: it is not held any more.
    """
    if not secret:
        return None
    with store.read() as session:
        content = finds.get(session, member, secret, now)
    find = find_from_json(content) if content else None
    if find is None:
        raise FindGone
    return find


def fields_of(find: Find) -> Mapping[str, str]:
    """The form as the documents fill it in, for staff to correct."""
    said = dict(prefilled(find.documents))
    return said | {"adresse": find.link} if find.link else said


def let_go(store: Store, member: Member, secret: str) -> None:
    """It was kept: it is with the payloads now."""
    with store.transaction() as session:
        finds.remove(session, member, secret)
