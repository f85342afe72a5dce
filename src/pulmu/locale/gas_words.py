"""What the lines of a bill of gas are called, and how each came about."""

from pulmu.locale.words import Language, text
from pulmu.plan.tariff.gas import GasLine


def gas_line_name(line: GasLine, language: Language) -> str:
    """What a line is called: a charge at the wholesale price is not the whole charge, and says so."""
    is_wholesale = line.kind == "gas" and line.amount.inputs[1].figure.name.startswith("wholesale")
    return text(f"gas_bill.line.{'wholesale' if is_wholesale else line.kind}", language)


def gas_line_how(line: GasLine, currency: str = "won") -> str:
    """Amount times price, or the share of a tax."""
    if line.kind == "tax":
        return f"{line.amount.inputs[1].figure.value * 100:g} %"
    heat, price = (item.figure for item in line.amount.inputs)
    return f"{heat.value:,.0f} MJ x {price.value:g} {currency}/MJ"
