"""An agency's own letter, DOCX or HWPX, filled in part by part: all that is not text of a mark stays byte for byte."""

from pulmu.adapters.letter_template.template import LetterTemplate, open_letter_template, read_letter_template

__all__ = ["LetterTemplate", "open_letter_template", "read_letter_template"]
