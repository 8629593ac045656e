"""The list of subscribers: searched, counted, exported."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from veille.app.people.list_export import COLUMNS, rows
from veille.app.sheets import CSV, XLSX, csv_of, xlsx_of
from veille.app.web.offers import offer
from veille.app.web.posted import Posted
from veille.app.web.site import site_of
from veille.app.web.staff.access import Admin, Facilitator
from veille.app.web.staff.pages import staff_page
from veille.app.web.staff.subscribers import PREFIX
from veille.core.asking import KIND_NAMES, RHYTHM_NAMES, SUBSCRIBER_STATES
from veille.core.clock import paris
from veille.core.french import count
from veille.core.people import SubscriberKind, SubscriberState
from veille.store import audit, people_search, subscriptions
from veille.store.people_search import Wanted

router = APIRouter(prefix=PREFIX, include_in_schema=False)

_A_PAGE = 50
_ASKED = ("q", "qualite", "etat", "territoire")
_LONGEST = 100
_LONGEST_NUMBER = 18
_SAID = {"efface": "C’est fait : tout est effacé, sauf l’empreinte de l’adresse."}


@router.get("")
def show(request: Request, member: Facilitator) -> Response:
    """Who is written to, by address; the numbers are of everybody."""
    site, asked = site_of(request), request.query_params
    wanted = _wanted(asked)
    with site.store.read() as session:
        found = people_search.search(
            session, member.organisation, wanted, most=_A_PAGE, after=_number(asked.get("apres"))
        )
        counted = people_search.counts(session, member.organisation)
        own = subscriptions.of_many(session, [person.id for person in found.people])
    return staff_page(
        request,
        member,
        "staff/subscribers/people.html.j2",
        found=found,
        own=own,
        counted=_table(counted),
        asked={name: asked.get(name, "")[:_LONGEST] for name in _ASKED},
        query=_query(asked),
        said=_SAID.get(asked.get("fait", "")),
        base=PREFIX,
        **_words(site.settings.territories),
    )


@router.post("/exporter")
def export(request: Request, member: Admin, posted: Posted) -> Response:
    """The list that a search found, whole, as a table."""
    site, now = site_of(request), site_of(request).clock()
    with site.store.transaction() as session:
        lines = list(rows(session, member.organisation, _wanted(posted)))
        told = count(len(lines), "ligne")
        audit.note(session, member, "subscriber.export", "liste", now, detail=told)
    as_workbook = posted.get("forme") == "xlsx"
    content = xlsx_of("Abonnés", COLUMNS, lines) if as_workbook else csv_of(COLUMNS, lines)
    name = f"abonnes-{paris(now).date().isoformat()}.{'xlsx' if as_workbook else 'csv'}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=XLSX if as_workbook else CSV, headers=headers)


def _wanted(asked: Mapping[str, str]) -> Wanted:
    """What is asked for; a choice that is none is not asked."""
    kind: SubscriberKind | None = next((c for c in KIND_NAMES if c == asked.get("qualite")), None)
    state: SubscriberState | None = next(
        (c for c in SUBSCRIBER_STATES if c == asked.get("etat")), None
    )
    return Wanted(
        text=asked.get("q", "")[:_LONGEST].strip(),
        kind=kind,
        state=state,
        territory=asked.get("territoire", "")[:_LONGEST] or None,
    )


def _number(text: str | None) -> int | None:
    is_one = bool(text) and len(text or "") <= _LONGEST_NUMBER and (text or "").isdecimal()
    return int(text or 0) if is_one else None


def _query(asked: Mapping[str, str]) -> str:
    pairs = [(name, asked.get(name, "")[:_LONGEST]) for name in _ASKED]
    return urlencode([(name, value) for name, value in pairs if value])


def _table(
    counted: Mapping[tuple[SubscriberState, SubscriberKind], int],
) -> list[tuple[SubscriberState, str, int, list[int]]]:
    """A line a state: its code, its words, how many, how many of each kind."""
    table = []
    for state, words in SUBSCRIBER_STATES.items():
        numbers = [counted.get((state, kind), 0) for kind in KIND_NAMES]
        table.append((state, words, sum(numbers), numbers))
    return table


def _words(scopes: tuple[str, ...]) -> dict[str, Any]:
    return {
        "kinds": KIND_NAMES,
        "states": SUBSCRIBER_STATES,
        "rhythms": RHYTHM_NAMES,
        "areas": offer(scopes).areas,
    }
