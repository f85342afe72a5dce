"""Some days of a kept curve: the load beside what was expected of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pulmu.services.anomalies.kept import KeptAnomalies

MOST_SHOWN = 31
Numbers = Sequence[float | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCurve:
    """Slots of some days; None where a value is not known.

    Parameters
    ----------
    interval : Length of a slot. [s]
    power, expected, lower, upper : (slots,)  What was, the median before the day began, and its interval of 80 %. [kW]
    earliest, latest : First and last day that are kept.
    """

    first: date
    days: int
    interval: int
    power: Numbers
    expected: Numbers
    lower: Numbers
    upper: Numbers
    earliest: date
    latest: date

    @property
    def start(self) -> datetime:
        """The first midnight."""
        return datetime.combine(self.first, datetime.min.time())

    @property
    def end(self) -> datetime:
        """After the last slot."""
        return self.start + timedelta(seconds=self.interval * len(self.power))


def curve_of(kept: KeptAnomalies, first: date | None, days: int) -> ShownCurve:
    """So many days from a day on; the last ones where none is named, and no day beyond what is kept."""
    tree = kept.curve
    earliest, each = date.fromisoformat(tree["first"]), 86_400 // int(tree["interval_s"])
    known = max(-(-len(tree["kw"]) // each), 1)
    latest = earliest + timedelta(days=known - 1)
    shown = min(days, known)
    wanted = known - shown if first is None else (first - earliest).days
    begun = min(max(wanted, 0), known - shown)
    span = slice(begun * each, (begun + shown) * each)
    return ShownCurve(
        first=earliest + timedelta(days=begun), days=shown, interval=int(tree["interval_s"]), power=tree["kw"][span],
        expected=tree["expected_kw"][span], lower=tree["lower_kw"][span], upper=tree["upper_kw"][span],
        earliest=earliest, latest=latest,
    )  # fmt: skip
