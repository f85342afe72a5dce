"""Bills of gas as their page shows them: months, and behind each sum how it came about."""

from collections.abc import Iterator
from dataclasses import dataclass

from pulmu.locale import Language, text
from pulmu.locale.gas_words import gas_line_how, gas_line_name
from pulmu.model import Figure
from pulmu.plan.tariff import month_text
from pulmu.plan.tariff.gas import GasBill
from pulmu.services.gas_months import GasBilled


@dataclass(frozen=True, slots=True)
class GasRow:
    """A line of a month's bill: its name, how it came about, and its won."""

    name: str
    how: str
    won: str


@dataclass(frozen=True, slots=True)
class GasMonth:
    """A month.

    Parameters
    ----------
    figure : What is to be paid, to be opened down to the meter.
    """

    month: str
    heat: str
    per_mj: str
    rows: tuple[GasRow, ...]
    figure: Figure
    to_pay: str
    is_counterfactual: bool


@dataclass(frozen=True, slots=True)
class GasView:
    """The bills of a meter."""

    billed: GasBilled
    language: Language

    @property
    def answer(self) -> str:
        """What they come to."""
        heat = sum(bill.heat.value for bill in self.billed.bills)
        return text(
            "web.gas.answer", self.language, count=len(self.billed.bills), won=f"{self.billed.to_pay:,.0f}",
            heat=f"{heat:,.0f}",
        )  # fmt: skip

    @property
    def is_counterfactual(self) -> bool:
        """Whether a month is charged by the price of another day."""
        return any(bill.is_counterfactual for bill in self.billed.bills)

    def months(self) -> Iterator[GasMonth]:
        """Month by month."""
        for bill in self.billed.bills:
            per_mj = f"{bill.to_pay.value / bill.heat.value:,.2f}" if bill.heat.value else "–"
            yield GasMonth(
                month_text(bill.month), f"{bill.heat.value:,.0f}", per_mj, tuple(self._rows(bill)), bill.to_pay,
                f"{bill.to_pay.value:,.0f}", bill.is_counterfactual,
            )  # fmt: skip

    def _rows(self, bill: GasBill) -> Iterator[GasRow]:
        currency = text("power_bill.head.won", self.language)
        for line in bill.lines:
            how = gas_line_how(line, currency)
            yield GasRow(gas_line_name(line, self.language), how, f"{line.amount.value:,.0f}")
