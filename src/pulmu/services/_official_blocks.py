"""Blocks of the template: one for each process, or for those of its goods that one figure per tonne fits."""

from dataclasses import dataclass
from itertools import groupby

from pulmu.carbon.activity import production
from pulmu.carbon.functional import in_functional_units, product_content
from pulmu.model import Plant, Process, Product
from pulmu.services._official_names import distinct_names


@dataclass(frozen=True, slots=True)
class Block:
    """A block of the template.

    The template states one figure per tonne of a block. Goods of one process that hold different shares of clinker or
    nitrogen (or are shared by moles) have different figures per tonne, so they have blocks of their own.

    Parameters
    ----------
    share : Part of the process's emissions and inputs that these goods bear, by functional units.
    """

    process: Process
    goods: tuple[Product, ...]
    share: float
    name: str

    @property
    def is_part(self) -> bool:
        """Whether other goods of the process stand in another block."""
        return len(self.goods) < len(self.process.goods)


def blocks_of(plant: Plant) -> tuple[Block, ...]:
    """Blocks of all processes that make CBAM goods, upstream first."""
    parts = [(process, goods) for process in _upstream_first(plant) for goods in _alike(process) if _has_good(goods)]
    names = distinct_names(_name(process, goods) for process, goods in parts)
    return tuple(
        Block(process, goods, _share(process, goods), name) for (process, goods), name in zip(parts, names, strict=True)
    )


def _upstream_first(plant: Plant) -> list[Process]:
    """Processes that make CBAM goods; those that others are made from come first.

    The template's share of default values is wrong for a process that a lower-numbered one consumes.
    """
    shown = [process for process in plant.processes if any(product.cbam_good for product in process.goods)]
    maker = {product.id: process.id for process in shown for product in process.goods}
    inputs = {item.id: {maker[name] for name in item.own_precursors if name in maker} - {item.id} for item in shown}
    ordered: list[Process] = []
    left = list(shown)
    while left:
        done = {process.id for process in ordered}
        ready = next((process for process in left if inputs[process.id] <= done), left[0])  # a loop: as they stand
        ordered.append(ready)
        left.remove(ready)
    return ordered


def _alike(process: Process) -> list[tuple[Product, ...]]:
    """Goods that hold as much of the functional unit as each other."""
    goods = sorted(process.goods, key=_content)  # the order of goods alike stays
    found = [tuple(group) for _, group in groupby(goods, key=_content)]
    return sorted(found, key=lambda group: process.goods.index(group[0]))


def _has_good(goods: tuple[Product, ...]) -> bool:
    """Whether one is of Annex I: what co-products outside it bear stands in no block."""
    return any(product.cbam_good for product in goods)


def _content(product: Product) -> float:
    return product_content(product) or 0.0


def _share(process: Process, goods: tuple[Product, ...]) -> float:
    if len(goods) == len(process.goods):
        return 1.0
    made = [in_functional_units(production(product), product).value for product in goods]
    whole = [in_functional_units(production(product), product).value for product in process.goods]
    return sum(made) / sum(whole) if sum(whole) > 0 else len(goods) / len(process.goods)


def _name(process: Process, goods: tuple[Product, ...]) -> str:
    name = process.name or process.id
    return name if len(goods) == len(process.goods) else f"{name}: {goods[0].name or goods[0].id}"


def taken_by(block: Block, user: Process) -> float:
    """What a process took of the goods of a block. [t]"""
    return sum(mass.to("t") for name, mass in user.own_precursors.items() if any(name == g.id for g in block.goods))
