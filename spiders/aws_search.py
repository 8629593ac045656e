"""The search form of an AWS site: what is asked, page by page."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from scrapy import FormRequest, Request

NATURES = {"T": "travaux", "S": "services", "F": "fournitures"}
"""The nature is asked one at a time: each has pages of its own in an answer that holds all."""

_CORSICA = {"2A": "201", "2B": "202"}
_EMPTY = (
    "listeCPV",
    "txtLibre",
    "txtLibreLieuExec",
    "txtLibreAcheteur",
    "txtLibreVille",
    "txtLibreRef",
    "txtLibreObjet",
    "dateParution",
    "dateExpiration",
)


@dataclass(frozen=True, slots=True)
class Search:
    """The open notices of one nature in one département, on one site.

    ``site`` is its address without a slash at the end.
    """

    site: str
    department: str
    nature: str

    @property
    def host(self) -> str:
        """The site as people know it."""
        return urlsplit(self.site).netloc

    @property
    def unit(self) -> str:
        """What its notices are counted by."""
        return f"{self.host}, {self.department}, {NATURES[self.nature]}"

    def first(self) -> Request:
        """The form, sent; its session, which knows the search, is this search's own."""
        asked = {"IDE": "EC", "IDN": self.nature, "IDP": "X", "IDR": self._region, "annee": "X"}
        return FormRequest(
            f"{self.site}/Annonces/lister",
            formdata={**asked, **dict.fromkeys(_EMPTY, ""), "Rechercher": "Rechercher"},
            meta={"unit": self.unit, "cookiejar": self.unit},
        )

    def page(self, query: str) -> Request:
        """A further page of the results."""
        return Request(
            f"{self.site}/Annonces/lister{query}",
            meta={"unit": self.unit, "cookiejar": self.unit},
        )

    def notice(self, number: str) -> Request:
        """The page of a notice."""
        return Request(
            f"{self.site}/Annonces/MPI-pub-{number}.htm",
            meta={"unit": self.unit, "cookiejar": self.unit},
        )

    @property
    def _region(self) -> str:
        """The département as the form writes it: ``9`` for 09, ``201`` for 2A."""
        return _CORSICA.get(self.department, self.department.lstrip("0"))
