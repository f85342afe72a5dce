"""Goods made from goods: order, loops, and what cannot be told."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pulmu.carbon.certificates import specific_embedded_free_allocation, specific_embedded_free_allocation_in_loop
from pulmu.carbon.chain import Node, ordered_groups, resolve
from pulmu.model import Figure, SolveError, Source

HERE = Source("test")


def figure(value: float, unit: str = "t CO2e/t") -> Figure:
    return Figure(value, unit, "x", HERE)


def node(own: float | None, *inside: tuple[str, float], outside: tuple[tuple[float, float | None], ...] = ()) -> Node:
    bought = tuple((figure(m, "1"), None if v is None else figure(v)) for m, v in outside)
    return Node(None if own is None else figure(own), bought, tuple((name, figure(m, "1")) for name, m in inside))


def solved(**nodes: Node) -> dict[str, float | None]:
    found = resolve(nodes, specific_embedded_free_allocation, specific_embedded_free_allocation_in_loop, "process")
    return {name: item.value if item else None for name, item in found.items()}


def test_a_chain_is_resolved_from_its_head() -> None:
    found = solved(bolt=node(0.25, ("wire", 1.1)), wire=node(0.15, outside=((1.03, 2.0),)))
    assert found == pytest.approx({"wire": 2.21, "bolt": 2.681}, rel=1e-12)


def test_two_goods_that_feed_each_other() -> None:
    found = solved(a=node(0.5, ("b", 0.2)), b=node(1.0, ("a", 0.5)), c=node(0.1, ("a", 2.0)))
    a = 0.7 / 0.9
    assert found == pytest.approx({"a": a, "b": 1 + 0.5 * a, "c": 0.1 + 2 * a}, rel=1e-12)


def test_three_goods_in_a_ring() -> None:
    found = solved(a=node(1.0, ("b", 0.5)), b=node(2.0, ("c", 0.4)), c=node(3.0, ("a", 0.5)))
    a = 2.6 / 0.9
    assert found == pytest.approx({"a": a, "c": 3 + 0.5 * a, "b": 2 + 0.4 * (3 + 0.5 * a)}, rel=1e-12)


def test_a_loop_takes_what_its_members_bring_from_outside() -> None:
    found = solved(a=node(0.5, ("b", 0.2), ("d", 1.0)), b=node(1.0, ("a", 0.5), outside=((2.0, 3.0),)), d=node(0.4))
    a = (0.9 + 0.2 * 7.0) / 0.9
    assert found["a"] == pytest.approx(a, rel=1e-12)
    assert found["b"] == pytest.approx(7.0 + 0.5 * a, rel=1e-12)


def test_a_good_that_uses_itself() -> None:
    assert solved(a=node(0.9, ("a", 0.1)))["a"] == pytest.approx(1.0, rel=1e-12)


def test_several_flows_of_one_good_into_another_count_together() -> None:
    assert solved(a=node(0.9, ("a", 0.05), ("a", 0.05)))["a"] == pytest.approx(1.0, rel=1e-12)


def test_what_rests_on_an_unknown_is_unknown_and_nothing_else_is() -> None:
    found = solved(a=node(None), b=node(1.0, ("a", 1.0)), c=node(1.0, outside=((1.0, None),)), d=node(2.0))
    assert found == {"a": None, "b": None, "c": None, "d": 2.0}


def test_an_unknown_makes_its_whole_loop_unknown() -> None:
    assert solved(a=node(None, ("b", 0.1)), b=node(1.0, ("a", 0.1))) == {"a": None, "b": None}


@pytest.mark.parametrize(("forth", "back"), [(1.0, 1.0), (1.5, 1.0), (2.0, 2.0)])
def test_a_loop_that_nothing_leaves_has_no_answer(forth: float, back: float) -> None:
    with pytest.raises(SolveError) as caught:
        solved(a=node(0.5, ("b", forth)), b=node(1.0, ("a", back)))
    assert caught.value.problems[0].code == "carbon.loop_not_solvable"


def test_a_loop_of_more_than_it_makes_is_refused_even_where_its_value_comes_out_positive() -> None:
    # Two rings that each gain: I - A has a positive inverse entry, but the masses cannot be.
    with pytest.raises(SolveError):
        solved(a=node(1.0, ("b", 3.0)), b=node(0.0, ("a", 3.0), ("c", 0.5)), c=node(0.0, ("b", 0.5)))


def test_every_group_comes_after_what_it_takes_from() -> None:
    nodes = {"c": node(1, ("b", 1)), "b": node(1, ("a", 1), ("x", 0.1)), "x": node(1, ("b", 0.1)), "a": node(1)}
    groups = [set(group) for group in ordered_groups(nodes)]
    assert groups == [{"a"}, {"b", "x"}, {"c"}]


def test_a_plant_without_flows_between_processes_has_groups_of_one() -> None:
    assert ordered_groups({"a": node(1), "b": node(1)}) == [["a"], ["b"]]


def in_full(nodes: dict[str, Node]) -> dict[str, float]:
    """The same by one dense solve of all goods at once."""
    names = list(nodes)
    matrix = np.eye(len(names))
    own = np.zeros(len(names))
    for row, item in enumerate(nodes.values()):
        assert item.own is not None
        own[row] = item.own.value + sum(used.value * value.value for used, value in item.outside if value is not None)
        for name, used in item.inside:
            matrix[row, names.index(name)] -= used.value
    return dict(zip(names, np.linalg.solve(matrix, own).tolist(), strict=True))


@st.composite
def systems(draw: st.DrawFn) -> dict[str, Node]:
    """Goods that take of any others and of themselves, less than a tonne in all."""
    size = draw(st.integers(1, 8))
    shares = st.lists(st.tuples(st.integers(0, size - 1), st.floats(0.01, 0.9)), max_size=4)
    made = {}
    for number in range(size):
        taken = draw(shares)
        whole = max(1.0, sum(share for _, share in taken) / 0.9)
        made[f"g{number}"] = node(draw(st.floats(0, 5)), *((f"g{other}", share / whole) for other, share in taken))
    return made


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine draws slowly
@given(systems())
def test_a_system_told_member_by_member_is_the_system_solved_at_once(nodes: dict[str, Node]) -> None:
    assert solved(**nodes) == pytest.approx(in_full(nodes), rel=1e-11, abs=1e-14)


def test_a_loop_carries_its_flows_once_not_once_for_each_member() -> None:
    size = 100
    nodes = {f"g{n}": node(1.0, (f"g{n - 1 if n else size - 1}", 0.9)) for n in range(size)}
    found = resolve(nodes, specific_embedded_free_allocation, specific_embedded_free_allocation_in_loop, "process")
    figures = {id(item): item for root in found.values() if root for item in root.walk()}.values()
    assert sum(item.formula.endswith("_in_loop") for item in figures) == 1
    assert sum(len(item.inputs) for item in figures) < 8 * size


def test_of_a_loop_the_member_that_most_flows_pass_is_solved_for() -> None:
    nodes = {"a": node(1.0, ("hub", 0.3)), "b": node(1.0, ("hub", 0.3)), "hub": node(1.0, ("a", 0.5), ("b", 0.4))}
    found = resolve(nodes, specific_embedded_free_allocation, specific_embedded_free_allocation_in_loop, "process")
    assert {name: item.formula.endswith("_in_loop") for name, item in found.items() if item} == {
        "hub": True,
        "a": False,
        "b": False,
    }
