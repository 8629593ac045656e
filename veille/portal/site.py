"""Which address answers what: BOAMP (API, directories), TED, feeds, awards, AWS."""

import re
from datetime import date, timedelta

from veille.portal.award_files import AwardFiles
from veille.portal.aws_pages import AwsPages
from veille.portal.boamp_api import BoampApi
from veille.portal.dila import DilaDirectories
from veille.portal.feeds import Feeds
from veille.portal.messages import Request, Response, json_response, not_allowed, not_found
from veille.portal.replay import Replay
from veille.portal.ted_api import TedApi
from veille.portal.ted_packages import TedPackages

DATASET = "/api/explore/v2.1/catalog/datasets/boamp"
SEARCH = "/v3/notices/search"
ROBOTS = "User-agent: *\nDisallow: /api/\n\nUser-agent: Googlebot\nAllow: /\n"

_NOTICE = re.compile(r"/[a-z]{2}/notice/0*([0-9]{1,8})-([0-9]{4})/xml")
_PACKAGE = re.compile(r"/packages/daily/([0-9]{9})")
_FEED = re.compile(r"/feeds/(.+)")
_AWARDS = re.compile(r"/decp/(.+)")


class Site:
    """Everything that a replay answers, apart from any socket.

    ``today`` is the day of the services' clock (``today()`` in a query); without one it is the
    day after the last record.
    """

    def __init__(self, replay: Replay, *, base_url: str, today: date | None = None) -> None:
        last = replay.last_day or date(2000, 1, 1)
        self._today = today or last + timedelta(days=1)
        self._boamp = BoampApi(replay.records)
        self._ted = TedApi(replay.notices, today=self._today, base_url=base_url)
        self._packages = TedPackages(replay.notices)
        self._notices = {(notice.year, notice.number): notice for notice in replay.notices}
        self._feeds = Feeds(replay.feeds, day=last)
        self._awards = AwardFiles(replay.awards)
        self._aws = AwsPages(replay.aws)
        self._dila = DilaDirectories(replay.dila, replay.records)

    def answer(self, request: Request) -> Response:
        """The answer to any request."""
        if request.path.startswith("/api/"):
            return self._api(request)
        if request.path == SEARCH:
            return self._ted.search(request)
        if match := _FEED.fullmatch(request.path):
            return self._feeds.feed(match[1], request)
        if match := _AWARDS.fullmatch(request.path):
            return self._awards.file(match[1], request)
        if request.path.startswith("/Annonces/"):
            return self._aws.answer(request)
        if request.method != "GET":
            return not_allowed("GET")
        return self._document(request.path)

    def _api(self, request: Request) -> Response:
        if request.path.rstrip("/") == f"{DATASET}/records":
            return self._boamp.records(request)
        if request.path.rstrip("/") == f"{DATASET}/exports/json":
            return self._boamp.export(request)
        return json_response(
            {"message": "The requested resource is not here.", "error_code": "NotFound"}, 404
        )

    def _document(self, path: str) -> Response:
        if path == "/robots.txt":
            return Response(body=ROBOTS.encode(), content_type="text/plain; charset=utf-8")
        if match := _PACKAGE.fullmatch(path):
            return self._packages.package(match[1])
        if match := _NOTICE.fullmatch(path):
            return self._notice(int(match[2]), int(match[1]))
        return self._dila.answer(path) or not_found("nothing here")

    def _notice(self, year: int, number: int) -> Response:
        notice = self._notices.get((year, number))
        if notice is None:
            return not_found("no such notice")
        return Response(body=notice.path.read_bytes(), content_type="application/xml")
