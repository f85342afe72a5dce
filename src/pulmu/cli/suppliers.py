"""Commands for suppliers: ask them for emissions data, and take in what they answer."""

import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pulmu.cli.options import (
    CitedGapsOption,
    CitedStoreOption,
    EditionOption,
    GapsChoice,
    JsonOption,
    LangOption,
    PlantArgument,
    print_out,
    read_cited_plant,
    screen_for,
)
from pulmu.cli.problems import print_problems
from pulmu.cli.screen import Screen
from pulmu.cli.summary import name_of
from pulmu.locale import has_text, place_text, problems_tree
from pulmu.model import InputError

if TYPE_CHECKING:
    from pulmu.services.supplier_reply import GoodChange, TakenIn
    from pulmu.services.supplier_request import Requests


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
    from pulmu.bootstrap.files import save_files
    from pulmu.bootstrap.plants import read_plant
    from pulmu.bootstrap.suppliers import request_files
    from pulmu.services.cite import keep_citations
    from pulmu.services.supplier_request import request_suppliers

    screen = screen_for(lang)
    day = None if due is None else _day(due)
    document = keep_citations(read_plant(plant))  # what is cited are amounts, and no amount is asked about
    found = request_suppliers(document, today=date.today(), due=day, supplier=supplier, everything=everything)
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


def supplier_reply(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="our workbook filled in, or the Commission's communication template")
    ],
    plant: Annotated[str, typer.Option("--plant", help="plant file the reply is for; it is not changed")],
    purchase: Annotated[str, typer.Option("--purchase", help="id of the purchase in the plant file")],
    out: Annotated[
        Path | None, typer.Option("--out", help="new plant file: .yaml, .json or .xlsx; else the change is only shown")
    ] = None,
    product: Annotated[
        str, typer.Option("--product", help="product of the template, by name or row, where several have the code")
    ] = "",
    verification_report: Annotated[
        str, typer.Option("--verification-report", help="number of the verification report that came beside the file")
    ] = "",
    verifier: Annotated[str, typer.Option("--verifier", help="verifier of that report")] = "",
    store: CitedStoreOption = None,
    gaps: CitedGapsOption = GapsChoice.REFUSE,
    as_json: JsonOption = False,
    lang: LangOption = None,
    edition: EditionOption = None,
) -> None:
    """Take a supplier's reply into a new plant file, as the purchase's value with its basis and evidence."""
    from pulmu.bootstrap.files import save_new_file
    from pulmu.bootstrap.plants import plant_file
    from pulmu.bootstrap.suppliers import read_supplier_reply
    from pulmu.reference import DEFAULT_EDITION
    from pulmu.services.supplier_reply import ReplyOrder, take_in_reply

    screen = screen_for(lang)
    order = ReplyOrder(
        purchase=purchase, product=product, verification_report=verification_report.strip(), verifier=verifier.strip()
    )
    document = read_cited_plant(plant, store, gaps)
    taken = take_in_reply(document, read_supplier_reply(file), order, edition or DEFAULT_EDITION)
    if out is not None:
        save_new_file(out, plant_file(taken.plant, out.name, screen.language))
    if as_json:
        print_out(json.dumps(_reply_tree(taken, out, screen), ensure_ascii=False, indent=1))
        return
    _print_reply(taken, screen)
    screen.line("")
    key = "cli.suppliers.not_written" if out is None else "cli.suppliers.plant_written"
    screen.line(screen.text(key, file=str(out)))


def _print_reply(taken: "TakenIn", screen: Screen) -> None:
    """What was read and from where, what it counts as, and what that changes."""
    from pulmu.locale import plain

    form = screen.text(f"cli.suppliers.form_{taken.file.form}")
    screen.line(screen.text("cli.suppliers.read", file=plain(taken.file.name, 100), form=form))
    head = [screen.text(f"cli.suppliers.{key}") for key in ("field", "value", "place")]
    rows = [[_field(item.name, screen), plain(item.value, 60), place_text(item.place, screen.language)]
            for item in taken.values]  # fmt: skip
    screen.table(head, rows, left=3)
    if taken.file.form == "communication_template":
        screen.line("  " + screen.text("cli.suppliers.template_share"))
    screen.line("")
    screen.line(screen.text(f"cli.suppliers.basis_{taken.why}", purchase=plain(taken.purchase.id, 60)))
    if taken.goods and all(change.before == change.after for change in taken.goods):
        screen.line(screen.text("cli.suppliers.no_change"))
    else:
        for change in taken.goods:
            screen.line(_change(change, "cli.suppliers.change", screen))
    for change in taken.if_verified:
        screen.line(_change(change, "cli.suppliers.if_verified", screen))
    if taken.problems:
        print_problems(taken.problems, screen, sys.stderr)


def _field(name: str, screen: Screen) -> str:
    key = f"supplier.field.{name}"
    return screen.text(key if has_text(key, screen.language) else f"cli.suppliers.field_{name}")


def _change(change: "GoodChange", key: str, screen: Screen) -> str:
    from pulmu.locale import digits, unit_symbol

    said = {
        "good": name_of(change.good, screen),
        "after": digits(change.after, "t CO2e/t"),
        "before": digits(change.before, "t CO2e/t"),
        "unit": unit_symbol("t CO2e/t", screen.language),
    }
    if change.certificates_before is None or change.certificates_after is None:
        return screen.text(key, **said)
    counts = {
        "certificates_after": digits(change.certificates_after, "certificate"),
        "certificates_before": digits(change.certificates_before, "certificate"),
    }
    return screen.text(key, **said) + screen.text("cli.suppliers.certificates", **counts)


def _reply_tree(taken: "TakenIn", out: Path | None, screen: Screen) -> dict[str, Any]:
    from pulmu.model import encode

    file = taken.file
    return {
        "file": {"name": file.name, "sha256": file.sha256, "form": file.form, "version": file.version},
        "purchase": taken.purchase.id,
        "basis": taken.basis,
        "why": taken.why,
        "year": taken.year,
        "values": [{"name": item.name, "value": item.value, "place": item.place} for item in taken.values],
        "before": _counted(encode(taken.replaced)),
        "after": _counted(encode(taken.purchase)),
        "goods": [_change_tree(item) for item in taken.goods],
        "if_verified": [_change_tree(item) for item in taken.if_verified],
        "problems": problems_tree(taken.problems, screen.language),
        "out": None if out is None else str(out),
    }


def _change_tree(item: "GoodChange") -> dict[str, Any]:
    return {
        "good": item.good.id,
        "cn_code": item.good.cn_code,
        "specific_embedded_emissions": {"before": item.before, "after": item.after, "unit": "t CO2e/t"},
        "certificates": {"before": item.certificates_before, "after": item.certificates_after},
    }


def _counted(purchase: dict[str, Any]) -> dict[str, Any]:
    return {name: purchase.get(name) for name in ("verified", "stated_value")}


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
