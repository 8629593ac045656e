"""The rubrics of a notice page of the AWS engine: the label of the left cell, and what it holds.

Written from public descriptions of the pages and from the rubrics of the national forms that the
engine also fills in; a label that is in none of the tables is kept as text and named to staff.
"""

from collections.abc import Mapping

from veille.core.notices import TextField

FIELDS: Mapping[str, str] = {
    "objet": "title",
    "intitule": "title",
    "reference": "reference",
    "reference acheteur": "reference",
    "type de marche": "nature",
    "nature": "nature",
    "mode": "procedure",
    "procedure": "procedure",
    "code nuts": "nuts",
    "lieu d execution principal": "place",
    "lieu principal d execution": "place",
    "lieu d execution": "place",
    "lieu de livraison principal": "place",
    "duree": "duration",
    "description": "description",
    "quantite ou etendue": "description",
    "nomenclature": "cpv",
    "code cpv principal": "cpv",
    "code cpv complementaire": "cpv",
    "offres": "tenders",
    "remise des offres": "tenders",
    "candidatures": "applications",
    "remise des candidatures": "applications",
    "envoi a la publication": "sent",
    "publication": "sent",
    "valeur estimee": "value",
    "valeur estimee hors tva": "value",
}
"""Folded label → the field of the notice that it fills."""

TEXTS: Mapping[str, TextField] = {
    "forme": "conditions",
    "options": "conditions",
    "reconductions": "conditions",
    "conditions relatives au contrat": "conditions",
    "cautionnement": "conditions",
    "financement": "conditions",
    "forme juridique": "conditions",
    "conditions de participation": "conditions",
    "marche reserve": "conditions",
    "reserve": "conditions",
    "conditions particulieres d execution": "execution",
    "autres conditions": "execution",
    "conditions d execution": "execution",
    "clause sociale": "execution",
    "considerations sociales": "execution",
    "criteres d attribution": "criteria",
    "criteres": "criteria",
    "justifications": "selection",
    "capacite economique et financiere": "selection",
    "capacite technique": "selection",
    "reference professionnelle et capacite technique": "selection",
    "habilitation a exercer l activite professionnelle": "selection",
    "renseignements complementaires": "additional",
    "informations complementaires": "additional",
    "autres informations": "additional",
    "rectificatif": "correction",
    "modifications": "correction",
    "annulation": "correction",
    "declaration sans suite": "correction",
    "titulaires": "other",
    "attribution": "other",
    "resultat": "other",
}
"""Folded label → where its text is kept."""

SPOKEN = frozenset({"marche reserve", "reserve", "clause sociale", "considerations sociales"})
"""Folded labels without which their text says nothing: « OUI »."""

LEFT = frozenset(
    {
        "lots",  # read from their own table
        "documents",
        "depot",
        "renseignements",  # names persons to call
        "contact",
        "correspondant",
        "recours",
        "visite",
        "langues",
        "unite monetaire",
        "validite des offres",
        "ouverture des offres",
    }
)
"""Folded labels that are left on purpose: how to answer, whom to call, where to appeal."""
