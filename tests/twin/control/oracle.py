"""Whether a write is safe, worked out anew from events and the plant: it knows no state of the guard."""

import hashlib
import math
from typing import Any

from pulmu.twin.control import (
    Armed,
    AuditFailed,
    Committed,
    Event,
    Heartbeat,
    Killed,
    LinkBack,
    LinkLost,
    Overridden,
    Proposed,
    Record,
    Released,
    Restarted,
    Sampled,
    Switched,
    Write,
    binding_of,
    commands_seal,
    profile_seal,
)


class Oracle:
    """Keeps facts; `faults` tells what an unsafe write broke."""

    def __init__(self, profile: Any) -> None:
        self.profile, self.seal = profile, profile_seal(profile)
        self.limits = {item.tag: item for item in profile.limits}
        self.faults: list[str] = []
        self.is_on = self.is_killed = self.is_linked = self.is_lost = False
        self.in_hand: set[str] = set()
        self.by_hand: set[str] = set()
        self.beat = self.beat_number = -math.inf
        self.number = 0
        self.now: Any = None
        self.last: Any = None
        self.offset: float | None = None
        self.offered: Proposed | None = None
        self.armed: Armed | None = None
        self.used: set[str] = set()
        self.grants: list[dict[str, Any]] = []
        self.now_granted = False
        self.mine: dict[str, Any] = {}
        self.log: list[tuple[float, str, float]] = []

    def sees(self, event: Event) -> None:
        """Keep what an event tells."""
        self.now, self.now_granted = event.at, False
        self._clock(event)
        match event:
            case Switched(is_on=is_on):
                self.is_on = is_on is True
                if not self.is_on:
                    self._close()
                if is_on is False:
                    self.by_hand = set()
                    self.is_killed = self.is_lost = False
                    self.mine = {}
            case Killed():
                self.is_killed = True
                self._close()
            case AuditFailed():
                self.is_lost = True
                self._close()
            case LinkLost():
                self.is_linked = False
                self._close()
            case LinkBack():
                self.is_linked = True
            case Overridden(tag=tag, is_on=is_on):
                (self.in_hand.add if is_on else self.in_hand.discard)(tag)
            case Heartbeat(number=number) if type(number) is int and number > self.beat_number:
                self.beat, self.beat_number = self.now.monotonic, number
            case Restarted():
                self._close()
                self.is_on = self.is_linked = False
                self.in_hand, self.beat, self.beat_number = set(), -math.inf, -math.inf
                self.number = max(self.number, event.sequence)
            case Proposed() | Armed() | Committed() | Released():
                self._request(event)

    def _clock(self, event: Event) -> None:
        offset = event.at.wall - event.at.monotonic
        back = self.last is not None and event.at.monotonic < self.last.monotonic
        if self.offset is None or isinstance(event, Restarted):
            self.offset = offset
        elif back or abs(offset - self.offset) > 2 * self.profile.clock_s:
            self.offset = offset
            young = [item for item in self.log if self.last.monotonic - item[0] < 60]
            self.log = [(min(at, event.at.monotonic), tag, far) for at, tag, far in young]
            self._close()
        self.last = event.at

    def _close(self) -> None:
        """Nothing is armed or under way any more; what is only proposed may wait."""
        if self.armed is not None:
            self.offered = None
        self.armed = None
        self.grants = []

    def _request(self, event: Any) -> None:
        asked, roles = event.request, self.profile.roles
        who = event.request.by
        age = event.at.wall - asked.made_at
        allowed = {Proposed: roles.propose, Armed: roles.arm, Committed: roles.commit}.get(type(event), roles.arm)
        in_order = type(asked.sequence) is int and asked.sequence > self.number and abs(age) <= 11
        if not (in_order and who.plant == self.profile.plant and set(who.roles) & set(allowed) and age <= 10):
            return
        self.number = asked.sequence
        if isinstance(event, Proposed):
            proof = event.proof
            is_proven = (proof.commands, proof.profile, proof.violations) == (commands_seal(event.group), self.seal, 0)
            tags = [item.tag for item in event.group.setpoints]
            if is_proven and self._is_young(proof) and self._is_tied(proof) and len(set(tags)) == len(tags):
                self.offered, self.armed = event, None
        elif isinstance(event, Armed):
            offered = self.offered
            if offered is None or event.token in self.used or not self._is_young(offered.proof) or not self.is_on:
                return
            is_other = not self.profile.two_persons or who.id != offered.request.by.id
            if is_other and event.binding == self._binding(offered):
                self.armed = event
        elif isinstance(event, Committed):
            self._commit(event)

    def _is_tied(self, proof: Any) -> bool:
        named, through = self.profile.watched, "" if self.profile.tag_map is None else self.profile.tag_map
        if proof.tag_map != through or named is None:
            return bool(proof.tag_map == through)
        made = hashlib.sha256(f'["{proof.line}","{proof.bounds}"]'.encode()).hexdigest()
        return (proof.report, proof.line, proof.model) == (named.report, named.line, made)

    def _is_young(self, proof: Any) -> bool:
        wall, early, profile = self.now.wall, -self.profile.clock_s, self.profile
        is_seen_lately = early <= wall - proof.snapshot_at <= profile.snapshot_age_s
        return is_seen_lately and early <= wall - proof.model_at <= profile.model_age_s

    def _binding(self, offered: Proposed) -> str:
        return binding_of(offered.group, offered.proof, self.profile.plant, self.seal)

    def _commit(self, event: Committed) -> None:
        armed, offered = self.armed, self.offered
        if armed is None or offered is None or not self._is_young(offered.proof):
            return
        same = event.token == armed.token and event.token not in self.used and event.binding == armed.binding
        if same and event.at.monotonic - armed.at.monotonic <= self.profile.arm_expires_s:
            self.used.add(event.token)
            steps = [(item.tag, item.value, item.unit, item.compensation) for item in offered.group.setpoints]
            self.grants.append({"steps": steps, "next": 0, "armed": armed.at.monotonic, "before": {}})
            self.now_granted = True
            self.offered = self.armed = None

    def hears(self, record: Record, stands: dict[str, Any]) -> None:
        """Judge what the guard claims: what it says stands in the plant must stand there."""
        if record.what == "verified" and self.grants:
            ended = [item["steps"] for item in self.grants if item["next"] == len(item["steps"])]
            right = [all(self._is_there(tag, value, stands) for tag, value, *_ in steps) for steps in ended]
            self._fault("false_verified", not any(right))
            self.grants = []
        if record.what == "reverted" and self.grants:
            grant = next((item for item in reversed(self.grants) if item["next"]), {"before": {}})
            left = [
                tag for tag, values in grant["before"].items()
                if not any(self._is_there(tag, value, stands) for value in values)
            ]  # fmt: skip
            self._fault("half", bool(left))
            self.grants = []
        if record.what == "refused" and ("act", "'commit'") in record.detail and self.now_granted and self.grants:
            self.grants.pop()
        is_end_of_run = record.what == "refused" and "act" not in dict(record.detail)
        if is_end_of_run or record.what in ("failed_safe", "dropped"):
            self.grants = []
        if record.what == "is_safe":
            self._fault("false_safe", not self._is_there(record.about, self.limits[record.about].safe, stands))
        if record.what == "released":
            self.mine = {}

    def _is_there(self, tag: str, value: Any, stands: dict[str, Any]) -> bool:
        limit, found = self.limits[tag], stands[tag]
        if tag in self.in_hand | self.by_hand:
            return True
        return abs(found - value) <= limit.tolerance if _is_number(value) and _is_number(found) else found == value

    def writes(self, action: Write, event: Event, stands: dict[str, Any]) -> None:
        """Judge a write that is about to reach the plant."""
        limit = self.limits.get(action.tag)
        before = stands.get(action.tag)
        self._fault("allow_list", limit is None)
        if limit is not None:
            self._value(action, limit)
        self._fault("switch", not self.is_on)
        self._fault("link", not self.is_linked)
        self._fault("manual", action.tag in self.in_hand)
        {"group": self._group, "revert": self._back, "safe": self._safe}[action.why](action, event, limit, before)
        far = abs(float(action.value) - float(before)) if _is_number(action.value) and _is_number(before) else 0.0  # type: ignore[arg-type]
        self.log.append((self.now.monotonic, action.tag, far))

    def _fault(self, what: str, is_so: bool) -> None:
        if is_so:
            self.faults.append(what)

    def _value(self, action: Write, limit: Any) -> None:
        value, kind = action.value, limit.kind
        self._fault(
            "kind", type(value).__name__ != {"number": "float", "whole": "int", "truth": "bool"}.get(kind, "str")
        )
        self._fault("unit", action.unit != limit.unit)
        if kind in ("number", "whole"):
            self._fault("range", not (_is_number(value) and limit.low <= value <= limit.high))  # type: ignore[operator]
            odd = isinstance(value, float) and (repr(value) == "-0.0" or 0 < abs(value) < 2.3e-308)
            self._fault("plain", odd)
        elif kind == "choice":
            self._fault("range", value not in limit.choices)

    def _group(self, action: Write, event: Event, limit: Any, before: Any) -> None:
        self._fault("kill", self.is_killed)
        self._fault("audit", self.is_lost)
        self._fault("heartbeat", self.now.monotonic - self.beat > self.profile.heartbeat_s)
        newest_first = list(reversed(self.grants))
        for grant in sorted(newest_first, key=lambda grant: grant["next"] == 0):
            wanted = grant["steps"][grant["next"]] if grant["next"] < len(grant["steps"]) else ()
            if (action.tag, action.value, action.unit) == wanted[:3]:
                late = self.now.monotonic - grant["armed"] > self.profile.arm_expires_s
                self._fault("expiry", grant["next"] == 0 and late)
                grant["next"] += 1
                grant["before"][action.tag] = (before,) if wanted[3] is None else (wanted[3], before)
                break
        else:
            self.faults.append("grant")
        self.mine[action.tag] = action.value
        self._plant(action, event, limit, before)

    def _plant(self, action: Write, event: Event, limit: Any, before: Any) -> None:
        came = {item.tag: item for item in event.samples} if isinstance(event, Sampled) else {}
        for item in self.profile.interlocks:
            if not item.guards or action.tag in item.guards:
                self._fault("interlock", not _holds(item, came.get(item.tag), self.now.wall))
        seen = came.get(action.tag)
        is_known = seen is not None and seen.quality == "good" and limit is not None and seen.unit == limit.unit
        self._fault("standing", not is_known or _wrong(seen.value, limit))  # type: ignore[union-attr]
        now, tag = self.now.monotonic, action.tag
        if limit is None:
            return
        if limit.step is not None and _is_number(before) and _is_number(action.value):
            far = abs(float(action.value) - float(before))  # type: ignore[arg-type]
            lately = sum(moved for at, name, moved in self.log if name == tag and now - at < 60)
            self._fault("step", far > limit.step)
            self._fault("rate", lately + far > limit.rate_per_minute + 1e-9)
        self._fault("dwell", any(name == tag and now - at < limit.dwell_s for at, name, _ in self.log))

    def _back(self, action: Write, _: Event, limit: Any, before: Any) -> None:
        self._fault("kill", self.is_killed)
        self._fault("audit", self.is_lost)
        known = [grant["before"][action.tag][0] for grant in self.grants if action.tag in grant["before"]]
        self._fault("back", action.value not in known)
        written = self.mine.get(action.tag)
        if limit is not None and limit.step is not None and _is_number(written) and _is_number(action.value):
            self._fault("far_back", abs(float(action.value) - float(written)) > limit.step)  # type: ignore[arg-type]

    def _safe(self, action: Write, _: Event, limit: Any, before: Any) -> None:
        self._fault("safe", limit is None or limit.safe is None or limit.safe != action.value)
        self._fault("not_mine", action.tag not in self.mine)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _wrong(value: Any, limit: Any) -> bool:
    if limit.kind in ("number", "whole"):
        return not _is_number(value) or not limit.low <= value <= limit.high
    return value not in (limit.choices if limit.kind == "choice" else (True, False)) or _is_number(value)


def _holds(item: Any, seen: Any, wall: float) -> bool:
    if seen is None or seen.quality != "good" or seen.unit != item.unit:
        return False
    stamp = seen.at if item.age_by == "source" else seen.received
    if stamp is None or not -1.0 <= wall - stamp.timestamp() <= item.age_s:
        return False
    if item.equals is not None:
        return seen.value is item.equals
    return _is_number(seen.value) and item.low <= seen.value <= item.high
