"""The bands of each input alone: the same draws every time, and no input beyond what was stated."""

import pytest

from pulmu.bootstrap.samples import read_sample
from pulmu.carbon.plant_draws import Uncertainty
from pulmu.reference import DEFAULT_EDITION
from pulmu.services.report import Report
from pulmu.services.report_cbam import report_cbam
from pulmu.services.tornado import Tornado, tornado_of


def report() -> Report:
    found = report_cbam(read_sample("fasteners")).report
    assert found is not None
    return found


def tornado(stated: Uncertainty) -> Tornado:
    found = tornado_of(read_sample("fasteners"), report(), stated, DEFAULT_EDITION).tornado
    assert found is not None
    return found


def test_only_what_was_stated_is_drawn_and_the_widest_comes_first() -> None:
    found = tornado(Uncertainty(amounts=0.05, precursor_values=0.05))
    for good, alone in found.alone.items():
        assert [item.kind for item in alone] == ["precursor_values", "amounts"]
        assert alone[0].width > alone[1].width > 0
        whole = found.together[good]
        assert whole.high - whole.low > alone[1].width


def test_one_kind_alone_is_all_together() -> None:
    found = tornado(Uncertainty(production=0.02))
    for good, alone in found.alone.items():
        assert alone[0].band == found.together[good]


def test_it_is_the_same_every_time() -> None:
    assert tornado(Uncertainty(amounts=0.05)) == tornado(Uncertainty(amounts=0.05))


def test_a_wider_input_gives_a_wider_band() -> None:
    narrow, wide = (tornado(Uncertainty(amounts=value)).alone["bolts"][0].width for value in (0.01, 0.05))
    assert wide == pytest.approx(5 * narrow, rel=0.05)


def test_shares_add_up_where_inputs_do_not_meet_and_better_data_takes_risk_away() -> None:
    stated = Uncertainty(amounts=0.1, emission_factors=0.1, precursor_values=0.03)
    priced = report_cbam(read_sample("fasteners"), scenario="last_published_price").report
    assert priced is not None
    found = tornado_of(read_sample("fasteners"), priced, stated, DEFAULT_EDITION).tornado
    assert found is not None
    for alone in found.alone.values():
        assert sum(item.first for item in alone) == pytest.approx(1, abs=0.05)
        assert [item.total for item in alone] == sorted((item.total for item in alone), reverse=True)
        for item in alone:
            assert item.first <= item.total + item.first_error + item.total_error
    assert found.risk is not None
    assert found.next[0].kind == found.alone["bolts"][0].kind
    assert all(0 < item.less_risk < found.risk for item in found.next)
    assert all(abs(item.less_cost) < 4 * item.less_cost_error for item in found.next)


def test_without_a_price_nothing_is_told_of_cost() -> None:
    found = tornado(Uncertainty(amounts=0.05))
    assert (found.next, found.risk) == ((), None)


def test_a_kind_the_plant_has_no_input_of_makes_nothing() -> None:
    assert tornado(Uncertainty(other_emissions=0.05)).alone["bolts"] == ()
