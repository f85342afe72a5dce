"""What parameters say to a population: numbers, tables, sets, switches and periods of years as expressions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

import ibis
import ibis.expr.types as ir

from pulmu.support.rules._settings import at_or_beyond
from pulmu.support.rules.columns.never_null import Sure
from pulmu.support.rules.columns.parts import MOST, Bounds, all_true, exact, unknown
from pulmu.support.rules.dates import earliest_start
from pulmu.support.rules.node import Among, Contains, Keyed, Ranked, Setting, Switched, Within
from pulmu.support.rules.parameter import Version
from pulmu.support.rules.rulebook import Rulebook

MOST_PLACES = 1000
"""Of a list that a table is written as."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The parameters of a rulebook on a day, over the rows of a table."""

    rulebook: Rulebook
    day: date
    at: ir.Table
    sure: Sure

    def number(self, node: Setting | Keyed) -> Bounds:
        """The value of a parameter, or of the row of a table that a fact names."""
        return self.spread(node, self.chosen(node))

    def chosen(self, node: Setting | Keyed) -> ir.NumericValue:
        """What the parameter says on the day, or on the date of a fact; NULL where that is not known."""
        if node.on is None:
            return self._value(self.rulebook.value(node.parameter, self.day), node)
        versions = self.rulebook.parameter(node.parameter).versions
        return self._dated(node.on, versions, [self._value(version, node) for version in versions])

    def spread(self, node: Setting | Keyed, chosen: ir.NumericValue) -> Bounds:
        """The bounds of what was chosen: where the date is not told, from the least of all versions to the most."""
        if node.on is None:
            return exact(chosen, self.sure)
        values = [self._value(version, node) for version in self.rulebook.parameter(node.parameter).versions]
        told = self.at[node.on].notnull()
        low = told.ifelse(chosen.fill_null(0.0), _least(values))
        high = told.ifelse(chosen.fill_null(MOST), _most(values))
        agreed = (_least(values) == _most(values)).ifelse(_least(values), ibis.null("float64"))
        return Bounds(low, high, told.ifelse(chosen, agreed))

    def _dated(self, on: str, versions: tuple[Version, ...], values: list[ir.NumericValue]) -> ir.NumericValue:
        """The value of the latest version that holds on the date of a fact; NULL where none does."""
        day = self.at[on]
        branches = [(_holds(version, day), value) for version, value in zip(versions, values, strict=True)]
        return ibis.cases(*reversed(branches), else_=ibis.null("float64"))

    def _value(self, version: Version, node: Setting | Keyed) -> ir.NumericValue:
        value: Any = version.value
        if isinstance(node, Keyed):
            return self._row(value, node.key)
        return ibis.null("float64") if value is None else ibis.literal(float(value), "float64")

    def _row(self, table: Any, key: str) -> ir.NumericValue:
        if not isinstance(table, Mapping):
            return ibis.null("float64")
        fact = self.at[key]
        if fact.type().is_integer() and _is_dense(table):
            return _looked_up(table, fact, self.sure)
        groups: dict[float, list[Any]] = {}
        for name, value in table.items():
            if value is not None:
                groups.setdefault(float(value), []).append(name)
        if not groups:
            return ibis.null("float64")
        branches = [(fact.isin(names), ibis.literal(value, "float64")) for value, names in groups.items()]
        return ibis.cases(*branches, else_=ibis.null("float64"))

    def finding(self, node: Among | Ranked | Contains | Switched) -> ir.BooleanValue:
        """Whether a choice among the facts, or a switch of the rules, is as the rule wants it."""
        match node:
            case Switched():
                return self._switched(node)
            case Among(fact=fact, choices=choices):
                return self._among(fact, self._set(choices))
            case Ranked(fact=fact):
                limit = self.rulebook.value(node.limit.parameter, self.day).value
                return unknown() if limit is None else self._among(fact, at_or_beyond(node, str(limit)))
            case Contains(fact=fact, choices=choices):
                return self._contains(fact, self._set(choices))

    def _switched(self, node: Switched) -> ir.BooleanValue:
        if node.on is None:
            return _chosen(self.rulebook.value(node.parameter, self.day), node.choice)
        versions = self.rulebook.parameter(node.parameter).versions
        answers = [_chosen(version, node.choice) for version in versions]
        day = self.at[node.on]
        branches = [(_holds(version, day), answer) for version, answer in zip(versions, answers, strict=True)]
        return ibis.cases(*reversed(branches), (day.isnull(), _agreed(answers)), else_=unknown())

    def _set(self, choices: frozenset[str] | Setting) -> frozenset[str] | None:
        if isinstance(choices, frozenset):
            return choices
        return cast("frozenset[str] | None", self.rulebook.value(choices.parameter, self.day).value)

    def _among(self, fact: str, allowed: frozenset[str] | None) -> ir.BooleanValue:
        if allowed is None:
            return unknown()
        if not allowed:
            return ibis.literal(False)
        column = self.at[fact]
        if column.type().is_integer():  # numbers are not written as texts: it takes longer than all else together
            numbers = sorted(int(choice) for choice in allowed if _is_plain_number(choice))
            return column.isin(numbers) if numbers else column.isnull().ifelse(unknown(), False)
        text = column if column.type().is_string() else column.cast("string")
        return text.isin(sorted(allowed))

    def _contains(self, fact: str, wanted: frozenset[str] | None) -> ir.BooleanValue:
        if wanted is None:
            return unknown()
        return all_true([self.at[fact].contains(choice) for choice in sorted(wanted)])

    def within(self, node: Within) -> ir.BooleanValue:
        """Whether the day asked lies within so many years from the date of a fact."""
        setting, start = node.years, self.at[node.fact]
        if setting.on is None:
            return self._still(node, self.rulebook.value(setting.parameter, self.day), start)
        versions = self.rulebook.parameter(setting.parameter).versions
        answers = [self._still(node, version, start) for version in versions]
        day = self.at[setting.on]
        branches = [(_holds(version, day), answer) for version, answer in zip(versions, answers, strict=True)]
        return ibis.cases(*reversed(branches), (day.isnull(), _agreed(answers)), else_=unknown())

    def _still(self, node: Within, version: Version, start: ir.DateValue) -> ir.BooleanValue:
        if version.value is None:
            return unknown()
        first = earliest_start(self.day, int(version.value), last_day=node.last_day)  # type: ignore[arg-type]
        return start >= ibis.literal(first)

    def member(
        self, mask: ir.IntegerValue, bits: Mapping[str, int], labels: frozenset[str] | Setting, *, is_settled: bool
    ) -> ir.BooleanValue:
        """Whether every label still possible is wanted, or none is."""
        wanted = self._set(labels)
        if wanted is None:
            return unknown()
        inside = sum(bits[label] for label in wanted if label in bits)
        outside = sum(bits.values()) - inside
        if is_settled:
            return (mask & outside) == 0
        return ibis.cases(((mask & outside) == 0, True), ((mask & inside) == 0, False), else_=unknown())


