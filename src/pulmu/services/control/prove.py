"""Proof of setpoints: the line is simulated with and without them, from the plant as it stands."""

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime
from statistics import fmean

from pulmu.model import InputError, Problem
from pulmu.model.codec import encode
from pulmu.model.emulation import Emulation
from pulmu.model.guard_profile import GuardProfile
from pulmu.model.line import Line
from pulmu.model.line_state import LineState
from pulmu.model.setpoint import SetpointGroup, SetpointProgramme
from pulmu.services.control.prove_judge import Judged, Limits, judge, not_told
from pulmu.services.control.prove_refuse import Ties, refuse_basis, refuse_setpoints
from pulmu.services.control.prove_set import after_setting
from pulmu.services.control.proven_figure import ProvenFigure
from pulmu.services.line_carbon import LineCarbon, line_carbon
from pulmu.services.live.ahead import (
    BALANCED,
    RUNS,
    Standing,
    check_targets,
    controls_of,
    cost,
    scrap_share,
    spread,
)
from pulmu.services.live.ahead_legs import Controls, legs_of
from pulmu.services.live.ahead_run import Passed, run_legs
from pulmu.services.live.following import PlantSnapshot, states_of
from pulmu.services.live.shadow_gate import ShadowGate
from pulmu.services.live.shadow_report import line_seal
from pulmu.twin import Engine
from pulmu.twin.control import Proof
from pulmu.twin.control.binding import commands_seal, model_of, profile_seal, seal
from pulmu.twin.interval import half_width

__all__ = [
    "HOLD", "Basis", "Proven", "ProvenFigure", "model_seal", "prove", "prove_groups", "prove_programme",
]  # fmt: skip
HOLD = 900.0
"""From one group of a programme to the next, unless something else is asked for. [s]"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proven:
    """What a simulation found of a group of setpoints.

    Parameters
    ----------
    proof : With the number of violations in it: the guard takes it if there is none.
    hours : How far ahead was looked.
    violations : Why it is not proven.
    notes : What else should be known: no limit was given, or what was assumed.
    is_foreseen : It begins where groups before it are expected to lead; it is proven again when its turn comes.
    balances : The three balances with the setpoints, and their change, where a plant was given.
    """

    group: SetpointGroup
    proof: Proof
    hours: float
    replications: int
    figures: tuple[ProvenFigure, ...]
    violations: tuple[Problem, ...]
    notes: tuple[Problem, ...] = ()
    is_foreseen: bool = False
    balances: LineCarbon | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What a proof rests on.

    Parameters
    ----------
    settings : Furnaces of the line, and the bounds of its plant.
    now, fitted_at : Aware of their zones; None where the model was never fitted to the plant.
    watched : What the report of watching the line beside the plant came to; None where it was not watched.
    tag_map : Seal of the map the plant was read through; empty where there was none.
    seconds : How far ahead is looked. [s]
    targets : Good pieces that are wanted by then, by product; of all together under an empty name.
    """

    line: Line
    settings: Emulation
    profile: GuardProfile
    now: datetime
    fitted_at: datetime | None
    seconds: float
    watched: ShadowGate | None = None
    tag_map: str = ""
    replications: int = RUNS
    seed: int = 0
    targets: Mapping[str, int] | None = None
    standing: Standing | None = None


def model_seal(line: Line, settings: Emulation) -> str:
    """SHA-256 of the model: the line and its furnaces and bounds, in their one form."""
    return model_of(line_seal(line), _bounds_seal(settings))


def _bounds_seal(settings: Emulation) -> str:
    return seal(encode(settings, full=True))


def prove(
    line: Line, settings: Emulation, snapshot: PlantSnapshot, group: SetpointGroup, profile: GuardProfile,
    engine: Engine, *, now: datetime, fitted_at: datetime | None, seconds: float, replications: int = RUNS,
    seed: int = 0, targets: Mapping[str, int] | None = None, standing: Standing | None = None,
    executor: Executor | None = None, watched: ShadowGate | None = None, tag_map: str = "",
) -> Proven:  # fmt: skip
    """Simulate from a snapshot with and without a group of setpoints, run by run with the same random numbers.

    Every limit is looked at: those of the profile, the bounds of the plant, and that the snapshot and the model are
    new enough. A setpoint whose effect the model does not know is a violation.

    Raises
    ------
    InputError  A target is of no product of the line (`live.unknown_product`).
    """
    basis = Basis(
        line=line, settings=settings, profile=profile, now=now, fitted_at=fitted_at, seconds=seconds,
        replications=replications, seed=seed, targets=targets, standing=standing, watched=watched,
        tag_map=tag_map,
    )  # fmt: skip
    return prove_groups(basis, snapshot, (group,), engine, executor=executor)[0]


def prove_programme(
    basis: Basis, snapshot: PlantSnapshot, programme: SetpointProgramme, engine: Engine, *, hold: float = HOLD,
    executor: Executor | None = None,
) -> tuple[Proven, ...]:  # fmt: skip
    """Each group of a programme, from where those before it are expected to lead.

    Only the first has a proof the guard takes: the others are proven again when their turn comes.

    Parameters
    ----------
    hold : From one group to the next. [s]
    """
    return prove_groups(basis, snapshot, programme.groups, engine, hold=hold, executor=executor)


