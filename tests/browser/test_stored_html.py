"""What a source, a subscriber or a member typed never runs, on any page; nothing is even refused.

A refusal by the policy would mean that markup got through and only the browser stopped it.
"""

from typing import TYPE_CHECKING

from tests.browser.conftest import Served
from tests.browser.test_accessibility import pages
from tests.newsletters.invented import NOW, clause, notice
from veille.app.people import staffing
from veille.core.notices import Buyer, Links, Lot, Text

if TYPE_CHECKING:
    from playwright.sync_api import Browser

HOSTILE = (
    "</title></textarea><script>window.owned=1</script>"
    '<img src=x onerror="window.owned=1">" onfocus="window.owned=1" autofocus x="{{ 7*7 }}'
)
CLAUSE = f"Le marché prévoit une clause d’insertion de 140 heures {HOSTILE}"


def poison(served: Served) -> int:
    """A procedure, a subscriber and a member whose every text is markup; the procedure's id."""
    world = served.visit.world
    call = notice(
        77,
        title=f"Entretien {HOSTILE}",
        description=HOSTILE,
        buyer=Buyer(name=HOSTILE, city=HOSTILE),
        lots=(Lot(id="LOT-0001", title=HOSTILE, description=HOSTILE),),
        texts=(Text(field="conditions", text=CLAUSE, lot="LOT-0001"),),
        links=Links(notice="javascript:window.owned=1", documents=f"https://x.example/{HOSTILE}"),
    )
    home = world.publish(call)
    world.judge(call, clause(CLAUSE))
    world.read(NOW)
    served.visit.person("sacha", display_name="<b>Sacha</b>")
    with world.store.transaction() as session:
        staffing.add(
            session, "veille", "lou@mission.example", role="reader", name="<i>Lou</i>", now=NOW
        )
    return home


def test_no_stored_markup_runs_anywhere(browser: "Browser", served: Served) -> None:
    poisoned = poison(served)
    page = browser.new_page()
    served.sign_in(page, "admin")
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("dialog", lambda dialog: dialog.dismiss())
    ran, seen = [], 0
    for name, address in pages(served.visit, poisoned).items():
        page.goto(served.url + address.removeprefix("https://veille.example"))
        seen += HOSTILE in page.inner_text("body")
        if page.evaluate("window.owned ?? null") is not None:
            ran.append(name)
    page.context.close()
    assert ran == []
    assert [line for line in said if "Content Security Policy" in line] == []
    assert seen > 0
