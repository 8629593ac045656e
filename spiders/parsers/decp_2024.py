"""Award data as the consolidated files since 2024 hold them: the content of 2022, lists bare.

Holders are as in 2019, ``considerationsSociales`` is a list of words.
"""

from spiders.parsers import decp_2019, decp_2022
from spiders.parsers import decp_values as values
from spiders.parsers.decp_record import Lists, ParsedContract, contract_of
from spiders.parsers.decp_values import Record


def parse(record: Record) -> ParsedContract:
    """The contract of one record.

    Raises:
        UnreadablePayload: no number, or no buyer.
    """
    lists = Lists(
        holders=decp_2019.holders(record),
        modifications=decp_2019.modifications(record),
        social=values.words(record.get("considerationsSociales")),
        price_forms=values.words(record.get("typesPrix") or record.get("typePrix")),
    )
    return contract_of(record, "2024", lists, decp_2022.KNOWN)
