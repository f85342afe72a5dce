"""The virtual plant: which kernel runs it, and where compiled code is kept."""

import functools
import hashlib
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from pulmu.model import Document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pulmu.model.line import Line
    from pulmu.twin.counts import Engine


@functools.cache
def line_engine() -> "Engine":
    """The compiled kernel; the oracle in plain Python where numba is not installed or does not fit what is."""
    keep_compiled_code()
    try:
        import numba  # noqa: F401
    except ImportError:
        from pulmu.twin.oracle import run_plainly

        return run_plainly
    from pulmu.twin.kernel import run_compiled

    return run_compiled


def runs_plainly(engine: "Engine") -> bool:
    """Whether an engine is the oracle, which a user should know: it takes about a hundred times as long."""
    from pulmu.twin.oracle import run_plainly

    return engine is run_plainly


def keep_compiled_code() -> None:
    """Have numba keep compiled code in a folder of this user and this very kernel.

    Numba looks at the file of the outermost function alone and would go on using what it compiled before another file
    changed; and an installed package may lie where nothing can be written. Whoever sets NUMBA_CACHE_DIR is heeded.
    """
    if "NUMBA_CACHE_DIR" in os.environ:
        return
    for folder in _cache_folders():
        place = folder / "pulmu" / f"kernel-{_kernel_hash()}"
        try:
            place.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError:
            continue
        if os.access(place, os.W_OK) and _is_ours(place):
            os.environ["NUMBA_CACHE_DIR"] = str(place)
            return


def _is_ours(place: Path) -> bool:
    """Compiled code is run: a folder somebody else made is not used."""
    return not hasattr(os, "getuid") or place.stat().st_uid == os.getuid()


def _cache_folders() -> "Iterator[Path]":
    if given := os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA"):
        yield Path(given)
    try:
        home = Path.home()
    except RuntimeError:
        home = None
    if home is not None:
        yield home / ("Library/Caches" if sys.platform == "darwin" else ".cache")
    user = os.getuid() if hasattr(os, "getuid") else "user"
    yield Path(tempfile.gettempdir()) / f"pulmu-cache-{user}"


def _kernel_hash() -> str:
    """Of every file that is compiled."""
    from pulmu import twin

    place = str(Path(str(twin.__file__)).parent)  # numba keeps apart what lies elsewhere
    return hashlib.sha256(b"".join([place.encode(), *(file.read_bytes() for file in kernel_files())])).hexdigest()[:16]


def kernel_files() -> list[Path]:
    """Every file of which something is compiled, or that compiled code calls."""
    from pulmu import plan, twin

    folder, schedule = Path(str(twin.__file__)).parent, Path(str(plan.__file__)).parent / "schedule"
    return [
        *sorted((folder / "kernel").glob("*.py")),
        *((folder / name).with_suffix(".py") for name in ("logarithm", "normal", "plan", "streams")),
        *sorted(file for name in ("tabu", "seats", "rehearse") for file in (schedule / name).glob("*.py")),
    ]


def read_line(path: str) -> Document:
    """Read the file of a line, YAML or JSON, or one that comes with Pulmu, by its name."""
    from pulmu.adapters.line_file import read_line_file
    from pulmu.adapters.samples import sample_line_names

    return sample_line(path) if path in sample_line_names() else read_line_file(path)


def sample_line(name: str) -> Document:
    """The line of a sample plant.

    Raises
    ------
    InputError  There is no sample of that name (`input.unknown_sample`).
    """
    from pulmu.adapters.line_file import read_line_bytes
    from pulmu.adapters.samples import sample_line_text

    return read_line_bytes(sample_line_text(name).encode(), f"{name}_line.yaml")


def read_line_content(data: bytes, name: str) -> Document:
    """The line in the content of a file somebody sent."""
    from pulmu.adapters.line_file import read_line_bytes

    return read_line_bytes(data, name)


LINE_ENDINGS = (".yaml", ".yml", ".json")


def write_line(line: "Line", name: str) -> bytes:
    """A line as a file, JSON or YAML as its name says; reading it gives the same line."""
    from pulmu.adapters.plant_file import write_tree_json, write_tree_yaml
    from pulmu.model import encode

    return write_tree_json(encode(line)) if name.lower().endswith(".json") else write_tree_yaml(encode(line))
