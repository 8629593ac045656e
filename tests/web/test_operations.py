"""What runs the site asks of it: is it well, how does it go, what happened to this request."""

import json
import logging
import re
from typing import Any

import pytest
import structlog
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient
from structlog.testing import capture_logs

from tests.web.source_world import furnish_sources
from tests.web.visiting import BASE, Visit, furnish, shown, visit
from veille.app import logs
from veille.app.web.routes import home
from veille.store import attempts, schema
from veille.store.errors import StoreError

__all__ = ["visit"]

TOKEN = "a-token-of-a-monitor"
SIGN_UP = {"adresse": "camille@structure.example", "rythme": "weekly"}


def seen_from(at: Visit, host: str, **headers: str) -> TestClient:
    """A browser or a proxy on another machine."""
    return TestClient(
        at.app,
        base_url=BASE,
        client=(host, 4000),
        headers=headers,
        follow_redirects=False,
        raise_server_exceptions=False,
    )


def fail(monkeypatch: pytest.MonkeyPatch, at: Visit, name: str) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise StoreError("postgresql://compte@machine : connexion refusée")

    monkeypatch.setattr(type(at.world.store), name, refuse)


def figures(text: str) -> dict[tuple[str, ...], float]:
    """Each value by the name and labels of its line."""
    return {
        (one.name, *sorted(one.labels.values())): one.value
        for family in text_string_to_metric_families(text)
        for one in family.samples
    }


def test_a_site_that_is_well(visit: Visit) -> None:
    for path in ("/healthz", "/readyz", "/sante"):
        found = visit.get(path)
        assert (found.status_code, found.json()["status"]) == (200, "ok"), path
    assert visit.get("/readyz").json()["schema"] == schema.HEAD
    assert visit.browser.head("/healthz").status_code == 200


def test_a_store_that_does_not_answer(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    fail(monkeypatch, visit, "revision")
    fail(monkeypatch, visit, "read")
    assert visit.get("/healthz").status_code == 200
    found = visit.get("/readyz")
    assert found.status_code == 503
    assert found.json() == {"status": "unavailable", "cause": "la base ne répond pas"}
    assert figures(visit.get("/metrics").text)["veille_store_up",] == 0


def test_a_store_of_another_version_is_not_ready(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(visit.world.store), "revision", lambda _: "0001")
    found = visit.get("/readyz")
    assert found.status_code == 503
    assert found.json()["cause"] == f"base au schéma 0001, il faut {schema.HEAD}"


def test_requests_are_counted_by_route_never_by_path(visit: Visit) -> None:
    first, _ = furnish(visit.world)
    visit.get(f"/consultations/{first}")
    visit.get("/consultations/999")
    visit.get("/mon-abonnement/a-secret-token?mots=secret")
    visit.get("/a-secret-path")
    visit.browser.request("BREW", "/another-secret")
    text = visit.get("/metrics").text
    assert "secret" not in text
    found = figures(text)
    route = "/consultations/{procedure_id}"
    name = "veille_http_requests_total"
    assert found[name, *sorted((route, "GET", "200"))] == 1
    assert found[name, *sorted((route, "GET", "404"))] == 1
    assert found[name, *sorted(("/mon-abonnement/{token}", "GET", "400"))] == 1
    assert found[name, *sorted(("aucune", "GET", "404"))] == 1
    assert any(labels[0] == name and "autre" in labels for labels in found)
    assert found["veille_http_request_duration_seconds_count", *sorted((route, "GET"))] == 2


def test_what_the_store_says_is_read_when_asked(visit: Visit) -> None:
    furnish(visit.world)
    furnish_sources(visit.world, visit.at)
    found = figures(visit.get("/metrics").text)
    assert found["veille_store_up",] == 1
    assert found["veille_notices", "boamp"] == 3
    moment = found["veille_source_last_success_timestamp_seconds", "ted"]
    assert moment == visit.at.timestamp()
    assert found["veille_payloads_unreadable", "boamp"] == 2
    assert ("veille_model_info", "livré") in found
    before = found.get(("veille_outbox_messages", "waiting"), 0)
    visit.post("/s-abonner", SIGN_UP)
    after = figures(visit.get("/metrics").text)
    assert after["veille_outbox_messages", "waiting"] == before + 1


def test_metrics_are_for_this_machine_and_for_who_has_the_token(visit: Visit) -> None:
    assert visit.get("/metrics").status_code == 200
    for host in ("203.0.113.9", "10.0.0.4", "2001:db8::1"):
        assert seen_from(visit, host).get("/metrics").status_code == 404, host
    forwarded = {"X-Forwarded-For": "127.0.0.1"}
    assert visit.get("/metrics", headers=forwarded).status_code == 404
    assert visit.get("/metrics", headers={"Via": "1.1 proxy"}).status_code == 404
    given = {"Authorization": f"Bearer {TOKEN}"}
    assert visit.get("/metrics", headers=given).status_code == 403  # no token is set


def test_the_token_of_a_monitor(visit: Visit) -> None:
    at = Visit(visit.world, metrics_token=TOKEN)
    far = seen_from(at, "203.0.113.9")
    for given, status in (
        (f"Bearer {TOKEN}", 200),
        (f"bearer {TOKEN}", 200),
        (f"Bearer {TOKEN}x", 403),
        ("Bearer ", 403),
        ("Bearer é", 403),
        (f"Basic {TOKEN}", 403),
        (TOKEN, 403),
    ):
        found = far.get("/metrics", headers={"Authorization": given.encode()})
        assert found.status_code == status, given
    assert far.get("/metrics").status_code == 404


def test_every_answer_bears_its_reference_and_the_journal_has_one_line_for_it(
    visit: Visit,
) -> None:
    with capture_logs(processors=[structlog.contextvars.merge_contextvars]) as lines:
        answer = visit.get("/mon-abonnement/a-secret-token?mots=secret")
    (line,) = [one for one in lines if one["event"] == "request"]
    reference = answer.headers["x-request-id"]
    assert re.fullmatch(r"[0-9a-f]{16}", reference)
    assert line["request_id"] == reference
    assert (line["route"], line["status"], line["method"]) == (
        "/mon-abonnement/{token}",
        400,
        "GET",
    )
    assert line["ms"] > 0
    assert "secret" not in str(lines)
    assert "127.0.0.1" not in str(lines)


def test_probes_that_are_well_leave_no_line(visit: Visit) -> None:
    with capture_logs() as lines:
        for path in ("/healthz", "/readyz", "/metrics", "/sante"):
            visit.get(path)
        visit.browser.head("/healthz")
    assert lines == []


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("0a1b2c3d4e5f6071", True),
        ("req_2026-11-16.42", True),
        ("short", False),
        ("x" * 65, False),
        ("with space and more", False),
        ("<script>alert(1)</script>", False),
        ("éééééééé", False),
    ],
)
def test_a_reference_is_taken_from_a_trusted_proxy_only(
    visit: Visit, given: str, kept: bool
) -> None:
    headers = {"X-Request-ID": given.encode()}
    assert (visit.get("/", headers=headers).headers["x-request-id"] == given) is kept
    far = seen_from(visit, "203.0.113.9").get("/", headers=headers)
    assert far.headers["x-request-id"] != given


