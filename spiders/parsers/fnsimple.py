"""FNSimple: the national form for purchases from 90 k€ to the European thresholds.

Sections ``initial`` and ``rectificatif`` were seen in real records; ``attribution`` and
``annulation`` are read from what other readers have published of them.
"""

from spiders.parsers import national
from spiders.parsers.award_prose import awards_in
from spiders.parsers.cleaning import link, one_line
from spiders.parsers.corrections import read_correction
from spiders.parsers.jsontree import Tree, aslist, child, keys_of, take, text
from spiders.parsers.national_awards import structured_awards
from spiders.parsers.national_lots import read_lots
from spiders.parsers.reading import Reading, texts_of
from spiders.parsers.renewals import renewals_in
from veille.core.notices import Award, Links, Text

_OPEN = frozenset(
    {"procedureAdapteeO", "procedureOuverte", "aoOuvert", "appelOffresOuvert", "ouvert"}
)
_RESTRICTED = frozenset(
    {"procedureAdapteeR", "procedureRestreinte", "aoRestreint", "appelOffresRestreint", "restreint"}
)


def read(form: Tree, summary: str | None = None) -> Reading:
    """What the FNSimple form tells, emptied of what was read; ``summary`` is the record's title."""
    nature, part = national.section(form)
    market, procedure = child(part, "natureMarche"), child(part, "procedure")
    information = child(part, "informComplementaire")
    correction = read_correction(part)
    title = one_line(take(market, "intitule")) or summary
    description = take(market, "description")
    additional = take(information, "autresInformComplementaire")
    awards, award_texts = _awards(part)
    lots, lot_texts, lot_boxes = read_lots(part, market)
    boxes, box_texts = national.reservation(market)
    places, place_prose = national.places(market)
    period = national.period(market)
    own_deadline = national.deadline(procedure)
    return Reading(
        nature=nature,
        title=title,
        description=description,
        buyer=national.buyer(form),
        deadline=correction.deadline or own_deadline,
        deadline_overrides=correction.deadline is not None,
        earlier=national.earlier(part),
        procedure_type=_procedure_type(procedure),
        places=places,
        cpv=national.cpv_codes(market),
        contract_nature=national.contract_nature(market),
        value=national.value(market, "valeurEstimee"),
        duration_months=period.months,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        renewals=renewals_in(description, additional),
        lots=lots,
        texts=(
            *texts_of(
                "criteria", take(procedure, "criteresAttrib"), take(market, "criteresAttrib")
            ),
            *_selection(procedure),
            *box_texts,
            *texts_of("additional", additional),
            *texts_of("other", _visit(information), place_prose),
            *correction.texts,
            *award_texts,
            *lot_texts,
        ),
        declared=(*boxes, *lot_boxes),
        awards=awards,
        links=_links(form, child(part, "communication")),
    )


def _procedure_type(procedure: Tree) -> str | None:
    keys_of(procedure, "techAchat")
    found: str | None = None
    for names, code in ((_OPEN, "open"), (_RESTRICTED, "restricted")):
        for name in names & procedure.keys():
            del procedure[name]
            found = found or code
    return found


def _selection(procedure: Tree) -> tuple[Text, ...]:
    return texts_of(
        "selection",
        take(procedure, "capaciteExercice"),
        take(procedure, "capaciteEcoFin"),
        take(procedure, "capaciteTech"),
    )


def _visit(information: Tree) -> str | None:
    found = take(child(information, "oui"), "visiteDetail")
    keys_of(information, "oui")
    keys_of(information, "non")
    return found


def _awards(part: Tree) -> tuple[tuple[Award, ...], tuple[Text, ...]]:
    """From ``attributionMarche``, prose or fields; the prose is kept."""
    raw = part.get("attributionMarche")
    if isinstance(raw, dict) and "#text" not in raw:
        return structured_awards({"attribution": raw}) or structured_awards(raw), ()
    part.pop("attributionMarche", None)
    prose = [found for item in aslist(raw) if (found := text(item))]
    read_in_prose = tuple(award for passage in prose for award in awards_in(passage))
    return read_in_prose or structured_awards(part), texts_of("other", *prose)


def _links(form: Tree, communication: Tree) -> Links:
    from_body = national.profile_links(form)
    return Links(
        documents=link(take(communication, "urlDocConsul")),
        submission=link(take(communication, "urlRemiseOffres", "urlDepot")),
        profile=link(take(communication, "urlProfilAch")) or from_body.profile,
    )
