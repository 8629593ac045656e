"""What every BOAMP record says of itself, whatever its dialect: the flat fields and ``gestion``.

Shapes seen: API v2.1 (lists), v1 (lists joined by commas, nulls missing). ``gestion`` is decoded
JSON and may be absent.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from spiders.parsers import identifiers
from spiders.parsers.cleaning import link, one_line
from spiders.parsers.identifiers import unique
from spiders.parsers.jsontree import Tree, aslist, child, children, text
from spiders.parsers.procedure_types import procedure_type
from spiders.parsers.result import UnreadablePayload
from spiders.parsers.values import day, moment
from veille.core.notices import ContractNature, Declared, Descriptor, Regime
from veille.core.text import fold

_PAGE = "https://www.boamp.fr/pages/avis/?q=idweb:"
_EUROPEAN = "JOUE"

_NATURES: dict[str, ContractNature] = {
    "TRAVAUX": "works",
    "SERVICES": "services",
    "FOURNITURES": "supplies",
}
_REGIMES: dict[str, Regime] = {
    "DIRECTIVE-23": "concession",
    "DIRECTIVE-24": "classic",
    "DIRECTIVE-25": "utilities",
    "DIRECTIVE-81": "defence",
    "DSP": "concession",
}
# Bodies of appeal and mediation that early eForms records name as buyers. The médiateur national
# de l'énergie does buy.
_BODY_OF_APPEAL = re.compile(
    r"\b(?:tribuna\w+|cour administrative|juridictions? administratives?|c ?c ?i ?r ?a ?l?|"
    r"c\.c\.i\.r\.a\.?|comites? consultatifs?|reglements? amiables?|mediation|"
    r"mediateurs?(?! national de l energie)|procedures? de recours|instance de recours)\b"
)


@dataclass(frozen=True, slots=True)
class Record:
    """A BOAMP record with its ``gestion`` decoded."""

    fields: Mapping[str, Any]
    reference: Tree
    indexation: Tree

    @property
    def idweb(self) -> str:
        """The notice number.

        Raises:
            UnreadablePayload: none of the fields that hold it is one.
        """
        holders = [(self.fields, key) for key in ("idweb", "filename", "id")]
        for node, key in (*holders, (self.reference, "IDWEB")):
            if found := identifiers.idweb(text(node.get(key))):
                return found
        raise UnreadablePayload("relevé sans numéro d’annonce (idweb)")

    @property
    def family(self) -> str | None:
        """JOUE, FNS, MAPA, DSP, DIVERS…"""
        return _word(self.fields.get("famille")) or _first_key(self.reference, "FAMILLE")

    @property
    def nature(self) -> str | None:
        """``APPEL_OFFRE``, ``RECTIFICATIF``, ``ATTRIBUTION``…"""
        return _word(self.fields.get("nature")) or _first_key(self.reference, "NATURE")

    @property
    def state(self) -> str | None:
        """``INITIAL``, ``RECTIFICATIF`` or ``ANNULATION`` (the field ``etat``)."""
        return _word(self.fields.get("etat")) or _first_key(self.reference, "STATUT")

    @property
    def regime(self) -> Regime:
        """From the perimeter, which names the directive; concessions say so themselves."""
        scope = _word(self.fields.get("perimetre")) or _first_key(self.reference, "PERIMETRE")
        if _word(self.fields.get("sousnature")) == "CONCESSION":
            return "concession"
        return _REGIMES.get(scope or "", "unknown")

    @property
    def title(self) -> str | None:
        """The object, cut by BOAMP at 200 characters."""
        found = text(self.fields.get("objet")) or text(self.indexation.get("RESUME_OBJET"))
        return one_line(found)

    @property
    def published_on(self) -> date | None:
        """Day of publication in the bulletin."""
        return day(text(self.fields.get("dateparution"))) or day(
            text(self.indexation.get("DATE_PUBLICATION"))
        )

    @property
    def shown_until(self) -> date | None:
        """Last day the bulletin shows the notice: not the deadline, only near it."""
        return day(text(self.fields.get("datefindiffusion"))) or day(
            text(self.indexation.get("DATE_FIN_DIFFUSION"))
        )

    @property
    def indexed_deadline(self) -> datetime | None:
        """``gestion``'s deadline: its own offset if it has one, else Paris wall time."""
        return moment(text(self.indexation.get("DATE_LIMITE_REPONSE")))

    @property
    def flat_deadline(self) -> datetime | None:
        """The flat field: true UTC for European notices, Paris wall time mislabelled for others."""
        raw = text(self.fields.get("datelimitereponse"))
        return moment(raw, wall=self.family != _EUROPEAN)

    @property
    def buyer_name(self) -> str | None:
        """``nomacheteur``, unless it names a body of appeal: no name is better than a wrong one."""
        found = text(self.fields.get("nomacheteur")) or text(self.indexation.get("NOMORGANISME"))
        name = one_line(found)
        return None if name and is_body_of_appeal(name) else name

    @property
    def departments(self) -> tuple[str, ...]:
        """Départements of publication (not of performance), as Insee codes."""
        codes = _codes(self.fields.get("code_departement")) or _codes(
            self.indexation.get("DEP_PUBLICATION")
        )
        return unique(identifiers.department(code) for code in codes)

    @property
    def descriptors(self) -> tuple[Descriptor, ...]:
        """Terms of BOAMP's vocabulary, from ``gestion``, else from the two flat lists."""
        pairs = [
            (text(item.get("CODE")), text(item.get("LIBELLE")))
            for item in children(self.indexation, "DESCRIPTEURS", "DESCRIPTEUR")
        ]
        if not pairs:
            codes = _codes(self.fields.get("descripteur_code") or self.fields.get("dc"))
            labels = [text(label) for label in aslist(self.fields.get("descripteur_libelle"))]
            labels = labels if len(labels) == len(codes) else [None] * len(codes)
            pairs = list(zip(codes, labels, strict=True))
        known = {code[:20]: label and label[:200] for code, label in pairs if code}
        return tuple(Descriptor(code=code, label=label) for code, label in known.items())[:100]

    @property
    def declared(self) -> tuple[Declared, ...]:
        """``criteres``: the boxes « sociaux » and « environnementaux »."""
        ticked = [code.lower() for code in _codes(self.fields.get("criteres"))]
        ticked += [key.lower() for key in child(self.indexation, "CRITERES_SOCIAUX_ENV")]
        return tuple(Declared(field="criteres", value=value[:200]) for value in unique(ticked)[:20])

    @property
    def contract_nature(self) -> ContractNature | None:
        """The first of works, services and supplies."""
        names = _codes(self.fields.get("type_marche")) or list(
            child(self.indexation, "NATURE_MARCHE")
        )
        return next((_NATURES[name.upper()] for name in names if name.upper() in _NATURES), None)

    @property
    def procedure_type(self) -> str | None:
        """Open, restricted… as eForms codes."""
        name = _word(self.fields.get("type_procedure"))
        return procedure_type([name] if name else list(child(self.indexation, "TYPE_PROCEDURE")))

    @property
    def procedure_id(self) -> str | None:
        """eForms' procedure identifier (BT-04); national forms have none."""
        found = text(self.fields.get("contractfolderid"))
        return found[:100] if found else None

    @property
    def earlier(self) -> tuple[str, ...]:
        """Numbers of the notices this one follows (``annonce_lie``, ``ANNONCE_ANTERIEUR``)."""
        numbers = _codes(self.fields.get("annonce_lie"))
        numbers += [
            found
            for item in children(self.reference, "ANNONCE_ANTERIEUR")
            for node in (item, child(item, "REFERENCE"))
            if (found := text(node.get("IDWEB")))
        ]
        return unique(identifiers.idweb(number) for number in numbers)

    @property
    def winners(self) -> tuple[str, ...]:
        """Names of the award winners, where the record lists them."""
        listed = [text(item) for item in aslist(self.fields.get("titulaire"))]
        indexed = children(self.indexation, "TITULAIRES", "TITULAIRE")
        listed = listed or [text(item.get("NOM")) or text(item) for item in indexed]
        return unique(one_line(name) for name in listed)

    @property
    def page(self) -> str:
        """The page for people."""
        return link(text(self.fields.get("url_avis"))) or f"{_PAGE}{self.idweb}"


def is_body_of_appeal(name: str) -> bool:
    """Whether a name is that of a court, a mediator or an amicable settlement committee."""
    return bool(_BODY_OF_APPEAL.search(fold(name[:500]).text))


def _word(value: object) -> str | None:
    found = text(value)
    return found.upper()[:60] if found else None


def _first_key(reference: Tree, name: str) -> str | None:
    """``{"JOUE": ""}`` gives JOUE."""
    return next((key.upper()[:60] for key in child(reference, "TYPE_AVIS", name)), None)


def _codes(value: object) -> list[str]:
    """A list of codes; a string is one joined by commas (API v1)."""
    if isinstance(value, str):
        return [code.strip() for code in value[:2_000].split(",") if code.strip()]
    return [found for item in aslist(value) if (found := text(item))]
