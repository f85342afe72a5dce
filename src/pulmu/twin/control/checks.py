"""What must hold for a request to be taken: a table of controls for each thing that can be asked.

A control has the same name in every table, in `permissive.py`, `reactions.py` and `output.py`: tests take out all of
one name and look whether something unsafe gets through.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from pulmu.model.document import Document
from pulmu.model.errors import problem
from pulmu.model.problem import Problem
from pulmu.model.setpoint import Setpoint, SetpointGroup
from pulmu.twin.control.binding import commands_seal
from pulmu.twin.control.door import not_allowed
from pulmu.twin.control.event import Proof, Request
from pulmu.twin.control.state import State
from pulmu.twin.control.ties import other_line, other_map, other_report
from pulmu.twin.control.value import distance, refuse_kind, refuse_plain, refuse_range, refuse_unit

Act = Literal["propose", "arm", "commit", "release"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request with what it is about; of an arming and a commit, what was proposed."""

    act: Act
    request: Request
    group: SetpointGroup
    proof: Proof
    binding: str = ""
    token: str = ""

    @property
    def place(self) -> str:
        """Where its problems stand."""
        return f"group {self.group.id}" if self.group.id else "request"


Check = Callable[[State, Asked], Problem | None]
NOTHING = SetpointGroup(id="", setpoints=())
UNPROVEN = Proof(commands="", snapshot="", snapshot_at=0.0, model="", model_at=0.0, profile="", violations=0)
NOWHERE = Document(None, "")


def sequence(state: State, asked: Asked) -> Problem | None:
    """The request is no repeat."""
    number = asked.request.sequence
    if type(number) is int and number > state.sequence:
        return None
    return problem(
        "control.replayed", asked.place, "this request, or a later one, was already taken",
        "ask anew", number=number, last=state.sequence,
    )  # fmt: skip


def delay(state: State, asked: Asked) -> Problem | None:
    """The request comes now, and not from a queue or from the future."""
    age = state.now.wall - asked.request.made_at
    if -state.profile.clock_s <= age <= state.profile.request_age_s:
        return None
    return problem(
        "control.delayed", asked.place, f"the request was made {age:.1f} s before it arrived",
        "ask anew; if it comes again, look at the clocks of both machines", seconds=f"{age:.1f}",
        most=state.profile.request_age_s,
    )  # fmt: skip


def plant(state: State, asked: Asked) -> Problem | None:
    """Who asks belongs to this plant."""
    if asked.request.by.plant == state.plant:
        return None
    return problem(
        "control.other_plant", asked.place, f"who asks is of another plant than {state.plant}",
        "ask the guard of your own plant", plant=asked.request.by.plant, own=state.plant,
    )  # fmt: skip


def role(state: State, asked: Asked) -> Problem | None:
    """Who asks may do this."""
    roles = state.profile.roles
    wanted = {"propose": roles.propose, "arm": roles.arm, "commit": roles.commit}.get(
        asked.act, (*roles.propose, *roles.arm, *roles.commit)
    )
    if asked.request.by.id and not asked.request.by.roles.isdisjoint(wanted):
        return None
    return problem(
        "control.role", asked.place, f"who asks may not {asked.act}", "have somebody do it who has the role",
        act=asked.act, roles=", ".join(wanted),
    )  # fmt: skip


def order(state: State, asked: Asked) -> Problem | None:
    """Things are done in their order: proposed, armed, committed."""
    is_free = state.run is None and state.phase != "failed_safe"
    ready = {
        "propose": is_free and bool(asked.group.setpoints),
        "arm": is_free and state.proposal is not None,
        "commit": state.phase == "armed" and state.proposal is not None and state.arming is not None,
    }.get(asked.act, is_free)
    if ready:
        return None
    return problem(
        "control.order", asked.place, f"to {asked.act} is not possible now: the guard is {state.phase}",
        "propose, arm and commit one after the other; wait until what runs has ended", act=asked.act, phase=state.phase,
    )  # fmt: skip


def switch(state: State, asked: Asked) -> Problem | None:
    """The local switch is on."""
    if state.is_switched_on:
        return None
    return problem(
        "control.not_armed", asked.place, "read only: the local switch is off, or not read fresh and good",
        "have the plant operator set the switch at the plant, then try again",
    )  # fmt: skip


def kill(state: State, asked: Asked) -> Problem | None:
    """Nobody has stopped control."""
    if not state.is_killed:
        return None
    return problem(
        "control.killed", asked.place, "control was stopped",
        "find out why; then set the local switch off and on again",
    )  # fmt: skip


