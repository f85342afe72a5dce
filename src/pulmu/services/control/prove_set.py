"""What the model makes of setpoints: how the line is controlled once they are written."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from pulmu.model import Problem
from pulmu.model.emulation import Emulation
from pulmu.model.errors import problem
from pulmu.model.line import Line
from pulmu.model.setpoint import Setpoint, SetpointGroup
from pulmu.model.tag import Tag
from pulmu.services.live.ahead_legs import Controls
from pulmu.services.live.emulated_tags import RUN, SPEED, emulated_tags
from pulmu.twin.control.value import LARGEST


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """How a line is controlled, and setpoints whose effect is not known."""

    controls: Controls
    problems: tuple[Problem, ...]


def after_setting(controls: Controls, group: SetpointGroup, line: Line, settings: Emulation) -> Setting:
    """The controls once a group is written; what the model knows no effect of changes nothing, and is told."""
    tags = {tag.name: tag for tag in emulated_tags(line, settings)}
    problems = list[Problem]()
    for item in group.setpoints:
        changed = _set(controls, item)
        if changed is None:
            problems.append(_unknown(item))
            continue
        if (wrong := _beyond_drive(item, tags)) is not None:
            problems.append(wrong)
            continue
        controls = changed
    return Setting(controls=controls, problems=tuple(problems))


def _set(controls: Controls, item: Setpoint) -> Controls | None:
    """None where the model does not know what follows."""
    value, station = item.value, item.tag.rpartition("/")[0]
    is_number = isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= LARGEST
    if item.tag == RUN and isinstance(value, bool):
        return replace(controls, is_running=value)
    if item.tag == SPEED and is_number:
        return replace(controls, speed=float(value))
    heat = controls.heats.get(station)
    if heat is not None and item.tag == f"{station}/temperature_set" and is_number:
        return replace(controls, heats={**controls.heats, station: replace(heat, setpoint=float(value))})
    if heat is not None and item.tag == f"{station}/standby" and isinstance(value, bool):
        return replace(controls, heats={**controls.heats, station: replace(heat, standby=value)})
    return None


def _unknown(item: Setpoint) -> Problem:
    return problem(
        "control.effect_unknown", item.tag, "the model does not know what this setpoint does: it is not proven",
        "leave it out, or describe the furnace or drive in the file of settings", tag=item.tag,
    )  # fmt: skip


def _beyond_drive(item: Setpoint, tags: Mapping[str, Tag]) -> Problem | None:
    tag = tags.get(item.tag)
    if tag is None or isinstance(item.value, bool | str) or tag.holds(float(item.value)):
        return None
    return problem(
        "control.beyond_drive", item.tag, f"the drive takes {tag.low:g} to {tag.high:g} {tag.unit}, not {item.value:g}",
        "give a value within that range", value=f"{item.value:g}", low=f"{tag.low:g}", high=f"{tag.high:g}",
        unit=tag.unit,
    )  # fmt: skip
