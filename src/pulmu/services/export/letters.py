"""Letters of an export: every file that was written, those of the newest list first, and the forms of them."""

from collections.abc import Iterator
from typing import Any

from pulmu.services.export.gathering import Gathering
from pulmu.services.export.names import Names
from pulmu.services.export.part import Part
from pulmu.services.letters.kept import KIND, run_of
from pulmu.services.workspaces.documents import Kept
from pulmu.services.workspaces.kept_document import document_of


def letter_parts(found: Gathering) -> Iterator[Part]:
    """Files of the letters of each call; a file that several lists name stands once."""
    names = Names()
    for head in found.work.documents(KIND):
        home, written = f"letters/{names.of(head.document)}", set[str]()
        for version in found.work.document_versions(KIND, head.document):  # newest first
            kept = found.work.document_version(KIND, head.document, version.number)
            folder = home if version.number == head.number else f"{home}/version-{version.number}"
            for item in () if kept is None else run_of(Kept(kept, document_of(kept.content))).letters:
                if item.sha256 not in written:
                    written.add(item.sha256)
                    yield from (Part(f"{folder}/{item.file}", (data,)) for data in found.kept(item.sha256))
        yield from _forms(found, head.document, home)


def _forms(found: Gathering, call: str, home: str) -> Iterator[Part]:
    for version in found.work.document_versions("letter_template", call):
        kept = found.work.document_version("letter_template", call, version.number)
        tree: Any = {} if kept is None else document_of(kept.content).tree
        if tree.get("sha256"):
            name = f"{home}/form-{version.number}.{tree['kind']}"
            yield from (Part(name, (data,)) for data in found.kept(tree["sha256"]))
