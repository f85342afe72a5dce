"""What is asked of a plant before its measures are sized: prices of what it uses, by name and unit."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from pulmu.model import Document, Plant
from pulmu.services.check_plant import check_plant
from pulmu.services.measures.precursors import precursor_name, precursor_names


@dataclass(frozen=True, slots=True)
class AskedPrice:
    """A price that is asked.

    Parameters
    ----------
    name : As the plant calls it; empty for electricity.
    """

    id: str
    kind: Literal["electricity", "fuel", "precursor"]
    name: str
    unit: str


def asked_prices(document: Document) -> tuple[AskedPrice, ...]:
    """Prices of electricity and fuels, which must be told, and of precursors, of all or of none.

    None where the plant has errors: they are told first.
    """
    checked = check_plant(document)
    return () if checked.plant is None else tuple(_asked(checked.plant))


def _asked(plant: Plant) -> Iterator[AskedPrice]:
    if plant.electricity.sources:
        yield AskedPrice("electricity", "electricity", "", "kWh")
    for stream in plant.source_streams:
        if stream.method == "combustion":
            yield AskedPrice(stream.id, "fuel", stream.name or stream.id, stream.amount.unit)
    bought = {item.id: item for item in plant.purchases}
    for name in precursor_names(plant):
        yield AskedPrice(name, "precursor", precursor_name(bought[name]), "t")
