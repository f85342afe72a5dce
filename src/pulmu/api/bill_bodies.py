"""What requests and answers about electricity bills hold."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, Field

from pulmu.api.bodies import Body
from pulmu.model.paid_bill import PaidItem
from pulmu.reference.electricity import ContractClass, ContractOption, Voltage
from pulmu.services.bill_months import Billed
from pulmu.services.bills.gas import gas_tree
from pulmu.services.bills.kept import KeptBills, ListedBills
from pulmu.services.bills.tree import bill_tree, checked_tree
from pulmu.services.check_bill import CheckedBill
from pulmu.services.gas_months import GasBilled


class PeakAsked(Body):
    """The highest demand of an earlier month, as a bill says it."""

    month: str = Field(description="such as 2025-12", max_length=7)
    kw: float = Field(ge=0, le=1e7)


class BillBody(Body):
    """What is to be billed."""

    contract: ContractClass = "industrial_b"
    voltage: Voltage = "high_a"
    option: ContractOption = "II"
    contracted_power: float = Field(description="kW", ge=1, le=1e7)
    deferred: bool = Field(False, description="the terms of before 2026-04-16 were kept until 2026-09-30")
    power_factor: float | None = Field(None, ge=1, le=100, description="lagging, by day; left out: nothing is added")
    power_factor_night: float | None = Field(None, ge=1, le=100, description="leading, by night")
    first: str | None = Field(None, max_length=7, description="first month; else the last twelve that are whole")
    last: str | None = Field(None, max_length=7, description="last month; a year at most")
    rates_of: date | None = Field(None, description="charge by the terms of this day: a counterfactual")
    peaks: tuple[PeakAsked, ...] = Field((), max_length=24, description="of months before the readings begin")

    def tree(self) -> dict[str, Any]:
        """As a plain document."""
        return self.model_dump(mode="json", exclude_none=True)


class PaidLineAsked(Body):
    """A line of a paid bill, as it is printed."""

    id: PaidItem
    won: float = Field(ge=-1e13, le=1e13)
    kwh: float | None = Field(None, ge=0, le=1e12)
    kw: float | None = Field(None, ge=0, le=1e9)


class PaidBillBody(Body):
    """A bill as it was paid; lines that are left out are not compared."""

    month: str = Field(description="such as 2026-07", max_length=7)
    lines: tuple[PaidLineAsked, ...] = Field(max_length=13)

    def tree(self) -> dict[str, Any]:
        """As a plain document."""
        return self.model_dump(mode="json", exclude_none=True)


class BillsView(BaseModel):
    """Bills that were computed: tariff, first and last month, sum in won."""

    meter: str
    number: int
    at: datetime
    author: str
    tariff: str
    first: str
    last: str
    to_pay: float
    is_counterfactual: bool

    @classmethod
    def of(cls, listed: ListedBills) -> "BillsView":
        """What is shown in a list."""
        return cls(**{name: getattr(listed, name) for name in cls.model_fields})


class AmountView(BaseModel):
    """A number with its unit."""

    value: float
    unit: str


class BillLineView(BaseModel):
    """A line of a bill: its formula, and what went into it; days half-open."""

    kind: str
    id: str
    season: str
    band: str
    start: date
    end: date
    won: float
    formula: str
    inputs: dict[str, AmountView]


class BillView(BaseModel):
    """A month: `unknown_months` are earlier ones whose demand would be billed if it were higher; `explained` is the
    tree of the sum, down to the meter and the rates with their sources."""

    month: str
    tariff: str
    rates_of: date | None
    is_counterfactual: bool
    energy_kwh: float
    peak_kw: float
    billed_kw: float
    charge: float
    to_pay: float
    unknown_months: list[str]
    lines: list[BillLineView]
    explained: str


class BillsContent(BillsView):
    """Bills month by month; `parts` says how many imports of the meter they rest on."""

    parts: int
    wish: dict[str, Any]
    bills: list[BillView]
    problems: list[dict[str, Any]]

    @classmethod
    def of_kept(cls, kept: KeptBills, wish: Mapping[str, Any], problems: list[dict[str, Any]]) -> "BillsContent":
        """All of it."""
        listed = kept.listed
        bills = [BillView(**bill_tree(bill), explained=bill.to_pay.explain()) for bill in kept.billed.bills]
        same = {name: getattr(listed, name) for name in BillsView.model_fields}
        return cls(**same, parts=kept.parts, wish=dict(wish), bills=bills, problems=problems)


class GasLineView(BaseModel):
    """A line of a bill of gas (`gas`, `supply`, `tax`): its formula, and what went into it."""

    kind: str
    won: float
    formula: str
    inputs: dict[str, AmountView]


class GasBillView(BaseModel):
    """A month of gas; `explained` is the tree of the sum, down to the meter and the prices with their sources."""

    month: str
    heat_mj: float
    is_counterfactual: bool
    lacks_supply_cost: bool
    charge: float
    to_pay: float
    lines: list[GasLineView]
    explained: str


class GasBillsView(BaseModel):
    """Bills of gas month by month. [won]"""

    bills: list[GasBillView]
    to_pay: float
    problems: list[dict[str, Any]]

    @classmethod
    def of(cls, done: GasBilled, problems: list[dict[str, Any]]) -> "GasBillsView":
        """All of it."""
        told = zip(gas_tree(done)["bills"], done.bills, strict=True)
        bills = [GasBillView(**tree, explained=bill.to_pay.explain()) for tree, bill in told]
        return cls(bills=bills, to_pay=done.to_pay, problems=problems)


class OptionView(BaseModel):
    """What the same months cost under an option, and how much more that is than the cheapest. [won]"""

    option: str
    to_pay: float
    more: float
    is_own: bool


class OptionsView(BaseModel):
    """Options of the contract, the cheapest first."""

    options: list[OptionView]

    @classmethod
    def of(cls, kept: KeptBills, found: Mapping[str, Billed]) -> "OptionsView":
        """What is shown of a comparison."""
        ranked = sorted(found.items(), key=lambda item: item[1].to_pay)
        least = ranked[0][1].to_pay
        return cls(options=[
            OptionView(option=name, to_pay=one.to_pay, more=one.to_pay - least, is_own=name == kept.wish.option)
            for name, one in ranked
        ])  # fmt: skip


class ComparedLineView(BaseModel):
    """A line of both bills; `slack` is what rounding alone explains. [won]"""

    item: str
    paid: float
    computed: float
    slack: float
    is_same: bool


class CheckedBillView(BaseModel):
    """A paid bill beside the computed one; `findings` say what would explain the lines that differ."""

    over: float | None
    lines: list[ComparedLineView]
    findings: list[dict[str, Any]]

    @classmethod
    def of(cls, checked: CheckedBill, findings: list[dict[str, Any]]) -> "CheckedBillView":
        """What is shown of a check."""
        return cls(**checked_tree(checked), findings=findings)
