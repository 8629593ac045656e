"""The record of the BOAMP API (Explore v2.1): flat fields, two of them JSON in a string."""

import json
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from .buyers import BUYERS, FIRMS
from .identifiers import pick
from .model import Case
from .numbering import Numbers
from .reference import DESCRIPTORS, SUBTYPES

PARIS = ZoneInfo("Europe/Paris")
BOAMP = "https://boamp.example/pages/avis/?q=idweb:"

_FAMILIES = {
    "eforms": ("JOUE", "Marchés européens"),
    "fns": ("FNS", "Marchés entre 90 k€ et seuils européens"),
    "mapa": ("MAPA", "Marchés <90 k€ (MAPA)"),
    "dsp": ("DSP", "Délégation de service public"),
    "divers": ("DIVERS", "Divers"),
    "legacy": ("FNS", "Marchés entre 90 k€ et seuils européens"),
}
_PERIMETERS = {"fns": "FNSimple", "mapa": "MAPA", "dsp": "DSP", "divers": "DIVERS"}
_NATURES = {
    "APPEL_OFFRE": ("Avis de marché", "appeloffre/standard"),
    "ATTRIBUTION": ("Résultat de marché", "attribution/standard"),
    "RECTIFICATIF": ("Rectificatif", "rectificatif/standard"),
    "ANNULATION": ("Avis d'annulation", "Annulation/"),
    "MODIFICATION": ("Avis de modification", "modification/"),
    "PRE-INFORMATION": ("Avis informatif", "information/"),
    "EX_ANTE_VOLONTAIRE": (
        "Avis en cas de transparence ex ante volontaire",
        "ex_ante_volontaire/",
    ),
}
_SUBNATURES = {
    "CONCESSION": "Concession",
    "REDUCTION_DELAI": "Réduction des délais",
}
_NOTICE_TYPES: dict[str, list[str] | None] = {
    "APPEL_OFFRE": ["5", "1", ""],
    "ATTRIBUTION": ["", "10", "6"],
    "PRE-INFORMATION": ["5", "", "3"],
    "EX_ANTE_VOLONTAIRE": ["", "7"],
    "MODIFICATION": ["4"],
}
_PROCEDURES = {
    "open": ("OUVERT", "Procédure Ouverte"),
    "restricted": ("RESTREINT", "Procédure Restreinte"),
    "neg-w-call": ("NEGOCIE", "Procédure Négociée"),
    "neg-wo-call": ("NEGOCIE", "Procédure Négociée"),
    "adapted": ("PROCEDURE_ADAPTE", "Procédure Adaptée"),
    "dsp": ("DSP", "Procédure NC"),
    "none": (None, "Procédure NC"),
}
_FORM_NATURES = {
    "initial": "APPEL_OFFRE",
    "rectificatif": "RECTIFICATIF",
    "attribution": "ATTRIBUTION",
    "annulation": "ANNULATION",
}
_CONTRACTS = {"services": "SERVICES", "works": "TRAVAUX", "supplies": "FOURNITURES"}
_FLAGS = {"s": "sociaux", "e": "environnementaux"}
_TITLE_LIMIT = 200


def record(case: Case, numbers: Numbers, donnees: dict[str, Any]) -> dict[str, Any]:
    """The whole record of a case, fields in the order the API gives them."""
    family, family_label = _FAMILIES[case.dialect]
    nature, subnature = _nature(case)
    nature_label, category = _NATURES[nature]
    procedure, procedure_label = _PROCEDURES[_procedure_of(case, nature)]
    title = _cut(case.title)
    contracts = [_CONTRACTS[case.nature]]
    codes = list(case.descriptors)
    fields: dict[str, Any] = {
        "idweb": numbers.idweb,
        "id": numbers.idweb.replace("-", "_"),
        "contractfolderid": _folder(case, numbers),
        "objet": title,
        "filename": numbers.idweb,
        "famille": family,
        "code_departement": [code.lstrip("0") for code in case.departments],
        "code_departement_prestation": None,
        "famille_libelle": family_label,
        "dateparution": case.date,
        "datefindiffusion": _display_end(case),
        "datelimitereponse": _published_deadline(case),
        "nomacheteur": case.published_buyer or BUYERS[case.buyer].name,
        "titulaire": _winners(case),
        "perimetre": _perimeter(case),
        "type_procedure": procedure,
        "soustype_procedure": None,
        "procedure_libelle": procedure_label,
        "procedure_categorise": f"{procedure or ''}/",
        "nature": nature,
        "sousnature": subnature,
        "nature_libelle": nature_label,
        "sousnature_libelle": _SUBNATURES.get(subnature or ""),
        "nature_categorise": _category(category, subnature),
        "nature_categorise_libelle": f"{nature_label}/{_SUBNATURES.get(subnature or '', '')}",
        "criteres": [_FLAGS[flag] for flag in case.flags] or None,
        "marche_public_simplifie": None,
        "marche_public_simplifie_label": None,
        "etat": _state(case),
        "descripteur_code": codes,
        "dc": codes,
        "descripteur_libelle": [DESCRIPTORS[code] for code in codes],
        "type_marche": contracts,
        "type_marche_facette": [contracts[0].capitalize()],
        "type_avis": _NOTICE_TYPES.get(nature),
        "annonce_lie": [numbers.previous_idweb] if numbers.previous_idweb else None,
        "annonces_anterieures": None,
        "source_schema": "2.3.0" if case.dialect == "legacy" else "3.2.5",
    }
    fields["gestion"] = _dump(_gestion(case, numbers, fields))
    fields["donnees"] = _dump(donnees)
    fields["url_avis"] = BOAMP + numbers.idweb
    return fields


