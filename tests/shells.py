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
TIME = "https://admin-shell.io/idta/TimeSeries/UtcTime/1/1"
OTHER_TIME = "https://admin-shell.io/idta/TimeSeries/RelativePointInTime/1/1"
FREE_TYPES = ("min_max",)
"""Elements whose type follows from what stands beside them."""
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


def misshapen(ours: list[Tree], template: list[Tree], place: str) -> list[str]:
    """Where elements differ from a template: unknown, of another kind or type, too few or too many."""
    faults, counts = [], dict.fromkeys(map(meant, template), 0)
    by_meaning = {meant(item): item for item in template}
    for item in ours:
        meaning = OTHER_TIME if meant(item) == TIME else meant(item)
        if meaning.startswith("urn:x-pulmu:"):
            continue
        here = f"{place}/{item.get('idShort', '')}"
        known = by_meaning.get(meaning)
        if known is None:
            faults.append(f"{here}: {meaning} is not in the template")
            continue
        counts[meaning] += 1
        same = ["modelType", "typeValueListElement", "valueTypeListElement", "semanticIdListElement"]
        same += [] if meaning == OTHER_TIME or known.get("idShort") in FREE_TYPES else ["valueType"]
        faults += [f"{here}: {key} is {item.get(key)}" for key in same if item.get(key) != known.get(key)]
        below = known.get("statements") or (known.get("value") if isinstance(known.get("value"), list) else None)
        if below and known["modelType"] != "MultiLanguageProperty":
            faults += misshapen(item.get("statements") or item.get("value") or [], below, here)
    for meaning, count in counts.items():
        often = cardinality(by_meaning[meaning])
        if (count == 0 and often in ("One", "OneToMany") and not optional(place)) or (
            count > 1 and often in ("One", "ZeroToOne")
        ):
            faults.append(f"{place}: {by_meaning[meaning].get('idShort')} {count} times, the template says {often}")
    return faults


def optional(place: str) -> bool:
    """A machine has no parts, and no footprint is claimed by a method we did not compute: both lists may end."""
    return "/machine_" in place or "/step_" in place or place.endswith("ProductCarbonFootprints")


def meant(item: Tree) -> str:
    return str(item["semanticId"]["keys"][-1]["value"]).strip()


def cardinality(item: Tree) -> str:
    named = {one["type"].rpartition("/")[2]: one.get("value", "") for one in item.get("qualifiers", [])}
    return str(named.get("Cardinality") or named.get("Multiplicity") or "").strip()
