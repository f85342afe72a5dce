"""A plain letter to begin an agency's own template with, DOCX or HWPX, in Korean or English."""

from pulmu.adapters.letter_sample.docx import docx_sample
from pulmu.adapters.letter_sample.hwpx import hwpx_sample
from pulmu.locale import Language


def letter_sample(kind: str, language: Language) -> bytes:
    """The file's bytes; the same each time.

    Parameters
    ----------
    kind : docx or hwpx.
    """
    return docx_sample(language) if kind == "docx" else hwpx_sample(language)


__all__ = ["letter_sample"]
