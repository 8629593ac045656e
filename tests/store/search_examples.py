"""Searches of every kind, alone and together, on the invented store of the benchmarks."""

from collections.abc import Mapping
from datetime import date, timedelta

from scripts.bench_notices import hash_of
from veille.core.filters import Filter
from veille.core.search import Search
from veille.core.search_asking import search_of
from veille.core.search_words import words_of

TODAY = date(2026, 11, 30)
BUYER = "Commune exemple 12"
_MONTH = timedelta(days=30)
_SECTORS = ("batiment", "fournitures_equipements", "maintenance_energie")

SEARCHES: Mapping[str, Search] = {
    "everything": Search(),
    "a frequent word": Search(words=words_of("candidats"), sort="relevance"),
    "words": Search(words=words_of("entretien travaux"), sort="relevance"),
    "a rare word": Search(words=words_of("introuvable"), sort="relevance"),
    "a phrase": Search(words=words_of('"visite du site"')),
    "one of several": Search(words=words_of("construction, chauffage, 140 heures")),
    "without a word": Search(words=words_of("-travaux")),
    "a subscription's words": Search(filter=Filter(words=("travaux de construction",))),
    "without a subscription's": Search(filter=Filter(without=("travaux",))),
    "a commune": Search(filter=Filter(territories=("34249", "34136", "34103"))),
    "an EPCI": Search(filter=Filter(territories=("243400017", "200071058", "200017341"))),
    "the département": Search(filter=Filter(territories=("34",))),
    "the region": Search(filter=Filter(territories=("R76",))),
    "a sector": Search(filter=Filter(sectors=("nettoyage",))),
    "reserved, to whom": Search(filter=Filter(what=("reserved",), reserved_kinds=("handicap",))),
    "a clause, which": Search(filter=Filter(what=("clause",)), clause_kinds=("insertion",)),
    "a potential": Search(filter=Filter(what=("potential",), band="high")),
    "an obligation": Search(filter=Filter(what=("obligation",))),
    "a buyer": Search(filter=Filter(buyer=f"siret:{hash_of(BUYER):014d}")),
    "a buyer's name": search_of(Filter(), buyer_name="exemple commune"),
    "days of publication": Search(published_from=TODAY - 3 * _MONTH, published_to=TODAY - _MONTH),
    "days of deadlines": Search(deadline_from=TODAY, deadline_to=TODAY + timedelta(days=3)),
    "planned": Search(states=("planned",)),
    "open": Search(states=("open",)),
    "closed": Search(states=("closed",)),
    "awarded or cancelled": Search(states=("awarded", "cancelled")),
    "an amount": Search(amount_from=4_000_000, amount_to=4_100_000),
    "a source": Search(sources=("ted",)),
    "by deadline": Search(sort="deadline"),
    "words by deadline": Search(words=words_of("travaux"), sort="deadline"),
    "all together": search_of(
        Filter(territories=("34", "R76"), sectors=_SECTORS, what=("clause",)),
        words="candidats, travaux",
        without="toiture",
        clause_kinds=["insertion"],
        states=["open", "closed"],
        sources=["boamp"],
        published=("01/01/2025", ""),
        deadline=("01/02/2025", ""),
        amount=("10 000", ""),
        buyer_name="exemple",
        sort="relevance",
    ),
}
