"""How the emissions of a template are divided: what processes emit, what boilers make heat of, and who uses it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pulmu.carbon.boundary import has_mass_balance
from pulmu.reference import list_sectors
from pulmu.services._official_chain import (
    NATURAL_GAS,
    measured_emissions,
    perfluorocarbons,
    stream_emissions,
    stream_energy,
)
from pulmu.services.official_content import MASS_BALANCE, OfficialContent, OfficialProcess, category_name

_SAME = 1e-9
_BALANCED = {
    category_name(sector.goods_category) for sector in list_sectors() if has_mass_balance(sector.goods_category)
}
"""Categories whose processes may have a mass balance of carbon."""
_MOST_EFFICIENT = 1.05
"""Heat over net energy of a boiler's fuel; heat beyond it was not made here."""


@dataclass
class Net:
    """A heat net: who uses how much, with which factor. [TJ, t CO2/TJ]

    Parameters
    ----------
    boiler : Own boiler that feeds it; empty where a process's waste heat or a supplier does.
    exporter : Number of the process whose waste heat feeds it.
    sold : Heat that left the installation.
    """

    name: str
    factor: float
    users: dict[int, float] = field(default_factory=dict)
    boiler: str = ""
    exporter: int | None = None
    sold: float = 0.0


@dataclass
class _Wish:
    """Heat a process takes, and its factor. [TJ, t CO2/TJ]"""

    process: int
    amount: float
    factor: float


class HeatPlan:
    """Heat nets that give every process the heat and the factor the template tells, and who burns what share.

    What a process exports goes to the processes that take heat of the same factor, else to the outside. What is left is
    of own boilers, where the streams emit enough beyond the processes, else it was bought.

    Parameters
    ----------
    handed_on : CO2 that is out of what each process emits, by its id: its streams gave it off. [t CO2]
    emitted : What each process, generator and boiler gives off by burning, by its id. [t CO2]
    gas_of : Waste gas that the generator of each process burns: what its fuels cannot account for. [TJ]
    cells : Number of the process with electrolysis cells, whose perfluorocarbons are apart.
    left : Emissions of the streams that no process and no boiler is known to burn. [t CO2]
    """

    def __init__(
        self, content: OfficialContent, processes: dict[int, str], handed_on: Mapping[str, float] | None = None
    ) -> None:
        self.handed_on = handed_on or {}
        self.balance = sum(stream_emissions(row) for row in content.streams if row.method == MASS_BALANCE)
        self.burnt = sum(stream_emissions(row) for row in content.streams if row.method not in (None, MASS_BALANCE))
        self.burnt += sum(measured_emissions(row) for row in content.measured)
        self.total = self.balance + self.burnt
        self.balancing = {name for number, name in processes.items() if content.processes[number].category in _BALANCED}
        self.cells = _smelter(content, processes)
        self.perfluorocarbons = sum(perfluorocarbons(row) for row in content.electrolysis if row.method)
        self.energy = sum(stream_energy(row) for row in content.streams if row.method)
        self.left = self.total
        self.emitted: dict[str, float] = {}
        self.boilers: list[str] = []
        self.generators: dict[str, int] = {}
        self.gas_of: dict[int, float] = {}
        self.nets: list[Net] = []
        rows = {number: content.processes[number] for number in processes}
        for number, name in processes.items():
            self._put_direct(number, name, rows[number])
        wishes = [_Wish(number, row.heat_in, row.heat_in_factor or 0.0) for number, row in rows.items() if row.heat_in]
        for number, row in rows.items():
            if row.heat_out:
                self.nets.append(_recovered(number, row.heat_out, row.heat_out_factor or 0.0, wishes))
        for factor in dict.fromkeys(wish.factor for wish in wishes if wish.amount > 0):
            self._put_heat(factor, [wish for wish in wishes if wish.factor == factor and wish.amount > 0])

    def _share(self, name: str, emissions: float) -> None:
        self.emitted[name] = emissions
        self.left -= emissions

    def shares(self, is_balance: bool) -> dict[str, float]:
        """Part that each one has of the streams of a mass balance, or of all others and of stacks.

        A mass balance belongs to processes that may have one, or else to none of those that are known; boilers and
        generators never have one. Where that does not fit what is emitted, all share everything alike.
        """
        balanced = self._balanced()
        burnt = {name: amount - balanced.get(name, 0.0) for name, amount in self.emitted.items()}
        if sum(burnt.values()) > self.burnt + _SAME * abs(self.total):
            return _parts(self.emitted, self.total)
        return _parts(balanced, self.balance) if is_balance else _parts(burnt, self.burnt)

    def _balanced(self) -> dict[str, float]:
        """What each process gives off by a mass balance. [t CO2]"""
        able = {name: amount for name, amount in self.emitted.items() if name in self.balancing and amount > 0}
        if not able or not self.balance > 0:
            return {}
        part = min(1.0, self.balance / sum(able.values()))
        return {name: amount * part for name, amount in able.items()}

    def _put_direct(self, number: int, name: str, row: OfficialProcess) -> None:
        burnt = (row.direct or 0.0) + self.handed_on.get(name, 0.0)
        burnt -= self.perfluorocarbons if number == self.cells else 0.0
        if row.exported:
            generator = f"generator_{number + 1}"
            self.generators[generator] = number
            made = row.exported * (row.exported_factor or 0.0)
            of_gas = min(max(0.0, made - burnt), (row.gas_in or 0.0) * NATURAL_GAS)
            self.gas_of[number] = of_gas / NATURAL_GAS
            self._share(generator, made - of_gas)
            burnt -= made - of_gas
        self._share(name, burnt)

    def _put_heat(self, factor: float, wishes: list[_Wish]) -> None:
        net = Net(f"heat_{len(self.nets) + 1}", factor, {wish.process: wish.amount for wish in wishes})
        emissions = factor * sum(net.users.values())
        heat = sum(net.users.values())
        fuel = self.energy * emissions / self.burnt if self.burnt > 0 else 0.0
        if emissions <= self.left + _SAME * self.total and heat <= fuel * _MOST_EFFICIENT:
            net.boiler = f"boiler_{len(self.boilers) + 1}"
            self.boilers.append(net.boiler)
            self._share(net.boiler, emissions)
        self.nets.append(net)


def _parts(amounts: Mapping[str, float], whole: float) -> dict[str, float]:
    return {name: amount / whole for name, amount in amounts.items() if amount > 0} if whole > 0 else {}


def _smelter(content: OfficialContent, processes: dict[int, str]) -> int | None:
    """The process whose cells the template lists: the first that makes unwrought aluminium."""
    found = (number for number in processes if content.processes[number].category == "Unwrought aluminium")
    return next(found, None)


def _recovered(exporter: int, amount: float, factor: float, wishes: list[_Wish]) -> Net:
    net = Net(f"heat_of_{exporter + 1}", factor, exporter=exporter)
    for wish in wishes:
        if wish.process != exporter and wish.amount > 0 and abs(wish.factor - factor) <= _SAME * max(1.0, factor):
            part = min(wish.amount, amount)
            if part > 0:
                net.users[wish.process] = part
            amount -= part
            wish.amount -= part
    net.sold = amount
    return net
