"""Production routes: the method's names and letters, and those of the template."""

import dataclasses

from pulmu.carbon.activity import production
from pulmu.carbon.metallic_charge import CRUDE_STEEL, category_of_code, metallic_charges
from pulmu.carbon.steel_route import route_of_steel
from pulmu.model import Plant, Product
from pulmu.services.official_content import OTHER_ROUTE, ROUTES, UNKNOWN_ROUTE

_OXYGEN, _ARC = "Basic oxygen steelmaking", "Electric arc furnace"
_REFORMING, _CHLOR = ROUTES["Hydrogen"][0], ROUTES["Hydrogen"][2]
_PRIMARY, _SECONDARY = ROUTES["Unwrought aluminium"][:2]

_BY_LETTER = {
    ("Unwrought aluminium", "K"): _PRIMARY,
    ("Unwrought aluminium", "L"): _SECONDARY,
    ("Crude steel", "C"): _OXYGEN,
    ("Crude steel", "F"): _OXYGEN,
    **{("Crude steel", letter): _ARC for letter in "DEGHJ"},
}
"""Route of a good by the letter of the benchmark table, where the category has routes."""
_BY_NAME = {
    "Steam reforming": _REFORMING,
    "Partial oxidation": _REFORMING,
    "Other fuel-based hydrogen production": OTHER_ROUTE,
    "Electrolysis of water": "Electrolysis of water",
    "Chlor-alkali electrolysis": _CHLOR,
    "Production of chlorates": _CHLOR,
    "Haber-Bosch with steam reforming of natural gas or biogas": ROUTES["Ammonia"][0],
    "Haber-Bosch with gasification of coal or other fuels": ROUTES["Ammonia"][1],
    "Blast furnace": "Blast furnace route",
    "Smelting reduction": "Smelting reduction",
    "Nickel pig iron": OTHER_ROUTE,
    "Basic oxygen furnace": _OXYGEN,
    "Basic oxygen furnace with blast furnace": _OXYGEN,
    "Basic oxygen furnace with smelting reduction": _OXYGEN,
    "Electric arc furnace, carbon steel": _ARC,
    "Electric arc furnace, carbon steel from DRI": _ARC,
    "Electric arc furnace, alloy steel": _ARC,
    "Primary (electrolytic) smelting": _PRIMARY,
    "Secondary melting": _SECONDARY,
    "Mixed primary and secondary": OTHER_ROUTE,
    "Other": OTHER_ROUTE,
}
"""The template's route by its name in the method's table of routes."""


def with_settled_routes(plant: Plant) -> Plant:
    """The plant with the route letter of crude steel that follows from its charge, where none is given."""
    charges = metallic_charges(plant)

    def settled(product: Product, process: str) -> Product:
        if product.route or product.routes or category_of_code(product.cn_code) != CRUDE_STEEL:
            return product
        return dataclasses.replace(product, route=route_of_steel(plant, product, charges[process]).letter)

    processes = (
        dataclasses.replace(process, goods=tuple(settled(product, process.id) for product in process.goods))
        for process in plant.processes
    )
    return dataclasses.replace(plant, processes=tuple(processes))


def has_routes(category: str) -> bool:
    """Whether the template has routes to choose from for a category."""
    return len(ROUTES.get(category, ())) > 1


def masses_by_route(product: Product, category: str) -> dict[str, float]:
    """What was made of a good by each route of the template; as its routes are given, else by its letter. [t]"""
    made = production(product).to("t")
    if not has_routes(category):
        return {ROUTES[category][0]: made}
    given = sum(mass.to("t") for mass in product.routes.values())
    if not given > 0:
        return {_BY_LETTER.get((category, product.route), UNKNOWN_ROUTE): made}
    masses: dict[str, float] = {}
    for name, mass in product.routes.items():
        route = _of_category(_BY_NAME.get(name, UNKNOWN_ROUTE), category)
        masses[route] = masses.get(route, 0.0) + made * mass.to("t") / given
    return masses


def _of_category(route: str, category: str) -> str:
    return route if route in ROUTES[category] else UNKNOWN_ROUTE


def letter_of(route: str, category: str) -> str:
    """The letter of a route of the template, where there is one only."""
    found = [letter for (of, letter), name in _BY_LETTER.items() if (of, name) == (category, route)]
    return found[0] if len(found) == 1 else ""


def name_of_route(route: str) -> str:
    """The method's name of a route of the template, where there is one only."""
    found = [name for name, known in _BY_NAME.items() if known == route]
    return found[0] if len(found) == 1 else ""
