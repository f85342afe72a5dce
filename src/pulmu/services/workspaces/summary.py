"""What an importer may see of a frozen report: the figures of the goods, and nothing a recipe could be read from."""

import json
from dataclasses import dataclass
from typing import Any

from pulmu.model import OutsideError


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodSummary:
    """A good of the summary; figures in t CO2e per tonne.

    Parameters
    ----------
    share_of_default_values : Share of the figure that rests on default values.
    """

    cn_code: str
    name: str
    description: str
    specific_embedded_emissions: float
    specific_embedded_emissions_direct: float
    specific_embedded_emissions_indirect: float | None
    share_of_default_values: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The summary of a report. Masses, processes, precursors, energy and costs are not in it."""

    operator: str
    installation: str
    country: str
    period: str
    report_sha256: str
    is_verified: bool
    goods: tuple[GoodSummary, ...]


def summary_of(content: bytes) -> Summary:
    """The summary of a kept report.json.

    Raises
    ------
    OutsideError  It is none (`outside.report_damaged`).
    """
    try:
        tree = json.loads(content)
        return Summary(
            operator=tree["company"]["name"],
            installation=tree["installation"]["name"],
            country=tree["installation"]["country"],
            period=str(tree["period"]),
            report_sha256=tree["sha256"],
            is_verified=False,
            goods=tuple(_good(good) for good in _released(tree["goods"])),
        )
    except (ValueError, KeyError, TypeError) as error:
        said, mend = "a kept report cannot be read", "restore the newest backup that verifies"
        raise OutsideError.of("outside.report_damaged", "report", said, mend) from error


def _released(goods: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Goods that went to the Union, where the plant says which did; what stays inside is nobody else's."""
    for_the_union = [good for good in goods if good["cbam_good"]]
    return [good for good in for_the_union if good["cost_lines"]] or for_the_union


def _good(good: dict[str, Any]) -> GoodSummary:
    indirect = good["specific_embedded_emissions_indirect"]
    return GoodSummary(
        cn_code=good["cn_code"],
        name=good["name"],
        description=good["description"],
        specific_embedded_emissions=good["specific_embedded_emissions"]["value"],
        specific_embedded_emissions_direct=good["specific_embedded_emissions_direct"]["value"],
        specific_embedded_emissions_indirect=indirect["value"] if indirect else None,
        share_of_default_values=good["share_of_default_values"]["value"],
    )
