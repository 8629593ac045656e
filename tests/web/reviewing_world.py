"""A week to review: cards of each sort, judged by the rules and the model that serve."""

from dataclasses import dataclass, replace
from typing import Any

from tests.newsletters.invented import notice
from tests.web.visiting import Visit
from veille.app.review.reviewing import Judges, judges
from veille.core.interchange import notice_hash
from veille.core.notices import Lot, Notice, Text
from veille.core.verdicts import Clause, Evidence, Reserved, Verdict
from veille.store import verdicts

CLAUSE = "une clause d’insertion de 140 heures"
RESERVED = "lot réservé aux EA et ESAT"
LANDSCAPE = "insertion paysagère"
APPRENTICES = "Le titulaire accueille des apprentis."
LOTS = (Lot(id="LOT-0001", title="Tonte"), Lot(id="LOT-0002", title="Élagage"))


@dataclass
class Reviewing:
    """A visit to a site with cards to review; numbers are those of procedures."""

    visit: Visit
    by: Judges

    def card(self, number: int, *said: str, text: str = "", **known: Any) -> int:
        """A call whose conditions say ``text``, in which the sentences ``said`` were read."""
        given = call(number, text, **known)
        home = self.visit.world.publish(given, now=self.visit.at)
        self.judge(given, *said)
        return home

    def judge(self, given: Notice, *said: str) -> None:
        """Save what is read of a notice."""
        made = verdict(given, self.by, *said)
        with self.visit.world.store.transaction() as session:
            verdicts.save(session, {notice_hash(given): made}, self.visit.at)

    def effective(self, notice_id: str) -> Verdict:
        """What everybody is shown of a notice."""
        with self.visit.world.store.read() as session:
            return verdicts.for_notices(session, [notice_id], self.by.rules, self.by.model)[
                notice_id
            ]

    def begin(self) -> Any:
        """Begin the week, as staff do."""
        return self.visit.post("/equipe/relecture/semaine")


def reviewing(visit: Visit) -> Reviewing:
    """Cards of the world of a visit, judged by those who serve there."""
    return Reviewing(visit, judges(visit.world.store, visit.world.settings))


def call(number: int, text: str = "", **known: Any) -> Notice:
    """An open call of the week."""
    defaults: dict[str, Any] = {"lots": LOTS, "texts": (Text(field="conditions", text=text),)}
    return notice(number, **(defaults | known))


def verdict(given: Notice, by: Judges, *said: str) -> Verdict:
    """A verdict that reads these sentences in the conditions of a notice."""
    text = given.texts[0].text
    evidence = tuple(
        Evidence(
            signal="stated",
            for_="reserved" if "réservé" in one else "clause",
            at="/texts/0/text",
            quote=one,
            start=text.index(one),
            end=text.index(one) + len(one),
            rule="reserved.by.handicap" if "réservé" in one else "clause.insertion.clause",
            weight=1.0,
        )
        for one in said
    )
    made = Verdict(id=given.id, rules=by.rules, model=by.model, potential=0.2, evidence=evidence)
    if any(line.for_ == "reserved" for line in evidence):
        made = replace(made, reserved=Reserved(answer="yes", kinds=("handicap",)))
    if any(line.for_ == "clause" for line in evidence):
        made = replace(made, clause=Clause(answer="yes", kinds=("insertion",)))
    return made


def furnish_week(visit: Visit) -> Reviewing:
    """Four cards: a clause, a reserved lot with a clause, a false friend, and a silent one."""
    world = reviewing(visit)
    world.card(11, CLAUSE, text=f"Le marché prévoit {CLAUSE} par an.")
    world.card(12, RESERVED, CLAUSE, text=f"C’est un {RESERVED}. Il comporte {CLAUSE}.")
    world.card(13, LANDSCAPE, text=f"Une {LANDSCAPE} est demandée.")
    world.card(14, text=f"Rien de particulier. {APPRENTICES}")
    return world
