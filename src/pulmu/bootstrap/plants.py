"""Files of plants, reports read again and the Commission's template."""

from dataclasses import replace
from pathlib import Path

from pulmu.model import Document, InputError, Plant, decode
from pulmu.model.uncertain import StatedUncertainty
from pulmu.services.official_content import FilledTemplate, OfficialContent, OfficialFile
from pulmu.services.ports import (
    Language,
)


def read_plant(path: str) -> Document:
    """Read a plant's file: a workbook if its content is one, else YAML or JSON."""
    from pulmu.adapters.plant_file import read_plant_file

    return read_plant_file(path, {b"PK": _read_workbook, b"\xd0\xcf\x11\xe0": _read_workbook})


def read_plant_content(data: bytes, name: str) -> Document:
    """The plant in the content of a file somebody sent."""
    from pulmu.adapters.plant_file import read_plant_bytes

    return read_plant_bytes(data, name, {b"PK": _read_workbook, b"\xd0\xcf\x11\xe0": _read_workbook})


def read_stated_uncertainty(path: str) -> StatedUncertainty:
    """How sure the inputs of a plant are, from a YAML or JSON file.

    Raises
    ------
    InputError  Everything that is wrong with it.
    OutsideError  It cannot be read.
    """
    from pulmu.adapters.plant_file import read_plant_file

    return decode(StatedUncertainty, read_plant_file(path, {})).unwrap()


def read_report(path: str) -> Document:
    """Read a report.json."""
    from pulmu.adapters.plant_file import read_report_file

    return read_report_file(path)


def _read_workbook(data: bytes, name: str) -> Document:
    from pulmu.adapters.plant_workbook import read_workbook

    return read_workbook(data, name)


def template_workbook(language: Language, plant: Plant | None = None) -> bytes:
    """The plant workbook to fill in; with a plant, filled in."""
    from pulmu.adapters.plant_workbook import write_plant_workbook, write_template

    return write_template(language) if plant is None else write_plant_workbook(plant, language)


def plant_file(plant: Plant, name: str, language: Language) -> bytes:
    """A plant as the file its name asks for: workbook, YAML or JSON. Comments and layout are not part of a plant.

    Raises
    ------
    InputError  The name ends in none of them (`input.plant_file_name`).
    """
    from pulmu.adapters.plant_file import write_plant_json, write_plant_yaml

    match Path(name).suffix.lower():
        case ".xlsx":
            return template_workbook(language, plant)
        case ".yaml" | ".yml":
            return write_plant_yaml(plant)
        case ".json":
            return write_plant_json(plant)
        case ending:
            said = f"a plant is not written as {ending!r}"
            raise InputError.of(
                "input.plant_file_name", name, said, "end the name in .xlsx, .yaml or .json", text=ending
            )


def document_file(document: Document, name: str, language: Language) -> bytes:
    """A plant's document as the file its name asks for. One that cannot be read as a plant yet is written as it stands.

    Raises
    ------
    InputError  The name ends in none of them (`input.plant_file_name`), or a workbook is asked for and the document
        cannot be read as a plant: all that is wrong.
    """
    from pulmu.adapters.plant_file import write_tree_json, write_tree_yaml
    from pulmu.model import decode
    from pulmu.services.cite import keep_citations

    decoded = decode(Plant, keep_citations(replace(document, problems=())))
    ending = Path(name).suffix.lower()
    if decoded.problems and ending == ".json":
        return write_tree_json(document.tree)
    if decoded.problems and ending in (".yaml", ".yml"):
        return write_tree_yaml(document.tree)
    return plant_file(decoded.unwrap(), name, language)


def tree_file(document: Document, name: str) -> bytes:
    """A document as it stands, YAML or JSON as the name says."""
    from pulmu.adapters.plant_file import write_tree_json, write_tree_yaml

    return write_tree_json(document.tree) if name.endswith(".json") else write_tree_yaml(document.tree)


def fill_official(template: str, content: OfficialContent) -> FilledTemplate:
    """The Commission's template in a file of the user's, filled in; the file itself is not changed."""
    from pulmu.adapters.official_workbook import fill_template, read_template

    return fill_template(read_template(template), content)


def official_cells(content: OfficialContent) -> dict[str, dict[str, object]]:
    """What is typed into the Commission's template, by sheet and cell."""
    from pulmu.adapters.official_workbook import cells_of

    return cells_of(content)


def read_official(path: str) -> OfficialFile:
    """What a filled template of the Commission holds."""
    from pulmu.adapters.official_workbook import read_official as read

    return read(path)
