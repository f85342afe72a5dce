"""The setpoints and bounds on the pages about the end of a shift can be read, in both languages, and say the same."""

import pytest
from tests.docs.pages import ROOT, blocks

from pulmu.adapters.line_file import read_line_bytes
from pulmu.adapters.samples import sample_emulation_text, sample_limits_text
from pulmu.model import decode
from pulmu.model.emulation import Emulation
from pulmu.model.guard_profile import GuardProfile
from pulmu.model.setpoint import SetpointProgramme
from pulmu.twin.control import read_programme

PAGES = [ROOT / "docs" / "howto" / f"how-will-the-shift-end{part}.md" for part in ("", ".ko")]


def programme_of(page: int) -> SetpointProgramme:
    """The setpoints a page shows, under the limits it names."""
    [block] = [item for item in blocks(PAGES[page]) if item.language == "yaml"]
    limits = read_line_bytes(sample_limits_text("extrusions").encode(), "limits.yaml")
    profile = decode(GuardProfile, limits).unwrap()
    return read_programme(read_line_bytes(block.body.encode(), "evening.yaml"), profile).unwrap()


def test_both_pages_show_the_same_setpoints_and_they_can_be_read() -> None:
    assert [item.id for item in programme_of(0).groups] == ["slower", "rest"]
    assert programme_of(0) == programme_of(1)


@pytest.mark.parametrize("page", range(2))
def test_the_bounds_of_a_page_are_those_of_the_sample(page: int) -> None:
    [body] = [item.body for item in blocks(PAGES[page]) if item.body.startswith("bounds:")]
    shown = decode(Emulation, read_line_bytes(f"pulmu: emulation/1\n{body}".encode(), "settings.yaml")).unwrap()
    sample = decode(Emulation, read_line_bytes(sample_emulation_text("extrusions").encode(), "settings.yaml")).unwrap()
    assert shown.bounds.contracted_kw == sample.bounds.contracted_kw
    assert shown.bounds.most_scrap == sample.bounds.most_scrap
    assert shown.bounds.bands[0].low.to("°C") == sample.bounds.bands[0].low.to("°C")
