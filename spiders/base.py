"""What every spider of a source shares: its job, its tally, its answers to bad answers."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, cast

from scrapy import Request, Spider
from scrapy.http import Response
from twisted.python.failure import Failure

from spiders.backoff import GivenUp, network_cause
from spiders.items import DamagedPage
from spiders.keeping import Keeper
from veille.core.clock import days_between, paris


class UnexpectedAnswer(ValueError):
    """An answer that is not what the source's protocol says; the message is one line of French."""


class SourceSpider(Spider):
    """A spider that reads one source over the days of a job and counts what it reads."""

    # An API's 4xx answers say what is wrong: they are read, not dropped.
    custom_settings = {"HTTPERROR_ALLOW_ALL": True}  # noqa: RUF012 - Scrapy's own type

    def __init__(self, keeper: Keeper) -> None:
        super().__init__()
        self.keeper = keeper
        self.job = keeper.job
        self.tally = keeper.tally
        keeper.days_done = self.days_done

    def failed(self, failure: Failure) -> None:
        """Scrapy errback: the request's unit is not done."""
        request = cast("Request", getattr(failure, "request", None))
        error = failure.value or Exception("erreur inconnue")
        unit = request.meta.get("unit") if request is not None else None
        cause = str(error) if isinstance(error, GivenUp) else network_cause(error)
        self.tally.fail(f"{unit} : {cause}" if unit else cause, unit)

    def damaged(self, response: Response, reason: str, unit: str | None) -> DamagedPage:
        """The answer kept whole; its unit is not done."""
        self.tally.fail(f"{unit} : {reason}" if unit else reason, unit)
        return DamagedPage(address=response.url, content=response.body, reason=reason)

    def announce(self, unit: str, total: int) -> None:
        """The source says how many records a unit holds; a check wants only the first ones."""
        limit = self.job.max_records
        self.tally.announce(unit, total if limit is None else min(total, limit))

    def days_over(self) -> Iterator[date]:
        """The days of the job that are over: the running day is read too, but never done."""
        today = paris(self.job.now).date()
        return (day for day in days_between(self.job.since, self.job.until) if day < today)

    def days_done(self) -> Iterator[date]:
        """The days that need not be read again; a source that has no days gives none."""
        return iter(())


def decode_json(response: Response) -> Any:
    """The body of a 200 as JSON.

    Raises:
        UnexpectedAnswer: another status, or a body that is no JSON (a block page, a cut answer).
    """
    if response.status != 200:
        raise UnexpectedAnswer(f"HTTP {response.status}{_said(response)}")
    try:
        return json.loads(response.body)
    except RecursionError:
        raise UnexpectedAnswer("JSON trop imbriqué") from None
    except ValueError:
        what = "page HTML" if looks_like_html(response.body) else "JSON incomplet"
        raise UnexpectedAnswer(f"{what} au lieu de la réponse attendue") from None


def looks_like_html(body: bytes) -> bool:
    """Whether an answer is a web page (often a block page sent with status 200)."""
    start = body[:512].lstrip().lower()
    return start.startswith((b"<!doctype html", b"<html", b"<head", b"<body"))


def _said(response: Response) -> str:
    """What the API's error says, in any of the shapes that BOAMP and TED use; bounded."""
    try:
        body = json.loads(response.body)
    except (ValueError, RecursionError):
        return ""
    if not isinstance(body, Mapping):
        return ""
    said = body.get("message") or body.get("error")
    return " : " + " ".join(said.split())[:200] if isinstance(said, str) else ""
