"""Measures a firm may take: what a plan of them does, and the best one under a budget."""

from pulmu.plan.measures.choose import Chosen, Most, acting, choose
from pulmu.plan.measures.effect import Effect, Plan, amount_left, breaches, effect_of, works
from pulmu.plan.measures.measure import BALANCES, Added, Balance, Choice, Measure, Saving, Use
from pulmu.plan.measures.pareto import Front, pareto

__all__ = [
    "BALANCES",
    "Added",
    "Balance",
    "Choice",
    "Chosen",
    "Effect",
    "Front",
    "Measure",
    "Most",
    "Plan",
    "Saving",
    "Use",
    "acting",
    "amount_left",
    "breaches",
    "choose",
    "effect_of",
    "pareto",
    "works",
]
