"""Random plants of every shape that the method and the official workbook can hold. Same seed, same plants."""

import csv
import functools
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from tests.differential.drawn import (
    Drawn,
    DrawnEquipment,
    DrawnGood,
    DrawnNet,
    DrawnProcess,
    DrawnPurchase,
    DrawnStep,
    DrawnStream,
    DrawnSupply,
    Users,
)

STEEL, UNWROUGHT, ALUMINIUM = "Iron or steel products", "Unwrought aluminium", "Aluminium products"
_CODES = {
    STEEL: ["73181588", "73181692", "72171039", "73181639", "72172030", "73181542", "73079100", "73269098", "72155019"],
    ALUMINIUM: ["76042990", "76042100", "76161000", "76069200"],
    UNWROUGHT: ["76012040", "76011090"],
}
_SECONDARY, _OTHER, _UNKNOWN = 1, 2, 3
"""Rows of the routes of unwrought aluminium; row 0, primary smelting, needs its perfluorocarbons."""
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

    def plant(self) -> Drawn:
        self.draw_processes()
        self.draw_furnaces()
        for _ in range(self.count(2, 6)):
            self.draw_stream()
        for number in range(self.count(0, 2)):
            self.draw_net(number)
        if self.maybe(0.4):
            self.draw_generator()
        supplies, power = self.power()
        purchases = self.purchases()
        kind = self.number % 5
        if kind < 3:
            self.draw_rare_fuel(("kL", "t", "1000 Nm3")[kind])
        elif kind == 3:
            self.draw_too_much_heat()
        else:
            purchases.append(self.by_default(len(purchases)))
        return Drawn(
            number=self.number,
            processes=tuple(self.processes),
            streams=tuple(self.streams),
            equipment=tuple(self.equipment),
            nets=tuple(self.nets),
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
        for number in range(self.count(1, 6)):
            category = self.one([STEEL, STEEL, STEEL, ALUMINIUM, UNWROUGHT])
            if not codes[category]:
                category = STEEL
            goods = [DrawnGood(f"g{number}", str(codes[category].pop()), self.amount(500, 9000))]
            if codes[category] and self.maybe(0.3) and category != UNWROUGHT:
                goods.append(DrawnGood(f"h{number}", str(codes[category].pop()), self.amount(500, 9000)))
            self.processes.append(self.process(f"p{number}", category, goods))
        self.draw_own()
        if self.maybe(0.3):
            self.processes.append(self.non_cbam())

    def process(self, name: str, category: str, goods: list[DrawnGood]) -> DrawnProcess:
        inside, excluded = _STEPS[category]
        steps = [DrawnStep(f"s_{name}", self.one(inside), False)]
        if excluded:
            steps.append(DrawnStep(f"x_{name}", self.one(excluded), True))
        routes, letter = {0: 1.0}, ""
        if category == UNWROUGHT:
            rows = self.some([_SECONDARY, _OTHER, _UNKNOWN], 1, 2)
            part = self.amount(0.1, 0.9)
            routes = {rows[0]: 1.0} if len(rows) == 1 else {rows[0]: part, rows[1]: 1 - part}
            letter = "L"
        return DrawnProcess(name, category, routes, tuple(goods), tuple(steps), {}, letter)

    def draw_own(self) -> None:
        """Forwards and backwards; at most four fifths of a good stay inside, so that something leaves every loop."""
        own: dict[str, dict[str, float]] = {item.id: {} for item in self.processes}
        for item in self.processes:
            others = [other.id for other in self.processes if other.id != item.id]
            for good in item.goods:
                users = self.some(others, 0, 2)
                for user in users:
                    own[user][good.id] = float(f"{good.tonnes * self.amount(0.05, 0.8) / len(users):.6g}")
        self.processes = [_with_own(item, own[item.id]) for item in self.processes]

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
        looked_up = self.maybe(0.6)
        material, factor = self.one(_CARBONATES) if looked_up else ("own carbonate", self.amount(0.2, 0.6))
        share = {"share": self.amount(0.9, 0.999)} if self.maybe() else {}
        return {"method": "process", "material": material, "unit": "t", "amount": self.amount(20, 900), "per": "t",
                "factor": factor, "looked_up": looked_up, **share}  # fmt: skip

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
        self.equipment.append(DrawnEquipment("engine", "generator", {served: None}, self.amount(50, 500)))
        drawn = self.fuel(with_energy=True) | {"amount": self.amount(20, 100)}
        self.streams.append(DrawnStream(id="f_engine", users={"engine": None}, **drawn))

    def power(self) -> tuple[tuple[DrawnSupply, ...], Users]:
        if self.maybe(0.15):
            return (), {}
        supplies = [DrawnSupply("grid", "grid", self.amount(1000, 9000), self.amount(0.3, 0.8))]
        if self.maybe(0.4):
            supplies.append(DrawnSupply("roof", "own_renewable", self.amount(50, 900), 0.0))
        if self.maybe(0.3):
            supplies.append(DrawnSupply("line", "direct_line", self.amount(100, 2000), self.amount(0.05, 0.5)))
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


def _with_own(item: DrawnProcess, own: dict[str, float]) -> DrawnProcess:
    return DrawnProcess(item.id, item.category, item.routes, item.goods, item.steps, own, item.letter)
