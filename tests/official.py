"""The Commission's template filled by Pulmu, calculated by a spreadsheet program, and what it then says."""

import functools
import io
import re
import warnings
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests import communication_template as form
from tests.plants import PRIMARY, fuel, good, plant, process, q

from pulmu.adapters.official_workbook import Template, fill_template, open_template
from pulmu.adapters.official_workbook.layout import SHEETS
from pulmu.bootstrap.samples import read_sample
from pulmu.model import Electrolysis, MeasuredSource, Plant, SourceStream
from pulmu.services.check_plant import check_plant
from pulmu.services.official_content import FilledTemplate
from pulmu.services.official_template import OfficialFilling, fill_for_plant


@dataclass(frozen=True)
class Figures:
    """Specific embedded emissions of a process, as the template computes them. [t CO2e/t]"""

    direct: float
    indirect: float


@dataclass(frozen=True)
class Computed:
    """A plant, what was typed for it, and the file after calculation."""

    plant: Plant
    filling: OfficialFilling
    filled: FilledTemplate
    file: Path
    processes: dict[str, Figures]

    def differ(self) -> list[str]:
        """Processes whose figures are not those Pulmu states, to 1e-9."""
        return [
            f"{item.name}: {self.processes[item.name]} is not {item.direct!r}, {item.indirect!r}"
            for item in self.filling.expected
            if not _same(self.processes[item.name], item.direct, item.indirect)
        ]


def _same(found: Figures, direct: float, indirect: float) -> bool:
    return found.direct == pytest.approx(direct, rel=1e-9, abs=1e-12) and found.indirect == pytest.approx(
        indirect, rel=1e-9, abs=1e-12
    )


@functools.cache
def opened_template(shared: Path) -> Template:
    """The Commission's file, opened once."""
    file = shared / form.FILE
    return open_template(file.read_bytes(), file.name)


def filled_sample(shared: Path, name: str) -> bytes:
    """The template filled in for a sample plant."""
    return fill_template(opened_template(shared), fill_for_plant(sample(name)).content).data


def sample(name: str) -> Plant:
    """A packaged sample plant."""
    plant = check_plant(read_sample(name)).plant
    assert plant is not None
    return plant


STALE = 999.0
_CHAIN, _CELL = "xl/worksheets/sheet15.xml", re.compile(r'(<c r="AJ71"[^>]*>.*?)(?:<v>[^<]*</v>)?</c>')
"""Part and cell of the first process's own emissions per tonne, on the hidden sheet that computes the chain."""


def with_stale_result(data: bytes) -> bytes:
    """The file with a wrong stored result: a program that does not calculate keeps it, and every figure with it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == _CHAIN:
                text, count = _CELL.subn(rf"\g<1><v>{STALE}</v></c>", content.decode())
                assert count == 1
                content = text.encode()
            new.writestr(name, content)
    return buffer.getvalue()


def computed(shared: Path, plants: Mapping[str, Plant], folder: Path) -> dict[str, Computed]:
    """Each plant in a template of its own, all of them calculated in one go; a stale result stands in each before."""
    fillings = {name: fill_for_plant(plant) for name, plant in plants.items()}
    filled = {name: fill_template(opened_template(shared), item.content) for name, item in fillings.items()}
    files = []
    for name, item in filled.items():
        files.append(folder / f"{name}.xlsx")
        files[-1].write_bytes(with_stale_result(item.data))
    saved = form.all_calculated(files, folder)
    return {
        name: Computed(plant, fillings[name], filled[name], file, figures_of(file))
        for (name, plant), file in zip(plants.items(), saved, strict=True)
    }


@dataclass(frozen=True)
class Shown:
    """What a cell shows."""

    value: Any = None
    is_error: bool = False


class Sheet(dict[str, Shown]):
    """Cells by their address; one that holds nothing shows nothing."""

    def __missing__(self, address: str) -> Shown:
        return Shown()


@functools.cache
def read_values(file: Path) -> Mapping[str, Sheet]:
    """Values of the sheets of a file that is there and stays as it is; read once, and only what cells hold."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        book = openpyxl.load_workbook(file, data_only=True, read_only=True)
        sheets = {name: _shown(book[name]) for name in (*SHEETS, "Summary_Communication", "InputOutput")}
        book.close()
    return sheets


def _shown(sheet: Any) -> Sheet:
    cells = (cell for row in sheet.iter_rows() for cell in row if cell.value is not None)
    return Sheet((cell.coordinate, Shown(cell.value, cell.data_type == "e")) for cell in cells)


def figures_of(file: Path) -> dict[str, Figures]:
    """Figures of each process on the hidden sheet that computes the chain."""
    sheet = read_values(file)["InputOutput"]
    rows = [[sheet[f"{column}{row}"].value for column in ("D", "AK", "AM")] for row in range(71, 81)]
    return {name: Figures(direct, indirect) for name, direct, indirect in rows if name}


def monitored_plants() -> dict[str, Plant]:
    """Plants whose emissions are a mass balance, perfluorocarbons of cells, or measured at a stack."""
    gas = fuel("gas", "city gas", "100000 Nm3", {"works": "rest"})
    carbon: dict[str, Any] = {"method": "mass_balance", "used_by": {"works": "rest"}}
    balance = (
        SourceStream(id="scrap", material="Steel scrap", amount=q("1100 t"), **carbon),
        SourceStream(id="coal", material="EAF charge carbon", amount=q("10 t"), **carbon),
        SourceStream(id="steel", material="Steel", amount=q("1000 t"), direction="out",
                     carbon_content=q("0.0109 t C/t"), **carbon),
    )  # fmt: skip
    cells = (
        Electrolysis(id="new", process="works", technology="PFPB M", aluminium=q("60000 t"),
                     anode_effect_frequency=0.2, anode_effect_duration=1.5),
        Electrolysis(id="old", process="works", technology="CWPB", method="overvoltage", aluminium=q("40000 t"),
                     anode_effect_overvoltage=5.0, current_efficiency=94.0, collection_efficiency=0.95),
    )  # fmt: skip
    stacks = (
        MeasuredSource(id="furnace", concentration=q("50 g/Nm3"), flow=q("1000 Nm3/h"), hours=q("800 h"),
                       corroboration="carbon balance", used_by={"works": "rest"}),
        MeasuredSource(id="absorber", gas="N2O", mass=q("2 t"), used_by={"works": "rest"}),
    )  # fmt: skip
    ingots = good("ingot", PRIMARY, produced="100000 t", route="K")
    return {
        "balance": plant(process("works", good("bolt")), source_streams=(gas, *balance)),
        "cells": plant(process("works", ingots), source_streams=(gas,), electrolysis=cells),
        "stacks": plant(process("works", good("bolt")), source_streams=(gas,), measured_sources=stacks),
    }
