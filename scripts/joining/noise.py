"""What happens to an object, a code or a date between a notice and the award data."""

import random
import re
import unicodedata
from datetime import date, timedelta

LOT = re.compile(r"[\s\-–:,(]*\blots?\b\s*(?:n[°o]?\s*)?\d+.*$", re.IGNORECASE | re.DOTALL)
_YEAR = re.compile(r"\b(20[12]\d)\b")
_PREFIXES = ("", "", "", "Marché de ", "Accord-cadre à bons de commande : ", "MAPA - ")


def lot_of(text: str) -> tuple[str, str]:
    """An object without the lot at its end, and that lot (empty where it names none)."""
    found = LOT.search(text)
    if found is None or found.start() < 15:
        return text.strip(), ""
    return text[: found.start()].strip(), found[0].strip(" -–:,(")


def noisy(text: str, dice: random.Random) -> str:
    """The same object as somebody else would type it."""
    text = dice.choice(_PREFIXES) + text
    if dice.random() < 0.45:
        text = dice.choice((str.upper, str.lower, str.title))(text)
    if dice.random() < 0.4:
        text = "".join(
            char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char)
        )
    if dice.random() < 0.15:
        text = text.replace("'", "").replace("’", "")
    if dice.random() < 0.3:
        words = text.split()
        kept = [word for word in words if dice.random() > 0.2]
        text = " ".join(kept if len(kept) >= 3 else words)
    if dice.random() < 0.1:
        text = _mistyped(text, dice)
    if dice.random() < 0.25:
        text = text[: dice.choice((60, 90, 120, 200))]
    return text


def other_code(code: str | None, others: list[str], dice: random.Random) -> str | None:
    """The code of the same purchase: the same, coarser, wrong, or none."""
    luck = dice.random()
    if code is None or luck < 0.1:
        return None
    if luck < 0.6:
        return code
    if luck < 0.85:
        return code[: dice.choice((2, 3, 4))].ljust(8, "0")
    return dice.choice(others)


def shifted(day: date, dice: random.Random) -> date:
    """A date as typed: most often right, sometimes weeks away."""
    return day + timedelta(days=dice.randint(-60, 60)) if dice.random() < 0.3 else day


def next_year(text: str) -> str:
    """The object of the purchase that follows: the years it names rise."""
    return _YEAR.sub(lambda found: str(int(found[1]) + 1), text)


def _mistyped(text: str, dice: random.Random) -> str:
    if len(text) < 12:
        return text
    for _ in range(max(1, len(text) // 40)):
        at = dice.randrange(len(text) - 1)
        text = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return text
