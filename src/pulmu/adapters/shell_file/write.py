"""Shells as a file: JSON, or a package with that JSON in it. The same objects give the same bytes."""

import json
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from pulmu.model import InputError
from pulmu.twin.shell import Environment, tree_of

_DATA = "aasx/data.json"
_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{each}</Relationships>\n'
)
_RELATION = '<Relationship Id="r{number}" Type="http://admin-shell.io/aasx/relationships/{kind}" Target="/{target}"/>'
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="json" ContentType="application/json"/>'
    '{more}<Override PartName="/aasx/aasx-origin" ContentType="text/plain"/></Types>\n'
)
_OTHER_TYPE = '<Default Extension="{ending}" ContentType="application/octet-stream"/>'


def write_shell(environment: Environment, name: str, files: Mapping[str, bytes] | None = None) -> bytes:
    """The file its name asks for.

    Parameters
    ----------
    files : Other files of a package, by their path in it.

    Raises
    ------
    InputError  The name ends in neither .aasx nor .json (`shell.file_name`), or in .json and there are other files
                (`shell.no_room`).
    """
    others = files or {}
    text = json.dumps(tree_of(environment), ensure_ascii=False, indent=1) + "\n"
    match Path(name).suffix.lower():
        case ".json" if others:
            said, mend = "a JSON text has no room for files beside the shells", "end the name in .aasx"
            raise InputError.of("shell.no_room", name, said, mend)
        case ".json":
            return text.encode()
        case ".aasx":
            return _package(text, others)
        case ending:
            said = f"shells are not written as {ending!r}"
            raise InputError.of("shell.file_name", name, said, "end the name in .aasx or .json", text=ending)


def _package(text: str, files: Mapping[str, bytes]) -> bytes:
    endings = sorted({name.rpartition(".")[2] for name in files} - {"rels", "json"})
    parts = {
        "[Content_Types].xml": _TYPES.format(
            more="".join(_OTHER_TYPE.format(ending=item) for item in endings)
        ).encode(),
        "_rels/.rels": _relations("aasx-origin", "aasx/aasx-origin"),
        "aasx/aasx-origin": b"Intentionally empty.",
        "aasx/_rels/aasx-origin.rels": _relations("aas-spec", _DATA),
        _DATA: text.encode(),
        **({"aasx/_rels/data.json.rels": _relations("aas-suppl", *files)} if files else {}),
        **files,
    }
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name)  # its date is the first there is: no clock in the file
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return packed.getvalue()


def _relations(kind: str, *targets: str) -> bytes:
    each = (_RELATION.format(number=n, kind=kind, target=target) for n, target in enumerate(targets, 1))
    return _RELATIONS.format(each="".join(each)).encode()
