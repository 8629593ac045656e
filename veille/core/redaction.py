"""Personal data taken out of a quotation before people see it.

E-mail addresses, telephone numbers and names of persons become ``[…]``; the stored quotation
stays verbatim. Linear patterns: each starts at a fixed cue and its repetitions are bounded.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from veille.core.text import fold

MASK = "[…]"

_EMAIL = re.compile(
    r"(?<![\w.+%'’-])[\w.+%'’-]+[ ]?(?:@|\[at\]|\(at\)|\(a\))[ ]?[\w-]+(?:\.[\w-]+)+",
    re.IGNORECASE,
)
# A sentence ends at a point, which may be that of an address.
_CUT_EMAIL = re.compile(r"(?<![\w.+%'’-])[\w.+%'’-]+@[\w-]*$")

_NOT_IN_A_NUMBER = r"(?<![\d/])(?<!\d[.,\-])"
_NOT_A_DATE = r"(?!\d{2}[./-]\d{2}[./-](?:19|20)\d{2}(?!\d))"
_NUMBER_ENDS = r"(?!\d|[/.-]\d)"
_FRENCH_PHONE = re.compile(
    rf"{_NOT_IN_A_NUMBER}{_NOT_A_DATE}(?:"
    r"(?:(?:\+|00)[ ]?33[\s.-]?(?:\(0\)[\s.-]?)?|\(0\)[\s.-]?|0)[1-9](?:[\s.-]{0,3}\d{2}){4}"
    r"|0[1-9](?:/\d{2}){4}"
    r"|0[ .]?8\d{2}(?:[ .]\d{3}){2}"
    rf"){_NUMBER_ENDS}"
)
_FOREIGN_PHONE = re.compile(
    rf"{_NOT_IN_A_NUMBER}(?:\+|00(?=[1-9]\d))\d{{1,3}}(?:[\s.()/-]{{0,3}}\d{{1,4}}){{2,6}}"
    r"(?!\d|[/.-]\d|\s?(?:€|%|euros?\b|EUR\b|HT\b|TTC\b|h\b|heures?\b|m[²23]?\b|jours?\b))"
)
_PHONE_DIGITS = range(8, 16)

_CIVILITY = re.compile(
    r"(?:\bM\.|\bMM\.|\bMe(?=\s)|\b(?i:Mr|Mmes?|Mlles?|Monsieur|Madame|Mademoiselle|Messieurs"
    r"|Mesdames|Ma[iî]tre)\b\.?|(?<!\bdu )\b(?i:Dr|Docteur)\b\.?)"
)
_CUE = re.compile(
    r"\b(?i:contacts?|interlocuteur|interlocutrice|correspondante?|r[ée]f[ée]rente?"
    r"|personne [àa] contacter|affaire suivie par|dossier suivi par|[àa] l[’' ]attention de"
    r"|repr[ée]sent[ée]e? par)(?:\s?:|(?=\s))"
)
_NEXT_WORD = re.compile(r"\s{0,3}([A-ZÀ-ÖØ-Þ]\.(?=\s)|[^\W\d_](?:[\w’'-]{1,40}|(?!\.)))")
_NEXT_NAME = re.compile(r"\s{0,2}(?:,|\bet)\s{1,2}([A-ZÀ-ÖØ-Þ][\w’'-]{1,40})")
_REPEATED_MASK = re.compile(rf"{re.escape(MASK)}(?:\s{{1,3}}{re.escape(MASK)})+")

_MAX_NAME_WORDS = 4
_MAX_WORDS_READ = 8
_ARTICLES = frozenset(("le", "la", "les", "l", "du", "de", "des", "d"))
_PARTICLES = frozenset(("de", "du", "des", "d", "le", "la", "van", "von", "der", "el", "ben", "di"))
_PLURAL_CIVILITIES = frozenset(("mm", "mmes", "mlles", "messieurs", "mesdames"))
_ROLES_AND_THINGS = """
maire maires adjoint adjointe president presidente vice directeur directrice directeurs directrices
prefet prefete prefets ministre tresorier tresoriere comptable payeur receveur receveuse conseiller
conseillere responsable chef cheffe secretaire representant representante delegue deleguee
gestionnaire coordonnateur coordinateur coordinatrice facilitateur facilitatrice charge chargee
referent referente acheteur acheteuse acheteurs administrateur administratrice commissaire recteur
rectrice proviseur principal principale depute deputee senateur senatrice ouvrage ouvrages oeuvre
monsieur madame mademoiselle messieurs mesdames m mm mme mmes mr service services direction mairie
ville commune departement communaute metropole syndicat mission pole plie lot lots marche marches
clause insertion article articles tel telephone mail courriel email adresse voir cf technique
administratif administrative bureau cellule agence maison
"""
# Words that follow a civility or a cue without being anybody's name.
_NOT_NAMES = frozenset(_ROLES_AND_THINGS.split())


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int


def redact(text: str) -> str:
    """The text with e-mail addresses, telephone numbers and names of persons as ``[…]``.

    A name is recognised after a civility (``M. Dupont``, ``Mme Anne de Sète``) or after a cue
    such as ``Contact :`` when a first name and a surname in capitals follow. ``M. le maire`` is
    not a name. Doing it twice changes nothing.
    """
    text = redact_contacts(text)
    text = _mask_each(text, _CIVILITY, _after_civility)
    text = _mask_each(text, _CUE, _after_cue)
    return _REPEATED_MASK.sub(MASK, text)


def redact_contacts(text: str) -> str:
    """The text with e-mail addresses and telephone numbers as ``[…]``, names untouched."""
    text = _CUT_EMAIL.sub(MASK, _EMAIL.sub(MASK, text))
    text = _FRENCH_PHONE.sub(MASK, text)
    return _FOREIGN_PHONE.sub(_mask_phone, text)


def _mask_phone(match: re.Match[str]) -> str:
    digits = sum(character.isdigit() for character in match[0])
    return MASK if digits in _PHONE_DIGITS else match[0]


def _mask_each(
    text: str,
    cue: re.Pattern[str],
    find_name: Callable[[re.Match[str], list[_Word]], tuple[int, int] | None],
) -> str:
    """Every slice that ``find_name`` finds in the few words after a cue, masked."""
    parts: list[str] = []
    done = position = 0
    while match := cue.search(text, position):
        position = match.end()
        found = find_name(match, _words_from(text, match.end()))
        if found is None:
            continue
        start, end = found
        parts += [text[done:start], MASK]
        done = end
        if _is_plural(match):
            done = _mask_other_names(text, end, parts)
        position = done
    return "".join([*parts, text[done:]])


def _words_from(text: str, position: int) -> list[_Word]:
    words: list[_Word] = []
    while len(words) < _MAX_WORDS_READ and (match := _NEXT_WORD.match(text, position)):
        words.append(_Word(match[1], match.start(1), match.end(1)))
        position = match.end()
    return words


def _mask_other_names(text: str, position: int, parts: list[str]) -> int:
    """``MM. A, B et C``: the names that follow the first one; returns where they end."""
    while match := _NEXT_NAME.match(text, position):
        if _is_known_word(match[1]):
            break
        parts += [text[position : match.start(1)], MASK]
        position = match.end()
    return position


def _after_civility(match: re.Match[str], words: list[_Word]) -> tuple[int, int] | None:
    function = _function_length(words)
    if function:
        return _first_and_surname(words[function:])
    length = _name_length(words)
    return (match.start(), words[length - 1].end) if length else None


def _after_cue(match: re.Match[str], words: list[_Word]) -> tuple[int, int] | None:
    return _first_and_surname(words[:2])


def _first_and_surname(words: list[_Word]) -> tuple[int, int] | None:
    """The first ``Jeanne DUPONT`` among the words: capitalised, then all capitals, no role."""
    for first, surname in pairwise(words):
        if _is_known_word(first.text) or _is_known_word(surname.text):
            continue
        is_first_name = len(first.text) > 1 and first.text[0].isupper()
        if is_first_name and len(surname.text) > 1 and surname.text.isupper():
            return first.start, surname.end
    return None


def _function_length(words: list[_Word]) -> int:
    """How many leading words name a function (``le maire``, ``l’adjointe``); 0 when none."""
    for index, word in enumerate(words[:3]):
        if _is_known_word(word.text):
            return index + 1
        if _folded(word.text) not in _ARTICLES:
            return 0
    return 0


def _name_length(words: list[_Word]) -> int:
    """How many leading words make a name: capitalised ones, with particles between them."""
    length = 0
    for index, word in enumerate(words[:_MAX_NAME_WORDS]):
        if _is_known_word(word.text):
            break
        if word.text[0].isupper() or _is_elided_capital(word.text):
            length = index + 1
        elif _folded(word.text) not in _PARTICLES:
            break
    return length


def _is_plural(match: re.Match[str]) -> bool:
    return _folded(match[0]) in _PLURAL_CIVILITIES


def _is_elided_capital(word: str) -> bool:
    return word[:2].lower() in ("d'", "d’", "l'", "l’") and word[2:3].isupper()


def _is_known_word(word: str) -> bool:
    first, *rest = _folded(word).split()
    return (rest[0] if rest and first in _ARTICLES else first) in _NOT_NAMES


def _folded(word: str) -> str:
    """Folded, elision and hyphen as a space: ``l’Adjointe`` gives ``l adjointe``."""
    return fold(word).text.strip(". ")
