"""The catalogue of measures: every row is there, in units we know, and what a source does not give stays missing."""

import pytest

from pulmu.bootstrap.support import packaged_programmes
from pulmu.model import RuleError
from pulmu.reference import load_table
from pulmu.reference.measures import catalogue_measures, exchange_rate, purposes_of

MEASURES = {item.id: item for item in catalogue_measures(1_400.0)}


def test_every_measure_of_the_catalogue_has_one_rule_and_its_source() -> None:
    assert len(MEASURES) == 29
    assert [row["id"] for row in load_table("measures").rows] == [row["id"] for row in load_table("measure_rules").rows]
    assert all(item.source.act and item.name_ko and item.grade for item in MEASURES.values())


def test_savings_and_investments_are_quantities_of_ours() -> None:
    leaks, drive, roof = MEASURES["air_leaks"], MEASURES["vsd_compressor"], MEASURES["rooftop_pv"]
    assert leaks.saving is not None
    assert [str(leaks.saving.low), str(leaks.saving.high)] == ["0.1 1", "0.25 1"]
    assert leaks.capital is not None
    assert [str(leaks.capital.low), str(leaks.capital.high)] == ["1,400,000 KRW", "2,100,000 KRW"]  # 1,000-1,500 USD
    assert drive.capital is not None
    assert drive.capital.low is not None
    assert drive.capital.low.unit == "KRW/kW"
    assert drive.capital.low.value == pytest.approx(300 * 1_400 / 0.7457)  # 300 USD/hp
    assert roof.saving is not None
    assert str(roof.saving.low) == "1,200 kWh/kW"
    assert roof.capital is not None
    assert [str(roof.capital.low), str(roof.capital.high)] == ["1,200,000 KRW/kW", "3,000,000 KRW/kW"]


def test_what_a_row_does_not_give_stays_missing() -> None:
    burner, regenerative = MEASURES["recuperative_burner"], MEASURES["regenerative_burner"]
    assert burner.saving is not None
    assert burner.saving.low is None
    assert burner.saving.high is not None
    assert not burner.saving.is_whole
    assert (regenerative.saving, regenerative.capital, regenerative.payback) == (None, None, None)
    assert regenerative.grade == "none"
    assert {item.life for item in MEASURES.values()} == {None}


def test_ties_name_measures_and_an_exclusion_holds_both_ways() -> None:
    for item in MEASURES.values():
        for tie in (*item.needs, *item.excludes):
            assert tie.other in MEASURES
            assert tie.other != item.id
            assert tie.reason_en
            assert tie.reason_ko
        assert all(item.id in {back.other for back in MEASURES[tie.other].excludes} for tie in item.excludes)
    assert [tie.other for tie in MEASURES["vsd_compressor"].needs] == ["air_leaks"]


def test_programmes_that_may_pay_are_packaged_ones() -> None:
    known = {item.id for item in packaged_programmes()}
    for kind in sorted({item.kind for item in MEASURES.values()}):
        assert {item.programme for item in purposes_of(kind)} <= known


def test_an_exchange_rate_says_whether_it_was_assumed() -> None:
    assert exchange_rate("USD").is_assumed
    given = exchange_rate("EUR", 1_633.0)
    assert (given.krw, given.is_assumed) == (1_633.0, False)
    with pytest.raises(RuleError) as refused:
        exchange_rate("JPY")
    assert refused.value.problems[0].code == "rule.no_exchange_rate"
