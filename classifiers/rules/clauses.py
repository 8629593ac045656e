"""Ways of stating the other kinds of social clause, or one whose kind is not told (L2112-2)."""

from classifiers.rules.table import (
    CRITERIA,
    DESCRIPTION,
    OBJECT,
    PROSE,
    SELECTION,
    TERMS,
    Rule,
)
from classifiers.rules.vocabulary import (
    SHELTERED_STRUCTURES,
    SOCIAL,
)

_STATED = OBJECT | PROSE | SELECTION | CRITERIA
_REMARKS = frozenset({"texts.additional", "texts.other", "texts.correction"})
_CLAUSE = r"cla[uo]?[sd]es?"  # « claude d'insertion » is a typing error that is met

KIND_RULES: tuple[Rule, ...] = (
    Rule(
        id="clause.training",
        question="clause",
        kind="training",
        pattern=r"clauses? (?:sociales? )?(?:de |d ?)(?:stage|formation|apprentissage|alternance)"
        r"|statut scolaire|conditions? d ?execution[^.;!?]{0,40}?apprentissage"
        r"|(?:recours|recourir|emploi|embauche|accueil|recrutement)[a-z]* (?:a |de |d ?)?(?:un "
        r"|une |des )?"
        r"(?:apprenti|alternant|stagiaire)"
        r"|(?:premiere|1re) experience professionnelle"
        r"|clauses?[^.;!?]{0,40}?(?:apprenti|alternance)",
        stems=("stag", "formation", "appren", "altern", "scolaire", "experience professionnelle"),
        fields=PROSE | CRITERIA,
        examples=(
            "Clause sociale : clause de stage de 105 heures",
            "Une condition d'exécution relative à l'apprentissage s'applique au lot 2",
            "Accueil de stagiaires sous statut scolaire",
        ),
        counter_examples=(
            "Formation des stagiaires du centre de gestion",
            "Construction d'un centre de formation d'apprentis",
        ),
    ),
    Rule(
        id="clause.training.people",
        question="clause",
        kind="training",
        pattern=r"contrats? (?:de professionnalisation|d ?alternance|d ?apprentissage)"
        r"|en (?:alternance|apprentissage)(?![a-z])"
        r"|(?:accueil|compren|compte|embauche|recrut|employ|emploie|forme"
        r"|integre)[a-z]*[^.;!?]{0,60}?"
        r"(?:apprentie?s?(?![a-z])|alternant|stagiaires?)"
        r"|(?:apprenti|alternant|stagiaire|eleve)[^.;!?]{0,70}?accueilli",
        stems=("professionnalisation", "appren", "altern", "stag", "accueilli"),
        fields=TERMS | _REMARKS,
        examples=(
            "Le titulaire forme chaque année deux jeunes en alternance",
            "Chaque équipe compte au moins un apprenti",
            "Trois élèves du lycée voisin sont accueillis sur le chantier",
        ),
        counter_examples=("Notice remise en trois langues",),
    ),
    Rule(
        id="clause.equality",
        question="clause",
        kind="equality",
        pattern=r"egalite (?:professionnelle )?(?:entre )?(?:les )?(?:femmes?|hommes?)"
        r"|label (?:egalite|diversite)|mixite des (?:metiers|equipes|emplois)"
        r"|(?:lutte contre les |non )discriminations?[^.;!?]{0,30}?(?:embauche|emploi|recrutement)"
        r"|feminisation des (?:equipes|metiers)|stereotypes? de genre|de chaque sexe"
        r"|(?<![a-z])parite(?![a-z])[^.;!?]{0,40}?(?:equipe|femme|genre|agent|poste)"
        r"|(?:equipes?|agents?)[^.;!?]{0,30}?(?<![a-z])parite(?![a-z])"
        r"|(?:heures|postes?|embauches?|emplois?)[^.;!?]{0,50}? (?:des|aux|de) femmes",
        stems=(
            "egalite",
            "mixite",
            "diversite",
            "discrimination",
            "feminisation",
            "genre",
            "sexe",
            "parite",
            "femmes",
        ),
        fields=TERMS | CRITERIA | _REMARKS,
        examples=(
            "Le titulaire s'engage sur l'égalité entre les femmes et les hommes",
            "Critère : mixité des équipes",
            "Un tiers des heures revient à des femmes",
        ),
        counter_examples=("Égalité de traitement des candidats", "Parité euro-dollar"),
    ),
    Rule(
        id="clause.disability",
        question="clause",
        kind="disability",
        pattern=r"(?:sous ?trait|recour|faire appel|confi|cotrait|partenariat|cede)[a-z]*"
        rf"[^.;!?]{{0,90}}?(?:{SHELTERED_STRUCTURES}|emplo[a-z]*[^.;!?]{{0,30}}?handicap)",
        stems=("adapte", "esat", " ea", "par le travail", "protege", "stpa", "handicap"),
        fields=TERMS | _REMARKS | DESCRIPTION | CRITERIA,
        examples=(
            "Le titulaire confiera une part du tri à un ESAT",
            "Le linge est cédé à une association qui emploie des personnes handicapées",
        ),
        counter_examples=("Le recours à la procédure adaptée est justifié",),
    ),
    Rule(
        id="clause.fair_trade",
        question="clause",
        kind="fair_trade",
        pattern=r"commerce equitable|remuneration equitable|fair ?trade|max havelaar"
        r"|conventions? (?:fondamentales? )?(?:de l ?)?(?:oit(?![a-z])"
        r"|organisation internationale du travail)",
        stems=("equitable", "fair", "havelaar", " oit", "organisation internationale"),
        fields=PROSE | CRITERIA,
        examples=(
            "Le café sera issu du commerce équitable",
            "Respect des conventions fondamentales de l'OIT",
        ),
        counter_examples=("Répartition équitable des bons de commande",),
    ),
    Rule(
        id="clause.justice",
        question="clause",
        kind="justice",
        masked=False,
        pattern=r"(?<![a-z])ppsmj(?![a-z])|sous main de justice"
        r"|(?:emploi|travail|insertion|embauche"
        r"|heures)[^.;!?]{0,40}?(?:personnes? )?detenue?s?(?![a-z])"
        r"|(?:accueil|emploi|employ|embauche|heures|renfort)[a-z]*[^.;!?]{0,70}?"
        r"(?:penitentiaire d ?insertion|(?<![a-z])spip(?![a-z]))",
        stems=("ppsmj", "justice", "detenu", "penitentiaire", "spip"),
        fields=TERMS | _REMARKS | DESCRIPTION | CRITERIA,
        examples=(
            "Une part des heures est confiée à des personnes placées sous main de justice",
            "Emploi de deux personnes suivies par le SPIP",
        ),
        counter_examples=("Construction d'une maison d'arrêt pour cent personnes détenues",),
    ),
    Rule(
        id="clause.qpv",
        question="clause",
        kind="qpv",
        pattern=r"(?:emploi|insertion|heures|recrut|embauch|habit|jeunes|resid|clause|personnes)"
        r"[^.;!?]{0,90}?(?:quartiers?[^.;!?]{0,30}?(?:prioritaire|politique de la ville"
        r"|contrat de ville)"
        r"|(?<![a-z])qpv(?![a-z])|renouvellement urbain)",
        stems=("quartier", "qpv", "renouvellement urbain"),
        fields=TERMS | _REMARKS | DESCRIPTION | CRITERIA,
        examples=(
            "Embauche d'habitants des quartiers prioritaires de la politique de la ville",
            "Les jeunes du programme de renouvellement urbain sont recrutés en premier",
        ),
        counter_examples=("Rénovation de l'école du quartier prioritaire des Hauts-Vergers",),
    ),
    Rule(
        id="clause.progress_plan",
        question="clause",
        kind="progress_plan",
        pattern=r"plans? (?:de )?progres[^.;!?]{0,60}?(?:social|insertion|emploi|mixite|au travail)"
        r"|clauses?[^.;!?]{0,40}?plans? (?:de )?progres",
        stems=("progres",),
        fields=TERMS | _REMARKS | DESCRIPTION | CRITERIA,
        examples=("Le titulaire établit un plan de progrès social annuel",),
        counter_examples=("Un plan de progrès est remis chaque trimestre par le mainteneur",),
    ),
)

