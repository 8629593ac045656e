"""A list of sites long enough to try any reader: more than twenty thousand characters."""

from .identifiers import pick
from .reference import TOWNS

_KINDS = (
    ("collège", "demi-pension comprise"),
    ("maison des solidarités", "accueil du public"),
    ("centre d'exploitation routier", "hangar à sel et atelier"),
    ("centre de secours", "remise et hébergement"),
    ("bibliothèque de prêt", "réserve climatisée"),
)
_SYSTEMS = (
    "chaudière à gaz à condensation",
    "pompe à chaleur air-eau",
    "chaufferie à granulés",
    "réseau de chaleur",
    "convecteurs électriques",
    "plafonds rayonnants",
)


def sites() -> str:
    """One line per site of the Hérault, none like another."""
    towns = [town for town, (_, nuts) in TOWNS.items() if nuts == "FRJ13"]
    return "\n".join(
        f"- {town}, {kind} ({detail}) : {300 + pick(town + kind, 5200)} m², "
        f"{_SYSTEMS[pick(kind + town, len(_SYSTEMS))]}, "
        f"{1 + pick('v' + town + kind, 4)} visite(s) par an ;"
        for town in towns
        for kind, detail in _KINDS
    )
