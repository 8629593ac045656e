"""The platforms whose alert mails are recognised: one row each.

A new platform is a row here, an invented mail in its manner and its golden file
(``tests/fixtures/alerts``); its name and its domains are in ``platforms.csv``. The shapes come from
public descriptions of the platforms: a real mail may differ, and what is not recognised becomes one
notice with its links and a line for staff.
"""

import re
from dataclasses import dataclass

from veille.core import platforms


@dataclass(frozen=True, slots=True)
class AlertPlatform:
    """A platform that sends alerts: its ``code``, and how it links to a tender.

    ``link`` is found in the path and query of an address that leads to one tender. Mails come
    from, and link to, the domains of the platform of that code.
    """

    code: str
    link: re.Pattern[str]

    @property
    def home(self) -> str:
        """The address of the platform."""
        return f"https://{_known(self.code).hosts[0]}/"


_MPE = r"/(?:app\.php/)?entreprise/consultation/\d+|[?&]refConsultation=\d+"

PLATFORMS: tuple[AlertPlatform, ...] = (
    AlertPlatform(
        "midi_libre",
        re.compile(r"/Annonces/[\w-]*\d{5,}[\w-]*|[?&]IDM=\d+", re.IGNORECASE),
    ),
    AlertPlatform("aws", re.compile(r"/Annonces/MPI-pub-\d{4,}|[?&]IDM=\d+", re.IGNORECASE)),
    AlertPlatform("achatpublic", re.compile(r"[?&]PCSLID=CSL_\w+", re.IGNORECASE)),
    AlertPlatform(
        "emarchespublics",
        re.compile(r"/(?:appel-offre|annonce|avis)s?/[^?#]*\d{4,}", re.IGNORECASE),
    ),
    AlertPlatform(
        "place",
        re.compile(rf"{_MPE}|EntrepriseDetailsConsultation.*[?&]id=\d+", re.IGNORECASE),
    ),
    AlertPlatform("montpellier", re.compile(_MPE, re.IGNORECASE)),
)
_BY_CODE = {one.code: one for one in PLATFORMS}


def platform_of_host(host: str) -> AlertPlatform | None:
    """The platform that a domain is of, or is below one of; null when it sends no alerts."""
    found = platforms.platform_of_host(host)
    return _BY_CODE.get(found.code) if found else None


def _known(code: str) -> platforms.Platform:
    found = platforms.platform(code)
    if found is None:
        raise LookupError(f"no platform {code}")
    return found
