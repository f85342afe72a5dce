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
    unit, content : Functional unit, and tonnes of it in a tonne of good.
    counts_electricity : Its own indirect emissions are part of the CBAM figure.
    """

    id: str
    category: str
    routes: dict[int, float]
    goods: tuple[DrawnGood, ...]
    steps: tuple[DrawnStep, ...] = ()
    own: dict[str, float] = field(default_factory=dict)
    letter: str = ""
    unit: str = "tonne"
    content: float = 1.0
    counts_electricity: bool = False

    @property
    def tonnes(self) -> float:
        """Output of all goods. [t]"""
        return sum(good.tonnes for good in self.goods)


@dataclass(frozen=True)
class DrawnStream:
    """A source stream.

    Parameters
    ----------
    method : "combustion", "process", or "in" and "out" of a mass balance.
    unit : "t" or "1000Nm3".
    heating_value : GJ per unit; None where the factor is per unit.
    factor, per : The emission factor, and "TJ" or the unit; of a mass balance the carbon content. [t C per unit]
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
    """A furnace, a boiler or a generator: what it serves, and the mass each put through. [t, MWh]

    Parameters
    ----------
    exported : Part of its electricity that leaves the installation.
    is_named : Its electricity is a supply of the whole plant, and not of the process it serves.
    combined : Of combined heat and power.
    """

    id: str
    kind: str
    serves: dict[str, float | None] = field(default_factory=dict)
    megawatt_hours: float | None = None
    exported: float = 0.0
    is_named: bool = False
    combined: "DrawnCombined | None" = None


@dataclass(frozen=True)
class DrawnCombined:
    """Combined heat and power. [TJ, 1]

    Parameters
    ----------
    heat : By meter; None where efficiencies split the emissions.
    efficiencies : Of heat and electricity by design; None for the fall-back.
    references : Of heat and electricity, by the table for class, year and form.
    """

    fuel_class: str
    year: int
    form: str
    condensate_counted: bool
    heat: float | None
    efficiencies: tuple[float, float] | None
    references: tuple[float, float]


@dataclass(frozen=True)
class DrawnNet:
    """A heat net. [TJ, t CO2/TJ]

    Parameters
    ----------
    origin : "boilers", "imported" or "recovered".
    factor : Of the supplier, where verified; else None and the standard factor is meant.
    heat_of : Of recovered heat: "exhaust", "exothermic" or "electricity".
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
    heat_of: str = "exhaust"


@dataclass(frozen=True)
class DrawnWasteGas:
    """A waste gas of an own process, or of a neighbour where `produced_by` is ''. [1000Nm3, GJ/1000Nm3, t CO2/TJ]

    Parameters
    ----------
    counted_here : Its carbon is not in the source streams of its process.
    """

    id: str
    produced_by: str
    amount: float
    heating_value: float
    factor: float
    users: Users
    exported: float = 0.0
    flared: float = 0.0
    counted_here: bool = False


@dataclass(frozen=True)
class DrawnStack:
    """A measured stack. [g/Nm3, h, 1000Nm3/h]; users in t of the gas.

    Parameters
    ----------
    biomass : Share of its CO2 from biomass; `proven` where its evidence is there.
    as_mass : The plant's file gives the mass of gas, and not its three factors.
    """

    id: str
    gas: str
    concentration: float
    hours: float
    flow: float
    users: Users
    biomass: float = 0.0
    proven: bool = False
    as_mass: bool = False

    @property
    def tonnes(self) -> float:
        """Mass of the gas. [t]"""
        return self.concentration * self.hours * self.flow / 1000


@dataclass(frozen=True)
class DrawnCells:
    """Electrolysis cells. [t, per cell-day, min, mV, %]

    Parameters
    ----------
    factor : Slope factor or overvoltage coefficient; `own` where the plant's file gives it and the fraction.
    """

    id: str
    process: str
    method: str
    technology: str
    aluminium: float
    frequency: float
    duration: float
    overvoltage: float
    efficiency: float
    factor: float
    fraction: float
    collection: float
    own: bool


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
    """A supply of electricity, of a generator where one is named: then its factor is not drawn. [MWh, t CO2e/MWh]"""

    id: str
    kind: str
    amount: float
    factor: float
    generator: str = ""


@dataclass(frozen=True)
class Drawn:
    """A whole plant."""

    number: int
    processes: tuple[DrawnProcess, ...]
    streams: tuple[DrawnStream, ...]
    equipment: tuple[DrawnEquipment, ...]
    nets: tuple[DrawnNet, ...]
    waste_gases: tuple[DrawnWasteGas, ...]
    stacks: tuple[DrawnStack, ...]
    cells: tuple[DrawnCells, ...]
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
