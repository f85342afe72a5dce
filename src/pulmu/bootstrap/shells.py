"""Administration shells: read from files, judged, written."""

import importlib.util
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pulmu.model import Problem
    from pulmu.services.shell_content import ShellContent, ShellDesk
    from pulmu.twin.shell import Environment


_LARGEST_FILE = 20_000_000


def check_shell_file(path: str, *, strict: bool = False) -> "ShellContent":
    """What a file of shells holds, with every repair; if it is to be strict, a file that needs one is refused.

    Raises
    ------
    InputError  The file is refused: what is wrong with it.
    OutsideError  It cannot be read, or BaSyx is not installed (`outside.shell_not_installed`).
    """
    from pulmu.adapters.shell_file import judge_strictly, read_shell_file
    from pulmu.services.check_shell import check_shell

    return check_shell(read_shell_file(path), judge_strictly, strict=strict)


def check_shell_content(data: bytes, name: str, *, strict: bool = False) -> "ShellContent":
    """The same of content somebody sent."""
    from pulmu.adapters.shell_file import judge_strictly, read_shell_bytes
    from pulmu.services.check_shell import check_shell

    return check_shell(read_shell_bytes(data, name), judge_strictly, strict=strict)


def shell_file(environment: "Environment", name: str, files: "Mapping[str, bytes] | None" = None) -> tuple[bytes, str]:
    """Shells as the file its name asks for, and the name of the judge, who took them as they are.

    Raises
    ------
    InputError  The name ends in neither .aasx nor .json, or the judge refuses something (`shell.judge`).
    OutsideError  BaSyx is not installed (`outside.shell_not_installed`).
    """
    from pulmu.adapters.shell_file import judge_strictly, write_shell
    from pulmu.model import InputError
    from pulmu.twin.shell import tree_of

    data = write_shell(environment, name, files)
    judged = judge_strictly(tree_of(environment))
    if judged.refused:
        said = judged.refused[0].said
        raise InputError.of(
            "shell.judge", name, f"{judged.judge} does not take what is left of the file: {said}",
            "ask whoever wrote the file to write it as IDTA 01001 says", judge=judged.judge, text=said,
        )  # fmt: skip
    return data, judged.judge


def shell_desk() -> "ShellDesk":
    """Where a place reads and writes files of shells."""
    from pulmu.services.shell_content import ShellDesk

    return ShellDesk(check_shell_content, shell_file, missing_packages)


def missing_packages() -> "tuple[Problem, ...]":
    """What is not installed that shells need (`outside.shell_not_installed`)."""
    if importlib.util.find_spec("basyx") is not None:
        return ()
    from pulmu.adapters.shell_file import not_installed

    return not_installed().problems


def line_content(line: str) -> bytes:
    """The file of a line as it is, or of one that comes with Pulmu, by its name.

    Raises
    ------
    OutsideError  It cannot be read.
    """
    from pulmu.adapters._file import read_bytes
    from pulmu.adapters.samples import sample_line_names, sample_line_text

    return sample_line_text(line).encode() if line in sample_line_names() else read_bytes(line, _LARGEST_FILE)


def report_content(path: str) -> bytes:
    """A report of how a model compares with the plant, as JSON.

    Raises
    ------
    InputError  It is none (`shell.report_kind`).
    OutsideError  It cannot be read.
    """
    import json

    from pulmu.adapters._file import read_bytes
    from pulmu.model import InputError

    data = read_bytes(path, _LARGEST_FILE)
    try:
        json.loads(data)
    except ValueError as error:
        said, mend = "the report is no JSON", "give what pulmu plant compare --json printed"
        raise InputError.of("shell.report_kind", path, said, mend) from error
    return data
