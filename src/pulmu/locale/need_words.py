"""Needs that Pulmu drafts, in words."""

from pulmu.locale.numbers import percent
from pulmu.locale.words import Language, text


def need_words(topic: str, label: str, share: float, language: Language) -> str:
    """What is needed, as one would tell a colleague.

    Parameters
    ----------
    share : Of the figure, its uncertainty or the readings, between 0 and 1.
    """
    return text(f"need_draft.{topic}", language, label=label, percent=percent(share, language))
