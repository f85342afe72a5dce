"""The communication template filled by patching: what changes, what does not, and what it then computes."""

import io
import warnings
import zipfile
from pathlib import Path

import openpyxl
import pytest
from tests import communication_template as form
from tests.official import (
    STALE,
    Computed,
    computed,
    monitored_plants,
    opened_template,
    read_values,
    sample,
    with_stale_result,
)
from tests.official_plants import NAMES, PLAIN_NAMES, sector_plants, ten_processes

from pulmu.adapters.official_workbook import Template, cells_of, fill_cells, fill_template
from pulmu.carbon import state_emissions
from pulmu.carbon.transfer import transferred_tonnes
from pulmu.model import InputError
from pulmu.reference import DEFAULT_EDITION
from pulmu.services.official_template import fill_for_plant

Cells = dict[tuple[str, str], tuple[object, object, object]]
"""Formula, type and format by sheet and cell."""


@pytest.fixture(scope="module")
def empty(shared: Path) -> Template:
    return opened_template(shared)


@pytest.fixture(scope="module")
def samples(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Computed]:
    plants = {name: sample(name) for name in ("fasteners", "extrusions")}
    plants |= {"names": ten_processes(NAMES), "plain names": ten_processes(PLAIN_NAMES)}
    return computed(shared, plants | monitored_plants() | sector_plants(), tmp_path_factory.mktemp("official"))


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_commissions_file_is_known(empty: Template) -> None:
    assert empty.is_published
    assert {sheet: len(cells) for sheet, cells in empty.open.items()} == {
        "A_InstData": 510,
        "B_EmInst": 1015,
        "C_Emissions&Energy": 30,
        "D_Processes": 350,
        "E_PurchPrec": 560,
        "F_Tools": 105,
        "Summary_Processes": 14,
        "Summary_Products": 3200,
    }


SECTORS = ("steel", "aluminium", "cement", "fertiliser", "hydrogen")
COMPUTED = ("fasteners", "extrusions", "balance", "cells", "stacks", "names", *SECTORS)


@pytest.mark.parametrize("name", COMPUTED)
def test_the_template_computes_what_pulmu_states(samples: dict[str, Computed], name: str) -> None:
    assert samples[name].differ() == []
    assert samples[name].filling.expected


@pytest.mark.parametrize("name", COMPUTED)
def test_the_template_adds_the_installation_up_as_pulmu_does(samples: dict[str, Computed], name: str) -> None:
    total = read_values(samples[name].file)["C_Emissions&Energy"]["L27"].value
    stated = state_emissions(samples[name].plant, DEFAULT_EDITION).total_direct_emissions
    handed_on = sum(transferred_tonnes(item) for item in samples[name].plant.carbon_dioxide_transfers)
    assert total == pytest.approx(stated.to("t CO2e") + handed_on, rel=1e-9), "official.transfer says so"


NOT_COMPUTED_HERE = {("A_InstData", column) for column in ("N", "AG", "T", "U")} | {("Summary_Products", "BD")}
"""Columns whose formulas LibreOffice does not compute in any filled file (COUNTIF of NA(), lists that lie across)."""
LINKS = 4
"""Rows of links at the top of each sheet, which it does not know either."""


@pytest.fixture(scope="module")
def original(shared: Path) -> Cells:
    """Cells of the template."""
    return _cells(shared / form.FILE)


@pytest.fixture(scope="module")
def links(original: Cells) -> set[tuple[str, str]]:
    """Cells of the template that link to another sheet."""
    return {spot for spot, (formula, _, _) in original.items() if "HYPERLINK" in str(formula)}


@pytest.mark.parametrize("name", [name for name in COMPUTED if name != "names"])
def test_no_cell_shows_an_error(samples: dict[str, Computed], links: set[tuple[str, str]], name: str) -> None:
    assert [item for item in errors_of(samples[name]) if item[:2] not in links] == []


def test_confusing_names_show_no_error_that_plain_ones_do_not(samples: dict[str, Computed]) -> None:
    """With ten processes the template itself looks up a blank name in spare rows of Summary_Processes."""
    assert errors_of(samples["names"]) == errors_of(samples["plain names"])


def errors_of(found: Computed) -> list[tuple[str, str, object]]:
    """Cells that show an error, but those LibreOffice does not compute."""
    return [
        (title, address, cell.value)
        for title, sheet in read_values(found.file).items()
        for address, cell in sheet.items()
        if cell.is_error and place_of(address)[1] > LINKS and (title, place_of(address)[0]) not in NOT_COMPUTED_HERE
    ]


def place_of(address: str) -> tuple[str, int]:
    """Letters of the column, and the row."""
    letters, row = openpyxl.utils.cell.coordinate_from_string(address)
    return str(letters), int(row)


@pytest.mark.parametrize("name", SECTORS)
def test_no_parameter_a_category_asks_for_is_greyed_out(samples: dict[str, Computed], name: str) -> None:
    """A cell that its category does not ask for is white on white: nobody would see what stands there."""
    sheet = read_values(samples[name].file)["Summary_Products"]
    typed = [cell for cell in cells_of(samples[name].filling.content)["Summary_Products"] if column_of(cell) >= 16]
    assert all(sheet[below(cell, 102)].value is False for cell in typed), typed
    assert typed or name == "hydrogen", "of hydrogen it asks for none"


def column_of(cell: str) -> int:
    return int(openpyxl.utils.cell.coordinate_to_tuple(cell)[1])


