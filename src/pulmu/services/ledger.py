"""Collects the figures a report shows, with everything they rest on."""

import importlib

from pulmu.model import Figure, Formula, Source
from pulmu.services.report import FigureRecord, FormulaRecord, InputRecord, SourceRecord, Value


class Ledger:
    """Hands out `Value`s for figures and keeps the figures behind them, each once."""

    def __init__(self) -> None:
        self._roots: dict[str, Figure] = {}

    def value(self, figure: Figure) -> Value:
        """The value of a figure, with its key."""
        self._roots[figure.key] = figure
        return Value(figure.value, figure.unit, figure.key)

    def optional(self, figure: Figure | None) -> Value | None:
        """The same; None stays None."""
        return None if figure is None else self.value(figure)

    def roots(self) -> tuple[Figure, ...]:
        """The figures handed out."""
        return tuple(self._roots.values())

    def figures(self) -> dict[str, FigureRecord]:
        """Every figure handed out and all it rests on, inputs first."""
        records: dict[str, FigureRecord] = {}
        for root in self._roots.values():
            for figure in root.walk():
                if figure.key not in records:
                    records[figure.key] = _record(figure)
        return records

    def formulas(self) -> dict[str, FormulaRecord]:
        """Every formula used, with its arithmetic."""
        names = sorted({record.formula for record in self.figures().values() if record.formula})
        return {name: _formula_record(find_formula(name)) for name in names}


def find_formula(identifier: str) -> "Formula[...]":
    """The formula of a name such as ``carbon.product.specific_embedded_emissions``."""
    module, _, name = identifier.rpartition(".")
    found = getattr(importlib.import_module(f"pulmu.{module}"), name)
    if not isinstance(found, Formula):
        raise TypeError(f"{identifier} is not a formula")
    return found


def _record(figure: Figure) -> FigureRecord:
    return FigureRecord(
        name=figure.name,
        subject=figure.subject,
        value=figure.value,
        unit=figure.unit,
        source=_source(figure.source),
        because=figure.because,
        formula=figure.formula,
        inputs=tuple(InputRecord(item.parameter, item.position, item.figure.key) for item in figure.inputs),
    )


def _formula_record(formula: "Formula[...]") -> FormulaRecord:
    units = {name: unit.symbol for name, (unit, _) in formula.units.items()}
    return FormulaRecord(formula.expression, units, _source(formula.source))


def _source(source: Source) -> SourceRecord:
    return SourceRecord(source.act, source.place, source.edition, source.confidence)
