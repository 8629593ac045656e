"""What was read in documents, for people: redacted, each sentence with its document and page."""

from dataclasses import dataclass

from newsletters.plain import plain
from veille.core.answers import denies
from veille.core.documents import Place, place_of
from veille.core.notices import Notice
from veille.core.redaction import redact
from veille.core.tags import ASKED, Asked
from veille.core.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence that was read in a document; ``against``: it says the contrary."""

    question: Asked
    quote: str
    place: Place
    against: bool

    @property
    def about(self) -> str:
        """What it speaks of, in words."""
        words = "réservation" if self.question == "reserved" else "clause sociale"
        return f"{words}, en sens contraire" if self.against else words


def said_in(notice: Notice, verdict: Verdict) -> tuple[Said, ...]:
    """What was read in the documents, in their order, each sentence once for a question."""
    found: dict[tuple[str, str], tuple[tuple[str, int], Said]] = {}
    for line in verdict.evidence:
        place = place_of(notice, line.at, line.start)
        if place is None or line.quote is None or line.for_ not in ASKED:
            continue
        said = Said(line.for_, redact(plain(line.quote)), place, denies(line))
        where = (line.at or "", line.start or 0)
        found.setdefault((said.question, said.quote), (where, said))
    return tuple(said for _, said in sorted(found.values(), key=lambda one: one[0]))
