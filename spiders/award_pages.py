"""Award records as pages of payloads, with what is not kept counted by its reason."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from spiders.award_files import AwardFileError, Record, records
from spiders.items import Page
from spiders.items import Record as Sent
from spiders.parsers.decp import LARGEST_RECORD, parse_contract
from spiders.parsers.result import UnreadablePayload
from veille.core.contracts import Contract

SOURCE = "decp"
PAGE = 200

OUTSIDE, OLD = "hors du territoire", "trop anciens"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which contracts are kept: notified (else published) since a day, performed in one of the

    ``departments`` or bought by one of the ``buyers`` (SIREN). Nothing asked keeps all.
    """

    since: date | None = None
    departments: frozenset[str] = frozenset()
    buyers: frozenset[str] = frozenset()

    def refusal(self, contract: Contract) -> str | None:
        """Why a contract is not kept; null where it is."""
        day = contract.notified_on or contract.published_on
        if self.since is not None and day is not None and day < self.since:
            return OLD
        if not self.departments:
            return None
        is_near = contract.department in self.departments or contract.siren in self.buyers
        return None if is_near else OUTSIDE


@dataclass(slots=True)
class Sifted:
    """What came of the records of a file: how many, why some were left out, its damage."""

    read: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    damage: str | None = None


def pages(path: Path, unit: str, wanted: Wanted, sifted: Sifted) -> Iterator[Page]:
    """The records to keep, a page at a time; ``sifted`` is filled on the way.

    What cannot be read is kept: it may be of the territory.
    """
    batch: list[Sent] = []
    for sent in _sent(path, wanted, sifted):
        batch.append(sent)
        if len(batch) == PAGE:
            yield Page(unit=unit, records=tuple(batch))
            batch = []
    if batch:
        yield Page(unit=unit, records=tuple(batch))


def _sent(path: Path, wanted: Wanted, sifted: Sifted) -> Iterator[Sent]:
    try:
        for record in records(path):
            sifted.read += 1
            sent = _one(record, wanted, sifted)
            if sent is not None:
                yield sent
    except AwardFileError as error:
        sifted.damage = str(error)


def _one(record: Record, wanted: Wanted, sifted: Sifted) -> Sent | None:
    try:
        content = json.dumps(record, ensure_ascii=False, separators=(",", ":"), default=str)
        encoded = content.encode("utf-8", "replace")
    except RecursionError:
        encoded = b'{"valeur":"JSON trop imbriqu\xc3\xa9"}'
    try:
        contract = parse_contract(record).contract
    except (UnreadablePayload, RecursionError):
        digest = hashlib.sha256(encoded).hexdigest()[:32]
        return Sent(key=f"illisible {digest}", content=encoded[:LARGEST_RECORD], media="json")
    refusal = wanted.refusal(contract)
    if refusal is not None:
        sifted.left_out[refusal] += 1
        return None
    return Sent(
        key=contract.uid,
        content=encoded,
        media="json",
        published_on=contract.published_on,
        decoded=record,
    )
