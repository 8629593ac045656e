"""Review as staff do it: by keyboard alone, with the mouse, two at once, and from a mail."""

import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.conftest import Served
from tests.browser.ledger import Ledger
from tests.web.reviewing_world import (
    APPRENTICES,
    CLAUSE,
    LANDSCAPE,
    RESERVED,
    Reviewing,
    furnish_week,
)
from veille.store import tag_reading

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

HOME = "/equipe/relecture"


@pytest.fixture
def page(browser: "Browser") -> Any:
    """A page that must not break a rule of ours, nor fail to load anything."""
    made = browser.new_page(viewport={"width": 1280, "height": 900})
    said: list[str] = []
    made.on("console", lambda message: said.append(message.text))
    made.on("pageerror", lambda error: said.append(str(error)))
    yield made
    made.close()
    assert [one for one in said if "409" not in one] == []


@pytest.fixture
def week(served: Served) -> Reviewing:
    """A week to review, beside what the site is furnished with; it has begun."""
    served.visit.sign_in()
    made = furnish_week(served.visit)
    made.begin()
    return made


def home_of(week: Reviewing, number: int) -> int:
    """The procedure of a notice."""
    with week.visit.world.store.read() as session:
        from veille.store.models import NoticeRow

        found = session.get(NoticeRow, f"boamp:26-{number:05d}")
        assert found is not None
        assert found.procedure_id is not None
        return found.procedure_id


def said(week: Reviewing, home: int) -> list[tuple[str, str | None, str | None]]:
    """What was said of a card: answer, reason, quotation."""
    with week.visit.world.store.read() as session:
        made = tag_reading.of_procedures(session, [home]).get(home, ())
    return [(one.answer, one.reason, one.quote) for one in made]


def where(page: "Page") -> str:
    """What has the focus."""
    return str(page.evaluate("document.activeElement.id || document.activeElement.textContent"))


def test_a_card_is_reviewed_by_keyboard_alone(
    page: "Page", served: Served, week: Reviewing
) -> None:
    served.sign_in(page)
    card = home_of(week, 12)
    page.goto(f"{served.url}{HOME}/{card}")
    page.keyboard.press("j")
    assert where(page) == "phrase-1"
    with page.expect_navigation():
        page.keyboard.press("v")
    assert page.url.endswith("#phrase-2")
    assert where(page) == "phrase-2"
    page.keyboard.press("f")
    with page.expect_navigation():
        page.keyboard.press("5")
    assert said(week, card) == [
        ("right", None, RESERVED),
        ("false_positive", "boilerplate", CLAUSE),
    ]
    assert f"{HOME}/{card}" not in page.url
    with page.expect_navigation():
        page.keyboard.press("z")
    assert f"{HOME}/{card}?fait=annulee" in page.url
    assert week.effective("boamp:26-00012").clause.answer == "yes"


def test_every_control_is_reached_with_the_tab_key(
    page: "Page", served: Served, week: Reviewing
) -> None:
    served.sign_in(page)
    page.goto(f"{served.url}{HOME}/{home_of(week, 11)}")
    page.locator("#raccourcis summary").click()
    page.locator("#raccourcis-actifs").uncheck()
    page.reload()
    page.keyboard.press("v")
    assert said(week, home_of(week, 11)) == []
    page.locator("#phrase-1").focus()
    page.keyboard.press("Tab")
    assert where(page).startswith("Juste")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert outline == "3px"
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert said(week, home_of(week, 11)) == [("right", None, CLAUSE)]


def test_shortcuts_leave_what_is_typed_alone(page: "Page", served: Served, week: Reviewing) -> None:
    served.sign_in(page)
    page.goto(f"{served.url}{HOME}/{home_of(week, 11)}")
    comment = page.locator("#c-1")
    comment.focus()
    page.keyboard.type("vfrnz")
    assert comment.input_value() == "vfrnz"
    assert said(week, home_of(week, 11)) == []


def test_a_passage_is_selected_with_the_mouse(
    page: "Page", served: Served, week: Reviewing
) -> None:
    served.sign_in(page)
    card = home_of(week, 12)
    page.goto(f"{served.url}{HOME}/{card}")
    # From inside one quotation to the end of the text: across marks, and the numbers after them.
    page.evaluate(
        """() => {
          const marks = document.querySelectorAll(".passage mark");
          const range = document.createRange();
          range.setStart(marks[0].firstChild, 4);
          range.setEnd(marks[1].firstChild, marks[1].firstChild.length);
          const selection = document.getSelection();
          selection.removeAllRanges();
          selection.addRange(range);
          marks[1].dispatchEvent(new MouseEvent("mouseup", { bubbles: true }));
        }"""
    )
    page.locator("#manque[open]").wait_for()
    text = f"C’est un {RESERVED}. Il comporte {CLAUSE}."
    start = text.index("réservé aux")
    assert page.locator("#passage").input_value() == text[start:-1]
    assert page.locator("[name=debut]").input_value() == str(start)
    assert page.locator("[name=endroit]").input_value() == "/texts/0/text"


