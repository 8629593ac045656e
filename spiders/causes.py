"""Why a request failed, in a few words of French: the digest's coverage line shows them."""

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)

TOO_LARGE = "réponse trop grande"
ROBOTS = "refusé par robots.txt"
NO_ROBOTS = "robots.txt n’a pas pu être lu"

_BY_TYPE: tuple[tuple[type[BaseException], str], ...] = (
    (CannotResolveHostError, "nom de serveur introuvable"),
    (DownloadConnectionRefusedError, "connexion refusée"),
    (DownloadTimeoutError, "pas de réponse dans le délai"),
    (DownloadCancelledError, TOO_LARGE),
    (ResponseDataLossError, "réponse coupée"),
    (DownloadFailedError, "connexion perdue"),
)
# Scrapy gives these three one class, and only the words differ.
_BY_WORDS = (
    ("robots.txt", ROBOTS),
    ("redirections", "trop de redirections"),
    ("DOWNLOAD_MAXSIZE", TOO_LARGE),
)


class GivenUp(IgnoreRequest):
    """A request that is not made, or not again; the message is the cause, in one line."""


def cause_of(error: BaseException) -> str:
    """The cause of a request that ended in ``error``."""
    if isinstance(error, GivenUp):
        return str(error)
    for kind, cause in _BY_TYPE:
        if isinstance(error, kind):
            return cause
    if isinstance(error, IgnoreRequest):
        for words, cause in _BY_WORDS:
            if words in str(error):
                return cause
    return f"requête impossible ({type(error).__name__})"
