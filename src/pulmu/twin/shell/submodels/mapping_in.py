"""Asset Interfaces Mapping Configuration, IDTA 02027-2-0, read against the interfaces it maps."""

import base64
import binascii
import math
import re
from collections.abc import Iterable, Iterator

from pulmu.twin.shell.elements import Blob, ReferenceElement
from pulmu.twin.shell.environment import Submodel
from pulmu.twin.shell.notes import Notes
from pulmu.twin.shell.parts import Reference
from pulmu.twin.shell.submodels._below import ASK, Below
from pulmu.twin.shell.submodels.connection import Connections, SignalMapping, SignalSink, SignalSource
from pulmu.twin.shell.submodels.connection_terms import INTERFACES, MAPPINGS, TAGS
from pulmu.twin.shell.submodels.interfaces_in import InterfaceReader
from pulmu.twin.shell.submodels.mapping import linear_script

_LINEAR = re.compile(r"\* (-?[0-9.e+-]+) \+ (-?[0-9.e+-]+)$", re.MULTILINE)


def read_connections(submodels: Iterable[Submodel], place: str, notes: Notes) -> Connections:
    """The connections that submodels describe, and what their values feed.

    Parameters
    ----------
    submodels : All of a file; others than the two templates and our tags are passed over.
    place : Name of the file, for notes.
    notes : Takes everything that was not taken over.
    """
    everything = tuple(submodels)
    reader = InterfaceReader(notes)
    for item in _of(everything, INTERFACES):
        reader.read(item, f"{place}/{item.id_short or item.id}")
    tags = {item.id for item in _of(everything, TAGS)}
    mappings = [
        found
        for item in _of(everything, MAPPINGS)
        for found in _Mappings(reader, tags, notes).read(item, f"{place}/{item.id_short or item.id}")
    ]
    return Connections(tuple(reader.connections), tuple(mappings))


def _of(submodels: Iterable[Submodel], meaning: str) -> Iterator[Submodel]:
    """Submodels of a meaning, whatever minor edition of its template they follow."""
    family = re.sub(r"[0-9]+/Submodel$", "", meaning)
    for item in submodels:
        said = item.semantic_id.keys[-1].value if item.semantic_id is not None else ""
        if said == meaning or (family != meaning and said.startswith(family)):
            yield item


class _Mappings:
    def __init__(self, reader: InterfaceReader, tags: set[str], notes: Notes) -> None:
        self.reader, self.tags, self.notes = reader, tags, notes

    def read(self, submodel: Submodel, place: str) -> Iterator[SignalMapping]:
        """Mappings of a submodel that have a source and a sink."""
        below = Below(submodel.submodel_elements, place, self.notes)
        for _, item in below.below("MappingConfigurations").groups():
            found = self.mapping(item)
            if found is not None:
                yield found
        below.tell_rest()

    def mapping(self, below: Below) -> SignalMapping | None:
        interval = self.interval(below, "DefaultPollingInterval")
        script = self.script(below)
        sources = [self.source(item) for _, item in below.below("Sources").groups()]
        sinks = [self.sink(item) for _, item in below.below("Sinks").groups()]
        below.tell_rest()
        known = tuple(item for item in sources if item is not None)
        fed = tuple(item for item in sinks if item is not None)
        if not known or not fed:
            below.lacks("Sinks" if known else "Sources")
            return None
        plain = SignalMapping(sources=known, sinks=fed, default_polling_interval=interval)
        return self.transformed(plain, script, below.place)

    def transformed(self, plain: SignalMapping, script: str, place: str) -> SignalMapping:
        """The mapping with its factor and offset, or with a script that is kept and not run."""
        ids = [item.id for item in plain.sources], [item.id for item in plain.sinks]
        if not script:
            if set(ids[0]) != set(ids[1]):
                self.notes.warn(
                    "shell.mapping_pairs", place,
                    "there is no transformation, and ids of sources and sinks differ: it is not known what feeds what",
                    "give each sink the id of its source",
                )  # fmt: skip
            return plain
        found = _LINEAR.search(script)
        if found is not None and len(ids[0]) == len(ids[1]):
            linear = _with(plain, found[1], found[2])
            if linear is not None and linear_script(linear) == script:
                return linear
        self.notes.warn(
            "shell.mapping_script", place, "the transformation is a program: kept, and never run",
            "give a factor and an offset instead",
        )  # fmt: skip
        return SignalMapping(
            sources=plain.sources,
            sinks=plain.sinks,
            default_polling_interval=plain.default_polling_interval,
            script=script,
        )

    def script(self, below: Below) -> str:
        item = below.take("Transformation")
        if not isinstance(item, Blob) or not item.value:
            return ""
        try:
            return base64.b64decode(item.value, validate=True).decode()
        except (binascii.Error, ValueError):
            self.notes.warn(
                "shell.connection_left", f"{below.place}/Transformation", "Pulmu does not read this: not taken over",
                "look whether the connection works without it", name="Transformation",
            )  # fmt: skip
            return ""

    def interval(self, below: Below, name: str) -> float | None:
        said = below.text(name)
        if not said:
            return None
        try:
            seconds = float(said)
        except ValueError:
            seconds = math.nan
        if math.isfinite(seconds) and seconds >= 0:
            return seconds
        self.notes.warn(
            "shell.connection_number", f"{below.place}/{name}",
            f"{said!r} is not a number of use here: left open", ASK, text=said,
        )  # fmt: skip
        return None

    def source(self, below: Below) -> SignalSource | None:
        """A source, if it leads to a property that was read."""
        id_, reference = below.needed("SourceId"), self.reference(below, "Source")
        interval = self.interval(below, "PollingInterval")
        below.tell_rest()
        found = self.keys_of(reference) if reference is not None else None
        if found is None or not id_:
            self.notes.warn(
                "shell.mapping_source", below.place,
                "the source leads to no property of an interface in the file: left out",
                "give the submodel of interfaces in the same file",
            )  # fmt: skip
            return None
        return SignalSource(id=id_, connection=found[0], keys=found[1], polling_interval=interval)

    def keys_of(self, reference: Reference) -> tuple[str, tuple[str, ...]] | None:
        """Connection and keys of a reference to a property."""
        submodel, *steps = (key.value for key in reference.keys)
        if len(steps) < 4 or steps[1] != "InteractionMetadata" or set(steps[2::2]) != {"properties"}:
            return None
        return self.reader.keys.get((submodel, steps[0], tuple(steps[3::2])))

    def sink(self, below: Below) -> SignalSink | None:
        id_, reference = below.needed("SinkId"), self.reference(below, "Sink")
        below.tell_rest()
        if not id_:
            return None
        if reference is None or reference.keys[0].value in self.tags:
            return SignalSink(id=id_)
        submodel, *path = (key.value for key in reference.keys)
        return SignalSink(id=id_, submodel=submodel, path=tuple(path))

    def reference(self, below: Below, name: str) -> Reference | None:
        item = below.take(name)
        if isinstance(item, ReferenceElement) and item.value is not None:
            return item.value
        below.lacks(name)
        return None


def _with(plain: SignalMapping, factor: str, offset: str) -> SignalMapping | None:
    try:
        numbers = float(factor), float(offset)
    except ValueError:
        return None
    return SignalMapping(
        sources=plain.sources,
        sinks=plain.sinks,
        default_polling_interval=plain.default_polling_interval,
        factor=numbers[0],
        offset=numbers[1],
    )
