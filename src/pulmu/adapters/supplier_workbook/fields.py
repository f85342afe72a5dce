"""The questions of the workbook: one table for writing and for reading it."""

from dataclasses import dataclass
from typing import Any, Literal

from pulmu.locale import LANGUAGES, text

MARK = "pulmu:supplier-reply/"
VERSION = "1"
CHOICE = " / "
"""What parts the two languages of a choice."""
HEADS = ("key", "question", "value", "unit", "note", "example")
"""Names of the columns, in small print beside the mark: by them the answers are found."""


@dataclass(frozen=True, slots=True)
class Question:
    """A line of a sheet.

    Parameters
    ----------
    units : Units to choose from; empty for an answer without one.
    choices : Keys of the words to choose from.
    asked : Whether the supplier fills it in; else it comes filled in, and stays.
    """

    key: str
    kind: Literal["text", "year", "amount"] = "text"
    units: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    example: str | float | int = ""
    needed: bool = False
    asked: bool = True


_PER_TONNE = ("t CO2e/t", "kg CO2e/t")
_ROUTES = ("route_bf", "route_dri", "route_scrap", "route_primary", "route_secondary", "route_other")
_SOURCES = ("source_grid", "source_ppa", "source_direct", "source_own", "source_mix")

QUESTIONS = (
    Question("request_id", asked=False),
    Question("asked_good", asked=False),
    Question("cn_code", example="7213 91 49", needed=True),
    Question("year", "year", example=2026, needed=True),
    Question("operator", example="Example Steel Co., Ltd.", needed=True),
    Question("installation", example="Example Rod Mill", needed=True),
    Question("country", example="CN", needed=True),
    Question("unlocode", example="CNSHA"),
    Question("registry_id"),
    Question("route", choices=_ROUTES, needed=True),
    Question("direct", "amount", _PER_TONNE, example=1.962, needed=True),
    Question("indirect", "amount", _PER_TONNE, example=0.148, needed=True),
    Question("default_share", "amount", ("%",), example=12.5, needed=True),
    Question("electricity_factor", "amount", ("t CO2e/MWh", "kg CO2e/MWh"), example=0.5703),
    Question("electricity_source", choices=_SOURCES),
    Question("free_allocation", "amount", _PER_TONNE, example=1.312),
    Question("verification_report", example="VR-2026-0123", needed=True),
    Question("verifier", example="Example Verification Ltd.", needed=True),
    Question("accreditation", example="National Accreditation Body, No. 123", needed=True),
    Question("contact", example="name@example.com"),
    Question("remarks"),
)


def both(key: str, joint: str = "\n") -> str:
    """Words in Korean and English; once where they are the same."""
    korean, english = (text(f"supplier.{key}", language) for language in LANGUAGES)
    return korean if korean == english else f"{korean}{joint}{english}"


def chosen_words(answer: Any) -> Any:
    """The English words of a choice; any other answer as it is."""
    keys = (key for question in QUESTIONS for key in question.choices)
    return next(
        (text(f"supplier.choice.{key}", "en") for key in keys if both(f"choice.{key}", CHOICE) == answer), answer
    )
