"""The facts of a procedure in words: what is bought, by whom, where it stands now."""

from datetime import datetime

from newsletters.entries import TITLE_LENGTH
from newsletters.gazetteer import place_name
from newsletters.plain import cut, plain
from veille.core.notices import Place
from veille.core.procedures import Facts, State
from veille.core.redaction import redact_contacts
from veille.core.text import normalise

SAMPLE = "[Exemple] "
UNTITLED = "Objet non précisé dans l’avis"


def title_of(known: Facts, *, sample: bool) -> str:
    """What is bought, without the contacts that a title may hold."""
    title = _shown(known.title) or UNTITLED
    return f"{SAMPLE}{title}" if sample else title


def buyer_of(known: Facts) -> str:
    """Who buys, with the town unless the name says it."""
    buyer = known.buyer
    name = (_shown(buyer.name) if buyer else None) or "Acheteur non précisé"
    town = place_name(Place(postcode=buyer.postcode, city=buyer.city)) if buyer else None
    return name if not town or normalise(town) in normalise(name) else f"{name} – {town}"


def state_of(known: Facts, now: datetime) -> State:
    """The state at ``now``: a call closes without anyone publishing it."""
    has_passed = known.deadline is not None and known.deadline < now
    return "closed" if known.state == "open" and has_passed else known.state


def _shown(text: str | None) -> str | None:
    return cut(redact_contacts(plain(text)), TITLE_LENGTH) if text else None
