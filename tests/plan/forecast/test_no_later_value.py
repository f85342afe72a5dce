"""No value of after an origin is read: whatever stands there, the forecast is the same."""

import numpy as np
import pytest
from tests.plan.forecast.loads import made_load, spoiled

from pulmu.plan.forecast import Night, forecast_load, forecast_peaks, judge, kinds_of, rest_of_day, say, usual_panel

POISON = {"nan": np.nan, "huge": 1e12, "negative": -1e12}


@pytest.mark.parametrize("how", POISON.values(), ids=POISON)
def test_days_forecast_one_after_the_other_read_nothing_of_their_own_or_later_days(how: float) -> None:
    load, panel = made_load(38), usual_panel(0)
    whole = judge(load, say(load, 30, 38, panel))
    for day in (30, 33, 37):
        bad = spoiled(load, day, 0, how)
        said = say(bad, 30, day + 1, panel)
        seen = judge(bad, said)
        row = day - 30
        for name in ("middle", "lower", "upper", "weights"):
            assert np.array_equal(getattr(seen, name)[row], getattr(whole, name)[row]), (day, name)
        kinds = kinds_of(load.first, 38)
        peaks = [
            forecast_peaks(each.power[:37], kinds, curves.middle[: row + 1], 30)[row]
            for each, curves in ((bad, seen), (load, whole))
        ]
        assert peaks[0] == peaks[1]


def test_the_rest_of_a_day_reads_nothing_later_at_any_quarter_hour() -> None:
    load = made_load(20)
    power, kinds = load.power[:19], kinds_of(load.first, 20)
    night = Night(middle=power[-1], lower=power[-1] * 0.8, upper=power[-1] * 1.2, told=power[-3:])
    for slot in range(1, 96):
        found = rest_of_day(power, kinds, load.until(19, slot).power[19, :slot], night)
        assert np.array_equal(found.middle[:slot], load.power[19, :slot])
        assert not np.isnan(found.middle).any()
    for slot in (1, 50):
        cut = forecast_load(load.until(19, slot), is_learning=False, tracked=2)
        assert (cut.day, cut.seen) == (load.day(19), slot)
        again = forecast_load(spoiled(load, 19, slot, np.nan), is_learning=False, tracked=2)
        assert np.array_equal(cut.middle, again.middle)
        assert cut.basis.seal == again.basis.seal


def test_what_was_known_at_an_instant_holds_nothing_later() -> None:
    load = made_load(10)
    cut = load.until(4, 30)
    assert cut.days == 5
    assert np.array_equal(cut.power[:4], load.power[:4])
    assert np.array_equal(cut.power[4, :30], load.power[4, :30])
    assert np.isnan(cut.power[4, 30:]).all()
