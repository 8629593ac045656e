"""The feeds crawl as a child process: RSS, Atom, what did not change, what is no feed."""

import hashlib
from pathlib import Path

import feedparser
import pytest

from spiders.feeds import entry_record
from tests.spiders.crawling import Crawls, asked_of, plain, portal_of
from veille.portal.server import Portal
from veille.store import notices

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Profil d'acheteur inventé</title><link>https://achats.valsonne.example/</link>
<description>Consultations</description>
<lastBuildDate>Mon, 09 Nov 2026 06:00:00 GMT</lastBuildDate>
<item><title>Entretien des berges</title><guid isPermaLink="false">c-1</guid>
<link>https://achats.valsonne.example/c/1</link><description>Résumé court.</description>
<content:encoded>&lt;p&gt;Date limite de remise des offres : 04/12/2026 à 12h00.&lt;/p&gt;
</content:encoded><pubDate>Mon, 09 Nov 2026 06:00:00 GMT</pubDate></item>
<item><title>Peinture de la halle</title><link>https://achats.valsonne.example/c/2</link>
<description>Sans date.</description></item>
</channel></rss>"""
ATOM = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Recherche inventée</title>
<id>tag:recherche.example,2026:f</id><updated>2026-11-09T06:00:00Z</updated>
<entry><title>Gardiennage</title><id>tag:recherche.example,2026:7</id>
<link href="https://recherche.example/7"/><updated>2026-11-09T06:00:00Z</updated>
<summary>Gardiennage d'un parc.</summary></entry></feed>"""
FEEDS = {
    "profil.rss": RSS,
    "recherche.atom": ATOM,
    "abime.rss": RSS.replace("<description>Sans date.", "<description>Sans & date <br>"),
    "vide.rss": RSS[: RSS.index("<item>")] + "</channel></rss>",
    "page.html": "<!DOCTYPE html><html><body>Connexion requise</body></html>",
    "autre.xml": "<?xml version='1.0'?><plan><adresse/></plan>",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("feeds")
    (made / "feeds").mkdir()
    for name, text in FEEDS.items():
        (made / "feeds" / name).write_text(text, encoding="utf-8")
    return made


def addresses(portal: Portal, *names: str) -> tuple[str, ...]:
    return tuple(f"{portal.url}/feeds/{name}" for name in names)


def test_rss_and_atom_are_read_and_what_did_not_change_is_not_sent_again(
    crawls: Crawls, folder: Path
) -> None:
    with portal_of(folder) as portal:
        asked = addresses(portal, "profil.rss", "recherche.atom", "vide.rss")
        first = crawls.run(portal.url, "feed", feeds=asked)
        before = len(portal.requests)
        again = crawls.run(portal.url, "feed", feeds=asked)
        statuses = [one.status for one in list(portal.requests)[before:]]

    assert (first.announced, first.received, first.stored, first.unread) == (3, 3, 3, 0)
    assert first.complete
    assert (again.announced, again.received, again.stored, again.complete) == (0, 0, 0, True)
    assert sorted(statuses) == [200, 304, 304, 304]
    with crawls.store.read() as session:
        read = {notice.title: notice for notice in notices.iterate(session)}
    assert set(read) == {"Entretien des berges", "Peinture de la halle", "Gardiennage"}
    berges = read["Entretien des berges"]
    assert berges.deadline is not None
    assert berges.stage == "competition"
    assert read["Gardiennage"].stage == "other"
    robots = [one for one in portal.requests if one.request.path == "/robots.txt"]
    assert len(robots) == 2


def test_a_replayed_feed_keeps_its_identifiers_whatever_the_port(
    crawls: Crawls, folder: Path
) -> None:
    stored = []
    for _ in range(2):
        with portal_of(folder) as portal:
            result = crawls.run(
                portal.url, "feed", feeds=addresses(portal, "profil.rss", "recherche.atom")
            )
            stored.append((result.received, result.stored))

    assert stored == [(3, 3), (3, 0)]
    digest = hashlib.sha256(b"/feeds/profil.rssc-1").hexdigest()[:16]
    assert f"feed:{digest}" in crawls.notice_ids()


def test_what_is_no_whole_feed_is_kept_and_said(crawls: Crawls, folder: Path) -> None:
    names = ("abime.rss", "page.html", "autre.xml", "absent.rss", "profil.rss")
    with portal_of(folder) as portal:
        asked = addresses(portal, *names)
        result = crawls.run(portal.url, "feed", feeds=asked)
        again = crawls.run(portal.url, "feed", feeds=asked)

    causes = {plain(one).rsplit("/", 1)[1] for one in result.causes}
    assert causes == {
        "abime.rss : flux mal formé (SAXParseException)",
        "page.html : page HTML au lieu d’un flux",
        "autre.xml : ni RSS ni Atom",
        "absent.rss : HTTP 404 au lieu d’un flux",
    }
    assert len(crawls.pages()) == 4
    assert {one.state for one in crawls.pages()} == {"failed"}
    assert (result.received, result.stored) == (4, 4)
    assert (again.received, again.stored) == (2, 0)
    assert len(again.causes) == 4


@pytest.mark.parametrize(
    ("rules", "cause"),
    [
        (("feeds:429-html:times=1", "feeds:wrong-type:type=text/html"), None),
        (("feeds:gzip-bomb:mib=60",), "réponse trop grande"),
    ],
)
def test_feeds_misbehave(
    crawls: Crawls, folder: Path, rules: tuple[str, ...], cause: str | None
) -> None:
    with portal_of(folder, *rules) as portal:
        result = crawls.run(portal.url, "feed", feeds=addresses(portal, "profil.rss"))

    causes = [plain(one) for one in result.causes]
    assert result.complete == (cause is None), causes
    assert cause is None or cause in causes[0]
    assert cause is not None or result.stored == 2


def test_a_feed_that_robots_txt_refuses_is_not_asked(crawls: Crawls, folder: Path) -> None:
    with portal_of(folder) as portal:
        result = crawls.run(portal.url, "feed", feeds=(f"{portal.url}/api/flux.rss",))
        asked = asked_of(portal, "/api/")

    assert plain(result.causes[0]).endswith("/api/flux.rss : refusé par robots.txt")
    assert asked == []


def test_an_entry_is_known_by_feed_and_id_else_by_its_link() -> None:
    first, second = feedparser.parse(RSS.encode()).entries
    address = "https://achats.valsonne.example/flux"

    assert (
        entry_record(address, first).key
        == hashlib.sha256(f"{address}c-1".encode()).hexdigest()[:16]
    )
    link = "https://achats.valsonne.example/c/2"
    record = entry_record(address, second)
    assert record.key == hashlib.sha256(f"{address}{link}".encode()).hexdigest()[:16]
    assert record.address == link
    assert record.published_on is None
    assert entry_record("https://autre.example/", first).key != entry_record(address, first).key
