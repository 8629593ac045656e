"""The personal fields of a mail: the signed addresses that only its reader is given."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from veille.core.french import NBSP
from veille.core.tokens import sign
from veille.store.subscribers import Subscriber


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Where the pages are, null without any, and what signs."""

    public_url: str | None
    keys: Sequence[str]
    now: datetime

    def fields(
        self,
        person: Subscriber,
        *,
        subscriptions: Iterable[int] = (),
        editions: Iterable[int] = (),
    ) -> dict[str, str]:
        """The values of the fields of a mail.

        ``subscriptions`` are those that the mail carries, which leaving it ends; ``editions`` those
        that it tells.
        """
        found = {
            "greeting": greeting(person.display_name),
            "address": person.address,
        }
        if self.public_url is None:
            return found
        carried = {"subscriber": person.id, "subscriptions": sorted(set(subscriptions))}
        told = {"subscriber": person.id, "editions": sorted(set(editions))}
        manage = sign(self.keys, "manage", person.id, self.now)
        leave = sign(self.keys, "unsubscribe", carried, self.now)
        view = sign(self.keys, "card", told, self.now)
        report = sign(self.keys, "report", person.id, self.now)
        return found | {
            "manage_url": self._page("mon-abonnement", manage),
            "unsubscribe_url": self._page("desabonnement", leave),
            "unsubscribe_topic_url": self._page("desabonnement", leave),
            "view_url": self._page("mon-edition", view),
            "site_url": self.public_url,
            "report_url": self._page("signaler", report),
        }

    def confirmation(self, token: str) -> str | None:
        """The page that a request to subscribe is confirmed on."""
        return None if self.public_url is None else self._page("confirmer", token)

    def sign_up(self) -> str:
        """The page to subscribe on."""
        return f"{self.public_url or ''}/s-abonner"

    def _page(self, name: str, token: str) -> str:
        return f"{self.public_url}/{name}/{token}"


def greeting(display_name: str | None) -> str:
    """``Bonjour Camille,``, or ``Bonjour,`` where no name is known."""
    return f"Bonjour {display_name.replace(' ', NBSP)}," if display_name else "Bonjour,"
