"""Says in one line what is wrong with the interpreter, before an installation fails in fifty."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - this file is for the older ones
    sys.exit(f"Pulmu needs Python 3.11 or newer, not {sys.version.split()[0]}. Set PYTHON=... for make.")
