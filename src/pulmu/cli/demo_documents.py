"""The demo's first step: meters, bills and an export come in, and the plant cites them instead of typed numbers."""

from pathlib import Path

from pulmu.bootstrap.files import save_files
from pulmu.bootstrap.meters import book_store, kept_in, read_document, read_readings, reading_store
from pulmu.bootstrap.plants import read_plant
from pulmu.bootstrap.samples import sample_documents, sample_readings, sample_text
from pulmu.cli.screen import Screen
from pulmu.model import InputError, Quantity
from pulmu.services.check_plant import check_plant
from pulmu.services.cite import cite_totals
from pulmu.services.import_book import BookImport, BookOrder, import_book
from pulmu.services.import_readings import ImportOrder, import_readings
from pulmu.services.ports import DocumentWish

MEASURED = "fasteners"
"""The sample plant whose meters and documents are read."""

_BOOKS = {
    "city_gas": ("city_gas_bills.csv", ()),
    "rod_korea": ("wire_rod_received.csv", (("거래처", "Donghae Special Steel Co., Ltd."),)),
    "rod_china": ("wire_rod_received.csv", (("거래처", "Jiangnan Wire Rod Co., Ltd."),)),
}
"""File of each book, and the rows of it that belong there."""

_CITED = {
    '{value: 9850, unit: MWh, evidence: "meter:em_main; KEPCO bills 2026-01 to 2026-12"}': '"meter:em_main"',
    '{value: 3160, unit: MWh, evidence: "meter:em_wire"}': '"meter:em_wire"',
    '{value: 830, unit: MWh, evidence: "meter:em_plating"}': '"meter:em_plating"',
    '{value: 1912400, unit: Nm3, evidence: "meter:gm_main; city gas bills 2026-01 to 2026-12"}': '"book:city_gas"',
    '{value: 6250, unit: t, evidence: "meter:wb_gate; purchase ledger 2026, mill certificates"}': '"book:rod_korea"',
    '{value: 2940, unit: t, evidence: "meter:wb_gate; import declarations 2026"}': '"book:rod_china"',
}
"""What the sample types, and the citation that stands for it."""


def gather(folder: Path, screen: Screen) -> None:
    """Read what the plant has into a store beside its reports, and cite it from there."""
    store = folder / "store"
    save_files(folder / "documents", {**sample_readings(), **sample_documents()})
    screen.line(screen.text("cli.demo_meters"))
    for file in sample_readings():
        _take_readings(folder / "documents" / file, store, screen)
    for book, (file, where) in _BOOKS.items():
        _take_document(book, folder / "documents" / file, where, store, screen)
    text = cited_sample()
    save_files(folder / "cited", {"plant.yaml": text.encode()})
    cited = folder / "cited" / "plant.yaml"
    checked = check_plant(cite_totals(read_plant(str(cited)), kept_in(store)))
    if checked.plant is None:
        raise InputError(*checked.problems)
    for amount in (checked.plant.electricity.sources[0].amount, checked.plant.source_streams[0].amount):
        screen.line("  " + screen.text("cli.demo_cited", amount=_shown(amount), cited=amount.cites))
    said = screen.text("cli.demo_cited_next", plant=str(cited), store=str(store), scenario="last_published_price")
    screen.line(f"  {said}")
    screen.line("")


def _shown(amount: Quantity) -> str:
    return f"{amount.value:,.0f} {amount.unit}"


def _take_readings(file: Path, store: Path, screen: Screen) -> None:
    order = ImportOrder(meter=file.stem, files=(str(file),), site=MEASURED)
    done = import_readings(order, read_readings, reading_store(store))
    if done.series is None:
        raise InputError(*done.problems)
    counts = {"count": f"{done.added + done.known:,}", "new": f"{done.added:,}"}
    screen.line("  " + screen.text("cli.demo_meter", file=file.name, meter=file.stem, **counts))


def _take_document(book: str, file: Path, where: tuple[tuple[str, str], ...], store: Path, screen: Screen) -> None:
    order = BookOrder(book=book, files=(str(file),), wish=DocumentWish(where=where))
    done = import_book(order, read_document, book_store(store))
    code = done.code
    if code:  # the demo is the person who looks at the columns
        confirmed = BookOrder(book=book, files=order.files, wish=order.wish, confirm=code)
        done = import_book(confirmed, read_document, book_store(store))
    _check(done)
    key = "cli.demo_book_confirmed" if code else "cli.demo_book"
    counts = {"count": f"{done.added + done.known:,}", "new": f"{done.added:,}"}
    screen.line("  " + screen.text(key, file=file.name, book=book, code=code, **counts))


def _check(done: BookImport) -> None:
    if not done.is_done:
        raise InputError(*done.problems)


def cited_sample() -> str:
    """The sample plant with totals cited instead of typed."""
    text = sample_text(MEASURED)
    for typed, cited in _CITED.items():
        if typed not in text:
            raise AssertionError(typed)
        text = text.replace(typed, cited)
    return text
