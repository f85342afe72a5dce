"""Looking words up first leaves out no node that could be a tag, and makes a large server a matter of seconds."""

import time
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.services.live.test_propose_map import LINE, by_tag, node, proposed, strangers

from pulmu.model.tag import Tag
from pulmu.services.live import propose_map as wizard
from pulmu.services.live.plant_words import CARRIERS, MAIN, MEASURES
from pulmu.services.live.propose_map import LEAST, propose_map
from pulmu.services.live.seen import Seen
from pulmu.services.live.twin_tags import twin_tags

TWIN = twin_tags(LINE)
OTHERS = ("Hall", "DB12", "x", "Press01", "프레스2", "m3", "", "SAW-1", "값", "15분", "Ageing", "agein")
WORDS = sorted({word for words in (*MEASURES.values(), *CARRIERS.values(), MAIN, OTHERS) for word in words} | {
    name for item in LINE.stations for name in (item.id, item.name, item.name_local)
})  # fmt: skip
NAMES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4)


@st.composite
def nodes(draw: st.DrawFn) -> list[Tag]:
    """Values with names of words that mean something, of any kind and unit."""
    found = []
    for number in range(draw(st.integers(1, 8))):
        name, title = (draw(st.sampled_from(("/", "_", "", "."))).join(draw(NAMES)) for _ in range(2))
        kind, unit = draw(st.sampled_from((("number", "1"), ("number", "kWh"), ("number", "°C"), ("text", "1"),
                                           ("truth", "1"), ("number", "kg/h"))))  # fmt: skip
        made = node(
            f"{name}#{number}",
            kind,
            unit,
            title=title,
            measurement=draw(st.sampled_from((None, None, 1001, 1412, 1709))),
        )
        found.append(replace(made, measure=draw(st.sampled_from((made.measure, "state", "energy", "value")))))
    return found


def every_pair(offered: list[Tag]) -> set[tuple[float, int, int]]:
    """Each tag compared with each node."""
    places = [wizard._place(tag, LINE) for tag in offered]
    return {
        (found[0], number, spot)
        for number, tag in enumerate(TWIN)
        for spot, place in enumerate(places)
        if (found := wizard._score(tag, place, LINE, Seen())) and found[0] >= LEAST
    }


@given(nodes())
@settings(max_examples=60, deadline=None)
def test_no_pair_is_left_out_and_none_is_scored_otherwise(offered: list[Tag]) -> None:
    found = {(item.score, item.tag, item.place) for item in wizard._scored(LINE, TWIN, offered, {})}
    assert found == every_pair(offered)


def test_the_strangers_of_the_wizard_are_scored_alike() -> None:
    found = {(item.score, item.tag, item.place) for item in wizard._scored(LINE, TWIN, strangers(), {})}
    assert found == every_pair(strangers())
    assert len(found) > 10


def hall(count: int) -> list[Tag]:
    """Values of machines that are none of the line's, as a server of a whole hall has them."""
    parts = ("StateCurrent", "ProdProcessedCount", "Energy/AcActiveEnergyTotalImportHp", "Energy/AcActivePowerTotal",
             "Spindle/Temperature", "Axis1/Position", "Alarm/Code", "Recipe/Name", "Coolant/Flow",
             "온도/현재온도")  # fmt: skip
    return [
        node(f"hall/Lathe{number // len(parts):04}/{parts[number % len(parts)]}", title=f"설비 / 선반 {number} / 값")
        for number in range(count)
    ]


def test_twenty_thousand_values_are_looked_at_in_seconds_with_the_same_map() -> None:
    few = by_tag(proposed())
    begun = time.process_time()
    found = propose_map(LINE, [*hall(10_000), *strangers(), *hall(20_000)[10_000:]], {})
    took = time.process_time() - begun
    many = by_tag(found)
    assert {tag: name for tag, name in many.items() if not name.startswith("hall/")} == few
    assert len(found.unused) + len(found.proposals) == 20_000 + len(strangers())
    assert took < 30, f"{took:.1f} s"
