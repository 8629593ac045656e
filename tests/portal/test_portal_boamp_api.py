"""Pages, projections and exports of the BOAMP API."""

import json
from pathlib import Path
from typing import Any

import pytest

from veille.portal.messages import Request
from veille.portal.site import DATASET, Site


def test_ten_records_are_a_page_without_a_limit(boamp: Any) -> None:
    body = json.loads(boamp().body)

    assert list(body) == ["total_count", "results"]
    assert body["total_count"] == 254
    assert len(body["results"]) == 10


def test_pages_hold_every_record_once(boamp: Any) -> None:
    pages = [
        json.loads(boamp(order_by="dateparution desc,idweb asc", limit=100, offset=offset).body)
        for offset in (0, 100, 200, 300)
    ]

    found = [record["idweb"] for page in pages for record in page["results"]]
    assert [len(page["results"]) for page in pages] == [100, 100, 54, 0]
    assert len(set(found)) == 254


def test_a_record_is_served_as_the_text_that_was_loaded(boamp: Any, replay_folder: Path) -> None:
    response = boamp(where='idweb = "26-900001"')

    assert (replay_folder / "boamp/seul.json").read_bytes() in response.body
    assert json.loads(response.body)["total_count"] == 1


@pytest.mark.parametrize("limit", ["101", "-2", "abc", "", "٣", "9" * 40])
def test_a_limit_out_of_range_is_refused(boamp: Any, limit: str) -> None:
    response = boamp(limit=limit)

    body = json.loads(response.body)
    assert response.status == 400
    assert body["error_code"] == "InvalidRESTParameterError"
    assert body["message"].startswith("Invalid value for limit API parameter")


@pytest.mark.parametrize("route", ["records", "exports/json"])
def test_an_offset_below_zero_is_refused(boamp: Any, route: str) -> None:
    response = boamp(route, offset=-1)

    assert response.status == 400
    assert "offset API parameter: -1 was found" in json.loads(response.body)["message"]


@pytest.mark.parametrize("parameter", ["group_by", "timezone"])
def test_what_is_not_spoken_is_refused(boamp: Any, parameter: str) -> None:
    assert boamp(**{parameter: "Europe/Paris"}).status == 400


def test_select_keeps_its_fields_in_its_order(boamp: Any) -> None:
    [record] = json.loads(boamp(select="objet, idweb", where='idweb = "26-900002"').body)["results"]

    assert list(record.items()) == [("objet", "Écoles"), ("idweb", "26-900002")]


def test_select_reaches_the_heavy_fields(boamp: Any) -> None:
    [record] = json.loads(boamp(select="donnees", where='idweb = "26-900002"').body)["results"]

    assert json.loads(record["donnees"])["FNSimple"]["initial"]["texte"] == "œuvre inventée"


def test_the_export_is_a_bare_list_without_a_ceiling(boamp: Any) -> None:
    everything = json.loads(boamp("exports/json", order_by="idweb").body)
    some = json.loads(boamp("exports/json", order_by="idweb", limit=3, offset=1).body)

    assert len(everything) == 254
    assert some == everything[1:4]


def test_an_export_of_nothing_is_an_empty_list(boamp: Any) -> None:
    assert json.loads(boamp("exports/json", where='idweb = "aucun"').body) == []


def test_only_get_is_spoken(site: Site) -> None:
    response = site.answer(Request.of("POST", f"{DATASET}/records"))

    assert (response.status, response.headers) == (405, (("Allow", "GET"),))


@pytest.mark.parametrize("path", ["/api/explore/v2.1/catalog/datasets/autre/records", "/api/x"])
def test_another_dataset_is_not_there(site: Site, path: str) -> None:
    response = site.answer(Request.of("GET", path))

    assert response.status == 404
    assert json.loads(response.body)["error_code"] == "NotFound"


def test_robots_txt_says_what_the_real_one_says(site: Site) -> None:
    text = site.answer(Request.of("GET", "/robots.txt")).body.decode()

    assert "User-agent: *\nDisallow: /api/\n" in text
