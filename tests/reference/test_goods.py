import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulmu.model.errors import InputError
from pulmu.reference import Good, find_good, is_cbam_good, list_goods, load_table, printed_code


def code_of(cn_code: str) -> str:
    with pytest.raises(InputError) as refused:
        find_good(cn_code)
    return refused.value.problems[0].code


def test_a_bolt() -> None:
    good = find_good("7318 15 88")
    assert (good.cn_code, good.sector, good.goods_category) == ("73181588", "iron_steel", "Iron or steel products")
    assert (good.gases, good.indirect_counts, good.functional_unit) == (("CO2",), False, "tonne")
    assert good.default_value_keys == ("731815",)
    assert good.source.place == "Annex I, 7318 15 88"


@pytest.mark.parametrize("text", ["73181588", " 7318 15 88 ", "7318.15.88", "7318\u00a015\u00a088"])
def test_spaces_and_points_do_not_matter(text: str) -> None:
    assert find_good(text).cn_code == "73181588"


@pytest.mark.parametrize("text", ["7318", "731815881", "7318.15-8800", "7318158800", "bolt", "", "７３１８１５８８"])
def test_what_is_not_eight_digits_is_refused(text: str) -> None:
    assert code_of(text) == "input.cn_code"


@pytest.mark.parametrize("text", ["7204 10 00", "72044990", "7602 00 19"])
def test_scrap_is_no_good(text: str) -> None:
    assert code_of(text) == "input.cn_code_scrap"


def test_an_unknown_code_is_refused_with_the_near_ones() -> None:
    with pytest.raises(InputError, match="7318 15 88"):
        find_good("73181587")
    assert code_of("73181587") == "input.cn_code_unknown"


def test_a_new_code_below_a_listed_heading_is_a_cbam_good_but_has_no_row() -> None:
    for text in ("7308 20 10", "7601 10 20", "7308 90 97"):
        assert is_cbam_good(text)
        with pytest.raises(InputError, match="lies below a CBAM heading"):
            find_good(text)


@pytest.mark.parametrize("text", ["7615 10 10", "8302 41 50", "7202 21 00", "7202 92 00", "7204 10 00", "3105 60 00",
                                  "2507 00 20", "2804 21 00", "7315 11 10", "7317 00 80", "7602 00 11"])  # fmt: skip
def test_what_annex_i_does_not_list_is_no_cbam_good(text: str) -> None:
    assert not is_cbam_good(text)


def test_is_cbam_good_asks_for_eight_digits() -> None:
    with pytest.raises(InputError):
        is_cbam_good("7318")


def test_goods_and_headings_agree() -> None:
    codes = [good.cn_code for good in list_goods()]
    assert len(codes) == 573
    assert all(is_cbam_good(code) for code in codes)
    for row in load_table("headings").rows:
        below = [good for good in list_goods() if good.cn_code.startswith(row["heading"])]
        assert bool(below) == (row["listed"] == "yes")
        assert {good.sector for good in below} <= {row["sector"]}


def test_default_value_keys_name_the_good_itself() -> None:
    for good in list_goods():
        for key in good.default_value_keys:
            assert key.startswith(good.cn_code) or good.cn_code.startswith(key)


@given(st.sampled_from(list_goods()))
def test_the_printed_code_finds_the_good(good: Good) -> None:
    assert find_good(printed_code(good.cn_code)) is good


@given(st.text("0123456789", min_size=8, max_size=8))
def test_every_row_is_a_cbam_good_and_every_miss_an_error(digits: str) -> None:
    if digits in {good.cn_code for good in list_goods()}:
        assert is_cbam_good(digits)
    else:
        assert code_of(digits) in ("input.cn_code_unknown", "input.cn_code_scrap")


def test_each_sector_counts_its_gases() -> None:
    assert "CO2" in find_good("7318 15 88").gases
    assert "N2O" in find_good("2808 00 00").gases
    assert "N2O" not in find_good("7318 15 88").gases
    assert "PFC" in " ".join(find_good("7601 10 90").gases)


def test_indirect_emissions_count_for_cement_fertilisers_and_sintered_ore_alone() -> None:
    assert [find_good(code).indirect_counts for code in ("7318 15 88", "2601 12 00")] == [False, True]
    counted = {good.goods_category for good in list_goods() if good.indirect_counts}
    assert counted & {"Sintered ore", "Cement", "Ammonia"} == {"Sintered ore", "Cement", "Ammonia"}
    assert not {good.sector for good in list_goods() if good.indirect_counts} & {"aluminium", "hydrogen"}
    assert {good.goods_category for good in list_goods() if good.indirect_counts and good.sector == "iron_steel"} == {
        "Sintered ore"
    }


def test_first_rolling_makes_crude_steel_and_all_other_rolling_products() -> None:
    crude = {"72071111", "72181000", "72241010"}
    assert {find_good(code).goods_category for code in crude} == {"Crude steel"}
    assert {find_good(code).goods_category for code in ("72083900", "72139149")} == {"Iron or steel products"}
