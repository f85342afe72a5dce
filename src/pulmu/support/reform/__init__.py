"""Reforms: a dated change of parameters, the rulebook it makes, and what it does to a population (`columns`)."""

from pulmu.support.reform.apply import Reformed, apply_reform, check_reform
from pulmu.support.reform.beside import Beside, beside
from pulmu.support.reform.cliff import Cliff, cliffs

__all__ = ["Beside", "Cliff", "Reformed", "apply_reform", "beside", "check_reform", "cliffs"]
