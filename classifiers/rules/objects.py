"""Contracts whose object itself is integration through work."""

from classifiers.rules.table import DESCRIPTION, OBJECT, Rule, gap

OBJECT_RULES: tuple[Rule, ...] = (
    Rule(
        id="object.insertion.services",
        question="clause",
        kind="insertion_service",
        pattern=r"(?:marches?|prestations?|services?|actions?|operations?|accompagnement|parcours"
        r"|ateliers?"
        r"|dispositifs?|missions?|demarches?|projets?)"
        r" (?:[a-z,]+ ){0,6}?(?:(?:d ?|de l ?|pour l ?|pour |a l ?|en |vers l ?"
        r"|l ?)(?:re)?)?insertion"
        r"|(?:concerne|favoris[a-z]*|facilit[a-z]*|pour objet)[^.;!?]{0,40}?insertion ?(?:socio"
        r"|profession)"
        r"|reinsertion (?:sociale|professionnelle|et de qualif)",
        stems=("insertion",),
        fields=OBJECT,
        examples=(
            "Marché de qualification et d'insertion, support entretien de jardins",
            "Prestations d'insertion par l'entretien des berges",
            "Action insertion : réparation de cycles",
            "Le marché concerne l'insertion professionnelle, support taille de haies",
        ),
        counter_examples=(
            "Travaux d'insertion d'une voie de bus",
            "Construction d'un pôle de logements et de services d'insertion",
        ),
    ),
    Rule(
        id="object.insertion.sites",
        question="clause",
        kind="insertion_service",
        pattern=r"(?<!pour le )(?<!pour un )chantiers? (?:ecoles?|d ?insertion|formation)"
        r"|ateliers? (?:et |/ ?)?chantiers? d ?insertion"
        r"|supports? d ?insertion",
        stems=("chantier", "support"),
        fields=OBJECT | DESCRIPTION,
        examples=("Mise en œuvre d'un chantier d'insertion sur le domaine des Restanques",),
        counter_examples=(
            "Installation de chantier et insertion de la grue",
            "Extension d'un atelier pour le chantier d'insertion",
        ),
    ),
    Rule(
        id="object.insertion.purpose",
        question="clause",
        kind="insertion_service",
        pattern=rf"(?:pour objet|objet (?:du|des) |consiste|vise){gap(140)}"
        r"(?:(?:prestations?|services?|actions?|marches?) (?:[a-z]+ ){0,4}?d ?insertion"
        r"|(?:re)?insertion (?:sociale|professionnelle|economique|socio))",
        stems=("insertion",),
        fields=DESCRIPTION,
        examples=(
            "Le marché a pour objet des prestations d'insertion professionnelle auprès des "
            "demandeurs d'emploi",
        ),
        counter_examples=("Le marché a pour objet l'insertion paysagère du bassin",),
    ),
    Rule(
        id="object.insertion.support",
        question="clause",
        kind="insertion_service",
        pattern=r"(?:prestations?|services?) d ?insertion (?:sociale|professionnelle"
        r"|a destination)"
        r"|prestations? d ?appui et d ?accompagnement a l ?emploi",
        stems=("insertion", "emploi"),
        fields=DESCRIPTION,
        examples=("Services d'insertion à destination de jeunes adultes",),
        counter_examples=("Prestation d'insertion d'encarts",),
    ),
    Rule(
        id="object.insertion.people",
        question="clause",
        kind="insertion_service",
        pattern=r"(?:beneficiaires?|allocataires?) (?:du )?(?:rsa|revenu de solidarite active)"
        r"|(?:accompagnement|mobilisation|remobilisation"
        r"|placement)[^.;!?]{0,60}?demandeurs? d ?emploi"
        r"|(?<!service )(?<!service d )accompagnement"
        r" (?:socio ?professionnel|(?:vers|a|dans) l ?emploi)",
        stems=("rsa", "solidarite active", "emploi", "professionnel"),
        fields=OBJECT,
        examples=(
            "Accompagnement socioprofessionnel des bénéficiaires du RSA",
            "Accompagnement renforcé de demandeurs d'emploi",
        ),
        counter_examples=(
            "Accompagnement scolaire des collégiens",
            "Formation des demandeurs d'emploi aux métiers du nettoyage",
        ),
    ),
)
