"""The only place that joins surfaces; today there is one, the command line."""

import sys


def main() -> None:
    """Run the command line; stopped while it is loaded, or while it tells what went wrong, it ends quietly too."""
    try:
        from pulmu.cli import run  # noqa: PLC0415 - loading takes long enough to be interrupted

        run()
    except KeyboardInterrupt:
        sys.exit(130)
