"""By what a notice is recognised: the keys that join it to others, and those that raise a doubt."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date
from uuid import UUID

from veille.core.notices import Buyer, Notice
from veille.core.procedures import Key
from veille.core.text import normalise

MIN_TITLE = 15
"""Characters a normalised title needs before it says anything about identity."""

_UUID = re.compile(r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:-\d{1,2})?")
_TED_NUMBER = re.compile(r"(?:ted:)?0*(\d{1,8})-((?:19|20)\d\d)")
_OFFICIAL_JOURNAL = re.compile(r"(?:ted:)?((?:19|20)\d\d)/s \d{1,3}-0*(\d{1,8})")
_PROJECT_ID = re.compile(r"[a-z][a-z0-9_]*:\S+")
# A platform's own numbers, in the addresses that others give too: of the notice, of the case.
_AWS_NOTICE = re.compile(r"/Annonces/MPI-pub-([0-9]{6,16})\.htm", re.IGNORECASE)
_AWS_CASE = re.compile(
    r"/mpiaws/index\.cfm\?(?:[^#\s]{0,300}[&;])?IDM=([0-9]{4,12})(?![0-9])", re.I
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Linkable:
    """What linking needs of a notice; ``procedure`` is the one it is in today, if any."""

    id: str
    keys: tuple[Key, ...]
    buyer: str | None = None
    published_on: date | None = None
    procedure: int | None = None


def linkable(notice: Notice, procedure: int | None = None) -> Linkable:
    """``notice`` as linking sees it."""
    return Linkable(
        id=notice.id,
        keys=keys(notice),
        buyer=buyer_signature(notice.buyer),
        published_on=notice.published_on or notice.dispatched_on,
        procedure=procedure,
    )


def age(notice: Linkable) -> tuple[date, str]:
    """Sorts notices oldest first; one without a date comes last."""
    return notice.published_on or date.max, notice.id


def keys(notice: Notice) -> tuple[Key, ...]:
    """Every key of the notice, each once; those that join come first."""
    identities = (*own_keys(notice), *references(notice), *_folder(notice), *_linked(notice))
    found = (*identities, *_fallback(notice), *_self(notice), *_doubts(notice))
    return tuple(dict.fromkeys(found))


def buyer_signature(buyer: Buyer | None) -> str | None:
    """One string for one buyer: its SIREN, else its folded name; null when both are missing."""
    if buyer is None:
        return None
    siret = _siret(buyer)
    if siret:
        return siret[:9]
    return (normalise(buyer.name) or None) if buyer.name else None


def clean_uuid(raw: str | None) -> str | None:
    """``raw`` as a bare lower-case UUID (a notice version such as ``-01`` is dropped).

    Null when it is no UUID, or an obvious constant such as the nil UUID.
    """
    match = _UUID.fullmatch((raw or "").strip().lower())
    if match is None:
        return None
    value = match.group(1)
    few_digits = len(set(UUID(value).hex)) < 4
    return None if few_digits else value


def own_keys(notice: Notice) -> tuple[Key, ...]:
    """The keys that name this notice itself: its id and its UUID."""
    number = Key("notice", _notice_id(notice.id) or notice.id, True)
    uuid = clean_uuid(notice.uuid)
    return (number, Key("uuid", uuid, True)) if uuid else (number,)


def references(notice: Notice) -> tuple[Key, ...]:
    """The keys of the earlier notices that this one names."""
    return tuple(key for raw in notice.supersedes if (key := _reference(raw)) is not None)


def _folder(notice: Notice) -> Iterator[Key]:
    folder = clean_uuid(notice.procedure_id)
    if folder:
        yield Key("folder", folder, True)


def _linked(notice: Notice) -> Iterator[Key]:
    """What the addresses of the notice say: the page or the case of a platform that it leads to."""
    links = notice.links
    if links is None:
        return
    for link in filter(None, (links.notice, links.documents, links.submission, links.profile)):
        if found := _AWS_NOTICE.search(link):
            yield Key("notice", f"aws:{found[1]}", True)
        if found := _AWS_CASE.search(link):
            yield Key("notice", f"aws-idm:{found[1]}", True)


def _reference(raw: str) -> Key | None:
    """The key of another notice named by ``raw``: a notice UUID or the number of a publication."""
    uuid = clean_uuid(raw)
    if uuid:
        return Key("uuid", uuid, True)
    number = _notice_id(raw)
    return Key("notice", number, True) if number else None


def _notice_id(raw: str) -> str | None:
    """The project id of a publication: TED numbers lose their zeros (``ted:47522-2024``)."""
    text = raw.strip().lower()
    journal = _OFFICIAL_JOURNAL.fullmatch(text)
    if journal:
        return f"ted:{journal.group(2)}-{journal.group(1)}"
    number = _TED_NUMBER.fullmatch(text)
    if number:
        return f"ted:{number.group(1)}-{number.group(2)}"
    return text if _PROJECT_ID.fullmatch(text) else None


def _fallback(notice: Notice) -> Iterator[Key]:
    """SIRET, deadline (minute, UTC) and title: enough together, never two of them alone."""
    title, siret = _telling_title(notice), _siret(notice.buyer)
    if not title or not siret or notice.deadline is None or notice.deadline_approximate:
        return
    minute = notice.deadline.astimezone(UTC).strftime("%Y-%m-%dT%H:%M")
    yield Key("fallback", f"{siret} {minute} {title}", True)


def _self(notice: Notice) -> Iterator[Key]:
    uuid = clean_uuid(notice.uuid)
    if uuid:
        yield Key("self", uuid, False)


def _doubts(notice: Notice) -> Iterator[Key]:
    title = _telling_title(notice)
    if not title or notice.buyer is None:
        return
    siret = _siret(notice.buyer)
    if siret:
        yield Key("doubt", f"{siret[:9]} {title}", False)
    name = normalise(notice.buyer.name) if notice.buyer.name else None
    if name:
        yield Key("doubt", f"{name} {title}", False)


def _telling_title(notice: Notice) -> str | None:
    title = normalise(notice.title) if notice.title else ""
    return title if len(title) >= MIN_TITLE else None


def _siret(buyer: Buyer | None) -> str | None:
    digits = "".join((buyer.siret or "").split()) if buyer else ""
    return digits if len(digits) == 14 and digits.isascii() and digits.isdigit() else None