def link(state: State, asked: Asked) -> Problem | None:
    """The plant can be reached."""
    if state.is_linked:
        return None
    return problem("control.no_link", asked.place, "the plant cannot be reached", "see to the link, then try again")


def heartbeat(state: State, asked: Asked) -> Problem | None:
    """Who commands is alive."""
    if state.beat is not None and state.now.monotonic - state.beat[1] <= state.profile.heartbeat_s:
        return None
    return problem(
        "control.silent", asked.place, "no sign of life of who commands",
        "keep the session open that commands, then try again", most=state.profile.heartbeat_s,
    )  # fmt: skip


def audit(state: State, asked: Asked) -> Problem | None:
    """Every record was kept: what cannot be kept is not done."""
    if not state.is_record_lost:
        return None
    return problem(
        "control.audit", asked.place, "a record of control could not be kept",
        "make room and see to the disk; then set the local switch off and on again",
    )  # fmt: skip


def manual(state: State, asked: Asked) -> Problem | None:
    """Nobody has a tag of the group in hand."""
    taken = [item.tag for item in asked.group.setpoints if item.tag in state.overridden]
    if not taken:
        return None
    return problem(
        "control.manual", asked.place, f"{', '.join(taken)}: a person has it in hand",
        "ask them to give it back first", tags=", ".join(taken),
    )  # fmt: skip


def allow_list(state: State, asked: Asked) -> Problem | None:
    """Every tag has limits."""
    for item in asked.group.setpoints:
        if item.tag not in state.rules.limits:
            return not_allowed(item.tag, asked.place)
    return None


def _each_value(state: State, asked: Asked, refuse: Callable[..., Problem | None]) -> Problem | None:
    for item in asked.group.setpoints:
        limit = state.rules.limits.get(item.tag)
        for value in (item.value, item.compensation):
            if limit and value is not None and (found := refuse(value, limit, item.tag)):
                return found
    return None


def kind(state: State, asked: Asked) -> Problem | None:
    """Every value is of its tag's type."""
    return _each_value(state, asked, refuse_kind)


def plain(state: State, asked: Asked) -> Problem | None:
    """Every number is one that can be meant."""
    return _each_value(state, asked, refuse_plain)


def within(state: State, asked: Asked) -> Problem | None:
    """Every value lies within the operating limits."""
    return _each_value(state, asked, refuse_range)


def unit(state: State, asked: Asked) -> Problem | None:
    """Every unit is its tag's."""
    for item in asked.group.setpoints:
        limit = state.rules.limits.get(item.tag)
        if limit and (found := refuse_unit(item.unit, limit, item.tag)):
            return found
    return None


def once(_: State, asked: Asked) -> Problem | None:
    """No tag stands twice in a group: two small steps are one large one."""
    tags = [item.tag for item in asked.group.setpoints]
    if len(set(tags)) == len(tags):
        return None
    return problem(
        "control.twice", asked.place, "a tag stands twice in the group", "write it once", tags=", ".join(tags)
    )


def back(state: State, asked: Asked) -> Problem | None:
    """The way back of each setpoint is no longer than a step."""
    for item in asked.group.setpoints:
        if far := _far_back(state, item):
            return problem(
                "control.compensation", item.tag, f"what goes back is {far:g} away from what is written",
                "take a nearer value, or leave it out", distance=f"{far:g}",
            )  # fmt: skip
    return None


def _far_back(state: State, item: Setpoint) -> float:
    limit = state.rules.limits.get(item.tag)
    if limit is None or limit.step is None or item.compensation is None:
        return 0.0
    far = distance(item.compensation, item.value)
    return 0.0 if far <= limit.step else far


def proof(state: State, asked: Asked) -> Problem | None:
    """The group was simulated as it is, with these limits, and kept to them."""
    found = asked.proof
    same = found.commands == commands_seal(asked.group) and found.profile == state.rules.seal
    if same and type(found.violations) is int and found.violations == 0 and found.snapshot and found.model:
        return None
    return problem(
        "control.not_proven", asked.place, "the simulator has not proven these setpoints under these limits",
        "simulate them from a fresh state of the plant; change them where limits are broken",
        violations=found.violations,
    )  # fmt: skip


def snapshot(state: State, asked: Asked) -> Problem | None:
    """The state of the plant it was simulated from is fresh."""
    age = state.now.wall - asked.proof.snapshot_at
    if -state.profile.clock_s <= age <= state.profile.snapshot_age_s:
        return None
    return problem(
        "control.old_snapshot", asked.place, f"it was simulated from the plant as it was {age:.0f} s ago",
        "simulate it anew", seconds=f"{age:.0f}", most=state.profile.snapshot_age_s,
    )  # fmt: skip


