"""Notice pages of the AWS engine (marches-publics.info and the sites that share it).

The shape is that of public descriptions: the buyer in a cell apart, then a table of rubrics. What
a page lacks stays unknown; a page without its block or its object is kept and shown to staff.
"""

import re
from collections.abc import Iterator

from spiders.parsers import aws_fields as fields
from spiders.parsers.aws_labels import FIELDS, LEFT, SPOKEN, TEXTS
from spiders.parsers.aws_page import absolute, blocked, moment_in, number_of, soup_of
from spiders.parsers.aws_rubrics import Rubric, codes_in, lots_of, money_in, rubrics_of
from spiders.parsers.aws_said import listed_in
from spiders.parsers.identifiers import unique
from spiders.parsers.lots import short_title
from spiders.parsers.reading import texts_of
from spiders.parsers.renewals import renewals_in
from spiders.parsers.result import Parsed, UnreadablePayload
from veille.core.notices import Notice, Text, kind_of
from veille.core.text import fold

SOURCE = "aws"
DIALECT = "aws_page"

_MOST_LINKS = 1_000
_SENT = re.compile(r"envoi (?:le|du)\s*(\d{1,2}/\d{1,2}/\d{2,4})")
_VALUE = re.compile(r"valeur estim[ée]e[^:\n]{0,40}:\s*([0-9][^€\n]{0,30})€", re.IGNORECASE)
_BOAMP = re.compile(r"boamp\.fr/(?:pages/)?avis/(?:detail/|\?q=idweb:\W{0,3})([0-9]{2}-[0-9]{1,7})")


def parse_page(content: bytes, address: str | None) -> Parsed:
    """The notice of a page, byte for byte, that came from ``address``.

    Raises:
        UnreadablePayload: it is no notice page of the engine, or not of the shape that is known.
    """
    soup = soup_of(content)
    root = soup.select_one("#AAPCGenere")
    if root is None:
        raise UnreadablePayload(blocked(content) or "page d’avis sans le bloc attendu (AAPCGenere)")
    page = (address or "").partition("#")[0]
    links = [
        link for a in soup("a", href=True, limit=_MOST_LINKS) if (link := absolute(a["href"], page))
    ]
    number = number_of(page) or next(filter(None, map(number_of, links)), None)
    if number is None:
        raise UnreadablePayload("page d’avis sans numéro MPI")
    rubrics = rubrics_of(root)
    said = fields.Said(rubrics)
    title, whole = short_title(said.first("title"), None)
    if title is None:
        raise UnreadablePayload("page d’avis sans la rubrique Objet")
    listed = listed_in(address)
    buyer, lots = fields.buyer_of(root), lots_of(root)
    places = fields.places_of(said)
    stage, corrected, cancelled = fields.stage_of(root)
    sent = moment_in(fields.found_in(_SENT, fold(said.whole).text))
    notice = Notice(
        id=f"{SOURCE}:{number}",
        source=SOURCE,
        stage=stage,
        kind=kind_of(stage, correction=corrected, cancellation=cancelled),
        published_on=listed.published_on or (sent.date() if sent else None),
        dispatched_on=sent.date() if sent else None,
        deadline=fields.deadline_of(said) or listed.deadline,
        supersedes=unique(f"boamp:{match[1]}" for link in links if (match := _BOAMP.search(link))),
        procedure_type=fields.procedure_of(said.first("procedure")),
        title=title,
        description="\n\n".join(filter(None, (whole, said.first("description")))) or None,
        buyer=buyer,
        departments=fields.departments_of(places, buyer),
        places=places,
        cpv=codes_in("\n".join(said.every("cpv"))),
        contract_nature=fields.nature_of(said.first("nature")),
        value=money_in(said.first("value")) or money_in(fields.found_in(_VALUE, said.whole)),
        duration_months=fields.duration_of(said.first("duration")),
        renewals=renewals_in(said.first("duration"), said.whole),
        lots=lots,
        texts=tuple(_texts(rubrics)),
        declared=fields.declared_of(root, said.whole, lots, pictured=listed.social),
        links=fields.links_of(links, page),
    )
    new = [f"rubrique : {one.label[:80]}" for one in rubrics if one.key and not _known(one.key)]
    return Parsed(notice, DIALECT, unread=unique(new))


def _known(key: str) -> bool:
    return key in FIELDS or key in TEXTS or key in LEFT


def _texts(rubrics: list[Rubric]) -> Iterator[Text]:
    """The texts by rubric; one that nobody knows is kept too, after its label."""
    for one in rubrics:
        if one.key in TEXTS:
            words = one.labelled if one.key in SPOKEN else one.text
            yield from texts_of(TEXTS[one.key], words)
        elif not _known(one.key):
            yield from texts_of("other", one.labelled)
