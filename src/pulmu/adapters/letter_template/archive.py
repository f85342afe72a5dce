"""A zip file whose parts are copied as they lie there, byte for byte, but those that are written anew.

What is copied is not packed again: it stays the same, and thousands of letters of one template take little time.
"""

import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_LOCAL, _CENTRAL, _END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_LOCAL_HEAD = struct.Struct("<4s5H3I2H")
_CENTRAL_HEAD = struct.Struct("<4s6H3I5H2I")
_END_HEAD = struct.Struct("<4s4H2IH")
_UTF8 = 0x800


@dataclass(frozen=True, slots=True)
class Packed:
    """A part as it lies in the file.

    Parameters
    ----------
    packed : Its content, packed as `method` says.
    """

    name: bytes
    flags: int
    method: int
    time: int
    day: int
    check: int
    size: int
    packed: bytes
    attributes: int


def packed_parts(data: bytes, directory: Sequence[zipfile.ZipInfo]) -> tuple[Packed, ...]:
    """Every part of a zip file, in the order of its directory.

    Raises
    ------
    ValueError  A part does not lie where the directory says, or under another name.
    """
    parts = []
    for item in directory:
        head = data[item.header_offset : item.header_offset + _LOCAL_HEAD.size]
        mark, _, flags, method, time, day, _, _, _, name_size, extra_size = _LOCAL_HEAD.unpack(head)
        start = item.header_offset + _LOCAL_HEAD.size
        name = data[start : start + name_size]
        start += name_size + extra_size
        told = item.orig_filename.encode("utf-8" if item.flag_bits & _UTF8 else "cp437")
        content = data[start : start + item.compress_size]
        if mark != _LOCAL or name != told or method != item.compress_type or len(content) != item.compress_size:
            raise ValueError("a part is not what the directory says")
        parts.append(Packed(name, flags & _UTF8, method, time, day, item.CRC, item.file_size, content,
                            item.external_attr))  # fmt: skip
    return tuple(parts)


def written(parts: Sequence[Packed], changed: Mapping[bytes, bytes]) -> bytes:
    """The zip file with new content for some parts; in the same order, with the same names, days and rights."""
    body, directory = bytearray(), bytearray()
    for part in parts:
        if part.name in changed:
            part = _packed_anew(part, changed[part.name])  # noqa: PLW2901 - the part as it is to lie there
        at = len(body)
        body += _LOCAL_HEAD.pack(
            _LOCAL, 20, part.flags, part.method, part.time, part.day, part.check, len(part.packed), part.size,
            len(part.name), 0,
        )  # fmt: skip
        body += part.name + part.packed
        directory += _CENTRAL_HEAD.pack(
            _CENTRAL, 20, 20, part.flags, part.method, part.time, part.day, part.check, len(part.packed), part.size,
            len(part.name), 0, 0, 0, 0, part.attributes & 0xFFFFFFFF, at,
        )  # fmt: skip
        directory += part.name
    end = _END_HEAD.pack(_END, 0, 0, len(parts), len(parts), len(directory), len(body), 0)
    return bytes(body + directory + end)


def _packed_anew(part: Packed, content: bytes) -> Packed:
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    packed = packer.compress(content) + packer.flush()
    method = zipfile.ZIP_DEFLATED
    if part.method == zipfile.ZIP_STORED:
        packed, method = content, zipfile.ZIP_STORED
    return Packed(part.name, part.flags, method, part.time, part.day, zlib.crc32(content), len(content), packed,
                  part.attributes)  # fmt: skip
