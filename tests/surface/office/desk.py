"""Runs in the Python that has UNO: opens a workbook in a private LibreOffice and does what a script of steps says.

    python3 desk.py SOFFICE PROFILE STEPS.json ANSWERS.json

Steps are lists: a verb and its arguments. Answers are what the verbs of asking found, in order. Imports nothing of
Pulmu: it is the user's own program that is tried.
"""

import contextlib
import json
import os
import pathlib
import signal
import subprocess
import sys
import time
import uuid

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.table import TableSortField

_STRING = 2  # com.sun.star.sheet.FormulaResult


def prop(name, value):
    found = PropertyValue()
    found.Name, found.Value = name, value
    return found


class Desk:
    def __init__(self, desktop, context):
        self.desktop, self.context = desktop, context
        self.document, self.known, self.filled = None, {}, {}

    def close(self):
        """So that its lock beside the file is gone too."""
        if self.document is not None:
            self.document.close(True)
        self.document, self.known, self.filled = None, {}, {}

    def open(self, path):
        self.close()
        self.document = self.desktop.loadComponentFromURL(
            uno.systemPathToFileUrl(path), "_blank", 0, (prop("Hidden", True),)
        )

    def sheet(self, name):
        return self.document.Sheets.getByName(name)

    def cell(self, sheet, address):
        return self.sheet(sheet).getCellRangeByName(address)

    def dispatch(self, command, *arguments):
        helper = self.context.ServiceManager.createInstanceWithContext(
            "com.sun.star.frame.DispatchHelper", self.context
        )
        helper.executeDispatch(self.document.CurrentController.Frame, command, "", 0, arguments)

    def select(self, sheet, address):
        self.document.CurrentController.setActiveSheet(self.sheet(sheet))
        self.document.CurrentController.select(self.cell(sheet, address))

    def type(self, sheet, address, words):
        """What is typed, as the program takes it: it decides what is a number, a date, a text, a formula."""
        cell = self.cell(sheet, address)
        if cell.CellProtection.IsLocked:
            raise ValueError(f"{sheet} {address} is locked")
        cell.FormulaLocal = words

    def fill(self, cells):
        """Values by sheet and cell into unlocked cells, and the cells of the `fill` before as they were; calculated."""
        self.document.enableAutomaticCalculation(False)
        wanted = {(name, address): value for name, values in cells.items() for address, value in values.items()}
        for place in self.filled.keys() - wanted.keys():
            cell, formula = self.known[place]
            cell.setFormula(formula)
        for place, value in wanted.items():
            if place not in self.known:  # what is asked of the program takes its time: each cell is found once
                cell = self.cell(*place)
                if cell.CellProtection.IsLocked:
                    raise ValueError(f"{place} is locked")
                self.known[place] = cell, cell.getFormula()
            if place in self.filled and self.filled[place] == value:
                continue
            cell, _ = self.known[place]
            if isinstance(value, str):
                cell.setString(value)
            elif isinstance(value, bool):
                cell.setFormula("=TRUE()" if value else "=FALSE()")
            else:
                cell.setValue(value)
        self.filled = wanted
        self.document.calculate()

    def press(self, sheet, address, words):
        """The same key by key, with what the program refuses; without a screen it stands only one refusal."""
        self.select(sheet, address)
        self.dispatch(".uno:EnterString", prop("StringName", words))

    def choose(self, sheet, address, words):
        """As from the drop-down: the words must be in it."""
        offered = self.choices(sheet, address)
        if words not in offered["words"]:
            raise ValueError(f"{words!r} is not offered in {sheet} {address}: {offered['words'][:40]}")
        self.type(sheet, address, words)

    def insert_row(self, sheet, address):
        self.select(sheet, address)
        self.dispatch(".uno:InsertRows")

    def delete_row(self, sheet, address):
        self.select(sheet, address)
        self.dispatch(".uno:DeleteRows")

    def sort(self, sheet, address, column, ascending=True):
        field = TableSortField()
        field.Field, field.IsAscending = column, ascending
        fields = uno.Any("[]com.sun.star.table.TableSortField", (field,))
        self.cell(sheet, address).sort((prop("SortFields", fields), prop("ContainsHeader", False)))

    def write_locked(self, sheet, address, words):
        """What stands in a locked cell after one tried to type into it."""
        before = self.cell(sheet, address).getFormula()
        self.press(sheet, address, words)
        return {"before": before, "after": self.cell(sheet, address).getFormula()}

    def shown(self, sheet, address):
        """What the cell shows."""
        return self.cell(sheet, address).getString()

    def values(self, sheet, address):
        """Values of an area: numbers, or texts; an error as its name."""
        area = self.cell(sheet, address)
        return [list(row) for row in area.getDataArray()]

    def formulas(self, sheet):
        """Cells with a formula: their place and what they show."""
        found = {}
        cells = self.sheet(sheet).queryContentCells(16)
        enumeration = cells.getCells().createEnumeration()
        while enumeration.hasMoreElements():
            cell = enumeration.nextElement()
            address = cell.getCellAddress()
            name = cell.AbsoluteName.rpartition(".")[2].replace("$", "")
            text = cell.FormulaResultType2 == _STRING
            found[name] = cell.getString() if text or cell.getError() else cell.getValue()
            if cell.getError():
                found[name] = f"error {cell.getError()}"
            assert address is not None
        return found

    def choices(self, sheet, address):
        """The words a drop-down offers: its rule, computed by the program itself in a cell of a new sheet."""
        rule = self.cell(sheet, address).Validation
        formula = rule.getFormula1()
        sheets = self.document.Sheets
        if not sheets.hasByName("scratch"):
            sheets.insertNewByName("scratch", sheets.Count)
        scratch = sheets.getByName("scratch")
        size, area = scratch.getCellRangeByName("C1"), scratch.getCellRangeByName("A1:A400")
        area.setArrayFormula("")
        area.clearContents(1023)
        size.setFormula(f"=ROWS({formula})")
        area.setArrayFormula(f"={formula}")
        words = [str(row[0]) for row in area.getDataArray()[: int(size.getValue())]]
        area.clearContents(1023)
        size.setFormula("")
        return {"words": words, "type": rule.Type.value, "shows_list": rule.ShowList}

    def best_height(self, sheet, row):
        """The height a row has, and the one its texts need. [1/100 mm]"""
        self.sheet(sheet).unprotect("")
        found = self.sheet(sheet).Rows.getByIndex(row)
        before = found.Height
        found.OptimalHeight = True
        return {"is": before, "needs": found.Height}

    def recalculate(self):
        self.document.calculateAll()

    def save(self, path):
        if self.document.Sheets.hasByName("scratch"):
            self.document.Sheets.removeByName("scratch")
        self.document.storeToURL(uno.systemPathToFileUrl(path), (prop("FilterName", "Calc MS Excel 2007 XML"),))

    def save_pdf(self, path):
        self.document.storeToURL(uno.systemPathToFileUrl(path), (prop("FilterName", "calc_pdf_Export"),))


