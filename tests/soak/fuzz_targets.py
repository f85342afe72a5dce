"""The readers of strangers' files, and whole files to begin with."""

import json

from fuzz import Target

from pulmu.adapters._document import parse_document
from pulmu.adapters.plant_workbook import read_workbook, write_plant_workbook
from pulmu.adapters.samples import read_sample, sample_names, sample_readings, sample_text
from pulmu.model import Plant, decode, encode
from pulmu.services.check_plant import check_plant


def _yaml(data: bytes) -> object:
    return check_plant(parse_document(data, "plant.yaml"))


def _json(data: bytes) -> object:
    return check_plant(parse_document(data, "plant.json"))


def _workbook(data: bytes) -> object:
    return check_plant(read_workbook(data, "plant.xlsx"))


def _plants() -> list[Plant]:
    return [decode(Plant, read_sample(name)).unwrap() for name in sample_names()]


def _short_readings() -> list[bytes]:
    return [b"".join(data.splitlines(keepends=True)[:200]) for data in sample_readings().values()]


TARGETS = {
    target.name: target
    for target in (
        Target("plant.yaml", _yaml, lambda: [sample_text(name).encode() for name in sample_names()]),
        Target("plant.json", _json, lambda: [json.dumps(encode(plant)).encode() for plant in _plants()]),
        Target("plant.xlsx", _workbook, lambda: [write_plant_workbook(plant, "ko") for plant in _plants()], True),
    )
}
