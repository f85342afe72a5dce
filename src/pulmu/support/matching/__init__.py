"""Matching in rounds: who asks whom, deferred acceptance, and the proof that a result is stable."""

from pulmu.support.matching.deferred import Matching, defer
from pulmu.support.matching.lots import draw_lots, lot_of
from pulmu.support.matching.market import NO_LIMIT, NOBODY, Kinds, Limits, Market
from pulmu.support.matching.reasons import Reasons, Refused, Unused, reasons_of, refusals, unused
from pulmu.support.matching.settle import Certificate, Settled, Violated, settle
from pulmu.support.matching.stability import Block, Breach, Limit, blocking, blocking_pairs, breaches
from pulmu.support.matching.unfillable import Short, unfillable

__all__ = [
    "NOBODY",
    "NO_LIMIT",
    "Block",
    "Breach",
    "Certificate",
    "Kinds",
    "Limit",
    "Limits",
    "Market",
    "Matching",
    "Reasons",
    "Refused",
    "Settled",
    "Short",
    "Unused",
    "Violated",
    "blocking",
    "blocking_pairs",
    "breaches",
    "defer",
    "draw_lots",
    "lot_of",
    "reasons_of",
    "refusals",
    "settle",
    "unfillable",
    "unused",
]
