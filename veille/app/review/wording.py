"""What review says in French: why a card is shown, answers, reasons, kinds, link rules."""

from collections.abc import Mapping

from veille.core import french
from veille.core.evidence_kinds import KindName
from veille.core.linking import Rule
from veille.core.review import Queued, Why
from veille.core.tags import Asked, FalseReason, NewTag, TagAnswer
from veille.core.verdicts import ObligationAnswer, SignalName
from veille.core.wording import CLAUSE_LABELS, RESERVED_LABELS
from veille.store.review_queue import Waiting

WHYS: Mapping[Why, str] = {
    "reopened": "à revoir",
    "rare": "type rare",
    "unclear": "contradiction",
    "uncertain": "potentiel incertain",
    "sample": "échantillon",
    "flagged": "phrase relevée",
}
"""In the order of the queue."""

_WHY_SENTENCES: Mapping[Why, str] = {
    "reopened": "Un rectificatif a changé une phrase dont l’équipe avait parlé.",
    "rare": "Peu d’exemples de ce type sont connus.",
    "unclear": "Des indices de cet avis se contredisent.",
    "uncertain": "Rien n’a été vu, et le potentiel est tout près d’une limite entre deux groupes.",
    "sample": "Tirée au hasard, pour mesurer ce que la veille retrouve.",
    "flagged": "Une phrase a été relevée, personne n’en a encore parlé.",
}
QUESTIONS: Mapping[Asked, str] = {"reserved": "réservation", "clause": "clause sociale"}
_KINDS: Mapping[Asked, dict[str, str]] = {
    "reserved": {str(kind): label for kind, label in RESERVED_LABELS.items()},
    "clause": {str(kind): label for kind, label in CLAUSE_LABELS.items()},
}
ANSWERS: Mapping[TagAnswer, str] = {
    "right": "juste",
    "false_positive": "faux positif",
    "missed": "manqué",
    "kind": "type corrigé",
}
REASON_LABELS: Mapping[FalseReason, str] = {
    "landscape_insertion": "insertion paysagère, urbaine ou architecturale",
    "reserve": "« réserve » d’un autre sens (sous réserve, réserves à la réception…)",
    "regulated_profession": "réservé à une profession réglementée",
    "negation": "la phrase dit le contraire",
    "boilerplate": "formule générale, présente dans tous les avis",
    "other_lot": "la phrase parle d’un autre lot",
    "other": "autre raison",
}
SIGNALS: Mapping[SignalName, str] = {
    "declared": "coché dans le formulaire",
    "stated": "écrit dans l’avis",
    "learned": "appris",
    "law": "loi",
}
OBLIGATIONS: Mapping[ObligationAnswer, str] = {
    "expected": "Une clause est attendue",
    "exempt": "Une exception s’applique",
    "not_applicable": "Pas d’obligation ici",
    "unknown": "L’avis ne permet pas de le dire",
}
LINKED: Mapping[Rule, str] = {
    "staff": "placé ici par l’équipe",
    "uuid": "même identifiant d’avis dans les deux sources",
    "chain": "l’un des avis cite l’autre",
    "folder": "même identifiant de procédure",
    "fallback": "même acheteur (SIRET), même date limite et même objet",
    "alone": "seul avis, rien ne le relie à un autre",
}
FIELDS: Mapping[str, str] = {
    "title": "Objet",
    "description": "Description",
    "lot.title": "Intitulé",
    "lot.description": "Description",
    "texts.conditions": "Conditions",
    "texts.execution": "Conditions d’exécution",
    "texts.criteria": "Critères d’attribution",
    "texts.selection": "Sélection des candidats",
    "texts.additional": "Renseignements complémentaires",
    "texts.correction": "Rectificatif",
    "texts.other": "Autres renseignements",
    "declared": "Case du formulaire",
}


def kind_label(kind: KindName, question: Asked) -> str:
    """The kind as people read it."""
    return _KINDS[question][kind]


def why(one: Waiting | Queued) -> str:
    """``type rare : quartiers prioritaires``."""
    if one.why == "rare" and one.detail:
        label = (_KINDS["clause"] | _KINDS["reserved"]).get(one.detail, one.detail)
        return french.typography(f"{WHYS['rare']} : {label}")
    return WHYS[one.why]


def why_sentence(one: Waiting | Queued) -> str:
    """Why it is shown, in a sentence."""
    return french.typography(_WHY_SENTENCES[one.why])


def field_label(field: str, lot: str | None) -> str:
    """``Lot 2, description``."""
    label = FIELDS.get(field, field)
    if lot is None:
        return label
    return f"Lot {french.lot_name(lot)}, {label[0].lower()}{label[1:]}"


def said(tag: NewTag) -> str:
    """What a tag says: ``clause sociale : faux positif (formule générale…), lot 2``."""
    if tag.quote is None:
        return "rien n’a été manqué dans la fiche"
    detail = REASON_LABELS[tag.reason] if tag.reason else ""
    if tag.kinds:
        detail = french.join([kind_label(kind, tag.question) for kind in tag.kinds])
    lot = f", {french.lots([tag.lot])}" if tag.lot else ""
    words = f"{QUESTIONS[tag.question]} : {ANSWERS[tag.answer]}"
    return french.typography(f"{words} ({detail}){lot}" if detail else f"{words}{lot}")


def answer(code: str) -> str:
    """What a button of a sentence says: ``faux positif, la phrase dit le contraire``."""
    name, _, reason = code.partition(".")
    words = next((label for known, label in ANSWERS.items() if known == name), "")
    why_false = next((label for known, label in REASON_LABELS.items() if known == reason), "")
    return ", ".join(part for part in (words, why_false) if part)


def lots(ids: tuple[str, ...]) -> str:
    """``lots 1 et 2``."""
    return french.lots(ids)
