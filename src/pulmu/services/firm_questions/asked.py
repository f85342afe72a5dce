"""Facts as a person is asked for them: some of them together, each once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pulmu.services.firm_questions.homes import CLOSING, home_in

_WITH: Mapping[str, str] = {
    "left_sme_on": "left_sme_because",
    "graces_before": "left_sme_because",
    "returned_by_raised_table": "left_sme_because",
    "left_micro_on": "left_micro_because",
    "micro_graces_before": "left_micro_because",
    "tax_reason_year_end": "tax_left_because",
    "sales_2_krw": "sales_1_krw",
    "sales_3_krw": "sales_1_krw",
}
"""Facts that are told with another."""
_PARTS: Mapping[str, tuple[str, ...]] = {
    "sales_1_krw": ("sales_1_krw", "sales_2_krw", "sales_3_krw"),
    "left_sme_because": ("left_sme_because", "left_sme_on"),
    "left_micro_because": ("left_micro_because", "left_micro_on"),
    "tax_left_because": ("tax_left_because", "tax_reason_year_end"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question.

    Parameters
    ----------
    fact : The one that names it.
    parts : All that are told with it, in the order of the form.
    answers : The facts asked for that it answers.
    """

    fact: str
    parts: tuple[str, ...]
    answers: tuple[str, ...]


def asked_together(facts: Iterable[str], *, has_years: bool, is_new: bool = False) -> tuple[Asked, ...]:
    """Questions for facts, in their order.

    Parameters
    ----------
    has_years : Whether the file tells a business year; else its last day is asked with the first amount of one.
    is_new : Whether the firm counts as new and has closed no business year.
    """
    found: list[Asked] = []
    asks_closing = not has_years
    answered: dict[str, list[str]] = {}
    for name in facts:
        answered.setdefault(_WITH.get(name, name), []).append(name)
    for fact, names in answered.items():
        parts = _PARTS.get(fact, (fact,))
        if asks_closing and home_in(fact, is_new=is_new).kind == "year":
            parts, asks_closing = (CLOSING, *parts), False
        found.append(Asked(fact, parts, tuple(names)))
    return tuple(found)
