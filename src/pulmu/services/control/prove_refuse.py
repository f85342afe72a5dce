"""What stands in the way of a proof before anything is simulated: the plant not seen, an old model, the limits."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from pulmu.model import Problem
from pulmu.model.errors import problem
from pulmu.model.guard_profile import GuardProfile, Limit
from pulmu.model.setpoint import Setpoint, SetpointGroup
from pulmu.services.live.ahead_legs import Controls
from pulmu.services.live.emulated_tags import SPEED
from pulmu.services.live.following import PlantSnapshot
from pulmu.twin.control.door import not_allowed
from pulmu.twin.control.ties import other_line, other_map, other_report
from pulmu.twin.control.value import distance, refuse_kind, refuse_plain, refuse_range, refuse_unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Ties:
    """Seals that tie a proof to its plant, as a proof carries them."""

    model: str
    line: str
    bounds: str
    report: str
    tag_map: str


def refuse_basis(
    snapshot: PlantSnapshot, profile: GuardProfile, now: datetime, fitted_at: datetime | None, ties: Ties
) -> tuple[Problem, ...]:  # fmt: skip
    """What is wrong with what a proof would rest on."""
    found = (
        _old_snapshot(snapshot, profile, now), _old_model(profile, now, fitted_at), _other_model(profile, ties.model),
        other_map(profile, ties.tag_map, "model"),
        other_line(profile, ties.line, ties.bounds, ties.model, "model"), other_report(profile, ties.report, "model"),
    )  # fmt: skip
    return (*(item for item in found if item is not None), *_not_seen(snapshot))


def refuse_setpoints(group: SetpointGroup, profile: GuardProfile, controls: Controls) -> Iterator[Problem]:
    """Which setpoints the limits do not allow, from where they stand; nothing is converted."""
    limits = {item.tag: item for item in profile.limits}
    if not group.setpoints:
        yield problem(
            "control.nothing_set", group.id, "the group holds no setpoint", "give one, or leave the group out"
        )
    for item in group.setpoints:
        limit = limits.get(item.tag)
        if limit is None:
            yield not_allowed(item.tag, group.id)
            continue
        is_number = [refuse(item.value, limit, item.tag) for refuse in (refuse_kind, refuse_plain)]
        refused = [*is_number, refuse_unit(item.unit, limit, item.tag)]
        if not any(is_number):
            refused += [refuse_range(item.value, limit, item.tag), _step(item, limit, controls)]
        yield from (one for one in refused if one is not None)


def _old_snapshot(snapshot: PlantSnapshot, profile: GuardProfile, now: datetime) -> Problem | None:
    age = (now - snapshot.taken_at).total_seconds()
    if -profile.clock_s <= age <= profile.snapshot_age_s:
        return None
    return problem(
        "control.proof_snapshot", "snapshot",
        f"its oldest reading is {age:.0f} s old; {profile.snapshot_age_s:g} s may be",
        "take a new snapshot and prove it again", seconds=f"{age:.0f}", most=f"{profile.snapshot_age_s:g}",
    )  # fmt: skip


def _old_model(profile: GuardProfile, now: datetime, fitted_at: datetime | None) -> Problem | None:
    most = profile.model_age_s / 86_400
    if fitted_at is None:
        return problem(
            "control.proof_not_fitted", "model", "the model was never compared with the plant",
            "compare it with pulmu plant compare, and say when that was", most=f"{most:g}",
        )  # fmt: skip
    days = (now - fitted_at).total_seconds() / 86_400
    if -profile.clock_s / 86_400 <= days <= most:
        return None
    return problem(
        "control.proof_model", "model", f"the model was fitted to the plant {days:.1f} days ago; {most:g} may be",
        "compare it with the plant again: pulmu plant compare", days=f"{days:.1f}", most=f"{most:g}",
    )  # fmt: skip


def _other_model(profile: GuardProfile, model: str) -> Problem | None:
    if not profile.models or model in profile.models:
        return None
    return problem(
        "control.proof_other_model", "model", f"the limits name other models than {model[:12]}",
        "prove it with one of them, or have the engineer sign limits that name this one", seal=model,
    )  # fmt: skip


def _not_seen(snapshot: PlantSnapshot) -> Iterator[Problem]:
    for item in snapshot.missing:
        yield problem(
            "control.proof_not_seen", item.where, f"how the plant stands here is not known ({item.because})",
            "see to the tag, then take a new snapshot", tag=item.where, because=item.because,
        )  # fmt: skip


def _step(item: Setpoint, limit: Limit, controls: Controls) -> Problem | None:
    far = distance(_now(item.tag, controls), item.value)
    if limit.step is None or far <= limit.step:
        return None
    return problem(
        "control.step", item.tag, f"a change of {far:g} {limit.unit} is more than {limit.step:g} at once",
        "go there in smaller steps", distance=f"{far:g}", most=f"{limit.step:g}", unit=limit.unit,
    )  # fmt: skip


def _now(tag: str, controls: Controls) -> float | None:
    """What stands at a tag that the model knows."""
    station, _, what = tag.rpartition("/")
    if tag == SPEED:
        return controls.speed
    heat = controls.heats.get(station)
    return heat.setpoint if heat is not None and what == "temperature_set" else None
