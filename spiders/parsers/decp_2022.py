"""Award data of the format of 2022 (orders of 22 December 2022): every list in a wrapper.

``titulaires`` are ``{"titulaire": {…}}``, ``considerationsSociales`` is
``{"considerationSociale": [...]}``.
"""

from collections.abc import Iterator

from spiders.parsers import decp_2019
from spiders.parsers import decp_values as values
from spiders.parsers.decp_record import Lists, ParsedContract, contract_of, modification
from spiders.parsers.decp_values import Record
from veille.core.contracts import Modification

_ADDED_WORDS = """
techniques modalitesExecution marcheInnovant ccag offresRecues attributionAvance tauxAvance
typeGroupementOperateurs sousTraitanceDeclaree actesSousTraitance typesPrix typePrix origineUE
origineFrance considerationsSociales considerationsEnvironnementales
modificationsActesSousTraitance
"""
ADDED = frozenset(_ADDED_WORDS.split())
"""The keys that the format of 2019 has not."""
KNOWN = decp_2019.KNOWN | ADDED
WRAPPED = ("considerationsSociales", "typesPrix", "techniques", "modalitesExecution")


def parse(record: Record) -> ParsedContract:
    """The contract of one record.

    Raises:
        UnreadablePayload: no number, or no buyer.
    """
    lists = Lists(
        holders=values.holders(_holders(record)),
        modifications=_modifications(record),
        social=values.words(inner(record, "considerationsSociales", "considerationSociale")),
        price_forms=values.words(inner(record, "typesPrix", "typePrix")),
    )
    return contract_of(record, "2022", lists, KNOWN)


def inner(record: Record, outer: str, name: str) -> object:
    """The list inside its wrapper, or as it is where it has none; one alone is a list of one."""
    found = record.get(outer)
    if isinstance(found, dict):
        found = found.get(name)
    return [found] if isinstance(found, str) else found


def _holders(record: Record) -> Iterator[Record]:
    yield from values.objects(record.get("titulaires"), "titulaire")
    yield from values.objects(record.get("concessionnaires"), "concessionnaire")


def _modifications(record: Record) -> tuple[Modification, ...]:
    return tuple(
        modification(one, values.holders(_holders(one)))
        for one in values.objects(record.get("modifications"), "modification")
    )
