"""Prices of CBAM certificates as published."""

import re

from pulmu.model.errors import InputError, RuleError
from pulmu.reference.parameters import Parameter
from pulmu.reference.table import load_table
from pulmu.reference.years import refuse_before


def certificate_price(period: str) -> Parameter:
    """The price of a certificate for imports of a quarter, such as ``2026Q1``.

    Raises
    ------
    InputError  Not a quarter (`input.quarter`).
    RuleError  Before 2026 (`rule.year_not_in_force`), or not published (`rule.no_price`).
    """
    if not re.fullmatch(r"[0-9]{4}Q[1-4]", period):
        raise InputError.of("input.quarter", "", f"{period!r} is not a quarter", "write it as 2026Q1", period=period)
    table = load_table("certificate_prices")
    refuse_before(table, int(period[:4]))
    for row in table.rows:
        if row["period"] == period and row["eur_per_tco2e"] is not None:
            place = f"{period}, published {row['published']}"
            return Parameter("certificate price", row["eur_per_tco2e"], "EUR/t CO2e", table.source(place))
    raise RuleError.of("rule.no_price", table.meta.act, f"no certificate price is published for {period}",
                       "choose and name a price scenario", period=period)  # fmt: skip
