"""The mass test of an importer's year: 50 t over four sectors, beyond which all goods of the year are owed for."""

from collections.abc import Iterable
from dataclasses import dataclass

from pulmu.carbon.obligation import mass_of_the_year
from pulmu.carbon.quote import quoted
from pulmu.model import Figure, fact
from pulmu.model.imports import ImportLine
from pulmu.reference import country, find_good, parameter

COUNTED = frozenset({"iron_steel", "aluminium", "fertilisers", "cement"})


@dataclass(frozen=True, slots=True)
class MassTest:
    """Mass of the year against the threshold.

    Parameters
    ----------
    mass : Net mass of the four sectors. [t]
    is_exceeded : More than the threshold; exactly the threshold is not.
    """

    mass: Figure
    threshold: Figure
    is_exceeded: bool

    def obliges(self, line: ImportLine) -> bool:
        """Whether a line is owed for; hydrogen and electricity always are, whatever their mass."""
        return self.is_exceeded or find_good(line.cn_code).sector not in COUNTED


def mass_test(lines: Iterable[ImportLine]) -> MassTest:
    """The test over the lines of one importer and calendar year; goods of exempt origin are not of the regulation."""
    counted = [
        fact(line.mass, "net mass", line.id, "t")
        for line in lines
        if find_good(line.cn_code).sector in COUNTED and not country(line.country_of_origin).exempt
    ]
    mass = mass_of_the_year.figure(masses=counted)
    threshold = quoted(parameter("single_mass_threshold"), "single mass-based threshold")
    return MassTest(mass, threshold, mass.value > threshold.value)
