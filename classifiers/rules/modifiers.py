"""What is said about a clause: must it be done, how many hours, for which lots."""

# An offer that ignores the clause is thrown out.
STRICT = r"(?:irrecevable|irregulier|sous peine|nullite|sera (?:rejete|ecarte)|eliminatoire)"
MANDATORY = (
    r"(?<!non )(?<!pas )obligatoire|(?<!pas d )(?<!aucune )obligations?(?![a-z])"
    r"|s ?engage(?:nt|ra|ront)?(?![a-z]| volontairement)|s ?impose|s ?oblige"
    r"|(?<![a-z])(?:devra|devront|doit|doivent|impose)|(?:est|sera|sont|seront) tenue?s?"
    r"|(?<!soit )exige|il est demande|soumis(?:e|es)? (?:a|aux)(?![a-z])"
)
# « Le titulaire réalise… », « les heures sont confiées à… »: what a contract says is due.
DUE = (
    r"(?:titulaire|prestataire|entreprise|concessionnaire|delegataire|fournisseur|operateur"
    r"|exploitant|equipe|attributaire|groupement)s?(?![a-z])[^.;!?]{0,40}? "
    r"(?:appliqu|realis|fait realiser|confi|consacr|emploi|recrut|reserv|prouv|accueill|compte"
    r"|comprend|ouvr|tient|respect|adher|fourni|verse|propos)(?:e|ent|era|eront|ra|ront|t)?(?![a-z])"
    r"|(?:est|sont|seront|sera) (?:[a-z]+ )?(?:confie|recrute|embauche|effectue|pourvu|realise"
    r"|achete|tenu|accueilli|cede|execute|employe)e?s?(?![a-z])"
)
OPTIONAL = (
    r"facultati|incitati|(?:non|pas) obligatoire|(?:est|sont|sera|seront) invitee?s?(?![a-z])"
    r"|sans que ce soit exige|s ?il le souhaite|volontaire"
    r"|laisse la possibilite|ont la possibilite"
    r"|(?<![a-z])(?:peut|peuvent|pourra|pourront) (?:faire l ?objet|proposer|comporter|prevoir"
    r"|contenir"
    r"|donner lieu|etre (?:propose|integre|prevu|demande))"
    r"|encourage|a titre indicatif|si possible"
)

# « 1 600 heures », « 70 h », « 600 heuresModalités »; not « 14 h 30 ».
HOURS_STATED = (
    r"(?<![0-9,/])(?<![0-9] )([0-9]{1,3}(?: [0-9]{3})+|[0-9]{1,6}) ?(?:h )?"
    r"(?:heures?|h(?![a-z0-9]))(?! ?[0-9])"
)
# « 35 heures par semaine », « 5 h par tranche de 10 000 euros », « 70 heures / an »: a rate.
RATE_AFTER = (
    r" {0,2}(?:d ?insertion |de travail |sociales? |minimum |minimales? )*"
    r"(?:chacune?s?(?![a-z])|(?:pour|/|par) ?(?:chaque |une |la )?(?:tranches? d|semaine|hebdo"
    r"|jour|mois|an(?![a-z])|annee|salarie"
    r"|[0-9 ]+ ?(?:euros?|eur(?![a-z])|€|k)))"
)
HOURS_RATE = (
    r"[0-9]+ ?(?:heures?|h(?![a-z]))[^.;!?]{0,40}?"
    r"(?:par tranche|/ ?(?:[0-9]|an(?![a-z])|tranche)|par an(?![a-z])|par mois)"
)
PERCENTAGE = (
    r"[0-9]{1,3}(?:[,.][0-9]+)? ?%[^.;!?]{0,60}?(?:insertion|heures|main d|effectif"
    r"|temps de travail)"
    r"|(?:insertion|main d ?oeuvre|clause)[^.;!?]{0,60}?[0-9]{1,3}(?:[,. ][0-9]+)? ?%"
)
# One volume among several: « 175 heures en tranche ferme », « 70 heures pour la peinture ».
PHASE = r"tranche|(?<![a-z])t[fo][0-9]?(?![a-z])|phase|heures? pour l"
INCLUDED = r"(?:dont|parmi lesquelles|y compris)(?: [a-z]+){0,2} ?$"
TIME_BEFORE = (
    r"(?:(?<![a-z])(?:a|avant|apres|vers|entre|jusqu a|des|le [0-9/ ]+)"
    r"|[0-9] ?h(?:eures)? (?:et|a)) ?$"
)
EACH_LOT = r"(?:chaque|chacun des|par) lots?(?![a-z])|(?:pour |dans )?chacun d"

# « Cette clause est applicable au lot 1 »: it says the lots of the sentence before.
SCOPE = (
    r"(?:cette|ces|la|les|ladite|lesdites) (?:presentes? )?(?:clauses?|conditions?|obligations?"
    r"|mesures?"
    r"|dispositions?|actions?|dispositif)[^.;!?]{0,80}?lots?|lots? concernes? ?:"
)
SAME_LOT = r"(?<![a-z])(?:ce|ces|ledit|lesdits|chacun de ces) lots?(?![a-z])|^ ?ainsi "
