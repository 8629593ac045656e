"""Invented procedures and what an edition is made for, for the tests of the newsletters."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from newsletters.composition import Brief
from newsletters.entries import Gazetteer
from veille.core.cards import Card
from veille.core.clock import PARIS, Week
from veille.core.editions import Coverage, SourceCoverage
from veille.core.notices import Award, Buyer, Links, Notice, Place, Winner
from veille.core.periods import weekly
from veille.core.procedures import Facts, Procedure
from veille.core.verdicts import Clause, Evidence, Reserved, Verdict

WEEK = Week(2026, 46)
NOW = datetime(2026, 11, 16, 7, 30, tzinfo=PARIS)
IN_THE_WEEK = date(2026, 11, 11)
DEADLINE = datetime(2026, 12, 14, 12, 0, tzinfo=PARIS)
HERAULT = Place(nuts="FRJ13", postcode="34000", city="Montpellier")


def notice(number: int = 1, **known: Any) -> Notice:
    """An open call published in the week, with a deadline four weeks away."""
    identifier = f"boamp:26-{number:05d}"
    defaults: dict[str, Any] = {
        "id": identifier,
        "source": "boamp",
        "stage": "competition",
        "kind": "competition",
        "published_on": IN_THE_WEEK,
        "deadline": DEADLINE,
        "title": f"Entretien des jardins inventés n° {number}",
        "buyer": Buyer(name="Commune de Valinvente", postcode="34000", city="Valinvente"),
        "departments": ("34",),
        "places": (HERAULT,),
        "procedure_type": "open",
        "links": Links(
            notice=f"https://avis.example/{number}", documents="https://dce.example/dossier"
        ),
    }
    return Notice(**(defaults | known))


def procedure(number: int = 1, *notices: Notice, verdict: Verdict | None = None) -> Procedure:
    """A procedure of these notices (an open call by default); ``verdict`` judges the first."""
    members = notices or (notice(number),)
    verdicts = {} if verdict is None else {members[0].id: replace(verdict, id=members[0].id)}
    return Procedure(id=number, notices=members, verdicts=verdicts)


def reserved(quote: str = "Lot réservé aux EA et ESAT", **known: Any) -> Verdict:
    """A verdict that says reserved, with its quotation."""
    return Verdict(
        id="",
        rules="r1",
        reserved=Reserved(**({"answer": "yes", "kinds": ("handicap",)} | known)),
        evidence=(Evidence(signal="stated", for_="reserved", at="/title", quote=quote),),
    )


def clause(quote: str = "une clause d’insertion de 140 heures", **known: Any) -> Verdict:
    """A verdict that says clause, with its quotation."""
    defaults = {"answer": "yes", "kinds": ("insertion",), "binding": "mandatory", "hours": 140}
    return Verdict(
        id="",
        rules="r1",
        clause=Clause(**(defaults | known)),
        evidence=(Evidence(signal="stated", for_="clause", at="/texts/0/text", quote=quote),),
    )


def award(number: int = 1, **known: Any) -> Notice:
    """The result of a call: one winner."""
    winner = Winner(name="Jardins Solidaires Inventés", city="Sète")
    defaults: dict[str, Any] = {
        "stage": "result",
        "kind": "result",
        "deadline": None,
        "awards": (Award(winner=winner, amount=84_000.0, on=date(2026, 11, 10)),),
    }
    return notice(number, **(defaults | known))


def gazetteer(**known: Callable[..., Any]) -> Gazetteer:
    """Names of places as they are; nothing else is known."""
    defaults: dict[str, Any] = {
        "place": lambda place: place.city,
        "procedure": lambda facts: None,
        "sectors": lambda facts: (),
        "facilitator": lambda facts: None,
    }
    return Gazetteer(**(defaults | known))


def brief(**known: Any) -> Brief:
    """An edition for the Hérault in which everything is executed, by default."""

    def executed(facts: Facts) -> str:
        return "executed"

    defaults: dict[str, Any] = {
        "organisation": "mission",
        "publisher": "Mission inventée",
        "territory_code": "34",
        "territory_label": "Hérault",
        "period": weekly(WEEK),
        "now": NOW,
        "relation": executed,
        "gazetteer": gazetteer(),
        "coverage": Coverage(
            sources=(
                SourceCoverage(
                    label="BOAMP",
                    notices_read=1482,
                    since=date(2026, 11, 9),
                    until=date(2026, 11, 15),
                ),
            ),
            not_covered=("Marchés publiés seulement sur le profil de l’acheteur",),
        ),
    }
    return Brief(**(defaults | known))


def card(procedure_id: int, version: int = 1, **known: Any) -> Card:
    """The card of a version."""
    return Card(procedure_id=procedure_id, version=version, noted_at=NOW, **known)


def days(count: int) -> timedelta:
    """``count`` days."""
    return timedelta(days=count)
