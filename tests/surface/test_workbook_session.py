"""The plant workbook in LibreOffice, as a new user works with it: open, fill, save, read."""

import dataclasses
import io
import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests.surface.command import Pulmu, write_sample
from tests.surface.office.session import missing, work

from pulmu.adapters.plant_workbook import write_plant_workbook, write_template
from pulmu.adapters.plant_workbook.cells import letters
from pulmu.adapters.plant_workbook.tables import FORMS, PRICES, TABLES
from pulmu.adapters.plant_workbook.write import SHEETS
from pulmu.adapters.samples import read_sample
from pulmu.locale import LANGUAGES, Language, text
from pulmu.model import Plant, Quantity, StockMethod, decode

PLANT = decode(Plant, read_sample("fasteners")).unwrap()
CHOSEN = ("kind", "method", "measures", "material", "country", "country_of_origin", "cbam_good")
"""Cells that are chosen from their drop-down, not typed; so are units, and names of what stands on other sheets."""
OWNERS = {table.owner for table in TABLES if table.owner}
USERS = {table.name for table in TABLES if table.names in ("user", "process", "good")}


def title(name: str, language: Language) -> str:
    return text(f"workbook.sheet.{name}", language)


def typed(language: Language) -> Iterator[list[Any]]:
    """Steps that fill the template with the sample, cell by cell."""
    book = openpyxl.load_workbook(io.BytesIO(write_plant_workbook(PLANT, language)))
    for form in FORMS:
        sheet = book[title(form, language)]
        for row in sheet.iter_rows(min_row=4):
            if row[2].value is not None:
                verb = "choose" if str(row[0].value).endswith("country") else "type"
                yield [verb, sheet.title, row[2].coordinate, str(row[2].value)]
    for name in (name for name in SHEETS if name not in FORMS):
        sheet = book[title(name, language)]
        keys = {cell.column: str(cell.value) for cell in sheet[5] if cell.value}
        for row in sheet.iter_rows(min_row=7):
            for cell in row:
                if cell.value is not None:
                    yield [_verb(name, keys[cell.column]), sheet.title, cell.coordinate, _keyed(cell.value)]


def _verb(table: str, key: str) -> str:
    is_name = key in OWNERS or (key == "name" and table in USERS)
    return "choose" if key in CHOSEN or key.endswith(".unit") or is_name else "type"


def _keyed(value: Any) -> str:
    return f"{value!r}" if isinstance(value, float) else str(value)


def at(table: str, key: str, row: int) -> str:
    """The cell of a name in a template."""
    columns = next(item for item in TABLES if item.name == table).columns()
    return f"{letters([cell for column in columns for cell in column.cells].index(key) + 1)}{row}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_new_user_fills_the_template_and_gets_the_figures_of_the_sample(
    language: Language, tmp_path: Path, pulmu: Pulmu
) -> None:
    template, saved = tmp_path / "template.xlsx", tmp_path / "filled.xlsx"
    assert pulmu("template", template, "--lang", language).code == 0
    start, users, balances = (title(name, language) for name in ("start", "stream_users", "checks"))
    steps = [
        ["open", str(template)],
        ["shown", start, "B15"],
        *typed(language),
        ["shown", start, "B15"],
        ["values", balances, "B6:I6"],
        ["insert_row", users, "A9"],
        ["values", users, "A8:D10"],
        ["values", balances, "B6:I6"],
        ["sort", title("meters", language), "A7:K22", 1, False],
        ["values", title("meters", language), "B7:B22"],
        ["save", str(saved)],
    ]
    empty, none_empty, sums, rows, sums_after, meters = work(tmp_path, steps)
    assert empty == text("workbook.cells_empty", language, count=5)
    assert none_empty == text("workbook.none_empty", language)
    assert sums[0][:5] == ["city_gas", "Nm3", 1912400, 1883700, 28700]
    assert rows[1][1:4] == ["", "", ""]
    assert sums_after == sums
    ids = [row[0] for row in meters]
    assert ids == sorted((meter.id for meter in PLANT.meters), reverse=True)
    assert pulmu("check", saved).code == 0
    assert pulmu("report", saved, "--out", tmp_path / "by_workbook").code == 0
    assert pulmu("report", write_sample(tmp_path), "--out", tmp_path / "by_yaml").code == 0
    assert figures(tmp_path / "by_workbook") == figures(tmp_path / "by_yaml")


