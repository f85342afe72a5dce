"""Connections in the shape of the published templates: out and in again equal, without a secret, nothing unsaid."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pulmu.model import InputError
from pulmu.twin.shell import Notes, Submodel, mend_environment, read_environment, tree_of
from pulmu.twin.shell.submodels import (
    Connection,
    ConnectionProperty,
    Connections,
    Form,
    SecurityDefinition,
    SignalMapping,
    SignalSink,
    SignalSource,
    connection_submodels,
    read_connections,
    signal,
)
from pulmu.twin.shell.submodels.connection_terms import FORM_TERMS, PROTOCOLS, SCHEMES

IDS = ("urn:interfaces", "urn:mapping", "urn:tags")
CHANNEL = SecurityDefinition(
    name="opcua_channel_sc",
    scheme="ua_channelsec",
    terms=(
        ("uav_securityMode", "SignAndEncrypt"),
        ("uav_securityPolicy", "http://opcfoundation.org/UA/SecurityPolicy#Basic256Sha256"),
    ),
)
USER = SecurityDefinition(
    name="opcua_authentication_sc", scheme="ua_authentication", terms=(("uav_userIdentityToken", "X509IdentityToken"),)
)
TEMPERATURE = ConnectionProperty(
    key="furnace/temperature",
    type="number",
    title="temperature of the furnace",
    unit="°C",
    low=0.0,
    high=1250.5,
    observable=True,
    meaning="urn:x-pulmu:concept:temperature:1",
    form=Form(href="/?id=nsu=urn:plant;s=furnace/temperature", terms=(("uav_browsePath", "/Objects/1:Furnace"),)),
)
PIECES = ConnectionProperty(
    key="press/pieces", type="integer", low=0, form=Form(href="/?id=ns=2;i=7", security=("opcua_channel_sc",))
)
OPCUA = Connection(
    name="PressShop",
    title="Press shop",
    protocol="opcua",
    base="opc.tcp://plant.example:4840",
    definitions=(CHANNEL, USER),
    security=("opcua_channel_sc", "opcua_authentication_sc"),
    properties=(TEMPERATURE, PIECES),
    created="2026-11-28T09:00:00+09:00",
    support="mailto:plant@hanbit.example",
)
MQTT = Connection(
    name="Meters",
    title="Meters",
    protocol="mqtt",
    base="mqtts://broker.example:8883",
    definitions=(SecurityDefinition(name="basic_sc", scheme="basic", terms=(("in", "header"),)),),
    security=("basic_sc",),
    properties=(
        ConnectionProperty(
            key="meter",
            type="object",
            form=Form(
                href="hanbit/meter/1",
                terms=(("mqv_retain", "true"), ("mqv_controlPacket", "subscribe"), ("mqv_qos", "1")),
            ),
            parts=(
                ConnectionProperty(key="energy-kWh", type="number", unit="kWh"),
                ConnectionProperty(key="energy_kWh", type="number"),
            ),
        ),
    ),
)
WHOLE = Connections(
    (OPCUA, MQTT),
    (
        signal("PressShop", "press/pieces", "press/pieces"),
        signal("PressShop", "furnace/temperature", "FURNACE/temperature", factor=1.8, offset=32.0),
        SignalMapping(
            sources=(
                SignalSource(id="a", connection="Meters", keys=("meter", "energy-kWh"), polling_interval=0.5),
                SignalSource(id="b", connection="Meters", keys=("meter", "energy_kWh")),
            ),
            sinks=(SignalSink(id="sum", submodel="urn:other", path=("Totals", "Energy")),),
            default_polling_interval=1.0,
            script="function aimc_main(sources) return {sum = sources.a + sources.b} end",
        ),
    ),
)


def written(connections: Connections) -> tuple[Submodel, ...]:
    """Submodels, once through the tree that a file shows and through what mends."""
    tree = {"submodels": [tree_of(item) for item in connection_submodels(*IDS, connections)]}
    notes = Notes()
    environment = mend_environment(read_environment(json.loads(json.dumps(tree)), "f", notes), "f", notes)
    assert notes.found == []
    return environment.submodels


def read(submodels: tuple[Submodel, ...]) -> tuple[Connections, list[str]]:
    """What is read, and the codes of what was not."""
    notes = Notes()
    return read_connections(submodels, "f", notes), [item.code for item in notes.found]


def spoiled(connections: Connections, old: str, new: str) -> tuple[Connections, list[str]]:
    """What is read where a text of the file is another."""
    tree = json.dumps({"submodels": [tree_of(item) for item in connection_submodels(*IDS, connections)]})
    assert old in tree
    return read(read_environment(json.loads(tree.replace(old, new)), "f", Notes()).submodels)


def test_out_and_in_again_is_equal_and_only_the_script_is_told() -> None:
    assert read(written(WHOLE)) == (WHOLE, ["shell.mapping_script"])


_NAMES = st.text("abcXYZ019_-/. 가", min_size=1, max_size=8)
_NUMBERS = st.floats(allow_nan=False, allow_infinity=False)


@st.composite
def _any_connections(draw: Any) -> Connections:
    names = draw(st.lists(st.sampled_from(["A", "B", "C_1"]), unique=True, max_size=3))
    connections = []
    for name in names:
        protocol = draw(st.sampled_from(sorted(PROTOCOLS)))
        terms = st.lists(st.sampled_from(list(FORM_TERMS[protocol])), unique=True)
        order = list(FORM_TERMS[protocol])
        keys = draw(st.lists(_NAMES.map(str.strip).filter(bool), unique=True, max_size=3))
        properties = tuple(
            ConnectionProperty(
                key=key,
                type=draw(st.sampled_from(["number", "boolean", "string", None])),
                low=draw(st.none() | _NUMBERS),
                high=draw(st.none() | _NUMBERS),
                observable=draw(st.none() | st.booleans()),
                form=Form(href="/x", terms=tuple((t, "1") for t in sorted(draw(terms), key=order.index))),
            )
            for key in keys
        )
        scheme = draw(st.sampled_from(sorted(SCHEMES)))
        definition = SecurityDefinition(
            name=f"{scheme}_sc", scheme=scheme, terms=tuple((t, "x") for t in SCHEMES[scheme][1])
        )
        base = f"{PROTOCOLS[protocol][1][0]}://host"
        connections.append(
            Connection(
                name=name,
                title="T",
                protocol=protocol,
                base=base,
                definitions=(definition,),
                security=(definition.name,),
                properties=properties,
            )
        )
    pairs = [(one.name, item.key) for one in connections for item in one.properties]
    mappings = tuple(
        signal(*draw(st.sampled_from(pairs)), tag, factor=draw(_NUMBERS), offset=draw(_NUMBERS))
        for tag in draw(st.lists(_NAMES.map(str.strip).filter(bool), unique=True, max_size=3 if pairs else 0))
    )
    return Connections(tuple(connections), mappings)


@settings(max_examples=60, deadline=None)
@given(_any_connections())
def test_any_connections_survive(connections: Connections) -> None:
    assert read(written(connections)) == (connections, [])


def test_a_range_says_that_it_is_no_safety_limit() -> None:
    tree = json.dumps(tree_of(written(WHOLE)[0]), ensure_ascii=False)
    assert "It is no safety limit" in tree
    assert "안전 한계가 아닙니다" in tree


@pytest.mark.parametrize("base", ["opc.tcp://me:secret@plant.example:4840", "opc.tcp://me@plant.example"])
def test_no_secret_goes_out_and_none_comes_in(base: str) -> None:
    with pytest.raises(InputError) as caught:
        connection_submodels(*IDS, Connections((replace(OPCUA, base=base),)))
    assert caught.value.problems[0].code == "shell.connection_secret"
    found, codes = spoiled(Connections((OPCUA,)), OPCUA.base, base)
    assert codes == ["shell.connection_secret"]
    assert "secret" not in str(found)
    assert found.connections[0].base.startswith("opc.tcp://plant.example")


def test_what_stands_in_a_definition_beyond_the_standard_is_neither_read_nor_shown() -> None:
    tree = tree_of(connection_submodels(*IDS, Connections((MQTT,)))[0])
    endpoint = next(item for item in tree["submodelElements"][0]["value"] if item["idShort"] == "EndpointMetadata")
    definitions = next(item for item in endpoint["value"] if item["idShort"] == "securityDefinitions")
    definitions["value"][0]["value"].append(
        {"modelType": "Property", "idShort": "password", "valueType": "xs:string", "value": "hunter2"}
    )
    notes = Notes()
    found = read_connections(read_environment({"submodels": [tree]}, "f", Notes()).submodels, "f", notes)
    assert [item.code for item in notes.found] == ["shell.connection_left"]
    assert notes.found[0].place.endswith("basic_sc/password")
    assert "hunter2" not in f"{found}{notes.found}"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("opc.tcp://plant.example:4840", "", "shell.connection_lacks"),
        ('"forms"', '"other"', "shell.connection_lacks"),
        ("ua_channelsec", "handshake", "shell.connection_scheme"),
        ("1250.5", "hot", "shell.connection_number"),
    ],
)
def test_what_is_wrong_is_told(old: str, new: str, code: str) -> None:
    found, codes = spoiled(Connections((OPCUA,)), old, new)
    assert code in codes
    assert len(found.connections) == 1


def test_two_of_one_name_are_not_written() -> None:
    for twice in (Connections((OPCUA, OPCUA)), Connections((replace(OPCUA, properties=(PIECES, PIECES)),))):
        with pytest.raises(InputError) as caught:
            connection_submodels(*IDS, twice)
        assert caught.value.problems[0].code == "shell.connection_twice"


def test_a_source_that_leads_nowhere_is_left_out_and_told() -> None:
    _, mapping, tags = written(Connections((OPCUA,), (signal("PressShop", "press/pieces", "press/pieces"),)))
    assert read((mapping, tags)) == (Connections(), ["shell.mapping_source", "shell.connection_lacks"])


def test_ids_that_differ_without_a_transformation_pair_nothing() -> None:
    apart = SignalMapping(
        sources=(SignalSource(id="a", connection="PressShop", keys=("press/pieces",)),), sinks=(SignalSink(id="b"),)
    )
    assert read(written(Connections((OPCUA,), (apart,))))[1] == ["shell.mapping_pairs"]


def test_a_script_that_is_almost_ours_is_not_taken_for_a_factor() -> None:
    import base64

    ours = Connections((OPCUA,), (signal("PressShop", "press/pieces", "t", factor=2.0),))
    blob = next(
        item
        for item in tree_of(written(ours)[1])["submodelElements"][0]["value"][0]["value"]
        if item["modelType"] == "Blob"
    )["value"]
    worse = base64.b64decode(blob).decode().replace("+ 0.0", "+ 0.0 + os.time()")
    found, codes = spoiled(ours, blob, base64.b64encode(worse.encode()).decode())
    assert codes == ["shell.mapping_script"]
    assert (found.mappings[0].factor, found.mappings[0].script) == (1.0, worse)


def test_the_template_itself_is_read_with_what_it_lacks(shared: Path) -> None:
    file = shared / "data" / "aas_templates" / "IDTA_02017-1-1_Template_Asset_Interfaces_Description.json"
    notes = Notes()
    tree = json.loads(file.read_text("utf-8-sig"))
    found = read_connections(read_environment(tree, "f", Notes()).submodels, "f", notes)
    assert [item.protocol for item in found.connections] == ["http", "modbus", "mqtt", "opcua"]
    assert [item.place for item in notes.found if item.code == "shell.connection_protocol"] == [
        "f/AssetInterfacesDescription/InterfaceTemplateForBacnet",
        "f/AssetInterfacesDescription/InterfaceTemplateForIOLINK_OVER_PROFINET_REST",
    ]
    assert {item.form.href for one in found.connections for item in one.properties if item.form} == {
        "/sampleDevice/properties/voltage"
    }
