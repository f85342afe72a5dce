"""The sample plant as a stranger would have it: other names, other units, other words."""

from dataclasses import replace

from tests.emulated import emulated

from pulmu.adapters.simulated_plant import SimulatedPlant
from pulmu.model.tag import Tag, Value
from pulmu.model.tag_map import MappedTag, TagMap
from pulmu.services.live.emulated import EmulatedPlant

WORDS = {"Execute": "busy", "Idle": "idle", "Aborted": "down", "Suspended": "blocked", "Setup": "set_up",
         "Heat": "heating", "Off": "off", "Starved": "waiting", "Maint": "maintenance"}  # fmt: skip
_SAID = {word: shown for shown, word in WORDS.items()}
SPEED, RUN, HOLD = "line/speed_set", "line/run", "control/hold"


def strange_name(tag: str) -> str:
    return "DB100." + tag.replace("/", ".").upper()


def strange_tag(tag: Tag) -> Tag:
    """Energy in W and Wh without a unit, the speed as a share, truths as numbers of a word where they are not set."""
    name = strange_name(tag.name)
    if tag.unit == "kWh":
        return Tag(name=name, measure="value", low=0)
    if tag.name == SPEED:
        return replace(tag, name=name, unit="1", low=0.6, high=1.1, station="", measure="value")
    if tag.name == HOLD:
        return Tag(name=name, kind="number", measure="value")
    return replace(tag, name=name, station="", machine=None, measure="value")


def strange_value(tag: Tag, value: Value) -> Value:
    if tag.unit == "kWh" and isinstance(value, float | int):
        return value * 1000
    if tag.name == SPEED and isinstance(value, float | int):
        return value / 100
    if tag.name == HOLD:
        return 1.0 if value else 0.0
    return _SAID[value] if tag.measure == "state" and isinstance(value, str) else value


def strange_entry(tag: Tag) -> MappedTag:
    return MappedTag(
        tag=tag.name, node=strange_name(tag.name), unit="Wh" if tag.unit == "kWh" else "",
        words=WORDS if tag.measure == "state" else {"1": "true", "0": "false"} if tag.name == HOLD else {},
        resets=tag.measure == "energy",
    )  # fmt: skip


def strange_plant(
    clock: object, model: EmulatedPlant | None = None
) -> tuple[SimulatedPlant, TagMap, tuple[Tag, ...]]:  # fmt: skip
    """The plant, its map, and the tags of the twin.

    Parameters
    ----------
    model : What stands behind it as it stands now; one that has just begun, if left out.
    """
    model = model or emulated(warm_up=0)
    values = model.values()
    plant = SimulatedPlant(
        [strange_tag(tag) for tag in model.tags],
        {strange_name(tag.name): strange_value(tag, values[tag.name]) for tag in model.tags if tag.name in values},
        clock,  # type: ignore[arg-type]
    )
    entries = tuple(strange_entry(tag) for tag in model.tags)
    return plant, TagMap(line=model.line.id, tags=entries), model.tags
