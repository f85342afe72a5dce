"""From the installation to its processes: sub-meters, shares, and the attributed emissions of each process."""

from collections.abc import Sequence

from pulmu.model import Amount, Ratio, Tonne, TonneCO2e, formula, not_negative, total
from pulmu.reference import rule


@formula(rule("reconciliation"))
def reconciliation_factor(installation: Amount, sub_meters: Sequence[Amount]) -> Ratio:
    """Main meter over the sum of the sub-meters."""
    return installation / total(sub_meters)


@formula(rule("reconciled_amounts"))
def reconciled_amount(sub_meter: Amount, factor: Ratio) -> Amount:
    """A sub-meter's amount, corrected so that all add up to the main meter."""
    return sub_meter * factor


@formula(rule("one_unknown"))
def remaining_amount(installation: Amount, known: Sequence[Amount]) -> Amount:
    """What the main meter counted beyond the known users."""
    return installation - total(known)


@formula(rule("attribution_by_functional_unit"))
def share_by_functional_unit(amount: Amount, mass: Tonne, masses: Sequence[Tonne]) -> Amount:
    """Part of a common amount by mass, the default where nothing is measured per process."""
    return amount * mass / total(masses)


@formula(rule("directly_attributable_emissions"))
def directly_attributable_emissions(parts: Sequence[TonneCO2e]) -> TonneCO2e:
    """Emissions of all streams burnt or used in a process (DirEm*)."""
    return total(parts)


@formula(rule("attributed_direct_emissions"), rule("never_negative"), rule("own_generation_deducted"))
def attributed_direct_emissions(
    directly_attributable: TonneCO2e,
    heat_imported: TonneCO2e,
    heat_exported: TonneCO2e,
    waste_gas_imported: TonneCO2e,
    waste_gas_exported: TonneCO2e,
    electricity_produced: TonneCO2e,
) -> TonneCO2e:
    """Direct emissions of a process after what came in and went out with heat, waste gas and own electricity."""
    return not_negative(
        directly_attributable
        + heat_imported
        - heat_exported
        + waste_gas_imported
        - waste_gas_exported
        - electricity_produced
    )


@formula(rule("attributed_indirect_emissions"))
def attributed_indirect_emissions(parts: Sequence[TonneCO2e]) -> TonneCO2e:
    """Emissions of the electricity a process consumed."""
    return total(parts)


@formula(rule("installation_total"))
def total_direct_emissions(parts: Sequence[TonneCO2e]) -> TonneCO2e:
    """Direct emissions of the installation: the sum over its source streams."""
    return total(parts)
