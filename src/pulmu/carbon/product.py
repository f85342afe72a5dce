"""Specific embedded emissions of goods, from their process and their precursors."""

from collections.abc import Sequence

from pulmu.carbon.law import cbam_regulation, default_value_regulation, method_regulation
from pulmu.model import Ratio, Tonne, TonneCO2e, TonneCO2ePerTonne, dot, formula, solve_first, total


@formula(method_regulation("Annex III B, Eq 63", "extract"))
def specific_attributed_emissions(attributed_emissions: TonneCO2e, activity_level: Tonne) -> TonneCO2ePerTonne:
    """Attributed emissions of a process per tonne of its output."""
    return attributed_emissions / activity_level


@formula(method_regulation("Annex III B, Eq 61", "extract"))
def specific_precursor_consumption(mass: Tonne, activity_level: Tonne) -> Ratio:
    """Tonnes of a precursor per tonne of output; all that was consumed, offcuts included, not what it holds."""
    return mass / activity_level


@formula(method_regulation("Annex III B, Eq 62", "extract"))
def specific_embedded_emissions(
    specific_attributed: TonneCO2ePerTonne, consumption: Sequence[Ratio], precursors: Sequence[TonneCO2ePerTonne]
) -> TonneCO2ePerTonne:
    """Embedded emissions of a complex good; of a simple one, where there are no precursors."""
    return specific_attributed + dot(consumption, precursors)


@formula(method_regulation("Annex III B, Eq 59-62 (processes that feed each other)", "extract"))
def specific_embedded_emissions_in_loop(own: Sequence[TonneCO2ePerTonne], shares: Sequence[Ratio]) -> TonneCO2ePerTonne:
    """Embedded emissions of the first of several goods that feed each other.

    `own` is what each good carries from outside the loop; `shares` the tonnes of good j per tonne of good i, by rows.
    """
    return solve_first(shares, own)


@formula(method_regulation("Article 14(1)-(3)", "read"))
def mean_by_mass(masses: Sequence[Tonne], values: Sequence[TonneCO2ePerTonne]) -> TonneCO2ePerTonne:
    """Mean over periods, suppliers or installations, weighted by the mass received."""
    return dot(masses, values) / total(masses)


@formula(default_value_regulation("Annex I, introduction (mark-up)", "secondary"))
def default_value_with_markup(default_value: TonneCO2ePerTonne, markup: Ratio) -> TonneCO2ePerTonne:
    """A default value raised by the mark-up of its year; the law gives the rate, not the product."""
    return default_value * (1.0 + markup)


@formula(cbam_regulation("Annex IV, points 2-3; Annex II (direct emissions only)"))
def counted_embedded_emissions(direct: TonneCO2ePerTonne, indirect_counted: TonneCO2ePerTonne) -> TonneCO2ePerTonne:
    """The CBAM figure of a good: direct, and indirect only where the law counts it."""
    return direct + indirect_counted


@formula(method_regulation("Annex IV 1.1, item 15 (denominator not defined: total figure taken)", "extract"))
def share_of_default_values(by_default: TonneCO2ePerTonne, embedded: TonneCO2ePerTonne) -> Ratio:
    """Part of a good's embedded emissions that rests on default values."""
    return by_default / embedded
