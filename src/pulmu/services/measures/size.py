"""Each measure of the catalogue at a plant: what it would save of which use, what it costs, or what is needed first."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from pulmu.reference.measures import CatalogueMeasure, Spread
from pulmu.services.measures.order import MeasureOrder, Range
from pulmu.services.measures.plant_use import PlantUse
from pulmu.services.measures.uses import energy_in_toe

Status = Literal["sized", "no_cost", "needs", "not_here"]
CapitalBasis = Literal["", "catalogue", "quote", "payback"]
MOST_TOE = 2_000.0


@dataclass(frozen=True, slots=True)
class Part:
    """What a measure does to a use.

    Parameters
    ----------
    share : Saved part of the use, least and most.
    added : What it uses more, whatever else is done; below zero: less. [unit of the use]
    """

    use: str
    share: Range = (0.0, 0.0)
    added: Range = (0.0, 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class SizedMeasure:
    """A measure at a plant.

    Parameters
    ----------
    status : sized: saving and investment; no_cost: a saving and no investment known; needs: no saving yet; not_here:
        not for a plant of this kind.
    ask : What is needed: names of facts, `price` of precursors, `saving`, `quote`; or the kinds of steps it is for.
    capital : Least and most. [KRW]
    life_is_assumed : Whether the catalogue does not say how long it works.
    """

    measure: CatalogueMeasure
    status: Status
    ask: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    saving_is_told: bool = False
    capital: Range | None = None
    capital_basis: CapitalBasis = ""
    life: int
    life_is_assumed: bool


def size_measures(
    catalogue: tuple[CatalogueMeasure, ...], uses: tuple[PlantUse, ...], order: MeasureOrder
) -> tuple[SizedMeasure, ...]:
    """Every measure of the catalogue, in its order: none is left out."""
    return tuple(_Sizing(item, uses, order).sized() for item in catalogue)


class _Sizing:
    def __init__(self, measure: CatalogueMeasure, uses: tuple[PlantUse, ...], order: MeasureOrder) -> None:
        self.measure, self.uses, self.order = measure, uses, order
        self.by_id = {use.id: use for use in uses}
        self.told = {
            name.partition("@")[2]: share
            for name, share in order.savings.items() if name.partition("@")[0] == measure.id
        }  # fmt: skip

    def sized(self) -> SizedMeasure:
        """The measure with its parts and its investment."""
        if not self.told and (place := self.not_here()):
            return self.answer("not_here", place)
        parts = tuple(self.parts())
        if not parts:
            return self.answer("needs", self.lacking())
        capital, basis = self.capital(parts)
        if capital is None:
            return self.answer("no_cost", (*self.unknown_facts(), "quote"), parts)
        return self.answer("sized", (), parts, capital, basis)

    def answer(
        self, status: Status, ask: tuple[str, ...], parts: tuple[Part, ...] = (), capital: Range | None = None,
        basis: CapitalBasis = "",
    ) -> SizedMeasure:  # fmt: skip
        """What was found."""
        life = self.measure.life
        return SizedMeasure(
            measure=self.measure, status=status, ask=ask, parts=parts, saving_is_told=bool(self.told), capital=capital,
            capital_basis=basis, life=self.order.life if life is None else int(life), life_is_assumed=life is None,
        )  # fmt: skip

    def not_here(self) -> tuple[str, ...]:
        """For what plants it is, where this is none."""
        if self.measure.gate == "below_2000_toe" and energy_in_toe(self.uses) >= MOST_TOE:
            return ("below_2000_toe",)
        steps = self.measure.steps
        if steps and steps != ("any",) and not list(self.furnaces()):
            return steps
        return ()

    def furnaces(self) -> Iterator[PlantUse]:
        """Furnaces it acts on: by their steps; where the firm told a saving, the one it named or all."""
        for use in self.uses:
            if use.kind != "fuel" or (use.equipment == "boiler" and not self.told):
                continue
            by_step = bool(set(self.measure.steps) & set(use.steps))
            by_kind = self.measure.steps == ("any",) and use.equipment == "furnace"
            if (use.place in self.told or "" in self.told) if self.told else (by_step or by_kind):
                yield use

    def lacking(self) -> tuple[str, ...]:
        """What is needed before it can be sized."""
        rule, measure = self.measure.rule, self.measure
        if rule == "none":
            return ("other",)
        asks = rule.startswith("told") or (rule.startswith("share") and _share(measure.saving) is None)
        price = ("price",) if rule == "share_of_scrap" and not any(use.kind == "precursor" for use in self.uses) else ()
        return (*self.unknown_facts(), *price, *(("saving",) if asks and not self.told else ())) or ("other",)

    def unknown_facts(self) -> tuple[str, ...]:
        """Facts that it asks for and that are not told."""
        return tuple(name for name in self.measure.facts if name not in self.order.facts)

    def parts(self) -> Iterator[Part]:
        """What it does to each use; none where it cannot be sized."""
        share = _share(self.measure.saving)
        match self.measure.rule:
            case "told" | "share_of_fuel" if self.told:
                yield from (
                    Part(use.id, self.told.get(use.place, self.told.get("", (0, 0)))) for use in self.furnaces()
                )
            case "share_of_fuel" if share:
                yield from (Part(use.id, share) for use in self.furnaces())
            case "share_of_site" if share or self.told:
                told = self.told.get("", share or (0.0, 0.0))
                yield from (Part(use.id, told) for use in self.uses if use.kind in ("fuel", "electricity"))
            case "share_of_fact" | "told_of_fact":
                yield from self.of_fact("electricity", share if self.measure.rule == "share_of_fact" else None)
            case "share_of_charge":
                yield from self.of_fact("charge", share)
            case "share_of_scrap" if self.told and not self.unknown_facts():
                yield from self.of_scrap()
            case "heat_to_boiler" if share:
                yield from self.to_boiler(self.told.get("", share))
            case "fuel_to_electricity" if share:
                yield from self.to_electricity(self.told.get("", share))
            case "per_kilowatt":
                yield from self.per_kilowatt()

    def of_fact(self, kind: str, share: Range | None) -> Iterator[Part]:
        """A share of a part of the plant that was told."""
        wanted = self.told.get("", share)
        use = self.by_id.get(f"{kind}@{self.measure.facts[0]}")
        if use is not None and wanted is not None:
            yield Part(use.id, wanted)

    def of_scrap(self) -> Iterator[Part]:
        """Precursors that are not bought because they do not become scrap, by the process where that arises."""
        for use in self.uses:
            told = [(self.told.get(name, self.told.get("", (0.0, 0.0))), mass) for name, mass in use.scrap.items()]
            low, high = (sum(share[end] * mass for share, mass in told) / use.amount for end in (0, 1))
            if high > 0:
                yield Part(use.id, (min(low, 0.95), min(high, 0.95)))

    def to_boiler(self, share: Range) -> Iterator[Part]:
        """Heat of compressors in place of a boiler's fuel, at most all of it; the boiler's losses are not counted."""
        power = self.by_id.get("electricity@compressors")
        boiler = next((use for use in self.uses if use.equipment == "boiler"), None)
        if power is not None and boiler is not None and boiler.energy > 0:
            most = power.energy / boiler.energy
            yield Part(boiler.id, (min(share[0] * most, 0.95), min(share[1] * most, 0.95)))

    def to_electricity(self, efficiency: Range) -> Iterator[Part]:
        """All fuel of a furnace, and the electricity that heats as much by induction."""
        now = self.order.facts.get("furnace_efficiency")
        other = self.by_id.get("electricity@other")
        if now is None or other is None or efficiency[0] <= 0:
            return
        heat = 0.0
        for use in self.furnaces():
            heat += use.energy / 3.6e-6 * now
            yield Part(use.id, (1.0, 1.0))
        yield Part(other.id, added=(heat / efficiency[0], heat / efficiency[1]))

    def per_kilowatt(self) -> Iterator[Part]:
        """Electricity a roof gives, at most what the plant uses."""
        roof, other = self.order.facts.get("roof"), self.by_id.get("electricity@other")
        saving = self.measure.saving
        if roof is None or other is None or saving is None or saving.low is None or saving.high is None:
            return
        ends = (min(each.to("kWh/kW") * roof, other.amount) for each in (saving.low, saving.high))
        low, high = ends
        yield Part(other.id, added=(-low, -high))

    def capital(self, parts: tuple[Part, ...]) -> tuple[Range | None, CapitalBasis]:
        """Investment: by an offer, by the catalogue, or by the catalogue's payback and the saving here."""
        if self.measure.id in self.order.quotes:
            return self.order.quotes[self.measure.id], "quote"
        found = self.by_catalogue()
        if found is not None:
            return found, "catalogue"
        if self.measure.payback is None:
            return None, ""
        saved = sum(won_of(part, self.by_id, 0.5) for part in parts)
        low, high = self.measure.payback
        return (low * saved, high * saved), "payback"

    def by_catalogue(self) -> Range | None:
        """What the catalogue's investment comes to here."""
        spread = self.measure.capital
        if spread is None or spread.low is None or spread.high is None or self.measure.capital_is_of_one_site:
            return None
        per = spread.low.unit.partition("/")[2]
        facts = self.order.facts
        size = {"": 1.0, "t": facts.get("rolled_capacity"), "kW": self.kilowatts()}[per]
        return None if size is None else (spread.low.value * size, spread.high.value * size)

    def kilowatts(self) -> float | None:
        """Power that a catalogue's investment is for each kW of."""
        return self.order.facts.get("roof" if self.measure.rule == "per_kilowatt" else "compressor_power")


def won_of(part: Part, uses: Mapping[str, PlantUse], place: float) -> float:
    """Won a part saves in a year by itself, at a place between least (0) and most (1)."""
    return less_of(part, uses, place) * uses[part.use].price


def less_of(part: Part, uses: Mapping[str, PlantUse], place: float) -> float:
    """What a part saves of its use in a year by itself. [unit of the use]"""
    return between(part.share, place) * uses[part.use].amount - between(part.added, place)


def between(ends: Range, place: float) -> float:
    """A value between the least and the most."""
    return ends[0] + (ends[1] - ends[0]) * place


def _share(spread: Spread | None) -> Range | None:
    """A whole range of shares; None where an end is missing or it is an amount of another plant."""
    if spread is None or spread.low is None or spread.high is None or spread.low.unit != "1":
        return None
    return spread.low.value, spread.high.value
