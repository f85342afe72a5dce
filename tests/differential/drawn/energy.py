"""Equipment, heat, waste gas and electricity."""

from dataclasses import dataclass, field

from tests.differential.drawn.users import Users


@dataclass(frozen=True)
class DrawnCombined:
    """Combined heat and power. [TJ, 1]

    Parameters
    ----------
    heat : By meter; None where efficiencies split the emissions.
    efficiencies : Of heat and electricity by design; None for the fall-back.
    references : Of heat and electricity, by the table for class, year and form; or own ones, with proof.
    """

    fuel_class: str
    year: int
    form: str
    condensate_counted: bool
    heat: float | None
    efficiencies: tuple[float, float] | None
    references: tuple[float, float]
    own_references: bool = False


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
class DrawnNet:
    """A heat net. [TJ, t CO2/TJ]

    Parameters
    ----------
    origin : "boilers", "imported" or "recovered".
    factor : Of the supplier, where verified; else None and the standard factor is meant.
    heat_of : Of recovered heat: "exhaust", "exothermic" or "electricity".
    standard : Fuel of the standard factor, and that factor of the fuel. [t CO2/TJ]
    tells_exhaust : The file says that recovered heat is that of exhaust, which it is taken for anyway.
    medium : Where the heat is told by it; `produced` is what it gives.
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
    standard: tuple[str, float] = ("Natural gas", 56.1)
    medium: "DrawnMedium | None" = None
    tells_exhaust: bool = False


@dataclass(frozen=True)
class DrawnMedium:
    """Steam or hot water by mass and enthalpy. [t, MJ/t, MJ/t, TJ]

    Parameters
    ----------
    returned : Enthalpy of what comes back; None where it does not, or stays in the product.
    lost : Heat of medium that leaked away.
    """

    mass: float
    supplied: float
    returned: float | None
    condensate: str
    lost: float


@dataclass(frozen=True)
class DrawnWasteGas:
    """A waste gas of an own process, or of a neighbour where `produced_by` is ''. [1000Nm3, GJ/1000Nm3, t CO2/TJ]

    Parameters
    ----------
    counted_here : Its carbon is not in the source streams of its process.
    unit : "t" or "1000Nm3".
    material : Of the tables; where `looked_up`, its factors are theirs.
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
    unit: str = "1000Nm3"
    material: str = ""
    looked_up: bool = False


@dataclass(frozen=True)
class DrawnSupply:
    """A supply of electricity, of a generator where one is named: then its factor is not drawn. [MWh, t CO2e/MWh]

    Parameters
    ----------
    factor : By which it counts.
    told : What the plant's file says instead, where nothing shows that its electricity flows; None where it says that.
    is_silent : The file gives no factor.
    users : Processes that alone take it; `proven` where that is shown.
    """

    id: str
    kind: str
    amount: float
    factor: float
    generator: str = ""
    told: float | None = None
    is_silent: bool = False
    users: tuple[str, ...] = ()
    proven: bool = False

    @property
    def is_dedicated(self) -> bool:
        """Whether it stands apart from the mean of all."""
        return bool(self.users) and self.proven