def model(state: State, asked: Asked) -> Problem | None:
    """The model is one of the plant's, and was fitted to it lately."""
    age, known = state.now.wall - asked.proof.model_at, state.profile.models
    if -state.profile.clock_s <= age <= state.profile.model_age_s and (not known or asked.proof.model in known):
        return None
    return problem(
        "control.model", asked.place, "the model that proves it is too old, or none of this plant's",
        "fit the model to the plant anew", hours=f"{age / 3600:.1f}",
    )  # fmt: skip


def tag_map(state: State, asked: Asked) -> Problem | None:
    """The plant was read through the map that the limits name."""
    return other_map(state.profile, asked.proof.tag_map, asked.place)


def line(state: State, asked: Asked) -> Problem | None:
    """The model is of the line that was watched, where the limits ask for one."""
    found = asked.proof
    return other_line(state.profile, found.line, found.bounds, found.model, asked.place)


def report(state: State, asked: Asked) -> Problem | None:
    """The line was watched beside the plant and passed by the report that the limits name, where they ask for one."""
    return other_report(state.profile, asked.proof.report, asked.place)


def binding(state: State, asked: Asked) -> Problem | None:
    """What is armed and committed is what was proposed: every sign of it."""
    if state.proposal is not None and asked.binding == state.proposal.binding:
        return None
    return problem(
        "control.binding", asked.place, "this is not what was proposed", "look at the proposal again, then arm it"
    )


def second_person(state: State, asked: Asked) -> Problem | None:
    """Who arms is another than who proposed, where the limits ask for two."""
    if state.proposal is None or not state.profile.two_persons or asked.request.by.id != state.proposal.author.id:
        return None
    return problem("control.alone", asked.place, "who proposed it cannot arm it", "ask another person who may arm")


def new_token(state: State, asked: Asked) -> Problem | None:
    """The token of an arming was never seen."""
    if isinstance(asked.token, str) and len(asked.token) >= 16 and asked.token not in state.spent:
        return None
    return problem("control.token", asked.place, "the token is not new", "arm anew")


def token(state: State, asked: Asked) -> Problem | None:
    """The token of a commit is that of the arming, and was not used."""
    if state.arming is not None and asked.token == state.arming.token and asked.token not in state.spent:
        return None
    return problem("control.token", asked.place, "the token is not the one of this arming, or was used", "arm anew")


def expiry(state: State, asked: Asked) -> Problem | None:
    """The arming still holds."""
    if state.arming is not None and state.now.monotonic - state.arming.at <= state.profile.arm_expires_s:
        return None
    return problem(
        "control.expired", asked.place, "the arming has expired", "arm anew", most=state.profile.arm_expires_s
    )


WHO: dict[str, Check] = {"sequence": sequence, "delay": delay, "plant": plant, "role": role}
"""Asked of every request, first."""
_VALUES: dict[str, Check] = {
    "allow_list": allow_list, "kind": kind, "plain": plain, "unit": unit, "range": within,
}  # fmt: skip
_LIVE: dict[str, Check] = {"switch": switch, "kill": kill, "link": link, "heartbeat": heartbeat, "manual": manual,
                          "audit": audit}  # fmt: skip
_FRESH: dict[str, Check] = {"proof": proof, "snapshot": snapshot, "model": model, "tag_map": tag_map, "line": line,
                           "report": report}  # fmt: skip
ON_PROPOSE: dict[str, Check] = {"order": order, "once": once, **_VALUES, "compensation": back, **_FRESH}
ON_ARM: dict[str, Check] = {
    "order": order, "binding": binding, "second_person": second_person, "token": new_token, **_LIVE, **_FRESH
}  # fmt: skip
ON_COMMIT: dict[str, Check] = {
    "order": order, "binding": binding, "token": token, "expiry": expiry, **_LIVE, **_FRESH
}  # fmt: skip
ON_RELEASE: dict[str, Check] = {"order": order}
TABLES: dict[Act, dict[str, Check]] = {
    "propose": ON_PROPOSE, "arm": ON_ARM, "commit": ON_COMMIT, "release": ON_RELEASE
}  # fmt: skip


def refusals(state: State, asked: Asked) -> tuple[tuple[Problem, ...], bool]:
    """Why a request is refused, all reasons; and whether who asks was in order, so that the request counts as made.

    Out of order there is nothing that the other controls could be asked of.
    """
    who = tuple(found for check in WHO.values() if (found := check(state, asked)))
    what: tuple[Problem, ...] = ()
    for name, check in TABLES[asked.act].items():
        if found := check(state, asked):
            what = (*what, found)
            if name == "order":
                break
    return (*who, *what), not who
