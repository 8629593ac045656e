"""Reservations said in other words: « seuls les ESAT peuvent répondre », « accès limité aux »."""

from classifiers.rules.table import Rule, gap
from classifiers.rules.vocabulary import (
    DISABLED_WORKERS,
    INTEGRATION_STRUCTURES,
    SHELTERED_STRUCTURES,
)

_BID = (
    r"(?:soumissionner|repondre|candidater|concourir|participer|deposer|remettre|soumettre"
    r"|presenter)"
)
_CONTRACT = r"(?:acces|participation|soumission|lot|marche|contrat|consultation|accord cadre)s?"
_EXCLUSIVE = (
    r"(?:limite|restreint)e?s? (?:aux? |a l |a des |a une? )"
    r"|(?:destine|dedie)e?s? (?:en exclusivite|exclusivement|uniquement) (?:aux? |a des )"
    r"|exclusivement (?:(?:destine|dedie)e?s? )?(?:aux? |a des )"
    r"|a destination exclusive d|adresse aux seule?s? |revient de droit a"
    r"|ne peut etre (?:attribue|confie)e? qu ?a"
)
# Words of a clause: what follows is whom the work is for, not who may bid.
_NO_CLAUSE = r"(?:(?!clause|heures?(?![a-z])|insertion ?:)[^.;!?])"


def _only(structures: str) -> str:
    """The ways of saying that only ``structures`` may bid."""
    return (
        rf"(?<![a-z])seule?s? (?:(?:peuvent|pourront) )?(?:{_BID} )?{_NO_CLAUSE}{{0,60}}?"
        rf"({structures}){gap(160)}(?:peuvent|pourront|sont (?:autorise|admis)|seront (?:autorise"
        rf"|admis))"
        rf"|(?:peuvent|pourront) seule?s? {_BID}{_NO_CLAUSE}{{0,60}}?({structures})"
        rf"|(?<![a-z])seule?s? (?:peuvent|pourront) {_BID}{_NO_CLAUSE}{{0,60}}?({structures})"
        rf"|ne (?:peut|peuvent) {_BID}{_NO_CLAUSE}{{0,40}}? que {_NO_CLAUSE}{{0,40}}?({structures})"
        rf"|{_CONTRACT}{_NO_CLAUSE}{{0,60}}?(?:{_EXCLUSIVE}){_NO_CLAUSE}{{0,60}}?({structures})"
        rf"|({structures}){_NO_CLAUSE}{{0,50}}?(?:uniquement|exclusivement)(?= *$| *[,:()])"
    )


RESERVED_ONLY_RULES: tuple[Rule, ...] = (
    Rule(
        id="reserved.only.handicap",
        question="reserved",
        kind="handicap",
        pattern=_only(SHELTERED_STRUCTURES),
        stems=("seul", "ne peu", "limite", "restrein", "exclusi", "uniquement", "revient"),
        examples=(
            "Seuls les ESAT et les entreprises adaptées peuvent remettre une offre.",
            "Peuvent seules répondre les entreprises adaptées",
            "L'accès au lot 2 est limité aux ESAT du département",
            "Ne peuvent candidater à ce lot que les entreprises adaptées",
        ),
        counter_examples=(
            "Seules les entreprises qualifiées peuvent remettre une offre.",
            "Lot destiné à l'équipement de l'ESAT des Genêts",
        ),
    ),
    Rule(
        id="reserved.only.iae",
        question="reserved",
        kind="iae",
        pattern=_only(INTEGRATION_STRUCTURES),
        stems=("seul", "ne peu", "limite", "destin", "dedi", "restrein", "exclusi", "uniquement"),
        examples=(
            "Seules des structures d'insertion pourront soumettre une offre au lot 2.",
            "Consultation exclusivement destinée aux entreprises d'insertion",
            "Ce lot ne peut être attribué qu'à une association intermédiaire",
            "Oui : chantiers d'insertion uniquement",
        ),
        counter_examples=(
            "Seules les structures gonflables sont admises sur le site.",
            "Les heures sont confiées à des entreprises d'insertion ou à des intérimaires",
        ),
    ),
    Rule(
        id="reserved.only.workers",
        question="reserved",
        kind="handicap",
        pattern=rf"(?:{_CONTRACT}|etablissements?|entreprises?){gap(60)}(?:limite"
        rf"|restreint)e?s? aux?"
        rf"{gap(60)}({DISABLED_WORKERS})"
        rf"|emplois? proteges?{gap(60)}({DISABLED_WORKERS})",
        stems=("limite", "restrein", "emplois proteges", "emploi protege"),
        examples=(
            "Participation limitée aux entreprises dont les salariés handicapés sont majoritaires",
            "Programme d'emplois protégés au bénéfice de travailleurs handicapés",
        ),
        counter_examples=("Vitesse limitée aux abords du foyer pour personnes handicapées",),
    ),
    Rule(
        id="reserved.theirs.handicap",
        question="reserved",
        kind="handicap",
        pattern=rf"({SHELTERED_STRUCTURES}){gap(120)}leur (?:est|sont) (?:reserve|dedie)",
        stems=("leur est", "leur sont"),
        examples=("ESAT et entreprises adaptées : le lot 1 leur est réservé",),
        counter_examples=("Les agents de l'ESAT ont un vestiaire ; il est réservé",),
    ),
    Rule(
        id="reserved.theirs.iae",
        question="reserved",
        kind="iae",
        pattern=rf"({INTEGRATION_STRUCTURES}){gap(120)}leur (?:est|sont) (?:reserve|dedie)",
        stems=("leur est", "leur sont"),
        examples=("Structures d'insertion du bassin : ce marché leur est dédié",),
        counter_examples=("Les entreprises d'insertion sont nombreuses",),
    ),
)
