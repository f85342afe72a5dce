"""The figures of a report as somebody turns their pages: each with what it was made from, and what was made from it.

Everything comes from the tables of the report itself, so that what is shown is what was handed out.
"""

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pulmu.model import Figure, Source
from pulmu.model.figure import Input
from pulmu.services.report import FormulaRecord, GoodResult, Report, SourceRecord, Value

OF_GOOD = (
    "specific_embedded_emissions", "specific_embedded_emissions_direct", "specific_embedded_emissions_indirect",
    "specific_embedded_free_allocation", "certificates_per_tonne", "cost", "default_value_with_markup",
    "default_certificates_per_tonne", "default_cost", "share_of_default_values", "activity_level",
)  # fmt: skip
"""Figures of a good that a way back ends at, the ones people ask for first."""


@dataclass(frozen=True, slots=True)
class Way:
    """How a figure enters what a report shows: the shown figure first, the figure itself last.

    Parameters
    ----------
    good : Id of the good the shown figure is of; empty for one of the whole installation.
    """

    good: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class FigureBook:
    """All figures of a report by key, who uses each of them, and which are shown as a good's."""

    figures: Mapping[str, Figure]
    users: Mapping[str, tuple[str, ...]]
    shown: Mapping[str, str]
    formulas: Mapping[str, FormulaRecord]

    def way_to(self, key: str) -> Way | None:
        """The shortest way from a shown figure down to one; None where it is one itself, or rests under none."""
        below: dict[str, str] = {key: ""}
        waiting = deque([key])
        while waiting:
            at = waiting.popleft()
            if at in self.shown and at != key:
                return Way(self.shown[at], tuple(self.figures[name] for name in _down(at, below)))
            for user in self.users.get(at, ()):
                if user not in below:
                    below[user] = at
                    waiting.append(user)
        return None


def figure_book(report: Report) -> FigureBook:
    """The book of a report."""
    inputs: dict[str, list[tuple[str, int | None, str]]] = {}
    users: dict[str, dict[str, None]] = {}
    for row in report.figure_inputs:
        inputs.setdefault(row.figure, []).append((row.parameter, row.position, row.input))
        users.setdefault(row.input, {})[row.figure] = None
    figures: dict[str, Figure] = {}
    for key, record in report.figures.items():  # a report writes inputs before what is made of them
        used = tuple(Input(name, figures[below], position) for name, position, below in inputs.get(key, ()))
        figures[key] = Figure(
            record.value, record.unit, record.name, _source(record.source), record.because, used, record.formula,
            record.subject, [key],
        )  # fmt: skip
    shown = dict(_shown(report))
    return FigureBook(figures, {key: tuple(found) for key, found in users.items()}, shown, report.formulas)


def _shown(report: Report) -> Iterator[tuple[str, str]]:
    """Figures a report shows, with the good of each; of several goods the first."""
    found: dict[str, str] = {}
    for name in OF_GOOD:
        for good in report.goods:
            value = value_of(good, name)
            if value is not None:
                found.setdefault(value.figure, good.id)
    yield from found.items()
    if report.total_direct_emissions.figure not in found:
        yield report.total_direct_emissions.figure, ""


def value_of(good: GoodResult, name: str) -> Value | None:
    """A figure of a good by its name in the report."""
    value = getattr(good, name)
    return value if isinstance(value, Value) else None


def _source(record: SourceRecord) -> Source:
    return Source(record.act, record.place, record.edition, record.confidence)


def _down(at: str, below: Mapping[str, str]) -> Iterator[str]:
    while at:
        yield at
        at = below[at]