def below(cell: str, rows: int) -> str:
    """The template's own mark of a cell it greys out stands 102 rows below it."""
    row, column = openpyxl.utils.cell.coordinate_to_tuple(cell)
    return f"{openpyxl.utils.cell.get_column_letter(column)}{row + rows}"


def test_the_tool_for_heat_and_power_splits_as_pulmu_does(samples: dict[str, Computed]) -> None:
    tool = read_values(samples["hydrogen"].file)["F_Tools"]
    unit = state_emissions(samples["hydrogen"].plant, DEFAULT_EDITION).processes["reformer"]
    assert tool["J49"].value == pytest.approx(unit.heat_imported.to("t CO2e") * 9 / 8, rel=1e-9), "8 of 9 TJ"
    assert tool["L49"].value == pytest.approx(unit.electricity_produced.to("t CO2e"), rel=1e-9)


def test_a_planted_stale_result_is_gone_after_calculation(samples: dict[str, Computed], tmp_path: Path) -> None:
    """Else the figures above could be stored ones."""
    planted = tmp_path / "planted.xlsx"
    planted.write_bytes(with_stale_result(samples["fasteners"].filled.data))
    assert read_values(planted)["InputOutput"]["AJ71"].value == STALE
    own = samples["fasteners"].filling.content.processes[0]
    after = read_values(samples["fasteners"].file)["InputOutput"]["AJ71"].value
    assert after == pytest.approx((own.direct + own.heat_in * own.heat_in_factor) / own.produced[0], rel=1e-9)  # type: ignore[operator]


def test_the_template_finds_nothing_missing(samples: dict[str, Computed]) -> None:
    """Its own marks of what is missing or does not add up."""
    for item in (samples["fasteners"], samples["extrusions"]):
        book = read_values(item.file)
        marks = [
            (sheet, address)
            for sheet in ("D_Processes", "E_PurchPrec")
            for address, cell in book[sheet].items()
            if place_of(address)[0] == "V" and str(cell.value).startswith("ErrMiss")
        ]
        assert marks == []


def test_only_the_parts_it_names_change(shared: Path, empty: Template) -> None:
    filled = fill_template(empty, fill_for_plant(sample("fasteners")).content)
    before, after = parts((shared / form.FILE).read_bytes()), parts(filled.data)
    assert list(before) == list(after)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == set(filled.changed)
    assert set(filled.unchanged) == set(before) - changed
    assert len(filled.unchanged) == 67
    assert set(filled.changed.values()) - {""} <= set(empty.sheets)
    assert "xl/calcChain.xml" in filled.unchanged
    assert "xl/sharedStrings.xml" in filled.unchanged


def test_a_changed_sheet_keeps_all_but_what_was_typed_and_what_was_computed(original: Cells, empty: Template) -> None:
    content = fill_for_plant(sample("extrusions")).content
    filled = fill_template(empty, content)
    before, after = original, _cells(io.BytesIO(filled.data))
    typed = {(sheet, cell) for sheet, cells in filled.written.items() for cell in cells}
    assert {spot for spot, (formula, value, style) in before.items() if after[spot] != (formula, value, style)} == typed
    assert all(not str(before[spot][0]).startswith("=") for spot in typed)
    assert all(before[spot][2] == after[spot][2] for spot in before), "a format was lost"


def _cells(file: object) -> Cells:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        book = openpyxl.load_workbook(file)  # type: ignore[arg-type]
    return {
        (sheet.title, cell.coordinate): (str(getattr(cell.value, "text", cell.value)), cell.data_type, cell.style_id)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
    }


def test_a_stale_result_is_never_shown(shared: Path, empty: Template, tmp_path: Path) -> None:
    """A program that does not calculate shows nothing rather than a result of the empty template."""
    filled = fill_template(empty, fill_for_plant(sample("fasteners")).content)
    file = tmp_path / "filled.xlsx"
    file.write_bytes(filled.data)
    book = read_values(file)
    assert book["Summary_Products"]["F10"].value == "72171039"
    assert [book["Summary_Products"][cell].value for cell in ("I10", "J10", "K10")] == [None, None, None]
    assert book["InputOutput"]["AK71"].value is None
    assert b'fullCalcOnLoad="1"' in parts(filled.data)["xl/workbook.xml"]


def test_a_locked_cell_is_never_written(empty: Template) -> None:
    with pytest.raises(InputError, match="locked"):
        fill_cells(empty, {"D_Processes": {"L24": 1.0}})
    with pytest.raises(InputError, match="locked"):
        fill_cells(empty, {"InputOutput": {"E7": 1.0}})


def test_texts_stand_as_they_are_whatever_signs_they_hold(empty: Template, tmp_path: Path) -> None:
    words = " <b> & \"가나다\" '=1+1' "
    file = tmp_path / "signs.xlsx"
    file.write_bytes(fill_cells(empty, {"A_InstData": {"I20": words, "E62": "Calcined clays "}}).data)
    book = read_values(file)
    assert book["A_InstData"]["I20"].value == words
    assert book["A_InstData"]["E62"].value == "Calcined clays "


def test_every_cell_that_is_typed_may_be_typed(empty: Template) -> None:
    for name in ("fasteners", "extrusions"):
        for sheet, cells in cells_of(fill_for_plant(sample(name)).content).items():
            assert set(cells) <= empty.open[sheet]
