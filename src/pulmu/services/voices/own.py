"""A firm's own difficulties: kept in versions, sent to an agency, and what became of them."""

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import datetime

from pulmu.model import ConflictError, Document, InputError, Problem, encode
from pulmu.model.voice import Voice
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Deed, Gate
from pulmu.services.records.crossing import Delivery
from pulmu.services.records.document import DocumentVersion
from pulmu.services.voices.keys import digest, voice_key
from pulmu.services.voices.told import ShownTheme, told_in
from pulmu.services.workspaces.documents import (
    Kept,
    find_document,
    list_documents,
    save_document,
    unknown_document,
)
from pulmu.support.voices import read_voice

FORMAT = "pulmu.sent_voice/1"
_ID = re.compile(r"(?!new$|board$)[a-z0-9][a-z0-9_-]{0,59}")


@dataclass(frozen=True, slots=True)
class Sending:
    """That a voice was sent.

    Parameters
    ----------
    taken : When the agency took it in: from then on it is heard.
    """

    agency: str
    agency_name: str
    at: datetime
    taken: datetime | None


@dataclass(frozen=True, slots=True)
class OwnVoice:
    """A difficulty of the firm's, with its path.

    Parameters
    ----------
    sendings : To whom and when, newest first; of a later version too.
    answers : What agencies told of it, newest first.
    """

    id: str
    version: DocumentVersion
    voice: Voice
    problems: tuple[Problem, ...]
    sendings: tuple[Sending, ...]
    answers: tuple[ShownTheme, ...]


def new_voice_id(gate: Gate) -> str:
    """An id of its own."""
    return f"v{gate.world.identifier()[-15:]}"


def agencies(gate: Gate, actor: Actor) -> tuple[tuple[str, str], ...]:
    """Agencies of the place that a voice can be sent to.

    Raises
    ------
    AccessRefused  They may not.
    """
    with gate.seeing(actor, "read_board") as crossing:
        return crossing.agencies()


def list_voices(gate: Gate, actor: Actor) -> tuple[OwnVoice, ...]:
    """The firm's difficulties, changed last first; nothing is written by looking.

    Raises
    ------
    AccessRefused  They may not.
    """
    heads = list_documents(gate, actor, "voice")
    sendings, answers = _sendings(gate, actor), _answers(gate, actor)
    kept = [find_document(gate, actor, "voice", head.document) for head in heads]
    found = [_own(item, sendings, answers, actor) for item in kept if item is not None]
    return tuple(sorted(found, key=lambda item: (-item.version.at.timestamp(), item.id)))


def find_voice(gate: Gate, actor: Actor, voice: str) -> OwnVoice:
    """One of them.

    Raises
    ------
    AccessRefused  They may not, or there is none (`access.unknown_document`).
    """
    list_documents(gate, actor, "voice")  # who may not is told so, whatever the id
    kept = find_document(gate, actor, "voice", voice) if _ID.fullmatch(voice) else None
    if kept is None:
        raise unknown_document()
    return _own(kept, _sendings(gate, actor), _answers(gate, actor), actor)


def save_voice(gate: Gate, actor: Actor, voice: str, document: Document, *, seen: int) -> DocumentVersion:
    """A new version. One with problems is not kept.

    Raises
    ------
    AccessRefused  They may not.
    InputError  All that is wrong with it, or its id is none (`voice.id`).
    ConflictError  It was changed meanwhile (`store.document_changed`).
    """
    decoded = read_voice(document)
    wrong = tuple(item for item in decoded.problems if item.severity == "error")
    if wrong:
        raise InputError(*wrong)
    if not _ID.fullmatch(voice) or decoded.value.id != voice:
        said, mend = "this cannot be the id of the difficulty", "use small letters, digits, - and _, in both places"
        raise InputError.of("voice.id", document.place(("id",)), said, mend)
    return save_document(gate, actor, "voice", voice, document, seen=seen).version


def send_voice(gate: Gate, actor: Actor, voice: str, agency: str, *, seen: int) -> Delivery:
    """Send a voice as it stands: the receipt. Sending twice sends once.

    Parameters
    ----------
    seen : Version that was looked at: that one is sent, or none.

    Raises
    ------
    AccessRefused  They may not, or there is no such voice or agency.
    ConflictError  It was changed meanwhile (`store.document_changed`).
    """
    with gate.reading(actor, "send_voice") as work:
        heads = work.document_versions("voice", voice) if _ID.fullmatch(voice) else ()
    if not heads:
        raise unknown_document()
    if heads[0].number != seen:
        raise changed_meanwhile(voice)
    kept = find_document(gate, actor, "voice", voice, seen)
    with gate.seeing(actor, "read_board") as crossing:
        known = dict(crossing.agencies())
    if kept is None or agency not in known:
        raise unknown_document()
    told = encode(read_voice(kept.document).value, full=True)
    content = json.dumps({"format": FORMAT, "voice": told, "number": seen}, ensure_ascii=False, sort_keys=True)
    sha256 = hashlib.sha256(content.encode()).hexdigest()
    key = voice_key(actor.workspace, voice)
    delivery = Delivery(
        id=digest("voice", actor.workspace, agency, voice, str(seen), sha256), kind="voice", sender=actor.workspace,
        receiver=agency, about=key, at=gate.world.now(), content=content, sha256=sha256,
    )  # fmt: skip
    detail = {"receipt": delivery.id, "sha256": sha256, "to": agency}
    with gate.sending(actor, Deed("send_voice", f"voice:{voice}/{seen}", detail=detail)) as crossing:
        crossing.send(delivery)
        return crossing.delivery(delivery.id) or delivery


def _sendings(gate: Gate, actor: Actor) -> dict[str, tuple[Sending, ...]]:
    """What was sent, by key of the voice."""
    with gate.seeing(actor, "read_voice") as crossing:
        sent = [item for item in crossing.sent() if item.kind == "voice"]
        names = {item.receiver: crossing.workspace_name(item.receiver) for item in sent}
    found: dict[str, list[Sending]] = {}
    for item in sent:
        found.setdefault(item.about, []).append(Sending(item.receiver, names[item.receiver], item.at, item.taken))
    return {key: tuple(items) for key, items in found.items()}


def _answers(gate: Gate, actor: Actor) -> dict[str, tuple[ShownTheme, ...]]:
    """What agencies told, by the firm's own voice, newest first."""
    with gate.reading(actor, "read_voice") as work:
        records = [work.received(head.id) for head in work.all_received("answer")]
    found: dict[str, list[ShownTheme]] = {}
    for item in records:
        told = None if item is None else told_in(item.content)
        if item is not None and told is not None:
            found.setdefault(told.voice, []).append(ShownTheme(item.sender, item.name, item.at, told))
    return {
        voice: tuple(sorted(items, key=lambda one: (one.at, one.told.number), reverse=True))
        for voice, items in found.items()
    }


def _own(
    kept: Kept, sendings: dict[str, tuple[Sending, ...]], answers: dict[str, tuple[ShownTheme, ...]], actor: Actor
) -> OwnVoice:
    decoded = read_voice(kept.document)
    name = kept.version.document
    sent = sendings.get(voice_key(actor.workspace, name), ())
    asked = {item.agency for item in sent}
    told = tuple(item for item in answers.get(name, ()) if item.agency in asked)
    return OwnVoice(name, kept.version, decoded.value, decoded.problems, sent, told)


def changed_meanwhile(name: str) -> ConflictError:
    """Somebody saved another version."""
    said, mend = "somebody saved another version meanwhile", "look at it, and decide then"
    return ConflictError.of("store.document_changed", name, said, mend)
