"""The parameters of a programme: each with the terms of its year, those known of other years, and where they stand."""

from collections.abc import Callable
from datetime import date

from pulmu.model.programme import Condition, PastTerms, Programme
from pulmu.model.source import Source
from pulmu.support.rules import Finds, Keyed, Parameter, Setting, Value, Version
from pulmu.support.size import SizeRules

Past = Callable[[PastTerms], Value | None]


class Terms:
    """Gathers the parameters of one programme while its rules are made."""

    def __init__(self, programme: Programme, size: SizeRules) -> None:
        self.programme, self.size = programme, size
        self.parameters: dict[str, Parameter] = {}
        self.conditions: dict[str, Condition] = {}
        self.excluding: set[str] = set()
        self.clashes: dict[str, None] = {}
        self.made: dict[int, tuple[Condition, Finds]] = {}  # kept beside: an identity is not given out again
        self.source = self.source_of(str(programme.year))

    def source_of(self, year: str, place: str = "") -> Source:
        """Where the terms of a year were read: the sources that support it, else those published then, else all."""
        told = self.programme.sources
        supporting = [item for item in told if year in item.supports]
        named = supporting or [item for item in told if year in item.date] or list(told)
        where = place or "; ".join(item.source for item in named)
        is_memory = "[memory]" in where
        return Source(self.programme.name_en, where, f"terms of {year}", "memory" if is_memory else "secondary")

    def name_for(self, condition: Condition, name: str) -> str:
        """The name of a condition, with a number behind it where it is taken."""
        full, number = f"{self.programme.id}.{name}", 1
        while full in self.conditions or full in self.parameters:
            number += 1
            full = f"{self.programme.id}.{name}_{number}"
        self.conditions[full] = condition
        return full

    def setting(self, name: str, value: Value | None, unit: str = "", past: Past | None = None) -> Setting:
        """A parameter, by its name within the programme."""
        return self._added(f"{self.programme.id}.{name}", value, unit, past)

    def limit(self, full: str, value: Value | None, unit: str = "") -> Setting:
        """The parameter of a condition, by its whole name."""
        return self._added(full, value, unit, None)

    def keyed(self, name: str, table: Value, key: str, unit: str) -> Keyed:
        """A table by the choices of a fact."""
        return Keyed(self._added(f"{self.programme.id}.{name}", table, unit, None).parameter, key)

    def _added(self, full: str, value: Value | None, unit: str, past: Past | None) -> Setting:
        versions = [Version(value, self.source)]
        for terms in self.programme.history if past is not None else ():
            then = past(terms) if past is not None else None
            if then is not None and terms.years.isdecimal() and int(terms.years) != self.programme.year:
                year = int(terms.years)
                versions.append(Version(then, self.source_of(terms.years), date(year, 1, 1), date(year, 12, 31)))
        made = Parameter(full, unit, tuple(versions))
        if self.parameters.get(full, made) != made:
            self.clashes[full] = None
        self.parameters[full] = made
        return Setting(full)

    def dated(self, name: str, versions: tuple[Version, ...]) -> str:
        """A parameter with versions of its own; its whole name."""
        full = f"{self.programme.id}.{name}"
        self.parameters[full] = Parameter(full, "", versions)
        return full
