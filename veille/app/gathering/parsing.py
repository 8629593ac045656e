"""``veille parse``: payload files in, interchange notices out."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from spiders.parsers import UnreadablePayload, parse
from veille.app.console import complain, progress
from veille.core.interchange import notice_to_json
from veille.core.refusals import system_refusal
from veille.portal.records import texts

LARGEST_DOCUMENT = 64 * 1024 * 1024


def parse_files(source: str, files: Sequence[Path]) -> bool:
    """Print the notice of every payload; false when one could not be read (one line each)."""
    whole = True
    with progress("Lecture") as bar:
        for number, file in enumerate(files, start=1):
            for origin, content, damage in _payloads(source, file):
                whole &= _print_notice(source, origin, content, damage)
            bar.update(number, len(files))
    return whole


def _print_notice(source: str, origin: str, content: bytes | None, damage: str | None) -> bool:
    if content is None:
        complain(f"{origin} : {damage}")
        return False
    try:
        parsed = parse(source, content)
    except UnreadablePayload as error:
        complain(f"{origin} : {error}")
        return False
    sys.stdout.write(notice_to_json(parsed.notice) + "\n")
    return True


def _payloads(source: str, file: Path) -> Iterator[tuple[str, bytes | None, str | None]]:
    """Each payload of a file: where it was, its bytes or what is wrong with it."""
    if source == "boamp":
        for found in texts(file, str(file)):
            content = None if found.text is None else found.text.encode("utf-8", "surrogatepass")
            yield found.origin, content, found.damage
        return
    try:
        if file.stat().st_size > LARGEST_DOCUMENT:
            yield str(file), None, "plus de 64 Mio"
            return
        yield str(file), file.read_bytes(), None
    except OSError as error:
        yield str(file), None, system_refusal(error)
