"""Small administration shells for tests, as trees and as files."""

import json
import zipfile
from collections.abc import Mapping
from io import BytesIO
from typing import Any

from pulmu.adapters.shell_file import judge_strictly, read_shell_bytes
from pulmu.services.check_shell import check_shell
from pulmu.services.shell_content import ShellContent

Tree = dict[str, Any]
ORIGIN, SPEC = "aasx-origin", "aas-spec"
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r"'
    ' Type="http://{host}/aasx/relationships/{kind}" Target="{target}"{mode}/></Relationships>'
)


def checked(data: bytes, name: str = "file.json", *, strict: bool = False) -> ShellContent:
    """What a file's content holds, judged by BaSyx."""
    return check_shell(read_shell_bytes(data, name), judge_strictly, strict=strict)


def as_json(tree: object) -> bytes:
    """A tree as a file."""
    return json.dumps(tree, ensure_ascii=False).encode()


def external(value: str) -> Tree:
    """A reference to an id outside."""
    return {"type": "ExternalReference", "keys": [{"type": "GlobalReference", "value": value}]}


def prop(name: str | None, value: str | None = "1", kind: str = "xs:int", **more: Any) -> Tree:
    """A property."""
    named = {} if name is None else {"idShort": name}
    given = {} if value is None else {"value": value}
    return {**named, "modelType": "Property", "valueType": kind, **given, **more}


def element(kind: str, name: str | None = "thing", **more: Any) -> Tree:
    """An element of any kind."""
    return {**({} if name is None else {"idShort": name}), "modelType": kind, **more}


def submodel(*elements: Tree, **more: Any) -> Tree:
    """A submodel with elements."""
    held = {"submodelElements": list(elements)} if elements else {}
    return {"modelType": "Submodel", "id": "urn:s", "idShort": "S", **held, **more}


def environment(*submodels: Tree, **more: Any) -> Tree:
    """A file with submodels."""
    return {"submodels": list(submodels), **more}


def codes(content: ShellContent) -> list[str]:
    """Codes of the repairs, in their order."""
    return [item.code for item in content.problems]


def relations(kind: str, target: str, mode: str = "", host: str = "admin-shell.io") -> str:
    """The relations of a part."""
    return RELATIONS.format(kind=kind, target=target, mode=mode, host=host)


def package(parts: Mapping[str, bytes | str], spec: str = "/aasx/shell.json", **more: str) -> bytes:
    """A package of these parts, with the relations that lead to one of them."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("_rels/.rels", relations(ORIGIN, "/aasx/aasx-origin"))
        archive.writestr("aasx/aasx-origin", "x")
        archive.writestr("aasx/_rels/aasx-origin.rels", relations(SPEC, spec, **more))
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()
