"""Support programmes as rules: who may apply, what it pays, when it is open; read from data an officer can edit."""

from pulmu.support.programme.check import check_conditions, check_programme
from pulmu.support.programme.importer import import_programmes
from pulmu.support.programme.read import read_programme, read_programmes
from pulmu.support.programme.reason import asks, deciding_conditions
from pulmu.support.programme.rounds import next_deadline, open_at, open_on
from pulmu.support.programme.rules import ProgrammeRules, in_round, programme_rules, rulebook_of
from pulmu.support.programme.value import flag_of, number_of, words_of

__all__ = [
    "ProgrammeRules",
    "asks",
    "check_conditions",
    "check_programme",
    "deciding_conditions",
    "flag_of",
    "import_programmes",
    "in_round",
    "next_deadline",
    "number_of",
    "open_at",
    "open_on",
    "programme_rules",
    "read_programme",
    "read_programmes",
    "rulebook_of",
    "words_of",
]
