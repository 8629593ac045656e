"""Coverage counted: consultations by platform and source, contracts by what was seen of them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.coverage_examples import DAY, OTHER, SIREN, UNTIL, noticed, notified
from veille.core.coverage.counting import BEFORE_NOTIFIED, Material, count
from veille.core.coverage.figures import Figures, figures_from_json, figures_to_json
from veille.core.coverage.seen import Noticed, consultations, without_call
from veille.core.coverage.shares import Share, share_of
from veille.core.coverage.spans import spans

NOW = datetime(2026, 11, 16, 7, 30, tzinfo=UTC)
(YEAR, QUARTER, *_) = spans(UNTIL)


def counted(*rows: Noticed, **known: Any) -> Figures:
    facts: dict[str, Any] = {"read": {}, "watched_since": date(2024, 1, 1)}
    return count(Material(consultations=consultations(rows), **(facts | known)), YEAR, NOW)


def words(text: str) -> str:
    return text.replace("\u00a0", " ")


class TestSources:
    def test_who_was_alone_first_on_the_same_day_later(self) -> None:
        found = counted(
            noticed(1),
            noticed(2),
            noticed(2, "ted", late=3),
            noticed(3),
            noticed(3, "ted", late=5),
            noticed(4),
            noticed(4, "ted"),
            noticed(5, "alert"),
            noticed(5, late=2),
        )
        boamp, ted, alert = found.sources
        assert (boamp.source, boamp.consultations, boamp.alone) == ("boamp", 5, 1)
        assert (boamp.first, boamp.same_day, boamp.later, boamp.lead) == (2, 1, 1, 3)
        assert (ted.consultations, ted.alone, ted.first, ted.later, ted.lead) == (3, 0, 0, 2, None)
        assert (alert.consultations, alert.first, alert.lead) == (1, 1, 2)

    def test_an_award_that_was_read_is_no_consultation_that_was_seen(self) -> None:
        found = counted(noticed(1, called=False), noticed(2), noticed(2, "ted", 9, called=False))
        assert (found.consultations, found.only_awarded) == (1, 1)
        assert [(one.source, one.alone) for one in found.sources] == [("boamp", 1)]

    def test_a_consultation_is_of_the_span_of_its_first_call(self) -> None:
        rows = [noticed(1), noticed(2, day=QUARTER.since - timedelta(days=1)), noticed(2, late=1)]
        material = Material(consultations=consultations(rows), read={})
        assert count(material, QUARTER, NOW).consultations == 1
        assert count(material, YEAR, NOW).consultations == 2


@given(st.permutations(range(3)))
def test_the_order_in_which_notices_are_read_does_not_matter(order: list[int]) -> None:
    rows = [
        noticed(1),
        noticed(1, buyer=f"siret:{OTHER}00017", buyer_name="Habitat de Valinvente"),
        noticed(1, "ted", hosts=("ted.europa.eu",)),
    ]
    assert consultations([rows[place] for place in order]) == consultations(rows)


class TestPlatforms:
    def test_consultations_by_the_source_that_had_them(self) -> None:
        found = counted(
            noticed(1),
            noticed(2),
            noticed(2, "ted"),
            noticed(3, "alert", buyer="name:autre|34000"),
            noticed(3, late=2, buyer="name:autre|34000"),
        )
        (line,) = found.platforms
        assert (line.code, line.consultations, line.buyers) == ("achatpublic", 3, 2)
        assert line.by == {"boamp": 1, "several": 2}
        assert line.first == {"boamp": 1, "several": 1, "alert": 1}

    def test_the_platform_is_named_by_the_first_address_that_is_of_one(self) -> None:
        own_site = noticed(1, hosts=("valinvente.example", "klekoon.com"))
        found = counted(own_site, noticed(2, hosts=("b.example",)), noticed(3, hosts=()))
        assert {one.code for one in found.platforms} == {"klekoon", "other", "none"}
        assert [one.code for one in found.cited] == ["klekoon"]
        assert [(one.host, one.consultations) for one in found.hosts] == [("b.example", 1)]
        assert found.without_address == 1

    def test_what_is_missed_most_comes_first(self) -> None:
        found = counted(
            noticed(1),
            noticed(2),
            noticed(3, hosts=("klekoon.com",), buyer=f"siret:{OTHER}00015"),
            contracts=[notified("seen"), notified(siren=OTHER), notified(siren="999")],
        )
        assert [(one.code, one.share.missed) for one in found.platforms] == [
            ("klekoon", 1),
            ("none", 1),  # a buyer that no notice names
            ("achatpublic", 0),
        ]

    def test_a_contract_is_of_the_platform_of_its_consultation(self) -> None:
        found = counted(noticed(1), contracts=[notified("seen", hosts=("klekoon.com",))])
        assert {one.code: one.share.seen for one in found.platforms} == {
            "achatpublic": 0,
            "klekoon": 1,
        }

    def test_how_it_is_read_and_since_when_no_more(self) -> None:
        last = UNTIL - timedelta(days=31)
        read = {"achatpublic": {"alert": last}, "place": {"alert": date(2024, 2, 1)}}
        (line,) = counted(noticed(1), read=read).platforms
        assert line.last_read == last
        assert line.is_silent(UNTIL)
        assert not line.is_silent(UNTIL - timedelta(days=1))
        (unread,) = counted(noticed(1)).platforms
        assert not unread.is_silent(UNTIL)


class TestContracts:
    def test_those_without_a_call_or_too_early_are_apart(self) -> None:
        start = date(2026, 3, 1)
        found = counted(
            contracts=[
                notified("seen"),
                notified("doubtful"),
                notified("awarded"),
                notified(),
                notified(without_call=True),
                notified("seen", on=start + BEFORE_NOTIFIED - timedelta(days=1)),
                notified("seen", on=YEAR.since - timedelta(days=1)),
            ],
            watched_since=start,
        )
        share = found.share
        assert (share.seen, share.doubtful, share.awarded, share.unseen) == (1, 1, 1, 1)
        assert (found.contracts, found.without_call, found.too_early) == (6, 1, 1)

    def test_nothing_is_measured_before_anything_was_read(self) -> None:
        found = counted(contracts=[notified("seen")], watched_since=None)
        assert found.share == Share()
        assert found.too_early == 1

    def test_a_buyer_that_notices_name_without_a_siret_leaves_a_doubt(self) -> None:
        bare: dict[str, Any] = {"buyer": "name:commune de valinvente|", "hosts": ()}
        of_the_year = noticed(1, "alert", **bare)
        assert counted(of_the_year, contracts=[notified()]).share.doubtful == 1
        assert counted(of_the_year, contracts=[notified(name="Autre")]).share.unseen == 1
        before = notified(on=DAY - timedelta(days=1))
        assert counted(of_the_year, contracts=[before]).share.unseen == 1
        assert counted(of_the_year, contracts=[notified("awarded")]).share.awarded == 1
        assert counted(of_the_year, contracts=[notified()]).without_siret == 1

    def test_of_the_notices_of_a_consultation_one_with_a_siret_says_who_buys(self) -> None:
        bare = noticed(1, "alert", buyer="name:valinvente|")
        assert counted(bare, noticed(1, late=1)).without_siret == 0
        assert counted(noticed(1, buyer=None), bare).platforms[0].buyers == 1

    def test_the_buyers_to_ask(self) -> None:
        found = counted(
            noticed(1),
            contracts=[notified(), notified(), notified(siren=OTHER), notified("seen", siren="9")],
        )
        assert [(one.siren, one.share.missed, one.platform) for one in found.buyers] == [
            (SIREN, 2, "achatpublic"),
            (OTHER, 1, "none"),
        ]
        assert found.buyers_known == 2

    @pytest.mark.parametrize(
        ("procedure", "nature", "framework", "expected"),
        [
            ("Procédure adaptée", "Marché", None, False),
            (None, None, None, False),
            ("Marché passé sans publicité ni mise en concurrence préalable", None, None, True),
            ("Appel d'offres ouvert", "Marché subséquent", None, True),
            ("Appel d'offres ouvert", "Marché", "2025A12", True),
        ],
    )
    def test_what_comes_of_no_published_call(
        self, procedure: str | None, nature: str | None, framework: str | None, expected: bool
    ) -> None:
        assert without_call(procedure, nature, framework) is expected


class TestShares:
    @pytest.mark.parametrize(
        ("share", "said"),
        [
            (Share(), "non mesuré"),
            (Share(seen=4, unseen=5), "4 sur 9"),
            (Share(seen=4, doubtful=1, unseen=4), "4 à 5 sur 9"),
            (Share(unseen=3), "0 sur 3"),
            (Share(seen=29), "29 sur 29"),
            (Share(seen=62, doubtful=8, unseen=30), "62 à 70 %"),
            (Share(seen=50, unseen=50), "50 %"),
            (Share(seen=100), "100 %"),
            (Share(unseen=40), "0 %"),
            (Share(seen=999, unseen=1), "99 %"),
            (Share(seen=1, unseen=999), "1 %"),
            (Share(seen=10, awarded=30, unseen=10), "20 %"),
        ],
    )
    def test_in_words(self, share: Share, said: str) -> None:
        assert words(share.said) == said

    def test_the_interval_goes_around_both_bounds_and_counts_purchases(self) -> None:
        share = Share(seen=62, doubtful=8, unseen=30, purchases=100)
        assert words(share.around) == "entre 52 et 79 %"
        fewer = Share(seen=62, doubtful=8, unseen=30, purchases=10)
        assert words(fewer.around) == "entre 32 et 90 %"
        assert Share(seen=4, unseen=5, purchases=9).around == ""
        assert Share().interval is None

    def test_the_lots_of_one_day_are_one_purchase(self) -> None:
        lots = [notified("seen"), notified("seen"), notified("unseen", on=DAY)]
        assert share_of(lots).purchases == 2


def test_the_spans_are_a_year_and_the_last_quarters() -> None:
    found = spans(date(2026, 2, 10))
    assert [(one.code, one.since, one.until) for one in found[:3]] == [
        ("12-mois", date(2025, 2, 11), date(2026, 2, 10)),
        ("2026-T1", date(2026, 1, 1), date(2026, 2, 10)),
        ("2025-T4", date(2025, 10, 1), date(2025, 12, 31)),
    ]
    assert len(found) == 7


def test_figures_are_kept_as_they_are() -> None:
    read = {"achatpublic": {"alert": DAY}}
    found = counted(noticed(1), noticed(2, hosts=()), contracts=[notified()], read=read)
    assert figures_from_json(figures_to_json(found)) == found
