"""Files of connections: taken by BaSyx, read again equal, in the shape of the templates."""

import json
from pathlib import Path

import pytest
from tests.shells import checked, misshapen
from tests.twin.shell.test_connections import MQTT, OPCUA, WHOLE

from pulmu.bootstrap.shells import shell_file
from pulmu.services.shell_connections import connections_of, shell_of_connections
from pulmu.twin.shell import tree_of

OWNER = ("Hanbit Fastening", "Ansan works")
FOLDER = Path("data/aas_templates")


@pytest.mark.parametrize("ending", ["json", "aasx"])
def test_a_file_of_connections_is_taken_strictly_and_read_again_equal(ending: str) -> None:
    data, judge = shell_file(shell_of_connections(WHOLE, OWNER), f"f.{ending}")
    assert judge.startswith("BaSyx")
    found = connections_of(checked(data, f"f.{ending}", strict=True).environment, "f")
    assert found.connections == WHOLE
    assert [item.code for item in found.problems] == ["shell.mapping_script"]


def test_each_interface_has_the_shape_of_its_template(shared: Path) -> None:
    file = shared / FOLDER / "IDTA_02017-1-1_Template_Asset_Interfaces_Description.json"
    template = json.loads(file.read_text("utf-8-sig"))["submodels"][0]
    ours = tree_of(shell_of_connections(WHOLE, OWNER).submodels[0])
    assert ours["semanticId"] == template["semanticId"]
    of = {"opcua": "InterfaceTemplateForOPCUA", "mqtt": "InterfaceTemplateForMQTT"}
    for connection, element in zip((OPCUA, MQTT), ours["submodelElements"], strict=True):
        like = [item for item in template["submodelElements"] if item["idShort"] == of[connection.protocol]]
        assert misshapen([element], like, "AID") == []


def test_the_mapping_has_the_shape_of_its_template(shared: Path) -> None:
    template = json.loads((shared / FOLDER / "IDTA_02027_Template_AIMC.json").read_text("utf-8-sig"))["submodels"][0]
    ours = tree_of(shell_of_connections(WHOLE, OWNER).submodels[1])
    assert ours["semanticId"] == template["semanticId"]
    assert misshapen(ours["submodelElements"], template["submodelElements"], "AIMC") == []


def test_ids_follow_from_names_or_stand_below_an_address() -> None:
    ids = [item.id for item in shell_of_connections(WHOLE, OWNER, "https://hanbit.example/aas").submodels]
    assert ids == [
        f"https://hanbit.example/aas/Hanbit%20Fastening/Ansan%20works/connections/{name}"
        for name in ("interfaces", "mapping", "tags")
    ]
    assert shell_of_connections(WHOLE, OWNER) == shell_of_connections(WHOLE, OWNER)
