"""Free allocation, certificates and their cost, by actual and by default values."""

from collections.abc import Sequence

from pulmu.model import (
    Certificates,
    CertificatesPerTonne,
    Euro,
    EuroPerTonne,
    EuroPerTonneCO2e,
    Ratio,
    Tonne,
    TonneCO2ePerTonne,
    dot,
    formula,
    not_negative,
    solve_first,
    total,
)
from pulmu.reference import rule


@formula(rule("free_allocation_by_default"))
def default_free_allocation(
    free_allocation_share: Ratio, cross_sectoral_correction_factor: Ratio, benchmark_column_b: TonneCO2ePerTonne
) -> TonneCO2ePerTonne:
    """Specific embedded free allocation that goes with a default value: the benchmark of the whole chain."""
    return free_allocation_share * cross_sectoral_correction_factor * benchmark_column_b


@formula(rule("free_allocation_of_process"))
def process_free_allocation(
    free_allocation_share: Ratio, cross_sectoral_correction_factor: Ratio, benchmark_column_a: TonneCO2ePerTonne
) -> TonneCO2ePerTonne:
    """Specific free allocation of the last process alone, with actual values."""
    return free_allocation_share * cross_sectoral_correction_factor * benchmark_column_a


@formula(rule("free_allocation_of_chain"))
def specific_embedded_free_allocation(
    process: TonneCO2ePerTonne, consumption: Sequence[Ratio], precursors: Sequence[TonneCO2ePerTonne]
) -> TonneCO2ePerTonne:
    """Free allocation embedded in a good: of its process and of its precursors."""
    return process + dot(consumption, precursors)


@formula(rule("free_allocation_in_loop"))
def specific_embedded_free_allocation_in_loop(
    own: Sequence[TonneCO2ePerTonne], shares: Sequence[Ratio]
) -> TonneCO2ePerTonne:
    """Free allocation of the first of several goods that feed each other; arguments as for their embedded emissions."""
    return solve_first(shares, own)


@formula(rule("free_allocation_by_other_rates"))
def free_allocation_by_other_rates(
    free_allocation: TonneCO2ePerTonne,
    free_allocation_share: Ratio,
    cross_sectoral_correction_factor: Ratio,
    share_before: Ratio,
    factor_before: Ratio,
) -> TonneCO2ePerTonne:
    """Free allocation that was computed with one year's rates, with those of another: it is proportional to both."""
    return free_allocation * free_allocation_share * cross_sectoral_correction_factor / (share_before * factor_before)


@formula(rule("free_allocation_of_goods"))
def certificates_per_tonne(embedded: TonneCO2ePerTonne, free_allocation: TonneCO2ePerTonne) -> CertificatesPerTonne:
    """Certificates per tonne of good, floored at zero good by good (open point 5)."""
    return not_negative(embedded - free_allocation)


@formula(rule("mass_of_another_year"))
def mass_of_another_year(mass: Tonne, volume: Ratio) -> Tonne:
    """Exports of another year, from those of the plant's own year."""
    return mass * volume


@formula(rule("certificates"))
def certificates(mass: Tonne, per_tonne: CertificatesPerTonne) -> Certificates:
    """Certificates for a mass of goods; their rounding is open (open point 9), so none is made."""
    return mass * per_tonne


@formula(rule("certificate_price"))
def certificate_cost(certificates: Certificates, price: EuroPerTonneCO2e) -> Euro:
    """Cost of certificates; one stands for a tonne of CO2e."""
    return certificates * price


@formula(rule("certificate_price"))
def certificate_cost_per_tonne(per_tonne: CertificatesPerTonne, price: EuroPerTonneCO2e) -> EuroPerTonne:
    """Cost of certificates per tonne of good."""
    return per_tonne * price


@formula(rule("cost_of_imports"))
def sum_of_costs(costs: Sequence[Euro]) -> Euro:
    """Cost of several import quarters together."""
    return total(costs)
