"""Specific embedded emissions of goods, from their process and their precursors."""

from collections.abc import Sequence

from pulmu.model import Ratio, Tonne, TonneCO2e, TonneCO2ePerTonne, dot, formula, solve_first, total
from pulmu.reference import rule


@formula(rule("specific_attributed_emissions"), rule("all_on_good_output"))
def specific_attributed_emissions(attributed_emissions: TonneCO2e, activity_level: Tonne) -> TonneCO2ePerTonne:
    """Attributed emissions of a process per tonne of its output."""
    return attributed_emissions / activity_level


@formula(rule("consumed_mass"))
def specific_precursor_consumption(mass: Tonne, activity_level: Tonne) -> Ratio:
    """Tonnes of a precursor per tonne of output; all that was consumed, offcuts included, not what it holds."""
    return mass / activity_level


@formula(rule("complex_good"), rule("simple_good"))
def specific_embedded_emissions(
    specific_attributed: TonneCO2ePerTonne, consumption: Sequence[Ratio], precursors: Sequence[TonneCO2ePerTonne]
) -> TonneCO2ePerTonne:
    """Embedded emissions of a complex good; of a simple one, where there are no precursors."""
    return specific_attributed + dot(consumption, precursors)


@formula(rule("goods_in_loop"))
def specific_embedded_emissions_in_loop(own: Sequence[TonneCO2ePerTonne], shares: Sequence[Ratio]) -> TonneCO2ePerTonne:
    """Embedded emissions of the first of several goods that feed each other.

    `own` is what each good carries from outside the loop; `shares` the tonnes of good j per tonne of good i, by rows.
    """
    return solve_first(shares, own)


@formula(rule("mean_over_installations"), rule("mean_over_periods"))
def mean_by_mass(masses: Sequence[Tonne], values: Sequence[TonneCO2ePerTonne]) -> TonneCO2ePerTonne:
    """Mean over periods, suppliers or installations, weighted by the mass received."""
    return dot(masses, values) / total(masses)


@formula(rule("mark_up"))
def default_value_with_markup(default_value: TonneCO2ePerTonne, markup: Ratio) -> TonneCO2ePerTonne:
    """A default value raised by the mark-up of its year; the law gives the rate, not the product."""
    return default_value * (1.0 + markup)


@formula(rule("counted_embedded_emissions"))
def counted_embedded_emissions(direct: TonneCO2ePerTonne, indirect_counted: TonneCO2ePerTonne) -> TonneCO2ePerTonne:
    """The CBAM figure of a good: direct, and indirect only where the law counts it."""
    return direct + indirect_counted


@formula(rule("share_of_default_values"))
def share_of_default_values(by_default: TonneCO2ePerTonne, embedded: TonneCO2ePerTonne) -> Ratio:
    """Part of a good's embedded emissions that rests on default values."""
    return by_default / embedded
