"""The replay folder as a mapping of file names to bytes, and its writing."""

import json
import shutil
from pathlib import Path
from typing import Any

from . import boamp_legacy, dsp, eforms, expected, fnsimple, load, mapa, ted_export, ubl
from .boilerplate import Boilerplate
from .envelope import record
from .feeds import atom, rss
from .model import Case
from .numbering import Numbers, number
from .reference import SUBTYPES

MARKER = "Données d'exemple, aucune consultation réelle\n"


def files() -> dict[str, bytes]:
    """Every file of the sample folder, by its path in it."""
    cases = load.cases()
    numbers, words = number(cases), Boilerplate(cases, load.pools())
    found = {"SAMPLE": MARKER.encode()}
    records = [
        record(case, numbers[case.key], _donnees(case, numbers[case.key], words))
        for case in cases
        if case.boamp
    ]
    records.sort(key=lambda item: item["idweb"])
    found["boamp/week.jsonl"] = _json_lines(records)
    for case in cases:
        ted = numbers[case.key].ted
        if ted:
            name = ted.rjust(len("00990901-2026"), "0")
            found[f"ted/{name}.xml"] = _ted(case, numbers[case.key], words)
    return found | _feeds()


def expectations() -> bytes:
    """The challenge set: one JSON line per notice of the folder, by id."""
    cases = load.cases()
    numbers = number(cases)
    found = [line for case in cases for line in expected.lines(case, numbers[case.key])]
    return _json_lines(sorted(found, key=lambda line: str(line["id"])))


def write(sample: Path, challenge: Path) -> int:
    """Write the folder anew, and the expectations; the number of files written."""
    if sample.exists():
        shutil.rmtree(sample)
    content = files()
    for name, data in content.items():
        path = sample / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    challenge.parent.mkdir(parents=True, exist_ok=True)
    challenge.write_bytes(expectations())
    return len(content) + 1


def _donnees(case: Case, numbers: Numbers, words: Boilerplate) -> dict[str, Any]:
    if case.dialect == "eforms":
        tree = eforms.notice(case, numbers, words, published=False)
        return {"EFORMS": {SUBTYPES[case.subtype].root: _json_form(tree, case)}}
    if case.dialect == "fns":
        return fnsimple.donnees(case, numbers, words)
    if case.dialect == "mapa":
        return mapa.donnees(case, numbers, words)
    if case.dialect == "dsp":
        return dsp.donnees(case, words)
    if case.dialect == "divers":
        return dsp.divers(case, words)
    return boamp_legacy.donnees(case, words)


def _json_form(node: Any, case: Case) -> Any:
    """BOAMP leaves ``&amp;`` inside some links: the entity was escaped once more than it should."""
    if isinstance(node, dict):
        return {key: _json_form(value, case) for key, value in node.items()}
    if isinstance(node, list):
        return [_json_form(value, case) for value in node]
    if case.escaped_links and str(node).startswith("https://"):
        return str(node).replace("&", "&amp;")
    return node


def _ted(case: Case, numbers: Numbers, words: Boilerplate) -> bytes:
    if case.dialect == "ted_export":
        return ted_export.document(case, numbers)
    tree = eforms.notice(case, numbers, words, published=True)
    return ubl.to_xml(SUBTYPES[case.subtype].root, tree)


def _feeds() -> dict[str, bytes]:
    writers = {"rss": rss, "atom": atom}
    return {
        name: writers[Path(name).stem.split("-")[-1]](*feed) for name, feed in load.feeds().items()
    }


def _json_lines(items: list[dict[str, Any]]) -> bytes:
    lines = [json.dumps(item, ensure_ascii=False, separators=(",", ":")) for item in items]
    return ("\n".join(lines) + "\n").encode()
