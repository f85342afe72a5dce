"""A plant's file: what kind it is, how its text is encoded, and its tree."""

import codecs
import hashlib
import re

from pulmu.adapters._document.json_tree import build_from_json
from pulmu.adapters._document.tree import TreeBuilder
from pulmu.adapters._document.yaml_tree import build_from_yaml
from pulmu.model import Document, InputError

LARGEST_FILE = 5_000_000
"""Bytes. A plant of a hundred processes takes a tenth of a megabyte."""

_BUILDERS = {".yaml": build_from_yaml, ".yml": build_from_yaml, ".json": build_from_json}
SUFFIXES = tuple(_BUILDERS)

_WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls")
_CONTAINERS = {
    b"PK\x03\x04": "a zip file or workbook",
    b"\xd0\xcf\x11\xe0": "an old workbook",
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture (PNG)",
    b"\xff\xd8\xff": "a picture (JPEG)",
}

# The longer mark first: UTF-32 begins with the mark of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")


def parse_document(data: bytes, name: str, largest: int = LARGEST_FILE, most_nodes: int | None = None) -> Document:
    """The document that the bytes of a file show.

    Parameters
    ----------
    largest, most_nodes : Bytes and entries a file may have; those of a plant's file unless something else is read.

    Raises
    ------
    InputError  Not YAML or JSON, too large, not text, or not well-formed: all found up to where reading stopped.
    """
    suffix = _suffix(name)
    if len(data) > largest:
        raise InputError.of(
            "input.file_too_large",
            name,
            f"the file is larger than {largest // 1_000_000} MB",
            "give the plant's file only; meter readings are imported on their own",
            limit=f"{largest // 1_000_000} MB",
        )
    _refuse_containers(data, name)
    text = decode_text(data, name)
    builder = TreeBuilder(name, most_nodes)
    _refuse_control_characters(text, builder)
    _BUILDERS[suffix](text, builder)
    return Document(builder.finish(), name, hashlib.sha256(data).hexdigest(), builder.lines)


def decode_text(data: bytes, name: str) -> str:
    """The text of a file. Every decoding is strict: a byte that does not fit is refused, so nothing is lost.

    UTF-8, or what a byte order mark says; else cp949, which Korean Windows programs write.
    """
    mark, encoding = next(((mark, encoding) for mark, encoding in _MARKS if data.startswith(mark)), (b"", ""))
    for candidate in (encoding,) if encoding else ("utf-8", "cp949"):
        try:
            return data[len(mark) :].decode(candidate)
        except UnicodeDecodeError:
            continue
    raise not_text(name, "the file is not text in UTF-8, UTF-16 or cp949", "save it again with the encoding UTF-8")


def not_text(name: str, message: str, mend: str, place: str = "") -> InputError:
    """Bytes that are no text: a damaged workbook where the name promises one, else a matter of the encoding."""
    if name.lower().endswith(_WORKBOOKS):
        return no_workbook(name)
    return InputError.of("input.encoding", place or name, message, mend)


def no_workbook(name: str) -> InputError:
    """A file whose name promises a workbook, and whose content is none."""
    mend = "open it in a spreadsheet program and save it as .xlsx"
    return InputError.of("input.workbook_damaged", name, "the workbook is damaged or is none", mend)


def _suffix(name: str) -> str:
    found = "." + name.rpartition(".")[2].lower() if "." in name else ""
    if found in _WORKBOOKS:
        raise InputError.of(
            "input.file_kind",
            name,
            "the name is a workbook's, the content is not",
            "give a workbook saved as .xlsx, or a file that ends in .yaml, .yml or .json",
            kind=found,
        )
    if found not in _BUILDERS:
        raise InputError.of(
            "input.file_kind",
            name,
            f"{found or 'a name without ending'} is not the ending of a plant's file",
            "give a file that ends in .xlsx, .yaml, .yml or .json",
            kind=found,
        )
    return found


def _refuse_containers(data: bytes, name: str) -> None:
    for mark, kind in _CONTAINERS.items():
        if data.startswith(mark):
            raise InputError.of(
                "input.file_kind",
                name,
                f"the content is {kind}, whatever the name says",
                "give a workbook saved as .xlsx, or a file in YAML or JSON",
                kind=kind,
            )


def _refuse_control_characters(text: str, builder: TreeBuilder) -> None:
    found = _CONTROL.search(text)
    if found:
        builder.fail(
            "input.control_character",
            text.count("\n", 0, found.start()) + 1,
            f"the text holds the control character U+{ord(found.group()):04X}",
            "delete it; if there are many, save the file again as text in UTF-8",
            text=f"U+{ord(found.group()):04X}",
        )
