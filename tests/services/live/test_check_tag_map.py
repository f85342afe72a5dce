"""Everything that is wrong with a map is told at once."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import yaml
from tests.emulated import ROOT, emulated
from tests.services.live.strangers import strange_plant

from pulmu.model import Document, decode
from pulmu.model.tag_map import MappedTag, TagMap
from pulmu.services.live.check_tag_map import check_tag_map
from pulmu.services.live.twin_tags import needed_tags, twin_tags

LINE = emulated(warm_up=0).line


def codes(tag_map: TagMap) -> list[tuple[str, str]]:
    plant, _, _ = strange_plant(lambda: datetime.now(UTC))
    return [(item.code, item.severity) for item in check_tag_map(tag_map, LINE, plant.tags())]


def sound() -> TagMap:
    known = {tag.name for tag in twin_tags(LINE)}
    _, tag_map, _ = strange_plant(lambda: datetime.now(UTC))
    return replace(tag_map, tags=tuple(entry for entry in tag_map.tags if entry.tag in known))


def test_a_sound_map_has_no_problem() -> None:
    assert codes(sound()) == []


def test_each_kind_of_problem_is_told_in_one_report() -> None:
    power, state = "press/electricity/power", "press/1/state"
    wrong = (
        MappedTag(tag="prss/pieces", node="DB100.PRESS.PIECES"),
        MappedTag(tag="press/pieces", node="DB100.NOWHERE"),
        MappedTag(tag="saw/electricity/energy", node="DB100.SAW.ELECTRICITY.ENERGY", unit="kW"),
        MappedTag(tag="saw/electricity/power", node="DB100.SAW.ELECTRICITY.POWER", unit="furlong"),
        MappedTag(tag="saw/pieces", node="DB100.SAW.PIECES", scale=0.0),
        MappedTag(tag=state, node="DB100.PRESS.1.STATE", words={"Execute": "working"}),
        MappedTag(tag=power, node="DB100.PRESS.ELECTRICITY.POWER", words={"1": "busy"}),
        MappedTag(tag="press/queue", node="DB100.PRESS.QUEUE"),
        MappedTag(tag="saw/queue", node="DB100.PRESS.QUEUE"),
    )
    states = tuple(
        entry for entry in sound().tags if entry.tag in needed_tags(LINE) and entry.tag not in (state, "saw/1/state")
    )
    found = codes(TagMap(line="other", tags=(*wrong, *states)))
    assert [code for code, severity in found if severity == "error"] == [
        "live.map_other_line", "live.map_unknown_tag", "live.map_no_node", "live.map_unfit", "live.map_unit_unknown",
        "live.map_scale", "live.map_word", "live.map_words", "live.map_unfit",
    ]  # fmt: skip
    assert [code for code, severity in found if severity == "warning"] == [
        "live.map_two_from_one", "live.map_no_state"
    ]  # fmt: skip


def test_a_unit_that_differs_from_the_plants_is_doubtful() -> None:
    tags = tuple(
        replace(entry, unit="MW") if entry.tag == "press/electricity/power" else entry for entry in sound().tags
    )
    assert codes(replace(sound(), tags=tags)) == [("live.map_other_unit", "warning")]


def test_without_the_plant_the_map_itself_is_checked() -> None:
    tag_map = TagMap(tags=(MappedTag(tag="press/pieces", node="anything"),))
    found = {item.code for item in check_tag_map(tag_map, LINE, None)}
    assert found == {"live.map_no_state"}


@pytest.mark.parametrize("page", ["connect-your-plant.md", "connect-your-plant.ko.md"])
def test_the_map_that_a_page_shows_has_no_error(page: str) -> None:
    text = (ROOT / "docs" / "howto" / page).read_text("utf-8")
    (block,) = re.findall(r"```yaml\n(pulmu: tag_map/1.*?)```", text, re.DOTALL)
    tag_map = decode(TagMap, Document(yaml.load(block, yaml.BaseLoader), page)).unwrap()
    assert {item.severity for item in check_tag_map(tag_map, LINE, None)} == {"warning"}
