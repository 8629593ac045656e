"""The archive of editions, as far as it is public."""

from dataclasses import dataclass
from datetime import timedelta

from newsletters import weekly
from veille.app.web.site import Site
from veille.core import french
from veille.core.editions import Edition, edition_from_json
from veille.store import editions
from veille.store.editions import StoredEdition


@dataclass(frozen=True, slots=True)
class Listed:
    """One edition in a list: where it is and what it is called."""

    id: int
    territory: str
    period: str
    sample: bool


def listed(site: Site) -> list[Listed]:
    """The editions that anyone may read, newest first; none where the archive is private."""
    if not site.settings.public_archive:
        return []
    with site.store.read() as session:
        return [_listed(stored) for stored in editions.list_editions(session) if _is_out(stored)]


def edition_at(site: Site, edition_id: int) -> Edition | None:
    """The edition of this id if anyone may read it."""
    if not site.settings.public_archive:
        return None
    with site.store.read() as session:
        found = editions.get(session, edition_id)
        return weekly.load(session, found) if found and _is_out(found) else None


def _is_out(stored: StoredEdition) -> bool:
    return stored.state in ("sending", "sent") and stored.kind == weekly.KIND


def _listed(stored: StoredEdition) -> Listed:
    head = edition_from_json(stored.coverage)
    last_day = stored.period_end - timedelta(days=1)
    return Listed(
        stored.id, head.territory_label, french.period(stored.period_start, last_day), stored.sample
    )
