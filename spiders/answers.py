"""Reading answers: what the source's protocol promises, or an error of one line of French."""

import json
import re
from collections.abc import Mapping
from typing import Any

from scrapy.http import Response

_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_ROOT = re.compile(rb"<([A-Za-z_][\w.:-]{0,100})[\s>]")
_START, _END = 10_000, 1_000


class UnexpectedAnswer(ValueError):
    """An answer that is not what the source's protocol says; the message is one line of French."""


def decode_json(response: Response) -> Any:
    """The body of a 200 as JSON.

    Raises:
        UnexpectedAnswer: another status, or a body that is no JSON (a block page, a cut answer).
    """
    if response.status != 200:
        raise UnexpectedAnswer(f"HTTP {response.status}{_said(response)}")
    try:
        return json.loads(response.body)
    except RecursionError:
        raise UnexpectedAnswer("JSON trop imbriqué") from None
    except UnicodeDecodeError:
        raise UnexpectedAnswer("texte qui n’est pas en UTF-8") from None
    except ValueError:
        what = "page HTML" if looks_like_html(response.body) else "JSON incomplet"
        raise UnexpectedAnswer(f"{what} au lieu de la réponse attendue") from None


def document(response: Response) -> bytes:
    """The body of a 200 as an XML document, whole as far as its last tag tells.

    Raises:
        UnexpectedAnswer: another status, a web page, or a document that stops before its end.
    """
    if response.status != 200:
        raise UnexpectedAnswer(f"HTTP {response.status}")
    if looks_like_html(response.body):
        raise UnexpectedAnswer("page HTML au lieu de l’avis")
    root = _ROOT.search(_COMMENT.sub(b"", response.body[:_START]))
    if root is None or b"</" + root[1] not in response.body[-_END:]:
        raise UnexpectedAnswer("XML incomplet")
    return response.body


def looks_like_html(body: bytes) -> bool:
    """Whether an answer is a web page (often a block page sent with status 200)."""
    start = body[:512].lstrip().lower()
    return start.startswith((b"<!doctype html", b"<html", b"<head", b"<body"))


def _said(response: Response) -> str:
    """What the API's error says, in any of the shapes that BOAMP and TED use; bounded."""
    try:
        body = json.loads(response.body)
    except (ValueError, RecursionError):
        return ""
    if not isinstance(body, Mapping):
        return ""
    said = body.get("message") or body.get("error")
    return " : " + " ".join(said.split())[:200] if isinstance(said, str) else ""
