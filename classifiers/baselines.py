"""What a newcomer would rank notices by: simple rules, and linear models made with scikit-learn.

They read what is published, unmasked, so they may see a title that says « réservé »; the learned
scores may not. Needs the extra ``train``.
"""

import re
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from classifiers.descriptors import descriptors_of
from classifiers.habits import Habits, Seen, buyer_keys, day_of
from classifiers.labels import Label
from classifiers.learner import Floats
from veille.core.notices import Notice
from veille.core.reference.sectors import sectors_of
from veille.core.text import fold

Labelled = tuple[Notice, Label]

WORKS_AND_GREEN = frozenset({"batiment", "travaux_publics", "espaces_verts"})
_KEYWORDS = re.compile(r"insertion|social|reserve|handicap|esat|adapte|nettoyage|espaces verts")
_PENALTY = 1.0  # scikit-learn's C


def ranked(before: Sequence[Labelled], notices: Sequence[Notice]) -> dict[str, Floats]:
    """The score of each notice by each baseline that can be had.

    Those that learn do so from ``before``; where it holds only one kind of label, they are left
    out.
    """
    found: dict[str, Floats] = {
        "keyword": _flags(notices, lambda notice: bool(_KEYWORDS.search(_title(notice)))),
        "works_and_green_spaces": _flags(notices, is_works_or_green),
    }
    if len({label.positive for _, label in before}) < len((True, False)):
        return found
    found["buyer_rate"] = _buyer_rate(before, notices)
    for name, views in _VIEWS.items():
        found[name] = _linear(before, notices, views)
    return found


def is_works_or_green(notice: Notice) -> bool:
    """Whether works or green spaces are bought."""
    codes = (item.code for item in notice.descriptors)
    return bool(WORKS_AND_GREEN & set(sectors_of(notice.all_cpv(), codes)))


def _flags(notices: Sequence[Notice], says: Callable[[Notice], bool]) -> Floats:
    return np.array([float(says(notice)) for notice in notices])


def _buyer_rate(before: Sequence[Labelled], notices: Sequence[Notice]) -> Floats:
    seen = [
        Seen(buyer_keys(notice.buyer), day, label.positive)
        for notice, label in before
        if (day := day_of(notice)) is not None
    ]
    average = sum(label.positive for _, label in before) / len(before)
    habits = Habits(seen)
    return np.array([habits.of(notice).log_odds(average) for notice in notices])


def _title(notice: Notice) -> str:
    return fold(notice.title or "").text


def _codes(notice: Notice) -> str:
    return " ".join(f"d{code}" for code in descriptors_of(notice))


def _buyer(notice: Notice) -> str:
    return fold((notice.buyer.name if notice.buyer else None) or "").text


def _identity(notice: Notice) -> str:
    departments = " ".join(f"dep{code}" for code in notice.departments)
    return f"b{_buyer(notice).replace(' ', '_')} {departments}"


_View = tuple[Callable[[Notice], str], Mapping[str, object]]
_WORDS: Mapping[str, object] = {"ngram_range": (1, 2), "sublinear_tf": True}
_LETTERS: Mapping[str, object] = {
    "analyzer": "char_wb",
    "ngram_range": (3, 5),
    "min_df": 3,
    "sublinear_tf": True,
}
_VIEWS: Mapping[str, tuple[_View, ...]] = {
    "title_linear": ((_title, _WORDS),),
    "linear": ((_title, _WORDS), (_codes, {})),
    "linear_with_buyer": (
        (_title, _WORDS),
        (_title, _LETTERS),
        (_codes, {}),
        (_buyer, _WORDS),
        (_identity, {}),
    ),
}


def _linear(
    before: Sequence[Labelled], notices: Sequence[Notice], views: Sequence[_View]
) -> Floats:
    """TF-IDF of each view side by side, logistic regression."""
    from scipy.sparse import hstack  # type: ignore[import-untyped]
    from sklearn.feature_extraction.text import (  # type: ignore[import-untyped]
        TfidfVectorizer,
    )
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

    taught, judged = [], []
    for read, options in views:
        vectorizer = TfidfVectorizer(**options)
        texts = [read(notice) or "none" for notice, _ in before]
        try:
            taught.append(vectorizer.fit_transform(texts))
        except ValueError:  # no word at all: a view that says nothing
            continue
        judged.append(vectorizer.transform([read(notice) or "none" for notice in notices]))
    if not taught:
        return np.zeros(len(notices))
    labels = np.array([label.positive for _, label in before])
    model = LogisticRegression(C=_PENALTY, max_iter=1_000)
    model.fit(hstack(taught).tocsr(), labels)
    return np.asarray(model.decision_function(hstack(judged).tocsr()), dtype=np.float64)
