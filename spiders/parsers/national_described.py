"""Forms whose object sits in ``descriptionMarche``: DSP, and DIVERS as far as is known.

No real record of them was at hand: names of fields come from readers that others have published,
and what is found under another name is reported as unread.
"""

from collections.abc import Iterator
from dataclasses import replace

from spiders.parsers import national
from spiders.parsers.cleaning import one_line
from spiders.parsers.corrections import read_correction
from spiders.parsers.identifiers import unique
from spiders.parsers.jsontree import Tree, child, children, take, words_below
from spiders.parsers.lots import short_title
from spiders.parsers.national_awards import structured_awards
from spiders.parsers.national_lots import read_lots
from spiders.parsers.reading import Reading, texts_of
from spiders.parsers.renewals import renewals_in

_SELECTION = ("conditionsParticipation", "capaciteExercice", "capaciteEcoFin", "capaciteTech")
_CRITERIA = ("criteres", "criteresAttrib")


def read_described(form: Tree, summary: str | None) -> Reading:
    """What the form tells; ``summary`` is the record's own title, cut by BOAMP."""
    nature, part = national.section(form)
    market = child(part, "descriptionMarche") or child(part, "description")
    procedure, information = child(part, "procedure"), child(part, "informComplementaire")
    _lift_only_lot(market)
    correction = read_correction(part)
    title = one_line(take(market, "titreMarche", "intitule"))
    object_text, description = take(market, "objet"), take(market, "description", "texte")
    if not title:
        title, object_text = short_title(object_text or description, summary)
    words = unique((object_text, description if description != title else None))
    description = "\n\n".join(words) or None
    additional = take(child(part, "renseignements"), "rensgComplt")
    more = take(information, "autresInformComplementaire")
    lots, lot_texts, lot_boxes = read_lots(market, part)
    boxes, box_texts = national.reservation(market)
    places, place_prose = national.places(market)
    period = national.period(child(market, "dureeLot") or child(part, "duree"))
    own_deadline = national.deadline(child(part, "delais")) or national.deadline(procedure)
    return Reading(
        nature=nature,
        title=title,
        description=description,
        buyer=national.buyer(form),
        deadline=correction.deadline or own_deadline,
        deadline_overrides=correction.deadline is not None,
        earlier=national.earlier(part),
        places=places,
        cpv=national.cpv_codes(market),
        contract_nature=national.contract_nature(market) or national.contract_nature(part),
        value=national.value(market, "estimationValeur", "valeurEstimee"),
        duration_months=period.months,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        renewals=renewals_in(description, additional, more),
        lots=lots,
        texts=(
            *texts_of("criteria", *_words(part, *_CRITERIA), *_words(procedure, *_CRITERIA)),
            *texts_of("selection", *_words(part, *_SELECTION), *_words(procedure, *_SELECTION)),
            *texts_of("execution", take(child(part, "conditions"), "conditionsExecution")),
            *box_texts,
            *texts_of("additional", additional, more),
            *texts_of("other", place_prose),
            *correction.texts,
            *lot_texts,
        ),
        declared=(*boxes, *lot_boxes),
        awards=structured_awards(part),
        links=replace(national.addresses(part), profile=national.profile_links(form).profile),
    )


def _lift_only_lot(market: Tree) -> None:
    """A purchase without lots is written as one ``lot`` without a number: take its fields up."""
    lots = children(market, "lot")
    if len(lots) == 1 and not lots[0].keys() & {"numLot", "numeroLot"}:
        del market["lot"]
        for key, value in lots[0].items():
            market.setdefault(key, value)


def _words(part: Tree, *keys: str) -> Iterator[str]:
    for key in keys:
        yield from words_below(part.pop(key, None))
