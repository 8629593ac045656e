"""DILA's daily directories of the BOAMP: an index page a day as Apache writes it, a file a notice.

What a replay folder keeps under ``dila/YYYY/MM/DD/`` is served unchanged; beside it, each BOAMP
record is served as the file of its notice, under the day on which it was published.
"""

import html
import re
from collections.abc import Iterable, Mapping
from functools import cached_property

from veille.portal.dila_xml import document
from veille.portal.messages import Response, not_found
from veille.portal.records import BoampRecord, decoded

ROOT = "/OPENDATA/BOAMP"

_DAY = re.compile(rf"{ROOT}/([0-9]{{4}}/[0-9]{{2}}/[0-9]{{2}})/([^/]*)")
_ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_COLUMNS = (("N;O=D", "Name"), ("M;O=A", "Last modified"), ("S;O=A", "Size"))

_Day = dict[str, bytes | BoampRecord]


class DilaDirectories:
    """The directories of a replay: ``files`` by path under ``dila/``, and those of its records."""

    def __init__(self, files: Mapping[str, bytes], records: Iterable[BoampRecord]) -> None:
        self._files = files
        self._records = records

    def answer(self, path: str) -> Response | None:
        """The index of a day or one of its files; null for a path that is neither."""
        match = _DAY.fullmatch(path)
        if match is None:
            return None
        day, name = match.groups()
        held = self._days.get(day)
        if held is None:
            return not_found("no such directory")
        return _file(held, name) if name else _index(day, held)

    @cached_property
    def _days(self) -> dict[str, _Day]:
        """What each directory holds; of two files of one name the one kept as a file is served."""
        days: dict[str, _Day] = {}
        for record in self._records:
            day = _ISO_DAY.match(str(record.light.get("dateparution")))
            if day and record.idweb and record.value("gestion") and record.value("donnees"):
                days.setdefault("/".join(day.groups()), {})[f"{record.idweb}.xml"] = record
        for path, content in self._files.items():
            directory, _, name = path.rpartition("/")
            days.setdefault(directory, {})[name] = content
        return days


def _file(held: _Day, name: str) -> Response:
    found = held.get(name)
    content = document(decoded(found.text)) if isinstance(found, BoampRecord) else found
    if content is None:
        return not_found("no such file")
    return Response(body=content, content_type="application/xml")


def _index(day: str, held: _Day) -> Response:
    """Columns that sort, the directory above, a row a file: names, Paris wall time, size."""
    here = f"{ROOT}/{day}"
    sorts = "".join(f'<th><a href="?C={query}">{name}</a></th>' for query, name in _COLUMNS)
    above = f'<tr><td><a href="{here.rpartition("/")[0]}/">Parent Directory</a></td></tr>'
    rows = "\n".join(_row(day, name, held[name]) for name in sorted(held))
    page = (
        '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 3.2 Final//EN">\n'
        f"<html>\n <head>\n  <title>Index of {here}</title>\n </head>\n <body>\n"
        f"<h1>Index of {here}</h1>\n  <table>\n   <tr>{sorts}</tr>\n{above}\n{rows}\n"
        "</table>\n</body></html>\n"
    )
    body = page.encode("iso-8859-1", "xmlcharrefreplace")
    return Response(body=body, content_type="text/html;charset=ISO-8859-1")


def _row(day: str, name: str, held: bytes | BoampRecord) -> str:
    # The size of what a file is made from is near enough: nobody decides anything by it.
    size = len(held.text if isinstance(held, BoampRecord) else held)
    shown, changed = html.escape(name), f"{day.replace('/', '-')} 04:46"
    return (
        f'<tr><td><a href="{shown}">{shown}</a></td><td align="right">{changed}  </td>'
        f'<td align="right">{max(1, size // 1024)}K</td></tr>'
    )
