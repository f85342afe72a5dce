"""What a profile asks beyond the facts of a firm's file: shares that follow from other facts, evidence of its plant."""

import math
from collections.abc import Mapping
from typing import Any

from pulmu.support.rules import Facts


def profile_facts(facts: Facts, evidence: Mapping[str, Any]) -> Facts:
    """The facts of a firm with what its plant proves, and the share of exports where it can be computed.

    Parameters
    ----------
    evidence : Facts that meters and reports prove, by name; one that is None is not known and hides nothing told.
    """
    proven = {name: value for name, value in evidence.items() if value is not None}
    values = {**facts.values, **proven}
    share = export_share(values.get("exports_usd"), values.get("krw_per_usd"), values.get("sales_1_krw"))
    return facts.with_values(**proven) if share is None else facts.with_values(**proven, export_share=share)


def export_share(exports_usd: float | None, krw_per_usd: float | None, sales_krw: float | None) -> float | None:
    """Direct exports as a share of sales; None where one of the three is not known, or nothing was sold."""
    if exports_usd is None or krw_per_usd is None or not sales_krw:
        return 0.0 if exports_usd == 0 and sales_krw else None
    share = exports_usd * krw_per_usd / sales_krw
    return share if math.isfinite(share) else None
