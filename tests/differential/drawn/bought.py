"""Deliveries of precursors."""

from dataclasses import dataclass

from tests.differential.drawn.users import Users


@dataclass(frozen=True)
class DrawnPurchase:
    """A delivery of a precursor. [t, t CO2e/t, MWh/t, t CO2/MWh]

    Parameters
    ----------
    category : By the words of the workbook.
    annex_ii : Direct emissions only.
    default : Published default value of the country, or of unknown origin; None where none is needed.
    verified : The supplier's value comes with its report.
    proven_use : Its users took this delivery only.
    supplier : '' where none is named.
    made : Year it was made in; None where the file does not say. `made_proven` where that is shown.
    variant : Code of ten digits of its default value, where there are several; else ''.
    told_as : How a value that may not be used is told: "unverified", "statement", or "old" with a report of 2025.
    content : Its value is per functional unit, of which this much is in a tonne; else None.
    """

    id: str
    cn_code: str
    category: str
    annex_ii: bool
    country: str
    exempt: bool
    received: float
    users: Users
    default: float | None
    direct: float
    electricity: float
    electricity_factor: float
    verified: bool
    proven_use: bool
    supplier: str = ""
    made: int | None = None
    made_proven: bool = False
    content: float | None = None
    variant: str = ""
    told_as: str = "unverified"
