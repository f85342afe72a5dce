"""Documents of an export: every version as it was kept, and the newest as a file that can be taken in again."""

from collections.abc import Iterator

from pulmu.services.export.gathering import Gathering
from pulmu.services.export.names import Names
from pulmu.services.export.part import Part, json_part, plain
from pulmu.services.records.document import DOCUMENT_KINDS, DocumentVersion
from pulmu.services.workspaces.kept_document import document_of


def document_parts(found: Gathering) -> Iterator[Part]:
    """Files of every document: the firm, programmes, reforms, and what reforms were computed to do."""
    for kind in DOCUMENT_KINDS:
        names = Names()
        for newest in found.work.documents(kind):
            found.step()
            yield from _of_document(found, newest, f"documents/{kind}/{names.of(newest.document)}")


def _of_document(found: Gathering, newest: DocumentVersion, home: str) -> Iterator[Part]:
    heads = sorted(found.work.document_versions(newest.kind, newest.document), key=lambda item: item.number)
    versions = [plain(item, without=("content", "kind", "document")) | {"file": _file(item)} for item in heads]
    yield json_part(f"{home}/about.json", {"kind": newest.kind, "id": newest.document, "versions": versions})
    for head in heads:
        found.people.add(head.author)
        version = found.work.document_version(head.kind, head.document, head.number)
        if version is None:
            continue
        yield Part(f"{home}/{_file(version)}", (version.content.encode(),))
        if version.number == newest.number:
            yield json_part(f"{home}/{newest.kind}.json", document_of(version.content).tree)


def _file(version: DocumentVersion) -> str:
    return f"versions/{version.number:04d}.json"
