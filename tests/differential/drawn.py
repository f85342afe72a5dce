"""A plant as plain numbers, before anybody computes: what the generator draws, and what both sides are given.

Amounts stand in the units of the official workbook: t or 1000Nm3, GJ per unit, t CO2 per TJ or per unit, TJ, MWh.
"""

from dataclasses import dataclass, field

Users = dict[str, float | None]
"""Amount by user; None for (part of) the rest."""


@dataclass(frozen=True)
class DrawnStep:
    """A step of a process; whether the law leaves it out is drawn, not looked up."""

    id: str
    kind: str
    excluded: bool


@dataclass(frozen=True)
class DrawnGood:
    """A good: its code and output. [t]"""

    id: str
    cn_code: str
    tonnes: float


@dataclass(frozen=True)
class DrawnProcess:
    """A process; `category` and `routes` by the words of the workbook, '' for a process outside Annex I.

    Parameters
    ----------
    routes : Row of the route in the workbook's list: share of the output.
    own : Good of another process: mass consumed. [t]
    letter : Route letter of the benchmark tables.
    """

    id: str
    category: str
    routes: dict[int, float]
    goods: tuple[DrawnGood, ...]
    steps: tuple[DrawnStep, ...] = ()
    own: dict[str, float] = field(default_factory=dict)
    letter: str = ""

    @property
    def tonnes(self) -> float:
        """Output of all goods. [t]"""
        return sum(good.tonnes for good in self.goods)


@dataclass(frozen=True)
class DrawnStream:
    """A source stream.

    Parameters
    ----------
    method : "combustion" or "process".
    unit : "t" or "1000Nm3".
    heating_value : GJ per unit; None where the factor is per unit.
    factor, per : The emission factor, and "TJ" or the unit.
    share : Of the carbon that burns or reacts.
    biomass : Share of carbon from biomass; `proven` where its evidence is there.
    looked_up : The plant's file names a material of the tables and gives no factors.
    written : How the plant's file gives the amount: a factor to its unit, by that unit.
    """

    id: str
    method: str
    material: str
    unit: str
    amount: float
    factor: float
    per: str
    users: Users
    heating_value: float | None = None
    share: float = 1.0
    biomass: float = 0.0
    proven: bool = False
    looked_up: bool = False
    written: tuple[str, float] = ("t", 1.0)
    gross: float | None = None


@dataclass(frozen=True)
class DrawnEquipment:
    """A furnace, a boiler or a generator: what it serves, and the mass each put through. [t, MWh]"""

    id: str
    kind: str
    serves: dict[str, float | None] = field(default_factory=dict)
    megawatt_hours: float | None = None


@dataclass(frozen=True)
class DrawnNet:
    """A heat net. [TJ, t CO2/TJ]

    Parameters
    ----------
    origin : "boilers", "imported" or "recovered".
    factor : Of the supplier, where verified; else None and the standard factor is meant.
    """

    id: str
    origin: str
    users: Users
    boilers: tuple[str, ...] = ()
    recovered_from: str = ""
    exported: float = 0.0
    produced: float | None = None
    efficiency: float | None = None
    factor: float | None = None
    verified: bool = False


@dataclass(frozen=True)
class DrawnPurchase:
    """A delivery of a precursor. [t, t CO2e/t, MWh/t, t CO2/MWh]

    Parameters
    ----------
    category : By the words of the workbook.
    annex_ii : Direct emissions only.
    default : Published default value of the country, or of unknown origin; None where none is needed.
    verified : The supplier's value comes with its report.
    proven_use : Its users took this delivery only.
    """

    id: str
    cn_code: str
    category: str
    annex_ii: bool
    country: str
    exempt: bool
    received: float
    users: Users
    default: float | None
    direct: float
    electricity: float
    electricity_factor: float
    verified: bool
    proven_use: bool


@dataclass(frozen=True)
class DrawnSupply:
    """A supply of electricity. [MWh, t CO2e/MWh]"""

    id: str
    kind: str
    amount: float
    factor: float


@dataclass(frozen=True)
class Drawn:
    """A whole plant."""

    number: int
    processes: tuple[DrawnProcess, ...]
    streams: tuple[DrawnStream, ...]
    equipment: tuple[DrawnEquipment, ...]
    nets: tuple[DrawnNet, ...]
    purchases: tuple[DrawnPurchase, ...]
    supplies: tuple[DrawnSupply, ...]
    power: Users
    markup: float | None
    """Rate added to default values of precursors; None where the plant decided against it."""

    @property
    def in_workbook(self) -> tuple[DrawnProcess, ...]:
        """Processes that have a block in the workbook."""
        return tuple(process for process in self.processes if process.category)

    def process(self, name: str) -> DrawnProcess:
        """A process by its id."""
        return next(item for item in self.processes if item.id == name)
