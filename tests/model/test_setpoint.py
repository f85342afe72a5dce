"""Documents of setpoints and of the limits of a plant."""

import json
from typing import Any

import jsonschema
import pytest
from tests.twin.control.world import LIMITS, PROFILE

from pulmu.model.codec import decode, encode
from pulmu.model.document import Document
from pulmu.model.guard_profile import GuardProfile
from pulmu.model.schema import schema
from pulmu.model.setpoint import Setpoint, SetpointGroup, SetpointProgramme

PROGRAMME = SetpointProgramme(
    id="standby",
    plant="hanbit",
    groups=(
        SetpointGroup(
            id="furnace",
            setpoints=(
                Setpoint(tag="furnace/1/temperature", value=780.0, unit="°C", compensation=800.0),
                Setpoint(tag="burner/on", value=False),
                Setpoint(tag="line/mode", value="standby"),
                Setpoint(tag="line/count", value=3),
            ),
        ),
    ),
)


@pytest.mark.parametrize("value", [PROFILE, PROGRAMME], ids=["limits", "setpoints"])
def test_a_document_comes_back_as_it_was(value: Any) -> None:
    tree = json.loads(json.dumps(encode(value)))
    again = decode(type(value), Document(tree, "x.json")).unwrap()
    assert again == value
    assert encode(again, full=True) == encode(value, full=True)


def test_types_of_values_survive_the_codec() -> None:
    tree = json.loads(json.dumps(encode(PROGRAMME)))
    again = decode(SetpointProgramme, Document(tree, "x.json")).unwrap()
    assert [type(item.value) for item in again.groups[0].setpoints] == [float, bool, str, int]


def test_the_schema_takes_what_the_codec_takes() -> None:
    jsonschema.validate(LIMITS, schema(GuardProfile))
    jsonschema.validate(encode(PROGRAMME), schema(SetpointProgramme))


@pytest.mark.parametrize(
    ("name", "value"), [("arm_expires_s", 31), ("safe_within_s", 6), ("version", 0), ("limits", 3)]
)
def test_the_schema_refuses_what_the_codec_refuses(name: str, value: Any) -> None:
    tree = {**LIMITS, name: value}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(tree, schema(GuardProfile))
    assert decode(GuardProfile, Document(tree, "x.json")).problems
