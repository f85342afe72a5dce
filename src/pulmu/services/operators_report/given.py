"""What the items are written from: a plant and the report computed from it."""

import functools
from dataclasses import dataclass

from pulmu.model import Plant, Quantity, SourceStream, fact
from pulmu.reference import find_good
from pulmu.services.report import GoodResult, PrecursorResult, Report, Value


@dataclass(frozen=True)
class Given:
    """A plant, its report, and what both say together."""

    plant: Plant
    report: Report

    @functools.cached_property
    def process_names(self) -> dict[str, str]:
        """Names of processes by id."""
        return {item.id: item.name for item in self.report.processes}

    @functools.cached_property
    def good_names(self) -> dict[str, str]:
        """Names of goods, with their codes, by id."""
        return {good.id: f"{good.name} ({good.cn_code})" for good in self.report.goods}

    @functools.cached_property
    def cbam_goods(self) -> tuple[GoodResult, ...]:
        """The goods that are CBAM goods."""
        return tuple(good for good in self.report.goods if good.cbam_good)

    @functools.cached_property
    def indirect_counts(self) -> bool:
        """Whether certificates are due for the indirect emissions of any of its goods."""
        return any(find_good(good.cn_code).indirect_counts for good in self.cbam_goods)

    def named_precursor(self, item: PrecursorResult) -> str:
        """A delivery by its name, and by its id where several have that name."""
        several = sum(other.name == item.name for other in self.report.precursors) > 1
        return f"{item.name} ({item.id})" if several else item.name

    def named_process(self, id_: str) -> str:
        """A process by its name."""
        return self.process_names.get(id_, id_)


def stated(quantity: Quantity | None) -> Value | None:
    """A quantity as the plant's file states it, unrounded, in its own unit; the report holds no figure of it."""
    return None if quantity is None else Value(quantity.value, quantity.unit, "")


def stream_name(stream: SourceStream) -> str:
    """A source stream by its name, or by its material."""
    return stream.name or stream.material or stream.id


def mass_in_tonnes(quantity: Quantity) -> float:
    """The mass of a quantity. [t]"""
    return fact(quantity, "mass", "", "t").value
