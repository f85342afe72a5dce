"""The script beside a report that recomputes it with nothing but Python: recompute.py."""

from importlib.resources import files


def recompute_script() -> bytes:
    """The script's bytes; it reads report.json of format 2."""
    return files("pulmu.adapters").joinpath("templates/recompute.py").read_bytes()
