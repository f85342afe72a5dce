"""What somebody asks to be forecast; read with all problems at once."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from pulmu.model import Document, InputError, decode, problem
from pulmu.model.attribute import Bounds, Doc, Text
from pulmu.model.tariff import Tariff
from pulmu.reference.electricity import ContractClass, ContractOption, Voltage, industrial_electricity
from pulmu.services.forecast_series import ForecastOrder
from pulmu.services.known_ahead import LONGEST, read_known

USUAL_DAYS = 120
"""Days that are looked at where nobody says how many: a season and what led to it, done in less than a minute."""
MOST_DAYS = 800
AtText = Annotated[str, Text(16, r"(19|20|21)\d{2}-\d{2}-\d{2}(T\d{2}:\d{2})?", "2026-07-15T10:30")]


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastWish:
    """What is to be forecast.

    Parameters
    ----------
    at : Local instant after which nothing is known; the end of the readings, if left out.
    rules : The rules alone: nothing is learned.
    known : A table of what is known ahead, as CSV: a time and columns of numbers.
    contract, voltage, option : Whose bands are shown behind the curve.
    """

    at: AtText | None = None
    days: Annotated[int, Bounds(7, MOST_DAYS), Doc("so many last days are looked at")] = USUAL_DAYS
    seed: Annotated[int, Bounds(0, 2**30)] = 0
    rules: bool = False
    known: Annotated[str, Text(LONGEST), Doc("table of what is known ahead, as CSV")] = ""
    contract: ContractClass = "industrial_b"
    voltage: Voltage = "high_a"
    option: ContractOption = "II"

    def order(self) -> ForecastOrder:
        """The same, inside."""
        at = None if self.at is None else datetime.fromisoformat(self.at)
        known = read_known(self.known) if self.known.strip() else None
        return ForecastOrder(at=at, days=self.days, seed=self.seed, is_learning=not self.rules, known=known)

    def tariff(self) -> Tariff:
        """The tariff whose bands are shown."""
        return industrial_electricity(self.contract, self.voltage, self.option)


def read_wish(tree: Any) -> ForecastWish:
    """The wish in a plain document.

    Raises
    ------
    InputError  All that is wrong with it (`tariff.unknown_contract`, `forecast.time`, ...).
    """
    wish = decode(ForecastWish, Document(tree, "")).unwrap()
    wish.tariff()
    try:
        wish.order()
    except ValueError:
        said, mend = f"{wish.at!r} is no time", "write a local time as 2026-07-15T10:30"
        raise InputError(problem("forecast.time", "at", said, mend, text=wish.at)) from None
    return wish
