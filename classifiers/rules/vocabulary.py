"""Words that several rules share, as pieces of pattern over folded text.

Published texts lose apostrophes and spaces (« dinsertion par lactivité »), hence ``d ?`` and
``l ?``, and run words together, hence few word boundaries.
"""

RESERVED = r"(?<!p)reserv(?!oir|ist)[a-z]*"
RESERVED_PARTICIPLE = r"(?<!p)reserve(?:e|s|es)?"
CONTRACT = (
    r"(?:marches?|lots?|contrats?|accords? ?cadres?|consultation|concession|procedure|participation"
    r"|appels? d ?offres?|prestations?|execution|reponse|avis|mission|travaux|offre)"
)

SHELTERED_STRUCTURES = (
    r"(?:entreprises? (?:dites? )?adaptees?|(?<![a-z])esats?(?![a-z])"
    r"|(?<![a-z])ea(?:tt)?s?(?![a-z])"
    r"|(?:aide|accompagnement) ?par le travail|ateliers? proteges?"
    r"|(?:milieu|secteur|travail)s? (?:du travail )?(?:protege|adapte)|(?<![a-z])stpa(?![a-z]))"
)
DISABLED_WORKERS = r"(?:travailleurs?|personnes?|salaries?|publics?|agents?)[^.;!?]{0,30}?handicap"
INTEGRATION_STRUCTURES = (
    r"(?:structures? ?d ?insertion|(?<![a-z])siaes?(?![a-z])"
    r"|insertion ?(?:sociale )?(?:et professionnelle )?par l ?(?:activite|economi)"
    r"|(?:entreprises?|associations?|chantiers?|organismes?|operateurs?|structures?)"
    r" (?:(?:ou|et) [a-z]+ )?d ?insertion|(?<![a-z])(?:aci|etti|iae)(?![a-z])"
    r"|associations? intermediaires?|regies? de quartiers?)"
)
DISADVANTAGED_WORKERS = (
    r"(?:(?:travailleurs?|personnes?|salaries?|publics?)[^.;!?]{0,40}?"
    r"(?:defavorise|en (?:parcours d ?)?insertion|eloigne[a-z]* (?:de l ?emploi"
    r"|du marche du travail)))"
)
PRISON = r"(?:penitentiaire|carceral|detenue?s?(?![a-z])|(?:en|de) prison|sous main de justice)"
SOCIAL_ECONOMY = r"(?:economie sociale|(?<![a-z])ess(?![a-z])|mission de service public)"

SOCIAL = r"socia(?:les?|ux|l)(?![a-z])"
PEOPLE_WITHOUT_WORK = (
    r"(?:eloigne[a-z]* (?:durablement )?(?:de l ?|d un |du marche de l ?)emploi"
    r"|eloigne[a-z]* du (?:marche du )?travail"
    r"|difficultes? (?:sociales? |professionnelles? |particulieres? |specifiques? )?"
    r"(?:(?:ou|et|et/ou|et ou) (?:sociales?|professionnelles?) )?(?:particulieres? )?"
    r"d ?(?:acces a l ?emploi|insertion|emploi)"
    r"|difficultes? sociales? (?:ou|et|et/ou|et ou|/) ?professionnelles?"
    r"|demandeurs? d ?emploi|chomeurs?|(?:au|du) chomage|sans emploi|(?:prive"
    r"|recherche)s? d ?emploi"
    r"|emploi des publics qui en sont eloigne|mission locale|parcours d ?insertion"
    r"|sans qualification"
    r"|(?:beneficiaires?|allocataires?) (?:du |de l ?|des )?(?:rsa|revenu de solidarite active"
    r"|minima sociaux)"
    r"|publics? (?:dits? )?(?:en (?:grande )?difficulte|prioritaires?|en insertion|defavorises?"
    r"|cibles?)|personnes? (?:en difficulte|defavorisees?|en (?:parcours "
    r"|cursus )?(?:d ?)?insertion))"
)
HOURS = r"(?:heures?|(?<=\d) ?h)(?![a-z])"
