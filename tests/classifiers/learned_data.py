"""Invented notices for the tests of the learned part."""

from datetime import date, timedelta

from classifiers.labels import Label
from veille.core.notices import Buyer, Descriptor, Notice

FIRST_DAY = date(2026, 3, 2)
TODAY = date(2026, 11, 22)
_CLEANING = ("Nettoyage des locaux de la mairie", "Entretien des espaces verts du quartier")
_OTHER = ("Contrat d'assurance dommages aux biens", "Fourniture de logiciels de gestion")
_HABITUAL = 4  # the first buyers put clauses even where others do not


def labelled(count: int = 400) -> list[tuple[Notice, Label]]:
    """Notices of forty buyers: manual work carries clauses, and some buyers always do."""
    return [_labelled(number) for number in range(count)]


def notice(
    title: str | None = "Nettoyage des locaux de la mairie",
    *,
    buyer: str = "Commune de Valfleury",
    day: date | None = date(2026, 9, 1),
    **others: object,
) -> Notice:
    """A call for competition with this title."""
    return Notice(  # type: ignore[arg-type]
        **{
            "id": "boamp:26-900",
            "source": "boamp",
            "kind": "competition",
            "title": title,
            "buyer": Buyer(name=buyer, postcode="34999"),
            "published_on": day,
            "family": "FNS",
            **others,
        }
    )


def _labelled(number: int) -> tuple[Notice, Label]:
    buyer = number * 7 % 40
    manual = number % 3 == 0
    title = (_CLEANING if manual else _OTHER)[number % 2]
    made = notice(
        f"{title}, lot {number}",
        buyer=f"Service fictif {buyer}",
        day=FIRST_DAY + timedelta(days=number // 8),
        id=f"boamp:26-{number}",
        descriptors=(Descriptor(code="239" if manual else "20"),),
    )
    return made, Label((manual and number % 4 != 0) or buyer < _HABITUAL)
