"""Matching in rounds: who asks whom, deferred acceptance, and the proof that a result is stable."""

from pulmu.support.matching.deferred import Matching, defer
from pulmu.support.matching.lots import draw_lots, lot_of
from pulmu.support.matching.market import NO_LIMIT, NOBODY, Kinds, Limits, Market
from pulmu.support.matching.moments import answers_close, closing_moment, wishes_close
from pulmu.support.matching.numbered import LeftOut, Numbered, number
from pulmu.support.matching.play import Played, limit_name, play
from pulmu.support.matching.read import names_in, read_answers, read_round
from pulmu.support.matching.reasons import Reasons, Refused, Unused, reasons_of, refusals, unused
from pulmu.support.matching.settle import Certificate, Settled, Violated, settle
from pulmu.support.matching.stability import Block, Breach, Limit, blocking, blocking_pairs, breaches
from pulmu.support.matching.steps import Event, Progress, Proposal, answer, propose
from pulmu.support.matching.unfillable import Short, unfillable

__all__ = [
    "NOBODY",
    "NO_LIMIT",
    "Block",
    "Breach",
    "Certificate",
    "Event",
    "Kinds",
    "LeftOut",
    "Limit",
    "Limits",
    "Market",
    "Matching",
    "Numbered",
    "Played",
    "Progress",
    "Proposal",
    "Reasons",
    "Refused",
    "Settled",
    "Short",
    "Unused",
    "Violated",
    "answer",
    "answers_close",
    "blocking",
    "blocking_pairs",
    "breaches",
    "closing_moment",
    "defer",
    "draw_lots",
    "limit_name",
    "lot_of",
    "names_in",
    "number",
    "play",
    "propose",
    "read_answers",
    "read_round",
    "reasons_of",
    "refusals",
    "settle",
    "unfillable",
    "unused",
    "wishes_close",
]
