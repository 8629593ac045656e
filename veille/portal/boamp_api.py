"""The BOAMP dataset as the Explore API v2.1 answers it: ``records`` and ``exports/json``.

Records are served as the very text that was loaded unless ``select`` asks for less.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import TypeVar

from veille.portal import odsql
from veille.portal.grammar import QuerySyntaxError
from veille.portal.messages import Request, Response, json_response, not_allowed
from veille.portal.odsql_values import Kind, values
from veille.portal.records import HEAVY, BoampRecord

MAX_PAGE = 100
MAX_WINDOW = 10_000
DEFAULT_PAGE = 10
NOT_SPOKEN = ("group_by", "timezone")

_DATES: Mapping[str, Kind] = {
    "dateparution": "date",
    "datefindiffusion": "date",
    "datelimitereponse": "datetime",
}
_TEXT_FIELDS = """
    idweb id contractfolderid objet filename famille code_departement code_departement_prestation
    famille_libelle nomacheteur titulaire perimetre type_procedure soustype_procedure
    procedure_libelle procedure_categorise nature sousnature nature_libelle sousnature_libelle
    nature_categorise nature_categorise_libelle criteres marche_public_simplifie
    marche_public_simplifie_label etat descripteur_code dc descripteur_libelle type_marche
    type_marche_facette type_avis annonce_lie annonces_anterieures source_schema gestion donnees
    url_avis
"""

Read = TypeVar("Read")
Clauses = tuple[str, str, tuple[str, ...], tuple[str, ...]]


class RestError(ValueError):
    """A parameter that is refused; ``code`` is the service's own name of the error."""

    def __init__(self, message: str, code: str = "InvalidRESTParameterError") -> None:
        super().__init__(message)
        self.code = code


class BoampApi:
    """The two routes over one list of records; pages of one query share its selection."""

    def __init__(self, records: Sequence[BoampRecord]) -> None:
        self._records = tuple(records)
        names = {name for record in self._records for name in record.light}
        kinds: dict[str, Kind] = dict.fromkeys(
            [*_TEXT_FIELDS.split(), *HEAVY, *sorted(names)], "text"
        )
        self.fields: Mapping[str, Kind] = {**kinds, **_DATES}
        self._selected = lru_cache(maxsize=32)(self._select)

    def records(self, request: Request) -> Response:
        """``GET …/records``: one page with the total."""
        return self._guarded(request, self._page)

    def export(self, request: Request) -> Response:
        """``GET …/exports/json``: a bare list, without a ceiling."""
        return self._guarded(request, self._whole)

    def _guarded(self, request: Request, answer: Callable[[Request], bytes]) -> Response:
        if request.method != "GET":
            return not_allowed("GET")
        try:
            return Response(body=answer(request))
        except RestError as error:
            return json_response({"message": str(error), "error_code": error.code}, 400)

    def _page(self, request: Request) -> bytes:
        limit, offset = _number(request, "limit", DEFAULT_PAGE), _offset(request)
        if not -1 <= limit <= MAX_PAGE:
            raise RestError(_out_of_range("limit", limit, f"-1 <= limit <= {MAX_PAGE}"))
        limit = MAX_PAGE if limit == -1 else limit
        if offset + limit > MAX_WINDOW:
            raise RestError(
                "Invalid value for sum of offset + limit API parameter: "
                f"{offset + limit} was found but <= {MAX_WINDOW} is expected."
            )
        found = self._selected(_clauses(request))
        total = f'{{"total_count": {len(found)}, "results": ['.encode()
        return b"".join((total, self._joined(request, found[offset : offset + limit]), b"]}"))

    def _whole(self, request: Request) -> bytes:
        limit, offset = _number(request, "limit", -1), _offset(request)
        if limit < -1:
            raise RestError(_out_of_range("limit", limit, "-1 <= limit"))
        found = self._selected(_clauses(request))
        end = None if limit == -1 else offset + limit
        return b"[" + self._joined(request, found[offset:end]) + b"]"

    def _joined(self, request: Request, records: Sequence[BoampRecord]) -> bytes:
        names = self._names(request.first("select"))
        if names is None:
            return b", ".join(record.text for record in records)
        return b", ".join(_projected(record, names) for record in records)

    def _names(self, select: str | None) -> tuple[str, ...] | None:
        """The fields that ``select`` asks for; nothing where it asks for all."""
        names = tuple(part.strip() for part in (select or "*").split(","))
        if "*" in names:
            return None
        for name in names:
            if name not in self.fields:
                raise _malformed("select", f"Unknown field: {name}")
        return names

    def _select(self, clauses: Clauses) -> tuple[BoampRecord, ...]:
        where, order_by, refined, excluded = clauses
        found: Sequence[BoampRecord] = self._records
        if where:
            matches = _read("where", odsql.condition, where, self.fields)
            found = [record for record in found if matches(record)]
        for text in refined:
            found = [record for record in found if self._has(record, "refine", text)]
        for text in excluded:
            found = [record for record in found if not self._has(record, "exclude", text)]
        if order_by:
            found = odsql.ordered(found, _read("order_by", odsql.ordering, order_by, self.fields))
        return tuple(found)

    def _has(self, record: BoampRecord, clause: str, text: str) -> bool:
        """``field:value``; a hierarchical value is written with a final / in records only."""
        name, colon, value = text.partition(":")
        if not colon or name not in self.fields:
            raise _malformed(clause, f"Unknown field: {name}")
        wanted = value.strip("\"'").rstrip("/")
        return any(item.rstrip("/") == wanted for item in values(record, name))


def _clauses(request: Request) -> Clauses:
    for name in NOT_SPOKEN:
        if request.first(name) not in {None, "", "UTC"}:
            raise RestError(f"Parameter {name} is not spoken by this portal.")
    where = " AND ".join(f"({text})" for text in request.every("where") if text.strip())
    order_by = ",".join(text for text in request.every("order_by") if text.strip())
    return where, order_by, request.every("refine"), request.every("exclude")


def _read(
    clause: str,
    reader: Callable[[str, Mapping[str, Kind]], Read],
    text: str,
    fields: Mapping[str, Kind],
) -> Read:
    try:
        return reader(text, fields)
    except QuerySyntaxError as error:
        raise _malformed(clause, str(error)) from None


def _malformed(clause: str, why: str) -> RestError:
    message = f"ODSQL query is malformed: {why}. Clause(s) containing the error(s): {clause}."
    return RestError(message, "ODSQLError")


def _out_of_range(name: str, value: int, expected: str) -> str:
    return f"Invalid value for {name} API parameter: {value} was found but {expected} is expected."


def _offset(request: Request) -> int:
    offset = _number(request, "offset", 0)
    if offset < 0:
        raise RestError(_out_of_range("offset", offset, "0 <= offset"))
    return offset


def _number(request: Request, name: str, default: int) -> int:
    text = request.first(name)
    if text is None:
        return default
    if not re.fullmatch(r"-?[0-9]{1,10}", text):
        raise RestError(f"Invalid value for {name} API parameter: {text[:40]} is no integer.")
    return int(text)


def _projected(record: BoampRecord, names: Sequence[str]) -> bytes:
    kept = {name: record.value(name) for name in names}
    return json.dumps(kept, ensure_ascii=False).encode()
