"""How fast things happen in a line, at most, from its mean times."""

from pulmu.model.law import Law
from pulmu.model.line import Line, LineProduct
from pulmu.twin.laws import chance


def most_a_second(line: Line) -> float:
    """About how many pieces come in and stops begin in a second, were nothing in their way."""
    return _arrivals(line) + _stops(line)


def _arrivals(line: Line) -> float:
    """Of a source that always has a next piece, as many as the slowest step of its product lets through."""
    total = 0.0
    for source in line.sources:
        if source.every is not None:
            total += source.lot * _rate(source.every)
        else:
            total += max((_through(line, item) for item in line.products if source.products.get(item.id)), default=0.0)
    return total


def _through(line: Line, product: LineProduct) -> float:
    stations = {item.id: item for item in line.stations}
    rates = []
    for step in product.route:
        station = stations[step.station]
        law = step.time or station.time
        if law is not None and chance(law).mean > 0:
            rates.append(station.machines * (station.batch.most if station.batch else 1) * _rate(law))
    return min(rates, default=0.0)


def _stops(line: Line) -> float:
    total = 0.0
    for station in line.stations:
        for stop in station.stops:
            if stop.every is not None:
                total += station.machines / max(chance(stop.every).mean + chance(stop.lasts).mean, 1e-300)
    return total


def _rate(law: Law) -> float:
    return 1 / max(chance(law).mean, 1e-300)
