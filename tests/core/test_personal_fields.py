"""Placeholders: a closed list, each with a value or an error."""

import pytest

from veille.core.personal_fields import (
    PERSONAL_FIELDS,
    PersonalFieldError,
    defused,
    fill_html,
    fill_text,
    placeholder,
    used,
)

VALUES = {"greeting": 'Bonjour "Zoé" <b>', "manage_url": "https://veille.example/m?a=1&b=2"}


def test_html_is_escaped_and_text_is_not() -> None:
    content = "⟦greeting⟧, <a href='⟦manage_url⟧'>gérer</a>"
    assert fill_html(content, VALUES) == (
        "Bonjour &quot;Zoé&quot; &lt;b&gt;,"
        " <a href='https://veille.example/m?a=1&amp;b=2'>gérer</a>"
    )
    assert fill_text("⟦greeting⟧ : ⟦manage_url⟧", VALUES) == (
        'Bonjour "Zoé" <b> : https://veille.example/m?a=1&b=2'
    )


def test_a_value_is_one_line_and_is_not_filled_again() -> None:
    values = {"greeting": "Bonjour\r\nBcc: a@b.example ⟦manage_url⟧", "manage_url": "non"}
    assert fill_text("⟦greeting⟧", values) == "Bonjour Bcc: a@b.example ⟦manage_url⟧"


@pytest.mark.parametrize("content", ["⟦password⟧", "⟦⟧", "⟦ greeting⟧", "⟦view_url⟧"])
def test_what_is_not_listed_or_has_no_value_is_refused(content: str) -> None:
    with pytest.raises(PersonalFieldError, match="champ personnel"):
        fill_html(content, VALUES)


def test_others_write_no_placeholder() -> None:
    assert used(defused("Marché ⟦manage_url⟧")) == frozenset()
    assert used("".join(map(placeholder, PERSONAL_FIELDS))) == set(PERSONAL_FIELDS)
