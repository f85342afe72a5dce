"""Files of administration shells, damaged in many ways by chance, and what must hold of every answer to them."""

import json
import random
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from tests.shells import ORIGIN, SPEC, as_json, relations

from pulmu.adapters.shell_file import judge_strictly, read_shell_bytes
from pulmu.locale import problems_tree
from pulmu.model import InputError
from pulmu.services.check_shell import check_shell
from pulmu.services.shell_content import Judged
from pulmu.twin.shell import tree_of
from pulmu.twin.shell.elements import ELEMENTS

_NAMED = (*ELEMENTS, "AssetAdministrationShell", "Submodel", "ConceptDescription")
_IN_JSON = re.compile(r'"modelType"\s*:\s*"(' + "|".join(_NAMED) + r')"')
_TAGS = "|".join(name[0].lower() + name[1:] for name in _NAMED)
_IN_XML = re.compile(rf"<(?:\w+:)?(?:{_TAGS})(?=[\s/>])")
_NOT_COUNTED = re.compile(r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>", re.DOTALL)
_SPOILED: list[Any] = [
    None, "", " ", "x\x01y", "\ud800", "한글", "A" * 3000, 7, -0.0, 10**400, 1.5e308, True, [], {}, [{"a": []}], [[[]]],
    {"modelType": "Property"}, {"modelType": "Hologram", "value": [{"modelType": "Blob"}]}, "xs:double", "not=base64!",
    "ModelReference", "https://admin-shell.io/aas/2/0", "2026-02-30", "../../etc/passwd", "NaN", "INF", "1e309",
]  # fmt: skip
_TYPES = ["", "<Types/>", "not xml",
          '<Types xmlns="urn:other"><Default Extension="json" ContentType="image/png"/></Types>',
          "<!DOCTYPE a [<!ENTITY b 'c'>]><Types>&b;</Types>"]  # fmt: skip


@dataclass(frozen=True)
class Answer:
    """What became of a file.

    Parameters
    ----------
    fault : What must not be; empty if the answer holds.
    codes : Of its problems.
    """

    is_refused: bool
    codes: tuple[str, ...]
    fault: str = ""


def answer_to(data: bytes, *, is_judged: bool) -> Answer:
    """Read a file; an exception that is no refusal passes on to who asked.

    Parameters
    ----------
    is_judged : Whether BaSyx has to take it, and whether it is written and read again; else it costs less.
    """
    judge = judge_strictly if is_judged else lambda _: Judged("nobody", ())
    try:
        found = check_shell(read_shell_bytes(data, "file"), judge)
    except InputError as error:
        said = tuple(item.code for item in error.problems)
        mute = any(not (item.code and item.message and item.mend) for item in error.problems)
        problems_tree(error.problems, "ko")
        return Answer(True, said, "a refusal without words" if mute or not said else "")
    codes = tuple(item.code for item in found.problems)
    problems_tree(found.problems, "ko")
    if "shell.lost" in codes or found.objects_in > found.objects_read + found.left_out:
        return Answer(False, codes, f"lost: {found.objects_in} > {found.objects_read} + {found.left_out}")
    named = named_in(data)
    if named is not None and named > found.objects_read + found.left_out:
        return Answer(False, codes, f"the text names {named}, {found.objects_read} read and {found.left_out} told")
    if is_judged:
        again = check_shell(read_shell_bytes(as_json(tree_of(found.environment)), "again"), judge)
        if again.problems or again.environment != found.environment:
            told = [item.code for item in again.problems]
            return Answer(False, codes, f"what was mended needs to be mended again: {told}")
    return Answer(False, codes)


def named_in(data: bytes) -> int | None:
    """Objects that a plain JSON or XML text names, counted without reading it; None of what is no such text."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    if text.lstrip().startswith("<"):
        return len(_IN_XML.findall(_NOT_COUNTED.sub("", text)))
    return len(_IN_JSON.findall(text)) if text.lstrip().startswith(("{", "[")) else None


def sound_files(folder: Path, most: int = 400_000) -> list[bytes]:
    """Published templates that are not too long: packages, JSON, and the XML within packages."""
    found = []
    for file in sorted(item for item in folder.iterdir() if item.suffix in (".aasx", ".json")):
        data = file.read_bytes()
        found += [data] if len(data) <= most else []
        if file.suffix == ".aasx":
            with zipfile.ZipFile(file) as archive:
                found += [
                    archive.read(item) for item in archive.infolist()
                    if item.filename.endswith(".xml") and ".aas." in item.filename and item.file_size <= most
                ]  # fmt: skip
    return found


def damaged(data: bytes, chance: random.Random) -> tuple[str, bytes]:
    """A file with some damage, and the kind of it."""
    kinds = (
        _OF_PACKAGES
        if data.startswith(b"PK")
        else _OF_XML
        if data.lstrip(b"\xef\xbb\xbf \n").startswith(b"<")
        else _OF_JSON
    )
    name = chance.choice(list(kinds))
    return name, kinds[name](data, chance)


def _bytes(data: bytes, chance: random.Random) -> bytes:
    made = bytearray(data)
    for _ in range(chance.randint(1, 5)):
        at, length = chance.randrange(len(made) + 1), chance.choice((0, 1, 3, 50))
        made[at : at + length] = chance.choice((b"", b"\x00", b"<", b'"', b"}", chance.randbytes(length)))
    return bytes(made)


def _tree(data: bytes, chance: random.Random) -> bytes:
    """A JSON text with some of its values spoiled, taken out, doubled, moved or renamed."""
    tree = json.loads(data.decode("utf-8-sig"))
    for _ in range(chance.choice((1, 1, 2, 5, 25))):
        places = [(holder, key) for holder in _holders(tree) for key in _keys(holder)]
        if not places:
            break
        holder, key = chance.choice(places)
        _spoil(holder, key, places, chance)
    return as_text(tree)


def _spoil(holder: Any, key: Any, places: list[tuple[Any, Any]], chance: random.Random) -> None:
    match chance.randrange(6):
        case 0:
            del holder[key]
        case 1 if isinstance(holder, dict):
            holder[chance.choice(("value", "modelType", "id", "idShort", "keys", "valueType", "wrong"))] = holder.pop(
                key
            )
        case 2 if isinstance(holder, list):
            holder.append(json.loads(as_text(holder[key])))
        case 3:
            other, there = chance.choice(places)
            moved = json.loads(as_text(other[there])) if _keys(other) and _has(other, there) else None
            if len(as_text(moved)) < 100_000:
                holder[key] = moved
        case 4:
            holder[key] = deep(chance.choice((3, 60, 200)))
        case _:
            holder[key] = json.loads(as_text(chance.choice(_SPOILED)))


def as_text(tree: Any) -> bytes:
    """A tree as JSON, half signs and all."""
    return json.dumps(tree).encode()


def deep(levels: int) -> Any:
    """A collection in a collection in a collection."""
    made: Any = {"modelType": "Property", "idShort": "p", "valueType": "xs:int", "value": "1"}
    for _ in range(levels):
        made = {"modelType": "SubmodelElementCollection", "idShort": "c", "value": [made]}
    return made


def _holders(tree: Any) -> list[Any]:
    found, waiting = [], [tree]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict | list):
            found.append(item)
            waiting += item.values() if isinstance(item, dict) else item
    return found


def _keys(holder: Any) -> list[Any]:
    return list(holder) if isinstance(holder, dict) else list(range(len(holder)))


def _has(holder: Any, key: Any) -> bool:
    return key in holder if isinstance(holder, dict) else key < len(holder)


def _ids(data: bytes, chance: random.Random) -> bytes:
    """Every id, or every short name, the same."""
    key = chance.choice(("id", "idShort", "language", "semanticId"))
    tree = json.loads(data.decode("utf-8-sig"))
    for holder in _holders(tree):
        if isinstance(holder, dict) and key in holder and chance.random() < 0.7:
            holder[key] = "same"
    return as_text(tree)


def _tags(data: bytes, chance: random.Random) -> bytes:
    """An XML text with some of its tags another, doubled or with something between."""
    text = data.decode("utf-8-sig")
    tags = sorted(set(re.findall(r"<(?:\w+:)?(\w+)[ />]", text)))
    for _ in range(chance.randint(1, 3)):
        tag, other = chance.choice(tags), chance.choice([*tags, "foo", "property", "environment"])
        count = chance.choice((1, 1, 5, 0))
        match chance.randrange(4):
            case 0:
                text = re.sub(rf"(</?(?:\w+:)?){tag}(?=[\s/>])", rf"\g<1>{other}", text, count=2 * count)
            case 1:
                extra = chance.choice(
                    ("text", "<!-- <property/> -->", "<?x <property/>?>", "<![CDATA[<property/>]]>", "&amp;")
                )
                text = re.sub(rf"<((?:\w+:)?{tag})>", rf"<\g<1>>{extra}", text, count=count)
            case 2:
                text = re.sub(rf"<((?:\w+:)?{tag})>", r'<\g<1> a="1" xml:lang="ko">', text, count=count)
            case _:
                whole = re.search(rf"<((?:\w+:)?{tag})>.*?</\1>", text, re.DOTALL)
                text = text[: whole.start()] + whole[0] * 2 + text[whole.end() :] if whole else text
    return text.encode()


def _spaces(data: bytes, chance: random.Random) -> bytes:
    """An XML text of two namespaces, of none, of an old one, or with a prefix that nobody declares."""
    text = data.decode("utf-8-sig")
    others = ("https://admin-shell.io/aas/3/0", "https://admin-shell.io/aas/3/1", "http://www.admin-shell.io/aas/2/0",
              "", "urn:x", "https://admin-shell.io/aas/3/2")  # fmt: skip
    other = chance.choice(others)
    if chance.random() < 0.3:
        return re.sub(r'xmlns(:\w+)?="https://admin-shell[^"]*"', rf'xmlns\1="{other}"', text).encode()
    tag = chance.choice(sorted(set(re.findall(r"<(\w+)>", text))) or ["environment"])
    return re.sub(rf"<{tag}>", f'<{tag} xmlns="{other}">', text, count=chance.choice((1, 0))).encode()


def _entities(data: bytes, chance: random.Random) -> bytes:
    kinds = (
        '<!DOCTYPE a [<!ENTITY x "y">]>', '<!DOCTYPE a SYSTEM "http://127.0.0.1/x.dtd">',
        '<!DOCTYPE a [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>',
        '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>',
    )  # fmt: skip
    text = re.sub(r"^\s*<\?xml.*?\?>", "", data.decode("utf-8-sig"))
    return (chance.choice(kinds) + re.sub(r"<(value|text)>", r"<\1>&x;", text, count=3)).encode()


def _deep_xml(data: bytes, chance: random.Random) -> bytes:
    text, levels = data.decode("utf-8-sig"), chance.choice((10, 200, 50_000))
    tag = chance.choice(("<value>", "<submodelElements>", "<a>"))
    at = text.find("<submodelElements>")
    inner = f"<submodelElementCollection>{tag}" * levels
    return (text[:at] + "<submodelElements>" + inner + text[at:]).encode() if at >= 0 else data


def _part(data: bytes, chance: random.Random) -> bytes:
    """A package one of whose parts is damaged in its own way."""
    parts = _parts(data)
    name = chance.choice([item for item in parts if item.endswith((".xml", ".json", ".rels"))])
    content = parts[name]
    if content.lstrip(b"\xef\xbb\xbf").startswith((b"{", b"<")):
        parts[name] = damaged(content, chance)[1]
    return _packed(parts)


def _relations(data: bytes, chance: random.Random) -> bytes:
    """A package whose relations lead elsewhere, nowhere, twice, or are not there."""
    parts = _parts(data)
    rels = [name for name in parts if name.endswith(".rels")]
    name = chance.choice(rels)
    match chance.randrange(6):
        case 0:
            parts.pop(name)
        case 1:
            parts[name] = relations(chance.choice((ORIGIN, SPEC)), chance.choice(list(parts))).encode()
        case 2:
            parts[name] = parts[name].replace(b"Target=", b"Goal=")
        case 3:
            parts[name] = parts[name].replace(b'Target="/', b'Target="../../')
        case 4:
            for other in rels:
                parts.pop(other)
        case _:
            parts[name] = re.sub(rb"(<Relationship .*?/>)", rb"\1\1", parts[name])
    return _packed(parts)


def _content_types(data: bytes, chance: random.Random) -> bytes:
    parts = _parts(data)
    parts["[Content_Types].xml"] = chance.choice(_TYPES).encode()
    if chance.random() < 0.3:
        parts.pop("[Content_Types].xml")
    return _packed(parts)


def _missing(data: bytes, chance: random.Random) -> bytes:
    parts = _parts(data)
    for name in chance.sample(list(parts), min(len(parts), chance.randint(1, 3))):
        parts.pop(name)
    return _packed(parts)


def _swollen(data: bytes, chance: random.Random) -> bytes:
    """A package with a part that swells up when it is unpacked, or with very many parts."""
    parts = _parts(data)
    if chance.random() < 0.3:
        return _packed(parts | {f"aasx/x{n}": b"" for n in range(chance.choice((100, 6_000)))})
    name = chance.choice([item for item in parts if item.endswith((".xml", ".json", ".rels"))] or ["x.json"])
    filling = chance.choice((b" ", b"[", b"<a>", b'{"a":'))
    parts[name] = parts.get(name, b"") + filling * (chance.choice((10_000, 45_000_000)) // len(filling))
    return _packed(parts)


def _two(data: bytes, chance: random.Random) -> bytes:
    """A package with a second text of shells beside its own, which says something else."""
    parts = _parts(data)
    parts["aasx/other.json"] = as_json({"submodels": [deep(3) | {"id": "urn:x", "modelType": "Submodel"}]})
    origin = next((item for item in parts if item.endswith("origin.rels")), "")
    more = relations(SPEC, "/aasx/other.json").partition("<Relationship ")[2].partition("/>")[0].replace('"r"', '"r9"')
    if origin:
        parts[origin] = parts[origin].replace(b"</Rel", f"<Relationship {more}/></Rel".encode())
    return _packed(dict(chance.sample(list(parts.items()), len(parts))))


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {item.filename: archive.read(item) for item in archive.infolist() if not item.is_dir()}


def _packed(parts: dict[str, bytes]) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


_Damage = dict[str, Callable[[bytes, random.Random], bytes]]
_OF_JSON: _Damage = {"bytes": _bytes, "values": _tree, "more values": _tree, "ids alike": _ids}
_OF_XML: _Damage = {
    "bytes": _bytes, "tags": _tags, "more tags": _tags, "namespaces": _spaces, "entities": _entities, "deep": _deep_xml,
}  # fmt: skip
_OF_PACKAGES: _Damage = {
    "bytes": _bytes, "part": _part, "more of a part": _part, "relations": _relations, "content types": _content_types,
    "missing parts": _missing, "swollen": _swollen, "two texts": _two,
}  # fmt: skip
