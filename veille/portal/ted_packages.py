"""The daily packages of TED: one tar.gz per issue of the Official Journal S, one XML per notice."""

import gzip
import io
import tarfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache

from veille.portal.messages import Response, not_found
from veille.portal.ted_index import TedNotice

Issue = tuple[int, int]


class TedPackages:
    """The packages of one list of notices, made when asked for."""

    def __init__(self, notices: Sequence[TedNotice]) -> None:
        self._issues = by_issue(notices)
        self._made = lru_cache(maxsize=4)(self._make)

    def package(self, name: str) -> Response:
        """``<yyyy><issue on 5 digits>``; 404 where the issue is not (yet) there."""
        issue = (int(name[:4]), int(name[4:]))
        if issue not in self._issues:
            return not_found("no such package")
        return Response(body=self._made(issue), content_type="application/gzip")

    def _make(self, issue: Issue) -> bytes:
        return _archive(issue, self._issues[issue])


def by_issue(notices: Sequence[TedNotice]) -> Mapping[Issue, tuple[TedNotice, ...]]:
    """The notices of each issue: as their XML says, else as another of that day, else counted."""
    of_day = {notice.day: notice.issue for notice in notices if notice.day and notice.issue}
    found: dict[Issue, list[TedNotice]] = defaultdict(list)
    for notice in notices:
        if notice.day is not None:
            found[notice.issue or of_day.get(notice.day) or counted_issue(notice.day)].append(
                notice
            )
    return {issue: tuple(members) for issue, members in found.items()}


def counted_issue(day: date) -> Issue:
    """About the issue of that day: one for each weekday since 2 January, holidays not known."""
    start = date(day.year, 1, 2)
    days = (start + timedelta(days=passed) for passed in range((day - start).days + 1))
    return day.year, max(1, sum(one.weekday() < 5 for one in days))


def _archive(issue: Issue, notices: Sequence[TedNotice]) -> bytes:
    """A tar.gz whose bytes depend on its content alone."""
    days = [notice.day for notice in notices if notice.day]
    folder = f"{min(days):%Y%m%d}_{issue[1]:03d}"
    buffer = io.BytesIO()
    with (
        gzip.GzipFile(fileobj=buffer, mode="wb", mtime=0) as zipped,
        tarfile.open(fileobj=zipped, mode="w") as archive,
    ):
        for notice in notices:
            content = notice.path.read_bytes()
            digits = 6 if notice.legacy else 8
            member = tarfile.TarInfo(f"{folder}/{notice.number:0{digits}d}_{notice.year}.xml")
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return buffer.getvalue()
