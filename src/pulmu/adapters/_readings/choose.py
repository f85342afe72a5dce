"""Which column of a table holds the readings, of which meter, and in which unit."""

from collections.abc import Sequence

from pulmu.adapters._readings.complaints import Complaints
from pulmu.adapters._readings.heads import (
    is_amount,
    is_other,
    is_volume,
    meter_column,
    named,
    quality_column,
    says_counter,
    unit_of_head,
    unit_of_titles,
)
from pulmu.adapters._readings.layout import Layout
from pulmu.model import InputError, unit
from pulmu.services.ports import ReadingWish


def value_column(layout: Layout, wish: ReadingWish, complain: Complaints) -> int:
    """The column of values of a table with a row per time.

    Raises
    ------
    InputError  None or several could be meant (`meter.which_column`, `meter.heads_twice`).
    """
    heads = layout.heads
    aside = {*layout.stamps, quality_column(heads), meter_column(heads)}
    others = [number for number, head in enumerate(heads) if head and number not in aside]
    found = named(heads, wish.column) if wish.column else _by_unit(heads, others)
    if len(found) == 1:
        return found[0]
    known = ", ".join(heads[number] for number in (found or others))
    if len({heads[number] for number in found}) < len(found):
        raise complain.whole(
            "meter.heads_twice",
            f"several columns have the same head: {known}",
            "give each column a head of its own",
            known=known,
        )
    raise complain.whole(
        "meter.which_column",
        f"{len(found) or 'no'} columns could hold the readings",
        f"name one with --column: {known}",
        count=len(found),
        known=known,
    )


def _by_unit(heads: Sequence[str], others: list[int]) -> list[int]:
    """Columns in a unit that meters count; else of cubic metres; else the only one there is."""
    amounts = [number for number in others if is_amount(unit_of_head(heads[number]))]
    volumes = [number for number in others if is_volume(heads[number])]
    power = [number for number in others if unit_of_head(heads[number]) in ("kW", "MW")]
    return amounts or volumes or (others if len(others) == 1 else []) or power[:1]


def titles_of(layout: Layout, complain: Complaints) -> list[str]:
    """Texts that speak of the whole table: the rows above it, and heads that are no time."""
    above = [cell for _, row in complain.grid.top[: layout.first - 1] for cell in row if cell]
    if layout.shape == "rows":
        return above
    return above + [layout.heads[column] for column in (*layout.stamps, *layout.left_out)]


def unit_of_table(layout: Layout, column: int | None, wish: ReadingWish, complain: Complaints) -> str:
    """The unit of the values; empty where only the cells can tell.

    Raises
    ------
    InputError  The values are power, or cubic metres at an unknown temperature and pressure, or no amounts at all.
    """
    head = layout.heads[column] if column is not None else ""
    titles = titles_of(layout, complain)
    symbol = (unit_of_head(head) if head else "") or unit_of_titles(titles)
    place = complain.grid.whole if column is None else f"{complain.grid.whole}, {head}"
    if symbol and unit(symbol).dimension == "power":
        raise InputError.of(
            "meter.power",
            place,
            f"the values are power in {symbol}, not energy",
            "choose a column of energy (kWh); power is no amount that can be added up",
            unit=symbol,
        )
    if (symbol and not is_amount(symbol)) or (head and is_other(head)):
        raise InputError.of(
            "meter.not_amount",
            place,
            "the unit is not one of an amount that a meter counts",
            "choose a column in kWh, MWh, Nm3, GJ, kg, t or L",
        )
    if head and is_volume(head) and not (wish.unit and unit(wish.unit).dimension == "normal volume"):
        raise InputError.of(
            "meter.volume",
            place,
            "cubic metres do not say at which temperature and pressure",
            "give --unit Nm3 if the meter or the supplier corrects them to 0 °C and 1 atm",
        )
    return symbol or (unit(wish.unit).symbol if wish.unit else "")


def check_kind(layout: Layout, column: int | None, wish: ReadingWish, complain: Complaints) -> None:
    """Nothing that speaks of a counter is taken for amounts unless somebody says so.

    Raises
    ------
    InputError  `meter.says_counter`.
    """
    if wish.kind_is_given or wish.kind == "counter":
        return
    words = [layout.heads[column]] if column is not None else titles_of(layout, complain)
    found = next((text for text in words if says_counter(text)), "")
    if found:
        raise complain.whole(
            "meter.says_counter",
            f"{found[:60]!r} speaks of a counter, whose standings are no amounts",
            "give --kind counter; or --kind interval if each value is the amount of its interval",
            text=found[:60],
        )


def check_meters(meters: Sequence[str], wish: ReadingWish, complain: Complaints) -> None:
    """Readings of two meters are never put into one series.

    Raises
    ------
    InputError  The table is of several meters, or not of the one that is wanted (`meter.several_meters`).
    """
    known = ", ".join(meters[:20]) + (", …" if len(meters) > 20 else "")
    if wish.only and wish.only not in meters:
        raise complain.whole(
            "meter.no_such_meter",
            f"no row is of meter {wish.only!r}",
            f"give --only with one of: {known or '(no column names a meter)'}",
            text=wish.only,
            known=known or "-",
        )
    if not wish.only and len(meters) > 1:
        raise complain.whole(
            "meter.several_meters",
            f"the rows are of {len(meters)} meters",
            f"import one at a time with --only: {known}",
            count=len(meters),
            known=known,
        )
