"""The people of the campaign: they know how things stand, make attempts, and put everything right again afterwards."""

import contextlib
import math
import random
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.services.control.campaign.distant import GuardProcess
from tests.services.control.campaign.guarded import AUTHOR, ENGINEER, Clock, Guarded
from tests.services.control.campaign.hall import AIR, DOOR, DWELL, EFFECTS, FURNACES, LIMITS, SLOW, SWITCH
from tests.services.control.campaign.oracle import JITTER, Attempt, Oracle
from tests.services.control.campaign.plant_process import Cable, PlantProcess

from pulmu.bootstrap.live import connect_plant
from pulmu.model import OutsideError
from pulmu.model.setpoint import Setpoint, SetpointGroup
from pulmu.services.records.audit import AuditEntry

BY_TAG = {item["tag"]: item for item in LIMITS["limits"]}
NUMBERS = [tag for tag, item in BY_TAG.items() if "low" in item and not tag.startswith(SLOW)]
TRUTHS = [tag for tag, item in BY_TAG.items() if item.get("kind") == "truth"]
SHOWN = 36
"""Signs of a binding that a record shows."""
LONGEST = 20.0
"""Nothing of a campaign may take longer to come to rest. [s]"""


class Crew:
    """Everything of one campaign.

    Parameters
    ----------
    stands_by : Whether a second server stands by for when the first is killed.
    spans : How long it took to a safe state, by cause. [s]
    """

    def __init__(self, folder: Path, seed: int, *, is_distant: bool = False, stands_by: bool = True) -> None:
        self.random = random.Random(seed)
        self.folder = folder
        self.plant = PlantProcess(folder, stands_by=stands_by)
        self.cable = Cable(self.plant.port)
        self.clock, self.oracle = Clock(), Oracle()
        address = f"opc.tcp://127.0.0.1:{self.cable.port}/pulmu"
        self.link = connect_plant(address, folder / "keys" / "client", "operator", None)
        self.guard: Any
        if is_distant:
            self.guard = GuardProcess(folder, address, self.plant, self.clock)
        else:
            self.guard = Guarded(self.link, folder / "ledger.jsonl", self.clock)
        self.tokens, self.attempt = 0, Attempt("", "", [], 0, frozenset())
        self.spans: dict[str, list[float]] = {}
        self.cause: tuple[str, float] | None = None
        self.used: dict[str, list[tuple[float, float]]] = {}
        self.faults: list[str] = []
        self.is_distant = is_distant
        self.no_roles = () if is_distant else (replace(ENGINEER, roles=frozenset()),)  # a guard knows them by its file
        self.no_numbers = () if is_distant else (math.nan,)  # no desk sends what is no JSON
        self.ready()

    def ready(self) -> None:
        """Wait until the guard is linked and sees the local switch on."""
        if not self.guard.wait(lambda state: state.is_linked and state.is_switched_on, LONGEST):
            self.faults.append(f"{self.attempt}: the link did not come back in {LONGEST} s")
        self.guard.beat()
        end = time.monotonic() + LONGEST
        while not self.is_watched() and time.monotonic() < end:
            time.sleep(0.02)

    def is_watched(self) -> bool:
        """Whether the guard counts up the plant's watchdog: before, the plant would not notice that it dies."""
        values = self.plant.values()
        return values["control/heartbeat"] > 0 and not values["control/hold"]

    def close(self) -> None:
        """End what was begun."""
        self.plant.go()
        self.guard.close()
        self.link.close()
        self.cable.close()
        self.plant.close()

    # what authors know ----------------------------------------------------------------------------------------

    def look(self) -> None:
        """Take in what arrived at the plant."""
        came = self.plant.arrived()
        self.oracle.takes(came)
        for item in came:
            tag = item.get("node", "")
            if tag in BY_TAG:
                before, value = item["before"], self.oracle.value_of(item)
                numbers = isinstance(value, float) and isinstance(before, int | float)
                far = abs(value - before) if numbers else 0.0
                if item.get("as") == "safe":
                    far = BY_TAG[tag].get("rate_per_minute", 0.0)
                self.used.setdefault(tag, []).append((item["at"], far))

    def room(self, tag: str) -> float:
        """By how much a number may change now."""
        now, limit = time.monotonic(), BY_TAG[tag]
        lately = sum(far for at, far in self.used.get(tag, ()) if now - at < 61)
        return min(limit["step"], limit["rate_per_minute"] - lately)

    def is_rested(self, tag: str) -> bool:
        """Whether a tag may be written again."""
        used = self.used.get(tag)
        return not used or time.monotonic() - used[-1][0] > DWELL + JITTER

    def uses_up(self, *tags: str) -> None:
        """The guard counts the rate of all tags as used up: it began anew, or a clock jumped."""
        now = time.monotonic()
        for tag in tags or BY_TAG:
            self.used.setdefault(tag, []).append((now, BY_TAG[tag].get("rate_per_minute", 0.0)))

    def dates_anew(self) -> None:
        """After a jump of a clock all changes count as made now."""
        now = time.monotonic()
        self.used = {tag: [(now, far) for _, far in used] for tag, used in self.used.items()}

    def free(self, values: dict[str, Any]) -> list[str]:
        """Tags an author may set now."""
        taken = self.guard.state.overridden
        found = [tag for tag in TRUTHS if self.is_rested(tag) and tag not in taken]
        for tag in NUMBERS:
            name = tag.split("/")[0]
            is_still = name not in EFFECTS or abs(values[tag] - values[f"{name}/temperature"]) < 0.02
            if self.is_rested(tag) and is_still and self.room(tag) > 4 and tag not in taken:
                found.append(tag)
        return found

    def value(self, tag: str, values: dict[str, Any]) -> Any:
        """A value that may be written from where the plant stands."""
        stands, limit = values[tag], BY_TAG[tag]
        if limit.get("kind") == "truth":
            return not stands
        most = max(0.9 * self.room(tag), 2.0)
        choices = [sign * self.random.uniform(1.5, most) for sign in (-1, 1)]
        fit = [stands + far for far in choices if limit["low"] <= stands + far <= limit["high"]]
        return self.random.choice(fit)

    def group(self, kinds: str = "any", most: int = 3, least: int = 1) -> SetpointGroup:
        """Setpoints that may be written now: of any tags, `numbers`, `truths`, or those that `fall` to a safe value."""
        self.look()
        end = time.monotonic() + LONGEST
        while True:
            values = self.plant.values()
            free = [tag for tag in self.free(values) if self._is_of(tag, kinds)]
            if len(free) >= least:
                break
            if kinds == "numbers" and (free := [tag for tag in NUMBERS if self.is_rested(tag)]):
                break  # after a restart no number can be set for a minute: refused for that, too
            assert time.monotonic() < end, f"no {kinds} to be set"
            time.sleep(0.05)
        self.random.shuffle(free)
        count = max(least, self.random.choice((1, 1, 2, 3)))
        wanted = free[: min(count, most)]
        self.tokens += 1
        return SetpointGroup(
            id=f"g{self.tokens}", setpoints=tuple(self.setpoint(tag, self.value(tag, values)) for tag in wanted)
        )

    def falling(self, most: int = 3, least: int = 1) -> SetpointGroup:
        """Setpoints of which the first at least has a safe value other than the one that is set."""
        while True:
            group = self.group("fall", most, least)
            first = sorted(group.setpoints, key=lambda item: item.value is not True)
            if first[0].value is True:
                return replace(group, setpoints=tuple(first))

    def _is_of(self, tag: str, kinds: str) -> bool:
        is_number = "low" in BY_TAG[tag]
        if kinds == "fall":  # a number that fell back cannot be set for a minute: mostly truths
            return not is_number or "safe" not in BY_TAG[tag] or self.random.random() < 0.05
        if kinds == "effect":
            return tag.split("/", 1)[0] in EFFECTS
        return kinds == "any" or is_number == (kinds == "numbers")

    def setpoint(self, tag: str, value: Any, **more: Any) -> Setpoint:
        """One setpoint, in its tag's unit."""
        return Setpoint(tag=tag, value=value, unit=BY_TAG.get(tag, {}).get("unit", "1"), **more)

    def changed(self, group: SetpointGroup, **changes: Any) -> SetpointGroup:
        """The group with one of its setpoints changed."""
        spot = self.random.randrange(len(group.setpoints))
        many = list(group.setpoints)
        many[spot] = replace(many[spot], **changes)
        return replace(group, setpoints=tuple(many))

    # what they do -----------------------------------------------------------------------------------------------

    def token(self) -> str:
        """A token nobody has seen."""
        return f"{self.random.getrandbits(128):032x}"

    def begins(self, kind: str, group: SetpointGroup, may: int, reasons: tuple[str, ...], falls: bool = False) -> None:
        """An attempt begins: from now on what arrives is judged by it."""
        if self.attempt.id:
            self.look()
            self.attempt.ended = time.monotonic()
        setpoints = [(item.tag, item.value, item.unit, item.compensation) for item in group.setpoints]
        self.attempt = Attempt(
            group.id, kind, setpoints, may, frozenset(reasons), falls=falls, begun=time.monotonic()
        )  # fmt: skip
        self.oracle.attempts.append(self.attempt)
        self.first_entry, self.first_alarm = len(self.guard.ledger.all), len(self.guard.alarms)
        self.first_binding = len(self.guard.bindings)

    def whole(self, group: SetpointGroup, between: Callable[[], None] | None = None, held: int = 0,
              during: Callable[[], None] | None = None, **changes: Any) -> None:  # fmt: skip
        """Propose, arm and commit, and wait until it has come to its end.

        Parameters
        ----------
        between : Done after the arming.
        held : Write at which `during` is done, from 1; the plant takes it afterwards.
        changes : `proof`, and changes of the requests by act.
        """
        guard = self.guard
        proof = guard.proof(group, **changes.get("proof", {}))
        binding = guard.propose(group, proof, **changes.get("propose", {}))
        token = guard.arm(binding, self.token(), **changes.get("arm", {}))
        if between:
            between()
        if held:
            self.plant.hold(held)
        self.guard.commit(binding, token, **changes.get("commit", {}))
        while held and self.guard.settled().run is not None:
            if self.plant.is_held(0.05):
                during() if during else None
                break
        if held and self.plant.process.poll() is None:
            self.plant.go()
        self.rest()

    def verified(self, group: SetpointGroup) -> bool:
        """Write something that may be written, as a beginning of something else."""
        self.begins("preparation", group, len(group.setpoints), ())
        self.whole(group)
        return self.is_verified()

    def rest(self, seconds: float = 6.0) -> None:
        """Wait until nothing is under way."""
        if not self.guard.wait(lambda state: state.run is None, seconds):
            self.faults.append(f"{self.attempt}: nothing came of it in {seconds} s")

    def causes(self, what: str) -> None:
        """Something happens now after which a safe state must be reached."""
        self.cause = (what, time.monotonic())

    def reached(self) -> None:
        """Wait for the safe state, and take its time."""
        if not self.guard.wait(lambda state: state.phase != "failed_safe" or not state.owed, LONGEST):
            self.faults.append(f"{self.attempt}: no safe state in {LONGEST} s")
        if self.cause:
            what, at = self.cause
            self.look()
            arrived = [
                item["at"] for item in self.oracle.arrived if item["at"] > at and item.get("as") in ("safe", "back")
            ]
            if arrived:
                self.spans.setdefault(what, []).append(arrived[-1] - at)
            self.cause = None

    def entries(self) -> list[AuditEntry]:
        """What the guard kept of the attempt."""
        return self.guard.ledger.all[self.first_entry :]

    def own(self, entries: list[AuditEntry]) -> list[AuditEntry]:
        """Those that name the group of the attempt, or by its binding what was asked in it."""
        asked = {item[:SHOWN] for item in self.guard.bindings[self.first_binding :]}
        return [
            item for item in entries
            if item.about == self.attempt.id or item.detail.get("binding", "").strip("'")[:SHOWN] in asked
        ]  # fmt: skip

    def codes(self) -> set[str]:
        """Reasons the guard gave in this attempt: in its records and alarms."""
        return codes_of(self.entries()) | {problem.code for _, problem in self.guard.alarms[self.first_alarm :]}

    def is_verified(self) -> bool:
        """Whether the group of the attempt was verified."""
        return any(
            item.action == "control.verified" and item.about == self.attempt.id for item in self.entries()
        )  # fmt: skip

    # putting right ----------------------------------------------------------------------------------------------

    def settle(self) -> None:
        """Put plant, link and guard right again, and let everything come to rest."""
        guard = self.guard
        if self.plant.process.poll() is not None:
            self.plant.start()
        self.cable.mend()
        guard.is_alive, guard.ledger.is_full = True, False
        self.oracle.fact(time.monotonic(), "silent", False)
        if not self.plant.is_as_begun:
            self.plant.do(faults=[], hand={DOOR: True, AIR: 60.0, SWITCH: True})
            self.plant.is_as_begun = True
        self.oracle.fact(time.monotonic(), "off", False)
        guard.switch(True)
        self.wait_for_link()
        self.rest()
        if guard.state.phase == "failed_safe":
            self.reached()
        state = guard.state
        latched = state.is_killed or state.is_record_lost or not state.is_switched_on or state.pending
        if latched or state.phase == "failed_safe":
            self.anew()
        self.ready()
        for tag in () if self.is_distant else guard.state.overridden:  # at the desk nobody gives back a tag
            self.oracle.fact(time.monotonic(), f"hand {tag}", False)
            guard.hand(tag, False)
        if guard.state.engaged and self.random.random() < 0.6:
            guard.release()
            self.oracle.let_go()
        self.look()

    def wait_for_link(self) -> None:
        """Wait until the plant is reached again, and the guard knows it."""
        end = time.monotonic() + LONGEST
        while time.monotonic() < end:
            with contextlib.suppress(OutsideError):
                self.link.read([DOOR])
                if self.guard.wait(lambda state: state.is_linked, 0.3):
                    return
            time.sleep(0.02)
        self.faults.append(f"{self.attempt}: the link did not come back in {LONGEST} s")

    def anew(self) -> None:
        """Set the local switch off and on."""
        self.guard.switch(False)
        now = time.monotonic()
        self.oracle.fact(now, "off", True)
        self.look()
        self.oracle.let_go()
        for name in ("off", "stopped", "lost"):
            self.oracle.fact(time.monotonic(), name, False)
        self.guard.switch(True)

    def let_go(self) -> None:
        """Nothing is in charge."""
        if self.guard.state.engaged:
            self.guard.release()
            self.look()
            self.oracle.let_go()


def codes_of(entries: list[AuditEntry]) -> set[str]:
    """Reasons that stand in entries."""
    return {code for item in entries for code in item.detail.get("reasons", "").split(", ") if code}


assert AUTHOR.id != ENGINEER.id and set(SLOW) <= set(FURNACES)  # two people, as the limits ask for
