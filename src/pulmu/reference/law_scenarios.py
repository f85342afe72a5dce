"""Rule sets of scenarios: what stands in for law that is not set yet, or that a proposal would change."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from pulmu.model.errors import RuleError
from pulmu.model.source import Source
from pulmu.reference.parameters import Parameter
from pulmu.reference.table import load_table

RuleStatus = Literal["assumption", "proposal"]


@dataclass(frozen=True, slots=True)
class RuleSet:
    """A named rule set, by year; a year without a value has the law's.

    Parameters
    ----------
    status : proposal where any of it is proposed law; else assumption.
    benchmark_year : Year whose benchmarks are taken.
    """

    name: str
    status: RuleStatus
    free_allocation_share: Mapping[int, Parameter]
    correction_factor: Mapping[int, Parameter]
    benchmark_year: Mapping[int, Parameter]


def rule_set(name: str) -> RuleSet:
    """The rule set of that name.

    Raises
    ------
    RuleError  There is none (`rule.no_rule_set`).
    """
    found = rule_sets().get(name)
    if found is None:
        known = ", ".join(rule_sets())
        raise RuleError.of("rule.no_rule_set", "rules", f"there is no rule set {name!r}",
                           f"name one of: {known}", name=name, known=known)  # fmt: skip
    return found


@functools.cache
def rule_sets() -> Mapping[str, RuleSet]:
    """All rule sets, by name."""
    names = dict.fromkeys(row["scenario"] for row in load_table("law_scenarios").rows)
    return {name: _rule_set(name) for name in names}


def _rule_set(name: str) -> RuleSet:
    proposed = any(row["status"] == "proposal" for row in load_table("law_scenarios").rows if row["scenario"] == name)
    return RuleSet(
        name,
        "proposal" if proposed else "assumption",
        _by_year(name, "free_allocation_share"),
        _by_year(name, "cscf"),
        _by_year(name, "benchmark_year"),
    )


def _by_year(name: str, rate: str) -> dict[int, Parameter]:
    table = load_table("law_scenarios")
    return {
        row["year"]: Parameter(rate, row["value"], "1", _source(row, table.meta.edition))
        for row in table.rows
        if (row["scenario"], row["rate"]) == (name, rate)
    }


def _source(row: Mapping[str, str], edition: str) -> Source:
    return Source(row["act"], f"{row['place']}, {row['year']}", edition, row["confidence"] or None)  # type: ignore[arg-type]
