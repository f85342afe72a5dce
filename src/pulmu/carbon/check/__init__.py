"""Everything that can be wrong with a plant's description, and every place where a figure could be silently wrong."""

from collections.abc import Callable, Iterator

from pulmu.carbon.check.balances import check_balances
from pulmu.carbon.check.combined_heat_and_power import check_generators
from pulmu.carbon.check.electricity import check_electricity
from pulmu.carbon.check.electrolysis import check_electrolysis, check_transfers
from pulmu.carbon.check.goods import check_goods
from pulmu.carbon.check.heat import check_heat
from pulmu.carbon.check.joint import check_joint
from pulmu.carbon.check.mass_balance import check_mass_balance
from pulmu.carbon.check.measured import check_measured
from pulmu.carbon.check.outsourced import check_outsourced
from pulmu.carbon.check.parameters import check_parameters
from pulmu.carbon.check.precursors import check_precursors
from pulmu.carbon.check.references import check_references
from pulmu.carbon.check.scope import check_scope
from pulmu.carbon.check.sectors import check_sectors
from pulmu.carbon.check.steel import check_steel
from pulmu.carbon.check.streams import check_streams
from pulmu.carbon.check.surprises import check_surprises
from pulmu.carbon.check.waste_gas import check_waste_gases
from pulmu.model import Path, Plant, Problem, path_text

Place = Callable[[Path], str]

__all__ = ["check_plant"]


def check_plant(plant: Plant, place: Place = path_text) -> list[Problem]:
    """All problems of a plant: errors that stop a report, and warnings that go into it.

    Parameters
    ----------
    place : Turns a path into the words for where it stands; `Document.place` names file and line.
    """
    return list(_problems(plant, place))


def _problems(plant: Plant, place: Place) -> Iterator[Problem]:
    yield from check_scope(plant, place)
    yield from check_references(plant, place)
    yield from check_generators(plant, place)
    yield from check_electricity(plant, place)
    yield from check_goods(plant, place)
    yield from check_sectors(plant, place)
    yield from check_joint(plant, place)
    yield from check_parameters(plant, place)
    yield from check_steel(plant, place)
    yield from check_streams(plant, place)
    yield from check_mass_balance(plant, place)
    yield from check_measured(plant, place)
    yield from check_electrolysis(plant, place)
    yield from check_transfers(plant, place)
    yield from check_balances(plant, place)
    yield from check_heat(plant, place)
    yield from check_waste_gases(plant, place)
    yield from check_precursors(plant, place)
    yield from check_outsourced(plant, place)
    yield from check_surprises(plant, place)
