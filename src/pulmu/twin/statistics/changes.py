"""A scenario's changes, carried out on a line: what each names must be there, and everything wrong is told."""

import dataclasses
import difflib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pulmu.model.document import Document, Path
from pulmu.model.errors import problem
from pulmu.model.law import Law, Time
from pulmu.model.line import Carrier, Line, LineProduct, LineSource, Operators
from pulmu.model.problem import Problem
from pulmu.model.station import Station, Stop, Use
from pulmu.model.what_if import Change, WhatIf
from pulmu.twin.check import check_line
from pulmu.twin.plan import step_name
from pulmu.twin.statistics.outages import station_with_fewer, station_without

_TARGETS = {
    "station": "stations", "source": "sources", "carrier": "carriers", "operators": "operators", "product": "products",
}  # fmt: skip
_OF_STOP = ("every", "every_factor", "lasts", "lasts_factor", "never")
_ALLOWED = {
    "station": ("down", "machines", "buffer", "time", "time_factor", "set_up", "set_up_factor", "batch", "order",
                "stop", *_OF_STOP, "calendar", "carrier", "use"),
    "source": ("every", "every_factor", "products", "most_inside", "lot"),
    "carrier": ("price", "tariff"),
    "operators": ("count", "calendar"),
    "product": ("step", "scrap", "rework"),
}  # fmt: skip
_RATES = tuple(item.name for item in dataclasses.fields(Use) if item.name != "carrier")


def changed_line(line: Line, question: WhatIf, number: int, document: Document) -> tuple[Line, tuple[Problem, ...]]:
    """The line of a scenario, and all that is wrong with its changes; `document` is the question's."""
    scenario = question.scenarios[number]
    changer = _Changer(_extended(line, question), document, ("scenarios", number), [])
    if not scenario.changes:
        changer.tell(("changes",), "what_if.no_change", "a scenario without changes is the line itself", "add one")
    changer.all(scenario.changes, "changes")
    return changer.done()


def low_line(line: Line, question: WhatIf, number: int, document: Document) -> tuple[Line, tuple[Problem, ...]]:
    """The line at a scenario's other level: as it is, where none is given."""
    changer = _Changer(_extended(line, question), document, ("scenarios", number), [])
    changer.all(question.scenarios[number].low, "low")
    return changer.done()


def line_with(
    line: Line, question: WhatIf, changes: Sequence[Change], document: Document
) -> tuple[Line, tuple[Problem, ...]]:
    """The line with changes of several scenarios, each of which fits by itself; problems are told at all of them."""
    changer = _Changer(_extended(line, question), document, (), [])
    changer.all(changes, "scenarios")
    return changer.done()


def _extended(line: Line, question: WhatIf) -> Line:
    return replace(line, calendars=(*line.calendars, *question.calendars), tariffs=(*line.tariffs, *question.tariffs))


def things_changed(changes: Sequence[Change]) -> set[tuple[str, ...]]:
    """What changes settle, so that another that settles the same would undo it; outages go together."""
    found = set[tuple[str, ...]]()
    for change in changes:
        target = next((name for name in _TARGETS if getattr(change, name)), "")
        about = [getattr(change, name) for name in ("stop", "step")]
        about.append(change.carrier if change.station else "")
        for item in dataclasses.fields(change):
            name = item.name.removesuffix("_factor")
            if item.name in (*_TARGETS, "down", "stop", "step") or not _is_given(getattr(change, item.name)):
                continue
            found |= {
                (target, getattr(change, target), *about, name, rate)
                for rate in (change.use if name == "use" else ("",))
            }
    return found


def _wrong_line(line: Line, place: str) -> Iterator[Problem]:
    """What is wrong with the line that came out, told at the scenario."""
    for item in check_line(line, Document({}, "")):
        yield replace(item, place=f"{place}, {item.place}")


def _is_given(value: object) -> bool:
    """Whether something is said: nought is, though it equals False."""
    return value is not None and value is not False and value not in ("", (), {})


def scaled(law: Law, factor: float) -> Law:
    """A law all of whose times are longer by a factor."""
    spans = {
        name: replace(span, value=span.value * factor)
        for name in ("mean", "low", "mode", "high", "step")
        if (span := getattr(law, name)) is not None
    }
    values = tuple(replace(span, value=span.value * factor) for span in law.values)
    return replace(law, values=values, **spans)


