"""Collects the figures a report shows, with everything they rest on, as two tables: figures, and their inputs."""

import importlib

from pulmu.model import ANY_UNIT, Figure, Formula, Source, unit
from pulmu.model.figure import walk
from pulmu.services.report import FigureInput, FigureRecord, FormulaRecord, SourceRecord, UnitRecord, Value


class Ledger:
    """Hands out `Value`s for figures and keeps the figures behind them, each once by the hash of its content."""

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
        return {key: _record(figure) for key, figure in self._kept().items()}

    def figure_inputs(self) -> tuple[FigureInput, ...]:
        """What each of them was made from."""
        return tuple(
            FigureInput(key, item.parameter, item.position, item.figure.key)
            for key, figure in self._kept().items()
            for item in figure.inputs
        )

    def formulas(self) -> dict[str, FormulaRecord]:
        """Every formula used, with its arithmetic."""
        names = sorted({figure.formula for figure in self._kept().values() if figure.formula})
        return {name: _formula_record(find_formula(name)) for name in names}

    def units(self) -> dict[str, UnitRecord]:
        """Every unit of the figures and formulas."""
        symbols = {figure.unit for figure in self._kept().values()}
        symbols |= {symbol for formula in self.formulas().values() for symbol in formula.units.values()}
        return {symbol: unit_record(symbol) for symbol in sorted(symbols - {ANY_UNIT.symbol})}

    def _kept(self) -> dict[str, Figure]:
        return {figure.key: figure for figure in walk(self._roots.values())}


def unit_record(symbol: str) -> UnitRecord:
    """A unit as a report states it."""
    known = unit(symbol)
    return UnitRecord(known.dimension, str(known.factor))


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
    )


def _formula_record(formula: "Formula[...]") -> FormulaRecord:
    units = {name: unit.symbol for name, (unit, _) in formula.units.items()}
    return FormulaRecord(formula.expression, units, _source(formula.source))


def _source(source: Source) -> SourceRecord:
    return SourceRecord(source.act, source.place, source.edition, source.confidence)
