"""Questions about a firm as a form asks them, and their answers in the firm's file."""

from pulmu.services.firm_questions.asked import Asked, asked_together
from pulmu.services.firm_questions.homes import CLOSING, MONTHLY, calendar_closing, is_told
from pulmu.services.firm_questions.tell import NONE, UNKNOWN, Written, tell
from pulmu.services.firm_questions.told import Answers, answers_told

__all__ = [
    "CLOSING",
    "MONTHLY",
    "NONE",
    "UNKNOWN",
    "Answers",
    "Asked",
    "Written",
    "answers_told",
    "asked_together",
    "calendar_closing",
    "is_told",
    "tell",
]
