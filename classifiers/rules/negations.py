"""Ways of denying: « aucun lot n'est réservé », « ne comporte pas de clause sociale ».

A denial covers the rest of its sentence up to a contrast (« toutefois », « sauf »…): what is
named there is not affirmed. It never reaches the next sentence.
"""

from classifiers.rules.table import Rule, gap
from classifiers.rules.vocabulary import RESERVED

# What ends the reach of a denial inside a sentence.
CONTRAST = (
    r"(?<![a-z])(?:mais|toutefois|cependant|neanmoins|sauf|hormis|excepte|a l ?exception"
    r"|en revanche|hors)(?![a-z])|seul (?:le|les) lots?"
)

_HAS = (
    r"(?:comporte(?:nt|ra)?|compren(?:d|nent)|prevoi(?:t|ent)|contien(?:t|nent)|inclu(?:t|ent)"
    r"|impose(?:nt)?"
    r"|stipule|fixe|integre(?:nt)?|(?:fait|font))"
)
_SOCIAL_TERM = (
    r"(?:socia(?:les?|ux|l)(?![a-z])|d ?insertion|par (?:cette|la|ces|les) clauses?"
    r"|conditions? (?:particulieres? )?d ?execution vise)"
)

NEGATION_RULES: tuple[Rule, ...] = (
    Rule(
        id="denied.reserved.none",
        question="reserved",
        effect="denies",
        pattern=rf"(?<![a-z])aucune?s? (?:[a-z]+ ){{0,6}}?(?:n ?est |n ?a ete "
        rf"|n ?est pas )?{RESERVED}",
        stems=("reserv",),
        examples=(
            "Aucune de ces tâches n'est réservée à des entreprises adaptées.",
            "Aucune réservation n'est prévue au profit des ESAT",
        ),
        counter_examples=("Le lot 2 est réservé ; aucune visite n'est prévue",),
    ),
    Rule(
        id="denied.reserved.not",
        question="reserved",
        effect="denies",
        pattern=rf"(?<![a-z])(?:n ?est|ne sont|n ?a|non|ne fait) ?(?:pas |plus |nullement |ete "
        rf"|l ?objet d ?une |l ?objet d ?aucune )*(?:{RESERVED}|limite|destine|dedie)"
        rf"|(?<![a-z])ne (?:comporte|prevoi|contien|compren)[a-z]* (?:pas|ni"
        rf"|aucun){gap(90)}{RESERVED}",
        stems=("reserv", "limite", "destine", "dedie"),
        examples=(
            "La participation n'est pas réservée.",
            "Les lots 1 et 2 ne sont pas réservés aux ESAT.",
            "Marché non réservé",
            "Le contrat ne comporte ni clause ni lot réservé",
            "Le lot n'est plus réservé aux structures d'insertion",
        ),
        counter_examples=("Le marché est réservé aux ESAT et n'est pas alloti",),
    ),
    Rule(
        id="denied.reserved.form",
        question="reserved",
        effect="denies",
        pattern=rf"{RESERVED}{gap(60)} ?: ?(?:non|neant|sans objet|aucune?)(?![a-z])"
        r"|emplois? proteges? ?: ?non(?![a-z])",
        stems=("reserv", "emplois proteges", "emploi protege"),
        examples=(
            "La consultation prévoit une réservation de tout ou partie du marché : Non",
            "Marchés réservés : néant",
        ),
        counter_examples=("Réservation de tout ou partie du marché : Oui",),
    ),
    Rule(
        id="denied.clause.none",
        question="clause",
        effect="denies",
        pattern=rf"(?<![a-z])n ?e? ?{_HAS} (?:pas|aucune?s?|ni|point"
        rf"|l ?objet d ?aucune)(?![a-z]){gap(90)}"
        rf"{_SOCIAL_TERM}|(?<![a-z])(?:n ?est|ne sont) (?:pas |nullement )?(?:soumis|assorti"
        rf"|concern|prevu)"
        rf"[a-z]*{gap(60)}{_SOCIAL_TERM}",
        stems=("social", "sociau", "insertion", "d execution vise", "clause"),
        examples=(
            "Seul le lot 5 n'est pas concerné par cette clause",
            "Le contrat ne comporte pas de condition d'exécution à caractère social.",
            "Le marché ne prévoit aucune clause d'insertion",
            "Le lot 5 ne comprend pas d'heures d'insertion",
            "Le contrat ne comporte aucune des conditions d'exécution visées à cet article",
        ),
        counter_examples=(
            "Cette consultation comporte des conditions d'exécution à caractère social.",
            "Une offre qui ne respecterait pas la clause d'insertion sera rejetée.",
            "Le lot ne comporte pas de variante ; une clause d'insertion s'applique",
            "Les candidats ne sont pas autorisés à émettre des réserves sur la clause d'insertion",
        ),
    ),
    Rule(
        id="denied.clause.without",
        question="clause",
        effect="denies",
        pattern=r"(?:(?<![a-z])sans|pas d ?e?|(?<![a-z])aucune?s?) "
        r"?(?:clauses?|conditions?|considerations?|criteres?|dispositions?)"
        rf"{gap(50)}{_SOCIAL_TERM}",
        stems=("social", "sociau", "insertion", "d execution vise"),
        examples=(
            "Travaux de voirie sans clause sociale",
            "Pas de considération sociale",
            "Aucune clause d'insertion n'est prévue au contrat",
        ),
        counter_examples=("Clause sociale obligatoire, sans variante",),
    ),
    Rule(
        id="denied.clause.form",
        question="clause",
        effect="denies",
        pattern=r"(?:clauses?|conditions?|considerations?|criteres?) "
        rf"(?:[a-z]+ ){{0,4}}?{_SOCIAL_TERM}"
        r"[^.;!?:]{0,40} ?: ?(?:non|neant|sans objet|aucune?)(?![a-z])",
        stems=("social", "sociau", "insertion"),
        examples=("Clause sociale : non", "Considérations sociales : néant"),
        counter_examples=("Clause sociale : oui", "Clause d'insertion : 70 heures"),
    ),
    Rule(
        id="denied.clause.strategic",
        question="clause",
        effect="denies",
        pattern=r"pas de (?:passation de )?marche strategique",
        stems=("strategique",),
        examples=("Pas de passation de marché stratégique",),
        counter_examples=("Passation de marché stratégique : réalisation d'objectifs sociaux",),
    ),
)
