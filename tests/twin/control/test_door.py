"""What comes in as a document: everything that is wrong is told at once."""

import copy
from typing import Any

import pytest
from tests.twin.control.world import LIMITS, PROFILE

from pulmu.adapters.line_file import read_line_bytes
from pulmu.model.document import Document
from pulmu.twin.control import read_profile, read_programme

PROGRAMME: dict[str, Any] = {
    "pulmu": "setpoints/1",
    "id": "standby",
    "plant": "hanbit",
    "groups": [{"id": "g", "setpoints": [{"tag": "furnace/1/temperature", "value": 780, "unit": "°C"}]}],
}


def changed(**changes: Any) -> dict[str, Any]:
    """The limits with the first limit changed."""
    tree = copy.deepcopy(LIMITS)
    tree["limits"][0] |= changes
    return tree


def codes(tree: dict[str, Any]) -> list[str]:
    return [item.code for item in read_profile(Document(tree, "guard.json")).problems]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"low": None}, "control.limit_lacks"),
        ({"step": None}, "control.limit_lacks"),
        ({"low": 901}, "control.span"),
        ({"step": 0}, "control.never"),
        ({"safe": 650}, "control.limit"),
        ({"safe": True}, "control.kind"),
        ({"safe": "warm"}, "control.kind"),
        ({"choices": ["a"]}, "control.choices"),
        ({"high": -0.0, "low": -1}, "control.not_plain"),
        ({"high": "NaN"}, "input.not_finite"),
        ({"kind": "truth", "effects": [], "safe": None}, "control.limit_odd"),
    ],
    ids=lambda item: item if isinstance(item, str) else "+".join(item),
)
def test_what_is_wrong_with_a_limit_is_told(changes: dict[str, Any], code: str) -> None:
    assert code in codes(changed(**changes))


def test_limits_tell_all_that_is_wrong_at_once() -> None:
    tree = changed(low=901, safe=650, step=0)
    tree["heartbeat_s"], tree["answer_s"] = 4, 4
    tree["interlocks"][0]["guards"] = ["furnace/9/temperature"]
    tree["interlocks"][1]["equals"] = True
    assert codes(tree) == [
        "control.times", "control.span", "control.never", "control.limit", "control.not_allowed",
        "control.interlock_asks",
    ]  # fmt: skip


def test_a_programme_tells_all_that_is_wrong_at_once() -> None:
    tree = copy.deepcopy(PROGRAMME)
    tree["plant"] = "other"
    tree["groups"][0]["setpoints"] = [
        {"tag": "furnace/1/temperature", "value": 1260, "unit": "K"},
        {"tag": "furnace/9/temperature", "value": 800},
        {"tag": "line/count", "value": True},
        {"tag": "line/mode", "value": "RUN"},
        {"tag": "burner/on", "value": 1},
    ]
    tree["groups"].append({"id": "h", "setpoints": []})
    found = read_programme(Document(tree, "standby.json"), PROFILE).problems
    assert [item.code for item in found] == [
        "control.other_plant", "control.unit", "control.limit", "control.not_allowed", "control.kind", "control.limit",
        "control.kind", "control.empty_group",
    ]  # fmt: skip


def test_texts_of_yaml_become_what_the_limit_says() -> None:
    text = """
pulmu: setpoints/1
id: standby
plant: hanbit
groups:
- id: g
  setpoints:
  - {tag: furnace/1/temperature, value: 780, unit: °C}
  - {tag: line/count, value: 3}
  - {tag: burner/on, value: no}
  - {tag: line/mode, value: stop}
"""
    found = read_programme(read_line_bytes(text.encode(), "standby.yaml"), PROFILE).unwrap()
    assert [item.value for item in found.groups[0].setpoints] == [780.0, 3, False, "stop"]
    assert [type(item.value) for item in found.groups[0].setpoints] == [float, int, bool, str]


@pytest.mark.parametrize("text", ["NaN", "-inf", "780 °C", "7,80", "0x30C", "1e400"])
def test_a_text_that_is_no_number_stays_one_and_is_refused(text: str) -> None:
    tree = copy.deepcopy(PROGRAMME)
    tree["groups"][0]["setpoints"][0]["value"] = text
    assert read_programme(Document(tree, "standby.json"), PROFILE).problems
