"""From what an operator states input by input to factors of the draws."""

import difflib
import math
from collections.abc import Iterator, Mapping, Sequence

from pulmu.carbon.uncertainty import Factor, Law
from pulmu.carbon.uncertainty.leaves import Leaf, by_name
from pulmu.model import InputError, Problem, PulmuError, problem
from pulmu.model.quantity import Quantity
from pulmu.model.uncertain import StatedUncertainty, UncertainInput
from pulmu.reference.data_quality import data_quality


def stated_factors(leaves: Sequence[Leaf], stated: StatedUncertainty) -> tuple[Factor, ...]:
    """A factor for each entry; for each of its inputs where an absolute uncertainty says another share of each.

    Raises
    ------
    InputError  Everything that is wrong with what is stated (`carbon.uncertain_input_unknown`, ...).
    RuleError  A class that is in no table (`rule.no_data_quality`).
    """
    names = by_name(leaves)
    wrong = list(_problems(stated, names))
    if wrong:
        raise InputError(*wrong)
    return tuple(factor for item in stated.uncertain for factor in _factors(item, leaves, names))


def _problems(stated: StatedUncertainty, names: Mapping[str, int]) -> Iterator[Problem]:
    seen: set[int] = set()
    for item in stated.uncertain:
        if sum([bool(item.quality), item.relative is not None, item.absolute is not None]) != 1:
            yield problem("carbon.uncertainty_stated", item.id, f"{item.id} has none or several of quality, relative"
                          " and absolute", "give exactly one of them", name=item.id)  # fmt: skip
        for name in item.inputs:
            if name not in names:
                near = ", ".join(difflib.get_close_matches(name, names, n=3, cutoff=0.3)) or "-"
                yield problem("carbon.uncertain_input_unknown", item.id, f"the plant has no input {name}",
                              f"name it as the plant's file does; near: {near}", name=name, near=near)  # fmt: skip
            elif names[name] in seen:
                yield problem("carbon.uncertain_input_twice", item.id, f"{name} is stated twice",
                              "leave it in one entry; a factor of a table is one input", name=name)  # fmt: skip
            seen |= {names[name]} if name in names else set()


def _factors(item: UncertainInput, leaves: Sequence[Leaf], names: Mapping[str, int]) -> Iterator[Factor]:
    members = tuple(names[name] for name in item.inputs)
    if item.absolute is None:
        yield Factor(item.id, members, _law(item), item.correlation if len(members) > 1 else 1.0)
        return
    if len(members) > 1:
        raise InputError.of("carbon.uncertainty_absolute", item.id, f"{item.id} has several inputs and one absolute"
                            " uncertainty", "give relative, or an entry for each input", name=item.id,
                            input=", ".join(item.inputs), unit=item.absolute.unit)  # fmt: skip
    leaf = leaves[members[0]]
    yield Factor(item.id, members, Law(item.distribution, _share(item, item.absolute, leaf)))


def _share(item: UncertainInput, absolute: Quantity, leaf: Leaf) -> float:
    try:
        return absolute.to(leaf.unit) / (leaf.value or math.nan)
    except PulmuError as error:
        raise InputError.of("carbon.uncertainty_absolute", item.id, f"{leaf.names[0]} takes no absolute uncertainty in"
                            f" {absolute.unit}", "give it in a unit of the input, or relative", name=item.id,
                            input=leaf.names[0], unit=absolute.unit) from error  # fmt: skip


def _law(item: UncertainInput) -> Law:
    if item.quality:
        found = data_quality(item.quality)
        return Law(found.distribution, found.relative)
    return Law(item.distribution, item.relative or 0.0)
