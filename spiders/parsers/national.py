"""What the national forms (FNSimple, MAPA, DSP, DIVERS) write alike, each under several names.

Every function reads destructively from a tree of ``spiders.parsers.jsontree``.
"""

from dataclasses import dataclass
from datetime import date, datetime

from spiders.parsers.cleaning import link, one_line
from spiders.parsers.identifiers import kind_of_siret, unique
from spiders.parsers.jsontree import (
    Tree,
    aslist,
    child,
    children,
    inner_keys,
    keys_of,
    take,
    take_all,
    take_path,
    text,
    words_below,
)
from spiders.parsers.places import place, places_in, with_regions
from spiders.parsers.reading import texts_of
from spiders.parsers.siret import clean_siret
from spiders.parsers.values import amount, cpv, day, moment, months, months_between, postcode
from spiders.parsers.values import nuts as nuts_code
from veille.core.notices import Buyer, ContractNature, Declared, Links, Place, Text, Value

_SECTIONS = {
    "initial": "APPEL_OFFRE",
    "rectificatif": "RECTIFICATIF",
    "attribution": "ATTRIBUTION",
    "annulation": "ANNULATION",
}
_NATURES: dict[str, ContractNature] = {
    "travaux": "works",
    "services": "services",
    "service": "services",
    "fournitures": "supplies",
    "fourniture": "supplies",
}
_PLACE_KEYS = ("lieuExecutionLivraison", "lieuExecution", "lieuLivraison")
_MAX_DECLARED = 200


@dataclass(frozen=True, slots=True)
class Period:
    """How long a contract lasts, and from when to when, as far as the form says."""

    months: float | None
    starts_on: date | None
    ends_on: date | None


def section(form: Tree) -> tuple[str | None, Tree]:
    """BOAMP's word for what the form is, and the part that says it."""
    for key, nature in _SECTIONS.items():
        if key in form:
            return nature, child(form, key)
    return None, {}


def buyer(form: Tree) -> Buyer | None:
    """The ``organisme`` of the form: the contracting authority, never a contact."""
    body = child(form, "organisme")
    address = child(body, "adr")
    number = clean_siret(take(body, "codeIdentificationNational"))
    found = Buyer(
        name=one_line(take(body, "nomOfficiel", "acheteurPublic", "denomination")),
        siret=number,
        kind=kind_of_siret(number),
        postcode=postcode(take(address, "cp") or take(body, "cp")),
        city=one_line(take(address, "ville") or take(body, "ville") or ""),
        nuts=nuts_code(take(body, "codeNUTS")),
    )
    return None if found == Buyer() else found


def profile_links(form: Tree) -> Links:
    """The buyer profile and the addresses that the form gives for documents and tenders."""
    body = child(form, "organisme")
    take_path(body, "coord", "url")
    return Links(profile=link(take(body, "urlProfilAcheteur", "urlProfilAch")))


def earlier(part: Tree) -> tuple[str, ...]:
    """The BOAMP numbers of the notices that this one corrects, cancels or closes."""
    return unique(take_all(part, "avisInitial", "idWeb"))


def contract_nature(part: Tree, key: str = "natureMarche") -> ContractNature | None:
    """Works, services or supplies: the key that is there."""
    found = [_NATURES[name.lower()] for name in keys_of(part, key) if name.lower() in _NATURES]
    return found[0] if found else None


def cpv_codes(part: Tree) -> tuple[str, ...]:
    """The main code, then the complementary ones."""
    codes = [
        code
        for form in ("codeCPV", "CPV")
        if form in part
        for level in ("objetPrincipal", "objetComplementaire", "objetSecondaire")
        for code in take_all(part, form, level, "classPrincipale")
    ]
    return unique(cpv(code) for code in codes)


def value(part: Tree, *keys: str) -> Value | None:
    """The estimated value: a number, a ``valeur``, or the top of a ``fourchette``; 0 is unknown."""
    raws = [raw for key in keys for raw in aslist(part.pop(key, None))]
    return next((found for raw in raws if (found := _value_of(raw))), None)


