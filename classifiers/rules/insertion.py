"""Ways of stating a clause of integration through work (L2112-2)."""

from classifiers.rules.table import (
    CRITERIA,
    DESCRIPTION,
    OBJECT,
    PROSE,
    SELECTION,
    TERMS,
    Rule,
    gap,
)
from classifiers.rules.vocabulary import (
    HOURS,
    INTEGRATION_STRUCTURES,
    PEOPLE_WITHOUT_WORK,
)

_STATED = OBJECT | PROSE | SELECTION | CRITERIA
_CLAUSE = r"cla[uo]?[sd]es?"  # « claude d'insertion » is a typing error that is met

INSERTION_RULES: tuple[Rule, ...] = (
    Rule(
        id="clause.insertion.clause",
        question="clause",
        kind="insertion",
        pattern=rf"{_CLAUSE}{gap(70)}(?<!re)insertion",
        stems=("insertion",),
        fields=_STATED,
        examples=(
            "L'accord-cadre prévoit une clause obligatoire d'insertion par l'activité économique.",
            "Une claude d'insertion s'applique au lot 3",
            "Les lots sont soumis à une clause sociale dinsertion et de promotion de lemploi",
            "Travaux de voirie avec clauses d'insertion",
        ),
        counter_examples=(
            "Clause de réexamen. Insertion paysagère soignée",
            "Le service d'insertion occupe les locaux",
        ),
    ),
    Rule(
        id="clause.insertion.condition",
        question="clause",
        kind="insertion",
        pattern=rf"conditions? (?:[a-z]+ ){{0,2}}?d ?execution{gap(70)}(?<!re)insertion",
        stems=("insertion",),
        fields=_STATED,
        examples=("Une condition d'exécution porte sur l'insertion de personnes sans emploi",),
        counter_examples=("Conditions d'exécution du chantier. Insertion paysagère",),
    ),
    Rule(
        id="clause.insertion.action",
        question="clause",
        kind="insertion",
        pattern=r"(?:actions?|engagements?|obligations?|objectifs?|efforts?|dispositifs?|demarches?"
        r"|mesures?|volumes?|taux|volets?|conditions?|exigences?|annexes?|ccap|politique) "
        r"(?:[a-z]+ ){0,5}?(?:d ?|de l ?|a l ?|en faveur de l ?|en matiere d ?|specifique )"
        r"(?:aide a l ?)?insertion",
        stems=("insertion",),
        fields=TERMS | DESCRIPTION | SELECTION | frozenset({"texts.additional", "texts.other"}),
        examples=(
            "Le titulaire conduira une action d'insertion au profit de demandeurs d'emploi",
            "Engagement d'insertion : 5 % de la main-d'œuvre",
            "Le détail figure à l'annexe relative à l'insertion",
        ),
        counter_examples=("Étude des conditions de circulation et de l'ambiance du site",),
    ),
    Rule(
        id="clause.insertion.hours",
        question="clause",
        kind="insertion",
        pattern=rf"{HOURS}[^.;!?]{{0,70}}?(?<!re)insertion"
        rf"|(?<!re)insertion[^.;!?]{{0,80}}?[0-9] ?{HOURS}"
        rf"|{HOURS} (?:de travail )?(?:dites )?sociales"
        rf"|(?<![a-z])reserv[a-z]+[^.;!?]{{0,90}}?[0-9] ?{HOURS}",
        stems=("insertion", "sociales", "reserv"),
        fields=_STATED,
        examples=(
            "Heures d'insertion à réaliser : 210 heures",
            "Le titulaire doit 28 heures sociales par tranche de 40 000 euros HT",
            "Insertion : 140 h à la charge du titulaire",
            "Les entreprises réservent aux personnes désignées 175 heures",
        ),
        counter_examples=("Insertion dans le site : visite à 14 heures 30",),
    ),
    Rule(
        id="clause.insertion.share",
        question="clause",
        kind="insertion",
        pattern=r"(?<!re)insertion[^.;!?]{0,60}?[0-9] ?%[^.;!?]{0,60}?(?:heures|main d"
        r"|effectif|travail)"
        r"|[0-9] ?%[^.;!?]{0,60}?(?:heures|main d|effectif"
        r"|temps)[^.;!?]{0,60}?(?<!re)insertion"
        r"|(?:consacre|dedie|affecte|destine)[a-z]* (?:[a-z]+ ){0,3}?a l ?insertion"
        r"|(?<![a-z])parts? d ?insertion",
        stems=("insertion",),
        fields=_STATED - OBJECT - CRITERIA,
        examples=(
            "Insertion : 6 % du total des heures de main-d'œuvre",
            "Le titulaire consacre à l'insertion une partie du chantier",
        ),
        counter_examples=("Insertion paysagère : 40 % de la note",),
    ),
    Rule(
        id="clause.insertion.recourse",
        question="clause",
        kind="insertion",
        masked=False,
        pattern=rf"(?:confi|sous ?trait|cotrait|recour|faire appel|partenariat|cede"
        rf"|mise a disposition"
        rf"|recrut|embauch)[a-z]*[^.;!?]{{0,90}}?(?:{INTEGRATION_STRUCTURES}|interim d ?insertion"
        rf"|(?<![a-z])geiq(?![a-z])|ressourcerie d ?insertion"
        rf"|groupements? d ?employeurs? pour l ?insertion)",
        stems=(
            "confi",
            "trait",
            "recour",
            "appel",
            "partenariat",
            "cede",
            "mise a",
            "recrut",
            "embauch",
        ),
        fields=TERMS | DESCRIPTION | frozenset({"texts.additional", "texts.other"}),
        examples=(
            "Le tri est confié pour un quart à une entreprise d'insertion",
            "Les renforts sont recrutés par l'intermédiaire d'un GEIQ",
        ),
        counter_examples=("Une structure d'insertion occupe le rez-de-chaussée",),
    ),
    Rule(
        id="clause.insertion.economic",
        question="clause",
        kind="insertion",
        pattern=r"insertion (?:sociale |professionnelle |socio ?professionnelle |et "
        r"|des? [a-z]+ ){0,3}"
        r"par (?:l ?|le )?(?:activite|econom|emploi|travail)",
        stems=("insertion",),
        fields=_STATED,
        examples=(
            "Dispositif d'insertion par l'activité économique décrit au cahier des charges",
            "Insertion sociale par l'activité économique.",
            "Insertion des personnes par le travail",
        ),
        counter_examples=("Insertion urbaine par un parvis planté",),
    ),
    Rule(
        id="clause.insertion.people",
        question="clause",
        kind="insertion",
        pattern=r"(?:promouvoir|promotion d|retour|acces|favoris|embauch|recrut|reserv|employ"
        r"|emploi d|faire travailler|confi|heures|main d|beneficie|au profit d|en faveur d"
        r"|productions? par|emploi(?:e|era|eront|ent)(?![a-z])|postes?(?![a-z])|missions?(?![a-z])"
        r"|accueil|associ|pourvu|s oblige a"
        rf"|realise|rencontrant)[^.;!?]{{0,110}}?{PEOPLE_WITHOUT_WORK}",
        stems=(
            "emploi",
            "difficult",
            "rsa",
            "solidarite active",
            "prioritaire",
            "defavoris",
            "insertion",
            "chom",
            "locale",
            "qualification",
            "travail",
            "cible",
        ),
        fields=TERMS | frozenset({"texts.additional", "texts.other"}),
        examples=(
            "140 heures de production confiées à des personnes en difficulté",
            "promouvoir l'emploi de bénéficiaires du RSA",
            "L'entreprise réservera une part de ses embauches à des demandeurs d'emploi",
        ),
        counter_examples=(
            "Les difficultés d'accès au chantier sont réputées connues",
            "Le titulaire rencontrant des difficultés d'approvisionnement en informe l'acheteur",
        ),
    ),
    Rule(
        id="clause.insertion.employment",
        question="clause",
        kind="insertion",
        pattern=r"(?:promotion de l ?emploi|promouvoir l ?emploi|retour a l ?emploi"
        r"|acces a l ?emploi)"
        rf"{gap(90)}(?:exclusion|chomage|insertion|difficult|eloigne)"
        r"|clauses? (?:[a-z]+ ){0,4}?promotion de l ?emploi",
        stems=("l emploi", "lemploi"),
        fields=_STATED,
        examples=(
            "Pour la promotion de l'emploi et contre l'exclusion, la commune agit",
            "Clause favorisant le retour à l'emploi de personnes éloignées du travail",
            "Clause relative à la promotion de l'emploi local",
        ),
        counter_examples=("Forum de l'emploi et de la formation",),
    ),
    Rule(
        id="clause.insertion.bare",
        question="clause",
        kind="insertion",
        pattern=r"(?<!re)insertion (?:socio ?|sociale|professionnelle|et emploi|et la promotion)"
        r"|^ ?(?<!re)insertion ?$|insertion d[eu]s? (?:publics?|personnes|demandeurs)",
        stems=("insertion",),
        fields=TERMS | frozenset({"texts.additional", "texts.correction"}),
        examples=(
            "L'insertion professionnelle fait partie des obligations du titulaire",
            "Insertion",
        ),
        counter_examples=("Réinsertion du fil de suture",),
    ),
    Rule(
        id="clause.insertion.facilitator",
        question="clause",
        kind="insertion",
        pattern=r"(?:facilitat(?:eur|rice)s?|charge[es]* de mission|guichets?|referente?s?|cellule)"
        r" (?:[a-z]+ ){0,4}?clauses? (?:sociales?|d ?insertion)",
        stems=("clause",),
        fields=PROSE,
        examples=("Le titulaire contactera la facilitatrice des clauses sociales du territoire",),
        counter_examples=("Le facilitateur graphique anime la réunion",),
    ),
    Rule(
        id="clause.insertion.charter",
        question="clause",
        kind="insertion",
        pattern=r"charte (?:[a-z]+ ){0,3}?d ?insertion",
        stems=("insertion",),
        fields=PROSE,
        examples=("Le marché applique la charte nationale d'insertion de l'ANRU",),
        counter_examples=("Charte graphique et insertion d'images",),
    ),
)
