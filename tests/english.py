"""English where there should be none."""

import re

# Function words of English that are no words of French ("or", "on", "as", "me" are both).
_WORDS = (
    "and any are at be been by cannot could for from had has have how if into is it its "
    "must no not of should than that the there these this those to too was were which who "
    "why with without would you your"
)
_PATTERN = re.compile(rf"\b(?:{_WORDS.replace(' ', '|')})\b", re.IGNORECASE)


def english_in(message: str) -> list[str]:
    """The English function words of a message, in order."""
    return _PATTERN.findall(message)
