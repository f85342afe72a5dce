"""Reforms: a dated change of parameters, the rulebook it makes, and what it does to a population (`columns`)."""

from pulmu.support.reform.apply import Reformed, apply_reform, check_reform
from pulmu.support.reform.beside import Beside, beside
from pulmu.support.reform.cliff import Cliff, cliffs
from pulmu.support.reform.read import CheckedReform, read_checked

__all__ = [
    "Beside",
    "CheckedReform",
    "Cliff",
    "Reformed",
    "apply_reform",
    "beside",
    "check_reform",
    "cliffs",
    "read_checked",
]
