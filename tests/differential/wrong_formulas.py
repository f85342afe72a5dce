"""Whether a wrong formula would be told: each one behind the compared figures, wrong in one place at a time."""

import dataclasses
from collections.abc import Collection
from typing import Any

import numpy as np
from tests.differential.cases import Case, differences_of, differences_of_all_in_batch
from tests.differential.mutants import Mutant, formulas, mutants, put_in, used_in

from pulmu.carbon.statement import Statement
from pulmu.model import Figure, PulmuError

UNCAUGHT = {
    f"carbon.combined_heat_and_power.output_efficiency = {wrong}": "the fuel's energy stands in both and falls out"
    for wrong in ("output * fuel_energy", "output")
}
"""Wrong formulas that no plant can tell, and why."""
UNCAUGHT_IN_BATCH = {
    f"carbon.combined_heat_and_power.electricity_part = {wrong}": "put into its process and taken off it again"
    for wrong in ("emissions / (1.0 - share)", "emissions", "1.0 - share", "emissions * (1.0 + share)",
                  "emissions * 1.0", "emissions * share")
}  # fmt: skip
"""Wrong formulas that the figures tell and the array path, which calls them too, cannot; and why."""


def told_and_survivors(cases: list[Case], known_already: Collection[str] = ()) -> tuple[list[str], list[str]]:
    """The wrong formulas that make some number of some plant differ, and those that make none differ.

    Parameters
    ----------
    known_already : Not tried again.
    """
    known = formulas()
    used = sorted(used_in([figure for case in cases for figure in _compared(case.statement())]))
    wrong = [mutant for name in used for mutant in mutants(known[name])]
    told: list[str] = []
    survivors: list[str] = []
    for mutant in wrong:
        if mutant.name not in known_already:
            (told if _is_told(mutant, cases) else survivors).append(mutant.name)
    return told, survivors


def survivors_in_batch(cases: list[Case], told: Collection[str]) -> list[str]:
    """Those of the told wrong formulas that the array path calls and no plant tells there.

    A formula that it does not call is one of the figures alone: what it gives stands in the tables already.
    """
    known = formulas()
    found = []
    for name in sorted({item.split(" = ")[0] for item in told}):
        wrong = [mutant for mutant in mutants(known[name]) if mutant.name in told]
        found += [mutant.name for mutant in wrong if _survives_in_batch(mutant, cases)]
    return found


def _survives_in_batch(mutant: Mutant, cases: list[Case]) -> bool:
    calls = 0

    def counting(*values: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        return mutant.function(*values, **named)

    with put_in(dataclasses.replace(mutant, function=counting)), np.errstate(all="ignore"):
        for case in cases:
            if _differs_in_batch(case):
                return False
    return calls > 0


def _differs_in_batch(case: Case) -> bool:
    try:
        return any(differences_of_all_in_batch([case]))
    except (PulmuError, ArithmeticError, ValueError):
        return True


def _compared(statement: Statement) -> list[Figure]:
    found = [statement.total_direct_emissions]
    for item in statement.processes.values():
        found += [figure for figure in (item.attributed_direct, item.attributed_indirect) if figure is not None]
    for good in statement.goods.values():
        parts = (good.direct, good.indirect, good.counted, good.share_of_default_values)
        found += [figure for figure in parts if figure is not None]
    return found


def _is_told(mutant: Mutant, cases: list[Case]) -> bool:
    with put_in(mutant):
        return any(_differs(case) for case in cases)


def _differs(case: Case) -> bool:
    try:
        return bool(differences_of(case))
    except (PulmuError, ArithmeticError, ValueError):
        return True
