"""An existing list of subscribers taken over, each with the ground that writing to them rests on.

``docs/subscribers.md`` says what the columns mean. A bad line is refused in one line of French and
kept aside; the others are taken. The same list again changes nothing.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy.orm import Session

from veille.app.people.list_file import Line, Refused, check_line
from veille.app.people.previewing import check_scope
from veille.core import asking
from veille.core.addresses import UnshowableName, address_hash, checked_address, checked_name
from veille.core.cards import Rhythm
from veille.core.clock import paris
from veille.core.filters import Filter
from veille.core.french import short_date
from veille.core.people import LegalBasis, SubscriberKind
from veille.core.refusals import Refusal
from veille.core.spreadsheet import is_formula
from veille.store import consents, subscribers, subscriptions
from veille.store.consents import Consent
from veille.store.subscribers import NewSubscriber, Subscriber
from veille.store.subscriptions import NewSubscription

LABEL = "Veille"
"""The name of a subscription that was given none."""


class EntrantError(Refusal):
    """Somebody who cannot be written to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What writing to somebody rests on: ``origin`` says in French how it came about."""

    basis: LegalBasis
    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entrant:
    """Somebody to be written to from now on, and what about."""

    address: str
    kind: SubscriberKind
    ground: Ground
    filter: Filter
    rhythm: Rhythm = "weekly"
    label: str = LABEL
    display_name: str | None = None


@dataclass(slots=True)
class Report:
    """What became of the lines: ``added`` (somebody, or a subscription), ``known``, ``refused``."""

    added: int = 0
    known: int = 0
    refused: list[Refused] = field(default_factory=list)


def import_list(
    session: Session,
    organisation: str,
    lines: Iterable[Line],
    ground: Ground,
    scopes: Collection[str],
    now: datetime,
) -> Report:
    """Take every line that can be; ``ground`` holds for those that name no other."""
    report = Report()
    for line in lines:
        try:
            is_new = take(session, organisation, entrant_of(line, ground, now), scopes, now)
        except Refusal as refusal:
            report.refused.append(Refused(line, str(refusal)))
            continue
        report.added += is_new
        report.known += not is_new
    return report


def take(
    session: Session,
    organisation: str,
    entrant: Entrant,
    scopes: Collection[str],
    now: datetime,
    *,
    how: str = "file",
    again: bool = False,
) -> bool:
    """Write to somebody from now on; false when they had just that already.

    ``again`` says that somebody who had left, or complained, asked staff to be written to again.

    Raises:
        Refusal: the address or the name cannot be used, the territory is not covered, or the
            person objected or is out of reach.
    """
    address = checked_address(entrant.address)
    name, label = checked_name(entrant.display_name), checked_name(entrant.label) or LABEL
    _check_formulas(name, label)
    check_scope(entrant.filter, scopes)
    digest = address_hash(address.key)
    person = subscribers.find(session, organisation, address.key)
    if again:
        consents.lift(session, organisation, [digest])
    else:
        _check_reachable(person, is_opposed=bool(consents.opposed(session, organisation, [digest])))
    subscriber_id = subscribers.add(
        session,
        NewSubscriber(
            organisation=organisation,
            kind=entrant.kind,
            address=address.address,
            address_key=address.key,
            display_name=name,
            legal_basis=entrant.ground.basis,
            created_at=now,
            state="active",
            confirmed_at=now,
        ),
    )
    is_new = _subscribe(session, subscriber_id, entrant, label, now)
    is_waiting = person is not None and person.state in ("pending", "suspended", "ended")
    if is_waiting:
        subscribers.confirm(session, subscriber_id, now)
    if is_new or is_waiting:
        consents.note(session, subscriber_id, _proof(entrant.ground, label, now, how))
        return True
    return False


def entrant_of(line: Line, ground: Ground, now: datetime) -> Entrant:
    """What a line of a list says.

    Raises:
        Refusal: a cell says nothing that is known.
    """
    check_line(line)
    cells = {name: cell for name, cell in line.cells.items() if cell}
    return Entrant(
        address=cells.get("adresse", ""),
        display_name=cells.get("nom"),
        kind=asking.named(asking.KIND_NAMES, cells.get("qualite", "public")),
        ground=_ground(cells.get("base"), cells.get("recueilli_le"), ground, now),
        label=cells.get("libelle", LABEL),
        rhythm=asking.named(asking.RHYTHM_NAMES, cells.get("rythme", "weekly")),
        filter=asking.filter_of(
            territories=asking.items(cells.get("territoires", "")),
            sectors=asking.items(cells.get("secteurs", "")),
            what=asking.items(cells.get("quoi", "")),
            reserved_for=asking.items(cells.get("reserves", "")),
            band=cells.get("potentiel"),
            words=asking.items(cells.get("mots", "")),
            without=asking.items(cells.get("sauf", "")),
        ),
    )


def ground_of(basis: str, origin: str) -> Ground:
    """The ground of a whole list.

    Raises:
        Refusal: the basis is none, or nothing says how the addresses were collected.
    """
    words = checked_name(origin)
    if words is None:
        raise EntrantError("dire comment et quand les adresses ont été recueillies")
    return Ground(basis=asking.named(asking.BASIS_NAMES, basis), origin=words)


def _ground(basis: str | None, collected_on: str | None, ground: Ground, now: datetime) -> Ground:
    origin = ground.origin
    if collected_on:
        origin = f"{origin}, recueilli le {short_date(_day(collected_on, now), year=True)}"
    return Ground(
        basis=asking.named(asking.BASIS_NAMES, basis) if basis else ground.basis, origin=origin
    )


def _day(text: str, now: datetime) -> date:
    """``2025-09-01`` or ``01/09/2025``, not in the future."""
    try:
        day, month, year = text.split("/") if "/" in text else reversed(text.split("-"))
        found = date(int(year), int(month), int(day))
    except ValueError:
        raise EntrantError("date de recueil illisible : écrire 2025-09-01") from None
    if found > paris(now).date():
        raise EntrantError("date de recueil à venir")
    return found


def _check_formulas(*names: str | None) -> None:
    for name in names:
        if name and is_formula(name):
            raise UnshowableName("nom refusé : un tableur le prendrait pour une formule")


def _check_reachable(person: Subscriber | None, *, is_opposed: bool) -> None:
    if is_opposed or (person and person.state == "ended"):
        raise EntrantError("cette adresse a demandé à ne plus recevoir la veille")
    if person and person.state == "suspended":
        raise EntrantError(f"envois suspendus à cette adresse : {person.suspended_reason}")


def _subscribe(
    session: Session, subscriber_id: int, entrant: Entrant, label: str, now: datetime
) -> bool:
    subscription_id = subscriptions.add(
        session,
        NewSubscription(
            subscriber_id=subscriber_id,
            label=label,
            filter=entrant.filter,
            rhythm=entrant.rhythm,
            created_at=now,
        ),
    )
    return subscriptions.confirm(session, subscriber_id, [subscription_id], now) > 0


def _proof(ground: Ground, label: str, now: datetime, how: str) -> Consent:
    basis = asking.BASIS_NAMES[ground.basis]
    return Consent(at=now, what="imported", how=how, detail=f"{label} – {basis} : {ground.origin}")
