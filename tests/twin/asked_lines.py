"""Small lines for the tests of statistics, and engines that simulate nothing."""

from tests.twin.lines import line_of

from pulmu.model.line import Line
from pulmu.twin.counts import Ask, Counts, Engine
from pulmu.twin.plan import Plan

TWO_FURNACES = """
pulmu: line/1
id: furnaces
starts: mon 00:00
carriers: [{id: power, unit: kWh, price: 100}]
stations:
  - {id: press, buffer: 3, time: {law: exponential, mean: 10 min}, uses: [{carrier: power, busy: 30, idle: 5}],
     stops: [{id: jam, every: {law: exponential, mean: 8 h}, lasts: 20 min}]}
  - {id: furnace, machines: 2, buffer: 4, time: {law: exponential, mean: 22 min}, set_up: 5 min}
products:
  - {id: bolt, piece_kg: 2, route: [{station: press, scrap: 0.05}, {station: furnace}]}
  - {id: nut, piece_kg: 1, route: [{station: press}, {station: furnace}]}
sources: [{id: wire, products: {bolt: 3, nut: 1}}]
"""


def furnaces() -> Line:
    """A press and two furnaces."""
    return line_of(TWO_FURNACES)


def queue(load: float, *, hours: float = 1 / 60) -> Line:
    """M/M/1 with this load; a mean service takes `hours`."""
    minutes = 60 * hours
    return line_of(f"""
        id: queue
        stations: [{{id: desk, time: {{law: exponential, mean: {minutes} min}}}}]
        products: [{{id: visitor, route: [{{station: desk}}]}}]
        sources: [{{id: street, products: {{visitor: 1}}, every: {{law: exponential, mean: {minutes / load} min}}}}]
    """)


def counted(engine: Engine, runs: list[tuple[str, int]]) -> Engine:
    """An engine that notes which line and replication it ran."""

    def run(plan: Plan, ask: Ask, replication: int) -> Counts:
        runs.append((plan.line.id, replication))
        return engine(plan, ask, replication)

    return run
