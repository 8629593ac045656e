"""What tells one buyer from another: its SIRET, else its folded name and postcode."""

import hashlib

from veille.core.notices import Buyer
from veille.core.text import normalise

_LONGEST = 200


def buyer_identity(buyer: Buyer | None) -> str | None:
    """``siret:…`` or ``name:…|34200``; null for a buyer that cannot be told apart.

    At most 200 characters: a longer one keeps its beginning and a digest of all.
    """
    if buyer is None:
        return None
    digits = siret(buyer)
    if digits:
        return f"siret:{digits}"
    name = normalise(buyer.name) if buyer.name else ""
    postcode = "".join(filter(str.isprintable, buyer.postcode or ""))
    return shortened(f"name:{name}|{postcode}") if name else None


def siret(buyer: Buyer) -> str | None:
    """The fourteen digits of its SIRET; null where it has none, or a malformed one."""
    digits = "".join((buyer.siret or "").split())
    return digits if len(digits) == 14 and digits.isascii() and digits.isdigit() else None


def shortened(text: str) -> str:
    """``text`` as an index can hold it: a long one keeps its beginning and a digest of all."""
    if len(text) <= _LONGEST:
        return text
    digest = hashlib.sha256(text.encode()).hexdigest()
    return f"{text[: _LONGEST - len(digest) - 1]}#{digest}"
