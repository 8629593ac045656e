"""Invented notices of realistic length and vocabulary, each with a verdict: models of rows.

Words are those of official CPV labels, so that some are everywhere and most are rare.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import accumulate

from veille.core.notices import Award, Buyer, Links, Lot, Notice, Place, Text, Value, Winner
from veille.core.reference import communes
from veille.core.reference.departments import departments
from veille.core.reference.tables import rows
from veille.core.verdicts import Clause, Evidence, Obligation, Reserved, Verdict

DAY = date(1999, 1, 1)
DEADLINE = datetime(1999, 2, 3, 11, 0, tzinfo=UTC)
AWARD_DAY = date(1999, 3, 3)
NUMBER = "99-9999999"
"""What stands in a model for the days, the deadline and the number of the notices made of it."""

_CLAUSE = (
    "Le titulaire réservera 140 heures à des personnes éloignées de l’emploi (clause d’insertion)"
)
_RESERVED = "Marché réservé aux entreprises adaptées et aux ESAT"
_FILLER = (
    "Les candidats remettent un mémoire technique qui décrit les moyens humains et matériels, "
    "l’organisation des interventions, les délais et la démarche environnementale. Une visite du "
    "site est obligatoire avant la remise des offres. Le marché est conclu pour un an, "
    "reconductible trois fois. "
    "Les prix sont révisables chaque année selon la formule du cahier des charges."
)
_BUYERS = (
    "Commune",
    "Agglomération",
    "Département",
    "Centre hospitalier",
    "Office",
    "CCAS",
)


@dataclass(frozen=True, slots=True)
class Model:
    """A call for tenders with its verdict, and its award where there is one."""

    call: Notice
    award: Notice | None
    verdict: Verdict


def models(count: int, rules: str, model: str | None) -> list[Model]:
    """So many models, drawn with a fixed seed."""
    draw = random.Random(2034)  # noqa: S311 - a fixed seed, no secret
    labels = [(row["code"], row["label"]) for row in rows("cpv")]
    # A few objects are bought by everybody, most by hardly anybody.
    weights = list(accumulate(1 / (rank + 3) for rank in range(len(labels))))
    draw.shuffle(labels)
    towns = list(communes.communes().values())
    return [_model(draw, number, labels, weights, towns, rules, model) for number in range(count)]


def _model(
    draw: random.Random,
    number: int,
    labels: Sequence[tuple[str, str]],
    weights: Sequence[float],
    towns: Sequence[communes.Commune],
    rules: str,
    model: str | None,
) -> Model:
    bought = draw.choices(labels, cum_weights=weights, k=6)
    place, department = _place(draw, number, towns)
    name = f"{draw.choice(_BUYERS)} exemple {draw.randrange(1, 700)}"
    is_clause, is_reserved = number % 8 == 0, number % 50 == 1
    said = f"{_CLAUSE}." if is_clause else f"{_RESERVED}." if is_reserved else ""
    buyer = Buyer(
        name=name, siret=f"{hash_of(name):014d}", postcode=place.postcode, city=place.city
    )
    call = Notice(
        id=f"boamp:{NUMBER}",
        source="boamp",
        stage="planning" if number % 29 == 5 else "competition",
        kind="planning" if number % 29 == 5 else "competition",
        published_on=DAY,
        deadline=DEADLINE,
        procedure_type="open",
        title=f"{bought[0][1]} : {bought[1][1].lower()}",
        description=f"{'. '.join(label for _, label in bought)}. {_FILLER}",
        buyer=buyer,
        departments=(department,),
        places=(place,),
        cpv=(bought[0][0],),
        value=Value(amount=float(draw.randrange(20, 5_000)) * 1_000) if number % 3 else None,
        duration_months=12.0,
        lots=tuple(
            Lot(id=f"LOT-{at:04d}", title=label, description=label, cpv=(code,))
            for at, (code, label) in enumerate(bought[2 : 2 + number % 5], 1)
        ),
        texts=(
            Text(field="conditions", text=f"{_FILLER} {said}"),
            Text(field="criteria", text="Prix 60 %, valeur technique 40 %."),
        ),
        links=Links(notice=f"https://avis.example/{NUMBER}", documents="https://dce.example/x"),
    )
    return Model(
        call,
        _award(draw, call) if number % 6 == 2 else None,
        _verdict(call, rules, model, number, is_clause=is_clause, is_reserved=is_reserved),
    )


def _place(
    draw: random.Random, number: int, towns: Sequence[communes.Commune]
) -> tuple[Place, str]:
    """One in twenty-five in the Hérault, the others all over the country."""
    if number % 25 == 0:
        town = draw.choice(towns)
        return Place(nuts="FRJ13", postcode=town.postcodes[0], city=town.name), "34"
    code = draw.choice(sorted(set(departments()) - {"34"}))
    return Place(postcode=f"{code[:2]}100", city=f"Ville {draw.randrange(900)}"), code


def _award(draw: random.Random, call: Notice) -> Notice:
    winner = Winner(name=f"Entreprise exemple {draw.randrange(3_000)}", city="Montpellier")
    return Notice(
        id=f"boamp:{NUMBER}a",
        source="boamp",
        stage="result",
        kind="result",
        published_on=AWARD_DAY,
        title=call.title,
        buyer=call.buyer,
        departments=call.departments,
        places=call.places,
        cpv=call.cpv,
        awards=(Award(winner=winner, amount=90_000.0),),
        supersedes=(call.id,),
    )


def _verdict(
    call: Notice, rules: str, model: str | None, number: int, *, is_clause: bool, is_reserved: bool
) -> Verdict:
    text = call.texts[0].text
    quote = _CLAUSE if is_clause else _RESERVED
    start = text.find(quote)
    evidence = Evidence(
        signal="stated",
        for_="clause" if is_clause else "reserved",
        at="/texts/0/text",
        quote=quote,
        start=start,
        end=start + len(quote),
        rule="bench",
    )
    return Verdict(
        id=call.id,
        rules=rules,
        model=model,
        reserved=Reserved(answer="yes", kinds=("handicap",)) if is_reserved else Reserved(),
        clause=(
            Clause(answer="yes", kinds=("insertion",), binding="mandatory", hours=140)
            if is_clause
            else Clause()
        ),
        potential=(number * 37 % 100) / 100,
        likely=(number * 53 % 100) / 100,
        obligation=Obligation(answer="expected" if number % 20 == 3 else "not_applicable"),
        evidence=(evidence,) if is_clause or is_reserved else (),
    )


def hash_of(text: str) -> int:
    """Fourteen digits that stand for a text, the same in every run."""
    return int.from_bytes(text.encode()[-5:], "big") % 10**14
