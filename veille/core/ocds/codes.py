"""Our words as the codes of OCDS 1.1 and of its extensions: tags, statuses, methods, goals."""

from collections.abc import Mapping

from veille.core.notices import ContractNature, Kind, Notice, Stage
from veille.core.procedures import State
from veille.core.verdicts import ClauseKind, ReservedKind

TENDER_STATUSES: Mapping[State, str] = {
    "planned": "planned",
    "open": "active",
    "closed": "complete",
    "awarded": "complete",
    "cancelled": "cancelled",
}
"""A state that is unknown has none."""

CATEGORIES: Mapping[ContractNature, str] = {
    "works": "works",
    "services": "services",
    "supplies": "goods",
}

METHODS: Mapping[str, str] = {
    "open": "open",
    "adapted": "open",
    "restricted": "selective",
    "neg-w-call": "selective",
    "comp-dial": "selective",
    "innovation": "selective",
    "comp-tend": "selective",
    "neg-wo-call": "limited",
}
"""By the code of eForms (BT-105); any other is told by its own name alone."""

RESERVED: Mapping[ReservedKind, str] = {
    "handicap": "shelteredWorkshop",
    "iae": "shelteredWorkshop",
    "mixed": "shelteredWorkshop",
    "ess": "publicServiceMissionOrganization",
}
"""The two codes that directive 2014/24/EU knows (articles 20 and 77); others have none."""

GOALS: Mapping[ClauseKind, str] = {
    "insertion": "social.disadvantagedEmploymentOpportunities",
    "insertion_service": "social.disadvantagedEmploymentOpportunities",
    "qpv": "social.disadvantagedEmploymentOpportunities",
    "justice": "social.disadvantagedEmploymentOpportunities",
    "disability": "social.disadvantagedEmploymentOpportunities",
    "equality": "social.genderEquality",
    "fair_trade": "social.humanRightsInSupplyChains",
}
"""Of the sustainability extension; any other kind is simply ``social``."""

SOCIAL = "social"

_TAGS: Mapping[Kind, str] = {
    "planning": "planning",
    "competition": "tender",
    "change": "tenderAmendment",
    "result": "award",
    "cancellation": "tenderCancellation",
    "other": "tenderUpdate",
}
_BY_STAGE: Mapping[Stage, str] = {
    "consultation": "planning",
    "modification": "contractAmendment",
    "direct_award": "award",
}
_CHANGED: Mapping[Stage, str] = {
    "planning": "planningUpdate",
    "result": "awardUpdate",
    "direct_award": "awardUpdate",
    "modification": "contractAmendment",
}


def tag_of(notice: Notice) -> str:
    """The release tag of a publication."""
    if notice.kind == "change":
        return _CHANGED.get(notice.stage, _TAGS["change"])
    if notice.kind == "cancellation":
        return _TAGS["cancellation"]
    return _BY_STAGE.get(notice.stage, _TAGS[notice.kind])
