"""A daily package of TED: one tar.gz of every notice of a day, all of Europe's."""

import gzip
import io
import re
import tarfile
import zlib
from collections.abc import Collection, Iterator

LARGEST_NOTICE = 20 * 1024 * 1024
LARGEST_PACKAGE = 2 * 1024 * 1024 * 1024

_MEMBER = re.compile(r"(?:^|/)0*(\d{1,8})_(\d{4})\.xml$")


def members_of(package: bytes, wanted: Collection[str]) -> Iterator[tuple[str, bytes]]:
    """Number and XML of the wanted notices, read as a stream and bounded in size.

    What follows damage is not read: the package gives what comes before it.
    """
    try:
        yield from _members(package, frozenset(wanted))
    except (tarfile.TarError, zlib.error, EOFError, OSError):  # cut, or no package at all
        return


def _members(package: bytes, wanted: frozenset[str]) -> Iterator[tuple[str, bytes]]:
    seen = 0
    # tarfile's own reading of gzip raises TypeError on a header that is cut.
    with (
        gzip.open(io.BytesIO(package)) as stream,
        tarfile.open(fileobj=stream, mode="r|") as archive,
    ):
        for member in archive:
            seen += member.size
            if seen > LARGEST_PACKAGE:
                return
            name = _MEMBER.search(member.name)
            number = f"{name[1]}-{name[2]}" if name else ""
            if number not in wanted or not member.isfile() or member.size > LARGEST_NOTICE:
                continue
            content = archive.extractfile(member)
            if content is not None:
                yield number, content.read()
