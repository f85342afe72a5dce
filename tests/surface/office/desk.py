"""Runs in the Python that has UNO: opens a workbook in a private LibreOffice and does what a script of steps says.

    python3 desk.py SOFFICE PROFILE STEPS.json ANSWERS.json

Steps are lists: a verb and its arguments. Answers are what the verbs of asking found, in order. Imports nothing of
Pulmu: it is the user's own program that is tried.
"""

import contextlib
import json
import pathlib
import subprocess
import sys
import time
import uuid

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.table import TableSortField


def prop(name, value):
    found = PropertyValue()
    found.Name, found.Value = name, value
    return found


class Desk:
    def __init__(self, desktop, context):
        self.desktop, self.context, self.document = desktop, context, None

    def open(self, path):
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
        """As from the keyboard: the program decides what is a number, a date, a formula."""
        self.select(sheet, address)
        self.dispatch(".uno:EnterString", prop("StringName", words))

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
        self.type(sheet, address, words)
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
            text = cell.FormulaResultType2 == 4
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
        scratch.getCellRangeByName("A1").setFormula(f"=ROWS({formula})")
        count = int(scratch.getCellRangeByName("A1").getValue())
        words = []
        for number in range(1, count + 1):
            scratch.getCellRangeByName("B1").setFormula(f"=INDEX({formula};{number};1)")
            words.append(scratch.getCellRangeByName("B1").getString())
        sheets.removeByName("scratch")
        return {"words": words, "type": rule.Type.value, "shows_list": rule.ShowList}

    def recalculate(self):
        self.document.calculateAll()

    def save(self, path):
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
    started = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    found = []
    try:
        context = connect(pipe, time.monotonic() + 90)
        desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        desk = Desk(desktop, context)
        for verb, *arguments in json.loads(pathlib.Path(steps).read_text(encoding="utf-8")):
            answer = getattr(desk, verb)(*arguments)
            if answer is not None:
                found.append(answer)
        with contextlib.suppress(Exception):  # it hangs up while it ends
            desktop.terminate()
        started.wait(30)
    finally:
        if started.poll() is None:
            started.kill()
            started.wait()
    pathlib.Path(answers).write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")


main()
