"""Line files in few words, as a stranger writes them: times in minutes."""

from typing import Any

Tree = dict[str, Any]


def minutes(value: float) -> str:
    """A time."""
    return f"{value!r} min"


def exponential(mean: float) -> Tree:
    """An exponential law. [min]"""
    return {"law": "exponential", "mean": minutes(mean)}


def geometric(chance: float, step: float = 1.0) -> Tree:
    """Steps until something of this chance a step. [min]"""
    return {"law": "geometric", "mean": minutes(step / chance), "step": minutes(step)}


def source(mean: float | Tree | str | None, product: str = "part", **more: Any) -> Tree:
    """A source of one product: Poisson where a mean is given, always with a next piece where none is."""
    every = {"every": exponential(mean)} if isinstance(mean, float) else {"every": mean} if mean else {}
    return {"id": f"of_{product}", "products": {product: 1}, **every, **more}


def product(*route: Tree | str, name: str = "part", **more: Any) -> Tree:
    """A product and its route."""
    return {"id": name, "route": [{"station": step} if isinstance(step, str) else step for step in route], **more}


def line(stations: list[Tree], products: list[Tree], sources: list[Tree], **more: Any) -> Tree:
    """A whole line."""
    return {"pulmu": "line/1", "id": "stranger", "stations": stations, "products": products, "sources": sources, **more}


def one_station(time: float | Tree | str, every: float | Tree | str | None, **station: Any) -> Tree:
    """A line of one station and one product."""
    law = exponential(time) if isinstance(time, float) else time
    return line([{"id": "press", "time": law, **station}], [product("press")], [source(every)])


def fault(counts: str, up: float, down: float, **more: Any) -> Tree:
    """A breakdown with exponential times. [min]"""
    return {"id": "fault", "counts": counts, "every": exponential(up), "lasts": exponential(down), **more}
