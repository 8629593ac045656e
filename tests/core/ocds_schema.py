"""Our own statement of what OCDS 1.1 asks of packages, releases and records.

The published schema is not carried by any package, and no test reaches the network: fields that are
required, types, closed lists and formats are stated here from the standard's reference.
"""

from typing import Any

MOMENT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$"}
TEXT = {"type": "string", "minLength": 1}
ID = {"type": ["string", "integer"], "minLength": 1}
VALUE = {
    "type": "object",
    "properties": {"amount": {"type": "number"}, "currency": {"enum": ["EUR"]}},
    "required": ["amount", "currency"],
    "additionalProperties": False,
}
REFERENCE = {
    "type": "object",
    "properties": {"id": ID, "name": TEXT},
    "required": ["id"],
    "additionalProperties": False,
}
TAGS = [
    "planning",
    "planningUpdate",
    "tender",
    "tenderAmendment",
    "tenderUpdate",
    "tenderCancellation",
    "award",
    "awardUpdate",
    "awardCancellation",
    "contract",
    "contractUpdate",
    "contractAmendment",
    "implementation",
    "implementationUpdate",
    "contractTermination",
    "compiled",
]
SUSTAINABILITY = {
    "type": "array",
    "minItems": 1,
    "items": {
        "type": "object",
        "properties": {
            "goal": TEXT,
            "strategies": {
                "type": "array",
                "items": {"enum": ["awardCriteria", "contractPerformanceConditions"]},
            },
        },
        "additionalProperties": False,
    },
}
ASKED = {
    "otherRequirements": {
        "type": "object",
        "properties": {
            "reservedParticipation": {
                "type": "array",
                "minItems": 1,
                "items": {"enum": ["shelteredWorkshop", "publicServiceMissionOrganization"]},
            }
        },
        "required": ["reservedParticipation"],
        "additionalProperties": False,
    },
    "hasSustainability": {"const": True},
    "sustainability": SUSTAINABILITY,
}
ITEM = {
    "type": "object",
    "properties": {
        "id": ID,
        "relatedLot": TEXT,
        "classification": {
            "type": "object",
            "properties": {"scheme": {"enum": ["CPV"]}, "id": TEXT},
            "required": ["scheme", "id"],
        },
    },
    "required": ["id"],
    "additionalProperties": False,
}
TENDER = {
    "type": "object",
    "properties": {
        "id": ID,
        "title": TEXT,
        "description": TEXT,
        "status": {
            "enum": [
                "planning",
                "planned",
                "active",
                "cancelled",
                "unsuccessful",
                "complete",
                "withdrawn",
            ]
        },
        "procurementMethod": {"enum": ["open", "selective", "limited", "direct"]},
        "procurementMethodDetails": TEXT,
        "mainProcurementCategory": {"enum": ["goods", "works", "services"]},
        "value": VALUE,
        "tenderPeriod": {"type": "object", "properties": {"endDate": MOMENT}},
        "contractPeriod": {
            "type": "object",
            "properties": {
                "startDate": MOMENT,
                "endDate": MOMENT,
                "durationInDays": {"type": "integer"},
            },
            "additionalProperties": False,
        },
        "items": {"type": "array", "minItems": 1, "items": ITEM},
        "lots": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "properties": {
                    "id": ID,
                    "title": TEXT,
                    "description": TEXT,
                    "value": VALUE,
                    **ASKED,
                },
                "required": ["id"],
                "additionalProperties": False,
            },
        },
        "documents": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "id": ID,
                    "documentType": {"enum": ["tenderNotice", "biddingDocuments"]},
                    "url": {"type": "string", "pattern": "^https?://"},
                    "language": {"const": "fr"},
                },
                "required": ["id"],
                "additionalProperties": False,
            },
        },
        **ASKED,
    },
    "required": ["id"],
    "additionalProperties": False,
}
PARTY = {
    "type": "object",
    "properties": {
        "id": ID,
        "name": TEXT,
        "roles": {
            "type": "array",
            "minItems": 1,
            "uniqueItems": True,
            "items": {"enum": ["buyer", "supplier"]},
        },
        "identifier": {"type": "object", "properties": {"scheme": TEXT, "id": ID}},
        "address": {
            "type": "object",
            "properties": dict.fromkeys(("locality", "postalCode", "region", "countryName"), TEXT),
            "additionalProperties": False,
        },
    },
    "required": ["id", "roles"],
    "additionalProperties": False,
}
AWARD = {
    "type": "object",
    "properties": {
        "id": ID,
        "status": {"enum": ["pending", "active", "cancelled", "unsuccessful"]},
        "date": MOMENT,
        "value": VALUE,
        "suppliers": {"type": "array", "items": REFERENCE},
        "relatedLots": {"type": "array", "items": TEXT},
    },
    "required": ["id"],
    "additionalProperties": False,
}
RELEASE: dict[str, Any] = {
    "type": "object",
    "properties": {
        "ocid": {"type": "string", "pattern": r"^ocds-\w{6}-\d+$"},
        "id": {"type": "string", "minLength": 1, "pattern": "^[^#]+$"},
        "date": MOMENT,
        "tag": {"type": "array", "minItems": 1, "items": {"enum": TAGS}},
        "initiationType": {"const": "tender"},
        "language": {"const": "fr"},
        "parties": {"type": "array", "items": PARTY},
        "buyer": REFERENCE,
        "tender": TENDER,
        "awards": {"type": "array", "minItems": 1, "items": AWARD},
    },
    "required": ["ocid", "id", "date", "tag", "initiationType"],
    "additionalProperties": False,
}
HEAD: dict[str, Any] = {
    "uri": {"type": "string", "minLength": 1},
    "version": {"const": "1.1"},
    "publishedDate": MOMENT,
    "publisher": {"type": "object", "properties": {"name": TEXT}, "required": ["name"]},
    "license": TEXT,
    "extensions": {"type": "array", "items": {"type": "string", "pattern": "extension.json$"}},
}
REQUIRED = ["uri", "version", "publishedDate", "publisher"]
RELEASE_PACKAGE: dict[str, Any] = {
    "type": "object",
    "properties": {**HEAD, "releases": {"type": "array", "items": RELEASE}},
    "required": [*REQUIRED, "releases"],
    "additionalProperties": False,
}
RECORD_PACKAGE: dict[str, Any] = {
    "type": "object",
    "properties": {
        **HEAD,
        "records": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "ocid": RELEASE["properties"]["ocid"],
                    "releases": {"type": "array", "minItems": 1, "items": RELEASE},
                    "compiledRelease": RELEASE,
                },
                "required": ["ocid", "releases"],
                "additionalProperties": False,
            },
        },
    },
    "required": [*REQUIRED, "records"],
    "additionalProperties": False,
}
