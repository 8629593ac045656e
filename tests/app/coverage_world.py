"""Calls, awards, alerts and contracts of invented buyers, most of them seen."""

from datetime import date, timedelta

from tests.app.mailing_world import World
from tests.newsletters.invented import IN_THE_WEEK, NOW, award, notice
from tests.store.invented_contracts import contract, keep_contracts
from veille.core.clock import days_between
from veille.core.contract_join import Candidate, Decision, Evidence
from veille.core.contracts import Contract
from veille.core.notices import Buyer, Links
from veille.store import contract_joins, contracts, crawls, sources
from veille.store.sources import Source

TOWN, OTHER = "21349990000017", "21349991000015"
BUYER = Buyer(name="Commune de Valinvente", siret=TOWN, postcode="34000", city="Valinvente")
RIVAL = Buyer(name="=Commune de Valautre", siret=OTHER, postcode="34000", city="Valautre")
START = date(2025, 11, 1)


def links(profile: str | None) -> Links:
    return Links(notice="https://www.boamp.fr/avis/1", profile=profile)


def furnish_coverage(world: World) -> None:
    """One contract was seen, one is in doubt, one was seen once awarded, two were not seen."""
    with world.store.transaction() as session:
        sources.ensure(session, ["boamp"], NOW)
        crawl = crawls.start(session, "boamp", START, IN_THE_WEEK, NOW)
        days = [day for day in days_between(START, IN_THE_WEEK) if day.day % 10 == 1]
        crawls.mark_days_done(session, crawl, "boamp", days, NOW)
        crawls.finish(session, crawl, "complete", NOW)
    seen = world.publish(notice(1, buyer=BUYER, links=links("WWW.ACHATPUBLIC.COM/sdm")))
    alert = notice(2, id="alert:2", source="alert", links=links("https://achatpublic.com/"))
    world.publish(alert, to=seen)
    maybe = world.publish(notice(3, buyer=BUYER, links=links("https://commune.example/<b>")))
    late = world.publish(award(4, buyer=BUYER, published_on=IN_THE_WEEK))
    world.publish(notice(5, buyer=BUYER, links=links(None)))
    world.read()
    numbers = _keep(
        world,
        _contract(1),
        _contract(2),
        _contract(3),
        _contract(4),
        _contract(5, buyer_siret=OTHER, uid=f"{OTHER}26M5", buyer_name=RIVAL.name),
        _contract(6, procedure="Marché passé sans publicité ni mise en concurrence préalable"),
        _contract(7, notified_on=START + timedelta(days=100)),
    )
    decisions = {
        numbers["26M1"]: Decision("joined", (Candidate(seen, 0.95, Evidence(object=1.0)),)),
        numbers["26M2"]: Decision("doubt", (Candidate(maybe, 0.5, Evidence(object=0.5)),)),
        numbers["26M3"]: Decision("joined", (Candidate(late, 0.95, Evidence(object=1.0)),)),
    }
    known = [Source(name="boamp", label="BOAMP"), Source(name="alert", label="Alertes")]
    with world.store.transaction() as session:
        contract_joins.record(session, decisions, NOW)
        sources.register(session, known, NOW)


def _contract(number: int, **known: object) -> Contract:
    facts = {
        "buyer_siret": TOWN,
        "uid": f"{TOWN}26M{number}",
        "notified_on": IN_THE_WEEK,
        "nature": "Marché",
        "procedure": "Procédure adaptée",
    }
    return contract(number, **(facts | known))


def _keep(world: World, *given: Contract) -> dict[str, int]:
    with world.store.transaction() as session:
        keep_contracts(session, *given)
        return {one.contract.number: one.id for one in contracts.iterate(session)}
