"""What tests of staff's pages do in a few words: several members, calls without a clause."""

from typing import Any

from tests.app.mailing_world import World
from tests.newsletters.invented import notice
from tests.web.visiting import BASE, Visit
from veille.app.people import staffing
from veille.app.web.signed_in import cookie_name
from veille.core.verdicts import Obligation, Verdict
from veille.store import audit
from veille.store.staff import Member, Role

EXPECTED = Obligation(answer="expected", why="Montant au-dessus des seuils.")


def colleague(visit: Visit, name: str, role: Role = "facilitator") -> Member:
    """Somebody of staff, who is not signed in."""
    address = f"{name.lower()}@mission.example"
    known = f"{name} Inventée"
    with visit.world.store.transaction() as session:
        staffing.add(session, "veille", address, role=role, name=known, now=visit.at)
        return staffing.known(session, "veille", address)


def sign_in_as(visit: Visit, member: Member) -> None:
    """Sign this browser in as that very member."""
    visit.sign_out()
    with visit.world.store.transaction() as session:
        key = staffing.begin(session, member.id, visit.at)
    visit.browser.headers["Origin"] = BASE
    visit.browser.cookies.set(cookie_name(visit.site), key)


def expected_call(world: World, number: int = 50, **known: Any) -> int:
    """An open call in which the law expects a clause that was not seen; its procedure."""
    call = notice(number, **known)
    home = world.publish(call)
    world.judge(call, Verdict(id="", rules="r1", obligation=EXPECTED))
    world.read()
    return home


def trail(visit: Visit) -> list[tuple[str, str, str | None]]:
    """What was done but coming in, the newest first: action, subject, detail."""
    with visit.world.store.read() as session:
        lines = audit.newest(session, "veille", most=50)
    coming_in = ("staff.add", "staff.sign_in")
    done = [line for line in lines if line.action not in coming_in]
    return [(line.action, line.subject, _plain(line.detail)) for line in done]


def _plain(text: str | None) -> str | None:
    return text.replace("\u00a0", " ") if text else text
