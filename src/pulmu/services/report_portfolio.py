"""Reports of a whole folder of plants, for an association: what the index of all says of each."""

import dataclasses
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from pulmu.model import Problem, has_errors, warning
from pulmu.model.attribute import Doc
from pulmu.services.report import Remark, Report, Value

_UNFIT = re.compile(r"[^\w.()\[\] -]+")
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d|index)(\..*)?", re.IGNORECASE)
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class PlantOfPortfolio:
    """A plant's file, and the folder its report goes into."""

    file: str
    folder: str


@dataclass(frozen=True, slots=True)
class GoodOfPortfolio:
    """What the index tells of a good."""

    id: str
    name: str
    name_local: str
    cn_code: str
    cbam_good: bool
    activity_level: Annotated[float, Doc("t")]
    specific_embedded_emissions: Annotated[float, Doc("t CO2e/t")]
    share_of_default_values: float
    cost: Annotated[float | None, Doc("EUR, all quarters, by actual values")]
    default_cost: Annotated[float | None, Doc("EUR, by default values")]


@dataclass(frozen=True, slots=True)
class Entry:
    """What became of one file: its report's figures, or what stands in its way; warnings in either case."""

    file: Annotated[str, Doc("path below the folder that was asked for")]
    folder: Annotated[str, Doc("folder of its report; empty where there is none")] = ""
    company: str = ""
    installation: str = ""
    year: int | None = None
    report_sha256: str = ""
    goods: tuple[GoodOfPortfolio, ...] = ()
    problems: tuple[Remark, ...] = ()

    @property
    def reported(self) -> bool:
        """Whether it has a report."""
        return bool(self.folder)


@dataclass(frozen=True, slots=True)
class Portfolio:
    """Index of the reports of a folder, in the order of the files' names."""

    format: Literal["pulmu.portfolio/1"]
    program: str
    edition: str
    scenario: str | None
    entries: tuple[Entry, ...]


Work = Callable[[PlantOfPortfolio], Entry]
"""Reads a file, computes and writes its report; goes to other processes."""


def named_plants(files: Sequence[str]) -> tuple[PlantOfPortfolio, ...]:
    """A folder of its own for each file, named after it: fit for every system, and none twice."""
    taken: set[str] = set()
    found: list[PlantOfPortfolio] = []
    for file in files:
        name = _folder_name(file)
        free = next(item for item in _numbered(name) if item.casefold() not in taken)
        taken.add(free.casefold())
        found.append(PlantOfPortfolio(file, free))
    return tuple(found)


def _folder_name(file: str) -> str:
    stem = file.rpartition(".")[0] or file
    plain = _UNFIT.sub("_", stem.replace("\\", "/").replace("/", "-")).strip(" ._-")[:_LONGEST].rstrip(" ._-")
    return f"plant-{plain}" if not plain or _RESERVED.fullmatch(plain) else plain


def _numbered(name: str) -> Iterator[str]:
    yield name
    number = 2
    while True:
        yield f"{name}-{number}"
        number += 1


def reported(plant: PlantOfPortfolio, report: Report) -> Entry:
    """The entry of a report that was written."""
    return Entry(
        file=shown_file(plant.file),
        folder=plant.folder,
        company=report.company.name,
        installation=report.installation.name,
        year=report.period.year,
        report_sha256=report.sha256,
        goods=tuple(
            GoodOfPortfolio(
                id=good.id,
                name=good.name,
                name_local=good.name_local,
                cn_code=good.cn_code,
                cbam_good=good.cbam_good,
                activity_level=good.activity_level.value,
                specific_embedded_emissions=good.specific_embedded_emissions.value,
                share_of_default_values=good.share_of_default_values.value,
                cost=_number(good.cost),
                default_cost=_number(good.default_cost),
            )
            for good in report.goods
        ),
        problems=report.remarks,
    )


def shown_file(file: str) -> str:
    """A name as it can be written down: what a disk holds may be no text."""
    return "".join(sign if sign.isprintable() else "?" for sign in file)


def _number(value: Value | None) -> float | None:
    return None if value is None else value.value


def refused(file: str, problems: Sequence[Problem], *, earlier: str = "") -> Entry:
    """The entry of a file without a report.

    Parameters
    ----------
    earlier : Folder of a report that an earlier run wrote; it stays, and is warned of.
    """
    stale = warning(
        "report.earlier_report",
        shown_file(file),
        f"the report of an earlier run still stands in {earlier}; it is not of this file as it is now",
        "mend the file and run the command again, or remove that folder",
        folder=earlier,
    )
    told = (*problems, stale) if earlier else problems
    return Entry(file=shown_file(file), problems=tuple(_remark(item) for item in told))


def told_twice(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Entries of the same installation and year are warned of: one of them may be an old file."""
    files: dict[tuple[str, str, int | None], list[str]] = {}
    for entry in entries:
        if entry.reported:
            files.setdefault(_key(entry), []).append(entry.file)
    return tuple(_warned(entry, files.get(_key(entry), []) if entry.reported else []) for entry in entries)


def _key(entry: Entry) -> tuple[str, str, int | None]:
    return entry.company, entry.installation, entry.year


def _warned(entry: Entry, files: Sequence[str]) -> Entry:
    if len(files) < 2:
        return entry
    others = ", ".join(name for name in files if name != entry.file)
    twice = warning(
        "report.plant_twice",
        entry.file,
        f"{entry.installation} in {entry.year} is also described by {others}",
        "keep one file for each installation and year",
        installation=entry.installation,
        year=entry.year,
        others=others,
    )
    return dataclasses.replace(entry, problems=(*entry.problems, _remark(twice)))


def _remark(item: Problem) -> Remark:
    return Remark(item.code, item.place, item.message, item.mend, dict(item.values), item.severity)


def problems_of(entry: Entry) -> tuple[Problem, ...]:
    """Its problems, to be shown."""
    return tuple(
        Problem(item.code, item.place, item.message, item.mend, tuple(item.values.items()), item.severity)
        for item in entry.problems
    )


def is_sound(portfolio: Portfolio) -> bool:
    """Whether every file has its report."""
    return all(entry.reported and not has_errors(problems_of(entry)) for entry in portfolio.entries)