@pytest.mark.parametrize(
    ("sheet", "cell"), [("stream_users", "B5"), ("goods", "B3"), ("start", "B15"), ("checks", "F6")]
)
def test_a_locked_cell_refuses_what_is_typed(sheet: str, cell: str, tmp_path: Path) -> None:
    """One cell in each session: a second refusal ends a program that has no screen to show it on."""
    file = tmp_path / "template.xlsx"
    file.write_bytes(write_template("en"))
    (found,) = work(tmp_path, [["open", str(file)], ["write_locked", title(sheet, "en"), cell, "mine"]])
    assert found["before"] == found["after"] != "mine"


def figures(folder: Path) -> list[Any]:
    """Every number of a report with its unit and name, in order."""
    tree = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    found: list[Any] = []

    def walk(node: Any) -> None:
        if isinstance(node, dict):
            if "value" in node and "unit" in node:
                found.append((node.get("name"), node["value"], node["unit"]))
            for part in node.values():
                walk(part)
        elif isinstance(node, list):
            for part in node:
                walk(part)

    walk(tree)
    assert len(found) > 50
    return sorted(found, key=repr)


def mixed() -> Plant:
    """The sample with units of several sizes and kinds, a rest, citations, and what is not given."""
    stream, net, (grid,) = PLANT.source_streams[0], PLANT.heat_nets[0], PLANT.electricity.sources
    users = {
        "annealing_furnace": Quantity(470.3, "1000 Nm3"),
        "boiler": Quantity(2, "t"),
        "plating_dryer": Quantity(0, "", cites="meter:gm_plating"),
        "galvanising_furnace": "rest",
    }
    cited = dataclasses.replace(stream, id="oil", amount=Quantity(0, "", cites="book:oil/used"), used_by=users)
    wire, fasteners = PLANT.processes
    good = dataclasses.replace(wire.goods[0], produced=None, stock_method=StockMethod(sent_out=Quantity(9000, "t")))
    return dataclasses.replace(
        PLANT,
        source_streams=(dataclasses.replace(stream, used_by=users), cited),
        heat_nets=(dataclasses.replace(net, heat_produced=None),),
        electricity=dataclasses.replace(
            PLANT.electricity, sources=(grid, dataclasses.replace(grid, id="own", amount=Quantity(3600, "GJ")))
        ),
        processes=(dataclasses.replace(wire, goods=(good,)), fasteners),
    )


Opened = Callable[[Plant, Language], tuple[list[dict[str, Any]], Path]]
COMPUTED = ("start", "checks", "lists")
"""Sheets with formulas."""


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Opened:
    """What the program computed on the sheets with formulas, and its pages: each workbook is opened once.

    To open one takes the program seven seconds; what looks at it only, looks at it together.
    """
    known: dict[tuple[int, Language], tuple[list[dict[str, Any]], Path]] = {}

    def at(plant: Plant, language: Language) -> tuple[list[dict[str, Any]], Path]:
        if (id(plant), language) not in known:
            folder = tmp_path_factory.mktemp("opened")
            file, pages = folder / "plant.xlsx", folder / "plant.pdf"
            file.write_bytes(write_plant_workbook(plant, language))
            sheets = [["formulas", title(name, language)] for name in COMPUTED]
            printed = [["save_pdf", str(pages)]] if plant is PLANT else []
            known[id(plant), language] = work(folder, [["open", str(file)], *printed, ["recalculate"], *sheets]), pages
        return known[id(plant), language]

    return at


@pytest.mark.parametrize(
    ("plant", "language"),
    [pytest.param(PLANT, "ko", id="sample-ko"), pytest.param(PLANT, "en", id="sample-en"),
     pytest.param(mixed(), "ko", id="mixed-ko")],
)  # fmt: skip
def test_formulas_computed_by_the_program_equal_those_computed_here(
    plant: Plant, language: Language, opened: Opened
) -> None:
    data = write_plant_workbook(plant, language)
    names, (answers, _) = [title(name, language) for name in COMPUTED], opened(plant, language)
    stored = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    formulas = openpyxl.load_workbook(io.BytesIO(data))
    for name, computed in zip(names, answers, strict=True):
        cells = [cell for row in formulas[name].iter_rows() for cell in row if cell.data_type == "f"]
        assert {cell.coordinate for cell in cells} == computed.keys()
        for cell in cells:
            expected = stored[name][cell.coordinate].value
            got = computed[cell.coordinate]
            same = (
                got == pytest.approx(expected, rel=1e-12)
                if isinstance(expected, int | float)
                else got == (expected or "")
            )
            assert same, (name, cell.coordinate, expected, got)


