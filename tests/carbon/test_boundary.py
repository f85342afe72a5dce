import pytest

from pulmu.carbon.boundary import (
    ALUMINIUM_PRODUCTS,
    STEEL_PRODUCTS,
    UNWROUGHT_ALUMINIUM,
    is_excluded_step,
    is_primary_aluminium,
)
from pulmu.reference import find_good


@pytest.mark.parametrize(
    ("category", "excluded"),
    [
        (STEEL_PRODUCTS, {"plating", "cutting", "welding", "finishing"}),
        (ALUMINIUM_PRODUCTS, {"cutting", "welding", "finishing"}),  # plating is not excluded here, unlike steel
        (UNWROUGHT_ALUMINIUM, set()),
        ("Crude steel", set()),
        (None, set()),
    ],
)
def test_what_the_act_leaves_out_of_a_category(category: str | None, excluded: set[str]) -> None:
    kinds = ("plating", "cutting", "welding", "finishing", "galvanising", "coating", "pickling", "annealing",
             "wire_drawing", "cold_rolling", "hot_rolling", "forging", "extrusion", "melting")  # fmt: skip
    assert excluded == {kind for kind in kinds if is_excluded_step(category, kind)}


def test_electrolysis_is_known_by_its_route() -> None:
    assert is_primary_aluminium(find_good("76011090"), "K")
    assert not is_primary_aluminium(find_good("76011090"), "L")
    assert not is_primary_aluminium(find_good("76042990"), "K")
