"""How the emissions of a template are divided: what processes emit, what boilers make heat of, and who uses it."""

from dataclasses import dataclass, field

from pulmu.services._official_chain import measured_emissions, perfluorocarbons, stream_emissions, stream_energy
from pulmu.services.official_content import OfficialContent, OfficialProcess

_SAME = 1e-9
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
    shares : Part of all streams and stacks that each process, generator and boiler burns, by its id.
    cells : Number of the process with electrolysis cells, whose perfluorocarbons are apart.
    left : Emissions of the streams that no process and no boiler is known to burn. [t CO2]
    """

    def __init__(self, content: OfficialContent, processes: dict[int, str]) -> None:
        self.total = sum(stream_emissions(row) for row in content.streams if row.method)
        self.total += sum(measured_emissions(row) for row in content.measured)
        self.cells = _smelter(content, processes)
        self.perfluorocarbons = sum(perfluorocarbons(row) for row in content.electrolysis if row.method)
        self.energy = sum(stream_energy(row) for row in content.streams if row.method)
        self.left = self.total
        self.shares: dict[str, float] = {}
        self.boilers: list[str] = []
        self.generators: dict[str, int] = {}
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
        self.shares[name] = emissions / self.total if self.total > 0 else 0.0
        self.left -= emissions

    def _put_direct(self, number: int, name: str, row: OfficialProcess) -> None:
        made = (row.exported or 0.0) * (row.exported_factor or 0.0)
        if row.exported:
            generator = f"generator_{number + 1}"
            self.generators[generator] = number
            self._share(generator, made)
        elsewhere = made + (self.perfluorocarbons if number == self.cells else 0.0)
        self._share(name, (row.direct or 0.0) - elsewhere)

    def _put_heat(self, factor: float, wishes: list[_Wish]) -> None:
        net = Net(f"heat_{len(self.nets) + 1}", factor, {wish.process: wish.amount for wish in wishes})
        emissions = factor * sum(net.users.values())
        heat = sum(net.users.values())
        fuel = self.energy * emissions / self.total if self.total > 0 else 0.0
        if emissions <= self.left + _SAME * self.total and heat <= fuel * _MOST_EFFICIENT:
            net.boiler = f"boiler_{len(self.boilers) + 1}"
            self.boilers.append(net.boiler)
            self._share(net.boiler, emissions)
        self.nets.append(net)


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
