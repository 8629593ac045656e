"""BOAMP records as they lie in a replay folder: the very text of each, and what queries ask."""

import gzip
import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NoReturn

from veille.core.refusals import Refusal, json_refusal, system_refusal

MAX_FILE = 1 << 30
MAX_RECORD = 64 << 20
HEAVY = frozenset({"donnees", "gestion"})


class DamagedError(Refusal):
    """Something that is no record."""


@dataclass(frozen=True, slots=True)
class BoampRecord:
    """One API record: its text as found, UTF-8, and its fields without the two heavy ones."""

    text: bytes
    light: Mapping[str, Any]

    @property
    def idweb(self) -> str | None:
        """The identifier, where it is one."""
        value = self.light.get("idweb")
        return value if isinstance(value, str) else None

    def value(self, field: str) -> Any:
        """A field as published; the heavy ones are decoded again from the text."""
        return decoded(self.text).get(field) if field in HEAVY else self.light.get(field)


@dataclass(frozen=True, slots=True)
class Found:
    """A piece of a file: where it was (``name`` or ``name:line``), and its text or its damage."""

    origin: str
    text: str | None = None
    damage: str | None = None


@lru_cache(maxsize=256)
def decoded(text: bytes) -> dict[str, Any]:
    """The record of a text that was already read once."""
    record: dict[str, Any] = json.loads(text)
    return record


def read_record(text: str) -> BoampRecord:
    """The record written in ``text``.

    Raises:
        DamagedError: not JSON (NaN and absurd depth are not), or no object.
    """
    try:
        record = json.loads(text, parse_constant=_no_constant)
        encoded = text.strip().encode()
    except DamagedError:
        raise
    except (ValueError, RecursionError) as error:
        raise DamagedError(json_refusal(error)) from None
    if not isinstance(record, dict):
        raise DamagedError("ce n’est pas un objet JSON")
    light = {name: value for name, value in record.items() if name not in HEAVY}
    return BoampRecord(text=encoded, light=light)


def texts(path: Path, name: str) -> Iterator[Found]:
    """The text of every record of a file: ``.json``, ``.jsonl`` or ``.jsonl.gz``."""
    if path.suffix == ".json":
        yield from _of_document(path, name)
        return
    number = 0
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as stream:
            while line := stream.readline(MAX_RECORD):
                number += 1
                if line.strip():
                    yield _line(f"{name}:{number}", line)
    except (OSError, EOFError, zlib.error) as error:
        yield Found(f"{name}:{number + 1}", damage=f"fichier illisible ({system_refusal(error)})")


def _line(origin: str, line: bytes) -> Found:
    try:
        return Found(origin, text=line.decode("utf-8-sig").strip())
    except UnicodeDecodeError:
        return Found(origin, damage="ce n’est pas de l’UTF-8")


def _of_document(path: Path, name: str) -> Iterator[Found]:
    """What could be read before any damage, then the damage."""
    try:
        if path.stat().st_size > MAX_FILE:
            raise DamagedError("plus de 1 Gio")
        for suffix, text in _slices(path.read_bytes().decode("utf-8-sig")):
            yield Found(name + suffix, text=text)
    except UnicodeDecodeError:
        yield Found(name, damage="ce n’est pas de l’UTF-8")
    except OSError as error:
        yield Found(name, damage=f"fichier illisible ({system_refusal(error)})")
    except DamagedError as error:
        yield Found(name, damage=str(error))
    except (ValueError, RecursionError) as error:
        yield Found(name, damage=json_refusal(error))


def _slices(text: str) -> Iterator[tuple[str, str]]:
    """The records of a document with their mark: itself, a list, or the list under ``results``."""
    start = _blank(text, 0)
    opening = start if text.startswith("[", start) else _results(text, start)
    if opening is None:
        yield "", text
        return
    for number, element in enumerate(_elements(text, opening), 1):
        yield f"[{number}]", element


def _results(text: str, start: int) -> int | None:
    """Where the list under the top-level key ``results`` starts."""
    if not text.startswith("{", start):
        return None
    decoder, at = json.JSONDecoder(), _blank(text, start + 1)
    while text.startswith('"', at):
        key, at = decoder.raw_decode(text, at)
        at = _blank(text, _blank(text, at) + 1)
        if key == "results" and text.startswith("[", at):
            return at
        _, at = decoder.raw_decode(text, at)
        at = _blank(text, _blank(text, at) + 1)
    return None


def _elements(text: str, start: int) -> Iterator[str]:
    """The text of each element of the list that opens at ``start``."""
    decoder, at = json.JSONDecoder(), _blank(text, start + 1)
    while not text.startswith("]", at):
        _, end = decoder.raw_decode(text, at)
        yield text[at:end]
        at = _blank(text, end)
        if text.startswith(",", at):
            at = _blank(text, at + 1)
        elif not text.startswith("]", at):
            raise DamagedError(f"liste JSON illisible au caractère {at}")


def _blank(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\r\n":
        at += 1
    return at


def _no_constant(name: str) -> NoReturn:
    raise DamagedError(f"{name} n’est pas du JSON")
