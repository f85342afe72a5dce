"""What must hold in the plant at the instant of a write: asked of readings fetched right before it."""

from collections.abc import Callable

from pulmu.model.errors import problem
from pulmu.model.guard_profile import Clock, Interlock, Limit
from pulmu.model.problem import Problem
from pulmu.model.setpoint import Setpoint
from pulmu.model.tag import Sample
from pulmu.twin.control.checks import NOTHING, UNPROVEN, Asked, heartbeat, kill, link, switch
from pulmu.twin.control.event import Person, Request
from pulmu.twin.control.state import Seen, State
from pulmu.twin.control.value import as_read, distance, is_of_kind, refuse_kind, refuse_plain, refuse_range, refuse_unit

MINUTE = 60.0
_NOBODY = Request(by=Person(id="", plant="", roles=frozenset()), sequence=0, made_at=0.0)
_ASKED = Asked(act="commit", request=_NOBODY, group=NOTHING, proof=UNPROVEN)
Permissive = Callable[[State, Setpoint, Limit], Problem | None]


def age_of(state: State, seen: Seen, by: Clock) -> float:
    """How old a reading is, by its time and by when it came, whichever is more; endless without a time. [s]"""
    stamp = seen.sample.at if by == "source" else seen.sample.received
    if stamp is None:
        return float("inf")
    said = state.now.wall - stamp.timestamp()
    if not said >= -state.profile.clock_s:  # from the future: its clock is wrong, so its age is not known
        return float("inf")
    return max(said, state.now.monotonic - seen.received)


def latest(state: State, tag: str, age_s: float, by: Clock) -> Sample | None:
    """The last reading of a tag, if it is good and fresh."""
    seen = state.samples.get(tag)
    if seen is None or seen.sample.quality != "good" or seen.sample.value is None:
        return None
    return seen.sample if age_of(state, seen, by) <= age_s else None


def fetched(state: State, tag: str, age_s: float, by: Clock) -> Sample | None:
    """The same, if it was fetched for this very stage of the run: nothing is decided on what was kept from before."""
    seen = state.samples.get(tag)
    if seen is None or state.run is None or seen.answers != state.run.ticket:
        return None
    return latest(state, tag, age_s, by)


def standing(state: State, limit: Limit) -> object | None:
    """What stands at a tag as it was read back last; None where that is not known."""
    sample = fetched(state, limit.tag, limit.age_s, limit.age_by)
    return None if sample is None or sample.unit != limit.unit else as_read(sample.value, limit)


def since_written(state: State, tag: str) -> float:
    """How long ago the guard wrote to a tag last; endless where it never did. [s]"""
    return state.now.monotonic - max((move.at for move in state.moves if move.tag == tag), default=float("-inf"))


def is_met(state: State, item: Interlock) -> bool:
    """Whether an interlock holds; not known, bad or stale is no."""
    sample = fetched(state, item.tag, item.age_s, item.age_by)
    if sample is None or sample.unit != item.unit:
        return False
    return is_asked(item, sample.value)


def is_asked(item: Interlock, value: object) -> bool:
    """Whether a value is the one an interlock asks for."""
    if item.equals is not None:
        return type(value) is type(item.equals) and value == item.equals
    if isinstance(value, bool | str) or not isinstance(value, int | float):
        return False
    low, high = item.low, item.high
    return (low is None or low <= value) and (high is None or value <= high) and value - value == 0


def _standing(state: State, setpoint: Setpoint, limit: Limit) -> Problem | None:
    value = standing(state, limit)
    if value is None or not is_of_kind(value, limit):
        return problem(
            "control.not_known", setpoint.tag, "what stands there now is not known: no fresh and good reading",
            "see why the plant gives none", tag=setpoint.tag,
        )  # fmt: skip
    if refuse_range(value, limit, setpoint.tag) is None and refuse_plain(value, limit, setpoint.tag) is None:
        return None
    return problem(
        "control.outside_now", setpoint.tag, f"what stands there now, {value}, is outside the limits itself",
        "bring it within the limits by hand first", text=value,
    )  # fmt: skip


def _step(state: State, setpoint: Setpoint, limit: Limit) -> Problem | None:
    far = distance(standing(state, limit), setpoint.value)
    if limit.step is None or far <= limit.step:
        return None
    return problem(
        "control.step", setpoint.tag, f"a change of {far:g} {limit.unit} is more than {limit.step:g} at once",
        "go there in smaller steps", distance=f"{far:g}", most=f"{limit.step:g}", unit=limit.unit,
    )  # fmt: skip


