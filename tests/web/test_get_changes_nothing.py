"""Mail gateways and browsers fetch any address, more than once: nothing may come of it."""

import re
from pathlib import Path

from tests.app.mailing_world import messages_of
from tests.web.page_examples import ASKED, addresses, paths
from tests.web.visiting import LATER, Visit, dump, furnish, opened, visit

__all__ = ["visit"]


def test_every_page_is_shown_twice_and_nothing_changes(visit: Visit) -> None:
    visit.sign_in("admin")
    pages = addresses(visit)
    before = dump(visit.world.store)
    for _ in range(2):
        answers = {path: visit.get(address).status_code for path, address in pages.items()}
        assert set(answers.values()) == {200}, answers
    assert dump(visit.world.store) == before
    assert len(pages) > 15


def test_the_walk_sees_every_kind_of_route(visit: Visit) -> None:
    assert {"/", "/s-abonner", "/desabonnement/{token}", "/api/v1/procedures"} <= set(paths(visit))


def test_every_link_of_every_mail_is_fetched_twice_and_nothing_changes(tmp_path: Path) -> None:
    with opened(tmp_path) as world:
        at = Visit(world)
        at.person("camille")
        furnish(world)
        at.post("/s-abonner", ASKED)
        mails = world.mails()
        links = {
            link for mail in mails for link in re.findall(r"https?://[^\s\"<⟧]+", mail.personal)
        }
        ours = sorted(link for link in links if link.startswith("https://veille.example"))
        assert {mail.kind for mail in mails} >= {"confirmation"}
        assert messages_of(world, "camille")
        before = dump(world.store)
        for _ in range(2):
            for method in ("GET", "HEAD"):
                answers = [at.browser.request(method, link).status_code for link in ours]
                assert set(answers) == {200}, answers
        assert len(ours) > 4
        assert dump(world.store) == before
        assert at.at == LATER
