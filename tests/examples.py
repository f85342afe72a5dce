"""How many examples a property is tried with: a quarter in the suite, all of them in the campaign `properties`.

What a property is written with (`max_examples`, or Hypothesis's own hundred) is what the campaign tries, each time
with other examples. The suite looks for what a change broke, and that is seldom the one example in a hundred.
"""

import os

import pytest
from hypothesis import is_hypothesis_test, settings

WHOLE = "PULMU_WHOLE_PROPERTIES"
"""Set to 1, every property is tried as it is written."""
SHARE, LEAST = 4, 10
_SETTINGS = "_hypothesis_internal_use_settings"
"""Where Hypothesis keeps what a test is run with; its own pytest plugin writes there too."""


def in_suite(written: int) -> int:
    """Examples in the suite of a property that is written with so many: never more than written."""
    return min(written, max(LEAST, written // SHARE))


def try_fewer(items: list[pytest.Item]) -> None:
    """Let properties among the tests have fewer examples, once each, unless all are wanted."""
    if os.environ.get(WHOLE) == "1":
        return
    for place, name in {(id(place), name): (place, name) for item in items for place, name in places_of(item)}.values():
        written: settings = getattr(place, name)
        setattr(place, name, settings(written, max_examples=in_suite(written.max_examples)))


def places_of(item: pytest.Item) -> list[tuple[object, str]]:
    """Where the settings of a property stand, the same for all its parameters; nothing where a test is none."""
    function = getattr(item, "function", None)
    if not is_hypothesis_test(function):
        return []
    # A state machine has them as an attribute of its test case.
    return [(function, _SETTINGS)] if hasattr(function, _SETTINGS) else [(item.cls, "settings")]  # type: ignore[attr-defined]
