"""A theme is told to all who raised it, each exactly once a version, and shown to the place."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from pulmu.model import Document, InputError
from pulmu.model.programme import Programme
from pulmu.model.reform import Reform
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Deed, Gate
from pulmu.services.records.crossing import Delivery, Notice
from pulmu.services.records.store import Crossing
from pulmu.services.reforms.effects import read_effect
from pulmu.services.reforms.rules import ReformRules
from pulmu.services.reforms.shelf import find_reform
from pulmu.services.voices.heard import HeardVoice, heard_in
from pulmu.services.voices.keys import answer_id
from pulmu.services.voices.own import changed_meanwhile
from pulmu.services.voices.themes import KeptTheme, find_theme
from pulmu.services.voices.told import ShownTheme, ToldProposal, ToldTheme, content_of, shown_effect, told_in
from pulmu.support.voices import number_shown


@dataclass(frozen=True, slots=True)
class Answering:
    """How far a version of a theme was told to those who raised it.

    Parameters
    ----------
    told, left : Voices that were answered with it, and those that were not.
    gone : Voices of firms that are no more in the place.
    """

    told: tuple[str, ...]
    left: tuple[str, ...]
    gone: tuple[str, ...]


def answering(gate: Gate, actor: Actor, found: KeptTheme) -> Answering:
    """How far it was told.

    Raises
    ------
    AccessRefused  They may not.
    """
    with gate.reading(actor, "read_received") as work:
        voices = _members(found, heard_in(work))
    with gate.seeing(actor, "read_received") as crossing:
        return _answering(crossing, actor, found, voices)


def answer_theme(
    gate: Gate, actor: Actor, packaged: Iterable[Programme], reforms: Mapping[str, Document], theme: str, *, seen: int
) -> Answering:
    """Tell a theme as it stands to all who raised it, or to none; who was told this version is not told again.

    A process that ends before the end has told nobody; doing it again tells everybody once.

    Raises
    ------
    AccessRefused  They may not, or there is no such theme.
    InputError  It has no answer yet (`voice.no_answer`), or nobody raised it (`voice.nobody_raised`).
    ConflictError  It was changed meanwhile (`store.document_changed`).
    """
    found = _as_seen(gate, actor, theme, seen)
    with gate.reading(actor, "read_received") as work:
        voices = _members(found, heard_in(work))
    if not found.theme.answer.strip():
        said, mend = "the theme has no answer yet", "write what all who raised it are to read"
        raise InputError.of("voice.no_answer", f"theme {theme}", said, mend)
    if not voices:
        said, mend = "nobody raised it", "gather the voices it is about first"
        raise InputError.of("voice.nobody_raised", f"theme {theme}", said, mend)
    told = tell(gate, actor, packaged, reforms, found, voices)
    deliveries = [_delivery(gate, actor, found, told, item) for item in voices]
    detail = {"voices": str(len(voices)), "sha256": found.version.sha256}
    for attempt in (1, 2):
        try:
            with gate.sending(actor, Deed("send_answer", f"theme:{theme}/{seen}", detail=detail)) as crossing:
                here = {sender for sender in {item.sender for item in voices} if crossing.workspace_name(sender)}
                for item in deliveries:
                    if item.receiver in here:
                        crossing.send(item)
            break
        except ValueError:  # somebody sent the same at the same moment: then it is there
            if attempt == 2:
                raise
    return answering(gate, actor, found)


def publish_theme(
    gate: Gate, actor: Actor, packaged: Iterable[Programme], reforms: Mapping[str, Document], theme: str, *, seen: int
) -> bool:
    """Show all of the place where a theme stands; whether it is shown now.

    Raises
    ------
    AccessRefused  They may not, or there is no such theme.
    ConflictError  It was changed meanwhile (`store.document_changed`).
    """
    found = _as_seen(gate, actor, theme, seen)
    with gate.reading(actor, "read_received") as work:
        voices = _members(found, heard_in(work))
    told = tell(gate, actor, packaged, reforms, found, voices)
    content = content_of(told)
    notice = Notice(
        kind="voice", workspace=actor.workspace, id=theme, number=seen, at=gate.world.now(), content=content,
        sha256=hashlib.sha256(content.encode()).hexdigest(),
    )  # fmt: skip
    detail = {"shown": "yes", "sha256": notice.sha256}
    with gate.sending(actor, Deed("send_answer", f"theme:{theme}/{seen}", detail=detail)) as crossing:
        return crossing.publish(notice)


def withdraw_theme(gate: Gate, actor: Actor, theme: str) -> bool:
    """Show it no more; whether it was shown.

    Raises
    ------
    AccessRefused  They may not.
    """
    with gate.sending(actor, Deed("send_answer", f"theme:{theme}", detail={"shown": "no"})) as crossing:
        return crossing.withdraw("voice", theme, gate.world.now())


def shown_themes(gate: Gate, actor: Actor) -> tuple[ShownTheme, ...]:
    """Where voices stand, of every agency of the place, newest first; what cannot be read is left out.

    Raises
    ------
    AccessRefused  They may not.
    """
    with gate.seeing(actor, "read_board") as crossing:
        notices = crossing.notices("voice")
        names = {item.workspace: crossing.workspace_name(item.workspace) for item in notices}
    found = ((item, told_in(item.content)) for item in notices)
    return tuple(
        ShownTheme(item.workspace, names[item.workspace], item.at, told) for item, told in found if told is not None
    )


def shown_number(gate: Gate, actor: Actor, theme: str) -> int:
    """Version of a theme that is shown to all; 0 where it is not.

    Raises
    ------
    AccessRefused  They may not.
    """
    with gate.seeing(actor, "read_received") as crossing:
        found = crossing.notice("voice", actor.workspace, theme)
    return 0 if found is None or found.withdrawn is not None else found.number


def tell(
    gate: Gate,
    actor: Actor,
    packaged: Iterable[Programme],
    reforms: Mapping[str, Document],
    found: KeptTheme,
    voices: Iterable[HeardVoice],
) -> ToldTheme:
    """A theme as it is told: with names only of who allows it, and no number of few firms.

    Raises
    ------
    AccessRefused  They may not.
    """
    theme, listed = found.theme, tuple(voices)
    with gate.seeing(actor, "read_received") as crossing:
        agency = crossing.workspace_name(actor.workspace)
    named = sorted({item.name for item in listed if item.voice.name_shown})
    return ToldTheme(
        theme=theme.id, number=found.version.number, agency=agency, title=theme.title, text=theme.text,
        area=theme.area, status=theme.status, reason=theme.reason, answer=theme.answer,
        firms=number_shown(len({item.sender for item in listed})), names=tuple(named),
        proposal=_proposal(gate, actor, packaged, reforms, found),
    )  # fmt: skip


def _proposal(
    gate: Gate, actor: Actor, packaged: Iterable[Programme], reforms: Mapping[str, Document], found: KeptTheme
) -> ToldProposal | None:
    name, number = found.theme.reform, found.theme.effect
    if name is None:
        return None
    rules = ReformRules.of(gate, actor, packaged)
    reform = find_reform(gate, actor, reforms, rules.rulebook, name).reform
    if reform is None:
        return ToldProposal(id=name, name_ko=name, programmes={})
    effect = None if number is None else shown_effect(read_effect(gate, actor, name, number).effect)
    own: dict[str, tuple[str, ...]] = {item.id: (item.name_ko, item.name_en) for item in rules.own}
    return ToldProposal(
        id=name, name_ko=reform.name_ko, name_en=reform.name_en, note_ko=reform.note_ko, note_en=reform.note_en,
        parameters=_parameters(reform), programmes=own, effect=effect,
    )  # fmt: skip


def _parameters(reform: Reform) -> tuple[str, ...]:
    return tuple(dict.fromkeys(change.parameter for change in reform.after))


def _as_seen(gate: Gate, actor: Actor, theme: str, seen: int) -> KeptTheme:
    found = find_theme(gate, actor, theme)
    if found.version.number != seen:
        raise changed_meanwhile(f"theme {theme}")
    return found


def _members(found: KeptTheme, heard: Iterable[HeardVoice]) -> tuple[HeardVoice, ...]:
    known = {item.key: item for item in heard}
    return tuple(known[key] for key in found.theme.voices if key in known)


def _answering(crossing: Crossing, actor: Actor, found: KeptTheme, voices: Iterable[HeardVoice]) -> Answering:
    told: list[str] = []
    left: list[str] = []
    gone: list[str] = []
    for item in voices:
        key = answer_id(actor.workspace, found.id, found.version.number, item.key)
        if crossing.delivery(key) is not None:
            told.append(item.key)
        else:
            (left if crossing.workspace_name(item.sender) else gone).append(item.key)
    return Answering(tuple(told), tuple(left), tuple(gone))


def _delivery(gate: Gate, actor: Actor, found: KeptTheme, told: ToldTheme, item: HeardVoice) -> Delivery:
    content = content_of(replace(told, voice=item.voice.id))
    return Delivery(
        id=answer_id(actor.workspace, found.id, found.version.number, item.key), kind="answer",
        sender=actor.workspace, receiver=item.sender, about=item.voice.id, at=gate.world.now(), content=content,
        sha256=hashlib.sha256(content.encode()).hexdigest(),
    )  # fmt: skip
