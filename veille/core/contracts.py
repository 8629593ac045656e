"""The contract: what the award data of public buyers (DECP) say of one that was notified.

Absent means unknown. A holder is an establishment: the name of a natural person never gets here.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal, get_args

from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError

from veille.core.contract_end import contract_end
from veille.core.notices import Many
from veille.core.refusals import Refusal, value_refusal
from veille.core.text import normalise

ContractKind = Literal["contract", "concession"]
ContractFormat = Literal["2019", "2022", "2024", "table"]
Social = Literal["reserved", "clause", "criterion"]

SOCIALS: tuple[Social, ...] = get_args(Social)
SIREN_LENGTH = 9
_LONGEST_DEPARTMENT, _COMMUNE_LENGTH = 3, 5


class ContractError(Refusal):
    """A stored contract that cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Whom a contract was awarded to (titulaire); ``kind`` says what its identifier is (SIRET)."""

    identifier: str
    kind: str = "SIRET"
    name: str | None = None

    @property
    def siren(self) -> str | None:
        """The nine digits of the company; null where the identifier is no SIRET."""
        return self.identifier[:SIREN_LENGTH] if self.kind == "SIRET" else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Modification:
    """A change of a contract after it was notified; absent means that this did not change."""

    notified_on: date | None = None
    published_on: date | None = None
    amount: float | None = None
    duration_months: float | None = None
    holders: Many[Holder] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """One contract, or one lot that became one.

    ``uid`` is the buyer's SIRET and its own number. ``social`` is what its buyer declared of social
    considerations: null where the format does not ask or the buyer did not say, empty where it said
    that there are none. ``published_on`` is the day on which the data were first published,
    ``framework`` the number of the framework agreement that it comes from. Amounts are in euros
    without VAT, durations in months with every renewal.
    """

    uid: str
    number: str
    format: ContractFormat
    kind: ContractKind = "contract"
    buyer_siret: str
    buyer_name: str | None = None
    object: str | None = None
    cpv: str | None = None
    nature: str | None = None
    procedure: str | None = None
    place_code: str | None = None
    place_kind: str | None = None
    duration_months: float | None = None
    starts_on: date | None = None
    notified_on: date | None = None
    published_on: date | None = None
    amount: float | None = None
    price_forms: Many[str] = ()
    offers: int | None = None
    framework: str | None = None
    holders: Many[Holder] = ()
    social: tuple[Social, ...] | None = None
    modifications: Many[Modification] = ()

    @property
    def siren(self) -> str:
        """The nine digits of the buyer."""
        return self.buyer_siret[:SIREN_LENGTH]

    @property
    def department(self) -> str | None:
        """The département that it is performed in; null where its place is larger, or unknown."""
        return department_of(self.place_code, self.place_kind)

    @property
    def told_on(self) -> date | None:
        """The day of the newest of its data; null when none is dated."""
        days = [self.published_on, *(one.published_on for one in self.modifications)]
        return max((day for day in days if day is not None), default=None)

    @property
    def known_on(self) -> date | None:
        """From which day on anybody could know it: when its data were published, once notified."""
        days = [day for day in (self.notified_on, self.published_on) if day is not None]
        return max(days, default=None)

    @property
    def amount_today(self) -> float | None:
        """The amount as last modified."""
        changed = [one.amount for one in self.modifications if one.amount is not None]
        return changed[-1] if changed else self.amount

    @property
    def duration_today(self) -> float | None:
        """The duration as last modified, in months."""
        changed = [one.duration_months for one in self.modifications if one.duration_months]
        return changed[-1] if changed else self.duration_months

    @property
    def holders_today(self) -> tuple[Holder, ...]:
        """The holders as last modified."""
        changed = [one.holders for one in self.modifications if one.holders]
        return changed[-1] if changed else self.holders

    @property
    def ends_on(self) -> date | None:
        """The last day if every renewal is used, worked out from its duration as last modified."""
        end, _ = contract_end(
            ends_on=None,
            starts_on=self.starts_on,
            awarded_on=self.notified_on,
            duration_months=self.duration_today,
            renewals=None,
        )
        return end


def department_of(code: str | None, kind: str | None) -> str | None:
    """The département of a place of performance: ``34``, ``2A``, ``974``."""
    word, bare = normalise(kind or ""), (code or "").upper()
    if "region" in word or "pays" in word or not bare.isalnum():
        return None
    if "departement" in word:
        return bare.zfill(2) if 1 <= len(bare) <= _LONGEST_DEPARTMENT else None
    if len(bare) != _COMMUNE_LENGTH:
        return None
    if bare.startswith("20"):  # a postal code of Corsica
        return "2A" if bare < "20200" else "2B"
    return bare[:3] if bare.startswith(("97", "98")) else bare[:2]


def contract_to_json(contract: Contract) -> str:
    """``contract`` as one line of JSON."""
    try:
        return _adapter().dump_json(contract, exclude_defaults=True).decode()
    except PydanticSerializationError:  # a lone surrogate is text, but no UTF-8
        raw = _adapter().dump_python(contract, mode="json", exclude_defaults=True)
        return json.dumps(raw, ensure_ascii=False, separators=(",", ":"))


def contract_from_json(line: str | bytes) -> Contract:
    """What ``contract_to_json`` wrote.

    Raises:
        ContractError: the line is no contract.
    """
    try:
        return _adapter().validate_json(line)
    except ValidationError as error:
        raise ContractError(value_refusal(error)) from None


def contract_hash(line: str) -> str:
    """SHA-256 (hex) of a contract's line: two contracts that say the same have the same."""
    return hashlib.sha256(line.encode("utf-8", "replace")).hexdigest()


@cache
def _adapter() -> TypeAdapter[Contract]:
    return TypeAdapter(Contract)
