"""Commands for meter readings: import, totals, gaps."""

import json
import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pulmu.cli.options import (
    DEFAULT_STORE,
    GapsChoice,
    JsonOption,
    LangOption,
    StoreOption,
    print_out,
    refuse,
    screen_for,
)
from pulmu.cli.problems import print_problems
from pulmu.cli.screen import Screen
from pulmu.locale import problems_tree
from pulmu.model import Problem, has_errors

if TYPE_CHECKING:
    from pulmu.metering import Gap, Total
    from pulmu.services.import_readings import Imported
    from pulmu.services.read_meters import MeterGaps, MeterTotals

meters = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Meter readings in, totals and gaps out.",
)


class LabelChoice(StrEnum):
    """Which end of its interval a time names."""

    START = "start"
    END = "end"


class KindChoice(StrEnum):
    """What the values are."""

    INTERVAL = "interval"
    COUNTER = "counter"


MeterOption = Annotated[str | None, typer.Option("--meter", help="id of the meter; else all of the store")]


@meters.command("import")
def import_files(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="files of one meter: CSV, XLSX, Parquet")],
    meter: Annotated[str, typer.Option("--meter", help="id of the meter; else the name of the one file")] = "",
    store: StoreOption = DEFAULT_STORE,
    site: Annotated[str, typer.Option("--site", help="where the meter stands")] = "",
    unit: Annotated[str, typer.Option("--unit", help="unit to keep, and of a column that names none")] = "",
    column: Annotated[str, typer.Option("--column", help="head of the column of values")] = "",
    sheet: Annotated[str, typer.Option("--sheet", help="name of the sheet, where several could be meant")] = "",
    only: Annotated[str, typer.Option("--only", help="the meter whose rows are read, where rows name theirs")] = "",
    label: Annotated[
        LabelChoice | None,
        typer.Option(
            "--label", help="whether a time names the start or the end of its interval; else as the file shows"
        ),
    ] = None,
    zone: Annotated[str | None, typer.Option("--zone", help="time zone of the times; else Asia/Seoul")] = None,
    kind: Annotated[
        KindChoice | None, typer.Option("--kind", help="amounts of intervals (usual) or standings of a counter")
    ] = None,
    modulus: Annotated[
        float | None, typer.Option("--modulus", min=0, help="standing at which the counter starts again from zero")
    ] = None,
    exchange: Annotated[
        list[str] | None,
        typer.Option("--exchange", help="counter exchanged: 'time, last standing, first standing of the new one'"),
    ] = None,
    correct: Annotated[
        str, typer.Option("--correct", help="replace values that are kept already, for this reason")
    ] = "",
    shift_days: Annotated[
        int,
        typer.Option("--shift-days", help="move old readings by so many days, to try things out; they stay marked"),
    ] = 0,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Add readings to a store: all that is new, or nothing if anything is wrong."""
    from pulmu.bootstrap.meters import read_readings, reading_store
    from pulmu.services.import_readings import ImportOrder, import_readings, usual_meter

    screen = screen_for(lang)
    order = ImportOrder(
        meter=meter or usual_meter(only, files),
        files=tuple(files),
        unit=unit,
        column=column,
        label=label.value if label is not None else None,
        zone=zone,
        site=site,
        kind=kind.value if kind is not None else None,
        modulus=modulus,
        exchanges=tuple(exchange or ()),
        reason=correct,
        shift_days=shift_days,
        sheet=sheet,
        only=only,
    )
    done = import_readings(order, read_readings, reading_store(store))
    if done.series is None:
        refuse(done.problems, screen, as_json)
    if as_json:
        tree = {**_import_tree(done), "problems": problems_tree(_warnings(done), screen.language)}
        print_out(json.dumps(tree, ensure_ascii=False, indent=1))
    else:
        _print_import(done, screen)
        if _warnings(done):
            print_problems(_warnings(done), screen, sys.stderr)


@meters.command("totals")
def totals(
    store: StoreOption = DEFAULT_STORE,
    meter: MeterOption = None,
    gaps: Annotated[
        GapsChoice,
        typer.Option("--gaps", help="missing slots: no total, what is there, their month's mean or highest slot"),
    ] = GapsChoice.REFUSE,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Totals of months and years, with how much of each was measured, estimated and missing."""
    from pulmu.bootstrap.meters import reading_store
    from pulmu.services.read_meters import meter_totals

    screen = screen_for(lang)
    found = meter_totals(reading_store(store), meter, gaps.value)
    problems = [item for one in found for item in one.problems]
    if as_json:
        tree = {
            "gaps": gaps.value,
            "meters": [_totals_tree(one) for one in found],
            "problems": problems_tree(problems, screen.language),
        }
        print_out(json.dumps(tree, ensure_ascii=False, indent=1))
    else:
        for one in found:
            _print_totals(one, screen)
        screen.line("")
        screen.line(screen.text(f"cli.meters.policy_{gaps.value}") if found else screen.text("cli.meters.empty"))
        if problems:
            print_problems(problems, screen, sys.stderr)
    raise typer.Exit(1 if has_errors(problems) else 0)


