"""Functional units: what specific emissions are per, where that is a part of the good (clinker, nitrogen)."""

from pulmu.carbon.boundary import CLINKER
from pulmu.carbon.law import method_regulation
from pulmu.model import Figure, Plant, Process, Product, Ratio, Source, Tonne, TonneCO2ePerTonne, formula
from pulmu.reference import FunctionalUnit, Good, find_good, functional_unit, rule

MOLE = "mole"
_TONNE = FunctionalUnit("tonne", True, Source("given", "no CBAM good"))


@formula(rule("functional_amount"))
def functional_amount(mass: Tonne, content: Ratio) -> Tonne:
    """Mass of the functional unit in a mass of goods: of clinker, or of nitrogen."""
    return mass * content


@formula(rule("functional_units_and_tonnes"))
def specific_emissions_per_tonne(per_functional_unit: TonneCO2ePerTonne, content: Ratio) -> TonneCO2ePerTonne:
    """Specific emissions per tonne of good, from those per tonne of its functional unit."""
    return per_functional_unit * content


@formula(rule("functional_units_and_tonnes"))
def consumption_per_tonne(per_functional_unit: Ratio, content: Ratio) -> Ratio:
    """Consumption per tonne of good, from that per tonne of its functional unit."""
    return per_functional_unit * content


def is_shared_by_moles(product: Product) -> bool:
    """Whether the process of a product shares its emissions by amount of substance (chemical co-products)."""
    return product.molar_mass is not None


def unit_of(product: Product) -> FunctionalUnit:
    """Functional unit of a product; tonnes for one outside Annex I."""
    return functional_unit(find_good(product.cn_code)) if product.cbam_good else _TONNE


def content_share(good: Good, clinker: float | None, nitrogen: float | None) -> float | None:
    """Share of the functional unit in a good; None where the unit is the tonne of good, or the share is not given."""
    unit = functional_unit(good)
    if unit.name == "t_clinker":
        return 1.0 if good.goods_category == CLINKER else clinker
    return nitrogen if unit.name == "kg_N" else None


def product_content(product: Product) -> float | None:
    """As `content_share`, of a product; of a chemical co-product its moles per gram."""
    if product.molar_mass is not None:
        return 1.0 / product.molar_mass
    if not product.cbam_good:
        return None
    return content_share(find_good(product.cn_code), product.clinker_content, product.nitrogen_content)


def content_figure(product: Product) -> Figure | None:
    """The share as a figure; None where specific emissions are per tonne of good anyway."""
    share, unit = product_content(product), unit_of(product)
    if share is not None and is_shared_by_moles(product):
        law = method_regulation("Annex III A.2.1 (molar ratio)", "extract")
        because = f"molar mass {product.molar_mass:g} g/mol"
        return Figure(share, "1", "moles per gram", law, because, subject=product.name or product.id)
    if share is None or (share == 1.0 and unit.name == "t_clinker"):
        return None
    what = "clinker content" if unit.name == "t_clinker" else "nitrogen content"
    because = "" if unit.source.confidence != "memory" else f"functional unit by {unit.source.place} (from memory)"
    return Figure(
        share, "1", what, Source("given", f"goods, {product.id}"), because, subject=product.name or product.id
    )


def in_functional_units(mass: Figure, product: Product) -> Figure:
    """A mass of a product as mass of its functional unit; the mass itself where that is the tonne."""
    content = content_figure(product)
    if content is None:
        return mass
    return functional_amount.figure(mass=mass, content=content).of(product.name or product.id)


def unit_of_process(process: Process) -> str:
    """Name of the functional unit of the goods of a process."""
    if any(is_shared_by_moles(product) for product in process.goods):
        return MOLE
    return unit_of(process.goods[0]).name if process.goods else "tonne"


def has_one_functional_unit(plant: Plant) -> bool:
    """Whether the goods of all processes are counted in the same unit, so that a flow may be shared by it.

    Else mass shares what is not metered: a tonne of clinker and one of nitrogen cannot be added.
    """
    return len({unit_of_process(process) for process in plant.processes}) < 2
