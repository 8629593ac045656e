"""What the tests of the judgement share."""

from collections.abc import Callable
from pathlib import Path

import pytest

from classifiers import judge, training
from classifiers.potential import LearnedModel
from tests.classifiers.learned_data import TODAY, labelled
from veille.core.notices import Declared, Lot, Notice, Text, TextField
from veille.core.verdicts import Verdict

Judge = Callable[..., Verdict]


def notice_of(
    *texts: str,
    field: TextField = "conditions",
    title: str | None = None,
    lots: int = 0,
    declared: tuple[Declared, ...] = (),
) -> Notice:
    """A notice with these texts in ``field`` and so many lots (LOT-0001…)."""
    return Notice(
        id="boamp:26-1",
        source="boamp",
        title=title,
        lots=tuple(Lot(id=f"LOT-{number:04d}") for number in range(1, lots + 1)),
        texts=tuple(Text(field=field, text=text) for text in texts),
        declared=declared,
    )


@pytest.fixture
def judged() -> Judge:
    """``judged(*texts, field=…, title=…, lots=…, declared=…)`` → the verdict."""

    def run(*texts: str, **options: object) -> Verdict:
        return judge(notice_of(*texts, **options))  # type: ignore[arg-type]

    return run


@pytest.fixture(scope="session")
def model_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a small model trained on invented notices."""
    learned = training.train(labelled(), today=TODAY)
    return learned.write(tmp_path_factory.mktemp("models") / "small")


@pytest.fixture(scope="session")
def model(model_folder: Path) -> LearnedModel:
    """The same model, ready to score."""
    return LearnedModel.load(model_folder)
