"""Asset Interfaces Mapping Configuration, IDTA 02027-2-0: which values of interfaces feed which tags."""

import base64
from collections.abc import Mapping, Sequence

from pulmu.twin.shell.elements import Blob, Property, ReferenceElement, SubmodelElementCollection
from pulmu.twin.shell.environment import Submodel
from pulmu.twin.shell.parts import Reference
from pulmu.twin.shell.submodels.connection import Connection, Connections, SignalMapping, SignalSink, SignalSource
from pulmu.twin.shell.submodels.connection_terms import MAPPING, MAPPING_LIST, MAPPINGS, TAGS
from pulmu.twin.shell.submodels.interfaces import interfaces_submodel, property_reference
from pulmu.twin.shell.submodels.make import (
    collected,
    given,
    listed,
    made,
    meaning,
    number,
    pointing,
    short_names,
    text,
    words,
)


def connection_submodels(interfaces: str, mapping: str, tags: str, connections: Connections) -> tuple[Submodel, ...]:
    """The two submodels of a connection, and the tags it feeds: interfaces, mapping, tags.

    Parameters
    ----------
    interfaces, mapping, tags : Ids of the submodels.

    Raises
    ------
    InputError  An address holds a name or a password (`shell.connection_secret`).
    """
    names = _tag_names(connections.mappings)
    known = {item.name: item for item in connections.connections}
    made_mappings = [_mapping(item, interfaces, tags, known, names) for item in connections.mappings]
    configurations = listed("MappingConfigurations", MAPPING_LIST, "SubmodelElementCollection", MAPPING, made_mappings)
    template = "https://admin-shell.io/IDTA 02027-2-0"
    configured = made(mapping, "AssetInterfacesMappingConfiguration", meaning(MAPPINGS), ("2", "0"), template,
                      (configurations,))  # fmt: skip
    fed = (_tags(tags, names),) if names else ()
    return (interfaces_submodel(interfaces, connections.connections), configured, *fed)


def _tag_names(mappings: Sequence[SignalMapping]) -> dict[str, str]:
    """Short names of the tags that sinks without a place of their own feed."""
    tags = list(dict.fromkeys(sink.id for item in mappings for sink in item.sinks if not sink.submodel))
    return dict(zip(tags, short_names(tags), strict=True))


def _tags(id_: str, names: Mapping[str, str]) -> Submodel:
    """Tags that are fed, each with its name; their values stand in the historian."""
    elements = [
        Property(id_short=short, value_type="xs:string", display_name=words({"en": tag[:128]}))
        for tag, short in names.items()
    ]
    return Submodel(
        id=id_, id_short="Tags", kind="Instance", semantic_id=meaning(TAGS), submodel_elements=tuple(elements)
    )


def _mapping(
    mapping: SignalMapping, interfaces: str, tags: str, known: Mapping[str, Connection], names: Mapping[str, str]
) -> SubmodelElementCollection:
    interval = mapping.default_polling_interval
    script = mapping.script or linear_script(mapping)
    sources = [
        _source(item, property_reference(interfaces, known[item.connection], item.keys)) for item in mapping.sources
    ]
    sinks = [_sink(item, _fed(item, tags, names)) for item in mapping.sinks]
    return SubmodelElementCollection(
        semantic_id=meaning(MAPPING),
        value=given(
            [
                None
                if interval is None
                else text("DefaultPollingInterval", number(interval), f"{MAPPING}/DefaultPollingInterval", "xs:double"),
                _blob(script) if script else None,
                listed("Sources", f"{MAPPING}/Sources", "SubmodelElementCollection", f"{MAPPING}/Source", sources),
                listed("Sinks", f"{MAPPING}/Sinks", "SubmodelElementCollection", f"{MAPPING}/Sink", sinks),
            ]
        ),
    )


def linear_script(mapping: SignalMapping) -> str:
    """The transformation of the standard for a factor and an offset (Lua); empty where the value stays as it is."""
    if (mapping.factor, mapping.offset) == (1.0, 0.0):
        return ""
    lines = [
        f"  result[{quoted(sink.id)}] = sources[{quoted(source.id)}] * {mapping.factor!r} + {mapping.offset!r}"
        for source, sink in zip(mapping.sources, mapping.sinks, strict=True)
    ]
    return "\n".join(("function aimc_main(sources)", "  local result = {}", *lines, "  return result", "end"))


def quoted(name: str) -> str:
    """A name as a text of Lua."""
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def _blob(script: str) -> Blob:
    return Blob(
        id_short="Transformation",
        content_type="text/plain",
        value=base64.b64encode(script.encode()).decode(),
        semantic_id=meaning(f"{MAPPING}/Transformation"),
    )


def _source(source: SignalSource, where: Reference) -> SubmodelElementCollection:
    interval = source.polling_interval
    return collected(
        None, f"{MAPPING}/Source",
        ReferenceElement(id_short="Source", semantic_id=meaning(f"{MAPPING}/Source/Source"), value=where),
        None
        if interval is None
        else text("PollingInterval", number(interval), f"{MAPPING}/Source/PollingInterval", "xs:double"),
        text("SourceId", source.id, f"{MAPPING}/Source/SourceId"),
    )  # fmt: skip


def _sink(sink: SignalSink, where: Reference) -> SubmodelElementCollection:
    return collected(
        None, f"{MAPPING}/Sink",
        ReferenceElement(id_short="Sink", semantic_id=meaning(f"{MAPPING}/Sink/Sink"), value=where),
        text("SinkId", sink.id, f"{MAPPING}/Sink/SinkId"),
    )  # fmt: skip


def _fed(sink: SignalSink, tags: str, names: Mapping[str, str]) -> Reference:
    if not sink.submodel:
        return pointing(("Submodel", tags), ("Property", names[sink.id]))
    *above, last = sink.path
    return pointing(
        ("Submodel", sink.submodel), *(("SubmodelElementCollection", step) for step in above), ("Property", last)
    )
