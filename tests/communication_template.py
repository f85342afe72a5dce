"""The Commission's communication template, filled in: values typed by openpyxl, calculated by LibreOffice."""

import io
import os
import shutil
import subprocess
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

FILE = "reference/cbam/CBAM_communication_template_installations_en_20241213.xlsx"
_ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item></oor:items>"""

Cells = Mapping[str, Mapping[str, Any]]
"""Values by sheet and cell."""


def office() -> str:
    """The program that calculates; where it must be there, its absence is a failure."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if not found:
        if "libreoffice" in os.environ.get("PULMU_REQUIRE", "").split(","):
            pytest.fail("LibreOffice is not installed")
        pytest.skip("LibreOffice is not installed")
    return found


def typed(shared: Path, cells: Cells, file: Path) -> Path:
    """The template with values typed in and nothing calculated: no formula has a stored value."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # what openpyxl loses is not read
        book = openpyxl.load_workbook(shared / FILE)
    for sheet, values in cells.items():
        for cell, value in values.items():
            book[sheet][cell] = value
    book.save(file)
    return file


def calculated(file: Path, folder: Path) -> Path:
    """The same file after a spreadsheet program has opened, calculated and saved it."""
    return all_calculated([file], folder)[0]


def all_calculated(files: Sequence[Path], folder: Path) -> list[Path]:
    """The same files, one start of the program for all of them."""
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_ALWAYS, encoding="utf-8")
    command = [office(), f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "xlsx"]
    wait = 300 + 30 * len(files)
    subprocess.run([*command, "--outdir", folder / "saved", *files], check=True, capture_output=True, timeout=wait)
    return [folder / "saved" / file.name for file in files]


def installation(name: str, country: str, unlocode: str, period: tuple[date, date]) -> dict[str, Any]:
    """What sheet A_InstData needs of an installation."""
    return {
        "I9": period[0], "L9": period[1], "I20": name, "I21": "Road 1", "I22": "24.10", "I23": "100", "I25": "Wuxi",
        "I26": country, "I27": unlocode, "I28": 31.5, "I29": 120.3, "I30": "A. Person", "I31": "a@example.com",
    }  # fmt: skip


def good(number: int, category: str, name: str) -> dict[str, Any]:
    """A category of goods with its process, counted from zero."""
    return {f"E{62 + number}": category, f"E{83 + number}": category, f"F{83 + number}": "Only direct production",
            f"L{83 + number}": name}  # fmt: skip


def process(number: int, tonnes: float, attributable: float, electricity: float, factor: float) -> dict[str, Any]:
    """A process that makes goods for the market only. [t, t CO2e, MWh, t CO2/MWh]"""
    row = 11 + 65 * number
    return {
        f"L{row + 5}": tonnes, f"L{row + 16}": tonnes, f"K{row + 39}": False, f"L{row + 39}": False,
        f"L{row + 43}": attributable, f"L{row + 54}": electricity, f"L{row + 55}": factor,
        f"L{row + 56}": "D.4(a)",
    }  # fmt: skip


def bought(number: int, into: int, tonnes: float, direct: float, electricity: float, factor: float) -> dict[str, Any]:
    """A bought precursor, all of it used in one process. [t, t CO2e/t, MWh/t, t CO2/MWh]"""
    row = 14 + 44 * number
    return {
        f"L{row + 3}": tonnes, f"L{row + 14 + into}": tonnes, f"L{row + 35}": direct, f"M{row + 35}": "Measured",
        f"L{row + 36}": electricity, f"L{row + 37}": factor, f"M{row + 37}": "Measured",
    }  # fmt: skip


def purchased(number: int, category: str, country: str, route: str, name: str) -> dict[str, Any]:
    """A bought precursor in the list of sheet A_InstData."""
    return {
        f"E{102 + number}": category,
        f"F{102 + number}": country,
        f"G{102 + number}": route,
        f"L{102 + number}": name,
    }


def product(number: int, process_name: str, cn_code: str, name: str) -> dict[str, Any]:
    """A product sent to customers."""
    return {f"D{10 + number}": process_name, f"F{10 + number}": cn_code, f"H{10 + number}": name}


def values_only(file: Path, kept: tuple[str, ...]) -> bytes:
    """Some sheets of a calculated file, formulas replaced by their values: as another program may pass it on."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        book = openpyxl.load_workbook(file, data_only=True)
    for sheet in book.sheetnames:
        if sheet not in kept:
            del book[sheet]
    book.defined_names.clear()
    for sheet in book:
        sheet.conditional_formatting = type(sheet.conditional_formatting)()
        sheet.data_validations.dataValidation.clear()
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@dataclass(frozen=True)
class Filled:
    """A rod mill's template: three products of one process, made from bought billets."""

    typed: Path
    calculated: Path
    slim: bytes


DIRECT, INDIRECT, ELECTRICITY = (
    12_000 / 100_000 + 1.04 * 1.9,
    60_000 * 0.57 / 100_000 + 1.04 * 0.2 * 0.6,
    0.6 + 1.04 * 0.2,
)
"""Of the rod mill, by hand: own emissions per tonne and 1.04 t of billets in each."""


def rod_mill(shared: Path, folder: Path) -> Filled:
    """The rod mill's template in three states."""
    cells = {
        "A_InstData": {
            **installation("Jiangnan Rod Mill", "China", "CNWUX", (date(2026, 1, 1), date(2026, 12, 31))),
            "I37": "Hangang Verification Institute", "I52": "CNAS", "I53": "V-12",
            **good(0, "Iron or steel products", "Rod mill"),
            **purchased(0, "Crude steel", "CN", "Basic oxygen steelmaking", "Billets"),
        },
        "C_Emissions&Energy": {"M26": 60_000},
        "D_Processes": process(0, 100_000, 12_000, 60_000, 0.57),
        "E_PurchPrec": bought(0, 0, 104_000, 1.9, 0.2, 0.6),
        "Summary_Products": {
            **product(0, "Rod mill", "72139149", "Rod A"),
            **product(1, "Rod mill", "72139110", "Rod B"),
            **product(2, "Rod mill", "72139110", "Rod C"),
        },
    }  # fmt: skip
    file = typed(shared, cells, folder / "rod_mill.xlsx")
    done = calculated(file, folder)
    kept = ("0_Versions", "A_InstData", "Summary_Communication", "Summary_Products")
    return Filled(file, done, values_only(done, kept))