def prove_groups(
    basis: Basis, snapshot: PlantSnapshot, groups: Sequence[SetpointGroup], engine: Engine, *, hold: float = HOLD,
    executor: Executor | None = None,
) -> tuple[Proven, ...]:  # fmt: skip
    """Groups one after the other."""
    check_targets(basis.line, dict(basis.targets or {}))
    states = states_of(snapshot, basis.line, engine, count=basis.replications, seed=basis.seed)
    controls, found = controls_of(snapshot, basis.settings), list[Proven]()
    refused = refuse_basis(snapshot, basis.profile, basis.now, basis.fitted_at, _ties(basis))
    for number, group in enumerate(groups):
        proven, later = _prove(basis, snapshot, group, (states, controls), engine, executor, (refused, number > 0))
        found.append(proven)
        if number + 1 < len(groups):
            passed = run_legs(legs_of(basis.line, later, hold), states, engine, seed=basis.seed, executor=executor)
            states = [item.run.end or state for item, state in zip(passed, states, strict=True)]
            controls = later.after(hold)
    return tuple(found)


def _prove(
    basis: Basis, snapshot: PlantSnapshot, group: SetpointGroup, begin: tuple[list[LineState], Controls],
    engine: Engine, executor: Executor | None, told: tuple[tuple[Problem, ...], bool],
) -> tuple[Proven, Controls]:  # fmt: skip
    states, controls = begin
    refused, is_foreseen = told
    setting = after_setting(controls, group, basis.line, basis.settings)
    wrong = (*refused, *setting.problems, *refuse_setpoints(group, basis.profile, controls))
    runs = [
        run_legs(legs_of(basis.line, one, basis.seconds), states, engine, seed=basis.seed, executor=executor)
        for one in (controls, setting.controls)
    ]
    judged = Judged(before=runs[0], after=runs[1], controls=setting.controls, seconds=basis.seconds)
    violations = (*wrong, *judge(judged, Limits(basis.line, basis.settings, dict(basis.targets or {})), group))
    balances, more = _balances(basis, *runs)
    ties = _ties(basis)
    proof = Proof(
        commands=commands_seal(group), snapshot="" if is_foreseen else snapshot.seal,
        snapshot_at=snapshot.taken_at.timestamp(), model=ties.model,
        model_at=basis.fitted_at.timestamp() if basis.fitted_at else 0.0, profile=profile_seal(basis.profile),
        violations=len(violations), line=ties.line, bounds=ties.bounds, report=ties.report, tag_map=ties.tag_map,
    )  # fmt: skip
    return Proven(
        group=group, proof=proof, hours=basis.seconds / 3600, replications=len(states),
        figures=tuple(_figures(basis.line, *runs)), violations=violations,
        notes=(*not_told(basis.line, basis.settings), *more), is_foreseen=is_foreseen, balances=balances,
    ), setting.controls  # fmt: skip


def _ties(basis: Basis) -> Ties:
    """The report is that of this very line, read through this very map, and passed; else there is none."""
    line, bounds, found = line_seal(basis.line), _bounds_seal(basis.settings), basis.watched
    stands = found is not None and found.is_open and (found.model, found.tag_map) == (line, basis.tag_map)
    return Ties(
        model=model_of(line, bounds), line=line, bounds=bounds, report=found.report if found and stands else "",
        tag_map=basis.tag_map,
    )  # fmt: skip


def _figures(line: Line, before: Sequence[Passed], after: Sequence[Passed]) -> list[ProvenFigure]:
    found = [
        _figure("good", "pieces", [float(item.run.good) for item in before], [float(item.run.good) for item in after]),
        _figure("inside", "pieces", [float(item.run.inside) for item in before],
                [float(item.run.inside) for item in after]),
        _figure("scrap_share", "", [scrap_share(item) for item in before], [scrap_share(item) for item in after]),
        _figure("cost_krw", "KRW", [cost(item) for item in before], [cost(item) for item in after]),
    ]  # fmt: skip
    if all(item.peak_kw is not None for item in (*before, *after)):
        found.append(_figure("peak_kw", "kW", [item.peak_kw or 0.0 for item in before],
                             [item.peak_kw or 0.0 for item in after]))  # fmt: skip
    for n, product in enumerate(line.products):
        made = [[float(item.run.products[n].good) for item in runs] for runs in (before, after)]
        found.append(_figure(f"good.{product.id}", "pieces", *made))
    for n, carrier in enumerate(line.carriers):
        used = [[item.run.uses[n].amount for item in runs] for runs in (before, after)]
        found.append(_figure(f"energy.{carrier.id}", carrier.unit, *used))
    return found


def _figure(name: str, unit: str, before: Sequence[float], after: Sequence[float]) -> ProvenFigure:
    change = [b - a for a, b in zip(before, after, strict=True)]
    one, other = spread(before), spread(after)
    return ProvenFigure(
        figure=name, unit=unit, before=(one.low, one.middle, one.high), after=(other.low, other.middle, other.high),
        change=fmean(change), half_width=half_width(change) or 0.0,
    )  # fmt: skip


def _balances(
    basis: Basis, before: Sequence[Passed], after: Sequence[Passed]
) -> tuple[LineCarbon | None, tuple[Problem, ...]]:
    """The three balances; nothing where no good piece leaves the line in time."""
    if basis.standing is None:
        return None, ()
    today, then = ([item.run for item in runs[:BALANCED]] for runs in (before, after))
    try:
        found = line_carbon(
            basis.line, then, basis.standing.plant, basis.standing.edition, base=(basis.line, today)
        )  # fmt: skip
    except InputError as error:
        return None, error.problems
    return found, ()