def test_a_missed_passage_is_added_by_keyboard_alone(
    page: "Page", served: Served, week: Reviewing
) -> None:
    served.sign_in(page)
    card = home_of(week, 14)
    page.goto(f"{served.url}{HOME}/{card}")
    page.keyboard.press("m")
    assert page.evaluate("document.activeElement.matches('[data-texts]')")
    for _ in range(60):
        page.keyboard.press("ArrowRight")
        if page.evaluate("String(document.getSelection())").strip() == "Le":
            break
    for _ in range(8):
        page.keyboard.press("Shift+ArrowRight")
        if page.evaluate("String(document.getSelection())").strip().endswith("apprentis"):
            break
    page.keyboard.press("Enter")
    assert page.locator("#passage").input_value() == APPRENTICES[:-1]
    page.locator("#q-clause").check()
    page.locator("#m-clause-training").check()
    with page.expect_navigation():
        page.locator("#manque button").press("Enter")
    assert said(week, card) == [("missed", None, APPRENTICES[:-1])]
    assert week.effective("boamp:26-00014").clause.answer == "yes"


def test_of_two_people_at_once_the_second_loses_nothing(
    page: "Page", browser: "Browser", served: Served, week: Reviewing
) -> None:
    served.sign_in(page)
    card = home_of(week, 13)
    page.goto(f"{served.url}{HOME}/{card}")
    other = browser.new_page()
    served.sign_in(other, "admin")
    other.goto(f"{served.url}{HOME}/{card}")
    with page.expect_navigation():
        page.keyboard.press("v")
    other.locator("#c-1").fill("Aménagement paysager")
    other.locator("#phrase-1").get_by_text("Faux positif").click()
    with other.expect_navigation():
        other.get_by_role("button", name=re.compile("insertion paysagère")).click()
    alert = other.get_by_role("alert").inner_text()
    assert "La fiche a changé pendant que vous la lisiez" in alert
    assert "facilitator@mission.example" in alert
    assert other.locator("#c-1").input_value() == "Aménagement paysager"
    assert said(week, card) == [("right", None, LANDSCAPE)]
    with other.expect_navigation():
        other.get_by_role("button", name=re.compile("insertion paysagère")).click()
    assert said(week, card)[1] == ("false_positive", "landscape_insertion", LANDSCAPE)
    other.close()


def test_a_proposal_from_a_mail_is_accepted_with_one_key(
    page: "Page", served: Served, week: Reviewing
) -> None:
    link = served.at(served.visit.links(served.visit.person("sacha"))["report_url"])
    page.goto(f"{link}/{home_of(week, 13)}")
    page.get_by_label("Ce n’est pas une clause sociale").check()
    page.get_by_role("button", name=re.compile("Signaler : clause")).click()
    assert "L’équipe va lire" in page.inner_text("main")
    assert week.effective("boamp:26-00013").clause.answer == "yes"
    served.sign_in(page)
    page.goto(f"{served.url}{HOME}/propositions")
    with page.expect_navigation():
        page.keyboard.press("a")
    assert "Proposition acceptée" in page.inner_text("main")
    assert week.effective("boamp:26-00013").clause.answer == "no"


def test_review_works_without_a_script(browser: "Browser", served: Served, week: Reviewing) -> None:
    page = browser.new_page(java_script_enabled=False)
    served.sign_in(page)
    card = home_of(week, 14)
    page.goto(f"{served.url}{HOME}/{card}")
    page.locator("#passage").fill(APPRENTICES)
    page.locator("#q-clause").check()
    page.locator("#m-clause-training").check()
    page.get_by_role("button", name="Ajouter ce passage").click()
    assert said(week, card) == [("missed", None, APPRENTICES)]
    page.close()


def test_no_page_of_review_has_a_violation(
    browser: "Browser", served: Served, week: Reviewing, ledger: Ledger
) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 800})
    link = served.at(served.visit.links(served.visit.person("sacha"))["report_url"])
    card = home_of(week, 12)
    page.goto(f"{link}/{card}")
    wrong = ledger.look(page, "signaler")
    page.get_by_label("Ce n’est pas une réservation").check()
    page.get_by_role("button", name=re.compile("Signaler : réservation")).click()
    served.sign_in(page)
    for name, path in (
        ("relecture", HOME),
        ("propositions", f"{HOME}/propositions"),
        ("fiche", f"{HOME}/{card}"),
    ):
        page.goto(served.url + path)
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
        wrong += ledger.look(page, name)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.close()
    assert wrong == []
