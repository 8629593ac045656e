"""False friends of « social », « handicapé », « adapté »: masked first."""

from classifiers.rules.table import Rule

FALSE_SOCIAL_RULES: tuple[Rule, ...] = (
    Rule(
        id="false.social.tax",
        question="clause",
        effect="masks",
        pattern=r"(?:obligations?|cotisations?|charges?|situation|certificats?|declarations?"
        r"|attestations?"
        r"|regularite|dettes?|organismes?|securite|protection|raison|siege|capital|dialogue|plan"
        r"|bilan"
        r"|legislation|droit|forme|statut|denomination|code|lois?|reglementation|assurances?"
        r"|travail)s?"
        r" (?:(?!progres)[a-z]+ ){0,2}?(?:et |ou )?socia(?:les?|ux|l)(?! et environnement)",
        stems=("socia",),
        examples=(
            "obligations fiscales et sociales",
            "certificats sociaux",
            "législation sociale",
        ),
        counter_examples=("clauses sociales",),
    ),
    Rule(
        id="false.social.sector",
        question="clause",
        effect="masks",
        pattern=r"(?:logements?|bailleurs?|habitats?|residences?|centres?|actions?|aides?|oeuvres"
        r"|cohesion"
        r"|reseaux?|medias?|vie|mediation|medico|services?|cadre|lien|parc|espaces?|restaurant"
        r"|epicerie|hotel"
        r"|mixite|fracture|travailleurs?|accompagnement|encadrement|maison|affaires|developpement"
        r"|sciences"
        r"|familiale? et|locatifs?|immobilier|patrimoine|secteur|animation|contexte|territorial et"
        r"|enquetes?|encadre|etablissements?|prestations?|gestion|protocole|caisse|mutualite"
        r"|structures?)s?"
        r" (?:[a-z]+ )?(?:locatifs? |et )?socia(?:les?|ux|l)(?![a-z])",
        stems=("socia",),
        examples=(
            "logements sociaux",
            "centre social",
            "réseaux sociaux",
            "centre communal d'action sociale",
        ),
        counter_examples=("critère social", "clause sociale"),
    ),
    Rule(
        id="false.social.progress",
        question="clause",
        effect="masks",
        pattern=r"(?:developpement|croissance) economique[^.;!?]{0,100}?progres social"
        r"|services sociaux et (?:autres services|specifiques)|services? sociaux",
        stems=("socia",),
        examples=(
            "conciliant développement économique, protection de l'environnement et progrès social",
            "services sociaux et autres services spécifiques",
        ),
        counter_examples=("conditions d'exécution à caractère social",),
    ),
    Rule(
        id="false.social.own_policy",
        question="clause",
        effect="masks",
        pattern=r"politiques? (?:de )?(?:la )?(?:rse|responsabilite (?:sociale|societale))"
        r"|responsabilite (?:sociale|societale) (?:de l |des )entreprise",
        stems=("rse", "responsabilite"),
        examples=("politique RSE du candidat",),
        counter_examples=("critère RSE et environnement",),
    ),
    Rule(
        id="false.equality.duty",
        question="clause",
        effect="masks",
        pattern=r"egalite[^.;!?]{0,90}?(?:l {0,2})?(?:1142|1146|2242|3221|2141)",
        stems=("egalite",),
        examples=("égalité entre les femmes et les hommes prévue à l'article L. 1146-1",),
        counter_examples=("égalité entre les femmes et les hommes dans les équipes",),
    ),
    Rule(
        id="false.disability.duty",
        question="clause",
        effect="masks",
        pattern=r"obligations? (?:[a-z]+ ){0,3}?(?:l ?|d ?)?emploi (?:de |des "
        r"|d )travailleurs? handicape[a-z]*"
        r"|travailleurs? handicape[a-z]* (?:[a-z]+ ){0,4}?(?:l {0,2})?5212",
        stems=("handicap",),
        examples=("obligations concernant l'emploi des travailleurs handicapés",),
        counter_examples=("réservé aux travailleurs handicapés",),
    ),
    Rule(
        id="false.adapted.procedure",
        question="clause",
        effect="masks",
        pattern=r"(?:procedure|publicite|moyens?|materiaux?|solutions?|reponses?) adaptee?s?",
        stems=("adapte",),
        examples=("procédure adaptée",),
        counter_examples=("entreprise adaptée",),
    ),
    Rule(
        id="false.corrected.clause",
        question="clause",
        effect="masks",
        pattern=r"au lieu d[^.;!?]{0,200}?(?=lire|$)",
        stems=("au lieu d",),
        examples=("au lieu de : clause sociale de 70 heures, lire : 105 heures",),
        counter_examples=("lire : clause sociale de 70 heures",),
    ),
)
