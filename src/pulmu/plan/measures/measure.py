"""What a choice among measures is about: uses of energy, measures that act on them, and what may be spent."""

from dataclasses import dataclass
from typing import Literal

Balance = Literal["won", "certificates", "footprint"]
"""Three balances that move differently; none stands for another."""
BALANCES: tuple[Balance, ...] = ("won", "certificates", "footprint")
Yearly = tuple[float, ...]
"""One value for each year that is looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """What a plant uses of one carrier in one place.

    Parameters
    ----------
    amount : In a year, as it is now. [unit of the carrier]
    won, certificates, footprint : For each unit, in each year. [KRW, certificates, kg CO2e]
    """

    id: str
    amount: float
    won: Yearly
    certificates: Yearly
    footprint: Yearly

    def of(self, balance: Balance) -> Yearly:
        """What a unit moves in a balance, year by year."""
        return {"won": self.won, "certificates": self.certificates, "footprint": self.footprint}[balance]


@dataclass(frozen=True, slots=True)
class Saving:
    """A part of a use that a measure saves.

    Parameters
    ----------
    share : Of what is left of the use after other measures: savings of one use multiply. Below zero: it uses more.
    """

    use: str
    share: float


@dataclass(frozen=True, slots=True)
class Added:
    """An amount of a use that comes with a measure, whatever else is done. [unit of the carrier, a year]"""

    use: str
    amount: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """Something a firm may do once.

    Parameters
    ----------
    capital : What it costs in the year in which it is done. [KRW]
    upkeep : What it costs in each year in which it works. [KRW]
    life : Years for which it works; it begins with the year after.
    needs : Measures that must be done no later.
    excludes : Measures that are not done beside it.
    """

    id: str
    capital: float
    upkeep: float = 0.0
    savings: tuple[Saving, ...] = ()
    adds: tuple[Added, ...] = ()
    life: int = 15
    needs: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What is to be chosen from.

    Parameters
    ----------
    years : How many years are looked at; a measure may be done in each of them.
    discount : Of won, a year: 0.05 makes 105 won of next year worth 100 of this.
    budget : Most that may be spent in each year; what is left of a year may be spent later. [KRW]
    certificate : What a certificate costs in each year under a named scenario; None where it is left out of the cost.
        [KRW]
    """

    years: int
    uses: tuple[Use, ...]
    measures: tuple[Measure, ...]
    budget: Yearly
    discount: float = 0.05
    certificate: Yearly | None = None

    @property
    def weights(self) -> Yearly:
        """What a won of each year is worth today."""
        return tuple((1.0 + self.discount) ** -year for year in range(self.years))
