"""The picture of a plant: no box on another, arrows from left to right, also of loops and long chains."""

import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings
from tests.plants import good, plant, plants, process
from tests.surface.api.people import Town
from tests.surface.web.test_plants import Browser, plain

from pulmu.model import Plant
from pulmu.services.plant_flows import plant_flows
from pulmu.web.charts.plant_diagram import DiagramWords, plant_diagram

WORDS = DiagramWords("flows", "what flows", {}, "rest")
_SVG = "{http://www.w3.org/2000/svg}"


def drawn(described: Plant) -> ET.Element:
    text = plant_diagram(plant_flows(described, is_local=False), WORDS, lambda box: f"/x#{box.key}")
    assert "style=" not in text, "the content security policy forbids it"
    return ET.fromstring(text)


def places(picture: ET.Element) -> list[tuple[float, float, float, float]]:
    found = [
        [float(item.attrib[name]) for name in ("x", "y", "width", "height")] for item in picture.iter(f"{_SVG}rect")
    ]
    return [(x, y, x + width, y + height) for x, y, width, height in found]


def assert_readable(picture: ET.Element) -> None:
    boxes = places(picture)
    width, height = float(picture.attrib["width"]), float(picture.attrib["height"])
    for number, (left, top, right, bottom) in enumerate(boxes):
        assert left >= 0 and top >= 0 and right <= width and bottom <= height
        for other in boxes[number + 1 :]:
            assert right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(plants())
def test_no_box_lies_on_another(described: Plant) -> None:
    assert_readable(drawn(described))


def test_a_chain_of_sixty_processes_stays_readable() -> None:
    links = [
        process(f"p{number}", good(f"g{number}"), own={f"g{number - 1}": "9 t"} if number else {})
        for number in range(60)
    ]
    picture = drawn(plant(*links))
    assert_readable(picture)
    lefts = [left for left, *_ in places(picture)]
    assert lefts == sorted(lefts), "boxes are read from left to right"


def test_a_loop_is_drawn_and_ends() -> None:
    described = plant(process("a", good("x"), own={"y": "1 t"}), process("b", good("y"), own={"x": "1 t", "y": "2 t"}))
    assert_readable(drawn(described))


def test_an_empty_plant_has_an_empty_picture() -> None:
    assert places(drawn(Plant(company=plant().company, installation=plant().installation, period=plant().period,
                              processes=()))) == []  # fmt: skip


def test_what_a_stranger_named_is_shown_as_text() -> None:
    evil = "<script>alert(1)</script>"
    picture = plant_diagram(
        plant_flows(plant(process("a", good("x", name=evil))), is_local=False), WORDS, lambda _: evil
    )
    assert "<script>" not in picture


@pytest.fixture
def browser(town: Town) -> Browser:
    return Browser(town)


@pytest.mark.parametrize("name", ["fasteners", "extrusions"])
def test_a_sample_is_looked_at_without_an_account(town: Town, name: str) -> None:
    page = town.visitor().client.get(f"/samples/{name}/plant")
    assert page.status_code == 200
    assert '<svg class="plant-diagram"' in page.text
    assert "/edit/" not in page.text


def test_each_box_leads_to_its_form(browser: Browser) -> None:
    where = browser.begin("sample", {"sample": "fasteners", "name": ""})
    page = browser.get(f"{where}/plant").text
    links = re.findall(r'class="box \w+" href="([^"]+)"', page)
    assert f"{where}/edit/processes/0#processes/0" in links
    assert f"{where}/edit/electricity#electricity/sources/0" in links
    for link in links:
        page_of_box, _, field = link.partition("#")
        assert f'id="{field}"' in browser.get(page_of_box).text, link


def test_a_plant_with_a_broken_name_is_drawn_and_says_so(browser: Browser) -> None:
    where = browser.begin("empty", {"name": "새 공장", "year": "2026"}).removesuffix("/edit/company")
    assert "제품 0가지" in plain(browser.get(f"{where}/plant"))
