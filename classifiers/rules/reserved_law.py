"""Reservations said in the words of the law or of a form.

An article tells for whom only beside the word « réservé » (see ``matching``): it is often
misquoted.
"""

from classifiers.rules.table import Rule, gap
from classifiers.rules.vocabulary import (
    INTEGRATION_STRUCTURES,
    RESERVED,
    SHELTERED_STRUCTURES,
    SOCIAL_ECONOMY,
)

_LAW = r"(?:l|r)? {0,2}(?:2113|3113)"

RESERVED_LAW_RULES: tuple[Rule, ...] = (
    Rule(
        id="reserved.statutory.handicap",
        question="reserved",
        kind="handicap",
        pattern=rf"({SHELTERED_STRUCTURES}){gap(260)}lorsqu ?(?:e |ils |elles )?(?:plus de|emploi)"
        rf"{gap(90)}handicap",
        stems=("lorsqu",),
        examples=(
            "Lot 2 : entreprises adaptées et structures équivalentes, lorsqu'elles emploient "
            "une proportion minimale de travailleurs handicapés",
        ),
        counter_examples=("Remise accordée lorsqu'ils emploient un travailleur handicapé",),
    ),
    Rule(
        id="reserved.statutory.iae",
        question="reserved",
        kind="iae",
        pattern=rf"({INTEGRATION_STRUCTURES}){gap(260)}lorsqu ?(?:e |ils |elles )?(?:plus de"
        rf"|emploi)"
        rf"{gap(90)}(?:defavorise|proportion minimale)",
        stems=("lorsqu",),
        examples=(
            "Lot 1 : structures d'insertion par l'activité économique et structures "
            "équivalentes, lorsque plus de 50 % des travailleurs sont défavorisés",
        ),
        counter_examples=("Le bonus est versé lorsque plus de 5 % des heures sont d'insertion",),
    ),
    Rule(
        id="reserved.statutory.ess",
        question="reserved",
        kind="ess",
        pattern=rf"({SOCIAL_ECONOMY}){gap(200)}lorsqu ?(?:elles|ils) ont pour objectif",
        stems=("lorsqu",),
        examples=(
            "3°) Aux entreprises de l'économie sociale et solidaire, lorsqu'elles ont pour "
            "objectif d'assumer une mission de service public",
        ),
    ),
    Rule(
        id="reserved.article.handicap",
        question="reserved",
        kind="handicap",
        pattern=rf"{RESERVED}{gap(160)}({_LAW} 12(?! (?:a|et) ))",
        stems=("reserv",),
        examples=("Marché réservé au sens de l'article L.2113-12 du code de la commande publique",),
        counter_examples=("En application de l'article L2113-12, une action d'insertion est due.",),
    ),
    Rule(
        id="reserved.article.iae",
        question="reserved",
        kind="iae",
        pattern=rf"{RESERVED}{gap(160)}({_LAW} 13(?! 1(?!\d)| (?:a|et) ))",
        stems=("reserv",),
        examples=("Marché réservé selon l'article L. 2113-13 du code",),
        counter_examples=("Il est fait application de l'article L2113-13, clause d'insertion.",),
    ),
    Rule(
        id="reserved.article.prison",
        question="reserved",
        kind="prison",
        pattern=rf"{RESERVED}{gap(160)}({_LAW} 13 1(?!\d))",
        stems=("reserv",),
        examples=("Lot 4 réservé au titre de l'article L2113-13-1",),
        counter_examples=("Lot 4 réservé au titre de l'article L2113-13",),
    ),
    Rule(
        id="reserved.article.mixed",
        question="reserved",
        kind="mixed",
        pattern=rf"{RESERVED}{gap(160)}({_LAW} 14(?! (?:a|et) ))",
        stems=("reserv",),
        examples=("Contrat réservé en application de l'article L. 2113-14",),
    ),
    Rule(
        id="reserved.article.ess",
        question="reserved",
        kind="ess",
        pattern=rf"{RESERVED}{gap(160)}({_LAW} 1[56](?! (?:a) ))",
        stems=("reserv",),
        examples=("Marché réservé, articles L2113-15 et L2113-16 du code",),
    ),
    Rule(
        id="reserved.form.yes",
        question="reserved",
        kind="unspecified",
        pattern=r"(?:reservation (?:de )?(?:tout ou partie )?du (?:marche|contrat)"
        r"|marches? reserves?"
        r"|programmes? d ?emplois? proteges?) ?: ?oui(?![a-z])",
        stems=("reserv", "emplois proteges", "emploi protege"),
        examples=(
            "La consultation prévoit une réservation de tout ou partie du marché : Oui",
            "Marché réservé : oui",
        ),
        counter_examples=("Marché réservé : non", "Réservation de tout ou partie du marché : Non"),
    ),
    Rule(
        id="reserved.form.workshops",
        question="reserved",
        kind="unspecified",
        pattern=r"participation est reservee a des ateliers proteges et a des operateurs"
        r"|dans le cadre de programmes? d ?emplois? proteges?(?! ?: ?non)",
        stems=("reserv", "emplois proteges", "emploi protege"),
        examples=(
            "La participation est réservée à des ateliers protégés et à des opérateurs ayant "
            "pour objet l'intégration",
            "L'exécution a lieu dans le cadre de programmes d'emplois protégés",
        ),
        counter_examples=("dans le cadre de programmes d'emplois protégés : non",),
    ),
)
