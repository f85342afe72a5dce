"""Limits of the sample plants: in order, and of tags their plants have, in the units those have."""

import pytest
from tests.emulated import emulated

from pulmu.adapters._document import parse_document
from pulmu.adapters.samples import sample_limits_text, sample_line_names
from pulmu.model import InputError
from pulmu.model.guard_profile import GuardProfile
from pulmu.model.tag import Tag
from pulmu.twin.control import read_profile


@pytest.fixture(params=sample_line_names())
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def profile(name: str) -> GuardProfile:
    read = read_profile(parse_document(sample_limits_text(name).encode(), f"{name}.yaml"))
    assert read.problems == ()
    return read.unwrap()


@pytest.fixture
def tags(name: str) -> dict[str, Tag]:
    return {tag.name: tag for tag in emulated(name, warm_up=0.0).tags}


def test_limits_of_no_sample_are_refused() -> None:
    with pytest.raises(InputError) as caught:
        sample_limits_text("../fasteners")
    assert caught.value.problems[0].code == "input.unknown_sample"


def test_they_are_of_that_plant(profile: GuardProfile, name: str) -> None:
    assert profile.plant == name


def test_each_limit_lies_in_what_the_controller_takes(profile: GuardProfile, tags: dict[str, Tag]) -> None:
    for limit in profile.limits:
        tag = tags[limit.tag]
        assert (tag.writable, tag.unit) == (True, limit.unit)
        assert (tag.kind == "truth") == (limit.kind == "truth")
        for bound in (limit.low, limit.high, limit.safe):
            assert bound is None or (isinstance(bound, float | int) and tag.holds(bound))


def test_interlocks_and_effects_are_of_tags_the_plant_has(profile: GuardProfile, tags: dict[str, Tag]) -> None:
    for lock in profile.interlocks:
        assert tags[lock.tag].unit == lock.unit
    assert {effect.tag for limit in profile.limits for effect in limit.effects} <= tags.keys()
