"""What a person at a terminal does with award files: lines of French on standard output."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from spiders.award_pages import Wanted
from veille.app.console import complain, progress, tell
from veille.app.gathering.award_import import Imported, import_files
from veille.app.gathering.sources import checked_territories, departments_of
from veille.app.opening import opened
from veille.app.steps.awards import join_contracts
from veille.app.steps.cover import cover
from veille.core.french import count
from veille.settings import Settings, load
from veille.store import buyers, contract_counts
from veille.store.database import Store


def import_awards(
    files: Sequence[Path], since: date | None, *, everywhere: bool, now: datetime | None
) -> bool:
    """Keep the contracts of the files, join them, say what came of it; false when not all was read.

    Without ``everywhere`` only those of the territory are kept, and those of buyers whose notices
    are known.
    """
    settings, moment = load(), now or datetime.now(UTC)
    checked_territories(settings)
    with opened(settings) as store:
        wanted = _wanted(store, settings, since, everywhere=everywhere)
        with progress("Marchés attribués") as bar:
            done = import_files(store, settings, files, wanted, moment, bar.update)
        looked = _join(store, moment)
        _say(done)
        _say_joined(store, looked)
    return not done.causes and not done.unread


def join_awards(now: datetime | None) -> None:
    """Look for the procedures of the contracts that wait, and say how they stand."""
    with opened(load()) as store:
        _say_joined(store, _join(store, now or datetime.now(UTC)))


def _wanted(store: Store, settings: Settings, since: date | None, *, everywhere: bool) -> Wanted:
    if everywhere:
        return Wanted(since=since)
    with store.read() as session:
        known = buyers.sirens(session)
    return Wanted(since, frozenset(departments_of(settings.territories)), known)


def _join(store: Store, now: datetime) -> int:
    with progress("Rapprochement") as bar:
        looked = join_contracts(store, now, bar.update)
    cover(store, now)
    return looked


def _say(done: Imported) -> None:
    read = count(done.read, "marché lu", "marchés lus")
    tell(f"DECP : {read}, {count(done.stored, 'nouveau', 'nouveaux')}.")
    for reason, left in sorted(done.left_out.items()):
        tell(f"  Non gardés, {reason} : {left}.")
    if done.unread:
        tell(f"  {count(done.unread, 'illisible gardé', 'illisibles gardés')}.")
    for cause in done.causes:
        complain(f"DECP : {cause}")


def _say_joined(store: Store, looked: int) -> None:
    with store.read() as session:
        known = contract_counts.totals(session)
    tell(f"Rapprochement : {count(looked, 'marché regardé', 'marchés regardés')}.")
    tell(
        f"En tout : {count(known.contracts, 'marché', 'marchés')}, "
        f"{count(known.joined, 'rapproché', 'rapprochés')} d’une consultation, "
        f"{known.doubts} en doute (à trancher dans /equipe/attributions)."
    )
