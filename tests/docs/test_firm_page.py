"""The example on the page of a firm's file is one that Pulmu reads."""

import pytest
from tests.docs.pages import ROOT

from pulmu.bootstrap.support import read_firms_content
from pulmu.model import Firms, decode
from pulmu.support.ownership import asked_firm, check_firms


@pytest.mark.parametrize("name", ["firm-file.md", "firm-file.ko.md"])
def test_the_example_is_a_sound_file(name: str) -> None:
    page = (ROOT / "docs" / "reference" / name).read_text(encoding="utf-8")
    example = page.partition("```yaml\n")[2].partition("```")[0]
    document = read_firms_content(example.encode(), "firm.yaml")
    firms = decode(Firms, document).unwrap()
    assert check_firms(document, firms) == ()
    assert asked_firm(firms).id == "hanbit"
