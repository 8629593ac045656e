"""``veille train`` and ``veille evaluate``: a model from labelled files, and what it is worth."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from veille.app.console import Failure, progress
from veille.app.gathering.notice_files import NoticeFiles
from veille.core.french import NBSP
from veille.core.refusals import Refusal, system_refusal

if TYPE_CHECKING:
    from classifiers.labels import Label
    from veille.core.notices import Notice

_MISSING = (
    "entraîner et évaluer demandent scikit-learn, qui manque ici : "
    "installer l’extra « train », par exemple pip install 'veille[train]'"
)


def train(files: Sequence[Path], out: Path, today: date) -> bool:
    """Train a model on labelled files and write its folder; false when a line was left out.

    Raises:
        Failure: too little to learn from, or the folder cannot be written.
    """
    with needs_training():
        from classifiers import training

        with progress("Lecture") as bar:
            read = NoticeFiles([str(file) for file in files], bar)
            pairs = list(_labelled(read))
        sources = [file.name for file in files]
        with progress("Entraînement"):
            learned = training.train(pairs, today=today, sources=sources)
            folder = learned.write(out)
    print(f"{learned.manifest.name}{NBSP}: {folder}")
    return read.whole


def evaluate(folder: Path, files: Sequence[Path], page: Path | None) -> bool:
    """Measure a model on labelled files: JSON on standard output, and a page when asked.

    False when a line was left out.

    Raises:
        Failure: the model cannot be used, there is nothing to measure on, or the page
            cannot be written.
    """
    with needs_training():
        from classifiers.evaluation import evaluate as measure
        from classifiers.potential import LearnedModel

        model = LearnedModel.load(folder)
        with progress("Mesure") as bar:
            read = NoticeFiles([str(file) for file in files], bar)
            found = measure(model, _labelled(read))
        if page is not None:
            from veille.app.learn.evaluation_page import evaluation_page
            from veille.app.learn.figures_page import write

            write(page, evaluation_page(found))
    print(json.dumps(found, ensure_ascii=False, indent=1))
    return read.whole


def _labelled(files: NoticeFiles) -> "Iterator[tuple[Notice, Label]]":
    """The notices that have a label; the others say nothing."""
    from classifiers.labels import given

    for notice in files.notices():
        label = given(notice)
        if label is not None:
            yield notice, label


@contextmanager
def needs_training() -> Iterator[None]:
    """What is done inside needs the extra ``train``, and may be refused.

    Raises:
        Failure: in place of what was refused, and where the extra is missing.
    """
    try:
        import sklearn  # type: ignore[import-untyped]  # noqa: F401
    except ModuleNotFoundError:
        raise Failure(_MISSING) from None
    try:
        yield
    except Refusal as error:
        raise Failure(str(error)) from None
    except OSError as error:
        raise Failure(f"{error.filename} : {system_refusal(error)}") from error
