"""The mail of an edition as it leaves: for a kind of reader, or for one person."""

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import APIRouter
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from veille.app.editing import readers
from veille.app.editing.readers import Shown
from veille.app.people.personal_links import greeting
from veille.app.people.staffing import PAGE
from veille.app.web.mail_policy import policy_of
from veille.app.web.multiline import multiline
from veille.app.web.posted import RowId
from veille.app.web.site import Site, site_of
from veille.app.web.staff.access import Reader
from veille.app.web.staff.editions.desk import desk
from veille.app.web.staff.editions.pages import edition_of
from veille.app.web.staff.pages import staff_page
from veille.core.asking import KIND_NAMES
from veille.core.people import SubscriberKind
from veille.core.personal_fields import PERSONAL_FIELDS, fill_html, fill_text
from veille.core.refusals import Refusal
from veille.store.editions import StoredEdition

router = APIRouter(prefix=f"{PAGE}/editions", include_in_schema=False)

_NOWHERE = "https://page.invalid/"
_DEFAULT: SubscriberKind = "facilitator"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedMail:
    """A mail, and whose: of a kind of reader, or of the person at ``address``."""

    shown: Shown
    kind: SubscriberKind
    address: str | None
    name: str | None

    @property
    def subject(self) -> str:
        """The subject, filled in."""
        return fill_text(self.shown.mail.mail.subject, self._fields())

    @property
    def html(self) -> str:
        """The page, filled in; its personal links lead nowhere."""
        return fill_html(self.shown.mail.mail.html, self._fields())

    @property
    def text(self) -> str:
        """The text, filled in."""
        return fill_text(self.shown.mail.mail.text, self._fields())

    def _fields(self) -> dict[str, str]:
        return {
            **dict.fromkeys(PERSONAL_FIELDS, _NOWHERE),
            "greeting": greeting(self.name),
            "address": self.address or "adresse@lecteur.example",
        }


def asked_mail(
    session: Session, site: Site, edition: StoredEdition, asked: Mapping[str, str]
) -> AskedMail:
    """The mail that ``adresse``, else ``lecteur``, asks for.

    Raises:
        Refusal: nobody subscribed has the address.
    """
    address = asked.get("adresse", "").strip()
    if address:
        person = readers.person_at(session, site.settings, address)
        shown = readers.as_person(session, site.settings, edition, person)
        return AskedMail(
            shown=shown, kind=person.kind, address=person.address, name=person.display_name
        )
    kind = next((one for one in KIND_NAMES if one == asked.get("lecteur")), _DEFAULT)
    shown = readers.as_kind(session, site.settings, edition, kind)
    return AskedMail(shown=shown, kind=kind, address=None, name=None)


@router.get("/{edition_id}/apercu")
def preview(request: Request, member: Reader, edition_id: RowId) -> Response:
    """What a reader gets: subject, weight, text, and where the mail itself is."""
    site, asked = site_of(request), request.query_params
    fault, mail = None, None
    with site.store.read() as session:
        found = edition_of(session, edition_id)
        shown = desk(session, site.settings, found)
        try:
            mail = asked_mail(session, site, found, asked)
        except Refusal as refusal:
            fault = str(refusal)
    return staff_page(
        request,
        member,
        "staff/editions/preview.html.j2",
        400 if fault else 200,
        desk=shown,
        mail=mail,
        verbatim=multiline,
        most_bytes=site.settings.mail_bytes,
        kinds=KIND_NAMES,
        address=asked.get("adresse", ""),
        fault=fault,
        may_edit=member.role != "reader",
    )


@router.get("/{edition_id}/courriel")
def raw(request: Request, member: Reader, edition_id: RowId) -> Response:
    """The very document of the mail, with a policy that lets its own styles alone apply."""
    site = site_of(request)
    with site.store.read() as session:
        html = asked_mail(session, site, edition_of(session, edition_id), request.query_params).html
    return HTMLResponse(html, headers={"Content-Security-Policy": policy_of(html)})
