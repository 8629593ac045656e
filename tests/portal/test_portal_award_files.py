"""The portal serves award files whole, by ranges, or not at all where nothing changed."""

from veille.portal.award_files import AwardFiles
from veille.portal.messages import Request, Response

CONTENT = bytes(range(100))
FILES = AwardFiles({"decp.json": CONTENT})


def asked(name: str = "decp.json", method: str = "GET", **headers: str) -> Response:
    sent = {key.replace("_", "-"): value for key, value in headers.items()}
    return FILES.file(name, Request(path=f"/decp/{name}", method=method, headers=sent))


def header(response: Response, name: str) -> str:
    return dict(response.headers)[name]


def test_a_file_is_whole_unless_a_range_is_asked_for() -> None:
    assert asked().body == CONTENT
    part = asked(range="bytes=10-19")
    assert (part.status, part.body) == (206, CONTENT[10:20])
    assert header(part, "Content-Range") == "bytes 10-19/100"
    last = asked(range="bytes=90-500")
    assert (last.status, last.body) == (206, CONTENT[90:])


def test_a_range_past_the_end_and_one_that_is_none() -> None:
    assert asked(range="bytes=100-").status == 416
    assert asked(range="lines=1-2").body == CONTENT


def test_what_the_client_has_is_not_sent_again() -> None:
    etag = header(asked(), "ETag")
    assert asked(if_none_match=etag).status == 304
    assert asked(if_none_match='"other"').status == 200


def test_a_range_of_a_file_that_changed_is_the_whole_new_one() -> None:
    assert asked(range="bytes=10-19", if_range='"other"').status == 200


def test_nothing_else_is_served_here() -> None:
    assert asked("absent.json").status == 404
    assert asked(method="POST").status == 405
