"""The form of a subscription: what came back, and the filter that it asks for."""

from dataclasses import dataclass, replace

from starlette.datastructures import ImmutableMultiDict

from veille.core import french
from veille.core.areas import area
from veille.core.asking import KIND_NAMES, RHYTHM_NAMES, WHAT_NAMES, filter_of, named
from veille.core.cards import Rhythm
from veille.core.filters import Filter, FilterError
from veille.core.people import SubscriberKind
from veille.core.reasons import sector_name
from veille.store.subscriptions import Subscription

Values = ImmutableMultiDict[str, str]
SEPARATORS = ("\n", ",", ";")
_LONGEST_NUMBER = 18
_LONGEST_LABEL = 120


@dataclass(frozen=True, slots=True)
class Form:
    """What came back, as it came: ``values`` holds the fields by name."""

    values: Values

    @classmethod
    def of(cls, one: Subscription) -> "Form":
        """The form as it would have asked for this subscription."""
        asked = one.filter
        small = {code for code in asked.territories if area(code).level == "commune"}
        pairs = [
            *(("territoire", code) for code in asked.territories if code not in small),
            ("commune", ", ".join(area(code).label for code in asked.territories if code in small)),
            *(("secteur", code) for code in asked.sectors),
            *(("quoi", what) for what in asked.what),
            *(("pour", kind) for kind in asked.reserved_kinds),
            ("potentiel", asked.band or ""),
            ("mots", ", ".join(asked.words)),
            ("tous", ", ".join(asked.together)),
            ("sauf", ", ".join(asked.without)),
            ("acheteur", asked.buyer or ""),
            ("consultation", "" if asked.procedure is None else str(asked.procedure)),
            ("rythme", one.rhythm),
            ("nom", one.label),
        ]
        return cls(ImmutableMultiDict([(name, value) for name, value in pairs if value]))

    def chosen(self, field: str) -> frozenset[str]:
        """The choices of a field."""
        return frozenset(self.listed(field))

    def listed(self, field: str) -> list[str]:
        """The choices of a field in their order; one left open is none."""
        return [value for value in self.values.getlist(field) if value]

    def text(self, field: str) -> str:
        """What was written in a field."""
        return str(self.values.get(field) or "").strip()

    def words(self, field: str) -> tuple[str, ...]:
        """What was written in a field, in parts."""
        text = self.text(field)
        for separator in SEPARATORS[1:]:
            text = text.replace(separator, SEPARATORS[0])
        return tuple(part.strip() for part in text.split(SEPARATORS[0]) if part.strip())

    @property
    def is_filled(self) -> bool:
        """Whether anything was chosen yet."""
        return bool(self.values)

    def filter(self) -> Filter:
        """The filter that is asked for.

        Raises:
            Refusal: it cannot be served.
        """
        whats = self.listed("quoi")
        reserved = self.listed("pour") if "reserved" in whats else []
        found = filter_of(
            territories=[*self.listed("territoire"), *self.words("commune")],
            sectors=self.listed("secteur"),
            what=whats,
            reserved_for=reserved,
            band=self.text("potentiel") or None if "potential" in whats else None,
            words=self.words("mots"),
            together=self.words("tous"),
            without=self.words("sauf"),
        )
        return replace(found, procedure=self.procedure, buyer=self.text("acheteur") or None)

    @property
    def procedure(self) -> int | None:
        """The one procedure that is followed, null where all are.

        Raises:
            FilterError: it is no number of one.
        """
        text = self.text("consultation")
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER):
            raise FilterError("consultation inconnue")
        return int(text)

    @property
    def rhythm(self) -> Rhythm:
        """The rhythm that is asked for, weekly where none is."""
        return named(RHYTHM_NAMES, self.text("rythme") or "weekly")

    @property
    def kind(self) -> SubscriberKind:
        """Who asks, the public where it is not said. Nobody becomes staff by a form."""
        kind = named(KIND_NAMES, self.text("qualite") or "public")
        return "public" if kind == "staff" else kind

    @property
    def label(self) -> str:
        """What the subscription is called: what was written, else its territories and sectors."""
        return self.text("nom") or _label(self)


def _label(form: Form) -> str:
    if form.text("consultation"):
        return f"Consultation n° {form.text('consultation')}"
    areas = [area(code).label for code in form.listed("territoire")]
    sectors = [sector_name(code).lower() for code in form.listed("secteur")]
    parts = [", ".join(some[:3]) for some in ([*areas, *form.words("commune")], sectors) if some]
    asked = [WHAT_NAMES[what] for what in WHAT_NAMES if what in form.listed("quoi")]
    named_so = " – ".join(parts) or french.capitalised(", ".join(asked[:3]))
    return named_so[:_LONGEST_LABEL] or "Tous les marchés"
