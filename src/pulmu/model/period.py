"""A span of days, half-open: the first day belongs to it, the last does not."""

from dataclasses import dataclass
from datetime import date

from pulmu.model.errors import InputError


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Half-open span `[start, end)`."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise InputError.of(
                "input.period_order",
                "",
                f"the period ends ({self.end}) before it starts ({self.start})",
                "give the day after the last one as its end",
                start=self.start,
                end=self.end,
            )

    @classmethod
    def of_year(cls, year: int) -> "Period":
        """The calendar year."""
        return cls(date(year, 1, 1), date(year + 1, 1, 1))

    @property
    def year(self) -> int:
        """The calendar year of its first day."""
        return self.start.year

    @property
    def is_calendar_year(self) -> bool:
        """Whether it is exactly one calendar year."""
        return self == Period.of_year(self.start.year)

    def __str__(self) -> str:
        return f"{self.start.isoformat()} to {date.fromordinal(self.end.toordinal() - 1).isoformat()}"
