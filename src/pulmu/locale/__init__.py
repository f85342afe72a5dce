"""The words shown to people, Korean and English: texts by key, terms, problems, numbers, dates, particles."""

from pulmu.locale.attributes import attribute_text, class_text
from pulmu.locale.eligible_words import change_words, dates_words, paid_words, turn_words
from pulmu.locale.money import about_won, stepped_won, won
from pulmu.locale.need_words import need_words
from pulmu.locale.numbers import date_text, decimals_of, digits, number, percent, period_text, quarter_text, unit_symbol
from pulmu.locale.particles import particle
from pulmu.locale.problems import Said, place_text, problem_line, problem_text, problems_tree
from pulmu.locale.profile_words import measured_text
from pulmu.locale.reasons import act_text, law_place_text, reason_text, source_text
from pulmu.locale.rule_words import rule_name, size_words
from pulmu.locale.size_test_words import compared_words, margin_words, side_words
from pulmu.locale.terms import glossary_words, term
from pulmu.locale.words import LANGUAGES, Language, has_text, plain, text

__all__ = [
    "LANGUAGES",
    "Language",
    "Said",
    "about_won",
    "act_text",
    "attribute_text",
    "change_words",
    "class_text",
    "compared_words",
    "date_text",
    "dates_words",
    "decimals_of",
    "digits",
    "glossary_words",
    "has_text",
    "law_place_text",
    "margin_words",
    "measured_text",
    "need_words",
    "number",
    "paid_words",
    "particle",
    "percent",
    "period_text",
    "place_text",
    "plain",
    "problem_line",
    "problem_text",
    "problems_tree",
    "quarter_text",
    "reason_text",
    "rule_name",
    "side_words",
    "size_words",
    "source_text",
    "stepped_won",
    "term",
    "text",
    "turn_words",
    "unit_symbol",
    "won",
]
