"""Replays: the portal in place of the sources, for a run or as a server."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from veille.app.console import Failure, complain
from veille.core.clock import morning_after
from veille.core.refusals import system_refusal
from veille.portal import dila
from veille.portal.replay import Replay
from veille.portal.server import Portal
from veille.settings import Settings


@dataclass(frozen=True, slots=True)
class Rerun:
    """The settings of a run, and what is replayed in it, if anything."""

    settings: Settings
    replay: Replay | None = None

    @property
    def replaying(self) -> bool:
        """Whether the sources are recorded ones."""
        return self.replay is not None

    @property
    def sample(self) -> bool:
        """Whether what is read is the project's own invented sample."""
        return self.replay is not None and self.replay.sample

    @property
    def last_day(self) -> date | None:
        """The last day recorded."""
        return self.replay.last_day if self.replay else None

    def now(self, until: date | None) -> datetime | None:
        """The morning after the last day asked for or recorded; null when nothing is replayed."""
        last = until or self.last_day
        return morning_after(last) if self.replaying and last else None


@contextmanager
def replayed(folder: Path, settings: Settings) -> Iterator[Rerun]:
    """A portal that serves ``folder``, and settings that ask it instead of the sources."""
    replay = load_replay(folder)
    with Portal(replay) as portal:
        feeds = tuple(f"{portal.url}/feeds/{name}" for name in sorted(replay.feeds))
        awards = tuple(f"{portal.url}/decp/{name}" for name in sorted(replay.awards))
        addresses = {"boamp_url": portal.url, "ted_api_url": portal.url, "ted_url": portal.url}
        # A replay without files of DILA's has nothing to check the API's records against.
        addresses["dila_url"] = f"{portal.url}{dila.ROOT}" if replay.dila else ""
        sites = (portal.url,) if replay.aws else ()
        files = {"feeds": feeds, "decp": awards, "aws": sites, "alert_boxes": (), "sources": {}}
        update = {**addresses, **files, "database_url": settings.replay_store_url}
        yield Rerun(settings.model_copy(update=update), replay)


def serve_portal(
    folder: Path, port: int, faults: Sequence[str], now: datetime | None = None
) -> None:
    """Serve ``folder`` until interrupted; ``now`` is the day of the services' clock."""
    replay = load_replay(folder)
    try:
        today = now.date() if now else None
        portal = Portal(replay, port=port, faults=faults, today=today)
    except ValueError as error:
        raise Failure(str(error)) from None
    except OSError as error:
        raise Failure(f"port {port} : {system_refusal(error)}") from None
    with suppress(KeyboardInterrupt):  # from the moment that it says where it is
        print(
            f"Portail de relevés : {portal.url} ({len(replay.records)} relevés BOAMP, "
            f"{len(replay.notices)} avis TED, {len(replay.feeds)} flux)",
            flush=True,
        )
        portal.serve_forever()


def load_replay(folder: Path) -> Replay:
    """The replay folder, loaded; what is damaged in it gives one line each."""
    try:
        replay = Replay.load(folder)
    except ValueError as error:
        raise Failure(str(error)) from None
    for line in (*replay.damaged, *replay.remarks):
        complain(line)
    return replay
