"""``veille keys rotate``: a new key signs what goes out from now on."""

from veille import secret_keys
from veille.app.console import Failure
from veille.core.french import count
from veille.settings import Settings

MOST_KEYS = 5
"""How many keys are believed: links of the oldest die when a sixth is made."""


def rotate(settings: Settings, *, forget: bool) -> str:
    """Put a new key before the others, or in place of them; what came of it, in a line.

    Raises:
        Failure: the keys are in the environment, where this program cannot write.
    """
    if settings.given_secret_keys:
        raise Failure(
            "les clés sont dans VEILLE_SECRET_KEYS : y ajouter une clé en tête de liste, "
            f"par exemple {secret_keys.new_key()}"
        )
    before = () if forget else secret_keys.ensure(settings.key_file)
    keys = (secret_keys.new_key(), *before)[:MOST_KEYS]
    secret_keys.write(settings.key_file, keys)
    if forget:
        return "Nouvelle clé. Les liens des mails déjà envoyés ne marchent plus."
    older = len(keys) - 1
    believed = "est encore crue" if older == 1 else "sont encore crues"
    return f"Nouvelle clé ; {count(older, 'ancienne')} {believed}."
