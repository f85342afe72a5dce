"""The only place that joins surfaces; today there is one, the command line."""

from pulmu.cli import run


def main() -> None:
    """Run the command line."""
    run()
