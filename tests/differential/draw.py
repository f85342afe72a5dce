"""Random plants of every shape that the method and the official workbook can hold. Same seed, same plants."""

import csv
import dataclasses
import functools
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from tests.differential.drawn import (
    Drawn,
    DrawnCells,
    DrawnCombined,
    DrawnEquipment,
    DrawnGood,
    DrawnNet,
    DrawnProcess,
    DrawnPurchase,
    DrawnStack,
    DrawnStep,
    DrawnStream,
    DrawnSupply,
    DrawnWasteGas,
    Users,
)

STEEL, UNWROUGHT, ALUMINIUM = "Iron or steel products", "Unwrought aluminium", "Aluminium products"
SINTER, PIG_IRON, DRI, ALLOYS = "Sintered Ore", "Pig iron", "Direct reduced iron", "Alloys (FeMn, FeCr, FeNi)"
CRUDE_STEEL, HYDROGEN = "Crude steel", "Hydrogen"
CLINKER, CEMENT, CLAY, ALUMINOUS = "Cement clinker", "Cement", "Calcined clays ", "Aluminous cement"
AMMONIA, NITRIC_ACID, UREA, FERTILISERS = "Ammonia", "Nitric acid", "Urea", "Mixed fertilisers"
_CODES = {
    STEEL: ["73181588", "73181692", "72171039", "73181639", "72172030", "73181542", "73079100", "73269098", "72155019"],
    ALUMINIUM: ["76042990", "76042100", "76161000", "76069200"],
    UNWROUGHT: ["76012040", "76011090"],
    SINTER: ["26011200"],
    PIG_IRON: ["72011011", "72012000"],
    DRI: ["72031000"],
    ALLOYS: ["72021120", "72024190", "72026000"],
    CRUDE_STEEL: ["72071114", "72061000"],
    HYDROGEN: ["28041000"],
    CLINKER: ["25231000"],
    CEMENT: ["25232900", "25232100"],
    CLAY: ["25070080"],
    ALUMINOUS: ["25233000"],
    AMMONIA: ["28141000"],
    NITRIC_ACID: ["28080000"],
    UREA: ["31021012"],
    FERTILISERS: ["31022100", "31023010"],
}
_SITES = (
    [STEEL, STEEL, STEEL, ALUMINIUM, UNWROUGHT],
    [SINTER, PIG_IRON, DRI, ALLOYS, CRUDE_STEEL, STEEL, HYDROGEN],
    [CLINKER, CEMENT, CLAY, ALUMINOUS],
    [HYDROGEN, AMMONIA, NITRIC_ACID, UREA, FERTILISERS],
    [UNWROUGHT, UNWROUGHT, ALUMINIUM],
    list(_CODES),
)
"""What may stand together in an installation; the last is what only stands in tests."""
CATEGORIES = tuple(_CODES)
_COUNT_ELECTRICITY = {SINTER, CLINKER, CEMENT, CLAY, ALUMINOUS, AMMONIA, NITRIC_ACID, UREA, FERTILISERS}
_UNITS = {CLINKER: "clinker", CEMENT: "clinker", AMMONIA: "nitrogen", NITRIC_ACID: "nitrogen", UREA: "nitrogen",
          FERTILISERS: "nitrogen"}  # fmt: skip
