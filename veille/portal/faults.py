"""When a source misbehaves: rules like ``boamp:429-json:times=2``.

A rule is ``scope:kind`` then ``:option=value``. Scopes: ``boamp``, ``ted`` (the search),
``notices`` (their XML), ``packages``, ``feeds``, ``decp``, ``dila``, ``aws``, ``robots``, ``any``,
or a path (``/…``).
``after=N`` leaves the first N requests of the scope alone; ``times=N`` stops after N faults
(without it every further request is concerned). The kinds, with their options and defaults, are
the table of ``fault_kinds``. The first rule that applies wins.
"""

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from veille.portal.fault_kinds import KINDS, Kind
from veille.portal.messages import Request, Response
from veille.portal.misbehaviour import Answer, is_later_page

SCOPES: Mapping[str, tuple[str, ...]] = {
    "boamp": ("/api/",),
    "ted": ("/v3/",),
    "notices": ("/en/notice/", "/fr/notice/"),
    "packages": ("/packages/",),
    "feeds": ("/feeds/",),
    "decp": ("/decp/",),
    "aws": ("/Annonces/",),
    "robots": ("/robots.txt",),
    "dila": ("/OPENDATA/",),
    "any": ("/",),
}


@dataclass(slots=True)
class Fault:
    """One rule and how often it was met; ``times`` is null for always."""

    kind: Kind
    prefixes: tuple[str, ...]
    options: Mapping[str, Any]
    after: int = 0
    times: int | None = None
    met: int = field(default=0, init=False)

    @classmethod
    def parse(cls, rule: str) -> "Fault":
        """The rule written in one string.

        Raises:
            ValueError: it is not of the form, or names a scope, kind or option there is not.
        """
        scope, _, rest = rule.partition(":")
        name, *pairs = rest.split(":")
        kind = KINDS.get(name)
        if kind is None:
            raise ValueError(f"{rule} : panne inconnue (connues : {', '.join(KINDS)})")
        options, counts = dict(kind.defaults), {"after": 0, "times": -1}
        for key, value in _pairs(pairs):
            if key in counts:
                counts[key] = _typed(rule, 0, value)
            elif key in options:
                options[key] = _typed(rule, options[key], value)
            else:
                raise ValueError(f"{rule} : option {key} inconnue de {name}")
        times = None if counts["times"] < 0 else counts["times"]
        return cls(kind, _prefixes(rule, scope), options, counts["after"], times)

    def strikes(self, request: Request) -> bool:
        """Whether this request is to be hit; counts it if it is of the scope."""
        if not request.path.startswith(self.prefixes):
            return False
        if self.kind.later_pages and not is_later_page(request):
            return False
        self.met += 1
        last = None if self.times is None else self.after + self.times
        return self.met > self.after and (last is None or self.met <= last)


class Faults:
    """The rules of a portal, in order; safe to use from several threads."""

    def __init__(self, faults: Iterable[Fault] = ()) -> None:
        self._faults = tuple(faults)
        self._lock = threading.Lock()

    @classmethod
    def parse(cls, rules: Iterable[str]) -> "Faults":
        """The rules written in strings.

        Raises:
            ValueError: one of them is wrong; the message says which and why, in one line.
        """
        return cls(Fault.parse(rule) for rule in rules)

    def around(self, request: Request, answer: Answer) -> Response:
        """The answer, or what the first rule that applies makes of it."""
        with self._lock:
            hits = [fault for fault in self._faults if fault.strikes(request)]
        if not hits:
            return answer(request)
        return hits[0].kind.act(request, answer, hits[0].options)


def _prefixes(rule: str, scope: str) -> tuple[str, ...]:
    if scope.startswith("/"):
        return (scope,)
    if scope not in SCOPES:
        raise ValueError(f"{rule} : source inconnue (connues : {', '.join(SCOPES)})")
    return SCOPES[scope]


def _pairs(texts: Iterable[str]) -> Iterable[tuple[str, str]]:
    """``key=value`` pieces; one without ``=`` belongs to the value before, as in an hour."""
    pairs: list[tuple[str, str]] = []
    for text in texts:
        key, equals, value = text.partition("=")
        if equals or not pairs:
            pairs.append((key, value))
        else:
            pairs[-1] = (pairs[-1][0], f"{pairs[-1][1]}:{text}")
    return pairs


def _typed(rule: str, default: Any, value: str) -> Any:
    """The value as the default's type."""
    try:
        return type(default)(value)
    except ValueError:
        raise ValueError(f"{rule} : {value!r} n’est pas un nombre") from None
