"""Offers and needs of a workspace in versions, and what of them is shown to all."""

import hashlib
import json
from dataclasses import dataclass, replace
from typing import Literal, get_args

from pulmu.model import Decoded, Document, InputError, Problem, encode, has_errors
from pulmu.model.need import Need
from pulmu.model.offer import Offer
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Deed, Gate
from pulmu.services.records.crossing import Notice
from pulmu.services.records.document import DocumentVersion
from pulmu.services.workspaces.kept_document import document_of, text_of
from pulmu.services.workspaces.named import Naming, find_named, named_history, save_named
from pulmu.support.search import read_needs, read_offers

ItemKind = Literal["offer", "need"]
NAMINGS: dict[ItemKind, Naming] = {
    kind: Naming(
        kind=kind, pattern=r"(?!(?:new|upload|table|take-over)$)[\w][\w.-]{0,59}", noun="an offer or a need",
        how="use letters, digits, _ . and -, such as weld_vision", code="offer.id", other_code="offer.other_id",
    )
    for kind in get_args(ItemKind)
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class KeptItem:
    """An offer or a need as it stands, or stood in a version.

    Parameters
    ----------
    problems : What is wrong with it: with an error it cannot be shown.
    notice : What is shown of it, or was; None before.
    """

    kind: ItemKind
    id: str
    document: Document
    version: DocumentVersion
    item: Offer | Need
    problems: tuple[Problem, ...]
    notice: Notice | None

    @property
    def counts(self) -> bool:
        """Whether it can be shown."""
        return not has_errors(self.problems)

    @property
    def shown_version(self) -> int:
        """The version that is shown to all; 0 where none is."""
        return self.notice.number if self.notice is not None and self.notice.withdrawn is None else 0


def list_items(gate: Gate, actor: Actor, kind: ItemKind) -> tuple[KeptItem, ...]:
    """Offers or needs of a workspace as they stand, by id.

    Raises
    ------
    AccessRefused  They may not.
    """
    shown = _own_notices(gate, actor, kind)
    with gate.reading(actor, "read_offer") as work:
        versions = [work.document_version(kind, head.document, head.number) for head in work.documents(kind)]
    return tuple(
        _kept(kind, version, document_of(version.content), shown) for version in versions if version is not None
    )


def find_item(gate: Gate, actor: Actor, kind: ItemKind, name: str, number: int | None = None) -> KeptItem:
    """An offer or a need as it stands, or as it stood in a version.

    Raises
    ------
    AccessRefused  They may not, or there is none (`access.unknown_document`).
    """
    return _found(gate, actor, kind, name, number)


def item_history(gate: Gate, actor: Actor, kind: ItemKind, name: str) -> tuple[DocumentVersion, ...]:
    """Versions, newest first.

    Raises
    ------
    AccessRefused  They may not.
    """
    return named_history(gate, actor, NAMINGS[kind], name)


def save_item(
    gate: Gate, actor: Actor, kind: ItemKind, name: str, document: Document, *, seen: int, note: str = ""
) -> KeptItem:
    """A new version. One with problems is kept with them; it cannot be shown.

    Raises
    ------
    AccessRefused  They may not.
    InputError  The id is none (`offer.id`), or not the one the document has (`offer.other_id`).
    ConflictError  It was changed meanwhile (`store.document_changed`).
    """
    save_named(gate, actor, NAMINGS[kind], name, document, seen=seen, note=note)
    return find_item(gate, actor, kind, name)


def save_all(gate: Gate, actor: Actor, kind: ItemKind, document: Document, note: str = "") -> int:
    """A new version of everything a file holds, in one transaction; how many. One error, and nothing is saved.

    Raises
    ------
    AccessRefused  They may not.
    InputError  Everything that is wrong with the file.
    """
    read: Decoded[tuple[Offer, ...]] | Decoded[tuple[Need, ...]]
    read = read_offers(document) if kind == "offer" else read_needs(document)
    items: tuple[Offer | Need, ...] = read.value
    if has_errors(read.problems):
        raise InputError(*(item for item in read.problems if item.severity == "error"))
    now, count = gate.world.now(), len(items)
    contents = [text_of(Document(encode(item), document.name)) for item in items]
    digest = hashlib.sha256("".join(contents).encode()).hexdigest()
    deed = Deed("write_offer", f"{kind}:{count} of a file", detail={"sha256": digest, "count": str(count)})
    with gate.writing(actor, deed) as work:
        newest = {head.document: head.number for head in work.documents(kind)}
        for item, content in zip(items, contents, strict=True):
            work.add_document_version(
                DocumentVersion(
                    kind=kind, document=item.id, number=newest.get(item.id, 0) + 1, at=now, author=actor.id,
                    content=content, file_name=document.name, sha256=hashlib.sha256(content.encode()).hexdigest(),
                    note=note[:500],
                )
            )  # fmt: skip
    return count


def publish_item(gate: Gate, actor: Actor, kind: ItemKind, name: str) -> KeptItem:
    """Show it to all of the place as it stands. Where a need was found by Pulmu is nobody's business: it is left out.

    Raises
    ------
    AccessRefused  They may not, or there is none.
    InputError  What is wrong with it.
    """
    found = find_item(gate, actor, kind, name)
    if not found.counts:
        raise InputError(*found.problems)
    shown = replace(found.item, origin=None) if isinstance(found.item, Need) else found.item
    content = json.dumps({kind: encode(shown), "version": found.version.number}, ensure_ascii=False)
    digest = hashlib.sha256(content.encode()).hexdigest()
    deed = Deed("publish_offer", f"{kind}:{name}/{found.version.number}", detail={"shown": "yes", "sha256": digest})
    with gate.sending(actor, deed) as crossing:
        crossing.publish(
            Notice(
                kind=kind, workspace=actor.workspace, id=name, number=found.version.number, at=gate.world.now(),
                content=content, sha256=digest,
            )
        )  # fmt: skip
    return find_item(gate, actor, kind, name)


def withdraw_item(gate: Gate, actor: Actor, kind: ItemKind, name: str, reason: str = "") -> bool:
    """Show it no more; whether it was shown.

    Raises
    ------
    AccessRefused  They may not.
    """
    deed = Deed("publish_offer", f"{kind}:{name}", detail={"shown": "no"}, reason=reason)
    with gate.sending(actor, deed) as crossing:
        return crossing.withdraw(kind, name, gate.world.now())


def _found(gate: Gate, actor: Actor, kind: ItemKind, name: str, number: int | None) -> KeptItem:
    kept = find_named(gate, actor, NAMINGS[kind], name, number)
    return _kept(kind, kept.version, kept.document, _own_notices(gate, actor, kind))


def _own_notices(gate: Gate, actor: Actor, kind: ItemKind) -> dict[str, Notice]:
    with gate.seeing(actor, "read_offer") as crossing:
        return {item.id: item for item in crossing.own_notices(kind)}


def _kept(kind: ItemKind, version: DocumentVersion, document: Document, shown: dict[str, Notice]) -> KeptItem:
    item, problems = _read(kind, document)
    return KeptItem(kind, version.document, document, version, item, problems, shown.get(version.document))


def _read(kind: ItemKind, document: Document) -> tuple[Offer | Need, tuple[Problem, ...]]:
    if kind == "offer":
        offers = read_offers(document)
        return offers.value[0], offers.problems
    needs = read_needs(document)
    return needs.value[0], needs.problems