def connect(pipe, deadline):
    resolver = uno.getComponentContext().ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", uno.getComponentContext()
    )
    while True:
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception:
            if time.monotonic() > deadline:  # until then it is not there yet
                raise
            time.sleep(0.2)


def main():
    office, profile, steps, answers = sys.argv[1:]
    pipe = f"pulmu{uuid.uuid4().hex}"
    quiet = ["--headless", "--norestore", "--nologo", "--nodefault", "--nofirststartwizard"]
    user = f"-env:UserInstallation={pathlib.Path(profile).as_uri()}"
    command = [office, user, *quiet, f"--accept=pipe,name={pipe};urp;"]
    # A session of its own: the command is a wrapper, and what it starts must end with it.
    started = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    found = []
    try:
        context = connect(pipe, time.monotonic() + 90)
        desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        desk = Desk(desktop, context)
        for verb, *arguments in json.loads(pathlib.Path(steps).read_text(encoding="utf-8")):
            try:
                answer = getattr(desk, verb)(*arguments)
            except Exception:
                sys.stderr.write(f"in the step {verb} {arguments}\n")
                raise
            if answer is not None:
                found.append(answer)
        with contextlib.suppress(Exception):  # it hangs up while it ends
            desk.close()
            desktop.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            started.wait(30)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(started.pid, signal.SIGKILL)
        started.wait()
    pathlib.Path(answers).write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")


main()
