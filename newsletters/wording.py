"""The French phrases of an edition, from its codes: one table for each closed list."""

from collections.abc import Mapping

from veille.core import french
from veille.core.editions import Entry, Finding, Quotation, WinnerLine
from veille.core.french import NBSP
from veille.core.notices import ValueBasis
from veille.core.procedures import Change, FactName
from veille.core.source_labels import SOURCE_LABELS
from veille.core.verdicts import Binding, ClauseKind, ReservedKind

RESERVED_FOR: Mapping[ReservedKind, str] = {
    "handicap": "réservé aux EA et ESAT",
    "iae": "réservé aux SIAE",
    "mixed": "réservé aux EA, ESAT et SIAE",
    "prison": "réservé aux établissements en prison",
    "ess": "réservé à l’économie sociale et solidaire",
    "unspecified": "réservé, bénéficiaires non précisés",
}
CLAUSES: Mapping[ClauseKind, str] = {
    "insertion": "clause d’insertion",
    "generic": "clause sociale non précisée",
    "criterion": "critère social",
    "training": "clause de formation ou d’alternance",
    "equality": "clause d’égalité femmes-hommes",
    "disability": "clause handicap",
    "fair_trade": "clause de commerce équitable",
    "justice": "clause pour personnes placées sous main de justice",
    "qpv": "clause quartiers prioritaires",
    "progress_plan": "plan de progrès",
    "insertion_service": "prestation d’insertion",
    "unspecified": "clause sociale de type non précisé",
}
_UNLISTED = (
    "Réservé à l’économie sociale et solidaire, mais le code CPV n’est pas dans la liste de "
    "l’article L2113-15 : à vérifier avec l’acheteur."
)
_VAGUE = ("generic", "unspecified")
BINDING: Mapping[Binding, str] = {
    "mandatory": "obligatoire",
    "optional": "facultative",
    "unknown": "",
}
FACTS: Mapping[FactName, str] = {
    "deadline": "Date limite",
    "title": "Objet",
    "lots": "Lots",
    "value": "Montant",
    "places": "Lieu",
    "state": "État",
    "winner": "Titulaire",
    "reserved": "Réservation",
    "clause": "Clause sociale",
}
BASES: Mapping[ValueBasis, str] = {
    "estimated": "estimé",
    "framework_maximum": "maximum de l’accord-cadre",
    "awarded": "attribué",
}
_NOTICE_LINKS = {
    "boamp": "Voir l’avis au BOAMP",
    "ted": "Voir l’avis sur TED",
    "aws": "Voir l’avis sur la plateforme",
}
_UNKNOWN = "non précisé"
_SHOWN_WINNERS = 6
_SHOWN_PLACES = 4


def finding_label(finding: Finding) -> str:
    """``Réservé aux SIAE – lot 2``, ``Clause d’insertion obligatoire – 140 heures d’insertion``."""
    parts = [_kinds(finding)]
    if finding.hours:
        unit = " d’insertion" if "insertion" in finding.kinds else ""
        parts.append(f"{french.hours(finding.hours)}{unit}")
    if finding.lots:
        parts.append(french.lots(finding.lots))
    if not finding.sure:
        parts.append("à vérifier au DCE")
    return french.capitalised(" – ".join(part for part in parts if part))


def _kinds(finding: Finding) -> str:
    if finding.question == "reserved":
        names = [label for kind, label in RESERVED_FOR.items() if kind in finding.kinds]
        return " ou ".join(names) or RESERVED_FOR["unspecified"]
    precise = [kind for kind in CLAUSES if kind in finding.kinds and kind not in _VAGUE]
    kinds = precise or [kind for kind in CLAUSES if kind in finding.kinds] or ["unspecified"]
    first, *others = [CLAUSES[kind] for kind in kinds]
    binding = BINDING[finding.binding] if first.startswith("clause") else ""
    return ", ".join([f"{first} {binding}".strip(), *others])


def quotation_origin(quotation: Quotation, *, alone: bool = False) -> str:
    """Where the proof stands: in the form or in the text, for which lots, for or against.

    A ticked box that stands ``alone``, without words, is to be checked.
    """
    is_code = quotation.signal == "declared" and quotation.text is None
    parts = [
        "déclaré par l’acheteur" if quotation.signal == "declared" else "écrit dans l’avis",
        "en sens contraire" if quotation.against else "",
        french.lots(quotation.lots),
        "à vérifier au DCE" if is_code and alone else "",
    ]
    return ", ".join(part for part in parts if part)


