"""What somebody asks to be looked for in a meter's load; read with all problems at once."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

from pulmu.model import Document, InputError, decode, problem
from pulmu.model.attribute import Bounds, Doc, Text
from pulmu.model.tariff import Tariff
from pulmu.reference.electricity import ContractClass, ContractOption, Voltage, industrial_electricity
from pulmu.services.anomalies.meter import AnomalyOrder
from pulmu.services.forecasts.wish import AtText

LEAST_DAYS, USUAL_DAYS, MOST_DAYS = 29, 366, 400
LEAST_BUDGET, USUAL_BUDGET, MOST_BUDGET = 0.01, 0.5, 10.0
DayText = Annotated[str, Text(10, r"(19|20|21)\d{2}-\d{2}-\d{2}", "2026-06-01")]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnomalyWish:
    """What is looked for, and what it is counted in.

    Parameters
    ----------
    budget : Alarms a day that are wanted while nothing is wrong, at most.
    at : Local instant after which nothing is known; the end of the readings, if left out.
    contract, voltage, option : Whose rates losses are priced at.
    rates_of : Day whose terms are charged whatever the day.
    """

    budget: Annotated[float, Bounds(LEAST_BUDGET, MOST_BUDGET), Doc("alarms a day, at most")] = USUAL_BUDGET
    at: AtText | None = None
    days: Annotated[int, Bounds(LEAST_DAYS, MOST_DAYS), Doc("so many last days are looked at")] = USUAL_DAYS
    contract: ContractClass = "industrial_b"
    voltage: Voltage = "high_a"
    option: ContractOption = "II"
    rates_of: DayText | None = None

    def order(self) -> AnomalyOrder:
        """The same, inside."""
        return AnomalyOrder(
            budget=self.budget, tariff=self.tariff(), last=self.days,
            rates_of=None if self.rates_of is None else date.fromisoformat(self.rates_of),
            at=None if self.at is None else datetime.fromisoformat(self.at),
        )  # fmt: skip

    def tariff(self) -> Tariff:
        """The tariff by which losses are priced."""
        return industrial_electricity(self.contract, self.voltage, self.option)


def read_wish(tree: Any) -> AnomalyWish:
    """The wish in a plain document.

    Raises
    ------
    InputError  All that is wrong with it (`tariff.unknown_contract`, `forecast.time`, ...).
    """
    wish = decode(AnomalyWish, Document(tree, "")).unwrap()
    wish.tariff()
    wrong = [
        problem("forecast.time", name, f"{text!r} is no time", "write a local time as 2026-07-15T10:30", text=text)
        for name, text in (("at", wish.at), ("rates_of", wish.rates_of))
        if text is not None and not _is_time(text)
    ]
    if wrong:
        raise InputError(*wrong)
    return wish


def _is_time(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True
