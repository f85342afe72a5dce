"""Certificates of a plant's goods, year by year to the end of the phase-in: production as it is, law as it is known."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from pulmu.carbon.certificates import certificates, certificates_per_tonne, free_allocation_by_other_rates
from pulmu.carbon.free_allocation import embedded_free_allocation
from pulmu.carbon.outlook import plant_in_year
from pulmu.carbon.statement import Statement, state_emissions
from pulmu.model import InputError, Plant
from pulmu.reference import cross_sectoral_correction_factor, last_year_of_law, share_kept

Basis = Literal["law", "benchmarks_kept", "told"]


@dataclass(frozen=True, slots=True)
class Balances:
    """What one unit of a use moves. [kg CO2e; certificates in each year]"""

    footprint: float
    certificates: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class _Goods:
    """A statement of one year, as far as certificates need it."""

    embedded: Mapping[str, float]
    allocation: Mapping[str, float]


class PlantYears:
    """Certificates of a plant in each year that is looked at, and what a change of the plant moves.

    Parameters
    ----------
    first, count : Years that are looked at.
    free_allocation : Share of free allocation kept, in place of the law's, by year.

    Raises
    ------
    InputError  The footprint or the free allocation of an exported good is not known (its own problems).
    """

    def __init__(
        self, plant: Plant, edition: str, first: int, count: int, free_allocation: Mapping[int, float]
    ) -> None:
        self.plant, self.edition, self.first, self.count = plant, edition, first, count
        self.told = free_allocation
        self.exported = {
            product.id: sum(mass.to("t") for mass in product.exports_to_eu.values())
            for _, product in plant.products()
            if product.cbam_good and product.exports_to_eu
        }
        self.statement = state_emissions(plant, edition)
        self.now = self.certificates(plant)
        self.footprint = _footprint(self.statement)

    @property
    def years(self) -> range:
        """Years that are looked at."""
        return range(self.first, self.first + self.count)

    def basis(self, year: int) -> Basis:
        """What the certificates of a year rest on."""
        if year in self.told:
            return "told"
        return "law" if year <= last_year_of_law() else "benchmarks_kept"

    def share(self, year: int) -> float:
        """Share of free allocation kept."""
        return self.told[year] if year in self.told else share_kept(year).value

    def certificates(self, plant: Plant) -> tuple[float, ...]:
        """Certificates of a plant's exports, year by year."""
        by_law: dict[int, _Goods] = {}
        found = []
        for year in self.years:
            of_law = min(year, last_year_of_law())
            if of_law not in by_law:
                by_law[of_law] = self._goods(plant, of_law)
            goods = by_law[of_law]
            factor = cross_sectoral_correction_factor(of_law).value
            kept = {
                name: free_allocation_by_other_rates(
                    free_allocation=allocation, free_allocation_share=self.share(year),
                    cross_sectoral_correction_factor=factor, share_before=share_kept(of_law).value,
                    factor_before=factor,
                )
                for name, allocation in goods.allocation.items()
            }  # fmt: skip
            found.append(sum(
                float(certificates(mass, certificates_per_tonne(goods.embedded[name], kept[name])))
                for name, mass in self.exported.items()
            ))  # fmt: skip
        return tuple(found)

    def of_a_unit(self, changed: Plant, less: float) -> Balances:
        """What a unit moves, by a plant that uses so much less of it."""
        if less <= 0:
            return Balances(0.0, (0.0,) * self.count)
        after = _footprint(state_emissions(changed, self.edition))
        certificates = tuple(
            (before - later) / less for before, later in zip(self.now, self.certificates(changed), strict=True)
        )
        return Balances((self.footprint - after) * 1000.0 / less, certificates)

    def _goods(self, plant: Plant, year: int) -> _Goods:
        if not self.exported:
            return _Goods({}, {})
        described = plant if year == plant.period.year else plant_in_year(plant, year)
        statement = state_emissions(described, self.edition)
        allocation, why = embedded_free_allocation(statement)
        lacking = [item for name in self.exported if allocation[name] is None for item in why[name]]
        if lacking:
            raise InputError(*dict.fromkeys(lacking))
        known = {name: figure.value for name in self.exported if (figure := allocation[name]) is not None}
        return _Goods({name: statement.goods[name].counted.value for name in self.exported}, known)


def _footprint(statement: Statement) -> float:
    total = statement.footprint.total
    if total is None:
        raise InputError(*(replace(item, severity="error") for item in statement.footprint.unknown))
    return total.to("t CO2e")
