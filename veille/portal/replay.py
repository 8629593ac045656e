"""A replay folder: recorded payloads, loaded once and served unchanged.

``boamp/**/*.json`` and ``*.jsonl(.gz)``, ``ted/**/*.xml`` except folders ``samples_*``,
``feeds/**``, ``decp/**``, ``dila/YYYY/MM/DD/*``, ``aws/**``. A file ``SAMPLE`` in the folder says
that nothing of it is real.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from veille.core.refusals import system_refusal
from veille.portal import ted_index
from veille.portal.records import BoampRecord, DamagedError, read_record, texts
from veille.portal.ted_index import TedNotice

SAMPLE_MARK = "SAMPLE"
MAX_FEED = 64 << 20

_YEARS = range(1990, 2101)
_RECORD_FILE = re.compile(r"\.(json|jsonl|jsonl\.gz)\Z")


@dataclass(frozen=True, slots=True)
class Replay:
    """What a replay folder holds.

    ``damaged`` names what could not be served, ``remarks`` what is served but odd (a notice found
    twice, an XML that cannot be read); both are lines of French for people.
    """

    folder: Path
    records: tuple[BoampRecord, ...] = ()
    notices: tuple[TedNotice, ...] = ()
    feeds: Mapping[str, bytes] = field(default_factory=dict)
    awards: Mapping[str, bytes] = field(default_factory=dict)
    aws: Mapping[str, bytes] = field(default_factory=dict)
    dila: Mapping[str, bytes] = field(default_factory=dict)
    damaged: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    sample: bool = False

    @classmethod
    def load(cls, folder: Path) -> "Replay":
        """Read a folder.

        Raises:
            ValueError: it is missing, or holds nothing to serve.
        """
        if not folder.is_dir():
            raise ValueError(f"{folder} : ce dossier n’existe pas")
        damaged: list[str] = []
        remarks: list[str] = []
        replay = cls(
            folder=folder,
            records=_records(folder, damaged, remarks),
            notices=_notices(folder, damaged, remarks),
            feeds=_kept_whole(folder, "feeds", damaged),
            awards=_kept_whole(folder, "decp", damaged),
            aws=_pages(folder, damaged),
            dila=_kept_whole(folder, "dila", damaged),
            damaged=tuple(damaged),
            remarks=tuple(remarks),
            sample=(folder / SAMPLE_MARK).is_file(),
        )
        served = (replay.records, replay.notices, replay.feeds, replay.awards, replay.dila)
        if not any((*served, replay.aws)):
            raise ValueError(f"{folder} : rien à rejouer (ni boamp/, ni ted/, ni feeds/, ni aws/)")
        return replay

    @property
    def first_day(self) -> date | None:
        """The earliest publication day of all records and notices."""
        return min(self._days(), default=None)

    @property
    def last_day(self) -> date | None:
        """The latest publication day of all records and notices."""
        return max(self._days(), default=None)

    def _days(self) -> Iterator[date]:
        """The plausible ones: an absurd date must not move the clock."""
        days = [_record_day(record) for record in self.records]
        days += [notice.day for notice in self.notices]
        days += [_iso_day(path[:10].replace("/", "-")) for path in self.dila]
        return (day for day in days if day and day.year in _YEARS)


def _records(folder: Path, damaged: list[str], remarks: list[str]) -> tuple[BoampRecord, ...]:
    """Every record, in order of path; of two with one idweb the last one stays."""
    found: dict[str, BoampRecord] = {}
    for path in _files(folder / "boamp"):
        if not _RECORD_FILE.search(path.name):
            continue
        for piece in texts(path, path.relative_to(folder).as_posix()):
            if piece.text is None:
                damaged.append(f"{piece.origin} : {piece.damage}")
                continue
            try:
                record = read_record(piece.text)
            except DamagedError as error:
                damaged.append(f"{piece.origin} : {error}")
                continue
            key = record.idweb or piece.origin
            if key in found:
                remarks.append(f"{piece.origin} : {key} déjà lu ailleurs, le dernier est servi")
            if _record_day(record) is None:
                remarks.append(f"{piece.origin} : sans date de parution lisible")
            found[key] = record
    return tuple(found.values())


def _notices(folder: Path, damaged: list[str], remarks: list[str]) -> tuple[TedNotice, ...]:
    """Every notice, oldest first; of two with one publication number the last one stays."""
    found: dict[tuple[int, int], TedNotice] = {}
    for path in _files(folder / "ted"):
        relative = path.relative_to(folder)
        if path.suffix != ".xml" or any(part.startswith("samples_") for part in relative.parts):
            continue
        try:
            notice = ted_index.scan(path)
        except OSError as error:
            reason = system_refusal(error)
            damaged.append(f"{relative.as_posix()} : fichier illisible ({reason})")
            continue
        if notice is None:
            damaged.append(f"{relative.as_posix()} : ni numéro de publication, ni nom de fichier")
            continue
        if (notice.year, notice.number) in found:
            name = notice.publication
            remarks.append(f"{relative.as_posix()} : {name} déjà lu ailleurs, le dernier est servi")
        if not notice.sound:
            remarks.append(f"{relative.as_posix()} : XML abîmé, servi tel quel")
        if notice.day is None:
            remarks.append(f"{relative.as_posix()} : sans date de publication lisible")
        found[notice.year, notice.number] = notice
    return tuple(
        sorted(found.values(), key=lambda one: (one.day or date.min, one.year, one.number))
    )


def _kept_whole(folder: Path, kind: str, damaged: list[str]) -> Mapping[str, bytes]:
    """The bytes of every file of a kind (feeds, award files) by its path under that folder."""
    found = {}
    for path in _files(folder / kind):
        name = path.relative_to(folder).as_posix()
        try:
            if path.stat().st_size > MAX_FEED:
                damaged.append(f"{name} : plus de 64 Mio")
                continue
            found[name.removeprefix(f"{kind}/")] = path.read_bytes()
        except OSError as error:
            damaged.append(f"{name} : fichier illisible ({system_refusal(error)})")
    return found


def _pages(folder: Path, damaged: list[str]) -> Mapping[str, bytes]:
    """The recorded web pages of an AWS site."""
    whole = _kept_whole(folder, "aws", damaged)
    return {name: content for name, content in whole.items() if name.endswith(".htm")}


def _files(folder: Path) -> Iterable[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _record_day(record: BoampRecord) -> date | None:
    return _iso_day(str(record.light.get("dateparution"))[:10])


def _iso_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
