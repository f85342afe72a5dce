"""Matching in rounds: who asks whom, deferred acceptance, and the proof that a result is stable."""

from pulmu.support.matching.deferred import Matching, defer
from pulmu.support.matching.lots import draw_lots, lot_of
from pulmu.support.matching.market import NO_LIMIT, NOBODY, Kinds, Limits, Market
from pulmu.support.matching.stability import Block, Breach, Limit, blocking, blocking_pairs, breaches

__all__ = [
    "NOBODY",
    "NO_LIMIT",
    "Block",
    "Breach",
    "Kinds",
    "Limit",
    "Limits",
    "Market",
    "Matching",
    "blocking",
    "blocking_pairs",
    "breaches",
    "defer",
    "draw_lots",
    "lot_of",
]