def test_a_stale_value_is_computed_anew_only_where_that_is_set(tmp_path: Path) -> None:
    """What proves that the comparison above compares computed values."""
    data = write_plant_workbook(PLANT, "en")
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        planted = 0
        for part in old.namelist():
            content, number = re.subn(rb"<v>28700(\.0)?</v>", b"<v>999</v>", old.read(part))
            planted += number
            new.writestr(part, content)
    assert planted == 1
    file = tmp_path / "stale.xlsx"
    file.write_bytes(buffer.getvalue())
    other = tmp_path / "other.xlsx"
    other.write_bytes(buffer.getvalue())
    look = ["values", "Balances", "F6:F6"]
    assert work(tmp_path, [["open", str(file)], look]) == [[[28700]]]
    assert work(tmp_path, [["open", str(other)], look], recalculate=False) == [[[999]]]


def test_a_drop_down_gathers_names_of_several_sheets_as_they_are_typed(tmp_path: Path) -> None:
    file = tmp_path / "template.xlsx"
    file.write_bytes(write_template("ko"))
    users, steps_sheet = title("stream_users", "ko"), title("steps", "ko")
    steps = [
        ["open", str(file)],
        ["choices", users, at("stream_users", "name", 7)],
        ["type", title("processes", "ko"), at("processes", "id", 7), "신선공정"],
        ["type", steps_sheet, at("steps", "id", 9), "annealing"],
        ["type", title("emission_sources", "ko"), at("emission_sources", "id", 7), "furnace"],
        ["type", title("emission_sources", "ko"), at("emission_sources", "id", 12), "boiler"],
        ["type", title("meters", "ko"), at("meters", "id", 7), "gm_main"],
        ["insert_row", steps_sheet, "A8"],
        ["choices", users, at("stream_users", "name", 7)],
        ["choices", title("goods", "ko"), at("goods", "processes", 7)],
        ["choices", users, at("stream_users", "amount.evidence", 7)],
        ["choices", title("steps", "ko"), at("steps", "kind", 7)],
        ["choices", title("source_streams", "ko"), at("source_streams", "material", 7)],
    ]
    before, after, processes, meters, kinds, fuels = (answer["words"] for answer in work(tmp_path, steps))
    assert before == ["outside"]
    assert after == ["furnace", "boiler", "annealing", "신선공정", "outside"]
    assert processes == ["신선공정"]
    assert meters == ["meter:gm_main"]
    assert kinds[0] == "소둔"
    assert "도시가스 [city gas (LNG)]" in fuels


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_head_and_note_can_be_read_whole(language: Language, tmp_path: Path) -> None:
    file = tmp_path / "template.xlsx"
    file.write_bytes(write_template(language))
    names = [title(name, language) for name in (*(table.name for table in TABLES), PRICES)]
    steps: list[list[Any]] = [["open", str(file)]]
    steps += [["best_height", name, row] for name in names for row in (2, 3)]
    too_low = [
        (name, answer)
        for name, answer in zip([name for name in names for _ in (2, 3)], work(tmp_path, steps), strict=True)
        if answer["needs"] > answer["is"]
    ]
    assert too_low == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sheet_makes_a_page_one_can_look_at(language: Language, tmp_path: Path, opened: Opened) -> None:
    if not shutil.which("pdftoppm"):
        missing("poppler", "pdftoppm is not installed")
    if not shutil.which("fc-list") or not subprocess.check_output(["fc-list", ":lang=ko", "family"]).strip():
        missing("fonts", "no font has Hangul")
    _, pages = opened(PLANT, language)
    shown = subprocess.run(["pdftotext", "-layout", pages, "-"], capture_output=True, text=True, check=True).stdout
    for name in (*FORMS, *(table.name for table in TABLES), PRICES, "checks"):
        assert title(name, language) in shown
    assert "한빛체결 주식회사" in shown
    assert not re.search(r"#(REF|NAME|VALUE|N/A|DIV/0)|Err:|###", shown)
    subprocess.run(["pdftoppm", "-r", "40", "-png", pages, tmp_path / "page"], check=True)
    pictures = sorted(tmp_path.glob("page*.png"))
    assert len(pictures) >= 24
    assert min(picture.stat().st_size for picture in pictures) > 1_000
