"""The state an emulated machine shows is the one a run of its line counts."""

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.emulated import emulated

from pulmu.services.line_play import _Floor
from pulmu.twin import Ask, simulate_line
from pulmu.twin.oracle import run_plainly


@settings(max_examples=25)
@given(st.sampled_from(["fasteners", "extrusions"]), st.floats(3600, 20 * 86_400))
def test_machines_show_what_the_trace_says(name: str, horizon: float) -> None:
    plant = emulated(name, warm_up=0)
    run = next(simulate_line(plant.line, Ask(horizon, trace=True, end=True), run_plainly))
    floor = _Floor(plant.line)
    for item in run.trace:
        floor.happens(item)
    plant.state = run.end
    values = plant.values()
    names = [f"{item.id}/{number}/state" for item in plant.line.stations for number in range(1, item.machines + 1)]
    assert [values[tag] for tag in names] == floor.machines
