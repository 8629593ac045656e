"""``veille staff``: who may sign in, and a link to do so."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from veille.app.commands.options import Now

app = typer.Typer(help="L’équipe qui tient la veille.", no_args_is_help=True)

Address = Annotated[str, typer.Argument(metavar="ADRESSE", help="Adresse électronique.")]


@app.command("add")
def add(
    address: Address,
    name: Annotated[str | None, typer.Option("--name", metavar="NOM")] = None,
    role: Annotated[
        str, typer.Option("--role", metavar="RÔLE", help="admin, facilitateur ou lecteur.")
    ] = "facilitateur",
    now: Now = None,
) -> None:
    """Ajouter quelqu’un, ou changer son nom et son rôle."""
    from veille.app.people import staffing
    from veille.app.people.subscriber_desk import desk
    from veille.core.asking import named

    with desk() as (store, settings), store.transaction() as session:
        code = named(staffing.ROLE_NAMES, role)
        staffing.add(
            session, settings.organisation, address, role=code, name=name, now=_moment(now)
        )
    print(f"Équipe : {address}, {staffing.ROLE_NAMES[code]}.")


@app.command("list")
def list_members() -> None:
    """L’équipe, une personne par ligne."""
    from veille.app.people.staffing import ROLE_NAMES
    from veille.app.people.subscriber_desk import desk
    from veille.store import staff

    with desk() as (store, settings), store.read() as session:
        members = staff.every(session, settings.organisation)
    for member in members:
        left = ", partie" if member.ended_at else ""
        name = f" ({member.name})" if member.name else ""
        print(f"{member.address}{name} : {ROLE_NAMES[member.role]}{left}")


@app.command("link")
def link(address: Address, now: Now = None) -> None:
    """Un lien pour se connecter, une fois, dans les dix minutes."""
    from veille.app.people import staffing
    from veille.app.people.subscriber_desk import desk

    with desk() as (store, settings), store.transaction() as session:
        member = staffing.known(session, settings.organisation, address)
        path = staffing.link(session, member, _moment(now))
        base = settings.public_url or f"http://{settings.web_host}:{settings.web_port}"
    print(f"{base}{path}")


@app.command("end")
def end(address: Address, now: Now = None) -> None:
    """Quelqu’un quitte l’équipe : ses liens et ses sessions ne servent plus."""
    from veille.app.people import staffing
    from veille.app.people.subscriber_desk import desk
    from veille.store import staff

    with desk() as (store, settings), store.transaction() as session:
        member = staffing.known(session, settings.organisation, address)
        staff.end(session, member.id, _moment(now))
    print(f"Équipe : {member.address} ne peut plus se connecter.")


def _moment(now: datetime | None) -> datetime:
    return now or datetime.now(UTC)
