"""Write the JSON Schemas of the interchange format: ``python -m scripts.make_schemas``."""

import json
from pathlib import Path

from veille.core.interchange import notice_schema, verdict_schema

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "schema"


def schemas() -> dict[str, str]:
    """File name → content of each schema, made from the types."""
    made = {"notice.schema.json": notice_schema(), "verdict.schema.json": verdict_schema()}
    return {
        name: json.dumps(schema, indent=2, ensure_ascii=False, sort_keys=True) + "\n"
        for name, schema in made.items()
    }


def main() -> None:
    """Write both files."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, content in schemas().items():
        (FOLDER / name).write_text(content, encoding="utf-8")


if __name__ == "__main__":
    main()
