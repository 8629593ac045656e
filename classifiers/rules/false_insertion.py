"""False friends of « insertion »: a site, a thing, an organisation, a study; masked first."""

from classifiers.rules.table import OBJECT, Rule

_SITE = (
    r"(?:site|paysage|environnement|contexte|tissu|quartier|bati|milieu|patrimoine|ville|centre"
    r"|existant|parcelle|terrain|trame|lieu|espace|secteur|territoire|topographie|relief"
    r"|cadre (?:bati|environnant|urbain|paysager|naturel|de vie))"
)
_PEOPLE = r"(?:sociale|professionnelle|socio|par |des (?:publics|personnes|jeunes|demandeurs))"

FALSE_INSERTION_RULES: tuple[Rule, ...] = (
    Rule(
        id="false.insertion.site",
        question="clause",
        effect="masks",
        pattern=rf"insertions? (?!{_PEOPLE})(?:[a-z]+ ){{0,6}}?(?:dans|au sein d[eu]|a|au) ?"
        rf"(?:un |une |le |la |l ?|les |son |leur |ce |cet |cette |des )?(?:[a-z]+ )?{_SITE}",
        stems=("insertion",),
        examples=("insertion dans le site", "l'insertion du hangar dans son environnement"),
        counter_examples=(
            "insertion par l'activité économique",
            "clause d'insertion dans le cadre du marché",
        ),
    ),
    Rule(
        id="false.insertion.architecture",
        question="clause",
        effect="masks",
        pattern=r"insertions? (?:et [a-z]+ )?(?:architectural|paysager|urbain|graphique|harmonieu"
        r"|contextuel"
        r"|environnemental|visuel|volumetrique|territorial|fonctionnel|esthetique|au site|du site"
        r"|optimale|technique|et coherence|et image|et relation|et qualite|et perception"
        r"|et integration)[a-z]*"
        r"|(?:architectur|paysag|urbanis|volumetri|esthetique|urbain)[a-z]*,? (?:et |de |d )*"
        rf"(?:l ?|son |d ?)?insertion(?! {_PEOPLE})"
        r"|(?:perspective|document graphique|photomontage|notice|plan|vue|image|etude|schema)s? d ?"
        rf"insertions?(?! {_PEOPLE})"
        rf"|(?:qualites?|projet) (?:du projet )?(?:et )?(?:d ?|de son )insertion(?! {_PEOPLE})",
        stems=("insertion",),
        examples=(
            "insertion urbaine et paysagère",
            "qualité architecturale et d'insertion",
            "photomontage d'insertion",
            "qualités du projet et de son insertion",
        ),
        counter_examples=("actions d'insertion", "insertion professionnelle"),
    ),
    Rule(
        id="false.insertion.thing",
        question="clause",
        effect="masks",
        pattern=r"insertions? (?:du |des |de la |de l ?|de |d un |d une |d ?)"
        r"(?:projet|batiment|ouvrage|oeuvre|reseau|publicit|annonce|encart|page|image|logo|donnee"
        r"|puce|cable"
        r"|catheter|drain|voie|ligne|equipement|construction|installation|communication|art"
        r"|fichier|tram"
        r"|piste|extension|parking|equipe|gare|station|pont|route|module|implant|programme"
        r"|operation|amenag)[a-z]*"
        r"|insertions? (?:publicitaires?|au boamp|au joue|au journal|dans la presse|presse"
        r"|dans les? journ"
        r"|mecanique|sous film|facile)"
        r"|(?:frais|tarifs?|force|longueur|support|couts?) d ?insertions?(?! (?:sociale"
        r"|professionnelle))"
        r"|mise sous pli[^.;!?]{0,40}?insertion",
        stems=("insertion",),
        examples=(
            "insertion d'une voie réservée aux bus",
            "insertion d'un encart dans la presse",
            "frais d'insertion",
        ),
        counter_examples=("insertion des personnes éloignées de l'emploi",),
    ),
    Rule(
        id="false.insertion.organisation",
        question="clause",
        effect="masks",
        pattern=r"(?:direction|pole|maison|agence|centre|foyer|ministere|delegation|association"
        r"|ecole|secretariat"
        r"|hebergement|probation|penitentiaires?|residence|fonds|logements?|groupement|gip"
        r"|plan local|pacte"
        r"|antenne|batiment|terrain"
        r"|(?:plan|programme) (?:departemental|regional|local|metropolitain|territorial)"
        r"|conseil departemental|ligue),? "
        r"(?:[a-z,]+ ){0,6}?(?:(?:d ?|de l ?|pour l ?|l ?|et |de )(?:re)?)?insertions?"
        r"(?: (?:et de |et |de |sociale|professionnelle|probation|par l ?activite economique"
        r"|des jeunes) ?)*"
        r"|(?:structures?|entreprises?|associations?|operateurs?|organismes?) ?(?:(?:ou"
        r"|et) [a-z]+ )?d ?insertion"
        r"(?: (?:sociale|professionnelle|et|par l ?(?:activite ?economique|economi[a-z]+)))*"
        r"|agrements? (?:[a-z]+ ){0,2}?d ?insertion(?: par l ?activite economique)?",
        stems=("insertion",),
        examples=(
            "centre d'hébergement et de réinsertion sociale",
            "Direction de l'action sociale et de l'insertion",
            "service pénitentiaire d'insertion et de probation",
            "structures d'insertion par l'activité économique",
        ),
        counter_examples=("clause d'insertion",),
    ),
    Rule(
        id="false.insertion.titulaire",
        question="clause",
        effect="masks",
        pattern=r"connaissances? (?:[a-z]+ ){0,8}?(?:d ?|de l ?)insertion|usagers (?:de l ?"
        r"|en )insertion"
        r"|(?:domaine|secteur|champ) de l ?insertion",
        stems=("insertion",),
        examples=("connaissance des usagers de l'insertion", "secteur de l'insertion"),
        counter_examples=("personnes en insertion",),
    ),
    Rule(
        id="false.object.study",
        question="clause",
        effect="masks",
        fields=OBJECT,
        pattern=r"(?:etudes?|^ ?evaluation|appui methodologique|assistan(?:ce|t) a maitrise"
        r"|observatoire"
        r"|site internet|logiciel)[^.;!?]{0,160}?(?:insertion|rsa(?![a-z]))[^.;!?]{0,60}",
        stems=("insertion", "rsa"),
        examples=("Étude sur l'accompagnement à l'insertion des allocataires du RSA",),
        counter_examples=("Accompagnement des bénéficiaires du RSA",),
    ),
    Rule(
        id="false.object.facilitator",
        question="clause",
        effect="masks",
        fields=OBJECT,
        pattern=r"(?:facilitat[a-z]+|suivi|gestion|pilotage"
        r"|assistance)[^.;!?]{0,60}?clauses? (?:sociales?"
        r"|d ?insertions?)",
        stems=("clause",),
        examples=("Recrutement d'un facilitateur pour les clauses d'insertion",),
        counter_examples=("Voirie avec clause d'insertion",),
    ),
)
