"""A folder of plants, each reported."""

import functools
from dataclasses import dataclass
from pathlib import Path

from pulmu.bootstrap.files import save_files
from pulmu.bootstrap.meters import kept_in
from pulmu.bootstrap.plants import read_plant
from pulmu.bootstrap.reports import drawings, report_files
from pulmu.metering import GapPolicy
from pulmu.model import Problem, PulmuError
from pulmu.services.ports import (
    Language,
)
from pulmu.services.report import Report
from pulmu.services.report_portfolio import Entry, PlantOfPortfolio, Portfolio
from pulmu.services.run_portfolio import Tell, Workers


@dataclass(frozen=True, slots=True)
class PortfolioOrder:
    """What is wanted of a folder of plants."""

    folder: str
    out: str
    language: Language
    year: int | None
    edition: str
    scenario: str | None
    store: Path | None
    gaps: GapPolicy


def portfolio_of_folder(order: PortfolioOrder, workers: Workers, tell: Tell) -> Portfolio:
    """Report every plant file of a folder, and write the index last: where it stands, everything is done."""
    import pulmu
    from pulmu.adapters.folder import only_run_in, remove_files
    from pulmu.adapters.plant_folder import find_plant_files
    from pulmu.adapters.portfolio_index import INDEX_FILES, index_files
    from pulmu.services.report_portfolio import named_plants, refused
    from pulmu.services.run_portfolio import report_all

    files, unread = find_plant_files(order.folder, order.out)
    with only_run_in(order.out):
        remove_files(order.out, INDEX_FILES)
        entries = report_all(named_plants(files), functools.partial(report_one, order), workers, tell)
        lost = tuple(refused(item.place, (item,)) for item in unread)
        portfolio = Portfolio(
            "pulmu.portfolio/1", f"pulmu {pulmu.__version__}", order.edition, order.scenario, (*entries, *lost)
        )
        save_files(Path(order.out), index_files(portfolio, order.language))
    return portfolio


def report_one(order: PortfolioOrder, plant: PlantOfPortfolio) -> Entry:
    """Read one plant of a folder, compute it and write its report; one that stands there already is not drawn again.

    Raises
    ------
    OutsideError  The disk is full (`outside.disk_full`), which is no fault of the plant.
    """
    from pulmu.services.cite import cite_totals
    from pulmu.services.report_cbam import report_cbam
    from pulmu.services.report_portfolio import refused, reported
    from pulmu.services.run_portfolio import DISK_FULL

    folder = Path(order.out, plant.folder)
    problems: tuple[Problem, ...] = ()
    try:
        kept = kept_in(order.store) if order.store is not None else None
        document = cite_totals(read_plant(str(Path(order.folder, plant.file))), kept, order.gaps)
        outcome = report_cbam(document, year=order.year, edition=order.edition, scenario=order.scenario)
        if outcome.report is not None:
            if not _stands_there(folder, outcome.report, order.language):
                save_files(folder, report_files(outcome.report, order.language))
            return reported(plant, outcome.report)
        problems = outcome.problems
    except PulmuError as error:
        if error.problems[0].code == DISK_FULL:
            raise
        problems = error.problems
    return refused(plant.file, problems, earlier=plant.folder if (folder / "report.json").is_file() else "")


def _stands_there(folder: Path, report: Report, language: Language) -> bool:
    """Whether every file of this very report is there: folders are written whole or not at all."""
    drawn = drawings(language)
    try:
        written = (folder / "report.json").read_bytes()
    except OSError:
        return False
    return written == drawn["report.json"](report) and all((folder / name).is_file() for name in drawn)
