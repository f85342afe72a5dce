"""Everything a place is made of, as it is handed to the surfaces."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pulmu.model import Document, Plant
from pulmu.model.programme import Programme
from pulmu.services.access.gate import Gate
from pulmu.services.accounts.door import Door
from pulmu.services.accounts.provider import NoProviders, Providers
from pulmu.services.applications.columns import UploadColumn
from pulmu.services.export.store import ExportStore
from pulmu.services.guarded_lines.reach import Desks, NoDesks
from pulmu.services.letters.drawing import LetterDrawing
from pulmu.services.live_firms import LiveFirms
from pulmu.services.live_reports import LiveReports
from pulmu.services.market.board import LiveMarket
from pulmu.services.measures.answer import MeasuresAnswer
from pulmu.services.measures.pay import Backing
from pulmu.services.populations import NoPopulations, Populations
from pulmu.services.ports import KeptSamples, Language
from pulmu.services.records.store import ObjectStore, Store
from pulmu.services.report import Report
from pulmu.services.rounds.live import LiveRounds
from pulmu.services.schedules.desk import ScheduleDesk
from pulmu.services.shell_content import ShellDesk
from pulmu.services.workspaces.measured import Measured


def _none_kept(file: str) -> KeptSamples:
    raise LookupError(file)


@dataclass(frozen=True, slots=True)
class Place:
    """A place with what it needs.

    Parameters
    ----------
    read_plant : The document in the content of an uploaded file, by content and name; in a process of its own where it
        is binary.
    draw_report : Files of a report by name.
    draw_sankey : Where the embedded emissions of a report come from, as SVG.
    samples : Names of the sample plants.
    read_sample : The document of one.
    read_line : The document of a line in the content of a file, YAML or JSON, by content and name.
    sample_line : The line of a sample plant.
    sample_calls : The sample calls by name.
    plant_workbook : The workbook to fill in; with a plant, filled in.
    measures_workbook, measures_paper : A plan of measures as a workbook, and as a PDF of a day.
    plant_file : A plant as the file its name asks for: workbook, YAML or JSON.
    read_firms : The document in the content of a firm's file, YAML or JSON, by content and name.
    tree_file : A document as it stands, YAML or JSON as the name says.
    programmes : The support programmes that come with Pulmu.
    firms : What people look at of firms.
    reforms : The reforms that come with it, by id.
    read_round : The document of a round of matching in the content of a file, a workbook too.
    read_offers, read_needs : The document in the content of a file of offers (a workbook too) or needs.
    offers_workbook : An empty table of offers.
    market : Offers that are shown, ready to be searched.
    letters : How letters of decisions are drawn.
    schedules : Where files of jobs are read, and schedules become files.
    shells : Where files of administration shells are read and written.
    read_programme, read_call, read_application, read_reform : The document in the content of a file, YAML or JSON, by
        content and name.
    read_reviewers : The document in the content of a file of reviewers, a table too.
    read_upload : Applications in a table an officer sent, by content, name and columns.
    look_at_paper : The media type of a paper that goes to another workspace, by content and name; or why it may not.
    upload_template : The empty table for it.
    close : Gives back what is open.
    measured : Readings and books of workspaces.
    exports : Exports of workspaces that wait to be taken.
    live : Figures people look at.
    rounds : Rounds of matching people look at.
    providers : Who else says who somebody is.
    populations : Nations of firms that reforms are tried on.
    desks : Desks of the guards of its lines.
    look_at_samples : Kept samples of a live plant, by the path of their file.
    look_at_unusual : What was unusual in them, as it was written beside them.
    check_room : Raises an `OutsideError` where nothing can be written among the files of the place.
    """

    store: Store
    objects: ObjectStore
    gate: Gate
    door: Door
    read_plant: Callable[[bytes, str], Document]
    draw_report: Callable[[Report, Language], Mapping[str, bytes]]
    draw_sankey: Callable[[Report, Language], str]
    samples: tuple[str, ...]
    read_sample: Callable[[str], Document]
    read_line: Callable[[bytes, str], Document]
    sample_line: Callable[[str], Document]
    sample_calls: Callable[[], Mapping[str, Document]]
    plant_workbook: Callable[[Language, Plant | None], bytes]
    measures_workbook: Callable[[MeasuresAnswer, Sequence[Backing] | None, Language], bytes]
    measures_paper: Callable[[MeasuresAnswer, Sequence[Backing] | None, Language, date], bytes]
    plant_file: Callable[[Document, str, Language], bytes]
    read_firms: Callable[[bytes, str], Document]
    tree_file: Callable[[Document, str], bytes]
    programmes: Callable[[], tuple[Programme, ...]]
    firms: LiveFirms
    reforms: Callable[[], Mapping[str, Document]]
    read_programme: Callable[[bytes, str], Document]
    read_call: Callable[[bytes, str], Document]
    read_application: Callable[[bytes, str], Document]
    look_at_paper: Callable[[bytes, str], str]
    read_reviewers: Callable[[bytes, str], Document]
    read_upload: Callable[[bytes, str, Mapping[str, tuple[str, ...]]], Document]
    upload_template: Callable[[Sequence[UploadColumn], Language], bytes]
    read_reform: Callable[[bytes, str], Document]
    read_offers: Callable[[bytes, str], Document]
    read_needs: Callable[[bytes, str], Document]
    read_round: Callable[[bytes, str], Document]
    offers_workbook: Callable[[Language], bytes]
    market: LiveMarket
    letters: LetterDrawing
    schedules: ScheduleDesk
    shells: ShellDesk
    close: Callable[[], None]
    measured: Measured
    exports: ExportStore
    live: LiveReports = field(default_factory=LiveReports)
    rounds: LiveRounds = field(default_factory=LiveRounds)
    providers: Providers = field(default_factory=NoProviders)
    populations: Populations = field(default_factory=NoPopulations)
    desks: Desks = field(default_factory=NoDesks)
    check_room: Callable[[], None] = lambda: None
    look_at_samples: Callable[[str], KeptSamples] = field(default=_none_kept)
    look_at_unusual: Callable[[str], Sequence[Mapping[str, Any]]] = field(default=lambda _: ())
