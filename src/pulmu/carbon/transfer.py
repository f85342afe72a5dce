"""CO2 that is handed on instead of given off."""

from pulmu.model import CarbonDioxideTransfer, Figure, TonneCO2e, fact, formula
from pulmu.reference import rule


@formula(rule("carbon_dioxide_transfer"))
def carbon_dioxide_not_emitted(transferred: TonneCO2e) -> TonneCO2e:
    """CO2 handed on for storage or permanent binding, taken off what was given off: negative."""
    return -transferred


def missing_of(transfer: CarbonDioxideTransfer) -> tuple[str, ...]:
    """What a transfer lacks to count as not emitted; `purpose` where the act knows no deduction for it."""
    wanted = ("receiver", "receiver_monitoring", "chain_of_custody")
    lacking = tuple(name for name in wanted if not getattr(transfer, name))
    return ("purpose",) if transfer.purpose == "other" else lacking


def counts_as_not_emitted(transfer: CarbonDioxideTransfer) -> bool:
    """Whether the conditions hold: storage or permanent binding, a receiver that monitors, a proven way."""
    return not missing_of(transfer)


def transferred_tonnes(transfer: CarbonDioxideTransfer) -> float:
    """CO2 handed on; a mass of CO2 is its emissions. [t CO2e]"""
    return transfer.amount.to("t" if transfer.amount.dimension == "mass" else "t CO2e")


def transferred_emissions(transfer: CarbonDioxideTransfer) -> Figure:
    """What a transfer takes off, with the amount as its input."""
    name = transfer.name or transfer.id
    told = fact(transfer.amount, "CO2 handed on", name, because=_because(transfer))
    value = transferred_tonnes(transfer)
    amount = Figure(value, "t CO2e", told.name, told.source, told.because, subject=name)
    return carbon_dioxide_not_emitted.figure(transferred=amount).of(name)


def _because(transfer: CarbonDioxideTransfer) -> str:
    purpose = transfer.purpose.replace("_", " ")
    if not counts_as_not_emitted(transfer):
        return f"{purpose}; counts as emitted"
    return f"{purpose} at {transfer.receiver}; {transfer.receiver_monitoring}; {transfer.chain_of_custody}"
