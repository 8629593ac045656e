"""``veille mail check``: who signs, what to publish in the DNS, whether the relay answers."""

import smtplib
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import ip_address

from newsletters.addresses import mailbox
from newsletters.relay import Relay
from newsletters.relay_address import HERE, RelayError
from newsletters.signing import ADVISED_BITS, Signer
from veille.app.console import complain
from veille.app.mail import mailing
from veille.core.french import NBSP
from veille.settings import Settings, load

_PIECE = 250
"""A text record is made of strings of at most 255 bytes."""


@dataclass(frozen=True, slots=True)
class DnsLine:
    """A line to publish: where, which type, what, and why in French."""

    name: str
    type: str
    value: str
    why: str

    def __str__(self) -> str:
        return f"{self.name}. {self.type} {self.value}"


def check_mail(*, offline: bool) -> bool:
    """Print what was found; false when the relay does not answer as it must."""
    settings = load()
    signer = mailing.signer(settings)
    mailing.identity(settings)
    for line in (*_who_signs(settings, signer), *_ways_back(settings)):
        print(line)
    print(f"À publier dans le DNS{NBSP}:")
    for record in dns_lines(settings, signer):
        print(f"  {record.why}{NBSP}:")
        print(f"    {record}")
    relay = mailing.relay(settings)
    if relay is None:
        print(f"Relais{NBSP}: aucun (VEILLE_SMTP_URL), les envois restent dans des fichiers.")
        return True
    return offline or _answers(relay)


def dns_lines(settings: Settings, signer: Signer | None) -> Iterator[DnsLine]:
    """What the domain of the sender must say of its mail."""
    domain = mailbox(settings.mail_from).domain
    relay = mailing.relay(settings)
    yield DnsLine(
        mailbox(settings.return_address or settings.mail_from).domain,
        "TXT",
        _text(f"v=spf1 {_who_sends(relay)} ~all"),
        "SPF, les serveurs qui peuvent écrire pour le domaine (suivre ce que dit le relais s’il "
        "donne un « include »)",
    )
    if signer is not None:
        yield DnsLine(
            signer.record_name, "TXT", _text(signer.record), "DKIM, la clé publique de la signature"
        )
    reports = settings.mail_reply_to or settings.mail_from
    yield DnsLine(
        f"_dmarc.{domain}",
        "TXT",
        _text(f"v=DMARC1; p=none; rua=mailto:{mailbox(reports).addr_spec}"),
        "DMARC, à durcir (p=quarantine) quand les rapports sont bons",
    )
    if settings.return_address is not None:
        returns = mailbox(settings.return_address).domain
        yield DnsLine(returns, "MX", "10 le-serveur-qui-recoit.example.", "où arrivent les retours")


def _who_sends(relay: Relay | None) -> str:
    """The term of SPF for the relay; a relay on this machine sends from it."""
    if relay is None or relay.address.host in HERE:
        return "mx"
    try:
        version = ip_address(relay.address.host).version
    except ValueError:
        return f"a:{relay.address.host}"
    return f"ip{version}:{relay.address.host}"


def _who_signs(settings: Settings, signer: Signer | None) -> Iterator[str]:
    if signer is None:
        yield (
            f"Signature{NBSP}: aucune ici (VEILLE_DKIM_KEY), le relais doit signer, avec les "
            "en-têtes List-Unsubscribe et List-Unsubscribe-Post."
        )
        return
    yield (
        f"Signature{NBSP}: par Veille, d={signer.domain}, s={signer.selector}, "
        f"RSA {signer.bits} bits."
    )
    if signer.bits < ADVISED_BITS:
        yield f"  Clé courte{NBSP}: {ADVISED_BITS} bits conseillés."
    domain = mailbox(settings.mail_from).domain
    if domain != signer.domain and not domain.endswith(f".{signer.domain}"):
        yield f"  Le domaine signé n’est pas celui de l’expéditeur, {domain}{NBSP}: DMARC échouera."


def _ways_back(settings: Settings) -> Iterator[str]:
    if settings.return_address is None:
        yield (
            f"Retours{NBSP}: non lus (VEILLE_RETURN_ADDRESS), les adresses disparues ne seront pas "
            "suspendues, et se désabonner par courriel sera traité à la main."
        )
    elif settings.returns_url is None:
        yield f"Retours{NBSP}: envoyés à {settings.return_address}, non lus (VEILLE_RETURNS_URL)."
    else:
        yield f"Retours{NBSP}: envoyés à {settings.return_address} et lus."
    one_click = (settings.public_url or "").startswith("https://")
    how = (
        "en un clic et par courriel" if one_click else "par courriel seulement (VEILLE_PUBLIC_URL)"
    )
    yield f"Désabonnement{NBSP}: {how}."


def _answers(relay: Relay) -> bool:
    """Connect, encrypt and identify as for sending; send nothing."""
    try:
        smtp = relay.connect()
        print(f"Relais{NBSP}: {relay.address.host}:{relay.address.port} répond{_offers(smtp)}.")
        return True
    except RelayError as error:
        complain(str(error))
        return False
    finally:
        relay.close()


def _offers(smtp: smtplib.SMTP) -> str:
    size = smtp.esmtp_features.get("size", "")
    return f", messages de {size} octets au plus" if size.isdigit() and size != "0" else ""


def _text(value: str) -> str:
    """The value as a zone file holds it: strings in quotes."""
    pieces = [value[start : start + _PIECE] for start in range(0, len(value), _PIECE)]
    return " ".join(f'"{piece}"' for piece in pieces)
