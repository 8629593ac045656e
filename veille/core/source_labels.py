"""What each source is called in French, in mails, pages and on the terminal."""

from collections.abc import Mapping

from veille.core import by_hand

SOURCE_LABELS: Mapping[str, str] = {
    "boamp": "BOAMP",
    "dila": "Répertoires de la DILA",
    "ted": "TED",
    "feed": "Flux",
    "alert": "Alertes par courriel",
    "decp": "DECP",
    "aws": "marches-publics.info (AWS)",
    by_hand.SOURCE: by_hand.LABEL,
}
