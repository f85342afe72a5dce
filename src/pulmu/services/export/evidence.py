"""Evidence of an export: every file that was given, and the register that says what each is."""

from collections.abc import Iterator

from pulmu.services.export.gathering import Gathering
from pulmu.services.export.names import Names
from pulmu.services.export.part import Part, json_part, plain, table_part

_HEAD = ("file", "sha256", "name", "media_type", "size", "at", "author", "secrecy")


def evidence_parts(found: Gathering) -> Iterator[Part]:
    """The register, then the files, each beginning with twelve digits of its hash."""
    records = found.work.all_evidence()
    names = Names()
    files = {item.sha256: f"files/{names.of_file(f'{item.sha256[:12]}-{item.name}')}" for item in records}
    rows = [{"file": files[item.sha256]} | plain(item) for item in records]
    found.people.update(item.author for item in records)
    yield table_part("evidence/register.csv", _HEAD, ([row[name] for name in _HEAD] for row in rows))
    yield json_part("evidence/register.json", {"evidence": rows})
    for item in records:
        for content in found.kept(item.sha256):
            yield Part(f"evidence/{files[item.sha256]}", (content,))
