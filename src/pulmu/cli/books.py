"""Commands for books: import of bills and exports, totals, entries."""

import json
import sys
from typing import TYPE_CHECKING, Annotated

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
from pulmu.model import has_errors

if TYPE_CHECKING:
    from pulmu.services.import_book import BookImport

books = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Bills, invoices and exports in; totals with their evidence out.",
)

BookOption = Annotated[str, typer.Option("--book", help="id of the book")]


@books.command("import")
def import_files(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="bills, invoices or exports")],
    book: BookOption,
    store: StoreOption = DEFAULT_STORE,
    columns: Annotated[
        list[str] | None,
        typer.Option("--map", help="what columns mean: 'date=전표일자,quantity=수량,unit=kg'; a head or a fixed value"),
    ] = None,
    item: Annotated[str, typer.Option("--item", help="name of the item where the file names none")] = "",
    where: Annotated[
        list[str] | None, typer.Option("--where", help="take only rows with this value: 'HEAD=VALUE'")
    ] = None,
    piece_weights: Annotated[
        list[str] | None,
        typer.Option("--weight-per-piece", help="what one piece weighs: '0.021 kg', or 'ITEM=0.021 kg'"),
    ] = None,
    confirm: Annotated[str, typer.Option("--confirm", help="the code shown with the columns or values")] = "",
    correct: Annotated[
        str, typer.Option("--correct", help="replace entries that are kept already, for this reason")
    ] = "",
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Take documents into a book: all that is new, or nothing if anything is wrong or not confirmed."""
    from pulmu.bootstrap.meters import book_store, read_document
    from pulmu.cli.book_screens import import_tree, print_import, print_readings
    from pulmu.services.book_wishes import document_wish
    from pulmu.services.import_book import BookOrder, import_book

    screen = screen_for(lang)
    wish = document_wish(columns=columns or (), where=where or (), item=item, piece_weights=piece_weights or ())
    order = BookOrder(book=book, files=tuple(files), wish=wish, confirm=confirm, reason=correct)
    done = import_book(order, read_document, book_store(store))
    if as_json:
        print_out(json.dumps(import_tree(done, screen.language), ensure_ascii=False, indent=1))
        raise typer.Exit(0 if done.is_done else 1)
    if not done.is_done:
        print_readings(done, screen)
        refuse(done.problems, screen, as_json)
    print_import(done, screen)
    _warn(done, screen)


def _warn(done: "BookImport", screen: Screen) -> None:
    if done.problems:
        print_problems(done.problems, screen, sys.stderr)


@books.command("totals")
def totals(
    store: StoreOption = DEFAULT_STORE,
    book: Annotated[str | None, typer.Option("--book", help="id of the book; else all of the store")] = None,
    year: Annotated[int | None, typer.Option("--year", min=1990, max=2099, help="year to total; else all")] = None,
    consumed: Annotated[
        bool, typer.Option("--consumed", help="reckon from opening and closing stock what was consumed")
    ] = False,
    gaps: Annotated[
        GapsChoice,
        typer.Option("--gaps", help="missing days: no total, what is there, their month's mean or highest day"),
    ] = GapsChoice.REFUSE,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Totals of months and years, with how many days are covered, and what was estimated."""
    from pulmu.bootstrap.meters import book_store
    from pulmu.cli.book_screens import print_totals, totals_tree
    from pulmu.services.read_book import book_totals

    screen = screen_for(lang)
    found = book_totals(book_store(store), book, year, gaps.value, consumed=consumed)
    problems = [item for one in found for item in one.problems]
    if as_json:
        tree = {
            "gaps": gaps.value,
            "books": [totals_tree(one) for one in found],
            "problems": problems_tree(problems, screen.language),
        }
        print_out(json.dumps(tree, ensure_ascii=False, indent=1))
    else:
        for one in found:
            print_totals(one, screen)
        screen.line("")
        screen.line(screen.text(f"cli.books.policy_{gaps.value}") if found else screen.text("cli.books.empty"))
        if problems:
            print_problems(problems, screen, sys.stderr)
    raise typer.Exit(1 if has_errors(problems) else 0)


@books.command("show")
def show(
    book: BookOption, store: StoreOption = DEFAULT_STORE, as_json: JsonOption = False, lang: LangOption = None
) -> None:
    """Every entry of a book that counts, with its document, the document's hash, and the place in it."""
    from pulmu.bootstrap.meters import book_store
    from pulmu.cli.book_screens import entries_tree, print_entries
    from pulmu.services.read_book import book_entries

    screen = screen_for(lang)
    found = book_entries(book_store(store), book)
    if as_json:
        print_out(json.dumps(entries_tree(found), ensure_ascii=False, indent=1))
    else:
        print_entries(found, screen)
