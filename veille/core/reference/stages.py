"""What a notice is: eForms subtypes, TED forms and BOAMP natures as stages and regimes.

Sources: eForms SDK ``notice-types.json`` (subtype, form type, legal basis), Implementing Regulation
(EU) 2019/1780; Implementing Regulation (EU) 2015/1986 for the standard forms F01 to F25;
the ``nature`` and ``etat`` fields of the BOAMP records. A stage says what a notice is apart from
being a correction; a cancelled call keeps the stage ``competition``.
"""

from collections.abc import Mapping

from veille.core.notices import Kind, Regime, Stage, kind_of

_STAGES: tuple[tuple[Stage, str], ...] = (
    ("planning", "1 2 3 4 5 6 7 8 9 E2 T01"),
    ("consultation", "E1"),
    ("competition", "10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 CEI E3"),
    ("direct_award", "25 26 27 28"),
    ("result", "29 30 31 32 33 34 35 36 37 E4 E5 T02"),
    ("modification", "38 39 40 E6"),
    ("other", "X01 X02"),
)
_REGIMES: tuple[tuple[Regime, str], ...] = (
    ("classic", "1 4 7 10 16 23 25 29 36 38"),
    ("utilities", "2 5 8 11 15 17 24 26 30 37 39"),
    ("defence", "3 6 9 18 22 27 31"),
    ("concession", "14 19 28 32 35 40"),
    ("social", "12 13 20 21 33 34"),
)

SUBTYPE_STAGES: Mapping[str, Stage] = {
    subtype: stage for stage, subtypes in _STAGES for subtype in subtypes.split()
}
SUBTYPE_REGIMES: Mapping[str, Regime] = {
    subtype: regime for regime, subtypes in _REGIMES for subtype in subtypes.split()
}

NOTICE_TYPE_STAGES: Mapping[str, Stage] = {
    "pin-buyer": "planning",
    "pin-only": "planning",
    "pin-rtl": "planning",
    "pin-tran": "planning",
    "pmc": "consultation",
    "pin-cfc-standard": "competition",
    "pin-cfc-social": "competition",
    "qu-sy": "competition",
    "cn-standard": "competition",
    "cn-social": "competition",
    "cn-desg": "competition",
    "subco": "competition",
    "cei": "competition",
    "veat": "direct_award",
    "can-standard": "result",
    "can-social": "result",
    "can-desg": "result",
    "can-tran": "result",
    "compl": "result",
    "can-modif": "modification",
    "brin-ecs": "other",
    "brin-eeig": "other",
}

FORM_TYPE_STAGES: Mapping[str, Stage] = {
    "planning": "planning",
    "consultation": "consultation",
    "competition": "competition",
    "dir-awa-pre": "direct_award",
    "result": "result",
    "cont-modif": "modification",
    "completion": "result",
    "bri": "other",
}

LEGAL_BASIS_REGIMES: Mapping[str, Regime] = {
    "32014L0024": "classic",
    "32014L0025": "utilities",
    "32014L0023": "concession",
    "32009L0081": "defence",
    "32004L0018": "classic",
    "32004L0017": "utilities",
}

# TED_EXPORT (until early 2024): standard form, then its notice type, then the coded document type.
FORM_STAGES: Mapping[str, Stage] = {
    "F01": "planning",
    "F02": "competition",
    "F03": "result",
    "F04": "planning",
    "F05": "competition",
    "F06": "result",
    "F07": "competition",
    "F08": "planning",
    "F12": "competition",
    "F13": "result",
    "F14": "competition",
    "F15": "direct_award",
    "F16": "planning",
    "F17": "competition",
    "F18": "result",
    "F19": "competition",
    "F20": "modification",
    "F21": "competition",
    "F22": "competition",
    "F23": "competition",
    "F24": "competition",
    "F25": "result",
    "T01": "planning",
    "T02": "result",
}
FORM_NOTICE_TYPE_STAGES: Mapping[str, Stage] = {
    "PRI_ONLY": "planning",
    "PRI_REDUCING_TIME_LIMITS": "planning",
    "PRI_CALL_COMPETITION": "competition",
    "PRI": "competition",
    "PER_ONLY": "planning",
    "PER_REDUCING_TIME_LIMITS": "planning",
    "PER_CALL_COMPETITION": "competition",
    "QSU_ONLY": "competition",
    "QSU_CALL_COMPETITION": "competition",
    "CONTRACT": "competition",
    "AWARD_CONTRACT": "result",
    "CONCESSION_AWARD_CONTRACT": "result",
}
DOCUMENT_TYPE_STAGES: Mapping[str, Stage] = {
    **dict.fromkeys(("0", "B", "P"), "planning"),
    **dict.fromkeys(("1", "2", "3", "4", "5", "A", "C", "D", "E", "F", "H", "I"), "competition"),
    **dict.fromkeys(("M", "O", "Q", "Y"), "competition"),
    **dict.fromkeys(("7", "J", "R"), "result"),
    "K": "modification",
    "V": "direct_award",
}
CORRIGENDUM_FORM = "F14"
CORRIGENDUM_DOCUMENT_TYPES = frozenset({"1", "2"})

