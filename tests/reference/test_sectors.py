"""What each goods category asks for, and what its goods are counted in."""

import pytest

from pulmu.model import InputError
from pulmu.reference import find_good, functional_unit, list_goods, list_sectors, sector_of


def test_every_category_of_goods_has_a_sector_and_every_sector_has_goods() -> None:
    assert {good.goods_category for good in list_goods()} == {sector.goods_category for sector in list_sectors()}


# Of every point of Annex I, what a reader would miss first if the row stood with the wrong category.
MONITORED = [
    ("Calcined clay", "3.2", "raw clay"),
    ("Cement clinker", "3.3", "dust of kiln and bypass"),
    ("Cement", "3.4", "clinker and calcined clay are precursors"),
    ("Aluminous cement", "3.5", "raw meal"),
    ("Hydrogen", "3.6", "feedstock carbon"),
    ("Ammonia", "3.7", "as energy and as feedstock"),
    ("Nitric acid", "3.8", "N2O of all process sources by measurement"),
    ("Urea", "3.9", "CO2 permanently bound"),
    ("Mixed fertilisers", "3.10", "granulating"),
    ("Sintered ore", "3.11", "carbonate ores"),
    ("FeMn", "3.12", "electrodes and pastes"),
    ("FeCr", "3.12", "electrodes and pastes"),
    ("FeNi", "3.12", "electrodes and pastes"),
    ("Pig iron", "3.13", "hot metal to the converter"),
    ("DRI", "3.14", "reductants"),
    ("Crude steel", "3.15", "in steel, slag and waste out"),
    ("Iron or steel products", "3.16", "fuels and flue-gas treatment"),
    ("Unwrought aluminium", "3.17", "perfluorocarbons of electrolysis"),
    ("Aluminium products", "3.18", "fuels and flue-gas treatment"),
    ("Electricity", "3.19", "combustion"),
]


@pytest.mark.parametrize(("category", "point", "words"), MONITORED)
def test_a_category_names_its_point_of_the_act_and_what_is_monitored(category: str, point: str, words: str) -> None:
    sector = sector_of(category)
    assert (sector.source.act, sector.source.place) == (
        "Implementing Regulation (EU) 2025/2547",
        f"Annex I, {point}",
    )
    assert words in sector.monitored


def test_no_category_is_left_out_of_what_is_monitored() -> None:
    assert {category for category, *_ in MONITORED} == {sector.goods_category for sector in list_sectors()}


def test_what_was_read_in_the_transitional_rules_only_says_so() -> None:
    confidence = {sector.goods_category: sector.source.confidence for sector in list_sectors()}
    assert confidence["Cement clinker"] == confidence["Ammonia"] == confidence["Hydrogen"] == "transitional"
    assert confidence["Crude steel"] == confidence["Iron or steel products"] == "extract"


def test_goods_of_one_category_agree_on_their_indirect_emissions() -> None:
    for sector in list_sectors():
        goods = [good for good in list_goods() if good.goods_category == sector.goods_category]
        assert len({good.indirect_counts for good in goods}) == 1, sector.goods_category


def test_the_mass_balance_is_named_for_metal_made_from_ore_and_scrap() -> None:
    assert {sector.goods_category for sector in list_sectors() if sector.mass_balance} == {
        "FeMn", "FeCr", "FeNi", "Pig iron", "DRI", "Crude steel",
    }  # fmt: skip


def test_nitrous_oxide_of_nitric_acid_must_be_measured() -> None:
    assert [sector.goods_category for sector in list_sectors() if sector.required_measurement] == ["Nitric acid"]


@pytest.mark.parametrize(
    ("cn_code", "unit", "settled"),
    [
        ("73181588", "tonne", True),
        ("25231000", "t_clinker", True),
        ("25232900", "t_clinker", True),
        ("25233000", "tonne", True),
        ("28080000", "kg_N", True),
        ("28142000", "kg_N", True),
        ("31053000", "kg_N", True),
        ("31021090", "kg_N", True),
        ("28342100", "tonne", False),
        ("28041000", "tonne", True),
    ],
)
def test_what_a_good_is_counted_in(cn_code: str, unit: str, settled: bool) -> None:
    found = functional_unit(find_good(cn_code))
    assert (found.name, found.settled) == (unit, settled)


def test_a_supplementary_unit_is_told_to_be_from_memory() -> None:
    assert functional_unit(find_good("31021090")).source.confidence == "memory"
    assert functional_unit(find_good("31053000")).source.confidence == "read"


def test_an_unknown_category_is_refused_with_the_known_ones() -> None:
    with pytest.raises(InputError, match="Crude steel"):
        sector_of("Bolts")
