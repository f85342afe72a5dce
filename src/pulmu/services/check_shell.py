"""Reads a file of administration shells: all its objects, every repair, and what could not be carried over."""

from dataclasses import replace
from typing import Any

from pulmu.model import InputError
from pulmu.services.shell_content import Judge, Judged, OpenedShell, RefusedObject, ShellContent, SubmodelLine
from pulmu.twin.shell import (
    Environment,
    Notes,
    Submodel,
    count_objects,
    mend_environment,
    objects_of,
    read_environment,
    tree_of,
)
from pulmu.twin.shell.elements import File
from pulmu.twin.shell.known import template_name

_ASK = "ask whoever wrote the file to write it as IDTA 01001 says"
_ROUNDS = 5
_LISTS = ("asset_administration_shells", "submodels", "concept_descriptions")


def check_shell(opened: OpenedShell, judge: Judge, *, strict: bool = False) -> ShellContent:
    """The content of a file.

    Raises
    ------
    InputError  Nothing is in it (`shell.no_objects`); or, if it is to be strict, every repair it needs.
    """
    notes = opened.notes
    read = [read_environment(tree, opened.name, notes) for tree in opened.trees]
    environment = mend_environment(_joined(read, opened.name, notes), opened.name, notes)
    environment, judged = _taken(environment, judge, opened.name, notes)
    objects_read = sum(1 for _ in objects_of(environment))
    _tell_missing_files(environment, opened, notes)
    _tell_difference(opened, objects_read, notes)
    if objects_read == 0:
        raise InputError.of(
            "shell.no_objects", opened.name, "no shell, submodel or concept could be read from the file",
            "give a file of version 3 (3/0 or 3/1) with at least one of them",
        )  # fmt: skip
    if strict and notes.found:
        raise InputError(*(replace(item, severity="error") for item in notes.found))
    return ShellContent(
        name=opened.name,
        kind=opened.kind,
        namespaces=opened.namespaces,
        judge=judged.judge,
        objects_in=opened.objects,
        objects_read=objects_read,
        left_out=notes.left_out,
        shells=tuple(item.id for item in environment.asset_administration_shells),
        submodels=tuple(_line(item) for item in environment.submodels),
        concepts=len(environment.concept_descriptions),
        files=opened.files,
        problems=tuple(notes.found),
        environment=environment,
    )


def _joined(read: list[Environment], name: str, notes: Notes) -> Environment:
    """The objects of all parts; what two parts say alike is one object."""
    everything = [(held, item) for environment in read for held in _LISTS for item in getattr(environment, held)]
    once = dict.fromkeys(everything)
    doubles = sum(map(_objects, everything)) - sum(map(_objects, once))
    if doubles:
        notes.left_out += doubles
        notes.warn(
            "shell.same_twice", name, f"{doubles} objects stand in the file twice, alike: read once",
            "write each object once", count=doubles,
        )  # fmt: skip
    return Environment(**{held: tuple(item for at, item in once if at == held) for held in _LISTS})


def _objects(held: tuple[str, Any]) -> int:
    return sum(1 for _ in objects_of(held[1]))


def _line(submodel: Submodel) -> SubmodelLine:
    meaning = submodel.semantic_id.keys[-1].value if submodel.semantic_id is not None else ""
    return SubmodelLine(
        id=submodel.id,
        id_short=submodel.id_short or "",
        kind=submodel.kind or "Instance",
        semantic_id=meaning,
        template=template_name(meaning, submodel.id),
        elements=sum(1 for _ in objects_of(submodel)) - 1,
    )


def _taken(environment: Environment, judge: Judge, name: str, notes: Notes) -> tuple[Environment, Judged]:
    """What the judge takes; the rest is left out, and told in the judge's words."""
    for _ in range(_ROUNDS):
        tree = tree_of(environment)
        judged = judge(tree)
        if not judged.refused:
            return environment, judged
        for refused in judged.refused:
            _tell_refused(tree, refused, name, notes)
        for refused in sorted(judged.refused, key=lambda item: [str(x).zfill(9) for x in item.path], reverse=True):
            _remove(tree, refused)
        environment = read_environment(tree, name, Notes())
    raise InputError.of(
        "shell.judge", name, f"{judged.judge} does not take what is left of the file: {judged.refused[0].said}", _ASK,
        judge=judged.judge, text=judged.refused[0].said,
    )  # fmt: skip


def _tell_refused(tree: dict[str, Any], refused: RefusedObject, name: str, notes: Notes) -> None:
    item, place = tree[refused.list], name
    for step in refused.path:
        item = item[step]
        if isinstance(item, dict):
            place += f"/{item.get('idShort') or step}"
    count = count_objects(item)
    notes.left_out += count
    notes.warn(
        "shell.left_judged", place, f"the judge refuses it ({refused.said}): not carried over, objects in it: {count}",
        _ASK, text=refused.said, count=count,
    )  # fmt: skip


def _remove(tree: dict[str, Any], refused: RefusedObject) -> None:
    item = tree[refused.list]
    for step in refused.path[:-1]:
        item = item[step]
    item.pop(refused.path[-1])


def _tell_missing_files(environment: Environment, opened: OpenedShell, notes: Notes) -> None:
    """Files that elements of a package point to and that are not in it."""
    if opened.kind != "aasx":
        return
    there = {item.name.lower() for item in opened.files}
    for item in objects_of(environment):
        path = (item.value or "") if isinstance(item, File) else ""
        plain = path.removeprefix("file:").lstrip("/")
        if path.startswith(("/", "file:/")) and plain.lower() not in there:
            notes.warn(
                "shell.file_missing", f"{opened.name}, {item.id_short or 'File'}",
                f"{path} is not in the package", "ask for the package with its files", text=path,
            )  # fmt: skip


def _tell_difference(opened: OpenedShell, objects_read: int, notes: Notes) -> None:
    """A reader that lost something without a word would be found out here."""
    missing = opened.objects - objects_read - notes.left_out
    if missing > 0:
        notes.warn(
            "shell.lost", opened.name,
            f"{opened.objects} objects were counted in the file, {objects_read} read and {notes.left_out} left out: "
            f"{missing} are missing",
            "tell us of this file", count=missing,
        )  # fmt: skip
