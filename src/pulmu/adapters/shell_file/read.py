"""From the bytes of a stranger's file to trees of the metamodel, through a process with limits."""

from pathlib import Path
from typing import Any, NoReturn

from pulmu.adapters._file import read_bytes
from pulmu.adapters._untrusted import Limit, ask_child
from pulmu.adapters.shell_file.from_xml import tree_from_xml
from pulmu.model import InputError
from pulmu.services.shell_content import OpenedShell, PackageFile
from pulmu.twin.shell import NUMBER, Notes, count_objects

LARGEST_SHELL = 50_000_000
"""Bytes of a file; of a package, packed."""
_READER = Path(__file__).with_name("child.py")
_LIMIT = Limit()
_SPACES = {"https://admin-shell.io/aas/3/0": "3/0", "https://admin-shell.io/aas/3/1": "3/1"}
_SAID = {
    "kind": ("shell.kind", "the file is no package (AASX), JSON or XML of administration shells",
             "give a file that ends in .aasx, .json or .xml"),
    "damaged": ("shell.damaged", "the package is damaged", "ask for the file again"),
    "too_large": ("shell.too_large", f"the file is larger than {LARGEST_SHELL // 1_000_000} MB, or swells up",
                  "give the shells in parts, or without the files in the package"),
    "too_deep": ("shell.too_deep", "the file nests deeper than 120 levels", "ask for a file with less nesting"),
    "unsafe_path": ("shell.unsafe_path", "a name in the package leads out of it",
                    "do not open the file; ask who made it"),
    "encrypted": ("shell.encrypted", "a part of the package is encrypted", "save it without a password"),
    "part_twice": ("shell.part_twice", "two parts of the package have one name", "ask for the file again"),
    "part_missing": ("shell.part_missing", "the package names a part that is not in it", "ask for the file again"),
    "doctype": ("shell.doctype", "the XML text has a document type, where entities come from",
                "take the document type (DOCTYPE) out"),
    "syntax": ("shell.syntax", "the text is not well-formed", "ask for the file again"),
    "key_twice": ("shell.key_twice", "an object of the JSON text has one name twice", "take one of the two out"),
}  # fmt: skip


def read_shell_file(path: str) -> OpenedShell:
    """What a file holds.

    Raises
    ------
    InputError  It is refused, with the reason.
    OutsideError  It cannot be read.
    """
    return read_shell_bytes(read_bytes(path, LARGEST_SHELL + 1), Path(path).name)


def read_shell_bytes(data: bytes, name: str) -> OpenedShell:
    """What the content of a file somebody sent holds, as `read_shell_file`."""
    found: dict[str, Any] = (
        ask_child(_READER, data, _LIMIT) if len(data) <= LARGEST_SHELL else {"refused": "too_large", "where": ""}
    )
    if "refused" in found:
        _refuse(str(found["refused"]), str(found.get("where", "")), name)
    notes = Notes()
    for item in found["notes"]:
        notes.warn(
            "shell.part_guessed", f"{name}, {item['where']}",
            "the package does not say which part holds its shells: this one is taken",
            "ask for a package with its relations (aasx-origin, aas-spec)",
        )  # fmt: skip
    trees, counts = (
        zip(*(_tree(part, name, notes) for part in found["parts"]), strict=True) if found["parts"] else ((), ())
    )
    spaces = {_SPACES[part["namespace"]] for part in found["parts"] if part["kind"] == "xml"}
    files = tuple(PackageFile(item["name"], item["size"]) for item in found["files"])
    return OpenedShell(name, found["kind"], tuple(sorted(spaces)), trees, sum(counts), files, notes)


def _tree(part: dict[str, Any], name: str, notes: Notes) -> tuple[dict[str, Any], int]:
    place = f"{name}, {part['name']}" if part["name"] else name
    if part["kind"] == "json":
        tree = _environment(part["tree"], place, notes)
        return tree, _named(tree)
    _check_space(part, place)
    for item in part["said"][:100]:
        notes.warn(
            "shell.left_markup", f"{place}.{item}", "XML attribute where none is expected: not carried over",
            "ask whoever wrote the file to write it as IDTA 01001 says", text="attribute",
        )  # fmt: skip
    return tree_from_xml(part["tree"], notes, place), int(part["objects"])


def _check_space(part: dict[str, Any], place: str) -> None:
    """Read as 3/1: the two have the same elements, and 3/1 asks for fewer of them."""
    space = str(part["namespace"])
    if space in _SPACES and part["tree"][0] == "environment":
        return
    if "/aas/1/" in space or "/aas/2/" in space:
        _refuse_old(space, place)
    shown = f"{part['tree'][0]} ({space})"[:120]
    raise InputError.of(
        "shell.namespace", place, f"{shown} is not an environment of shells (3/0 or 3/1)",
        "save the shells again in version 3", text=shown,
    )  # fmt: skip


def _environment(tree: Any, place: str, notes: Notes) -> dict[str, Any]:
    """An environment: the text itself, or made around one object or a list of them."""
    items = tree if isinstance(tree, list) else [tree]
    lists = {"AssetAdministrationShell": "assetAdministrationShells", "Submodel": "submodels",
             "ConceptDescription": "conceptDescriptions"}  # fmt: skip
    if isinstance(tree, dict) and ("assets" in tree or _is_old(tree)):
        _refuse_old("version 1 or 2", place)
    if not all(isinstance(item, dict) and item.get("modelType") in lists for item in items):
        return tree if isinstance(tree, dict) else {}
    made: dict[str, Any] = {}
    for item in items:
        made.setdefault(lists[item["modelType"]], []).append(item)
    if made:
        notes.warn(
            "shell.wrapped", place, "the objects stand without an environment around them: one is put around",
            "write the objects into assetAdministrationShells, submodels and conceptDescriptions",
        )  # fmt: skip
    return made


def _is_old(tree: dict[str, Any]) -> bool:
    shells = tree.get("assetAdministrationShells")
    first = shells[0] if isinstance(shells, list) and shells else None
    return isinstance(first, dict) and "identification" in first


def _named(tree: dict[str, Any]) -> int:
    """Objects of a text: those that say their kind, and those that stand where only objects do."""
    lists = (tree.get(key) for key in ("assetAdministrationShells", "submodels", "conceptDescriptions"))
    items = (item for held in lists if isinstance(held, list) for item in held if isinstance(item, dict))
    silent = sum("modelType" not in item and NUMBER not in item for item in items)
    return count_objects(tree) + silent


def _refuse_old(text: str, place: str) -> NoReturn:
    raise InputError.of(
        "shell.old_version", place, f"the shells are of an old metamodel ({text})",
        "open the file in AASX Package Explorer and save it in version 3", text=text,
    )  # fmt: skip


def _refuse(reason: str, where: str, name: str) -> NoReturn:
    code, said, mend = _SAID.get(reason, _SAID["damaged"])
    raise InputError.of(code, ", ".join(filter(None, (name, where.removeprefix(", ")))), said, mend)
