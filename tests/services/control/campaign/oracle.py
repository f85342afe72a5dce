"""Whether what reached the plant was safe: judged from the server's own record and from what people did.

It shares no code with the guard: it reads the limits as plain data, and knows no state of the guard.
"""

import json
import math
from dataclasses import dataclass, field
from typing import Any

from tests.services.control.campaign.hall import AIR, DOOR, LIMITS

JITTER = 0.25
"""By how much two writes may come nearer to each other on their way. [s]"""
HEARTBEAT = "control/heartbeat"


@dataclass
class Attempt:
    """What somebody tried, and how far it may get.

    Parameters
    ----------
    may : Setpoints of the group that may reach the plant before what is wrong with it must have stopped it.
    reasons : Codes of which the guard must name one; empty where it must be verified.
    falls : Whether it may end in safe values.
    """

    id: str
    kind: str
    setpoints: list[tuple[str, Any, str, Any]]
    may: int
    reasons: frozenset[str]
    falls: bool = False
    begun: float = 0.0
    ended: float = math.inf
    written: int = 0
    before: dict[str, Any] = field(default_factory=dict)
    back: set[str] = field(default_factory=set)


class Oracle:
    """Takes facts as they happen and records as they are read; `faults` are unsafe values."""

    def __init__(self) -> None:
        self.limits = {item["tag"]: item for item in LIMITS["limits"]}
        self.faults: list[str] = []
        self.attempts: list[Attempt] = []
        self.facts: dict[str, list[tuple[float, bool]]] = {}
        self.last: dict[str, list[tuple[float, float]]] = {}
        self.mine: dict[str, Any] = {}
        self.values = self.group = self.back = self.safe = self.beats = 0
        self.beat = self.beaten = -1.0
        self.arrived: list[dict[str, Any]] = []

    # facts --------------------------------------------------------------------------------------------------

    def fact(self, at: float, name: str, is_so: bool) -> None:
        """From then on: `off` (local switch), `stopped`, `silent`, `lost` (records), `hand TAG`, `begun` (a guard)."""
        self.facts.setdefault(name, []).append((at, is_so))

    def was(self, name: str, at: float) -> bool:
        """Whether it was so at a moment."""
        said = [is_so for moment, is_so in self.facts.get(name, ()) if moment < at]
        return bool(said) and said[-1]

    # judging ------------------------------------------------------------------------------------------------

    def takes(self, records: list[dict[str, Any]]) -> None:
        """Judge what arrived."""
        for item in records:
            if "number" in item:
                self.arrived.append(item)
                self._judge(item)

    def _judge(self, item: dict[str, Any]) -> None:
        tag, at = item["node"], item["at"]
        if tag == HEARTBEAT:
            self._heartbeat(item)
            return
        self.values += 1
        value, limit = self.value_of(item), self.limits.get(tag)
        if limit is None or value is None or not self._is_inside(value, limit):
            self._fault(item, "a value that no limit allows")
            return
        if self.was("off", at):
            self._fault(item, "written with the local switch off")
        if self.was(f"hand {tag}", at):
            self._fault(item, "written to what a person has in hand")
        item["as"] = self._reason(item, value, limit)
        if not item["as"]:
            self._fault(item, "a value that nobody may have written")
        self.mine[tag] = value
        before = item["before"]
        far = abs(value - before) if isinstance(value, float) and isinstance(before, int | float) else 0.0
        self.last.setdefault(tag, []).append((at, far))

    def _heartbeat(self, item: dict[str, Any]) -> None:
        self.beats += 1
        beat = float(item["value"])
        begun = max((at for at, _ in self.facts.get("begun", ())), default=-math.inf)
        if not (item["type"] == "Double" and (beat > self.beat or begun > self.beaten)):
            self._fault(item, "a heartbeat that does not rise")
        self.beat, self.beaten = beat, item["at"]

    def _fault(self, item: dict[str, Any], why: str) -> None:
        self.faults.append(f"{why}: {json.dumps(item)}")

    def value_of(self, item: dict[str, Any]) -> Any:
        """The value, if node, attribute and type are those of a setpoint."""
        if item["attribute"] != 13 or item["value"] is None:
            return None
        if item["type"] == "Boolean":
            return {"True": True, "False": False}.get(item["value"])
        return float(item["value"]) if item["type"] == "Double" else None

    def _is_inside(self, value: Any, limit: dict[str, Any]) -> bool:
        if limit.get("kind") == "truth":
            return isinstance(value, bool)
        return isinstance(value, float) and math.isfinite(value) and limit["low"] <= value <= limit["high"]

    def _of(self, at: float) -> Attempt | None:
        return next((item for item in reversed(self.attempts) if item.begun <= at <= item.ended), None)

    def _reason(self, item: dict[str, Any], value: Any, limit: dict[str, Any]) -> str:
        if self._is_group(item, value, limit):
            return "group"
        if self._is_back(item, value):
            return "back"
        return "safe" if self._is_safe(item, value, limit) else ""

    def _is_group(self, item: dict[str, Any], value: Any, limit: dict[str, Any]) -> bool:
        attempt = self._of(item["at"])
        if attempt is None or attempt.written >= attempt.may or attempt.back:
            return False
        tag, wanted, unit, _ = attempt.setpoints[attempt.written]
        if (tag, wanted, unit) != (item["node"], value, limit.get("unit", "1")) or type(wanted) is not type(value):
            return False
        attempt.written += 1
        attempt.before[tag] = item["before"]
        self.group += 1
        self._conditions(item, value, limit)
        return True

    def _conditions(self, item: dict[str, Any], value: Any, limit: dict[str, Any]) -> None:
        tag, at, locks = item["node"], item["at"], item["locks"]
        if self.was("stopped", at) or self.was("silent", at) or self.was("lost", at):
            self._fault(item, "written after it was stopped, in silence, or without a record")
        if locks[DOOR] is not True or locks["control/remote"] is not True:
            self._fault(item, "written while an interlock is open")
        if tag.endswith("/temperature_set") and not 40 <= locks[AIR] <= 90:
            self._fault(item, "written without air")
        earlier = self.last.get(tag, [])
        if earlier and at - earlier[-1][0] < limit["dwell_s"] - JITTER:
            self._fault(item, "written too soon after the last")
        if "step" in limit:
            far = abs(value - item["before"])
            lately = math.fsum(moved for moment, moved in earlier if at - moment < 60 - JITTER)
            if far > limit["step"] + 1e-9:
                self._fault(item, "too large a step")
            if lately + far > limit["rate_per_minute"] + 1e-6:
                self._fault(item, "too much within a minute")

    def _is_back(self, item: dict[str, Any], value: Any) -> bool:
        attempt, tag = self._of(item["at"]), item["node"]
        if attempt is None or tag not in attempt.before or tag in attempt.back:
            return False
        given = next((back for name, _, _, back in attempt.setpoints if name == tag), None)
        if value != (attempt.before[tag] if given is None else given):
            return False
        attempt.back.add(tag)
        self.back += 1
        return True

    def _is_safe(self, item: dict[str, Any], value: Any, limit: dict[str, Any]) -> bool:
        attempt = self._of(item["at"])
        is_mine = attempt is not None and item["node"] in self.mine
        if not is_mine or "safe" not in limit or value != limit["safe"]:
            return False
        self.safe += 1
        return True

    def let_go(self) -> None:
        """Nothing is in charge any more."""
        self.mine = {}
