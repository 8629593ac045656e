"""Social award criteria (R2152-7)."""

from classifiers.rules.table import ANYWHERE, CRITERIA, Rule
from classifiers.rules.vocabulary import SOCIAL

CRITERION_RULES: tuple[Rule, ...] = (
    Rule(
        id="criterion.insertion",
        question="clause",
        kind="criterion",
        pattern=r"(?<!re)insertion (?:sociale|professionnelle|socio|des publics|des personnes"
        r"|par l)"
        r"|(?:performances?|pertinence|qualite|valeur|valorisation|cout|demarche|mesures?|actions?"
        r"|prestations?|dispositif|engagement|effort|moyens|volume|taux|heures|note|politique"
        r"|critere)"
        r"[^.;!?:]{0,60}?(?<!re)insertion"
        r"|^[^a-z]*(?:lot [0-9]+ ?: ?)?(?:valeur |performances? )?insertion ?[^a-z]*$",
        stems=("insertion",),
        fields=CRITERIA,
        examples=(
            "Performances en matière d'insertion professionnelle des publics en difficulté",
            "Pertinence des mesures d'insertion",
            "Insertion : 10 %",
            "Valeur insertion",
        ),
        counter_examples=("Connaissance des usagers de l'insertion", "Réinsertion tendineuse"),
    ),
    Rule(
        id="criterion.social",
        question="clause",
        kind="criterion",
        pattern=r"(?:performances?|valeur|impact|engagements?|dimension|politique|demarche|qualite"
        r"|criteres?|sous criteres?|approche|volet|aspects?|responsabilite|note|mesures?|actions?"
        rf"|initiatives?|caractere)(?: [a-z,/]+){{0,7}}?[ ,/]+{SOCIAL}",
        stems=("socia",),
        fields=CRITERIA,
        examples=(
            "Performance environnementale et sociale",
            "Engagement environnemental, social et sociétal",
            "Politique sociale de l'entreprise",
        ),
        counter_examples=("Expérience du logement social", "Prix des prestations"),
    ),
    Rule(
        id="criterion.csr",
        question="clause",
        kind="criterion",
        pattern=r"(?<![a-z])rse(?![a-z])|responsabilite societale|en matiere sociale",
        stems=("rse", "societale", "matiere sociale"),
        fields=CRITERIA,
        examples=("Critère RSE et environnement : 10 %", "Performances en matière sociale"),
        counter_examples=("Reverse proxy et sécurité",),
    ),
    Rule(
        id="criterion.apprentices",
        question="clause",
        kind="criterion",
        pattern=r"(?:valorisation|emploi|recours|accueil|politique)[^.;!?]{0,40}?(?:apprenti"
        r"|alternan)",
        stems=("appren", "altern"),
        fields=CRITERIA,
        examples=("Valorisation de l'apprentissage",),
        counter_examples=("Transfert de compétences et apprentissage des outils",),
    ),
    Rule(
        id="criterion.named",
        question="clause",
        kind="criterion",
        pattern=rf"criteres? (?:[a-z]+ ){{0,5}}?(?:(?:a caractere"
        rf"|en matiere) (?:[a-z]+ ){{0,3}}?)?{SOCIAL}"
        rf"|criteres?[^.;!?]{{0,110}}?(?:performances?|politique|valeur|engagement|impact) "
        rf"(?:[a-z]+ ){{0,3}}?{SOCIAL}"
        rf"|criteres?[^.;!?]{{0,60}}?(?:performances? en matiere d ?|en matiere d ?"
        rf"|relatif a l ?)insertion",
        stems=("critere",),
        fields=ANYWHERE - CRITERIA,
        examples=(
            "Les offres sont jugées sur des critères à caractère social",
            "Critère n° 3 : performances en matière d'insertion professionnelle",
            "Sous-critère n° 2 (10 points) : organisation et politique sociale du candidat",
        ),
        counter_examples=("Les critères d'attribution des logements",),
    ),
)
