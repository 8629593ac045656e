"""Ways of saying that a contract or a lot is reserved (L2113-12 to L2113-16, L3113-1 to -3).

The number of an article alone never proves it: buyers quote L2113-13 for a mere clause.
"""

from classifiers.rules.table import OBJECT, Rule, gap
from classifiers.rules.vocabulary import (
    CONTRACT,
    DISABLED_WORKERS,
    DISADVANTAGED_WORKERS,
    INTEGRATION_STRUCTURES,
    PRISON,
    RESERVED,
    RESERVED_PARTICIPLE,
    SHELTERED_STRUCTURES,
    SOCIAL_ECONOMY,
)

# What follows « réservé » up to whom: it does not run into another clause of the sentence.
_TO = r"(?:(?!clause|comporte|condition d|conditions d|heures?(?![a-z]))[^.;!?]){0,320}?"
_EMPLOYING = r"emplo(?:ient|yant|ie|yent|yeurs?)"

RESERVED_RULES: tuple[Rule, ...] = (
    Rule(
        id="reserved.handicap.structures",
        question="reserved",
        kind="handicap",
        pattern=rf"{RESERVED}{_TO}({SHELTERED_STRUCTURES})",
        stems=("reserv",),
        examples=(
            "Le présent marché est réservé aux entreprises adaptées.",
            "Lot 3 : conditionnement de kits, réservé ESAT/EA",
            "Accord-cadre réservé à des établissements et services d'accompagnement par le travail",
            "Prestation réservée aux centres daide par le travail",
        ),
        counter_examples=(
            "Construction d'un ESAT de quarante places à Saint-Aubin-des-Dunes",
            "Le maître d'ouvrage se réserve le droit de visiter les ateliers protégés par un code",
            "La procédure adaptée est ouverte à toutes les entreprises",
        ),
    ),
    Rule(
        id="reserved.handicap.workers",
        question="reserved",
        kind="handicap",
        pattern=rf"{RESERVED}{_TO}{_EMPLOYING}{gap(60)}({DISABLED_WORKERS})"
        rf"|{CONTRACT}{gap(80)}{RESERVED_PARTICIPLE} (?:a|au|aux|pour)"
        rf"(?: l ?insertion)? ?(?:des|de|les)? ?({DISABLED_WORKERS})",
        stems=("reserv",),
        examples=(
            "Lot réservé à une structure employant des salariés handicapés",
            "Ce lot est réservé aux opérateurs économiques qui emploient des travailleurs "
            "handicapés",
            "Tonte du parc des Aubépines, lot réservé à l'insertion des personnes handicapées",
        ),
        counter_examples=(
            "Réfection de douze places réservées aux personnes handicapées",
            "Transport scolaire réservé aux élèves en situation de handicap",
        ),
    ),
    Rule(
        id="reserved.iae.structures",
        question="reserved",
        kind="iae",
        pattern=rf"{RESERVED}{_TO}({INTEGRATION_STRUCTURES})",
        stems=("reserv",),
        examples=(
            "Les lots 1 et 4 sont réservés aux SIAE.",
            "Lot réservé aux structures dinsertion par lactivitééconomique",
            "Consultation réservée aux ateliers et chantiers d'insertion du territoire",
            "Ce marché est réservé aux associations intermédiaires et aux régies de quartier",
        ),
        counter_examples=(
            "Le titulaire réservera 140 heures de travail à des structures d'insertion",
            "Une enveloppe est réservée aux travaux de la maison de l'insertion",
            "Lot 2 réservé ; clause sociale pour les structures d'insertion par l'activité",
        ),
    ),
    Rule(
        id="reserved.iae.workers",
        question="reserved",
        kind="iae",
        pattern=rf"{RESERVED}{_TO}{_EMPLOYING}{gap(80)}({DISADVANTAGED_WORKERS})"
        rf"|{RESERVED_PARTICIPLE} (?:(?:a|pour|par) (?:l ?|de l ?)?)?(insertion)"
        r"(?! (?:[a-z]+ ){0,6}handicap)",
        stems=("reserv",),
        examples=(
            "Marché réservé aux opérateurs économiques employant des travailleurs défavorisés",
            "Secteur nord, lot réservé insertion",
            "Appel d'offres réservé à l'insertion",
        ),
        counter_examples=(
            "Le nombre d'heures réservées à l'insertion est de 210 heures",
            "Séjours réservés aux publics défavorisés de la commune",
        ),
    ),
    Rule(
        id="reserved.mixed.workers",
        question="reserved",
        kind="mixed",
        pattern=rf"{RESERVED}{_TO}((?:travailleurs?|personnes?|salaries?)[^.;!?]{{0,20}}?"
        r"handicape[a-z]* (?:et|ou|et/ou|et ou|/) ?(?:des |aux )?(?:travailleurs? )?defavorise"
        r"|defavorise[a-z]* (?:et|ou|et/ou|et ou|/) ?(?:des |aux )?(?:travailleurs? )?handicap)",
        stems=("reserv",),
        examples=(
            "Marché réservé aux opérateurs économiques qui emploient des travailleurs "
            "handicapés ou défavorisés",
            "Lot réservé à des entreprises occupant des salariés défavorisés et handicapés",
        ),
        counter_examples=("Accueil de personnes handicapées ou défavorisées",),
    ),
    Rule(
        id="reserved.prison",
        question="reserved",
        kind="prison",
        pattern=rf"{RESERVED}{_TO}({PRISON})",
        stems=("reserv",),
        examples=(
            "Façonnage d'enveloppes, marché réservé au travail pénitentiaire",
            "Lot réservé aux opérateurs qui font travailler des personnes détenues",
        ),
        counter_examples=("Réservation de véhicules pour les services pénitentiaires",),
    ),
    Rule(
        id="reserved.ess",
        question="reserved",
        kind="ess",
        pattern=rf"{RESERVED}{_TO}({SOCIAL_ECONOMY})",
        stems=("reserv",),
        examples=(
            "Marché réservé aux entreprises de l'économie sociale et solidaire",
            "Animation périscolaire : lot réservé ESS",
            "Participation réservée à des organisations qui poursuivent une mission de service "
            "public",
        ),
        counter_examples=("Sont réservés les droits des auteurs d'essais",),
    ),
    Rule(
        id="reserved.by.handicap",
        question="reserved",
        kind="handicap",
        pattern=rf"par (?:un |une |des |les |l )(?:[a-z]+ ){{0,2}}?({SHELTERED_STRUCTURES})",
        stems=("par ",),
        fields=OBJECT,
        examples=("Fleurissement des massifs par un ESAT",),
        counter_examples=("Construction d'ateliers pour un ESAT",),
    ),
    Rule(
        id="reserved.by.iae",
        question="reserved",
        kind="iae",
        pattern=rf"par (?:un |une |des |les |l )(?:[a-z]+ ){{0,2}}?({INTEGRATION_STRUCTURES})",
        stems=("par ",),
        fields=OBJECT,
        examples=("Nettoyage des locaux communaux par une entreprise d'insertion",),
        counter_examples=("Marché d'insertion par l'activité économique",),
    ),
    Rule(
        id="reserved.contract",
        question="reserved",
        kind="unspecified",
        pattern=rf"marches? (?:dits? |publics? )?({RESERVED_PARTICIPLE})(?! (?:a|au|aux"
        rf"|exclusivement"
        r"|uniquement|par|d office) )"
        r"|(?:marches?|lots?|contrats?|accords? ?cadres?|consultation|concession"
        r"|appels? d ?offres?)(?: {0,2}\(?(?:n[°os]*)? ?[0-9]+\)?)?"
        r" (?:(?:est|sont|soit|soient|sera|seront|exclusivement|uniquement|integralement|dits?"
        rf"|publics?|donc|ainsi|totalement) ){{0,4}}({RESERVED_PARTICIPLE})"
        r"(?= *$| ?[,:()/\"»«]| ?(?:en application|au titre|selon|conformement|au sens|en vertu|art"
        r"|[lr] {0,2}2113|et ayant|pour l ?entretien|vises?|par l ?article|dans le cadre))"
        r"|prestations?[^.;!?]{0,40}?(reservees? au profit)",
        stems=("reserv",),
        examples=(
            "Marché réservé",
            "MARCHE RESERVEDans le cadre de sa politique d'achat, la commune",
            "Entretien des abords des collèges (marché réservé)",
            "MARCHE RESERVE - Débroussaillement des pistes",
            "Les prestations du lot 4 sont réservées au profit des organismes désignés par le code",
            "Accord-cadre de trois lots réservés et ayant pour objet le tri",
        ),
        counter_examples=(
            "Marché réservé à la profession d'architecte",
            "Marché réservé aux sociétés émettrices de titres",
            "La consultation est lancée sous réserve de crédits",
            "La présente prestation est réservée à une profession particulière",
        ),
    ),
)