@dataclass(slots=True)
class _Changer:
    line: Line
    document: Document
    path: Path
    problems: list[Problem]

    def all(self, changes: Sequence[Change], part: str) -> None:
        for number, change in enumerate(changes):
            self.one((part, number), change)

    def done(self) -> tuple[Line, tuple[Problem, ...]]:
        if not self.problems:
            self.problems += _wrong_line(self.line, self.document.place(self.path or ("scenarios",)))
        return self.line, tuple(self.problems)

    def tell(self, path: Path, code: str, message: str, mend: str, **values: object) -> None:
        self.problems.append(problem(code, self.document.place((*self.path, *path)), message, mend, **values))

    def one(self, path: Path, change: Change) -> None:
        targets = [name for name in _TARGETS if getattr(change, name)]
        if "station" in targets and change.carrier:
            targets.remove("carrier")
        if len(targets) != 1:
            self.tell(
                path, "what_if.target", f"a change of {' and '.join(targets) or 'nothing'}",
                "name one thing that is changed: " + ", ".join(_TARGETS), targets=", ".join(targets) or "-",
            )  # fmt: skip
            return
        (target,) = targets
        if self.fits(path, change, target) and self.known((*path, target), target, getattr(change, target)):
            getattr(self, f"change_{target}")(path, change)

    def fits(self, path: Path, change: Change, target: str) -> bool:
        """Whether all that is given is about the thing named."""
        given = [item.name for item in dataclasses.fields(change)
                 if _is_given(getattr(change, item.name)) and item.name != target]  # fmt: skip
        for name in given:
            if name not in _ALLOWED[target]:
                self.tell(
                    (*path, name), "what_if.not_of_this", f"{name} is not changed at a {target}",
                    "of it may be changed: " + ", ".join(_ALLOWED[target]), name=name, target=target,
                    known=", ".join(_ALLOWED[target]),
                )  # fmt: skip
        if not set(given) - {"stop", "carrier", "step"}:
            self.tell(path, "what_if.nothing", f"nothing is said of the {target}", "say what is different about it",
                      target=target)  # fmt: skip
            return False
        return set(given) <= set(_ALLOWED[target])

    def known(self, path: Path, what: str, name: str, known: Collection[str] | None = None) -> bool:
        """Whether the line has what is named."""
        if known is None:
            known = [item.id for item in getattr(self.line, _TARGETS.get(what, f"{what}s"))]
        if name in known:
            return True
        near = difflib.get_close_matches(name, known, n=1)
        listed = ", ".join(known) or "none"
        mend = f"did you mean {near[0]!r}?" if near else f"known here: {listed}"
        self.tell(path, "what_if.unknown_name", f"the line has no {what} named {name!r}", mend, text=name, what=what,
                  known=near[0] if near else listed)  # fmt: skip
        return False

    def put(self, field: str, new: Any) -> None:
        items = tuple(new if item.id == new.id else item for item in getattr(self.line, field))
        new_items: dict[str, Any] = {field: items}
        self.line = replace(self.line, **new_items)

    def found(self, field: str, name: str) -> Any:
        return next(item for item in getattr(self.line, field) if item.id == name)

    # things ----------------------------------------------------------------------------------------------------

    def change_source(self, path: Path, change: Change) -> None:
        source: LineSource = self.found("sources", change.source)
        plain = {
            name: value for name in ("every", "products", "most_inside", "lot") if (value := getattr(change, name))
        }
        for name in change.products:
            self.known((*path, "products", name), "product", name)
        source = replace(source, **plain)
        if change.every_factor is not None:
            if source.every is None:
                self.tell((*path, "every_factor"), "what_if.no_time", "the source has no time between arrivals",
                          "give every", name="every")  # fmt: skip
                return
            source = replace(source, every=scaled(source.every, change.every_factor))
        self.put("sources", source)

    def change_carrier(self, path: Path, change: Change) -> None:
        carrier: Carrier = self.found("carriers", change.carrier)
        if change.tariff and self.known((*path, "tariff"), "tariff", change.tariff):
            carrier = replace(carrier, tariff=change.tariff)
        if change.price is not None:
            carrier = replace(carrier, price=change.price, tariff="")
        self.put("carriers", carrier)

    def change_operators(self, path: Path, change: Change) -> None:
        pool: Operators = self.found("operators", change.operators)
        if change.calendar and self.known((*path, "calendar"), "calendar", change.calendar):
            pool = replace(pool, calendar=change.calendar)
        self.put("operators", replace(pool, count=pool.count if change.count is None else change.count))

    def change_product(self, path: Path, change: Change) -> None:
        product: LineProduct = self.found("products", change.product)
        names = [step_name(step) for step in product.route]
        name = change.step or names[-1]
        if not self.known((*path, "step"), "step", name, names):
            return
        new = {field: value for field in ("scrap", "rework") if (value := getattr(change, field)) is not None}
        route = tuple(replace(step, **new) if step_name(step) == name else step for step in product.route)
        self.put("products", replace(product, route=route))

    # stations --------------------------------------------------------------------------------------------------

    def change_station(self, path: Path, change: Change) -> None:
        station: Station = self.found("stations", change.station)
        plain = {
            name: value
            for name in ("machines", "buffer", "batch", "order")
            if (value := getattr(change, name)) is not None
        }
        station = replace(station, **plain)
        if change.calendar and self.known((*path, "calendar"), "calendar", change.calendar):
            station = replace(station, calendar=change.calendar)
        station = self.set_up(path, station, change)
        station = self.stop(path, station, change)
        self.put("stations", self.use(path, station, change))
        self.times(change)
        self.down(path, change)

    def times(self, change: Change) -> None:
        """Time of a cycle: of the station, and of every step there that gives its own."""
        if change.time is None and change.time_factor is None:
            return

        def new(time: Time | None) -> Time | None:
            law = change.time or time
            return scaled(law, change.time_factor) if law and change.time_factor is not None else law

        station: Station = self.found("stations", change.station)
        self.put("stations", replace(station, time=new(station.time)))
        for product in self.line.products:
            route = tuple(
                replace(step, time=new(step.time)) if step.station == station.id and step.time else step
                for step in product.route
            )
            self.put("products", replace(product, route=route))

    def set_up(self, path: Path, station: Station, change: Change) -> Station:
        if change.set_up is not None:
            station = replace(station, set_up=change.set_up, set_ups=())
        factor = change.set_up_factor
        if factor is None:
            return station
        if station.set_up is None and not station.set_ups:
            self.tell((*path, "set_up_factor"), "what_if.no_time", "the station has no set-up", "give set_up",
                      name="set_up")  # fmt: skip
        return replace(
            station,
            set_up=scaled(station.set_up, factor) if station.set_up else None,
            set_ups=tuple(replace(item, time=scaled(item.time, factor)) for item in station.set_ups),
        )

    def stop(self, path: Path, station: Station, change: Change) -> Station:
        if not change.stop:
            if any(_is_given(getattr(change, name)) for name in _OF_STOP):
                self.tell(path, "what_if.stop_missing", "which kind of stop is changed is not said", "add stop")
            return station
        if not self.known((*path, "stop"), "stop", change.stop, [item.id for item in station.stops]):
            return station
        if not any(_is_given(getattr(change, name)) for name in _OF_STOP):
            self.tell(path, "what_if.nothing", "nothing is said of the stop", "say what is different about it",
                      target="stop")  # fmt: skip
        kept = tuple(item for item in station.stops if not (change.never and item.id == change.stop))
        return replace(
            station, stops=tuple(self.new_stop(item, change) if item.id == change.stop else item for item in kept)
        )

    def new_stop(self, stop: Stop, change: Change) -> Stop:
        stop = replace(stop, every=change.every or stop.every, lasts=change.lasts or stop.lasts)
        if change.lasts_factor is not None:
            stop = replace(stop, lasts=scaled(stop.lasts, change.lasts_factor))
        if change.every_factor is not None and stop.every is not None:
            stop = replace(stop, every=scaled(stop.every, change.every_factor))
        elif change.every_factor is not None and stop.every_pieces is not None:
            stop = replace(stop, every_pieces=max(1, round(stop.every_pieces * change.every_factor)))
        return stop

    def use(self, path: Path, station: Station, change: Change) -> Station:
        if not change.use and not change.carrier:
            return station
        if not (change.use and change.carrier):
            self.tell(path, "what_if.use_of", "a change of use needs both carrier and use", "give both")
            return station
        wrong = [name for name in change.use if not self.known((*path, "use", name), "state", name, _RATES)]
        uses = {item.carrier: item for item in station.uses}
        if wrong or not self.known((*path, "carrier"), "carrier", change.carrier):
            return station
        rates: dict[str, Any] = dict(change.use)
        uses[change.carrier] = replace(uses.get(change.carrier, Use(carrier=change.carrier)), **rates)
        return replace(station, uses=tuple(uses.values()))

    def down(self, path: Path, change: Change) -> None:
        """Outages of whole stations are hours of its calendar; of some machines, of those who must be there."""
        station: Station = self.found("stations", change.station)
        for number, outage in enumerate(change.down):
            here = (*path, "down", number)
            many = outage.machines or station.machines
            if many > station.machines:
                self.tell((*here, "machines"), "what_if.too_many_down",
                          f"{many} of {station.machines} machines cannot be down", "give no more than there are",
                          many=many, machines=station.machines)  # fmt: skip
            elif many < station.machines and station.run_skill:
                self.tell((*here, "machines"), "what_if.down_operators",
                          "some machines of a station that needs operators cannot be down by themselves",
                          "change the number of operators instead, or take all machines down")  # fmt: skip
        if self.problems:
            return
        whole = [item for item in change.down if (item.machines or station.machines) == station.machines]
        some = [item for item in change.down if item not in whole]
        if whole:
            self.line = station_without(self.line, station.id, whole)
        if some:
            self.line = station_with_fewer(self.line, station.id, some)
