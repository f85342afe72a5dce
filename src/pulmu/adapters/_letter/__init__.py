"""A decision in words by name: what its letter as PDF and an agency's own template are filled with."""

from pulmu.adapters._letter.content import Letter, letter_of
from pulmu.adapters._letter.fields import CONDITIONS, FIELDS, ITEMS, LISTS, known_name, known_names

__all__ = ["CONDITIONS", "FIELDS", "ITEMS", "LISTS", "Letter", "known_name", "known_names", "letter_of"]
