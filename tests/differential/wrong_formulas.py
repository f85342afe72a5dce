"""Whether a wrong formula would be told: each one behind the compared figures, wrong in one place at a time."""

from collections.abc import Collection

from tests.differential.cases import Case, differences_of
from tests.differential.mutants import Mutant, formulas, mutants, put_in, used_in

from pulmu.carbon.statement import Statement
from pulmu.model import Figure, PulmuError

UNCAUGHT = {
    f"carbon.combined_heat_and_power.output_efficiency = {wrong}": "the fuel's energy stands in both and falls out"
    for wrong in ("output * fuel_energy", "output")
}
"""Wrong formulas that no plant can tell, and why."""


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