def places(part: Tree) -> tuple[tuple[Place, ...], str | None]:
    """The places of performance, and the prose about them where no place could be read in it."""
    found: list[Place] = []
    prose: list[str] = []
    for key in _PLACE_KEYS:
        for raw in aslist(part.get(key)):
            read = _address(raw) if isinstance(raw, dict) else places_in(text(raw))
            found.extend(read)
            if not read and not isinstance(raw, dict) and (line := text(raw)):
                prose.append(line)
        if not isinstance(part.get(key), dict):
            part.pop(key, None)
    regions = [*take_all(part, "lieuCodeNUTS", "codeNUTS"), *take_all(part, "codeNUTS")]
    return with_regions(found, regions), "\n".join(prose) or None


def period(part: Tree) -> Period:
    """Duration and dates, from whichever of the forms' fields are there."""
    starts_on = day(
        take(part, "dateACompterDu", "dateDebutPrestation", "dateDebutTravaux", "dateDebut")
    )
    ends_on = day(take(part, "dateJusquau", "jusquau", "dateFin"))
    length = months(
        take(part, "dureeMois", "nbMois"),
        days=take(part, "dureeJours", "nbJours"),
        years=take(part, "dureeAnnees", "nbAnnees"),
    )
    return Period(length or months_between(starts_on, ends_on), starts_on, ends_on)


def deadline(part: Tree) -> datetime | None:
    """The limit for tenders, else for applications; Paris wall time unless it has an offset."""
    written = take(part, "dateReceptionOffres", "receptionOffres")
    applications = take(
        part, "dateReceptionCandidatures", "receptionCandidatures", "receptionCandidature"
    )
    return moment(written) or moment(applications)


def reservation(
    part: Tree, lot: str | None = None
) -> tuple[tuple[Declared, ...], tuple[Text, ...]]:
    """The reservation box as published: its key (``non``, ``oui``, ``oui.<inner key>``) and text.

    Any key other than ``non`` means reserved; the presence of the key decides, not its value.
    """
    declared: list[Declared] = []
    texts: list[Text] = []
    for raw in aslist(part.pop("reservationMarche", None)):
        for key, inner in raw.items() if isinstance(raw, dict) else ((text(raw), None),):
            if not key or key.startswith(("@", "#")):
                continue
            answers = [f"{key}.{name}" for name in inner_keys(inner)] or [key]
            declared += (
                Declared(field="reservationMarche", value=answer[:200], lot=lot)
                for answer in answers
            )
            if key != "non":
                texts += texts_of("conditions", *words_below(inner), lot=lot)
    return tuple(dict.fromkeys(declared))[:_MAX_DECLARED], tuple(texts)[:_MAX_DECLARED]


def _value_of(raw: object) -> Value | None:
    if not isinstance(raw, dict):
        number = amount(text(raw))
        return Value(amount=number) if number else None
    band = child(raw, "fourchette")
    number = (
        amount(text(raw.get("valeur")))
        or amount(text(band.get("valeurHaute")))
        or amount(text(raw.get("valeurHaute")))
        or amount(text(raw))
    )
    currency = (
        currency_of(raw) or currency_of(raw.get("valeur")) or currency_of(band.get("valeurHaute"))
    )
    return Value(amount=number, currency=currency or "EUR") if number else None


def currency_of(raw: object) -> str | None:
    """The three letters of a ``devise`` beside an amount."""
    if not isinstance(raw, dict):
        return None
    for key in ("@devise", "@DEVISE", "@currencyID", "devise"):
        code = text(raw.get(key))
        if code and len(code) == 3 and code.isascii() and code.isalpha():
            return code.upper()
    return None


def _address(raw: Tree) -> tuple[Place, ...]:
    if "#text" in raw:
        return places_in(take(raw, "#text"))
    return place(
        take(raw, "cp", "codePostal"), take(raw, "ville"), take(raw, "codeNUTS", "codeNuts")
    )


def addresses(part: Tree) -> Links:
    """The complementary addresses: where to ask for documents, where to send tenders."""
    by_role = {
        role: next(
            (take(coord, "url") for coord in children(part, "adressesComplt", role, "coord")), None
        )
        for role in ("document", "envoi", "admOuTech", "rensComplementaires")
    }
    return Links(documents=link(by_role["document"]), submission=link(by_role["envoi"]))