def _rate(state: State, setpoint: Setpoint, limit: Limit) -> Problem | None:
    now = state.now.monotonic
    lately = sum(move.distance for move in state.moves if move.tag == setpoint.tag and now - move.at < MINUTE)
    far = lately + distance(standing(state, limit), setpoint.value)
    if limit.rate_per_minute is None or far <= limit.rate_per_minute:
        return None
    return problem(
        "control.rate", setpoint.tag, f"changes of {far:g} {limit.unit} within a minute are too many",
        "wait, or take a smaller step", distance=f"{far:g}", most=f"{limit.rate_per_minute:g}", unit=limit.unit,
    )  # fmt: skip


def _dwell(state: State, setpoint: Setpoint, limit: Limit) -> Problem | None:
    since = since_written(state, setpoint.tag)
    if since >= limit.dwell_s:
        return None
    return problem(
        "control.dwell", setpoint.tag, f"it was written {since:.1f} s ago", "wait",
        seconds=f"{since:.1f}", least=f"{limit.dwell_s:g}",
    )  # fmt: skip


def _interlock(state: State, setpoint: Setpoint, limit: Limit) -> Problem | None:
    for item in state.rules.interlocks.get(limit.tag, ()):
        if not is_met(state, item):
            return problem(
                "control.interlock", setpoint.tag, f"interlock {item.id} does not hold, or is not known",
                "see to it in the plant, then try again", interlock=item.id,
            )  # fmt: skip
    return None


def _manual(state: State, setpoint: Setpoint, _: Limit) -> Problem | None:
    if setpoint.tag not in state.overridden:
        return None
    return problem(
        "control.manual", setpoint.tag, f"{setpoint.tag}: a person has it in hand", "ask them to give it back first",
        tags=setpoint.tag,
    )  # fmt: skip


def _pending(state: State, setpoint: Setpoint, _: Limit) -> Problem | None:
    """No earlier write to the tag is still on its way: it could come after this one."""
    if all(item.tag != setpoint.tag for item in state.pending.values()):
        return None
    return problem(
        "control.pending", setpoint.tag, "the plant has not answered an earlier write to this tag",
        "see to the link; then set the local switch off and on again", tag=setpoint.tag,
    )  # fmt: skip


def _expiry(state: State, setpoint: Setpoint, _: Limit) -> Problem | None:
    """The first write comes while the arming holds; later ones follow from it."""
    run = state.run
    if run is None or run.touched or state.now.monotonic - run.arming.at <= state.profile.arm_expires_s:
        return None
    return problem(
        "control.expired", setpoint.tag, "the arming has expired", "arm anew", most=state.profile.arm_expires_s
    )


BEFORE_WRITE: dict[str, Permissive] = {
    "switch": lambda state, _, __: switch(state, _ASKED),
    "kill": lambda state, _, __: kill(state, _ASKED),
    "link": lambda state, _, __: link(state, _ASKED),
    "heartbeat": lambda state, _, __: heartbeat(state, _ASKED),
    "expiry": _expiry,
    "manual": _manual,
    "kind": lambda _, setpoint, limit: refuse_kind(setpoint.value, limit, setpoint.tag),
    "plain": lambda _, setpoint, limit: refuse_plain(setpoint.value, limit, setpoint.tag),
    "unit": lambda _, setpoint, limit: refuse_unit(setpoint.unit, limit, setpoint.tag),
    "range": lambda _, setpoint, limit: refuse_range(setpoint.value, limit, setpoint.tag),
    "pending": _pending,
    "standing": _standing,
    "step": _step,
    "rate": _rate,
    "dwell": _dwell,
    "interlock": _interlock,
}


def objections(state: State, setpoint: Setpoint) -> tuple[Problem, ...]:
    """Why a setpoint may not be written at this instant, all reasons."""
    limit = state.rules.limits.get(setpoint.tag) or Limit(tag=setpoint.tag)
    return tuple(found for check in BEFORE_WRITE.values() if (found := check(state, setpoint, limit)))


def tags_before(state: State, setpoints: tuple[Setpoint, ...]) -> tuple[str, ...]:
    """What is read before setpoints are written: the local switch, themselves, their interlocks, what must move."""
    local = state.profile.switch
    found: dict[str, None] = {local.tag: None} if local else {}
    for item in setpoints:
        limit = state.rules.limits.get(item.tag)
        found[item.tag] = None
        found |= dict.fromkeys(lock.tag for lock in state.rules.interlocks.get(item.tag, ()))
        found |= dict.fromkeys(effect.tag for effect in limit.effects) if limit else {}
    return tuple(found)