GENERIC_RULES: tuple[Rule, ...] = (
    Rule(
        id="clause.generic.condition",
        question="clause",
        kind="generic",
        pattern=rf"conditions? [^.;!?]{{0,90}}?(?:caractere|nature|ordre|domaine|dimension|matiere)"
        rf"s?(?: [a-z/,]+){{0,5}}?[ /]{SOCIAL}"
        r"|conditions? (?:[a-z]+ ){0,2}?d ?execution[^.;!?]{0,120}?(?:relatives? a|et a|, a"
        r"|quant a) l ?emploi"
        r"(?![a-z]| de (?:mat|prod))",
        stems=("socia", "emploi"),
        fields=_STATED,
        examples=(
            "Le contrat prévoit des conditions d'exécution à caractère social",
            "Le marché comporte des conditions à caractère environnemental et social",
        ),
        counter_examples=("Conditions d'exécution à caractère environnemental",),
    ),
    Rule(
        id="clause.generic.performance",
        question="clause",
        kind="generic",
        pattern=rf"conditions? (?:[a-z]+ ){{0,2}}?d ?execution (?:[a-z]+ ){{0,3}}?{SOCIAL}"
        rf"|elements? (?:a |de )?(?:caractere|nature|dimension)(?: [a-z/]+){{0,3}}?[ /]{SOCIAL}",
        stems=("socia",),
        fields=_STATED,
        examples=(
            "Une condition d'exécution sociale est attachée au lot 1",
            "L'exécution comporte des éléments à caractère social",
        ),
        counter_examples=("Conditions d'exécution du projet de centre social",),
    ),
    Rule(
        id="clause.generic.clause",
        question="clause",
        kind="generic",
        pattern=rf"{_CLAUSE}(?: [a-z/,]+){{0,4}}?[ /]{SOCIAL}|{_CLAUSE} socio",
        stems=("socia", "socio"),
        fields=_STATED,
        examples=(
            "Clauses sociales",
            "Le marché est soumis aux clauses environnementales et sociales du CCAP",
            "Clause environnementale et sociale",
        ),
        counter_examples=("Clause de révision du loyer du logement social",),
    ),
    Rule(
        id="clause.generic.consideration",
        question="clause",
        kind="generic",
        pattern=rf"(?:considerations?|exigences?|prescriptions?|caracteristiques?)"
        rf"(?: [a-z/,]+){{0,5}}?[ /]{SOCIAL}|objectifs? sociaux",
        stems=("socia",),
        fields=PROSE | SELECTION | CRITERIA,
        examples=(
            "Les considérations sociales sont décrites au règlement de la consultation",
            "Réalisation d'objectifs sociaux",
        ),
        counter_examples=("En considération du nombre de logements sociaux",),
    ),
    Rule(
        id="clause.generic.article",
        question="clause",
        kind="generic",
        pattern=r"domaine social|lutte contre (?:les |le |la )?(?:discrimination|exclusion"
        r"|chomage)",
        stems=("domaine social", "lutte contre"),
        fields=TERMS,
        examples=(
            "Conditions relatives à l'innovation, à l'environnement, au domaine social, à l'emploi",
        ),
        counter_examples=("Lutte contre les nuisibles du domaine forestier",),
    ),
)
