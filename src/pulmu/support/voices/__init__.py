"""Difficulties that firms tell: which are alike and why, and to which theme a new one belongs."""

from pulmu.support.voices.gather import ALIKE, FEWEST_TOLD, Fit, Group, firms_of, fits, gather, number_shown
from pulmu.support.voices.read import read_theme, read_voice, read_voices
from pulmu.support.voices.shared import Shared, shared_by
from pulmu.support.voices.similar import Likeness, Raised, likeness, text_of, voice_words

__all__ = [
    "ALIKE",
    "FEWEST_TOLD",
    "Fit",
    "Group",
    "Likeness",
    "Raised",
    "Shared",
    "firms_of",
    "fits",
    "gather",
    "likeness",
    "number_shown",
    "read_theme",
    "read_voice",
    "read_voices",
    "shared_by",
    "text_of",
    "voice_words",
]
