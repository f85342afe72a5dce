"""Administration shells: read from files, judged, written."""

import importlib.util
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pulmu.model import Problem
    from pulmu.services.shell_content import ShellContent, ShellDesk
    from pulmu.twin.shell import Environment


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


def shell_file(environment: "Environment", name: str) -> tuple[bytes, str]:
    """Shells as the file its name asks for, and the name of the judge, who took them as they are.

    Raises
    ------
    InputError  The name ends in neither .aasx nor .json, or the judge refuses something (`shell.judge`).
    OutsideError  BaSyx is not installed (`outside.shell_not_installed`).
    """
    from pulmu.adapters.shell_file import judge_strictly, write_shell
    from pulmu.model import InputError
    from pulmu.twin.shell import tree_of

    data = write_shell(environment, name)
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
