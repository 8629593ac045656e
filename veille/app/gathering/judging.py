"""``veille judge``: interchange notices in, verdicts out, in input order, without a database."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from classifiers import judge_many
from veille.app.console import Failure, progress
from veille.app.gathering.notice_files import NoticeFiles
from veille.core.interchange import verdict_to_json

if TYPE_CHECKING:
    from classifiers.potential import LearnedModel


def judge_files(names: Sequence[str], model: Path | None = None) -> bool:
    """Print the verdict of every notice; false when a line was no notice (one line each).

    ``model`` is the folder of the model that scores, by default the one that ships.

    Raises:
        Failure: the model cannot be used.
    """
    learned = _model(model)
    with progress("Classement") as bar:
        source = NoticeFiles(names or ["-"], bar)
        for verdict in judge_many(source.notices(), model=learned):
            sys.stdout.write(verdict_to_json(verdict) + "\n")
    return source.whole


def _model(folder: Path | None) -> "LearnedModel":
    from classifiers import registry
    from classifiers.potential import LearnedModel

    try:
        return LearnedModel.load(folder or registry.shipped())
    except registry.ModelError as error:
        raise Failure(str(error)) from None
