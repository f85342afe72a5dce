"""Activity level: the good output that leaves a process."""

from collections.abc import Sequence

from pulmu.carbon.functional import in_functional_units
from pulmu.model import Figure, Process, Product, Source, Tonne, fact, formula, total
from pulmu.reference import rule

NOTHING = Source("given", "no such flow in this plant")


@formula(rule("batch_method"))
def production_from_stock(
    sent_out: Tonne, received: Tonne, opening_stock: Tonne, closing_stock: Tonne, returned: Tonne
) -> Tonne:
    """Production found from deliveries and stock, less what was put back into the same process."""
    return sent_out - received - opening_stock + closing_stock - returned


@formula(rule("activity_level"), rule("good_output_only"))
def activity_level(production: Sequence[Tonne]) -> Tonne:
    """Mass of all good output of a process; scrap, off-spec and by-products are left out."""
    return total(production)


def production(product: Product) -> Figure:
    """Good output of a product, as given or from deliveries and stock."""
    name = product.name or product.id
    if product.produced is not None:
        return fact(product.produced, "good output", name, "t")
    stock = product.stock_method
    if stock is None:
        return Figure(0.0, "t", "good output", NOTHING, subject=name)
    parts = ("sent_out", "received", "opening_stock", "closing_stock", "returned")
    inputs = {part: fact(getattr(stock, part), part.replace("_", " "), name, "t") for part in parts}
    return production_from_stock.figure(**inputs).of(name)


def process_mass(process: Process) -> Figure:
    """Good output of all goods of a process, in tonnes."""
    return activity_level.figure(production=[production(product) for product in process.goods]).of(process.id)


def process_activity_level(process: Process) -> Figure:
    """Activity level of a process in functional units: clinker or nitrogen where that is the unit, else tonnes."""
    made = [in_functional_units(production(product), product) for product in process.goods]
    return activity_level.figure(production=made).of(process.id)
