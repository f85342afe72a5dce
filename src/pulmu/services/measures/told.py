"""What somebody wrote about a plant's measures, read with everything that is wrong with it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from pulmu.model import InputError, Problem, Quantity
from pulmu.model.errors import problem
from pulmu.model.quantity import parse_number
from pulmu.reference.measures import catalogue_measures, exchange_rate
from pulmu.services.measures.order import FACT_UNITS, MeasureOrder, Range

T = TypeVar("T")
FIRST_YEAR, LAST_YEAR = 2026, 2060


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An order as it was written: `name=value`, one text each."""

    prices: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    savings: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()
    certificate_prices: tuple[str, ...] = ()
    free_allocation: tuple[str, ...] = ()
    budget: str = ""
    years: int = 9
    discount: float = 0.05
    life: int = 10
    dollar: float | None = None
    euro: float | None = None
    draws: int = 2_000
    seed: int = 1


def read_order(told: Told) -> MeasureOrder:
    """The order that was written.

    Raises
    ------
    InputError  Everything that could not be read (`plan.told_form`, `plan.told_name`, `plan.told_range`, `input.*`).
    """
    reader = _Reader()
    measures = [item.id for item in catalogue_measures(1.0)]
    order = MeasureOrder(
        prices=dict(reader.pairs("--price", told.prices, reader.positive)),
        facts=dict(reader.pairs("--used", told.facts, _fact, tuple(FACT_UNITS))),
        savings=dict(reader.pairs("--saving", told.savings, _share, measures)),
        quotes=dict(reader.pairs("--quote", told.quotes, _won, measures)),
        budget=reader.budget(told.budget),
        years=told.years, discount=told.discount, life=told.life,
        certificate_prices=reader.by_year("--certificate-price", told.certificate_prices, reader.positive),
        free_allocation=reader.by_year("--free-allocation", told.free_allocation, _kept),
        dollar=exchange_rate("USD", told.dollar), euro=exchange_rate("EUR", told.euro),
        draws=told.draws, seed=told.seed,
    )  # fmt: skip
    if order.budget is not None and len(order.budget) > told.years:
        reader.problems.append(problem("plan.told_range", "--budget", f"{told.budget[:60]!r} has too many years",
                                       f"give a value for {told.years} years at most", text=told.budget[:60],
                                       name="--budget", allowed=f"1…{told.years}"))  # fmt: skip
    if reader.problems:
        raise InputError(*reader.problems)
    return order


class _Reader:
    """Reads text by text and keeps what is wrong."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def pairs(
        self, option: str, texts: Iterable[str], read: Callable[[str, str], T], known: Iterable[str] = ()
    ) -> Iterable[tuple[str, T]]:
        """Every `name=value` that can be read; the name before an @ has to be known."""
        names = tuple(known)
        for text in texts:
            name, sign, value = text.partition("=")
            name = name.strip()
            if not sign or not name:
                self.problems.append(problem("plan.told_form", f"{option} {text[:60]}", f"{text[:60]!r} has no name",
                                             "write it as name=value", text=text[:60]))  # fmt: skip
            elif names and name.partition("@")[0] not in names:
                listed = ", ".join(names)
                self.problems.append(problem("plan.told_name", f"{option} {name[:60]}", f"{name[:60]!r} is not known",
                                             f"name one of: {listed}", name=name[:60], known=listed))  # fmt: skip
            else:
                yield from self.one(option, name, value.strip(), read)

    def one(self, option: str, name: str, value: str, read: Callable[[str, str], T]) -> Iterable[tuple[str, T]]:
        """One value, with its place where it cannot be read."""
        try:
            yield name, read(name, value)
        except InputError as error:
            self.problems += [Problem(item.code, f"{option} {name}", item.message, item.mend, item.values)
                              for item in error.problems]  # fmt: skip

    def by_year(
        self, option: str, texts: Iterable[str], read: Callable[[str, str], float]
    ) -> dict[int, float]:  # fmt: skip
        """Values by year."""
        years = [str(year) for year in range(FIRST_YEAR, LAST_YEAR + 1)]
        return {int(name): value for name, value in self.pairs(option, texts, read, years)}

    def positive(self, name: str, text: str) -> float:
        """A number above zero."""
        value = parse_number(text)
        if value <= 0:
            raise _wrong(name, text, "> 0")
        return value

    def budget(self, text: str) -> tuple[float, ...] | None:
        """Won by year, a semicolon between: `3e8` or `3e8; 1e8`."""
        if not text:
            return None
        return tuple(
            value
            for number, part in enumerate(text.split(";"), 1)
            for _, value in self.one("--budget", f"year {number}", part.strip(), _amount)
        )


def _wrong(name: str, text: str, allowed: str) -> InputError:
    return InputError.of("plan.told_range", "", f"{text[:60]!r} is not what {name} may be", f"give a value {allowed}",
                         text=text[:60], name=name, allowed=allowed)  # fmt: skip


def _amount(_: str, text: str) -> float:
    value = parse_number(text)
    if value < 0:
        raise _wrong("--budget", text, "0 or above")
    return value


def _kept(name: str, text: str) -> float:
    value = parse_number(text)
    if not 0 <= value <= 1:
        raise _wrong(name, text, "0…1")
    return value


def _fact(name: str, text: str) -> float:
    wanted = FACT_UNITS[name]
    is_bare = wanted == "1" and "%" not in text
    value = parse_number(text) if is_bare else Quantity.parse(text).to(wanted)
    if value <= 0 or (wanted == "1" and value > 1):
        raise _wrong(name, text, "0…1" if wanted == "1" else "> 0")
    return value


def _range(name: str, text: str, top: float, allowed: str) -> Range:
    low, _, high = text.partition("..")
    found = parse_number(low), parse_number(high or low)
    if not 0 <= found[0] <= found[1] <= top:
        raise _wrong(name, text, allowed)
    return found


def _share(name: str, text: str) -> Range:
    return _range(name, text, 0.95, "0…0.95, 0.05..0.12")


def _won(name: str, text: str) -> Range:
    return _range(name, text, 1e13, "1e8..1.5e8 KRW")
