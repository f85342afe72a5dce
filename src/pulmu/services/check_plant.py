"""From a document to a plant, with everything that is wrong with it."""

from dataclasses import dataclass

from pulmu.carbon.check import check_plant as check_description
from pulmu.model import Document, Path, Plant, Problem, decode, has_errors
from pulmu.model.errors import problem


@dataclass(frozen=True, slots=True)
class Checked:
    """A plant with its problems; `plant` is None where an error stands in the way of any figure."""

    plant: Plant | None
    problems: tuple[Problem, ...]


def check_plant(document: Document, year: int | None = None) -> Checked:
    """Read and check a plant: all problems of form and of meaning at once.

    Parameters
    ----------
    year : Refuse a plant of another year.
    """
    decoded = decode(Plant, document)
    # What stands in for a flawed value is not looked at again, nor what would stand inside it.
    flawed = {item.place for item in decoded.problems}
    inside = tuple(place + sign for place in flawed for sign in ".[")
    meaning = [
        item
        for item in check_description(decoded.value, document.place)
        if item.place not in flawed and not item.place.startswith(inside)
    ]
    found = [*decoded.problems, *meaning, *_other_year(decoded.value, document, year)]
    problems = tuple(sorted(dict.fromkeys(found), key=lambda item: item.severity))
    return Checked(None if has_errors(problems) else decoded.value, problems)


def _other_year(plant: Plant, document: Document, year: int | None) -> list[Problem]:
    if year is None or plant.period.year == year:
        return []
    path: Path = ("period",)
    return [
        problem(
            "carbon.other_year",
            document.place(path),
            f"the plant describes {plant.period.year}, not {year}",
            "give the file of that year; figures of one year are not used for another",
            year=plant.period.year,
            wanted=year,
        )
    ]
