"""The rulebook of size: class, micro merchant, deemed, early mid-sized, candidate, and the variant of tax law."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass

from pulmu.support.rules import (
    AllOf,
    Decide,
    Finds,
    Node,
    Not,
    Number,
    Parameter,
    Rulebook,
    constant,
)
from pulmu.support.size.bands import bands
from pulmu.support.size.certificates import certificates
from pulmu.support.size.grace import act
from pulmu.support.size.micro import micro_merchant
from pulmu.support.size.mid_sized import barred_by_finance, candidate, early, independent, mid_act
from pulmu.support.size.parameters import size_rule_parameters
from pulmu.support.size.sme import sme_rules
from pulmu.support.size.tax import tax_rules

LABELS = ("small", "medium", "mid_sized", "large", "out_of_scope")


@dataclass(frozen=True, slots=True)
class SizeRules:
    """The rules of size, and what other rules read of them.

    Parameters
    ----------
    outputs : ``size.class`` (a decision), ``size.micro_merchant``, ``size.micro_deemed``, ``size.deemed``,
        ``size.sme``, ``size.early_mid_sized``, ``size.mid_sized_candidate``, ``size.average_sales``,
        ``mid_sized.band.*``, ``certificate.*`` and ``tax.*``, by name.
    """

    parameters: Mapping[str, Parameter]
    outputs: Mapping[str, Node]
    size_class: Decide
    average_sales: Number
    mid_sized_candidate: Finds

    def rulebook(self) -> Rulebook:
        """Size alone."""
        return Rulebook(self.parameters, self.outputs)


@functools.cache
def size_rules() -> SizeRules:
    """Size in Korean law, with its parameters in dated versions."""
    sme = sme_rules()
    inside = Decide("size.small_or_medium", ((sme.is_small, "small"),), "medium", act("제2조제2항"))
    beyond = Decide(
        "size.mid_sized_or_large",
        (
            (barred_by_finance(), "out_of_scope"),
            (independent(), "mid_sized"),
        ),
        "large",
        mid_act("제2조제1항"),
    )
    size_class = Decide(
        "size.class",
        (
            (Not("size.out_of_scope", sme.in_scope, act("제2조제1항")), "out_of_scope"),
            (sme.is_sme, inside),
        ),
        beyond,
    )
    merchant, micro_deemed = micro_merchant(sme)
    mid_candidate = candidate(sme)
    outputs: dict[str, Node] = {
        "size.class": size_class,
        "size.micro_merchant": merchant,
        "size.micro_deemed": micro_deemed,
        "size.deemed": sme.deemed,
        "size.sme": AllOf("size.is_sme", (sme.in_scope, sme.is_sme), act("제2조")),
        "size.early_mid_sized": early(size_class, sme.average_sales),
        "size.mid_sized_candidate": mid_candidate,
        "size.average_sales": sme.average_sales,
        **bands(size_class, sme.average_sales, sme.grace.given),
        **certificates(sme),
        **tax_rules(sme),
    }
    parameters = dict(size_rule_parameters())
    mid = constant("mid_sized.labels", frozenset({"mid_sized"}), "", mid_act("제2조제1항"))
    return SizeRules({**parameters, mid.name: mid}, outputs, size_class, sme.average_sales, mid_candidate)
