"""Default values of embedded emissions: by country of origin, and for precursors of unknown origin."""

import functools
import re
from dataclasses import dataclass

from pulmu.model.errors import RuleError
from pulmu.model.source import Source
from pulmu.reference.countries import country as find_country
from pulmu.reference.edition import DEFAULT_EDITION
from pulmu.reference.goods import Good, find_good, printed_code
from pulmu.reference.table import Row, Table, load_table

_OTHER = "OTHER"


@dataclass(frozen=True, slots=True)
class DefaultValue:
    """A line of Annex I or IV of Implementing Regulation (EU) 2025/2621, without mark-up.

    Parameters
    ----------
    printed_code : Code of the line, of four to ten digits.
    table : Country whose table the line stands in; "Other countries and territories" where the country has no line.
    total : What counts; direct and indirect are for information, each rounded by itself.
    direct : None in Annex IV, which is kept as totals only.
    indirect : None where indirect emissions do not count.
    routes : Letters of the production route behind the value; empty where the line has none.
    status : How the line was checked; see `default_values.toml`.
    """

    cn_code: str
    printed_code: str
    table: str
    total: float
    direct: float | None
    indirect: float | None
    routes: tuple[str, ...]
    unit: str
    status: str
    note: str
    source: Source

    @property
    def is_fallback(self) -> bool:
        """Whether the line is the one of "Other countries and territories"."""
        return self.table.startswith("Other countries")


def default_value(
    cn_code: str, country: str, edition: str = DEFAULT_EDITION, variant: str | None = None
) -> DefaultValue:
    """The default value of a good by its country of origin.

    Parameters
    ----------
    country : Code or name. A country without a table, or without a line for the good, gets the line of "Other
        countries and territories".
    variant : Printed code of the line where Annex I splits the good (white and grey clinker and cement).

    Raises
    ------
    InputError  No such good or country.
    RuleError  Origin with zero embedded emissions (`rule.origin_exempt`), `variant` needed (`rule.variant_needed`), no
    line (`carbon.no_default_value`), edition not stored (`reference.edition_unknown`).
    """
    good, origin = find_good(cn_code), find_country(country)
    if origin.exempt:
        raise RuleError.of("rule.origin_exempt", "Regulation (EU) 2023/956, Annex III",
                           f"{origin.name_en} has no default values: embedded emissions of its goods are zero",
                           "count zero and keep the evidence of origin", country=origin.iso2)  # fmt: skip
    key = _key(good, variant)
    table, lines = _lines(edition)
    row = lines.get((origin.iso3, key)) or lines.get((_OTHER, key))
    if row is None:
        raise _no_value(good, table)
    place = f"{row['country']}, {printed_code(key)}"
    return _value(good, row, row["country"], table.source(place), direct=row["direct"], indirect=row["indirect"])


def unknown_origin_value(cn_code: str, edition: str = DEFAULT_EDITION, variant: str | None = None) -> DefaultValue:
    """The value of Annex IV for a precursor whose country of origin cannot be identified.

    Raises
    ------
    InputError  No such good.
    RuleError  As `default_value`.
    """
    good = find_good(cn_code)
    key = _key(good, variant)
    table, lines = _unknown_origin_lines(edition)
    if key not in lines:
        raise _no_value(good, table)
    return _value(good, lines[key], "origin not identifiable", table.source(printed_code(key)))


def _value(
    good: Good, row: Row, table: str, source: Source, direct: float | None = None, indirect: float | None = None
) -> DefaultValue:
    return DefaultValue(
        cn_code=good.cn_code,
        printed_code=row["cn_code"],
        table=table,
        total=row["total"],
        direct=direct,
        indirect=indirect,
        routes=tuple(row["route"].split("/")) if row["route"] else (),
        unit="t CO2e/t",
        status=row["status"],
        note=row.get("note", ""),
        source=source,
    )


def _key(good: Good, variant: str | None) -> str:
    keys = good.default_value_keys
    wanted = re.sub(r"[\s.]", "", variant) if variant else None
    if wanted in keys:
        return wanted
    if len(keys) == 1 and wanted is None:
        return keys[0]
    code = printed_code(good.cn_code)
    if not keys:
        raise RuleError.of("carbon.no_default_value", "goods.csv", f"there are no default values for {code}",
                           "use actual values", cn_code=code)  # fmt: skip
    known = ", ".join(f"{printed_code(key)} ({_unknown_origin_lines(None)[1][key]['description']})" for key in keys)
    raise RuleError.of("rule.variant_needed", f"Annex I, {code}", "the default values tell variants of this good apart",
                       f"name one of: {known}", cn_code=code, known=known)  # fmt: skip


def _no_value(good: Good, table: Table) -> RuleError:
    code = printed_code(good.cn_code)
    return RuleError.of("carbon.no_default_value", f"{table.meta.act}, {table.meta.place}",
                        f"there is no default value for {code}", "use actual values", cn_code=code)  # fmt: skip


@functools.cache
def _lines(edition: str) -> tuple[Table, dict[tuple[str, str], Row]]:
    table = load_table("default_values", edition)
    return table, {(row["iso3"], row["cn_code"]): row for row in table.rows}


@functools.cache
def _unknown_origin_lines(edition: str | None) -> tuple[Table, dict[str, Row]]:
    table = load_table("annex_iv_unknown_origin", edition)
    return table, {row["cn_code"]: row for row in table.rows}
