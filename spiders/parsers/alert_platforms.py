"""The platforms whose alert mails are recognised: one row each.

A new platform is a row here, an invented mail in its manner and its golden file
(``tests/fixtures/alerts``). The shapes come from public descriptions of the platforms: a real mail
may differ, and what is not recognised becomes one notice with its links and a line for staff.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """A platform: its ``code``, its name, who writes for it, and how it links to a tender.

    ``hosts`` are the domains of senders and of links, those below them included; ``link`` is found
    in the path and query of an address that leads to one tender.
    """

    code: str
    name: str
    hosts: tuple[str, ...]
    link: re.Pattern[str]


PLATFORMS: tuple[Platform, ...] = (
    Platform(
        code="midi_libre",
        name="Midi Libre marchés publics",
        hosts=("midilibre-marchespublics.com", "midilibre-legales.com"),
        link=re.compile(r"/Annonces/[\w-]*\d{5,}[\w-]*|[?&]IDM=\d+", re.IGNORECASE),
    ),
    Platform(
        code="aws",
        name="AWS marches-publics.info",
        hosts=("marches-publics.info", "aws-france.com", "aws-achat.info"),
        link=re.compile(r"/Annonces/MPI-pub-\d{4,}|[?&]IDM=\d+", re.IGNORECASE),
    ),
    Platform(
        code="achatpublic",
        name="achatpublic.com",
        hosts=("achatpublic.com",),
        link=re.compile(r"[?&]PCSLID=CSL_\w+", re.IGNORECASE),
    ),
    Platform(
        code="emarchespublics",
        name="e-marchespublics.com",
        hosts=("e-marchespublics.com", "dematis.com"),
        link=re.compile(r"/(?:appel-offre|annonce|avis)s?/[^?#]*\d{4,}", re.IGNORECASE),
    ),
    Platform(
        code="place",
        name="PLACE",
        hosts=("marches-publics.gouv.fr",),
        link=re.compile(
            r"/(?:app\.php/)?entreprise/consultation/\d+|EntrepriseDetailsConsultation.*[?&]id=\d+"
            r"|[?&]refConsultation=\d+",
            re.IGNORECASE,
        ),
    ),
    Platform(
        code="montpellier",
        name="Montpellier Méditerranée Métropole",
        hosts=("marches.montpellier3m.fr",),
        link=re.compile(
            r"/(?:app\.php/)?entreprise/consultation/\d+|[?&]refConsultation=\d+", re.IGNORECASE
        ),
    ),
)


def platform_of_host(host: str) -> Platform | None:
    """The platform that a domain is of, or is below one of; null when it is of none."""
    return next(
        (
            platform
            for platform in PLATFORMS
            if any(host == known or host.endswith(f".{known}") for known in platform.hosts)
        ),
        None,
    )
