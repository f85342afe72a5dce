"""Steps done by other firms: names, masses, and what their emissions rest on."""

import math
from collections.abc import Iterator

from pulmu.carbon.check.common import TOLERANCE, Place, check_given, check_quarters, indirect_missing, placed, tonnes
from pulmu.carbon.outsourced import step_basis
from pulmu.model import OutsourcedStep, Path, Plant, Problem, PulmuError, Quantity, problem, warning
from pulmu.reference import DEFAULT_EDITION, Good, country, default_value, find_good, functional_unit

_MOST_GAINED = 1.15
"""Mass of a coat on small parts; more than that is a slip."""


def check_outsourced(plant: Plant, place: Place) -> Iterator[Problem]:
    """Problems of outsourced steps."""
    for n, step in enumerate(plant.outsourced_steps):
        path: Path = ("outsourced_steps", n)
        yield from _check_masses(step, place, path)
        yield from check_quarters(step.exports_to_eu, place, (*path, "exports_to_eu"))
        good = None
        yield from check_given(step.cn_code, place, (*path, "cn_code"))
        try:
            good = find_good(step.cn_code) if step.cn_code else None
        except PulmuError as error:
            yield from placed(error, place((*path, "cn_code")))
        if good is not None:
            yield from _check_good(step, good, place, path)


def _check_good(step: OutsourcedStep, good: Good, place: Place, path: Path) -> Iterator[Problem]:
    if functional_unit(good).is_content:
        yield problem(
            "carbon.outsourced_unit",
            place((*path, "cn_code")),
            f"{step.id}: {good.cn_code} is counted by what it holds, and may not stand in an outsourced step",
            "describe the good that comes back as a purchase with its verified value",
            step=step.id,
            cn_code=good.cn_code,
        )
    try:
        exempt = country(step.country).exempt
    except PulmuError as error:
        yield from placed(error, place((*path, "country")))
        return
    if exempt:
        yield problem(
            "carbon.outsourced_exempt",
            place((*path, "country")),
            f"{step.id} is done in {step.country}: what comes from there is of exempt origin",
            "describe what comes back as a purchase of that origin",
            step=step.id,
        )
    elif step_basis(step) == "default":
        yield from _check_default(step, place, path)
    elif good.indirect_counts and step.verified is not None and step.verified.indirect is None:
        yield indirect_missing(place((*path, "verified")), step.id)


def _check_default(step: OutsourcedStep, place: Place, path: Path) -> Iterator[Problem]:
    try:
        default_value(step.cn_code, step.country, DEFAULT_EDITION)
    except PulmuError as error:
        yield from placed(error, place((*path, "cn_code")))
        return
    yield warning(
        "carbon.outsourced_unverified",
        place(path),
        f"{step.id}: no verification report of the step, so what comes back counts with its default value",
        "ask the firm for verified emissions of the step; then your own figure and its emissions are added",
        step=step.id,
        operator=step.operator or step.id,
    )
    if step.exports_to_eu:
        yield warning(
            "carbon.outsourced_sold_by_default",
            place((*path, "exports_to_eu")),
            f"{step.id}: what was sent to the EU as it came from the step can be declared by default values only",
            "give the verified emissions of the step; without them no figure of this plant stands for it",
            step=step.id,
        )


def _check_masses(step: OutsourcedStep, place: Place, path: Path) -> Iterator[Problem]:
    sent, returned = tonnes(step.sent), tonnes(step.returned)
    used = sum(tonnes(mass) for mass in step.used_by.values() if isinstance(mass, Quantity))
    used += sum(tonnes(mass) for mass in step.exports_to_eu.values())
    rests = [name for name, mass in step.used_by.items() if not isinstance(mass, Quantity)]
    for name, mass in (("sent", sent), ("returned", returned)):
        if not mass > 0 and not math.isnan(mass):
            yield problem(
                "carbon.outsourced_nothing",
                place((*path, name)),
                f"{step.id}: the mass {name} is {mass:g} t",
                "give it, or delete the step",
                step=step.id,
            )
    if returned > sent * _MOST_GAINED:
        yield warning(
            "carbon.outsourced_gain",
            place((*path, "returned")),
            f"{step.id}: {returned:,.1f} t came back of {sent:,.1f} t sent",
            "check both; a mass that another firm added is a precursor of its own",
            step=step.id,
            sent=f"{sent:,.1f}",
            returned=f"{returned:,.1f}",
        )
    if len(rests) > 1:
        yield problem(
            "carbon.several_rests",
            place((*path, "used_by")),
            f"{step.id}: only one process may be 'rest'",
            "give the mass of the others",
            flow=step.id,
        )
    if used > returned * (1 + TOLERANCE):
        yield problem(
            "carbon.outsourced_overused",
            place((*path, "used_by")),
            f"{step.id}: {used:,.1f} t were used or sent on, but only {returned:,.1f} t came back",
            "check the masses",
            step=step.id,
            used=f"{used:,.1f}",
            returned=f"{returned:,.1f}",
        )
    if not step.used_by and not step.exports_to_eu:
        yield warning(
            "carbon.outsourced_unused",
            place((*path, "used_by")),
            f"{step.id}: what came back is neither used further nor sent to the EU",
            "name the process that uses it, or its exports",
            step=step.id,
        )
