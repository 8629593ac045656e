"""MAPA: the national form for adapted procedures below 90 k€. It has no CPV, SIRET or social box.

Section ``initial`` was seen in real records; the others are read from what other readers have
published of them.
"""

from dataclasses import replace

from spiders.parsers import national
from spiders.parsers.award_prose import awards_in
from spiders.parsers.corrections import read_correction
from spiders.parsers.jsontree import Tree, child, children, keys_of, take, words_below
from spiders.parsers.lots import short_title
from spiders.parsers.national_awards import structured_awards
from spiders.parsers.national_lots import read_lots
from spiders.parsers.reading import Reading, texts_of
from spiders.parsers.renewals import renewals_in
from veille.core.notices import Award, Text


def read(form: Tree, summary: str | None = None) -> Reading:
    """What the MAPA form tells; ``summary`` is the record's own title, cut by BOAMP."""
    nature, part = national.section(form)
    description = child(part, "description")
    correction = read_correction(part)
    awards, award_texts = _awards(part)
    title, object_text = short_title(take(description, "objet", "intitule"), summary)
    features = child(part, "caracteristiques")
    whole = "\n\n".join(
        found
        for found in (object_text, take(features, "principales"), take(features, "quantites"))
        if found
    )
    information = child(part, "renseignements")
    additional = take(information, "rensgComplt")
    lots, lot_texts, lot_boxes = read_lots(part)
    places, place_prose = national.places(description)
    period = national.period(child(part, "duree"))
    own_deadline = national.deadline(child(part, "delais"))
    links, body_links = national.addresses(part), national.profile_links(form)
    return Reading(
        nature=nature,
        title=title,
        description=whole or None,
        buyer=national.buyer(form),
        deadline=correction.deadline or own_deadline,
        deadline_overrides=correction.deadline is not None,
        earlier=national.earlier(part),
        procedure_type=_procedure_type(part),
        places=places,
        cpv=national.cpv_codes(description) or national.cpv_codes(part),
        contract_nature=national.contract_nature(part),
        value=national.value(description, "valeurEstimee", "estimationValeur"),
        duration_months=period.months,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        renewals=renewals_in(whole, additional),
        lots=lots,
        texts=(
            *_criteria(part),
            *texts_of("selection", *words_below(part.pop("justifications", None))),
            *texts_of("additional", additional),
            *texts_of("other", place_prose),
            *correction.texts,
            *award_texts,
            *lot_texts,
        ),
        declared=lot_boxes,
        awards=awards,
        links=replace(links, profile=body_links.profile),
    )


def _procedure_type(part: Tree) -> str | None:
    return "adapted" if "procedureAdaptee" in keys_of(part, "procedure") else None


def _criteria(part: Tree) -> tuple[Text, ...]:
    """Weighted criteria as ``criterion : 60 %``, one a line; else what is written."""
    criteria = child(part, "criteres")
    weighted = [_weighted(item) for item in children(criteria, "criterePondere")]
    criteria.pop("criterePondere", None)
    ranked = words_below(part.pop("criteres", None))
    return texts_of("criteria", "\n".join(found for found in weighted if found) or None, *ranked)


def _weighted(item: Tree) -> str | None:
    name, weight = take(item, "critere"), take(item, "criterePCT")
    if not name:
        return None
    return f"{name} : {weight.rstrip(' %')} %" if weight else name


def _awards(part: Tree) -> tuple[tuple[Award, ...], tuple[Text, ...]]:
    found = structured_awards(part)
    prose = take(part, "attribution", "attributionMarche")
    return found or awards_in(prose), texts_of("other", prose)