def _gestion(case: Case, numbers: Numbers, fields: dict[str, Any]) -> dict[str, Any]:
    nature: Any = {fields["sousnature"]: ""} if fields["sousnature"] else ""
    reference: dict[str, Any] = {
        "IDWEB": numbers.idweb,
        "TYPE_AVIS": {
            "FAMILLE": {fields["famille"]: ""},
            "PERIMETRE": {fields["perimetre"]: ""},
            "NATURE": {fields["nature"]: nature},
            "STATUT": {fields["etat"]: ""},
        },
    }
    if numbers.previous_idweb:
        reference["ANNONCE_ANTERIEUR"] = {"IDWEB": numbers.previous_idweb}
    indexation: dict[str, Any] = {
        "SCHEMA": fields["source_schema"],
        "NOMORGANISME": fields["nomacheteur"],
        "DATE_PUBLICATION": case.date,
        "DATE_FIN_DIFFUSION": fields["datefindiffusion"],
        "NATURE_MARCHE": {fields["type_marche"][0]: ""},
        "DEP_PUBLICATION": _one_or_many(list(case.departments)),
        "RESUME_OBJET": fields["objet"],
    }
    if fields["type_procedure"]:
        indexation["TYPE_PROCEDURE"] = {fields["type_procedure"]: ""}
    if fields["datelimitereponse"]:
        indexation["DATE_LIMITE_REPONSE"] = _wall_deadline(case)
    descriptors = [{"CODE": code, "LIBELLE": DESCRIPTORS[code]} for code in case.descriptors]
    if descriptors:
        indexation["DESCRIPTEURS"] = {"DESCRIPTEUR": _one_or_many(descriptors)}
    if case.flags:
        indexation["CRITERES_SOCIAUX_ENV"] = {_FLAGS[flag].upper(): "" for flag in case.flags}
    if fields["titulaire"]:
        indexation["TITULAIRES"] = {"TITULAIRE": _one_or_many(fields["titulaire"])}
    return {"REFERENCE": reference, "INDEXATION": indexation}


def _nature(case: Case) -> tuple[str, str | None]:
    if case.dialect == "eforms":
        subtype = SUBTYPES[case.subtype]
        return subtype.nature, subtype.sousnature
    return _FORM_NATURES[case.form], None


def _state(case: Case) -> str:
    if case.dialect == "eforms" and case.change and case.subtype != "38":
        return "ANNULATION" if case.change.reason.startswith("cancel") else "RECTIFICATIF"
    return "RECTIFICATIF" if case.form == "rectificatif" else "INITIAL"


def _perimeter(case: Case) -> str:
    if case.dialect == "eforms":
        return SUBTYPES[case.subtype].perimetre
    return _PERIMETERS.get(case.dialect, "FNSimple")


def _procedure_of(case: Case, nature: str) -> str:
    if case.dialect == "eforms" or case.form == "initial":
        return case.procedure if nature == "APPEL_OFFRE" else "none"
    return "adapted" if case.dialect == "mapa" else "none"


def _folder(case: Case, numbers: Numbers) -> str | None:
    """eForms only, and not in pure planning notices (subtypes 1 to 9 have no BT-04)."""
    if case.dialect != "eforms" or case.subtype in ("4", "7"):
        return None
    return numbers.procedure_uuid


def _category(category: str, subnature: str | None) -> str:
    if subnature == "CONCESSION":
        return category.replace("standard", "concession")
    if category == "information/":
        return category + (subnature or "standard").lower().replace("_", "")
    return category


def _published_deadline(case: Case) -> str | None:
    """Trap: true UTC for European notices, Paris wall time called UTC for all others."""
    if not case.deadline or case.hide_deadline:
        return None
    wall = datetime.fromisoformat(case.deadline)
    if case.dialect != "eforms":
        return wall.isoformat() + "+00:00"
    return wall.replace(tzinfo=PARIS).astimezone(ZoneInfo("UTC")).isoformat()


def _wall_deadline(case: Case) -> str:
    """Six shapes are seen: naive or with an offset or Z, each with or without milliseconds."""
    wall = datetime.fromisoformat(case.deadline or "")
    fraction = (".000", "")[pick(case.key, 2)]
    if case.dialect != "eforms":
        return wall.isoformat() + fraction
    if pick(case.key + "z", 4) == 0:
        return (
            wall.replace(tzinfo=PARIS)
            .astimezone(ZoneInfo("UTC"))
            .strftime(f"%Y-%m-%dT%H:%M:%S{fraction}Z")
        )
    return wall.isoformat() + fraction + "+01:00"


def _display_end(case: Case) -> str:
    if case.deadline:
        return case.deadline[:10]
    return (date.fromisoformat(case.date) + timedelta(days=30)).isoformat()


def _winners(case: Case) -> list[str] | None:
    return list(dict.fromkeys(FIRMS[award.winner].name for award in case.awards)) or None


def _cut(title: str) -> str:
    return title if len(title) <= _TITLE_LIMIT else title[: _TITLE_LIMIT - 3] + "..."


def _one_or_many(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values


def _dump(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
