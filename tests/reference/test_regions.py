"""Provinces of Korea."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulmu.model.errors import InputError
from pulmu.reference import Region, find_region, list_regions


def test_there_are_17_and_three_are_the_capital_region() -> None:
    assert len(list_regions()) == 17
    assert [item.short_en for item in list_regions() if item.is_capital_region] == ["Seoul", "Incheon", "Gyeonggi"]


NAMES = {
    "KR-11": "KR-11",
    "kr-50": "KR-50",
    "서울시": "KR-11",
    "강원도": "KR-42",
    "전라북도": "KR-45",
    "North Jeolla": "KR-45",
    "Gyeongsangnam-do": "KR-48",
    " 제주 ": "KR-49",
}


@pytest.mark.parametrize("text", NAMES)
def test_names_in_use(text: str) -> None:
    assert find_region(text).code == NAMES[text]


@pytest.mark.parametrize("text", ["", "KR", "KR-12", "수원", "Korea"])
def test_what_is_no_province_is_refused(text: str) -> None:
    with pytest.raises(InputError) as refused:
        find_region(text)
    assert refused.value.problems[0].code == "input.region_unknown"


@given(st.sampled_from(list_regions()))
def test_every_name_leads_to_its_own_province(item: Region) -> None:
    names = (item.code, item.name_ko, item.short_ko, item.name_en, item.short_en, *item.alternatives)
    assert {item} == {find_region(name) for name in names}


def test_no_two_tiles_share_a_place_and_the_map_is_small() -> None:
    places = [(item.tile_row, item.tile_column) for item in list_regions()]
    assert len(set(places)) == 17
    assert {row for row, _ in places} == {1, 2, 3, 4, 5}
    assert {column for _, column in places} == {1, 2, 3, 4}


def test_every_tile_but_that_of_the_island_has_a_neighbour_on_land() -> None:
    land = {(item.tile_row, item.tile_column) for item in list_regions() if item.code != "KR-49"}
    for row, column in land:
        steps = itertools.product((row - 1, row, row + 1), (column - 1, column, column + 1))
        assert len(land & {place for place in steps if place != (row, column)}) >= 2
