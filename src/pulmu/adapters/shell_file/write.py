"""Shells as a file: JSON, or a package with that JSON in it. The same objects give the same bytes."""

import json
import zipfile
from io import BytesIO
from pathlib import Path

from pulmu.model import InputError
from pulmu.twin.shell import Environment, tree_of

_DATA = "aasx/data.json"
_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://admin-shell.io/aasx/relationships/{kind}" Target="/{target}"/>'
    "</Relationships>\n"
)
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="json" ContentType="application/json"/>'
    '<Override PartName="/aasx/aasx-origin" ContentType="text/plain"/></Types>\n'
)


def write_shell(environment: Environment, name: str) -> bytes:
    """The file its name asks for.

    Raises
    ------
    InputError  The name ends in neither .aasx nor .json (`shell.file_name`).
    """
    text = json.dumps(tree_of(environment), ensure_ascii=False, indent=1) + "\n"
    match Path(name).suffix.lower():
        case ".json":
            return text.encode()
        case ".aasx":
            return _package(text)
        case ending:
            said = f"shells are not written as {ending!r}"
            raise InputError.of("shell.file_name", name, said, "end the name in .aasx or .json", text=ending)


def _package(text: str) -> bytes:
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELATIONS.format(kind="aasx-origin", target="aasx/aasx-origin"),
        "aasx/aasx-origin": "Intentionally empty.",
        "aasx/_rels/aasx-origin.rels": _RELATIONS.format(kind="aas-spec", target=_DATA),
        _DATA: text,
    }
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name)  # its date is the first there is: no clock in the file
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content.encode())
    return packed.getvalue()
