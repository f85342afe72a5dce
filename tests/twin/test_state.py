"""A line begins as its file or a run before says, and a run goes on as if it had never been cut."""

from copy import deepcopy
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.twin.lines import line_from, results
from tests.twin.random_lines import Tree, lines

from pulmu.adapters.samples import sample_line_names, sample_line_text
from pulmu.bootstrap.twin import line_engine, read_line_content
from pulmu.model import Document, decode, encode, has_errors
from pulmu.model.line import Line
from pulmu.model.line_state import LineState
from pulmu.twin import Ask, Counts, continued, plan_line, read_line, result_of
from pulmu.twin.end import state_of
from pulmu.twin.oracle import run_plainly

many = settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
DAY = 86_400.0


def steady(tree: Any) -> Any:
    """The same line with times of whole minutes that never differ: they add up without rounding."""
    if isinstance(tree, list):
        return [steady(item) for item in tree]
    if not isinstance(tree, dict):
        return tree
    if "law" in tree:
        spans = [tree.get(name) for name in ("mean", "mode", "high")] + list(tree.get("values", ()))
        return {"mean": next(span for span in spans if span)}
    return {name: steady(item) for name, item in tree.items()}


def told(counts: Counts, since: float = 0.0) -> list[tuple[float, str, int, int]]:
    """What happened after a time, without the numbers of the pieces."""
    return [(row.time - since, row.what, row.who, row.value) for row in counts.trace if row.time > since]


def ended(line: Line, seconds: float) -> tuple[Counts, LineState]:
    plan = plan_line(line)
    counts = line_engine()(plan, Ask(seconds, 0.0, 3, end=True), 0)
    assert counts.end is not None
    return counts, state_of(plan, counts.end)


@many
@given(lines(), st.integers(0, 9 * 1440))
def test_a_run_that_is_cut_goes_on_as_if_it_were_not(tree: Tree, minutes: int) -> None:
    line, cut = line_from(steady(tree)), minutes * 60.0
    whole = line_engine()(plan_line(line), Ask(cut + 5 * DAY, 0.0, 3, trace=True), 0)
    first, state = ended(line, cut)
    plan = plan_line(continued(line, state))
    rest = line_engine()(plan, Ask(5 * DAY, 0.0, 3, trace=True), 0)
    assert told(rest) == told(whole, cut)
    assert rest.inside == whole.inside
    assert first.events + rest.events == whole.events


@many
@given(lines(), st.integers(0, 9 * 1440))
def test_kernel_and_oracle_end_alike_and_begin_alike(tree: Tree, minutes: int) -> None:
    line = line_from(tree)
    plan, ask = plan_line(line), Ask(minutes * 60.0, 0.0, 3, end=True)
    compiled, plain = line_engine()(plan, ask, 0), run_plainly(plan, ask, 0)
    assert compiled.end is not None
    assert compiled.end == plain.end
    again, further = (
        plan_line(continued(line, state_of(plan, compiled.end))),
        Ask(4 * DAY, DAY, 3, trace=True, end=True),
    )
    one, other = line_engine()(again, further, 0), run_plainly(again, further, 0)
    assert one == other
    pieces = sum(1 for row in one.trace if row.what == "enters") - sum(
        row.what in ("leaves", "scrap") for row in one.trace
    )
    assert one.inside == compiled.inside + pieces
    for item in result_of(again, one, further, 0).stations:
        assert sum(item.state_hours.values()) == pytest.approx(item.machine_hours)


@settings(many, max_examples=40)
@given(lines(), st.integers(1, 4 * 1440))
def test_a_state_is_written_and_read_without_a_problem(tree: Tree, minutes: int) -> None:
    line = line_from(tree)
    _, state = ended(line, minutes * 60.0)
    begun = continued(line, state)
    decoded = read_line(Document(encode(begun), "line.json"))
    assert not has_errors(decoded.problems)
    assert decoded.value == begun
    assert decode(LineState, Document(encode(state), "state.json")).unwrap() == state


@pytest.mark.parametrize("name", sample_line_names())
def test_a_cut_run_goes_on_with_the_same_numbers(name: str) -> None:
    """With laws of chance too: the same happenings, at the same times but for rounding."""
    line = read_line(read_line_content(sample_line_text(name).encode(), "line.yaml")).unwrap()
    cut = 8.3 * DAY
    whole = line_engine()(plan_line(line), Ask(cut + 6 * DAY, 0.0, 3, trace=True), 0)
    _, state = ended(line, cut)
    rest = told(line_engine()(plan_line(continued(line, state)), Ask(6 * DAY, 0.0, 3, trace=True), 0))
    expected = told(whole, cut)
    assert len(rest) == len(expected) > 100
    assert [row[1:] for row in rest] == [row[1:] for row in expected]
    assert [row[0] for row in rest] == pytest.approx([row[0] for row in expected], abs=1e-4)


