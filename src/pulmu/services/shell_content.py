"""What a file of administration shells holds, before and after it is looked at."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from pulmu.model import Problem
from pulmu.twin.shell import Environment, Notes


@dataclass(frozen=True, slots=True)
class PackageFile:
    """A file in a package beside its shells; it is not unpacked."""

    name: str
    bytes: int


@dataclass(frozen=True, slots=True)
class OpenedShell:
    """A file, opened: its parts as trees.

    Parameters
    ----------
    kind : aasx, json or xml.
    namespaces : Versions of the XML parts: 3/0, 3/1.
    objects : Objects counted in the parts as they came, before anything was read.
    notes : What was noted so far.
    """

    name: str
    kind: str
    namespaces: tuple[str, ...]
    trees: tuple[dict[str, Any], ...]
    objects: int
    files: tuple[PackageFile, ...]
    notes: Notes


@dataclass(frozen=True, slots=True)
class RefusedObject:
    """An object the judge does not take: the list it stands in, the way to it, and the judge's words."""

    list: str
    path: tuple[int | str, ...]
    said: str


@dataclass(frozen=True, slots=True)
class Judged:
    """What a judge says of an environment."""

    judge: str
    refused: tuple[RefusedObject, ...]


Judge = Callable[[dict[str, Any]], Judged]


@dataclass(frozen=True, slots=True)
class SubmodelLine:
    """A submodel, in one line.

    Parameters
    ----------
    template : Name of the published template whose id it carries; empty if it is none we know.
    """

    id: str
    id_short: str
    kind: str
    semantic_id: str
    template: str
    elements: int


@dataclass(frozen=True, slots=True)
class ShellContent:
    """What was read of a file, and what was not.

    Parameters
    ----------
    objects_in, objects_read, left_out : Objects counted in the file, read of it, and told as not carried over.
    problems : Every repair, in the order of the file.
    """

    name: str
    kind: str
    namespaces: tuple[str, ...]
    judge: str
    objects_in: int
    objects_read: int
    left_out: int
    shells: tuple[str, ...]
    submodels: tuple[SubmodelLine, ...]
    concepts: int
    files: tuple[PackageFile, ...]
    problems: tuple[Problem, ...]
    environment: Environment


@dataclass(frozen=True, slots=True)
class ShellDesk:
    """Where files of shells are read and written.

    Parameters
    ----------
    read : What the content of a file holds, by content and name, with every repair.
    write : Shells as the file its name asks for, and the judge who took them.
    missing : What keeps both from working: packages that are not installed.
    """

    read: Callable[[bytes, str], ShellContent]
    write: Callable[[Environment, str], tuple[bytes, str]]
    missing: Callable[[], tuple[Problem, ...]] = field(default=lambda: ())