def deadline(entry: Entry) -> str | None:
    """``lundi 5 octobre 2026 à 14 h``; null when the notice gives none."""
    if entry.deadline is None:
        return None
    if entry.approximate:
        return f"vers le {french.long_date(entry.deadline.date())}, date exacte au DCE"
    return french.date_and_time(entry.deadline)


def delay(entry: Entry) -> str | None:
    """``il reste 12 jours``, ``délai dépassé``; null without a deadline."""
    if entry.days_left is None:
        return None
    return french.days_left(entry.days_left).replace(" ", NBSP)


def value(entry: Entry) -> str | None:
    """``1 200 000 € HT (estimé)``."""
    if entry.value is None:
        return None
    text = french.amount(entry.value.amount, entry.value.currency)
    return f"{text} ({BASES[entry.value.basis]})"


def places(entry: Entry) -> str | None:
    """The first few places of performance, and how many more."""
    if not entry.places:
        return None
    shown, more = entry.places[:_SHOWN_PLACES], len(entry.places) - _SHOWN_PLACES
    if more > 0:
        return f"{', '.join(shown)} et {french.count(more, 'autre lieu', 'autres lieux')}"
    return french.join(shown)


def contract_end(entry: Entry) -> str | None:
    """When the contract ends, whether that was worked out, how often it can be renewed."""
    if entry.ends_on is None:
        return None
    text = french.long_date(entry.ends_on)
    if entry.ends_on_computed:
        text += " (calculé d’après la durée)"
    if entry.renewals:
        text += f", reconductible {french.number(entry.renewals)}{NBSP}fois"
    return text


def winners(entry: Entry) -> tuple[str, ...]:
    """One line a winner, the first few; the last line says how many more."""
    lines = [_winner(line) for line in entry.winners[:_SHOWN_WINNERS]]
    more = len(entry.winners) - _SHOWN_WINNERS
    if more > 0:
        lines.append(f"et {french.count(more, 'autre titulaire', 'autres titulaires')}")
    return tuple(lines)


def _winner(line: WinnerLine) -> str:
    text = f"{line.name} ({line.town})" if line.town else line.name
    if line.lot:
        text = f"{french.lots([line.lot])}, {text}"
    return f"{text} – {french.amount(line.amount)}" if line.amount else text


def change(line: Change) -> tuple[str, str, str]:
    """The fact that changed, its old and its new value."""
    return FACTS[line.fact], line.before or _UNKNOWN, line.after or _UNKNOWN


def source_names(sources: tuple[str, ...]) -> str:
    """``BOAMP, TED``."""
    return ", ".join(SOURCE_LABELS.get(source, source) for source in sources)


def notice_link(entry: Entry) -> str:
    """The words of the link to the notice."""
    return _NOTICE_LINKS.get(entry.notice_source or "", "Voir l’avis")


def within(territory_label: str) -> str:
    """``dans l’Hérault``, ``pour Sète agglopôle méditerranée``."""
    return "dans l’Hérault" if territory_label == "Hérault" else f"pour {territory_label}"


def notes(entry: Entry, territory_label: str) -> tuple[str, ...]:
    """What a reader must know besides: late, corrected, announced, elsewhere, doubtful."""
    published = f", le {french.day_month(entry.published_on)}" if entry.published_on else ""
    pairs = (
        (entry.relation == "published", f"Publié {within(territory_label)}, exécuté ailleurs ou "
         "en un lieu inconnu."),
        (entry.late, f"Publié avant la période{published}."),
        (entry.corrected, "Avis déjà rectifié : les informations ci-dessus sont les dernières."),
        (entry.announced, "Achat annoncé dans une veille précédente."),
        (entry.doubtful, "Ressemble à une autre consultation : doublon possible, à vérifier."),
        (entry.reserved is not None and entry.reserved.unlisted, _UNLISTED),
        (bool(entry.remark), f"{french.capitalised(entry.remark or '')}."),
    )  # fmt: skip
    told = (f"Pourquoi vous le recevez : {', '.join(entry.reasons)}.",) if entry.reasons else ()
    shown = (*(text for applies, text in pairs if applies), *told)
    return tuple(french.typography(text) for text in shown)
