"""Figure and certificates beside a plan: three balances apart, because the engine says so."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.services.schedules.shops import job, shop
from tests.services.test_check_line import plant_of

from pulmu.model import InputError, Plant
from pulmu.plan.schedule import Placed, Timetable
from pulmu.services._line_plant import year_of
from pulmu.services._line_tie import ELECTRICITY
from pulmu.services.schedules.figures import Moved, PlanFigures, figures_of, moved_between, plant_after
from pulmu.services.schedules.lay import lay
from pulmu.services.schedules.plan import ScheduleOrder, schedule_jobs
from pulmu.services.schedules.read import read_jobs

EDITION = "2026-08"
PLANTS = {name: plant_of(name) for name in ("fasteners", "extrusions")}
FASTENERS = PLANTS["fasteners"]
FURNACE = ("city_gas", "heat_treatment_furnace")


def figures(amounts: dict[tuple[str, str], float], plant: Plant = FASTENERS, **taken: float) -> PlanFigures:
    return figures_of(plant, EDITION, Moved(amounts, taken))


@pytest.mark.parametrize("name", ["fasteners", "extrusions"])
def test_moved_and_saved_electricity_moves_the_footprint_and_no_certificate_at_all(name: str) -> None:
    """Steel and aluminium: exactly none, out of the engine; nothing here says so."""
    plant = PLANTS[name]
    users = list(year_of(plant).amounts[ELECTRICITY])
    told = figures({(ELECTRICITY, user): -50_000.0 for user in users}, plant)
    assert told.more_certificates == 0.0
    for good in told.goods:
        assert good.embedded_after == good.embedded
        assert good.certificates_after == good.certificates
        assert good.footprint is not None
        assert good.footprint_after is not None
        assert good.footprint_after < good.footprint
    assert any(good.certificates for good in told.goods)


def test_saved_gas_moves_certificates_and_footprint_alike() -> None:
    told = figures({FURNACE: -10_000.0})
    good = next(item for item in told.goods if item.good == "bolts")
    assert told.fuels == (("city_gas", -10_000.0, "Nm3"),)
    assert told.electricity_kwh == 0.0
    assert told.more_certificates is not None
    assert told.more_certificates < -5.0
    assert good.footprint is not None
    assert good.footprint_after is not None
    less = good.embedded - good.embedded_after
    assert less > 0.0
    assert good.footprint - good.footprint_after == pytest.approx(less, rel=1e-9)
    made = 8130.0
    assert less * made == pytest.approx(10_000 * 39.4e-6 * 56.1, rel=0.1), (
        "about 22 t CO2e of gas over the year's goods"
    )
    wire = next(item for item in told.goods if item.good == "annealed_wire")
    assert wire.embedded_after == pytest.approx(wire.embedded, rel=1e-12), "the wire never sees that furnace"


def test_less_scrap_moves_precursors_and_so_certificates() -> None:
    told = figures({}, drawn_wire=-10.0)
    assert told.input_tonnes == -10.0
    assert told.more_certificates is not None
    assert told.more_certificates < 0.0


@settings(max_examples=8, deadline=None)
@given(st.floats(-1e5, 1e5), st.floats(-1e4, 1e4))
def test_electricity_leaves_what_gas_does_to_certificates(kwh: float, gas: float) -> None:
    both = figures({(ELECTRICITY, "fasteners"): kwh, FURNACE: gas})
    alone = figures({FURNACE: gas})
    assert both.more_certificates == alone.more_certificates
    assert [item.embedded_after for item in both.goods] == [item.embedded_after for item in alone.goods]


def test_a_plan_that_moves_nothing_leaves_the_plant_as_it_is() -> None:
    moved = Moved({(ELECTRICITY, "fasteners"): 0.0, FURNACE: 0.0})
    assert plant_after(FASTENERS, year_of(FASTENERS), moved).source_streams == FASTENERS.source_streams
    told = figures_of(FASTENERS, EDITION, moved)
    assert all(item.footprint_after == item.footprint for item in told.goods)


def test_who_uses_nothing_in_the_plant_is_told_with_all_who_do() -> None:
    with pytest.raises(InputError) as refused:
        figures({(ELECTRICITY, "press"): 1.0, ("oil", "boiler"): 1.0}, nowhere=1.0)
    assert [item.code for item in refused.value.problems] == ["schedule.no_user"] * 3
    assert "drawn_wire" in refused.value.problems[0].mend


def test_who_uses_nothing_in_the_plant_is_told_before_anything_is_searched_for() -> None:
    """An hour was given to the search."""
    document = shop(job("A", ("M-1", 1, 7)), machines=[{"id": "M-1", "process": "pressing", "fuel": "oil",
                                                        "furnace": "boiler"}])  # fmt: skip
    with pytest.raises(InputError) as refused:
        schedule_jobs(document, ScheduleOrder(seconds=3600.0, plant=FASTENERS), lambda: pytest.fail("it searches"))
    assert [item.code for item in refused.value.problems] == ["schedule.no_user"] * 2


def test_what_a_plan_uses_more_is_told_by_machine_process_and_furnace() -> None:
    """A furnace that waits burns: closing the gap saves what it held its temperature with."""
    document = shop(
        {"id": "A", "operations": [{"ways": [{"machine": "OVEN", "minutes": 120, "kw": 30, "fuel_per_hour": 40}]}]},
        {"id": "B", "operations": [{"ways": [{"machine": "OVEN", "minutes": 60, "kw": 30, "fuel_per_hour": 40}]}]},
        job("C", ("M-1", 1, 7)),
        machines=[{"id": "OVEN", "idle_kw": 5, "process": "fasteners", "fuel": "city_gas",
                   "furnace": "heat_treatment_furnace", "idle_fuel_per_hour": 16}, {"id": "M-1"}],
    )  # fmt: skip
    laid = lay(read_jobs(document).unwrap())
    apart = Timetable((Placed(0, 0, 0, 0, 2), Placed(1, 0, 0, 5, 6), Placed(2, 0, 1, 0, 1)))
    close = replace(apart, placed=(apart.placed[0], Placed(1, 0, 0, 2, 3), apart.placed[2]))
    moved = moved_between(laid, close, apart)
    assert moved.amounts == {(ELECTRICITY, "fasteners"): -15.0, FURNACE: -48.0}
    assert moved.untold == ("M-1",)
    told = figures_of(FASTENERS, EDITION, moved)
    assert told.more_certificates is not None
    assert told.more_certificates < 0.0
    assert told.untold == ("M-1",)
