"""What an answer means for the one who asked: what decided it, what would turn it, what to find out first."""

from pulmu.support.advice.deciding import deciding
from pulmu.support.advice.missing import MissingFact, missing_facts
from pulmu.support.advice.turning import Turn, turns

__all__ = ["MissingFact", "Turn", "deciding", "missing_facts", "turns"]