@meters.command("gaps")
def list_gaps(
    store: StoreOption = DEFAULT_STORE,
    meter: MeterOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Where readings are missing between the first and the last."""
    from pulmu.bootstrap.meters import reading_store
    from pulmu.services.read_meters import meter_gaps

    screen = screen_for(lang)
    found = meter_gaps(reading_store(store), meter)
    problems = [item for one in found for item in one.problems]
    if as_json:
        told = {"problems": problems_tree(problems, screen.language)}
        tree = {"meters": [_gaps_tree(one) for one in found]} if meter is None else _gaps_tree(found[0])
        print_out(json.dumps({**tree, **told}, ensure_ascii=False, indent=1))
        return
    for one in found:
        _print_gaps(one, screen)
    if not found:
        screen.line(screen.text("cli.meters.empty"))
    if problems:
        print_problems(problems, screen, sys.stderr)


def _warnings(done: "Imported") -> list[Problem]:
    """What is to be known of the files although they were read."""
    return [item for file in done.files for item in file.problems]


def _import_tree(done: "Imported") -> dict[str, Any]:
    assert done.series is not None  # noqa: S101 - refused above
    files = [
        {
            "name": file.name,
            "sha256": file.sha256,
            "column": file.column,
            "unit": file.unit,
            "label": file.label,
            "readings": len(file.readings),
            "closing_midnights": file.closing_midnights,
            "blank": file.blank,
        }
        for file in done.files
    ]
    return {
        **_series_tree(done.series),
        "files": files,
        "added": done.added,
        "corrected": done.corrected,
        "known": done.known,
        "missing": sum(gap.slots for gap in done.gaps),
    }


def _print_import(done: "Imported", screen: Screen) -> None:
    from pulmu.locale import plain

    assert done.series is not None  # noqa: S101 - refused above
    for file in done.files:
        label = screen.text(f"cli.meters.label_{file.label}")
        column = plain(file.column, 60)
        minutes = file.interval // 60
        said = {"file": file.name, "column": column, "unit": file.unit, "minutes": minutes, "label": label}
        screen.line(screen.text("cli.meters.file", readings=f"{len(file.readings):,}", **said))
        if file.closing_midnights:
            screen.line("  " + screen.text("cli.meters.closing_midnights", count=f"{file.closing_midnights:,}"))
        if file.blank:
            screen.line("  " + screen.text("cli.meters.blank", count=f"{file.blank:,}"))
    counts = {"added": f"{done.added:,}", "known": f"{done.known:,}", "corrected": f"{done.corrected:,}"}
    screen.line(screen.text("cli.meters.imported", meter=done.series.meter, **counts))
    missing = sum(gap.slots for gap in done.gaps)
    key = "cli.meters.gaps_found" if missing else "cli.meters.no_gaps"
    screen.line(screen.text(key, gaps=f"{len(done.gaps):,}", slots=f"{missing:,}"))


def _print_totals(one: "MeterTotals", screen: Screen) -> None:
    from pulmu.locale import plain

    screen.title(plain(" · ".join(part for part in (one.series.meter, one.series.site, one.series.unit) if part)))
    head = [screen.text(f"cli.meters.{name}") for name in ("period", "total", "of_it_estimated", "of_it_filled")]
    head += [screen.text(f"cli.meters.{name}") for name in ("slots", "estimated", "missing")]
    shown = [item for item in one.months if item.missing_slots < item.expected]
    screen.table(head, [_row(item, screen) for item in (*shown, *one.years)])


def _row(item: "Total", screen: Screen) -> list[str]:
    value = screen.text("cli.meters.not_given") if item.value is None else f"{item.value:,.2f}"
    amounts = [f"{item.estimated:,.2f}", f"{item.filled:,.2f}"]
    slots = [f"{count:,}" for count in (item.expected, item.estimated_slots, item.missing_slots)]
    return [item.period, value, *amounts, *slots]


def _print_gaps(found: "MeterGaps", screen: Screen) -> None:
    from pulmu.metering import local_text

    zone = found.series.zone
    missing = sum(gap.slots for gap in found.gaps)
    first, last = (local_text(found.first, zone), local_text(found.last, zone)) if found.expected else ("-", "-")
    counts = {"expected": f"{found.expected:,}", "missing": f"{missing:,}"}
    screen.line(screen.text("cli.meters.span", meter=found.series.meter, first=first, last=last, zone=zone, **counts))
    if found.gaps:
        head = [screen.text(f"cli.meters.{name}") for name in ("gap_start", "gap_end", "missing")]
        rows = [[local_text(gap.start, zone), local_text(gap.end, zone), f"{gap.slots:,}"] for gap in found.gaps]
        screen.table(head, rows, left=2)
    else:
        screen.line(screen.text("cli.meters.no_gaps"))


def _series_tree(series: Any) -> dict[str, Any]:
    names = ("meter", "unit", "zone", "kind", "site")
    return {**{name: getattr(series, name) for name in names}, "interval_minutes": series.interval // 60}


def _totals_tree(one: "MeterTotals") -> dict[str, Any]:
    return {
        **_series_tree(one.series),
        "months": [_total_tree(item) for item in one.months],
        "years": [_total_tree(item) for item in one.years],
    }


def _total_tree(item: "Total") -> dict[str, Any]:
    names = ("period", "value", "measured", "estimated", "filled", "expected")
    slots = {
        "measured_slots": item.measured_slots,
        "estimated_slots": item.estimated_slots,
        "missing_slots": item.missing_slots,
        "resets": item.resets,
    }
    return {**{name: getattr(item, name) for name in names}, **slots}


def _gaps_tree(found: "MeterGaps") -> dict[str, Any]:
    from pulmu.metering import local_text

    def shown(instant: int) -> str | None:
        return local_text(instant, found.series.zone) if found.expected else None

    def tree(gap: "Gap") -> dict[str, Any]:
        return {"start": shown(gap.start), "end": shown(gap.end), "slots": gap.slots}

    span = {"first": shown(found.first), "last": shown(found.last), "expected": found.expected}
    return {**_series_tree(found.series), **span, "gaps": [tree(gap) for gap in found.gaps]}