def test_an_error_shows_the_reference_that_the_journal_has(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(home, "listed", lambda _: 1 / 0)
    with capture_logs(processors=[structlog.contextvars.merge_contextvars]) as lines:
        page = visit.get("/")
    assert page.status_code == 500
    reference = page.headers["x-request-id"]
    assert f"Référence à donner si vous nous écrivez : {reference}" in shown(page)
    (failed,) = [one for one in lines if one["event"] == "page failed"]
    (asked,) = [one for one in lines if one["event"] == "request"]
    assert failed["request_id"] == asked["request_id"] == reference
    assert (failed["route"], asked["status"]) == ("/", 500)
    assert page.headers["x-frame-options"] == "DENY"
    assert "Référence" not in shown(visit.get("/nulle-part"))


def test_the_journal_in_each_form(capfd: pytest.CaptureFixture[str]) -> None:
    before, root = structlog.get_config(), logging.getLogger()
    handlers, level = root.handlers, root.level
    try:
        for form in ("json", "logfmt"):
            logs.configure(form)  # type: ignore[arg-type]
            with structlog.contextvars.bound_contextvars(request_id="abc"):
                structlog.get_logger("x").info("request", route="/", status=200)
            logging.getLogger("uvicorn.error").warning("library's words")
            logging.getLogger("uvicorn.error").error("Exception in ASGI application\n")
            try:
                raise ValueError("odd")
            except ValueError as error:
                structlog.get_logger("x").error("page failed", exc_info=error)
    finally:
        structlog.configure(**before)
        root.handlers, root.level = handlers, level
    lines = capfd.readouterr().err.splitlines()
    first, library, failed = (json.loads(line) for line in lines[:3])
    assert (first["event"], first["request_id"], first["status"]) == ("request", "abc", 200)
    assert first["time"].endswith("Z")
    assert (library["event"], library["level"]) == ("library's words", "warning")
    assert "ValueError: odd" in failed["exception"]
    assert lines[3] == "level=info event=request route=/ status=200 request_id=abc"
    assert lines[4].startswith('level=warning event="library\'s words"')
    assert len(lines) == 6


def ask_from(at: Visit, peer: str, forwarded: str | None, times: int) -> list[int]:
    """Ask to subscribe, each time for another address."""
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    browser = seen_from(at, peer, **headers)
    return [
        browser.post("/s-abonner", data=SIGN_UP | {"adresse": f"a{n}@{peer}.example"}).status_code
        for n in range(times)
    ]


def test_the_limit_by_network_is_that_of_the_reader_behind_a_trusted_proxy(
    visit: Visit,
) -> None:
    one, other = "203.0.113.9", "198.51.100.7"
    assert ask_from(visit, "127.0.0.1", one, 21)[-1] == 429
    assert ask_from(visit, "127.0.0.1", other, 1) == [200]


def test_nobody_hides_behind_a_header(visit: Visit) -> None:
    """Neither a reader who is no proxy, nor one whose proxy adds where they come from."""
    for number in range(21):
        last = ask_from(visit, "203.0.113.9", f"198.51.100.{number}", 1)
    assert last == [429]
    for number in range(21):
        last = ask_from(visit, "127.0.0.1", f"10.9.8.{number}, 192.0.2.33", 1)
    assert last == [429]


def test_a_proxy_elsewhere_is_trusted_once_it_is_named(visit: Visit) -> None:
    at = Visit(visit.world, trusted_proxies=("10.0.0.0/8",))
    assert ask_from(at, "10.1.2.3", "203.0.113.9", 21)[-1] == 429
    assert ask_from(at, "10.1.2.3", "198.51.100.7", 1) == [200]
    with visit.world.store.read() as session:
        bucket = attempts.bucket("network", "203.0.113.0/24", at.world.settings.secret_keys[0])
        assert attempts.count(session, bucket, at.at.replace(year=2020)) > 20
