"""A production line as it is read: its stations and the ways through them, in words."""

from dataclasses import dataclass

from pulmu.locale import Language, number, text
from pulmu.model.law import Law
from pulmu.model.line import Line, LineProduct
from pulmu.model.quantity import Quantity
from pulmu.model.station import Station
from pulmu.twin.plan import step_name


@dataclass(frozen=True, slots=True)
class StationRow:
    """A station in a list.

    Parameters
    ----------
    room : Places before it; empty for without end.
    uses : Carriers it uses.
    """

    id: str
    name: str
    machines: int
    room: str
    time: str
    process: str
    step: str
    uses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProductRow:
    """A product, with the stations of its route in their order."""

    id: str
    name: str
    good: str
    route: tuple[str, ...]


def called(thing: object, language: Language) -> str:
    """What something with an own and an English name is called; by its id where it has none."""
    own, english = getattr(thing, "name_local", ""), getattr(thing, "name", "")
    names = (own, english) if language == "ko" else (english, own)
    return next((str(name) for name in names if name), str(getattr(thing, "id", "")))


def station_rows(line: Line, language: Language) -> tuple[StationRow, ...]:
    """Stations in their order."""
    carriers = {item.id: called(item, language) for item in line.carriers}
    return tuple(_station(item, carriers, language) for item in line.stations)


def product_rows(line: Line, language: Language) -> tuple[ProductRow, ...]:
    """Products in their order."""
    names = {item.id: called(item, language) for item in line.stations}
    return tuple(_product(item, names, language) for item in line.products)


def law_words(law: Law | None, language: Language) -> str:
    """A time with its law of chance: ``32 min, lognormal``; empty where there is none."""
    if law is None:
        return ""
    ends = [item for item in (law.low, law.mode, law.high) if item is not None]
    amounts = [law.mean] if law.mean is not None else ends or list(law.values)
    shown = amounts if len(amounts) < 4 else (amounts[0], amounts[-1])
    said = " – ".join(_amount(item, language) for item in shown)
    return said if law.law == "constant" else f"{said}, {text(f'web.line_form.choice.{law.law}', language)}"


def _amount(amount: Quantity, language: Language) -> str:
    return number(amount.value, amount.unit, language)


def _station(station: Station, carriers: dict[str, str], language: Language) -> StationRow:
    uses = tuple(carriers.get(item.carrier, item.carrier) for item in station.uses)
    return StationRow(
        id=station.id, name=called(station, language), machines=station.machines,
        room="" if station.buffer is None else str(station.buffer), time=law_words(station.time, language),
        process=station.process, step=station.step, uses=uses,
    )  # fmt: skip


def _product(product: LineProduct, names: dict[str, str], language: Language) -> ProductRow:
    route = tuple(names.get(step.station, step_name(step)) for step in product.route)
    return ProductRow(product.id, called(product, language), product.good, route)
