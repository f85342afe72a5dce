"""A plant of a workspace cites that workspace's meters, and no other's."""

import dataclasses
from pathlib import Path

import pytest
from tests.places import Place, actor, codes
from tests.records import DAERIM

from pulmu.adapters.samples import read_sample
from pulmu.model import Document, Problem, Quantity
from pulmu.services.import_readings import ImportOrder
from pulmu.services.workspaces import meters
from pulmu.services.workspaces.citing import citing

KIM = actor("kim", "preparer")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    place = Place(tmp_path).with_companies()
    days = (f"2026-{month:02d}-{day:02d} 00:00,10" for month in range(1, 13) for day in range(1, 29))
    content = "\n".join(["date,Usage (MWh)", *days]).encode()
    order = ImportOrder(meter="EM-01", files=())
    assert meters.import_file(place.gate, place.measured, KIM, order, content, "a.csv").problems == ()
    return place


def citing_plant() -> Document:
    tree = {"period": {"start": "2026-01-01", "end": "2027-01-01"}, "amount": "meter:EM-01"}
    return dataclasses.replace(read_sample("fasteners"), tree=tree, cited={})


def test_a_citation_is_the_total_of_the_workspaces_meter(place: Place) -> None:
    found = citing(place.gate, place.measured, KIM, "none")(citing_plant()).cited[("amount",)]
    assert isinstance(found, Quantity)
    assert (found.value, found.unit, found.cites) == (3360.0, "MWh", "meter:EM-01")
    refused = citing(place.gate, place.measured, KIM)(citing_plant()).cited[("amount",)]
    assert isinstance(refused, Problem)
    assert refused.code == "meter.gap"


def test_another_companys_meter_is_not_there(place: Place) -> None:
    park = actor("park", "preparer", workspace=DAERIM)
    found = citing(place.gate, place.measured, park, "none")(citing_plant()).cited[("amount",)]
    assert isinstance(found, Problem)
    assert (found.code, "EM-01" in found.mend) == ("meter.unknown", False)


def test_who_may_not_read_readings_cites_nothing_but_prepares_what_cites_nothing(place: Place) -> None:
    supplier = actor("s", "supplier")
    assert codes(lambda: citing(place.gate, place.measured, supplier)(citing_plant())) == ["access.forbidden"]
    plain = read_sample("fasteners")
    assert citing(place.gate, place.measured, supplier)(plain) is plain
