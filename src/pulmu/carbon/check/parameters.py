"""Sector parameters: what the report must tell of a good (M2547 Annex IV, point 2)."""

import math
from collections.abc import Iterator

from pulmu.carbon.check.common import Place, good_of, ignored_field
from pulmu.carbon.metallic_charge import STEEL
from pulmu.carbon.parameters import parameter_values, required_parameters
from pulmu.model import Path, Plant, Problem, Product, SectorParameters, problem, warning

_ALLOYS = ("manganese", "chromium", "nickel", "carbon", "other_alloys")
_FORMS = ("nitrogen_as_ammonium", "nitrogen_as_nitrate", "nitrogen_as_urea", "nitrogen_other")


def check_parameters(plant: Plant, place: Place) -> Iterator[Problem]:
    """Parameters that are missing, that nobody asks for, or that cannot be."""
    for n, process in enumerate(plant.processes):
        for m, product in enumerate(process.goods):
            good = good_of(product)
            if good is None:
                continue
            path: Path = ("processes", n, "goods", m, "sector_parameters")
            given = product.sector_parameters
            required = required_parameters(good.goods_category)
            values = parameter_values(product, good.goods_category)
            missing = [name for name in required if values[name] is None]
            if missing and product.exports_to_eu:
                yield warning(
                    "carbon.parameters_missing",
                    place(path),
                    f"the report on {product.id} must tell {', '.join(missing)} (Annex IV, point 2)",
                    "give them in sector_parameters, 0 for what is not in it; mill certificates name the composition",
                    good=product.id,
                    missing=", ".join(missing),
                )
            if given is not None:
                known = {*required, "carbon"} if good.goods_category in STEEL else set(required)
                yield from _check_given(product, given, known, place, path)


def _check_given(
    product: Product, given: SectorParameters, required: set[str], place: Place, path: Path
) -> Iterator[Problem]:
    for name in SectorParameters.__dataclass_fields__:
        if name not in required and getattr(given, name) is not None:
            yield ignored_field(
                place((*path, name)), name, product.name or product.id, "delete it, or correct the code"
            )
    for names, whole in ((_ALLOYS, 1.0), (_FORMS, product.nitrogen_content)):
        told = sum(value for name in names if (value := getattr(given, name)) is not None)
        if whole is not None and told > whole * (1 + 1e-6) and not math.isclose(told, whole):
            yield problem(
                "carbon.parameters_exceed_whole",
                place(path),
                f"{product.id}: {', '.join(names)} add up to {told:.4g}, more than {whole:.4g}",
                "shares are of 1: write 0.012 for 1.2 %",
                good=product.id,
                told=f"{told:.4g}",
                whole=f"{whole:.4g}",
            )
