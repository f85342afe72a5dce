"""The limits on the pages about guarded setpoints can be read, in both languages, and say the same."""

from dataclasses import replace

import pytest
from tests.docs.pages import ROOT, blocks

from pulmu.adapters.line_file import read_line_bytes
from pulmu.model.guard_profile import GuardProfile
from pulmu.twin.control import read_profile


def limits_of(name: str) -> GuardProfile:
    """The limits a page shows."""
    [block] = [item for item in blocks(ROOT / "docs" / "explanation" / name) if item.language == "yaml"]
    return read_profile(read_line_bytes(block.body.encode(), "limits.yaml")).unwrap()


@pytest.mark.parametrize("name", ["guarded-setpoints.md", "guarded-setpoints.ko.md"])
def test_the_limits_of_a_page_can_be_read(name: str) -> None:
    found = limits_of(name)
    assert [limit.safe for limit in found.limits] == [780.0]
    assert [item.equals for item in found.interlocks] == [True]


def test_both_pages_show_the_same_limits() -> None:
    korean = limits_of("guarded-setpoints.ko.md")
    assert replace(korean, made_by="Kim Seo-yeon") == limits_of("guarded-setpoints.md")
