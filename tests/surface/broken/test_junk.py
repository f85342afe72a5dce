"""Plants with junk anywhere: checking never raises anything but our own errors, and always speaks both languages."""

import copy
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.surface.broken.corrupt import Step, as_json, as_yaml, sample
from tests.surface.command import HANGUL

from pulmu.adapters._document import parse_document
from pulmu.locale import problems_tree
from pulmu.model import Document, Problem, PulmuError
from pulmu.services.check_plant import check_plant
from pulmu.services.report_cbam import report_cbam

SAMPLES = {name: sample(name) for name in ("fasteners", "extrusions")}

WORDS = st.sampled_from(
    ["rest", "outside", "drawn_wire", "fasteners", "bolts", "boiler", "billets", "KR", "NO", "unknown", "yes", "-", ""]
)
AMOUNTS = st.builds(
    lambda number, unit: f"{number} {unit}".strip(),
    st.sampled_from(["0", "-1", "1", "1e15", "1e-300", "12,40", "1,250", "NaN", "inf", "0x10", "１２", "1e309", "+.5"]),
    st.sampled_from(
        ["", "t", "kg", "Nm3", "MWh", "GJ", "TJ net", "MJ gross", "%", "EUR/t CO2e", "t CO2e/t", "kW", "t/t/t"]
    ),
)
CODES = st.sampled_from(
    ["73181588", "72042190", "25232900", "83024150", "27160000", "7318", "00000000", "76011090", "a"]
)
LEAVES = (
    WORDS | AMOUNTS | CODES | st.text(max_size=8) | st.integers(-3, 10**20) | st.floats() | st.booleans() | st.none()
)
JUNK = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6) | WORDS, inner, max_size=3),
    max_leaves=6,
)  # fmt: skip


def paths(tree: Any, path: tuple[Step, ...] = ()) -> list[tuple[Step, ...]]:
    pairs = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    return [found for name, value in pairs for found in ((*path, name), *paths(value, (*path, name)))]


@st.composite
def junk_plants(draw: st.DrawFn) -> Any:
    tree = copy.deepcopy(SAMPLES[draw(st.sampled_from(sorted(SAMPLES)))])
    for _ in range(draw(st.integers(1, 4))):
        *above, last = draw(st.sampled_from(paths(tree)))
        holder: Any = tree
        for step in above:
            holder = holder[step]
        what = draw(st.sampled_from(["replace", "delete", "rename", "double"]))
        if what == "replace":
            holder[last] = draw(JUNK)
        elif what == "double" and isinstance(holder, list):
            holder.append(copy.deepcopy(holder[last]))
        elif what == "rename" and isinstance(holder, dict):
            holder[draw(WORDS | st.text(max_size=8))] = holder.pop(last)
        else:
            del holder[last]
        if not paths(tree):
            break
    return tree


def assert_spoken(problems: tuple[Problem, ...]) -> None:
    for item in problems_tree(problems, "ko"):
        assert HANGUL.search(item["message"]), item
        assert HANGUL.search(item["mend"]), item
    for item in problems:
        assert item.message, item
        assert item.mend, item
        assert item.place, item


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(junk_plants())
def test_checking_a_tree_of_junk_gives_problems_and_nothing_else(tree: Any) -> None:
    checked = check_plant(Document(tree, "plant.json"))
    assert_spoken(checked.problems)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(junk_plants(), st.sampled_from(["json", "yaml"]))
def test_a_file_of_junk_is_refused_or_reported_on(tree: Any, suffix: str) -> None:
    text = as_json(tree) if suffix == "json" else as_yaml(tree)
    try:
        outcome = report_cbam(parse_document(text.encode("utf-8", "surrogatepass"), f"plant.{suffix}"))
    except PulmuError as error:
        assert_spoken(error.problems)
        return
    assert_spoken(outcome.problems)
    assert (outcome.report is None) is any(item.severity == "error" for item in outcome.problems)
