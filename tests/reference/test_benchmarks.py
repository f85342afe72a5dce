from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulmu.model.errors import PulmuError
from pulmu.reference import benchmark_column_a, benchmark_column_b, benchmarks_of, list_goods, load_table

ROWS = load_table("benchmarks").rows
CODES = sorted({row["cn_code"] for row in ROWS})


def code_of(call: Callable[[], object]) -> str:
    with pytest.raises(PulmuError) as refused:
        call()
    return refused.value.problems[0].code


def test_hot_rolled_coil_has_two_figures_that_are_never_mixed() -> None:
    assert benchmark_column_a("7208 10 00", 2026).column_a_actual == 0.044
    column_b = benchmark_column_b("7208 10 00", ("C",), 2026)
    assert column_b.column_b_default == 1.370
    assert column_b.source.place == "Annex, 7208 10 00, route C, column B"


def test_columns_are_those_of_the_table() -> None:
    for row in ROWS:
        year = int(row["valid_years"][:4] or 2026)
        (line,) = [line for line in benchmarks_of(row["cn_code"], year) if line.route == row["route"]]
        assert (line.column_a_actual, line.column_b_default) == (row["column_a_actual"], row["column_b_default"])


def test_of_several_letters_the_highest_value_counts() -> None:
    assert benchmark_column_b("72081000", ("E", "C", "D"), 2026).route == "C"
    assert benchmark_column_b("72081000", ("E", "D"), 2026).route == "D"


def test_a_letter_without_line_is_refused() -> None:
    assert code_of(lambda: benchmark_column_b("7228 30 41", ("F",), 2026)) == "rule.no_benchmark"


def test_a_line_without_letter_serves_every_letter() -> None:
    assert {row["route"] for row in ROWS if row["cn_code"] == "73042200"} == {""}
    value = benchmark_column_b("73042200", (), 2026).column_b_default
    assert value == benchmark_column_b("73042200", ("C",), 2026).column_b_default


def test_without_letter_the_letters_are_named() -> None:
    assert code_of(lambda: benchmark_column_b("72081000", (), 2026)) == "rule.route_needed"
    with pytest.raises(PulmuError, match=r"D \(carbon steel, direct reduced iron"):
        benchmark_column_b("72081000", (), 2026)


def test_column_a_asks_for_the_route_only_where_it_differs() -> None:
    assert benchmark_column_a("7318 15 88", 2026).column_a_actual == 0.038
    assert benchmark_column_a("7318 15 88", 2026, "H").column_a_actual == 0.038
    assert code_of(lambda: benchmark_column_a("7206 10 00", 2026)) == "rule.route_needed"
    assert benchmark_column_a("7206 10 00", 2026, "C").column_a_actual == 0.150
    assert benchmark_column_a("7206 10 00", 2026, "E").column_a_actual == 0.027
    assert code_of(lambda: benchmark_column_a("7206 10 00", 2026, "H")) == "rule.no_benchmark"


def test_zero_in_column_a_is_a_value() -> None:
    zero = next(row for row in ROWS if row["column_a_actual"] == 0)
    year = int(zero["valid_years"][:4] or 2026)
    assert benchmark_column_a(zero["cn_code"], year, zero["route"] or None).column_a_actual == 0.0


def test_footnotes_part_the_years() -> None:
    assert benchmark_column_b("7218 10 00", (), 2027).column_b_default == 1.419
    assert benchmark_column_b("7218 10 00", (), 2028).column_b_default == 1.381


def test_years_outside_the_table_are_refused() -> None:
    assert code_of(lambda: benchmarks_of("72081000", 2025)) == "rule.year_not_in_force"
    assert code_of(lambda: benchmarks_of("72081000", 2031)) == "rule.no_benchmark"


def test_a_good_without_benchmark_is_refused() -> None:
    without = [good.cn_code for good in list_goods() if good.cn_code not in CODES]
    assert without == ["27160000", "73089000", "76071100"]
    for cn_code in without:
        assert code_of(lambda cn_code=cn_code: benchmarks_of(cn_code, 2026)) == "rule.no_benchmark"


@given(st.sampled_from(CODES), st.lists(st.sampled_from("ABCDEFGHJKL"), max_size=4), st.integers(2026, 2030))
def test_column_b_is_a_line_of_the_letters_given_or_an_error(cn_code: str, letters: list[str], year: int) -> None:
    lines = benchmarks_of(cn_code, year)
    fitting = [line.column_b_default for line in lines if line.route in ("", *letters)]
    if fitting:
        assert max(fitting) == benchmark_column_b(cn_code, tuple(letters), year).column_b_default
    else:
        code = code_of(lambda: benchmark_column_b(cn_code, tuple(letters), year))
        assert code == ("rule.no_benchmark" if letters else "rule.route_needed")
