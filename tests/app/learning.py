"""An install to learn in: a small shipped model, a store of invented notices."""

from datetime import date, timedelta
from pathlib import Path

from classifiers import training
from tests.classifiers.learned_data import labelled
from tests.store.invented import keep_apart
from veille.core.notices import Buyer, Notice, Text
from veille.store import Store

CLAUSE = "L’exécution comporte une clause d’insertion obligatoire de 140 heures."
FIRST_DAY = date(2026, 9, 7)
_MANUAL = ("Nettoyage des locaux", "Entretien des espaces verts", "Travaux de peinture")
_OTHER = ("Contrat d’assurance", "Fourniture de logiciels", "Fourniture de réactifs")


def ship(folder: Path, count: int = 200) -> Path:
    """A model in ``folder``, as the program ships one; learned from ``count`` invented notices."""
    learned = training.train(labelled(count), today=date(2026, 8, 31), sources=("avis inventés",))
    return learned.write(folder / learned.manifest.name)


def notice(number: int) -> Notice:
    """A call of one of sixty buyers: manual work carries a clause, the rest does not."""
    manual = number % 2 == 0
    title = (_MANUAL if manual else _OTHER)[number // 2 % 3]
    texts = (Text(field="conditions", text=CLAUSE),) if manual and number % 4 == 0 else ()
    return Notice(
        id=f"boamp:26-{number}",
        source="boamp",
        stage="competition",
        kind="competition",
        published_on=FIRST_DAY + timedelta(days=number // 10),
        title=f"{title}, secteur {number}",
        buyer=Buyer(name=f"Commune fictive {number * 11 % 60}", postcode="34999"),
        family="FNS",
        texts=texts,
    )


def notices(count: int = 200) -> list[Notice]:
    """The invented notices, in order."""
    return [notice(number) for number in range(count)]


def gathered(store: Store, count: int = 200) -> list[Notice]:
    """Store them, each in a procedure of its own."""
    made = notices(count)
    with store.transaction() as session:
        keep_apart(session, *made)
    return made
