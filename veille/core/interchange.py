"""Notices and verdicts as JSON: the interchange format, one object a line.

Unknown keys are ignored on input; absent and null both mean unknown. The JSON Schema is made
from the same types.
"""

import hashlib
import json
from dataclasses import replace
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError

from veille.core.notices import Notice
from veille.core.refusals import Refusal, json_refusal, value_refusal
from veille.core.verdicts import Verdict


class InterchangeError(Refusal):
    """A line that is no notice or no verdict."""


@cache
def _notice_adapter() -> TypeAdapter[Notice]:
    return TypeAdapter(Notice)


@cache
def _verdict_adapter() -> TypeAdapter[Verdict]:
    return TypeAdapter(Verdict)


def notice_from_json(line: str | bytes) -> Notice:
    """One notice from one line.

    Raises:
        InterchangeError: the line is not JSON, or is no notice.
    """
    try:
        return _notice_adapter().validate_json(line)
    except ValidationError as error:
        raise InterchangeError(value_refusal(error)) from None


def notice_to_json(notice: Notice) -> str:
    """The notice as one line of JSON (no trailing newline)."""
    try:
        return _notice_adapter().dump_json(notice).decode()
    except PydanticSerializationError:  # a lone surrogate is text, but no UTF-8
        return _dump(_notice_adapter().dump_python(notice, mode="json"))


def verdict_from_json(line: str | bytes) -> Verdict:
    """One verdict from one line.

    Raises:
        InterchangeError: the line is not JSON, or is no verdict.
    """
    try:
        raw = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InterchangeError(json_refusal(error)) from None
    try:
        return _verdict_adapter().validate_python(_with_python_names(raw))
    except ValidationError as error:
        raise InterchangeError(value_refusal(error)) from None


def verdict_to_json(verdict: Verdict) -> str:
    """The verdict as one line of JSON (no trailing newline)."""
    raw = _verdict_adapter().dump_python(verdict, mode="json")
    for item in raw["evidence"]:
        item["for"] = item.pop("for_")
    return _dump(raw)


def notice_hash(notice: Notice) -> str:
    """SHA-256 (hex) of the normalised notice: what verdict rows are keyed by."""
    unlabelled = replace(notice, label=None) if notice.label is not None else notice
    return line_hash(notice_to_json(unlabelled))


def line_hash(line: str) -> str:
    """The ``notice_hash`` of the notice without a label that ``line`` was just made from."""
    return hashlib.sha256(line.encode("utf-8", "replace")).hexdigest()


def notice_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of the interchange notice."""
    return _notice_adapter().json_schema()


def verdict_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of the verdict."""
    schema = _verdict_adapter().json_schema()
    evidence = schema["$defs"]["Evidence"]
    evidence["properties"]["for"] = evidence["properties"].pop("for_")
    evidence["required"] = ["for" if name == "for_" else name for name in evidence["required"]]
    return schema


def _dump(raw: dict[str, Any]) -> str:
    return json.dumps(raw, ensure_ascii=False, separators=(",", ":"))


def _with_python_names(raw: object) -> object:
    """The decoded verdict with ``for`` renamed in its evidence, where it has some."""
    evidence = raw.get("evidence") if isinstance(raw, dict) else None
    for item in evidence if isinstance(evidence, list) else ():
        if isinstance(item, dict):
            item["for_"] = item.pop("for", None)
    return raw