GIVEN: Tree = yaml.safe_load("""
id: given
starts: mon 07:00
carriers: [{id: el, unit: kWh}]
operators: [{id: crew, count: 1, skills: [mend, press]}]
calendars: [{id: day, shifts: [{start: '08:00', end: '17:00'}]}]
stations:
  - {id: press, machines: 2, buffer: 3, time: 10 min, uses: [{carrier: el, busy: 6}], set_up: 5 min, family: b,
     stops: [{id: fault, every: 100 h, lasts: 1 h, skill: mend}]}
  - {id: furnace, buffer: 9, batch: {least: 2, most: 4}, time: 1 h}
  - {id: pack, buffer: 1, time: 2 min, calendar: day}
products: [{id: p, route: [{station: press, family: b}, {station: furnace}, {station: pack}]}]
sources: [{id: in, products: {p: 1}, every: 1000 h}]
state:
  after: 30 min
  waiting:
    - {product: p, pieces: 2}
    - {product: p, step: pack, age: 2 h}
  machines:
    - {station: press, phase: work, left: 4 min, pieces: [{product: p, to: furnace, age: 6 min}]}
    - {station: press, machine: 2, down: fault, repair: 20 min}
    - {station: furnace, phase: work, left: 15 min, pieces: [{product: p, step: furnace, pieces: 3, age: 1 h}]}
""")


def test_a_state_that_a_person_gives() -> None:
    """Presses are done at 4, 14 and 24 min; the furnace at 15, empty at 34, done at 94 min; packing from 30 min."""
    (run,) = results(line_from(GIVEN), hours=2)
    press, furnace, pack = run.stations
    assert (press.cycles, furnace.cycles, pack.cycles) == (3, 2, 1 + 3 + 3)
    assert press.state_hours["down"] == pytest.approx(20 / 60)
    assert press.state_hours["busy"] == pytest.approx((4 + 10 + 10) / 60)
    assert pack.state_hours["off"] == pytest.approx(30 / 60)
    assert pack.state_hours["idle"] == pytest.approx((2 * 60 - 30 - 7 * 2) / 60)
    assert run.products[0].most_flow_s == pytest.approx((2 * 60 + 32) * 60)
    assert furnace.state_hours["blocked"] == pytest.approx((19 + 2) / 60)
    assert (run.good, run.inside) == (7, 0)


def test_an_empty_state_is_the_usual_start() -> None:
    tree = {name: value for name, value in GIVEN.items() if name != "state"}
    tree["sources"] = [{"id": "in", "products": {"p": 1}, "every": {"law": "exponential", "mean": "9 min"}}]
    plain, begun = results(line_from(tree), hours=200), results(line_from({**tree, "state": {}}), hours=200)
    assert plain == begun


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"waiting": [{"product": "q"}]}, "line.unknown_name"),
        ({"waiting": [{"product": "p", "step": "weld"}]}, "line.unknown_name"),
        ({"waiting": [{"product": "p", "source": "out"}]}, "line.unknown_name"),
        ({"waiting": [{"product": "p", "pieces": 6}]}, "line.state_room"),
        ({"sources": [{"source": "off"}]}, "line.unknown_name"),
        ({"sources": [{"source": "in"}, {"source": "in"}]}, "line.state_twice"),
        ({"machines": [{"station": "weld"}]}, "line.unknown_name"),
        ({"machines": [{"station": "press"}, {"station": "press"}]}, "line.state_twice"),
        ({"machines": [{"station": "press", "machine": 3}]}, "line.state_machine"),
        ({"machines": [{"station": "press", "down": "leak"}]}, "line.unknown_name"),
        ({"machines": [{"station": "press", "stops": [{"stop": "leak"}]}]}, "line.unknown_name"),
        ({"machines": [{"station": "press", "operators": "men"}]}, "line.unknown_name"),
        ({"machines": [{"station": "press", "family": "c"}]}, "line.unknown_name"),
        ({"machines": [{"station": "press", "phase": "work"}]}, "line.state_pieces"),
        ({"machines": [{"station": "press", "pieces": [{"product": "p"}]}]}, "line.state_pieces"),
        ({"machines": [{"station": "press", "phase": "work", "pieces": [{"product": "p", "pieces": 2}]}]},
         "line.state_pieces"),
        ({"machines": [{"station": "press", "phase": "hold", "pieces": [{"product": "p"}]}]}, "line.state_phase"),
        ({"machines": [{"station": "press", "phase": "work", "pieces": [{"product": "p", "step": "pack"}]}]},
         "line.state_step"),
        ({"machines": [{"station": "press", "phase": "set_up", "pieces": [{"product": "p"}]}]}, "line.state_left"),
        ({"machines": [{"station": "press", "phase": "heating"}]}, "line.state_left"),
        ({"machines": [{"station": "press", "phase": "heating", "left": "1 min", "then": "set_up",
                        "pieces": [{"product": "p"}]}]}, "line.state_left"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_state_is_told(change: Tree, code: str) -> None:
    tree = deepcopy(GIVEN)
    tree["state"] |= change
    assert [item.code for item in read_line(Document(tree, "line.yaml")).problems] == [code]
