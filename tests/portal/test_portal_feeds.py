"""Feeds and their conditional requests."""

from typing import Any

import pytest

from veille.portal.messages import Request, Response
from veille.portal.site import Site

CHANGED = "Mon, 09 Nov 2026 06:00:00 GMT"


def _get(site: Site, **headers: str) -> Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return site.answer(Request.of("GET", "/feeds/fil.rss", named))


def _header(response: Response, name: str) -> Any:
    return dict(response.headers)[name]


def test_a_feed_is_served_with_its_marks(site: Site, replay_folder: Any) -> None:
    response = _get(site)

    assert response.body == (replay_folder / "feeds/fil.rss").read_bytes()
    assert response.content_type == "application/rss+xml"
    assert _header(response, "Last-Modified") == CHANGED
    assert _header(response, "ETag").startswith('"')


def test_what_the_client_has_is_not_sent_again(site: Site) -> None:
    etag = _header(_get(site), "ETag")

    for response in (
        _get(site, if_none_match=etag),
        _get(site, if_none_match=f'"other", {etag}'),
        _get(site, if_none_match="*"),
        _get(site, if_modified_since=CHANGED),
    ):
        assert (response.status, response.body) == (304, b"")
        assert _header(response, "ETag") == etag


@pytest.mark.parametrize(
    "headers",
    [
        {"if_none_match": '"other"'},
        {"if_none_match": '"other"', "if_modified_since": CHANGED},
        {"if_modified_since": "Sun, 08 Nov 2026 06:00:00 GMT"},
        {"if_modified_since": "hier"},
    ],
)
def test_what_the_client_has_not_is_sent(site: Site, headers: dict[str, str]) -> None:
    assert _get(site, **headers).status == 200
