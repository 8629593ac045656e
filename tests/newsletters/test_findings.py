"""What an entry says of a reservation, from the notice to the words."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from classifiers import judge
from newsletters import wording
from newsletters.findings import reserved_finding
from tests.newsletters.invented import notice, procedure
from tests.newsletters.small_edition import EDITION
from veille.core.editions import Finding
from veille.core.facts import facts
from veille.core.notices import Text

NOW = datetime(2026, 11, 16, 6, tzinfo=UTC)
RESERVED_TO_ESS = Text(
    field="conditions",
    text="Le marché est réservé aux entreprises de l'économie sociale et solidaire.",
)


def found(cpv: str) -> Finding:
    call = notice(cpv=(cpv,), texts=(RESERVED_TO_ESS,))
    finding = reserved_finding(facts(procedure(1, call, verdict=judge(call)), NOW))
    assert finding is not None
    assert finding.kinds == ("ess",)
    return finding


@pytest.mark.parametrize(("cpv", "unlisted"), [("45000000", True), ("85320000", False)])
def test_a_reservation_to_the_ess_of_what_is_not_listed_is_noted(cpv: str, unlisted: bool) -> None:
    entry = replace(EDITION.entries[0], reserved=found(cpv))
    told = " ".join(wording.notes(entry, "Hérault"))
    assert ("L2113-15" in told) is unlisted
