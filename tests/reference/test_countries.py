import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulmu.model.errors import InputError
from pulmu.reference import Country, country, list_countries, load_table

EXEMPT = "AT BE BG CH CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK"


@pytest.mark.parametrize("text", ["KR", "kor", "Korea, Republic of", "South Korea", "대한민국", "한국", " kr "])
def test_korea_by_any_name(text: str) -> None:
    assert country(text).iso3 == "KOR"


@pytest.mark.parametrize(("text", "iso2"), [("Turkiye", "TR"), ("Türkiye", "TR"), ("터키", "TR"), ("대만", "TW"),
                                            ("Côte d’Ivoire", "CI"), ("EL", "GR"), ("베트남", "VN"), ("미국", "US"),
                                            ("북한", "KP"), ("콩고 민주공화국", "CD")])  # fmt: skip
def test_names_in_use(text: str, iso2: str) -> None:
    assert iso2 == country(text).iso2


def test_exempt_origins() -> None:
    assert " ".join(item.iso2 for item in list_countries() if item.exempt) == EXEMPT


@pytest.mark.parametrize("text", ["Büsingen", "Heligoland", "Livigno", "Ceuta", "Melilla"])
def test_territories_without_a_code_are_exempt(text: str) -> None:
    assert country(text).exempt


def test_every_country_of_the_default_values_is_found_by_code_and_name() -> None:
    for row in load_table("default_values").rows:
        if row["iso3"] != "OTHER":
            assert country(row["iso3"]).iso3 == country(row["country"]).iso3 == row["iso3"]


@pytest.mark.parametrize("text", ["Atlantis", "", "XX", "OTHER"])
def test_an_unknown_country_is_refused(text: str) -> None:
    with pytest.raises(InputError) as refused:
        country(text)
    assert refused.value.problems[0].code == "input.country_unknown"


def test_a_mistyped_country_is_guessed_at() -> None:
    with pytest.raises(InputError, match="Vietnam"):
        country("Vietnm")


@given(st.sampled_from(list_countries()))
def test_code_and_names_lead_to_the_same_country(item: Country) -> None:
    assert {item} == {country(text) for text in (item.iso2, item.iso3, item.name_en, item.name_ko, item.iso2.lower())}


def test_codes_and_names_are_unique() -> None:
    for name in ("iso2", "iso3", "name_en", "name_ko"):
        assert len({getattr(item, name) for item in list_countries()}) == len(list_countries()) == 249