_ROUTES = {CRUDE_STEEL: 4, PIG_IRON: 4, HYDROGEN: 5, AMMONIA: 4, UNWROUGHT: 4}
_PRIMARY = 0
"""Row of the route of unwrought aluminium that has perfluorocarbons."""
_MASS_BALANCE = {PIG_IRON, DRI, ALLOYS, CRUDE_STEEL}
_STEPS = {
    STEEL: (["heat_treatment", "pickling", "wire_drawing", "coating"], ["plating", "cutting", "welding", "finishing"]),
    ALUMINIUM: (["heat_treatment", "extrusion", "plating"], ["cutting", "welding", "finishing"]),
    UNWROUGHT: (["melting", "casting", "skimming"], []),
    "": (["other"], []),
}
_COUNTRIES = {"KR": "KOR", "CN": "CHN", "IN": "IND", "VN": "VNM", "TR": "TUR"}
_EXEMPT = ("DE", "NO", "CH")
_PRECURSORS = (  # code, category in the workbook, direct emissions only, default values are known
    ("72139149", STEEL, True, False),
    ("72142000", STEEL, True, True),
    ("72071114", "Crude steel", True, True),
    ("26011200", "Sintered Ore", False, True),
    ("28041000", "Hydrogen", True, True),
    ("76161000", ALUMINIUM, True, True),
    ("76012040", UNWROUGHT, True, False),
)
MARKUP = 0.10
"""Of 2026, of every sector that is drawn."""
_TABLE = (  # material, unit, GJ per unit, t CO2/TJ: M2547 Annex II G, Table 1; national values of Korea
    ("Natural gas", "t", 48.0, 56.1),
    ("Other bituminous coal", "t", 25.8, 94.6),
    ("city gas (LNG)", "1000Nm3", 38.9, 56.1),
    ("Residual fuel oil", "t", 40.4, 77.4),
)
_REFERENCES = {  # electricity before and from 2016; heat before and from 2016, as hot water, steam, direct
    "S1": ((0.442, 0.442), (0.88, 0.83, 0.80), (0.88, 0.83, 0.80)),
    "L7": ((0.442, 0.442), (0.89, 0.84, 0.81), (0.85, 0.80, 0.77)),
    "G10": ((0.525, 0.530), (0.90, 0.85, 0.82), (0.92, 0.87, 0.84)),
}
_CARBON = (  # t C/t: M2547 Annex II G, Table 5
    ("EAF carbon electrodes", 0.8188),
    ("EAF charge carbon", 0.8297),
    ("Petroleum coke", 0.8706),
    ("Direct reduced iron", 0.0191),
)
_CELLS = {  # factor, C2F6 per CF4: M2547 Annex II B.7
    "slope": {"PFPB L": (0.122, 0.097), "PFPB M": (0.104, 0.057), "CWPB": (0.143, 0.121), "SWPB": (0.233, 0.280),
              "VSS": (0.058, 0.086), "HSS": (0.165, 0.077)},
    "overvoltage": {"CWPB": (1.16, 0.121), "SWPB": (3.65, 0.252)},
}  # fmt: skip
_CARBONATES = (("CaCO3", 0.440), ("MgCO3", 0.522), ("Na2CO3", 0.415), ("NaHCO3", 0.524))


def draw_plants(seed: int, numbers: Sequence[int], shared: Path) -> list[Drawn]:
    """Plants by their numbers.

    Parameters
    ----------
    shared : Folder of reference material: the published default values are read from there.
    """
    return [_Draw(np.random.default_rng((seed, number)), number, shared).plant() for number in numbers]


@functools.cache
def _published(shared: Path) -> dict[tuple[str, str], float]:
    """Default values by country (ISO3, or '' for unknown origin) and code, from the raw tables. [t CO2e/t]"""
    folder = shared / "reference" / "cbam"
    found: dict[tuple[str, str], float] = {}
    for name, country in (("default_values.csv", None), ("annex_iv_unknown_origin.csv", "")):
        with (folder / name).open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                place = row["iso3"] if country is None else country
                if row["total"]:
                    found[place, row["cn_code"]] = float(row["total"])
    return found


