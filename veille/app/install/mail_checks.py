"""Checks of what mail needs outside: a relay that answers, lines in the DNS."""

from collections.abc import Iterator

from veille.app.console import Failure
from veille.app.install.findings import Finding, broken, doubtful, fine
from veille.app.legal import legal_details
from veille.app.mail import mailing
from veille.app.mail.mail_check import DnsLine, dns_lines
from veille.settings import Settings

_SECONDS = 4.0
_REMEDY = "veille mail check dit quoi publier"


def check_relay(settings: Settings) -> Finding:
    """Whether the relay answers, without sending anything."""
    from newsletters.relay_address import RelayError

    remedy = "veille mail check"
    try:
        mailing.identity(settings)
        relay = mailing.relay(settings)
    except Failure as failure:
        return broken("relais", str(failure), remedy)
    if relay is None:
        return doubtful(
            "relais", "aucun, les envois restent dans des fichiers", "régler VEILLE_SMTP_URL"
        )
    try:
        relay.connect().close()
    except RelayError as error:
        return broken("relais", str(error), remedy)
    return fine("relais", f"{relay.address.host} répond")


def check_public_address(settings: Settings) -> Finding:
    """Whether mails can bear links."""
    if settings.public_url is None:
        said = "aucune : on ne se désabonne que par courriel"
        return doubtful("adresse publique", said, "régler VEILLE_PUBLIC_URL, ou veille init")
    if not settings.public_url.startswith("https://"):
        said = f"{settings.public_url} n’est pas en https"
        return doubtful("adresse publique", said, "mettre un certificat sur le serveur")
    return fine("adresse publique", settings.public_url)


def check_legal(settings: Settings) -> Finding:
    """Whether the site says who publishes it."""
    missing = legal_details(settings).missing
    if missing:
        said = "incomplètes, la loi les demande à un site public"
        return doubtful("mentions légales", said, f"régler {', '.join(missing)}")
    return fine("mentions légales", "complètes")


def check_dns(settings: Settings) -> Iterator[Finding]:
    """Whether each line that the domain must publish is there."""
    if settings.smtp_url is None:
        return
    try:
        wanted = list(dns_lines(settings, mailing.signer(settings)))
    except Failure as failure:
        yield broken("DNS", str(failure), _REMEDY)
        return
    for line in wanted:
        yield _line(line)


def _line(line: DnsLine) -> Finding:
    import dns.exception
    import dns.resolver

    name = f"DNS {line.name}"
    try:
        answer = dns.resolver.resolve(line.name, line.type, lifetime=_SECONDS)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return broken(name, "rien n’est publié", _REMEDY)
    except dns.exception.DNSException:
        return doubtful(name, "pas de réponse", "vérifier le réseau de la machine")
    published = [b"".join(record.strings).decode("utf-8", "replace") for record in answer]
    if any(is_published(line.value, text) for text in published):
        return fine(name, "publiée")
    return doubtful(name, "autre chose est publié", _REMEDY)


def is_published(wanted: str, published: str) -> bool:
    """Whether a published text does what the wanted one is for.

    SPF and DMARC: a policy is there, whichever. A key: that very key.
    """
    asked = "".join(piece for index, piece in enumerate(wanted.split('"')) if index % 2) or wanted
    tag = asked.split(";")[0].split()[0]
    if not published.startswith(tag):
        return False
    if tag != "v=DKIM1":
        return True
    return _key(asked) == _key(published)


def _key(text: str) -> str:
    tags = dict(part.strip().partition("=")[::2] for part in text.split(";"))
    return tags.get("p", "").replace(" ", "")
