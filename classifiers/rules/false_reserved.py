"""False friends of « réservé »: words that look like a reservation and are not; masked first."""

from classifiers.rules.table import Rule
from classifiers.rules.vocabulary import RESERVED

FALSE_RESERVED_RULES: tuple[Rule, ...] = (
    Rule(
        id="false.reserved.caution",
        question="reserved",
        effect="masks",
        pattern=r"(?:sous|sans|avec) (?:toute )?reserves?(?![a-z])|(?<![a-z])se ?reserv[a-z]*"
        r"|(?:levee?s?|lever|levera) (?:de |des |les |d ?|ses )?(?:[a-z]+ )?reserves?"
        r"|(?:les|des|de|aucune|ses|vos) reserves(?! (?:aux?|a l ?insertion))"
        r"|reserves? (?:formulees?|notifiees?|a la reception|emises|incendie|foncieres?|naturelles?"
        r"|d ?eau|de biosphere|museales?|biologique|parlementaire|de propriete|faunique)"
        r"|(?:tous )?droits? reserves?|reserve (?:le droit|la possibilite|la faculte)",
        stems=("reserv",),
        examples=(
            "sous réserve de l'obtention des crédits",
            "l'acheteur se réserve le droit de négocier",
            "levée des réserves",
            "réserve incendie",
        ),
        counter_examples=("lot réservé", "lots réservés aux ESAT"),
    ),
    Rule(
        id="false.reserved.future",
        question="reserved",
        effect="masks",
        pattern=rf"(?:futur|prochain|eventuel|envisage|etudie|possibilite d|opportunite d"
        rf"|faculte d)[a-z]*"
        rf"[^.;!?]{{0,50}}? {RESERVED}",
        stems=("reserv",),
        examples=("étudier un futur lot réservé", "possibilité de réserver un lot"),
        counter_examples=("lot réservé aux ESAT",),
    ),
    Rule(
        id="false.reserved.booking",
        question="reserved",
        effect="masks",
        pattern=r"reservations? (?:de salles?|de billets?|en ligne|de vegetaux|hoteliere"
        r"|de places?|des"
        r" concessionnaires|bois|gros oeuvre|de vehicules|de creneaux|touristique|d hebergement)"
        r"|(?:contrat|centrale|plans?|systeme|outil|logiciel|module|modalites|auto"
        r"|service) (?:de |des |d )?"
        r"reservations?",
        stems=("reservation",),
        examples=("contrat de réservation de végétaux", "centrale de réservation"),
        counter_examples=("réservation de tout ou partie du marché",),
    ),
    Rule(
        id="false.reserved.profession",
        question="reserved",
        effect="masks",
        pattern=rf"{RESERVED} (?:exclusivement |uniquement )?(?:a|au|aux) (?:une |un |des |la "
        rf"|les |l ?)?"
        r"(?:[a-z]+ )?(?:profession|architect|avocat|expert|geometre|notaire|pharmacien|medecin"
        r"|economiste"
        r"|operateurs? (?:economiques )?(?:europeens?|de l ?union)|paysagiste|veterinaire|banque"
        r"|assureur)",
        stems=("reserv",),
        examples=(
            "réservé à la profession d'architecte",
            "réservée aux opérateurs économiques européens",
        ),
        counter_examples=("réservé à une entreprise adaptée",),
    ),
    Rule(
        id="false.reserved.hours",
        question="reserved",
        effect="masks",
        pattern=rf"(?:heures?|temps de travail|part|volume|quota|postes|emplois|main d ?oeuvre"
        rf"|budget|enveloppe)"
        rf"(?: (?!marche|lot|accord|contrat)[a-z0-9,]+){{0,4}}? {RESERVED}"
        r"|reserv(?:er|era|eront) (?!le lot|les lots|ce marche|l execution)(?:[a-z0-9,]+ ){0,7}?"
        r"(?:[0-9]+ ?%|heures?|temps de travail|effectif|emplois?|postes?|embauches?"
        r"|part)(?![a-z])",
        stems=("reserv",),
        examples=(
            "heures réservées à l'insertion",
            "réserver 5 % des heures à des structures d'insertion",
        ),
        counter_examples=("réserver le lot 2 aux structures d'insertion",),
    ),
    Rule(
        id="false.reserved.place",
        question="reserved",
        effect="masks",
        pattern=r"(?:places?|stationnements?|emplacements?|voies?|couloirs?|sites?|salles?"
        r"|credits?|acces"
        r"|sanitaires?|espaces?|logements?|transports?|sejours?|tarifs?|parkings?|zones?|adapte)"
        rf"(?: de stationnement| de parking| scolaires?)? {RESERVED}",
        stems=("reserv",),
        examples=("places réservées aux personnes handicapées", "voie réservée aux bus"),
        counter_examples=("entretien d'espaces verts - marché réservé",),
    ),
    Rule(
        id="false.corrected",
        question="reserved",
        effect="masks",
        pattern=r"(?:au lieu d|initialement|precedemment)[^.;!?]{0,200}?(?=lire|est dorenavant"
        r"|est desormais"
        r"|est maintenant|sont desormais|$)",
        stems=("au lieu d", "initialement", "precedemment"),
        examples=("au lieu de : marché réservé aux ESAT, lire : marché ouvert à tous",),
        counter_examples=("marché désormais réservé aux ESAT",),
    ),
)
