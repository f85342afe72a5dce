"""What gives off greenhouse gases: source streams, stacks, cells."""

from dataclasses import dataclass, field

from tests.differential.drawn.users import Users


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
    composition : Of a mixture of carbonates: share of mass of each.
    told : What the file gives in place of the factor, and what that is per: of a mass balance an emission factor.
    as_percent : The file gives the carbon content as a share.
    proof : Kind of proof of biomass.
    is_traced : Of a mass balance: a trace shows that less of the biomass leaves.
    measured_by : Stack that carries its CO2: there it counts.
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
    composition: dict[str, float] = field(default_factory=dict)
    told: tuple[float, str] | None = None
    as_percent: bool = False
    proof: str = "unstated"
    is_traced: bool = False
    measured_by: str = ""


@dataclass(frozen=True)
class DrawnStack:
    """A measured stack. [g/Nm3, h, 1000Nm3/h]; users in t of the gas.

    Parameters
    ----------
    biomass : Share of its CO2 from biomass; `proven` where its evidence is there.
    proof : Kind of proof of biomass.
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
    proof: str = "unstated"

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
class DrawnTransfer:
    """CO2 handed on. [t]

    Parameters
    ----------
    place : Process or step it comes from.
    proven : Receiver, its monitoring and the way are told.
    """

    id: str
    place: str
    tonnes: float
    purpose: str
    proven: bool

    @property
    def is_taken_off(self) -> bool:
        """Whether it counts as not emitted: stored or bound, with proof."""
        return self.proven and self.purpose in ("storage", "permanently_bound")
