"""The spaCy text categorizer at the heart of the learned scores.

Its documents are made of buckets instead of words (see ``classifiers.features``): what it learns
from a notice and from a row of a hashed table is the same, and its vocabulary never holds a word.
"""

import functools
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray

from classifiers.features import BUCKETS

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.pipeline.textcat import TextCategorizer
    from spacy.tokens import Doc

Floats = NDArray[np.float64]

# Texts are folded before they are cut into words: the elisions and hyphens that spaCy's French
# rules read are spaces by then. Its rules for any language cut alike and load 26 times faster.
LANGUAGE = "xx"
LABELS = ("clause", "other")  # the first is the one whose log-odds are asked
ARCHITECTURE: dict[str, Any] = {
    "@architectures": "spacy.TextCatBOW.v3",
    "exclusive_classes": True,
    "ngram_size": 1,
    "no_output_layer": False,
    "length": BUCKETS,
}
_BATCH = 500
_WARM = 2_000  # texts whose tokens stay in memory; the rest is forgotten batch by batch


class Learner:
    """A tokenizer and a linear text categorizer over buckets.

    Not for several threads at once: spaCy's vocabulary grows while it reads.
    """

    def __init__(self) -> None:
        import spacy
        from spacy.tokens import Doc

        self._nlp: Language = spacy.blank(LANGUAGE)
        self._doc = Doc
        self._pipe = self._categorizer()
        self._read = 0

    def tokenize(self, text: str) -> "Doc":
        """The tokens of a text."""
        return self._nlp.tokenizer(text)

    def zone(self, texts: int) -> AbstractContextManager[Any]:
        """Where to read so many ``texts``: what is read in it is forgotten at its end.

        The first texts are read outside of any zone: their tokens stay known, which makes the
        following ones cheap.
        """
        warmed = self._read >= _WARM
        self._read += texts
        return self._nlp.memory_zone() if warmed else nullcontext()

    def log_odds(self, rows: Sequence[Sequence[int]]) -> Floats:
        """The log-odds of a clause for each row of buckets, shape (rows,)."""
        found = [self._predict(rows[start : start + _BATCH]) for start in _starts(rows)]
        return np.concatenate(found) if found else np.zeros(0)

    def documents(self, rows: Iterable[Sequence[int]]) -> "list[Doc]":
        """One document for each row of buckets."""
        vocab = self._nlp.vocab
        return [self._doc(vocab, words=[str(number) for number in row]) for row in rows]

    @property
    def pipe(self) -> "TextCategorizer":
        """The text categorizer, for training."""
        return self._pipe

    @functools.cached_property
    def weights(self) -> Floats:
        """What each bucket adds to the log-odds, shape (BUCKETS,). Frozen at the first reading."""
        from spacy.strings import hash_string  # type: ignore[attr-defined]

        keys = np.fromiter(
            (hash_string(str(number)) for number in range(BUCKETS)), dtype=np.uint64, count=BUCKETS
        )
        ones = np.ones(BUCKETS, dtype=np.float32)
        scores = layer(self._pipe, "sparse_linear").predict(
            (keys, ones, np.ones(BUCKETS, dtype=np.int32))
        )
        odds = scores.astype(np.float64)
        return cast("Floats", odds[:, 0] - odds[:, 1] - self.bias)

    @property
    def bias(self) -> float:
        """The log-odds of a notice without any known feature."""
        bias = layer(self._pipe, "sparse_linear").get_param("b")
        return float(bias[0] - bias[1])

    def to_bytes(self) -> bytes:
        """The weights; no vocabulary, hence no word."""
        return self._pipe.model.to_bytes()

    @classmethod
    def from_bytes(cls, content: bytes) -> "Learner":
        """The learner whose weights were kept. Verify the bytes before: see the registry."""
        learner = cls()
        learner._pipe.model.from_bytes(content)
        return learner

    def _categorizer(self) -> "TextCategorizer":
        from spacy.training import Example

        pipe = cast(
            "TextCategorizer", self._nlp.add_pipe("textcat", config={"model": ARCHITECTURE})
        )
        document = self._doc(self._nlp.vocab, words=["0"])
        example = Example.from_dict(document, {"cats": {LABELS[0]: 1.0, LABELS[1]: 0.0}})
        pipe.initialize(lambda: [example], nlp=self._nlp, labels=LABELS)
        return pipe

    def _predict(self, rows: Sequence[Sequence[int]]) -> Floats:
        if not any(rows):
            return np.full(len(rows), self.bias)
        shares = np.asarray(self._pipe.predict(self.documents(rows)), dtype=np.float64)
        shares = np.clip(shares, np.finfo(np.float32).tiny, 1.0)
        return cast("Floats", np.log(shares[:, 0]) - np.log(shares[:, 1]))


def layer(pipe: "TextCategorizer", name: str) -> Any:  # a thinc layer of any types
    """The layer of the categorizer's model that bears this name."""
    return next(found for found in pipe.model.walk() if found.name == name)


def _starts(rows: Sequence[object]) -> range:
    return range(0, len(rows), _BATCH)
