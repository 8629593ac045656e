"""Make the model that ships, from the labelled notices of ``../shared/data/labelled``.

    python -m scripts.train_shipped                                the model that ships
    python -m scripts.train_shipped --until 2021-01-31 --out DIR      the one that was measured

The folder holds weights, counts and hashed features: no text of a notice, no name of a buyer.
Needs the extra ``train``; takes about a minute.
"""

import argparse
import gzip
import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from classifiers import labels, training
from classifiers.habits import buyer_keys
from classifiers.labels import Label
from classifiers.registry import MODELS, ModelError
from classifiers.table import Row
from classifiers.training import Learned, TrainingError
from classifiers.views import Views
from veille.core.interchange import notice_from_json
from veille.core.notices import Buyer, Notice

ROOT = Path(__file__).resolve().parents[1]
LABELLED = ROOT.parent / "shared" / "data" / "labelled"
NOTICES = "boamp_2021_jan_feb.jsonl.gz"
CONDITIONS = "conditions_2020_2021.jsonl.gz"
SOURCES = (
    "BOAMP, January and February 2021 (DILA, Licence Ouverte 2.0), by AuFilDuBoamp",
    "BOAMP, conditions read in 2020 (same source), for the buyers' habits alone",
)
_LAST_OF_2020 = date(2020, 12, 31)
LAST = date(2021, 2, 28)  # a few notices of the files are later: they belong to another month
_WORTH = 4.0  # notices that a clause stated in 2020 counts as: few conditions are listed


def labelled_notices(folder: Path, until: date) -> Iterator[tuple[Notice, Label]]:
    """The labelled notices published by ``until``."""
    with gzip.open(folder / NOTICES, "rb") as lines:
        for line in lines:
            notice = notice_from_json(line)
            label = labels.given(notice)
            day = notice.published_on
            if label is not None and day is not None and day <= until:
                yield notice, label


def past_conditions(folder: Path) -> Iterator[Row]:
    """The conditions read in 2020, with or without a clause, as habits of their buyers.

    Only their year is known: they count from 2021 on.
    """
    with gzip.open(folder / CONDITIONS, "rb") as lines:
        for line in lines:
            record = json.loads(line)
            if record["annee"] != _LAST_OF_2020.year:
                continue
            yield Row(
                views=Views(),
                positive=record["clause_regex"],
                day=_LAST_OF_2020.toordinal(),
                buyer=buyer_keys(Buyer(name=record["acheteur"], postcode=record["cp"])),
                notices=_WORTH if record["clause_regex"] else 1.0,
            )


def learned(folder: Path, until: date, today: date) -> Learned:
    """The model, not yet written."""
    return training.train(
        labelled_notices(folder, until),
        base=list(past_conditions(folder)),
        sources=SOURCES,
        today=today,
    )


def main() -> int:
    """Train, write the folder, print its name."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--labelled", type=Path, default=LABELLED)
    parser.add_argument("--until", type=date.fromisoformat, default=LAST, help="last day")
    parser.add_argument("--today", type=date.fromisoformat, default=date.today())  # noqa: DTZ011
    parser.add_argument("--out", type=Path, help="model folder (default: among those that ship)")
    asked = parser.parse_args()
    try:
        result = learned(asked.labelled, asked.until, asked.today)
        out = result.write(asked.out or MODELS / result.manifest.name)
    except (OSError, TrainingError, ModelError) as error:
        print(error, file=sys.stderr)
        return 1
    print(out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