def _is_dense(table: Mapping[Any, Any]) -> bool:
    """Whether the keys of a table are whole numbers with few between them."""
    is_whole = all(isinstance(key, int) for key in table)
    return is_whole and len(table) > 2 and max(table) - min(table) < min(MOST_PLACES, 4 * len(table))


def _looked_up(table: Mapping[int, Any], fact: ir.IntegerValue, sure: Sure) -> ir.NumericValue:
    """The place of a list, found at once; what lies outside of it is NULL."""
    first, last = min(table), max(table)
    row = [None if table.get(key) is None else float(table[key]) for key in range(first, last + 1)]
    places = ibis.literal(row, "array<float64>")
    inside = (fact >= first) & (fact <= last)
    place = fact - first
    if not place.type().is_int32():  # Spark counts places in 32 bits
        place = place.try_cast("int32")
    found = places[place]
    return found if sure(found) else inside.ifelse(found, ibis.null("float64"))


def _is_plain_number(text: str) -> bool:
    """Whether a text is what a whole number is written as."""
    return text.removeprefix("-").isdecimal() and text.isascii() and str(int(text)) == text


def _chosen(version: Version, choice: str) -> ir.BooleanValue:
    return unknown() if version.value is None else ibis.literal(version.value == choice)


def _holds(version: Version, day: ir.DateValue) -> ir.BooleanValue:
    parts = [] if version.valid_from is None else [day >= ibis.literal(version.valid_from)]
    parts += [] if version.valid_to is None else [day <= ibis.literal(version.valid_to)]
    if not parts:
        return day.notnull()
    return parts[0] if len(parts) == 1 else parts[0] & parts[1]


def _least(values: list[ir.NumericValue]) -> ir.NumericValue:
    filled = [value.fill_null(0.0) for value in values]
    return filled[0] if len(filled) == 1 else ibis.least(*filled)


def _most(values: list[ir.NumericValue]) -> ir.NumericValue:
    filled = [value.fill_null(MOST) for value in values]
    return filled[0] if len(filled) == 1 else ibis.greatest(*filled)


def _agreed(answers: list[ir.BooleanValue]) -> ir.BooleanValue:
    result = answers[0]
    for answer in answers[1:]:
        result = (result == answer).ifelse(result, unknown())
    return result
