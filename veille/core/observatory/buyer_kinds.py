"""Which kind of public body buys, told from its name, its SIREN and what the notice says of it.

The list is that of the yearly observatory (« donneurs d’ordres »).
"""

import re
from collections.abc import Mapping
from typing import Literal

from veille.core.notices import Buyer
from veille.core.reference import communes as register
from veille.core.text import normalise

BuyerSort = Literal[
    "commune",
    "intercommunal",
    "department",
    "region",
    "state",
    "landlord",
    "establishment",
    "syndicate",
    "other",
]

BUYER_SORTS: Mapping[BuyerSort, str] = {
    "intercommunal": "intercommunalités",
    "commune": "communes",
    "department": "départements",
    "region": "régions",
    "state": "État",
    "landlord": "bailleurs sociaux",
    "establishment": "établissements publics, santé, enseignement",
    "syndicate": "syndicats, sociétés d’économie mixte, opérateurs",
    "other": "autres ou non précisés",
}

_LONGEST = 300  # characters of a name that are read

# The first that is found decides: « Centre communal d’action sociale de la ville de … » is no
# commune, « Syndicat mixte du département » no département.
_CUES: tuple[tuple[BuyerSort, str], ...] = (
    (
        "landlord",
        r"\boph\b|\bhlm\b|\bhabitat\b|\blogis\b|\blogements?\b|\bopac\b|\bimmobilieres?\b",
    ),
    (
        "establishment",
        r"\bchu\b|\bchru\b|\bch\b|hospital|\bhopita|\bclinique|\buniversite|\bcrous\b|\blycee"
        r"|\bcollege\b|\becole\b|\brectorat|\bccas\b|\bcias\b|action sociale|\bsdis\b"
        r"|incendie et de secours|\bepf\b|etablissement public|\binrae?\b|\bcnrs\b|\bcaf\b|\bcpam\b"
        r"|\bchambre de|\bcci\b|\behpad\b|\bport\b|\boffice\b|\bagence\b",
    ),
    (
        "syndicate",
        r"\bsyndicat|\bsiv[ou]m\b|\bsictom\b|\bsmictom\b|\bsem\b|\bsaem?l?\b|\bspla?\b"
        r"|economie mixte|publique locale|\bsncf\b|\bedf\b|\benedis\b|\bregie\b|\btransports?\b"
        r"|\benergies?\b|\beaux?\b",
    ),
    (
        "intercommunal",
        r"\bcommunaute|\bmetropole\b|\bagglo|\bcc\b|\bca\b|intercommunal|\bmediterranee metropole",
    ),
    (
        "state",
        r"\bministere|\bprefecture|\bdreal\b|\bddtm?\b|\bdraac?\b|\bdir\b|\bsgami\b|\bsgar\b"
        r"|\bdirection (?:inter)?(?:regionale|departementale)|\barmees?\b|\bdefense\b"
        r"|\bgendarmerie|\bdouanes?\b|\bpenitentiaire|\bjustice\b|\bfinances publiques",
    ),
    ("region", r"\bconseil regional|\bregion\b"),
    (
        "department",
        r"\bconseil (?:departemental|general)|\bdepartement\b|\bcollectivite europeenne",
    ),
    ("commune", r"\bcommune\b|\bville d|\bvilles?\b|\bmairie\b|\bmunicipal"),
)
_PATTERNS = tuple((sort, re.compile(pattern)) for sort, pattern in _CUES)


def buyer_sort(buyer: Buyer | None) -> BuyerSort:
    """The kind of body that ``buyer`` is; ``other`` where nothing tells.

    The SIREN of a commune or an EPCI of the Hérault is sure; then the words of the name, then
    what the notice declares.
    """
    if buyer is None:
        return "other"
    siren = "".join((buyer.siret or "").split())[:9]
    if register.epci(siren):
        return "intercommunal"
    if register.by_siren(siren):
        return "commune"
    name = normalise((buyer.name or "")[:_LONGEST])
    named = next((sort for sort, pattern in _PATTERNS if pattern.search(name)), None)
    if named:
        return named
    if register.by_name(buyer.name or ""):
        return "commune"
    return "state" if buyer.kind == "state" else "other"
