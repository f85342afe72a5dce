"""The published shapes fit what the reader takes."""

import json
from typing import Any

import jsonschema
import pytest
from tests.contract.guard_desk import LIMITS

from pulmu.services import schemas

PEOPLE: dict[str, Any] = {
    "pulmu": "guard_people/1", "plant": "hanbit", "version": 1, "made_by": "Kim Seo-yeon", "made_on": "2026-11-28",
    "people": [{"id": "park", "roles": ["operator"], "key": "ed25519:" + "a" * 64}],
}  # fmt: skip
SETPOINTS: dict[str, Any] = {
    "pulmu": "setpoints/1", "id": "slow", "plant": "hanbit",
    "groups": [{"id": "g", "setpoints": [{"tag": "line/trim", "value": 2.5}, {"tag": "burner/on", "value": True}]}],
}  # fmt: skip
EMULATION: dict[str, Any] = {"pulmu": "emulation/1", "line": "bench", "hold_after": "5 s"}


@pytest.mark.parametrize(
    ("shape", "tree"),
    [
        (schemas.guard_schema(), LIMITS), (schemas.guard_people_schema(), PEOPLE),
        (schemas.setpoints_schema(), SETPOINTS), (schemas.emulation_schema(), EMULATION),
    ],
    ids=["guard", "guard_people", "setpoints", "emulation"],
)  # fmt: skip
def test_the_shape_takes_a_good_file_and_no_odd_one(shape: dict[str, Any], tree: dict[str, Any]) -> None:
    jsonschema.validate(json.loads(json.dumps(tree)), shape)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**tree, "odd": 1}, shape)
