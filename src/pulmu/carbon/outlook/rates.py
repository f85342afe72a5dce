"""Rates of a year that free allocation moves with: of the law, or of a named rule set in its place."""

from dataclasses import dataclass, replace

from pulmu.carbon.certificates import free_allocation_by_other_rates
from pulmu.carbon.quote import quoted
from pulmu.model import Figure, Problem, RuleError
from pulmu.reference import (
    Parameter,
    RuleSet,
    cross_sectoral_correction_factor,
    last_year_of_law,
    rule_sets,
    share_kept,
)

_NO_MATTER = "no free allocation is kept: it does not matter"


@dataclass(frozen=True, slots=True)
class YearRates:
    """Rates of a year.

    Parameters
    ----------
    benchmark_year : Year of law whose benchmarks are taken; the free allocation is computed with its rates first.
    factor : None where it is not set.
    lacking : What is set neither by law nor by the rule set; then no free allocation is told.
    """

    year: int
    benchmark_year: int
    share: Figure
    factor: Figure | None
    lacking: tuple[Problem, ...]

    @property
    def is_of_law(self) -> bool:
        """Whether the law of the year itself is taken, with nothing in its place."""
        law = share_kept(self.year).value
        return self.year == self.benchmark_year and self.share.value == law and self._factor_is_of_law

    @property
    def _factor_is_of_law(self) -> bool:
        law = cross_sectoral_correction_factor(self.benchmark_year).value
        return self.factor is not None and self.factor.value == law

    def applied(self, free_allocation: Figure) -> Figure:
        """Free allocation with these rates, from that of the year whose benchmarks are taken.

        Raises
        ------
        RuleError  Everything that is not set (`rule.no_cscf`, `rule.no_benchmarks_of_year`).
        """
        if self.lacking:
            raise RuleError(*self.lacking)
        if self.is_of_law or self.factor is None:
            return free_allocation
        found = free_allocation_by_other_rates.figure(
            free_allocation=free_allocation,
            free_allocation_share=self.share,
            cross_sectoral_correction_factor=self.factor,
            share_before=quoted(share_kept(self.benchmark_year), "free allocation share"),
            factor_before=quoted(
                cross_sectoral_correction_factor(self.benchmark_year), "cross-sectoral correction factor"
            ),
        )
        kept = self.benchmark_year != self.year and self.share.value > 0
        because = f"benchmarks of {self.benchmark_year} are kept: an assumption" if kept else ""
        return found.of(free_allocation.subject, because)


def rates_of(year: int, rules: RuleSet | None) -> YearRates:
    """Rates of a year by the law, or by a rule set where it has its own.

    Raises
    ------
    RuleError  Year before 2026 (`rule.year_not_in_force`).
    """
    law = share_kept(year)
    proposed = rules.free_allocation_share.get(year) if rules else None
    share = _figure(proposed, law, "free allocation share", rules)
    last = last_year_of_law()
    told = rules.benchmark_year.get(year) if rules else None
    benchmark_year = year if year <= last else int(told.value) if told else last
    factor, lacking = _factor(year, rules, share)
    if year > last and not told and share.value > 0:
        lacking = (*lacking, _no_benchmarks(year))
    return YearRates(year, benchmark_year, share, factor, lacking)


def _factor(year: int, rules: RuleSet | None, share: Figure) -> tuple[Figure | None, tuple[Problem, ...]]:
    name = "cross-sectoral correction factor"
    told = rules.correction_factor.get(year) if rules else None
    if told:
        return _figure(told, None, name, rules), ()
    try:
        return quoted(cross_sectoral_correction_factor(year), name), ()
    except RuleError as error:
        if share.value > 0:
            return None, error.problems
        last = quoted(cross_sectoral_correction_factor(last_year_of_law()), name)
        return replace(last, because=_NO_MATTER), ()


def _figure(told: Parameter | None, law: Parameter | None, name: str, rules: RuleSet | None) -> Figure:
    if told is None or rules is None:
        assert law is not None  # noqa: S101 - one of both is given
        return quoted(law, name)
    return quoted(told, name, because=f"scenario {rules.name}: not law")


def _no_benchmarks(year: int) -> Problem:
    known = ", ".join(rule_sets())
    return RuleError.of("rule.no_benchmarks_of_year", "benchmarks.csv", f"no benchmarks are set for {year}",
                        f"name a rule set: {known}", year=year, known=known).problems[0]  # fmt: skip
