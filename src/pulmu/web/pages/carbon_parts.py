"""All pages that show a plant, hung below the address of a plant."""

from collections.abc import Callable

from fastapi import APIRouter, Depends

from pulmu.web.pages import (
    carbon,
    carbon_boundaries,
    carbon_compare,
    carbon_figures,
    carbon_goods,
    carbon_law,
    carbon_print,
    carbon_uncertainty,
    plant_picture,
)

_PARTS = (
    carbon,
    carbon_boundaries,
    carbon_compare,
    carbon_figures,
    carbon_goods,
    carbon_law,
    carbon_print,
    carbon_uncertainty,
    plant_picture,
)


def hang(routes: APIRouter, look: Callable[..., None]) -> None:
    """Hang the pages below a prefix.

    Parameters
    ----------
    look : Dependency that looks the plant of the address up, and puts it where the pages find it.
    """
    for part in _PARTS:
        routes.include_router(part.pages, dependencies=[Depends(look)])
