"""Files of difficulties."""

from pulmu.model import Document


def read_voices(path: str) -> Document:
    """Read a file of difficulties: a workbook, CSV, YAML or JSON."""
    from pulmu.adapters.voice_file import read_voice_file

    return read_voice_file(path)