FORM_REGIMES: Mapping[str, Regime] = {
    **dict.fromkeys(("F04", "F05", "F06", "F07"), "utilities"),
    **dict.fromkeys(("F16", "F17", "F18", "F19"), "defence"),
    **dict.fromkeys(("F21", "F22"), "social"),
    **dict.fromkeys(("F23", "F24", "F25"), "concession"),
    **dict.fromkeys(("F01", "F02", "F03"), "classic"),
}
_DIRECTIVES: Mapping[str, Regime] = {
    "2014/24/EU": "classic",
    "2014/25/EU": "utilities",
    "2014/23/EU": "concession",
    "2009/81/EC": "defence",
    "2004/18/EC": "classic",
    "2004/17/EC": "utilities",
}

BOAMP_STAGES: Mapping[str, Stage] = {
    "APPEL_OFFRE": "competition",
    "RECTIFICATIF": "competition",
    "ANNULATION": "competition",
    "ATTRIBUTION": "result",
    "MODIFICATION": "modification",
    "PRE-INFORMATION": "planning",
    "EX_ANTE_VOLONTAIRE": "direct_award",
    "INTENTION_CONCLURE": "direct_award",
}


def stage_of_subtype(subtype: str | None) -> Stage:
    """The stage of an eForms notice subtype (``1`` to ``40``, ``CEI``, ``E1``…); else ``other``."""
    return SUBTYPE_STAGES.get((subtype or "").strip().upper(), "other")


def stage_of_notice_type(notice_type: str | None, form_type: str | None = None) -> Stage:
    """The stage of a notice type (``cn-standard``), else of its form type, else ``other``."""
    found = NOTICE_TYPE_STAGES.get((notice_type or "").strip())
    return found or FORM_TYPE_STAGES.get((form_type or "").strip(), "other")


def regime_of(subtype: str | None, legal_basis: str | None = None) -> Regime:
    """The rules a notice is under: from its subtype, else from the act (CELEX) it names.

    The light regime of the general and utilities directives is ``social``; that of the concessions
    directive stays ``concession``, whose threshold it has. Voluntary notices (``E1``…) and design
    contests follow their legal basis or directive.
    """
    found = SUBTYPE_REGIMES.get((subtype or "").strip().upper())
    return found or LEGAL_BASIS_REGIMES.get((legal_basis or "").strip().upper(), "unknown")


def stage_of_form(
    form: str | None, notice_type: str | None = None, document_type: str | None = None
) -> Stage:
    """The stage of a TED standard form (``F21``), its notice type (``AWARD_CONTRACT``) winning.

    ``document_type`` is the code of the coded section (``7``), for forms that are not known.
    """
    found = FORM_NOTICE_TYPE_STAGES.get(notice_type or "") or FORM_STAGES.get(form or "")
    return found or DOCUMENT_TYPE_STAGES.get(document_type or "", "other")


def is_corrigendum(form: str | None, document_type: str | None) -> bool:
    """Whether a TED standard form corrects an earlier notice."""
    return form == CORRIGENDUM_FORM or document_type in CORRIGENDUM_DOCUMENT_TYPES


def regime_of_form(form: str | None, legal_basis: str | None) -> Regime:
    """The rules a TED standard form is under: its own, else those of the act it names.

    ``legal_basis`` is a CELEX number (``32014L0024``) or a directive (``2014/24/EU``).
    """
    act = (legal_basis or "").strip()
    return (
        FORM_REGIMES.get(form or "")
        or LEGAL_BASIS_REGIMES.get(act)
        or _DIRECTIVES.get(act, "unknown")
    )


def stage_of_boamp(nature: str | None) -> Stage:
    """The stage of a BOAMP ``nature`` (``APPEL_OFFRE``…); one that is not known is ``other``."""
    code = (nature or "").strip().upper().replace(" ", "_")
    if code.startswith("INTENTION"):
        return "direct_award"
    return BOAMP_STAGES.get(code, "other")


def kind_of_boamp(nature: str | None, etat: str | None) -> Kind:
    """The kind of a BOAMP record: a cancellation or correction is said by either field."""
    said = {(nature or "").strip().upper(), (etat or "").strip().upper()}
    return kind_of(
        stage_of_boamp(nature),
        correction="RECTIFICATIF" in said,
        cancellation="ANNULATION" in said,
    )
