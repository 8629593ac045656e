"""The table of misbehaviours: what each is called, what it does, which options it has."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from veille.portal import misbehaviour
from veille.portal.messages import Request, Response
from veille.portal.misbehaviour import Answer, Options


@dataclass(frozen=True, slots=True)
class Kind:
    """A named misbehaviour.

    ``says`` describes it in French; ``defaults`` are its options, whose types the given values
    take; one with ``later_pages`` only touches requests for a page after the first.
    """

    name: str
    says: str
    act: Callable[[Request, Answer, Options], Response]
    defaults: Options
    later_pages: bool = False


KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            "429-json",
            "429 en JSON (code 10002), quota et heure de remise à zéro",
            misbehaviour.too_many_json,
            {"reset": "", "retry": -1},
        ),
        Kind("429-html", "429 en HTML, sans Retry-After", misbehaviour.too_many_html, {}),
        Kind("500", "erreur du serveur", misbehaviour.server_error, {"status": 500}),
        Kind("slow", "bonne réponse, en retard", misbehaviour.slow, {"seconds": 2.0}),
        Kind("truncated", "moitié des octets annoncés, puis coupure", misbehaviour.truncated, {}),
        Kind("cut", "moitié du document, longueur juste", misbehaviour.cut, {}),
        Kind("html-page", "200 avec une page de blocage en HTML", misbehaviour.block_page, {}),
        Kind("captcha", "403 avec une page de vérification", misbehaviour.captcha, {}),
        Kind("disallow", "robots.txt refuse tout", misbehaviour.disallow, {}),
        Kind("timed-out", "TED : timedOut et une page partielle", misbehaviour.timed_out, {}),
        Kind(
            "renamed-field",
            "une clé (dans une page : un mot) change de nom",
            misbehaviour.renamed_field,
            {"field": "dateparution", "to": "date_parution"},
        ),
        Kind(
            "missing-field",
            "une clé (dans une page : un mot) manque",
            misbehaviour.missing_field,
            {"field": "dateparution"},
        ),
        Kind("wrong-total", "total annoncé faux", misbehaviour.wrong_total, {"by": 7}),
        Kind(
            "empty-page", "une page vide au milieu", misbehaviour.empty_page, {}, later_pages=True
        ),
        Kind("no-rows", "aucune ligne, total inchangé", misbehaviour.empty_page, {}),
        Kind(
            "repeated-page",
            "la page d’avant, encore",
            misbehaviour.repeated_page,
            {},
            later_pages=True,
        ),
        Kind("dropped", "connexion fermée sans réponse", misbehaviour.dropped, {}),
        Kind("redirect-loop", "redirection sur soi-même", misbehaviour.redirect_loop, {}),
        Kind("wrong-type", "autre Content-Type", misbehaviour.wrong_type, {"type": "text/html"}),
        Kind("wrong-encoding", "texte en Latin-1", misbehaviour.wrong_encoding, {}),
        Kind(
            "gzip-bomb",
            "petit corps compressé qui devient énorme",
            misbehaviour.gzip_bomb,
            {"mib": 200},
        ),
    )
}


def table() -> tuple[tuple[str, str, str], ...]:
    """Each kind with what it does, in French, and its options with their defaults."""
    return tuple(
        (kind.name, kind.says, " ".join(f"{key}={value}" for key, value in kind.defaults.items()))
        for kind in KINDS.values()
    )
