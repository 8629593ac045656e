"""The files of a new source, and its row in the tables; all is checked before one is written.

The code that is written reads a list in JSON and passes the suite of sources as it is, on invented
pages: what then differs is changed step by step, with the suite at hand.
"""

import json
from importlib.resources import files
from pathlib import Path
from string import Template

from veille.app.adding_source.wanted import Wanted, check
from veille.app.console import Failure, tell
from veille.core.refusals import system_refusal

_CASES = Path("tests/sources/cases")
_REGISTRY = Path("spiders/registry.py")
_LABELS = Path("veille/core/source_labels.py")
_ROWS_END = "    SourceInfo(\n        name=by_hand.SOURCE,\n"
_LABELS_END = "    by_hand.SOURCE: by_hand.LABEL,\n"

_TO_FILL_IN = (
    "À remplir ensuite, voir docs/sources.md :",
    "  1. les pages : remplacer {folder}/*.json par une page inventée de la forme de la vraie",
    "  2. la lecture : les clés de {parser}, puis TOTAL, ROWS, NEXT et KEY de {spider}",
    "  3. la page attendue : VEILLE_REWRITE_GOLDEN=1 pytest tests/sources -k {name}, et la relire",
    "  4. un doublon d’une autre source, s’il n’est pas reconnu ainsi : {case}",
    "  5. la docstring de {spider} : rythme, taille des pages, limites connues",
    "  6. le tableau de docs/sources.md et CHANGELOG.md",
    'Pour l’essayer : VEILLE_SOURCES=\'{{"{name}": ["{address}"]}}\' veille source check {name}',
)


def write_source(root: Path, wanted: Wanted) -> None:
    """Write a source into the checkout at ``root``, and say what to fill in.

    Raises:
        Failure: the source is refused, ``root`` is no checkout, or a file cannot be written.
    """
    check(wanted)
    if not (root / _CASES).is_dir():
        raise Failure(f"{root} : à lancer à la racine d’une copie du dépôt (git clone)")
    try:
        made = _made(wanted)
        for path in (*made, Path("spiders") / wanted.name):
            if (root / path).exists():
                raise Failure(f"{path.as_posix()} existe déjà : choisir un autre nom")
        for path, text in (made | _rows(root, wanted)).items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, encoding="utf-8")
            tell(f"Écrit : {path.as_posix()}")
    except OSError as error:
        raise Failure(f"{root} : {system_refusal(error)}") from None
    spider, parser, case = list(made)[:3]
    folder = Path("tests/fixtures") / wanted.name
    for line in _TO_FILL_IN:
        print(
            line.format(
                name=wanted.name,
                address=wanted.address,
                spider=spider,
                parser=parser,
                case=case,
                folder=folder,
            )
        )


def _made(wanted: Wanted) -> dict[Path, str]:
    """The new files: spider, parser, case first."""
    name = wanted.name
    return {
        Path(f"spiders/{name}.py"): _filled("spider.txt", wanted),
        Path(f"spiders/parsers/{name}.py"): _filled("parser.txt", wanted),
        _CASES / f"{name}.py": _filled("case.txt", wanted),
        Path(f"tests/fixtures/{name}/list.json"): _filled("list.json", wanted),
        Path(f"tests/fixtures/{name}/list-2.json"): _filled("list-2.json", wanted),
        Path(f"tests/sources/golden/{name}.jsonl"): _filled("golden.jsonl", wanted),
    }


def _rows(root: Path, wanted: Wanted) -> dict[Path, str]:
    """The tables with the row of the source in them."""
    label = f'    "{wanted.name}": {json.dumps(wanted.label, ensure_ascii=False)},\n'
    return {
        _REGISTRY: _inserted(root, _REGISTRY, _filled("row.txt", wanted), _ROWS_END),
        _LABELS: _inserted(root, _LABELS, label, _LABELS_END),
    }


def _inserted(root: Path, path: Path, row: str, before: str) -> str:
    text = (root / path).read_text(encoding="utf-8")
    if text.count(before) != 1:
        raise Failure(f"{path.as_posix()} n’a plus la forme connue : y ajouter la source à la main")
    return text.replace(before, row + before)


def _filled(template: str, wanted: Wanted) -> str:
    path = files(__package__) / "templates" / template
    return Template(path.read_text(encoding="utf-8")).substitute(
        name=wanted.name,
        label=wanted.label,
        class_name=wanted.class_name,
        said=wanted.said,
    )
