"""Whether a company's name is that of a natural person, who is then not named.

A sole trader is registered under a person's own name, and award data repeat it. What looks like
one is dropped; the identifier is enough to look the company up. A company that bears a person's
name loses its name too: that costs less than the contrary.
"""

import re

from veille.core.text import normalise

_CIVILITIES_WORDS = """
m mr mme mlle monsieur madame mademoiselle maitre me dr docteur
"""
_CIVILITIES = frozenset(_CIVILITIES_WORDS.split())
_SOLE_TRADER = re.compile(r"\b(?:ei|eirl|entrepreneur individuel|entreprise individuelle)\b")
_COMPANY_WORDS = """
sa sas sasu sarl eurl snc scop scic sci scm selarl gie gip sem spl ste societe etablissements ets
groupe entreprise association asso compagnie cabinet atelier ateliers agence bureau freres fils
filles cie et travaux services conseil batiment paysages jardins construction france sud nord est
ouest energie ingenierie architecture architectes
"""
_COMPANY = frozenset(_COMPANY_WORDS.split())
_FIRST_NAMES_WORDS = """
adrien agathe agnes alain albert alexandra alexandre alexis alice aline amandine andre andrea
anais angelique anne annie anthony antoine arnaud arthur aurelie aurelien audrey axel baptiste
beatrice benjamin benoit bernadette bernard bertrand brigitte bruno camille carine carole caroline
catherine cecile cedric celia celine chantal charles charlotte christel christelle christian
christiane christine christophe claire clara claude claudine clement colette corinne cyril damien
daniel daniele david delphine denis denise diane didier dominique dorothee edith edouard elisabeth
elise elodie emilie emile emma emmanuel emmanuelle eric estelle etienne evelyne fabien fabienne
fabrice fanny fatima felix fernand florence florent florian franck francine francis francois
francoise frederic frederique gabriel gaelle genevieve georges gerald gerard gilbert gilles
ginette gregory guillaume guy helene henri herve hugo ingrid isabelle jacqueline jacques jean
jeanne jeannine jeremy jerome joel joelle johan jonathan joseph josette julie julien juliette
justine karim karine kevin laetitia laura laure laurence laurent lea lionel loic louis louise luc
lucas lucie lucien ludovic lydie magali manon manuel marc marcel margaux marguerite maria marie
marina marine marion martine mathieu mathilde matthieu maurice maxime melanie michel michele
michelle mickael mireille mohamed monique morgane muriel myriam nadege nadia nadine nathalie
nicolas nicole noel noemie odette odile olivier pascal pascale patrice patricia patrick paul
paulette pauline philippe pierre pierrette quentin rachel raphael raymond raymonde regine regis
remi rene renee richard robert roger roland romain rolande sabine sabrina samuel sandra sandrine
sarah sebastien serge severine simon simone solange sonia sophie stephane stephanie suzanne
sylvain sylvette sylvie thibault thierry thomas valentin valerie vanessa veronique victor vincent
virginie viviane xavier yann yannick yohan yves yvette yvonne
"""
_FIRST_NAMES = frozenset(_FIRST_NAMES_WORDS.split())
_WORDS_OF_A_NAME = range(2, 5)


def looks_personal(name: str) -> bool:
    """Whether ``name`` looks like a person's: a civility, a sole trader, or a first name in it."""
    folded = normalise(name)
    words = folded.split()
    if not words:
        return False
    if words[0] in _CIVILITIES or _SOLE_TRADER.search(folded):
        return True
    if any(word in _COMPANY or not word.isalpha() for word in words):
        return False
    return len(words) in _WORDS_OF_A_NAME and any(word in _FIRST_NAMES for word in words)
