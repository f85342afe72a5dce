import functools
import inspect
import re
from typing import get_args

import pytest
from reference_pages.api import packages_with_exports
from reference_pages.client_code import FOLDER, client_code
from reference_pages.command_line import commands_of_app
from reference_pages.common import SOURCE
from reference_pages.formulas import all_formulas
from tests.docs.pages import ROOT
from write_reference import pages

from pulmu.services.explain_good import Question

REFERENCE = ROOT / "docs" / "reference"


@functools.cache
def written() -> dict[str, str]:
    """Every page as it is written now; that takes long enough to be done once."""
    return dict(pages())


def page(name: str) -> str:
    return (REFERENCE / name).read_text(encoding="utf-8")


def test_the_generated_pages_are_up_to_date() -> None:
    outdated = [name for name, text in written().items() if text != page(name)]
    assert outdated == [], "run: python tools/write_reference.py"


def test_the_typed_client_is_up_to_date() -> None:
    outdated = [name for name, text in client_code().items() if text != (FOLDER / name).read_text(encoding="utf-8")]
    assert outdated == [], "run: python tools/write_reference.py"


def test_there_is_no_page_that_nothing_writes() -> None:
    assert written().keys() == {file.name for file in REFERENCE.iterdir()}


@pytest.mark.parametrize("name", ["command-line.md", "command-line.ko.md"])
def test_every_command_and_option_is_documented(name: str) -> None:
    for command, (_, options) in commands_of_app().items():
        part = page(name).partition(f"## pulmu {command}\n")[2].partition("\n## ")[0]
        assert [option.name for option in options if f"| `{option.name}` |" not in part] == [], command


def test_the_questions_of_explain_are_those_of_the_service() -> None:
    options = {option.name: option for option in commands_of_app()["explain"][1]}
    assert options["--what"].values == ", ".join(f"`{item}`" for item in get_args(Question))


def test_every_export_is_documented_and_nothing_else() -> None:
    parts = re.findall(r"^## (pulmu[\w.]*)\n(.*?)(?=^## )", page("api.md"), re.MULTILINE | re.DOTALL)
    documented = {name: re.findall(r"^\| `(\w+)` \|", part, re.MULTILINE) for name, part in parts}
    exported = {name: package.__all__ for name, package in packages_with_exports()}
    assert exported == documented


def test_every_export_exists_and_is_explained() -> None:
    silent = []
    for name, package in packages_with_exports():
        for item in package.__all__:
            found = getattr(package, item)
            if (inspect.isclass(found) or inspect.isfunction(found)) and not inspect.getdoc(found):
                silent.append(f"{name}.{item}")
    assert silent == []


def test_every_unit_bearing_name_is_in_the_glossary() -> None:
    text = page("glossary.md")
    names = {name for item in all_formulas() for name in (item.name, *item.units) if name != "return"}
    assert [name for name in sorted(names) if f"| `{name}` |" not in text] == []


def test_every_formula_of_the_code_is_on_the_page() -> None:
    count = sum(file.read_text(encoding="utf-8").count("\n@formula(") for file in SOURCE.rglob("*.py"))
    assert count == len(re.findall(r"^### ", page("formulas.md"), re.MULTILINE))


def test_every_problem_is_documented_in_both_languages() -> None:
    parts = re.findall(r"^### (\S+)\n(.*?)(?=^#|\Z)", page("problem-codes.md"), re.MULTILINE | re.DOTALL)
    assert [code for code, part in parts if "\n- en:" not in part or "\n- ko:" not in part] == []