class _Draw:
    """Draws one plant; each part sees what was drawn before it."""

    def __init__(self, random: np.random.Generator, number: int, shared: Path) -> None:
        self.random, self.number, self.published = random, number, _published(shared)
        self.processes: list[DrawnProcess] = []
        self.streams: list[DrawnStream] = []
        self.equipment: list[DrawnEquipment] = []
        self.nets: list[DrawnNet] = []
        self.waste_gases: list[DrawnWasteGas] = []
        self.stacks: list[DrawnStack] = []
        self.cells: list[DrawnCells] = []

    def plant(self) -> Drawn:
        self.draw_processes()
        self.draw_furnaces()
        for _ in range(self.count(2, 6)):
            self.draw_stream()
        self.draw_carbon()
        self.draw_stacks()
        for number in range(self.count(0, 2)):
            self.draw_net(number)
        for number in range(self.count(0, 2)):
            self.draw_waste_gas(number)
        if self.maybe(0.4):
            self.draw_combined()
        if self.maybe(0.4):
            self.draw_generator()
        supplies, power = self.power()
        purchases = self.purchases()
        kind = self.number % 6
        if kind < 3:
            self.draw_rare_fuel(("kL", "t", "1000 Nm3")[kind])
        elif kind == 3:
            self.draw_too_much_heat()
        elif kind == 4:
            purchases.append(self.by_default(len(purchases)))
        else:
            self.draw_heat_by_efficiency()
        return Drawn(
            number=self.number,
            processes=tuple(self.processes),
            streams=tuple(self.streams),
            equipment=tuple(self.equipment),
            nets=tuple(self.nets),
            waste_gases=tuple(self.waste_gases),
            stacks=tuple(self.stacks),
            cells=tuple(self.cells),
            purchases=tuple(purchases),
            supplies=supplies,
            power=power,
            markup=MARKUP if kind == 4 or self.maybe(0.2) else None,
        )

    # small draws

    def maybe(self, chance: float = 0.5) -> bool:
        return bool(self.random.random() < chance)

    def count(self, low: int, high: int) -> int:
        return int(self.random.integers(low, high + 1))

    def amount(self, low: float, high: float) -> float:
        """A number as a person reads it off a meter: five digits."""
        return float(f"{np.exp(self.random.uniform(np.log(low), np.log(high))):.5g}")

    def one(self, items: Sequence[Any]) -> Any:
        return items[int(self.random.integers(len(items)))]

    def some(self, items: Sequence[Any], least: int, most: int) -> list[Any]:
        size = self.count(min(least, len(items)), min(most, len(items)))
        return [items[index] for index in self.random.permutation(len(items))[:size]]

    def split(self, whole: float, parts: int) -> list[float]:
        weights = self.random.uniform(0.2, 1.0, parts)
        return [float(f"{whole * weight / weights.sum():.6g}") for weight in weights]

    # parts

    def draw_processes(self) -> None:
        codes = {category: list(self.random.permutation(known)) for category, known in _CODES.items()}
        site = _SITES[self.number % len(_SITES)]
        for number in range(self.count(1, 6)):
            left = [category for category in site if codes[category]]
            if not left:
                break
            # In turn where there is a choice, so that few plants have all.
            category = left[(self.number // len(_SITES) * 3 + number) % len(left)]
            goods = [DrawnGood(f"g{number}", str(codes[category].pop()), self.amount(500, 9000))]
            if codes[category] and self.maybe(0.3) and category in (STEEL, ALUMINIUM, CEMENT):
                goods.append(DrawnGood(f"h{number}", str(codes[category].pop()), self.amount(500, 9000)))
            self.processes.append(self.process(f"p{number}", category, goods))
        self.draw_own()
        if self.maybe(0.3):
            self.processes.append(self.non_cbam())

    def process(self, name: str, category: str, goods: list[DrawnGood]) -> DrawnProcess:
        inside, excluded = _STEPS.get(category, (["other"], []))
        steps = [DrawnStep(f"s_{name}", self.one(inside), False)]
        if excluded:
            steps.append(DrawnStep(f"x_{name}", self.one(excluded), True))
        routes = {0: 1.0}
        if category in _ROUTES:
            rows = self.some(range(_ROUTES[category]), 1, 2)
            part = self.amount(0.1, 0.9)
            routes = {rows[0]: 1.0} if len(rows) == 1 else {rows[0]: part, rows[1]: 1 - part}
        letter = ("K" if _PRIMARY in routes else "L") if category == UNWROUGHT else ""
        if letter == "K":
            self.draw_cells(name, goods[0].tonnes)
        content = {
            CEMENT: self.amount(0.5, 0.95),
            AMMONIA: 0.82,
            NITRIC_ACID: self.amount(0.1, 0.22),
            UREA: 0.46,
            FERTILISERS: self.amount(0.15, 0.35),
        }
        return DrawnProcess(
            name, category, routes, tuple(goods), tuple(steps), {}, letter, _UNITS.get(category, "tonne"),
            content.get(category, 1.0), category in _COUNT_ELECTRICITY,
        )  # fmt: skip

    def draw_own(self) -> None:
        """Forwards and backwards; at most four fifths of a good stay inside, so that something leaves every loop."""
        own: dict[str, dict[str, float]] = {item.id: {} for item in self.processes}
        for item in self.processes:
            others = [other.id for other in self.processes if other.id != item.id]
            for good in item.goods:
                users = self.some(others, 0, 2)
                for user in users:
                    own[user][good.id] = float(f"{good.tonnes * self.amount(0.05, 0.8) / len(users):.6g}")
        self.processes = [dataclasses.replace(item, own=own[item.id]) for item in self.processes]

    def non_cbam(self) -> DrawnProcess:
        goods = (DrawnGood("other_good", "83024150", self.amount(200, 2000)),)
        own = {}
        free = {good.id: good.tonnes for item in self.processes for good in item.goods}
        for item in self.processes:
            for name, mass in item.own.items():
                free[name] -= mass
        for name in self.some([name for name, mass in free.items() if mass > 100], 0, 2):
            own[name] = float(f"{free[name] * 0.3:.6g}")
        return DrawnProcess("other", "", {}, goods, (DrawnStep("s_other", "other", False),), own)

    def draw_furnaces(self) -> None:
        targets = [name for item in self.processes for name in (item.id, item.steps[0].id)]
        for number in range(self.count(0, 2)):
            serves: dict[str, float | None] = dict.fromkeys(self.some(targets, 1, 2))
            if len(serves) > 1 and self.maybe():
                serves = {name: self.amount(100, 900) for name in serves}
            self.equipment.append(DrawnEquipment(f"furnace{number}", "furnace", serves))

    def draw_stream(self) -> None:
        places = [item.id for item in self.processes] + [step.id for item in self.processes for step in item.steps[:1]]
        places += [item.id for item in self.equipment if item.kind == "furnace"]
        drawn = self.carbonate() if self.maybe(0.25) else self.fuel()
        names = self.some(places, 1, 3)
        users = self.users(drawn["amount"], names)
        outside = ["outside", *(step.id for item in self.processes for step in item.steps if step.excluded)]
        if None in users.values() and self.maybe(0.4):
            users[self.one(outside)] = float(f"{drawn['amount'] * 0.03:.5g}")
        self.streams.append(DrawnStream(id=f"f{len(self.streams)}", users=users, **drawn))

    def draw_rare_fuel(self, unit: str) -> None:
        """What few plants have together: a factor per unit, carbon that does not burn, proven biomass."""
        drawn = {
            "method": "combustion",
            "material": f"own fuel {len(self.streams)}",
            "unit": "1000Nm3" if unit == "1000 Nm3" else "t",
            "amount": self.amount(100, 2000),
            "factor": self.amount(1.5, 3.5),
            "per": "1000Nm3" if unit == "1000 Nm3" else "t",
            "share": self.amount(0.95, 0.999),
            "biomass": self.amount(0.05, 0.95),
            "proven": True,
            "written": (unit, 1 / self.amount(0.7, 0.95) if unit == "kL" else 1.0),
        }
        users: Users = {self.one(self.processes).id: None}
        self.streams.append(DrawnStream(id=f"f{len(self.streams)}", users=users, **drawn))
        if unit != "kL":
            reacting = drawn | {"method": "process", "material": "own raw material"}
            self.streams.append(DrawnStream(id=f"f{len(self.streams)}", users=users, **reacting))

    def draw_heat_by_efficiency(self) -> None:
        """A net whose heat no meter tells; what one user leaves goes to another, or is sold."""
        names, number = self.some([item.id for item in self.processes], 1, 2), len(self.nets)
        boilers, energy = self.boilers(number)
        users: Users = {names[0]: None, **{name: float(f"{energy * 0.2:.6g}") for name in names[1:]}}
        sold = float(f"{energy * 0.1:.6g}")
        efficiency = 0.9 if self.maybe() else None
        self.nets.append(DrawnNet(f"net{number}", "boilers", users, boilers, exported=sold, efficiency=efficiency))

    def draw_too_much_heat(self) -> None:
        """A process that gives out more heat than it burnt: the law counts none, the workbook less than none."""
        giver = self.one([item.id for item in self.processes if item.category])
        taker = self.one(self.processes).id
        heat = self.amount(300, 900)
        self.nets.append(DrawnNet(f"net{len(self.nets)}", "recovered", {taker: heat}, recovered_from=giver))

    def users(self, total: float, names: list[str], several: bool = True) -> Users:
        """All metered to within 3 %, one rest, or several rests."""
        kind = self.one(["metered", "rest", "rests"] if several and len(names) > 1 else ["metered", "rest"])
        if kind == "metered":
            return dict(zip(names, self.split(total * self.amount(0.97, 1.03), len(names)), strict=True))
        metered = names[1:] if kind == "rest" else names[2:]
        known = dict(zip(metered, self.split(total * 0.6, len(metered)), strict=True)) if metered else {}
        return {name: known.get(name) for name in names}

    def fuel(self, with_energy: bool = False) -> dict[str, Any]:
        if self.maybe(0.25):
            material, unit, heating_value, factor = self.one(_TABLE)
            drawn = {"material": material, "unit": unit, "heating_value": heating_value, "factor": factor, "per": "TJ"}
            looked_up = True
        else:
            unit = self.one(["t", "1000Nm3"])
            drawn = {"material": f"own fuel {len(self.streams)}", "unit": unit}
            looked_up = False
            if with_energy or self.maybe(0.5):
                drawn |= {"heating_value": self.amount(20, 50), "factor": self.amount(50, 110), "per": "TJ"}
            else:
                drawn |= {"factor": self.amount(1.5, 3.5), "per": unit}
        more: dict[str, Any] = {"share": self.amount(0.95, 0.999)} if self.maybe(0.6) else {}
        if self.maybe(0.5):
            more |= {"biomass": self.amount(0.05, 0.95), "proven": self.maybe(0.75)}
        return {
            "method": "combustion", "amount": self.amount(100, 2000), "looked_up": looked_up, **drawn, **more,
            **self.written(unit, drawn.get("heating_value"), looked_up),
        }  # fmt: skip

    def written(self, unit: str, heating_value: float | None, looked_up: bool) -> dict[str, Any]:
        """How the plant's file gives the amount; units of volume and of energy where the factors allow it."""
        ways: list[dict[str, Any]] = [{"written": ("t", 1.0)}, {"written": ("kg", 1000.0)}]
        if unit == "1000Nm3":
            ways = [{"written": ("1000 Nm3", 1.0)}, {"written": ("Nm3", 1000.0)}]
        if heating_value is not None:
            ways.append({"written": ("GJ net", heating_value)})
            ratio = self.amount(0.89, 0.96)
            ways.append({"written": ("MJ gross", heating_value * 1000 / ratio), "gross": ratio})
        if unit == "t" and not looked_up:
            ways.append({"written": ("kL", 1 / self.amount(0.7, 0.95))})
        return dict(self.one(ways))

    def carbonate(self) -> dict[str, Any]:
        """A carbonate; or a raw material that reacts, by mass, by volume or by energy."""
        share = {"share": self.amount(0.9, 0.999)} if self.maybe() else {}
        common: dict[str, Any] = {"method": "process", "amount": self.amount(20, 900), **share}
        if self.maybe(0.5):
            material, factor = self.one(_CARBONATES)
            return common | {"material": material, "unit": "t", "per": "t", "factor": factor, "looked_up": True}
        unit = self.one(["t", "1000Nm3"])
        own = {"material": "own raw material", "unit": unit, "per": unit, "factor": self.amount(0.2, 2)}
        own["written"] = ("t", 1.0) if unit == "t" else ("Nm3", 1000.0)
        if self.maybe(0.4):
            own |= {"per": "TJ", "factor": self.amount(40, 110), "heating_value": self.amount(10, 50)}
        if self.maybe():
            own |= {"biomass": self.amount(0.05, 0.9), "proven": self.maybe(0.75)}
        return common | own

    def draw_carbon(self) -> None:
        """Mass balances: what goes into processes whose rules know one, and what comes out of them."""
        for item in [item for item in self.processes if item.category in _MASS_BALANCE]:
            if self.maybe(0.7):
                material, carbon = self.one(_CARBON)
                looked_up = self.maybe()
                carbon = carbon if looked_up else self.amount(0.05, 0.9)
                self.add_carbon("in", material if looked_up else "own carbon", carbon, item.id, looked_up)
            if self.maybe(0.7):
                self.add_carbon("out", "own slag", self.amount(0.001, 0.02), item.id, False)

    def add_carbon(self, method: str, material: str, carbon: float, process: str, looked_up: bool) -> None:
        unit = "t" if looked_up or self.maybe(0.7) else "1000Nm3"
        biomass = {"biomass": self.amount(0.05, 0.9), "proven": True} if self.maybe(0.4) else {}
        self.streams.append(
            DrawnStream(
                id=f"f{len(self.streams)}", method=method, material=material, unit=unit, amount=self.amount(50, 900),
                factor=carbon, per="C", users={process: None}, looked_up=looked_up,
                written=("t", 1.0) if unit == "t" else ("Nm3", 1000.0), **biomass,
            )
        )  # fmt: skip

    def draw_stacks(self) -> None:
        """Measured stacks: N2O of nitric acid, and now and then CO2."""
        places = [item.id for item in self.processes] + [item.id for item in self.equipment if item.kind == "furnace"]
        for item in [item for item in self.processes if item.category == NITRIC_ACID]:
            self.add_stack("N2O", {item.id: None})
        if self.maybe(0.3):
            names = self.some(places, 1, 2)
            self.add_stack("N2O", dict.fromkeys(names[:1]), names[1:])
        if self.maybe(0.3):  # its own kilns: no other stream may go into what it measures
            kilns = [f"kiln{letter}" for letter in "ab"[: self.count(1, 2)]]
            for kiln in kilns:
                served = self.some([item.id for item in self.processes], 1, 2)
                self.equipment.append(DrawnEquipment(kiln, "furnace", dict.fromkeys(served)))
            self.add_stack("CO2", dict.fromkeys(kilns[:1]), kilns[1:])

    def add_stack(self, gas: str, users: Users, metered: Sequence[str] = ()) -> None:
        found = DrawnStack(
            id=f"stack{len(self.stacks)}",
            gas=gas,
            concentration=self.amount(0.1, 60),
            hours=self.amount(1000, 8000),
            flow=self.amount(1, 30),
            users=users,
            biomass=self.amount(0.05, 0.9) if gas == "CO2" and self.maybe() else 0.0,
            as_mass=self.maybe(),
        )
        more: Users = {name: float(f"{found.tonnes * 0.3:.6g}") for name in metered}
        found = dataclasses.replace(found, users={**users, **more}, proven=bool(found.biomass) and self.maybe(0.7))
        self.stacks.append(found)

    def draw_cells(self, process: str, tonnes: float) -> None:
        method = self.one(["slope", "overvoltage"])
        technology = self.one(list(_CELLS[method]))
        factor, fraction = _CELLS[method][technology]
        own = self.maybe(0.4)
        self.cells.append(
            DrawnCells(
                id=f"cells_{process}", process=process, method=method, technology=technology, aluminium=tonnes,
                frequency=self.amount(0.05, 2), duration=self.amount(0.5, 4), overvoltage=self.amount(1, 10),
                efficiency=self.amount(85, 96), factor=self.amount(0.05, 3) if own else factor,
                fraction=self.amount(0.05, 0.3) if own else fraction,
                collection=self.amount(0.9, 1) if self.maybe() else 1.0, own=own,
            )
        )  # fmt: skip

    def draw_waste_gas(self, number: int) -> None:
        """From an own process or a neighbour, to processes, boilers, outside and flares."""
        ids = [item.id for item in self.processes]
        maker = self.one(ids) if self.maybe(0.7) else ""
        amount = self.amount(50, 900)
        boilers = [net.boilers[0] for net in self.nets if net.boilers and self.leaves(net, maker)]
        names = self.some(ids + boilers[:1], 1, 3)
        exported = float(f"{amount * 0.1:.5g}") if self.maybe(0.4) else 0.0
        flared = float(f"{amount * 0.05:.5g}") if maker and self.maybe(0.3) else 0.0
        users: Users = dict(zip(names, self.split(amount - exported - flared, len(names)), strict=True))
        if self.maybe():
            users[names[0]] = None
        self.waste_gases.append(
            DrawnWasteGas(
                id=f"gas{number}", produced_by=maker, amount=amount, heating_value=self.amount(3, 18),
                factor=self.amount(40, 260), users=users, exported=exported, flared=flared,
                counted_here=bool(maker) and self.maybe(0.3),
            )
        )  # fmt: skip

    def leaves(self, net: DrawnNet, maker: str) -> bool:
        """Whether some heat of a net goes to another process than the maker of a gas."""
        steps = {step.id: item.id for item in self.processes for step in item.steps}
        return bool(net.exported) or any(steps.get(name, name) != maker for name in net.users)

    def draw_net(self, number: int) -> None:
        targets = [name for item in self.processes for name in (item.id, *(step.id for step in item.steps))]
        names, origin = self.some(targets, 1, 3), self.one(["boilers", "boilers", "imported", "recovered"])
        more: dict[str, Any] = {}
        heat = self.amount(0.1, 4.0)
        if origin == "boilers":
            boilers, energy = self.boilers(number)
            more["boilers"], heat = boilers, energy * self.amount(0.5, 0.8)
        exported = heat * 0.1 if self.maybe(0.3) else 0.0
        users: Users = dict(zip(names, self.split(heat * 0.85, len(names)), strict=True))
        if origin == "boilers":
            if self.maybe():
                more["produced"] = float(f"{heat * 1.1:.6g}")
            elif self.maybe():
                more["efficiency"] = 0.9
            if self.maybe():
                users[names[0]] = None
        elif origin == "imported":
            if self.maybe():
                more["produced"] = float(f"{heat * 1.05:.6g}")
            if self.maybe():
                more |= {"factor": self.amount(40, 90), "verified": self.maybe(0.7)}
        else:
            more["recovered_from"] = self.one([item.id for item in self.processes])
            more["heat_of"] = self.one(["exhaust", "exhaust", "exothermic", "electricity"])
        self.nets.append(DrawnNet(f"net{number}", origin, users, exported=float(f"{exported:.5g}"), **more))

    def boilers(self, number: int) -> tuple[tuple[str, ...], float]:
        """Boilers with a fuel each, and the energy they burn. [TJ]"""
        names = [f"boiler{number}{letter}" for letter in "ab"[: self.count(1, 2)]]
        energy = 0.0
        for name in names:
            self.equipment.append(DrawnEquipment(name, "boiler"))
            drawn = self.fuel(with_energy=True)
            users: Users = {name: None}
            burnt = drawn["amount"]
            if self.maybe(0.3):
                metered = float(f"{burnt * 0.4:.5g}")
                users[self.one(self.processes).id] = metered
                burnt -= metered
            energy += burnt * drawn["heating_value"] / 1000
            self.streams.append(DrawnStream(id=f"f_{name}", users=users, **drawn))
        return tuple(names), energy

    def draw_generator(self) -> None:
        served = self.one([item.id for item in self.processes])
        made, more = self.amount(50, 500), self.given_out()
        more = {name: value * made if name == "exported" else value for name, value in more.items()}
        self.equipment.append(DrawnEquipment("engine", "generator", {served: None}, made, **more))
        drawn = self.fuel(with_energy=True) | {"amount": self.amount(20, 100)}
        self.streams.append(DrawnStream(id="f_engine", users={"engine": None}, **drawn))

    def given_out(self) -> dict[str, Any]:
        """Where the electricity of a generator goes: a share outside, and whether all processes share the rest."""
        return {"exported": 0.125 if self.maybe(0.4) else 0.0, "is_named": self.maybe(0.4)}

    def draw_combined(self) -> None:
        """A unit with its fuel and a heat net, in a process or in a power house of its own."""
        drawn = self.fuel(with_energy=True)
        energy = drawn["amount"] * drawn["heating_value"] / 1000
        self.streams.append(DrawnStream(id="f_chp", users={"chp": None}, **drawn))
        heat, power = self.amount(0.3, 0.5), self.amount(0.2, 0.4)
        made = float(f"{energy * power / 0.0036:.6g}")
        way = self.one(["metered", "design", "fall-back"])
        fuel_class, year, form, counted = self.one(["S1", "L7", "G10"]), self.one([2010, 2014, 2020]), "steam", True
        form, counted = self.one(["hot_water", "steam", "direct"]), self.maybe(0.6)
        new = year >= 2016
        of_heat = _REFERENCES[fuel_class][2 if new else 1][("hot_water", "steam", "direct").index(form)]
        of_power = _REFERENCES[fuel_class][0][1 if new else 0]
        if form == "steam" and not counted:
            of_heat += 0.05
        combined = DrawnCombined(
            fuel_class=fuel_class, year=year, form=form, condensate_counted=counted,
            heat=float(f"{energy * heat:.6g}") if way == "metered" else None,
            efficiencies=(heat, power) if way == "design" else None, references=(of_heat, of_power),
        )  # fmt: skip
        serves: dict[str, float | None] = {self.one(self.processes).id: None} if self.maybe(0.6) else {}
        more = self.given_out()
        more |= {"exported": more["exported"] * made, "is_named": more["is_named"] or not serves}
        self.equipment.append(DrawnEquipment("chp", "generator", serves, made, combined=combined, **more))
        names = self.some([item.id for item in self.processes], 1, 3)
        users: Users = dict(zip(names, self.split(energy * 0.28, len(names)), strict=True))
        if self.maybe(0.4):
            users[names[0]] = None
        self.nets.append(DrawnNet("net_chp", "boilers", users, ("chp",)))

    def power(self) -> tuple[tuple[DrawnSupply, ...], Users]:
        needed = any(item.counts_electricity for item in self.processes) or any(
            item.is_named for item in self.equipment
        )
        if self.maybe(0.15) and not needed:
            return (), {}
        supplies = [DrawnSupply("grid", "grid", self.amount(1000, 9000), self.amount(0.3, 0.8))]
        if self.maybe(0.4):
            supplies.append(DrawnSupply("roof", "own_renewable", self.amount(50, 900), 0.0))
        if self.maybe(0.3):
            supplies.append(DrawnSupply("line", "direct_line", self.amount(100, 2000), self.amount(0.05, 0.5)))
        for item in [item for item in self.equipment if item.is_named]:
            assert item.megawatt_hours is not None
            kind = "own_generation" if item.combined is None else "own_combined_heat_and_power"
            amount = float(f"{(item.megawatt_hours - item.exported) * 0.9:.6g}")
            supplies.append(DrawnSupply(f"from_{item.id}", kind, amount, 0.0, item.id))
        names = self.some([item.id for item in self.processes], 1, 4)
        return tuple(supplies), self.users(sum(item.amount for item in supplies), names)

    def purchases(self) -> list[DrawnPurchase]:
        found: list[DrawnPurchase] = []
        names = [item.id for item in self.processes]
        for number in range(self.count(0, 5)):
            kind = self.one(_PRECURSORS)
            users = self.some(names, 1, 3)
            found.append(self.purchase(number, kind, self.origin(kind[3]), users, not kind[3] or self.maybe(0.6)))
        return found

    def by_default(self, number: int) -> DrawnPurchase:
        kind = self.one([item for item in _PRECURSORS if item[3]])
        users = self.some([item.id for item in self.processes if item.category], 1, 2)
        return self.purchase(number, kind, self.one(list(_COUNTRIES)), users, verified=False)

    def purchase(
        self, number: int, kind: tuple[str, str, bool, bool], origin: str, users: list[str], verified: bool
    ) -> DrawnPurchase:
        code, category, annex_ii, _ = kind
        received = self.amount(200, 6000)
        used: Users = dict(zip(users, self.split(received * 0.9, len(users)), strict=True))
        if self.maybe(0.4):
            used[users[-1]] = None
        country = "" if origin == "unknown" else _COUNTRIES.get(origin, origin)
        return DrawnPurchase(
            id=f"b{number}",
            cn_code=code,
            category=category,
            annex_ii=annex_ii,
            country=origin,
            exempt=origin in _EXEMPT,
            received=received,
            users=used,
            default=self.published.get((country, code)),
            direct=self.amount(0.2, 6.0),
            electricity=self.amount(0.05, 3.0),
            electricity_factor=self.amount(0.2, 0.9),
            verified=verified,
            proven_use=self.maybe(0.5),
        )

    def origin(self, has_default: bool) -> str:
        if has_default and self.maybe(0.1):
            return "unknown"
        return str(self.one(_EXEMPT) if self.maybe(0.08) else self.one(list(_COUNTRIES)))
