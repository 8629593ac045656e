"""What tells one buyer from another."""

import pytest

from veille.core.buyer_identity import buyer_identity, shortened
from veille.core.notices import Buyer


@pytest.mark.parametrize(
    ("buyer", "identity"),
    [
        (None, None),
        (Buyer(), None),
        (Buyer(name="?!"), None),
        (Buyer(name="Ville", siret="213 403 013 00012"), "siret:21340301300012"),
        (Buyer(name="Ville de Valrouge", siret="12"), "name:ville de valrouge|"),
        (Buyer(name="VILLE DE VALROUGE", postcode="34\x00999"), "name:ville de valrouge|34999"),
    ],
)
def test_a_buyer_is_told_apart_by_siret_else_name_and_postcode(
    buyer: Buyer | None, identity: str | None
) -> None:
    assert buyer_identity(buyer) == identity


def test_a_long_name_stays_its_own() -> None:
    one, other = (buyer_identity(Buyer(name="x" * 300 + end)) for end in "ab")
    assert one != other
    assert one is not None
    assert len(one) == 200
    assert shortened(one) == one
