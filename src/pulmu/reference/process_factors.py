"""Emission factors of materials that release CO2 in a process, and carbon contents for the mass balance."""

import functools
from collections.abc import Iterator
from dataclasses import dataclass

from pulmu.model.errors import InputError
from pulmu.model.source import Source
from pulmu.reference._names import hint, listed, plain
from pulmu.reference.parameters import Parameter, parameter
from pulmu.reference.table import load_table

_NAMED = {
    "flue_gas_gypsum": "flue_gas",
    "flue_gas_urea": "flue_gas",
    "flare_gas": "flare",
    "clinker_minimum": "least",
    "clinker_dust_minimum": "least",
}
"""Numbers of the method that are factors of a material, and their kind."""


@dataclass(frozen=True, slots=True)
class ProcessFactor:
    """What the tables say of a process material.

    Parameters
    ----------
    kind : carbonate (method A), alkali_oxide (method B), mass_balance, flue_gas, flare, or least (no own factor lies
        below it).
    carbon_content : For the mass balance only, else None.
    """

    name: str
    kind: str
    emission_factor: Parameter
    carbon_content: Parameter | None

    @property
    def source(self) -> Source:
        """Where the emission factor comes from."""
        return self.emission_factor.source


def process_factor(name: str) -> ProcessFactor:
    """The factors of a process material by formula, English or Korean name.

    Raises
    ------
    InputError  No such material (`input.material_unknown`).
    """
    found = _by_name().get(plain(name))
    if found is None:
        known = [row["alternative"] for row in load_table("process_names").rows]
        known += [factor.name for factor in list_process_factors()]
        raise InputError.of("input.material_unknown", "", f"{name!r} is not a process material we have factors for",
                            hint(name, known, "give your own carbon content or emission factor with its source"),
                            name=name, known=listed(name, known))  # fmt: skip
    return found


@functools.cache
def list_process_factors() -> tuple[ProcessFactor, ...]:
    """All process materials with standard factors."""
    named = (ProcessFactor(name, kind, parameter(name), None) for name, kind in _NAMED.items())
    return (*_from_fuels(), *named)


def _from_fuels() -> Iterator[ProcessFactor]:
    table = load_table("fuels")
    found: dict[tuple[str, str], dict[str, Parameter]] = {}
    for row in table.rows:
        if row["group"] in ("carbonate", "alkali_oxide", "mass_balance"):
            source = table.source(f"{row['place']}, {row['item']}", row["confidence"])
            words = {"co2_ef": "emission factor", "carbon_content": "carbon content"}[row["parameter"]]
            value = Parameter(f"{words} of {row['item']}", row["value"], row["unit"], source)
            found.setdefault((row["group"], row["item"]), {})[row["parameter"]] = value
    for (kind, name), values in found.items():
        yield ProcessFactor(name, kind, values["co2_ef"], values.get("carbon_content"))


@functools.cache
def _by_name() -> dict[str, ProcessFactor]:
    factors = {factor.name: factor for factor in list_process_factors()}
    names = {plain(row["alternative"]): factors[row["name"]] for row in load_table("process_names").rows}
    return names | {plain(factor.name): factor for factor in factors.values()}
