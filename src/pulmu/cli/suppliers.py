"""Commands for suppliers: ask them for emissions data, and take in what they answer."""

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pulmu.cli.options import JsonOption, LangOption, print_out, screen_for
from pulmu.cli.screen import Screen
from pulmu.model import InputError

if TYPE_CHECKING:
    from pulmu.services.supplier_request import Requests

PlantArgument = Annotated[str, typer.Argument(metavar="PLANT", help="plant file: .xlsx, .yaml or .json")]


def supplier_request(
    plant: PlantArgument,
    out: Annotated[Path, typer.Option("--out", help="folder for the letters and workbooks")],
    due: Annotated[
        str | None,
        typer.Option("--due", help="day by which to answer, such as 2027-01-31; else 31 January after the period"),
    ] = None,
    supplier: Annotated[str, typer.Option("--supplier", help="only this supplier, by its name in the plant file")] = "",
    everything: Annotated[
        bool, typer.Option("--all", help="ask about purchases with a verified value of the year too")
    ] = False,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Write the request for emissions data to each supplier whose goods count by default: letters and a workbook."""
    from pulmu.bootstrap import read_plant, request_files, save_files
    from pulmu.services.supplier_request import request_suppliers

    screen = screen_for(lang)
    day = None if due is None else _day(due)
    found = request_suppliers(read_plant(plant), today=date.today(), due=day, supplier=supplier, everything=everything)
    files = request_files(found.requests)
    if files:
        save_files(out, files)
    if as_json:
        print_out(json.dumps(_requests_tree(found, list(files)), ensure_ascii=False, indent=1))
        return
    print_requests(found, screen)
    if files:
        screen.line("")
        screen.line(screen.text("cli.suppliers.written", folder=str(out), files=", ".join(files)))


def print_requests(found: "Requests", screen: Screen) -> None:
    """Whom one asks for what, and what was left out."""
    from pulmu.locale import date_text, digits, plain, unit_symbol

    for request in found.requests:
        due = date_text(request.due, screen.language)
        screen.line(screen.text("cli.suppliers.asked", supplier=plain(request.supplier, 80), due=due))
        unit = unit_symbol("t CO2e/t", screen.language)
        head = [screen.text(f"cli.suppliers.{key}") for key in ("purchase", "request", "why", "counts")]
        head[-1] = f"{head[-1]} {unit}"
        rows = [
            [
                plain(good.purchase, 40),
                good.request_id,
                screen.text(f"cli.suppliers.reason_{good.reason}"),
                screen.text("number.missing") if good.counted is None else digits(good.counted, "t CO2e/t"),
            ]
            for good in request.goods
        ]
        screen.table(head, rows, left=3)
    if not found.requests:
        screen.line(screen.text("cli.suppliers.nothing"))
    for item in found.left_out:
        why = screen.text(f"cli.suppliers.left_{item.why}")
        screen.line(screen.text("cli.suppliers.left_out", purchase=plain(item.purchase, 60), why=why))


def _requests_tree(found: "Requests", files: list[str]) -> dict[str, Any]:
    requests = [
        {
            "supplier": request.supplier,
            "year": request.year,
            "due": request.due.isoformat(),
            "goods": [
                {
                    "purchase": good.purchase,
                    "request_id": good.request_id,
                    "cn_code": good.cn_code,
                    "reason": good.reason,
                    "counted_without_answer": good.counted,
                }
                for good in request.goods
            ],
        }
        for request in found.requests
    ]
    left_out = [{"purchase": item.purchase, "supplier": item.supplier, "why": item.why} for item in found.left_out]
    return {"requests": requests, "left_out": left_out, "files": files}


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        said = f"{text!r} is not a date"
        raise InputError.of("input.not_a_date", "--due", said, "write 2027-01-31", text=text) from None
