"""Time Series Data, IDTA 02008-1-1: linked, since readings stand in a historian and not in a shell."""

from dataclasses import dataclass

from pulmu.twin.shell.elements import Property
from pulmu.twin.shell.environment import Submodel
from pulmu.twin.shell.submodels.concepts import concept_id
from pulmu.twin.shell.submodels.make import IDTA, Words, collected, made, meaning, pointing, text, told

_IDS = f"{IDTA}TimeSeries/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Readings of one instrument, and where to ask for them.

    Parameters
    ----------
    endpoint, query : Address of the service, and what to ask it.
    start, end : First and last instant the link answers for (ISO 8601); empty: left out.
    """

    name: Words
    description: Words
    endpoint: str
    query: str
    start: str = ""
    end: str = ""


def series_submodel(id_: str, series: Series) -> Submodel:
    """The series: what its columns are, and one segment that links to them."""
    record = collected(
        "Record", f"{_IDS}Record/1/1",
        Property(id_short="Time", value_type="xs:dateTime", semantic_id=meaning(f"{_IDS}UtcTime/1/1")),
        Property(id_short="Reading", value_type="xs:double", semantic_id=meaning(concept_id("meter_reading"))),
    )  # fmt: skip
    metadata = collected(
        "Metadata", f"{_IDS}Metadata/1/1",
        told("Name", series.name, f"{_IDS}Metadata/Name/1/1"),
        told("Description", series.description, f"{_IDS}Metadata/Description/1/1") if series.description else None,
        record,
    )  # fmt: skip
    linked = collected(
        "LinkedSegment", f"{_IDS}Segments/LinkedSegment/1/1",
        told("Name", series.name, f"{_IDS}Segment/Name/1/1"),
        text("StartTime", series.start, f"{_IDS}Segment/StartTime/1/1") if series.start else None,
        text("EndTime", series.end, f"{_IDS}Segment/EndTime/1/1") if series.end else None,
        text("Endpoint", series.endpoint, f"{_IDS}Endpoint/1/1"),
        text("Query", series.query, f"{_IDS}Query/1/1"),
    )  # fmt: skip
    segments = collected("Segments", f"{_IDS}Segments/1/1", linked)
    template = f"{IDTA}SubmodelTemplate/TimeSeries/1/1"
    return made(id_, "TimeSeries", pointing(("Submodel", f"{_IDS}1/1")), ("1", "1"), template, (metadata, segments))
