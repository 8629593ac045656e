"""A record of what staff typed or found: damaged in any way, it is read or refused in one line."""

from typing import Any

import pytest

from spiders.parsers import UnreadablePayload, parse_decoded
from veille.core.notices import Text

RECORD = {"key": "0123456789abcdef", "title": "Nettoyage inventé"}


def texts(documents: Any) -> list[Text]:
    return list(parse_decoded("manual", RECORD | {"documents": documents}).notice.texts)


def test_each_document_is_a_text_called_by_what_it_is() -> None:
    pages = ["Cahier des clauses administratives particulières", "Suite"]
    found = texts([{"name": "a.pdf", "pages": pages}, {"name": "plan.pdf", "pages": ["Notice"]}])
    assert [one.document for one in found] == ["CCAP", "plan.pdf"]
    assert found[0].text == "\n\f".join(pages)


@pytest.mark.parametrize(
    "documents",
    [None, "a", 3, {}, [], [None, 3, "a"], [{}], [{"pages": None}], [{"pages": [1, None]}]],
)
def test_a_damaged_list_of_documents_says_nothing(documents: Any) -> None:
    assert all(not one.text for one in texts(documents))


def test_a_record_without_key_or_title_is_refused() -> None:
    for wrong in ({"key": ""}, {"title": None}):
        with pytest.raises(UnreadablePayload):
            parse_decoded("manual", RECORD | wrong)
