"""A second way has no notice of its own: it is no choice of a search."""

from veille.core.search_asking import SOURCE_NAMES
from veille.core.second_ways import SECOND_WAYS, whose_notices
from veille.core.source_labels import SOURCE_LABELS


def test_a_second_way_and_its_first_are_sources_and_only_the_first_is_searched() -> None:
    for second, first in SECOND_WAYS.items():
        assert {second, first} <= SOURCE_LABELS.keys()
        assert second not in SOURCE_NAMES
        assert first in SOURCE_NAMES
        assert whose_notices(second) == whose_notices(first) == first
