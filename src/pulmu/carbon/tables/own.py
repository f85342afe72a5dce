"""Rows of own goods that other processes consume."""

from collections.abc import Mapping

from pulmu.carbon.flows import process_of_products
from pulmu.carbon.tables.processes import in_functional_units
from pulmu.carbon.tables.rows import Tables
from pulmu.model import Plant


def add_own_precursors(tables: Tables, plant: Plant, numbers: Mapping[str, int]) -> None:
    """An exchange per process and own good it consumes, in functional units of the good."""
    maker = process_of_products(plant.processes)
    products = {product.id: product for _, product in plant.products()}
    for process in plant.processes:
        for name, mass in process.own_precursors.items():
            tables.own_row.append(numbers[process.id])
            tables.own_column.append(numbers[maker[name]])
            tables.own_mass.append(in_functional_units(mass.to("t"), products[name]))
