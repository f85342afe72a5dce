"""Themes of an agency: made of voices, split, joined, turned into a proposal. An officer does each of it."""

import dataclasses
import hashlib
import re
from collections.abc import Iterable, Sequence
from typing import Any

from pulmu.model import ConflictError, Document, InputError, encode
from pulmu.model.theme import Theme
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Deed, Gate
from pulmu.services.records.document import DocumentVersion
from pulmu.services.records.store import WorkspaceRecords
from pulmu.services.voices.heard import HeardVoice, heard_in
from pulmu.services.workspaces.documents import list_documents, unknown_document
from pulmu.services.workspaces.kept_document import document_of, text_of
from pulmu.support.voices import read_theme

_ID = re.compile(r"(?!new$)[a-z][a-z0-9_]{0,79}")
_MOST_NAMED = 40


@dataclasses.dataclass(frozen=True, slots=True)
class KeptTheme:
    """A theme as it stands."""

    version: DocumentVersion
    theme: Theme

    @property
    def id(self) -> str:
        """Its id."""
        return self.version.document


def new_theme_id(gate: Gate) -> str:
    """An id of its own."""
    return f"t{gate.world.identifier()[-11:]}"


def list_themes(gate: Gate, actor: Actor) -> tuple[KeptTheme, ...]:
    """Themes that hold voices, changed last first.

    Raises
    ------
    AccessRefused  They may not.
    """
    with gate.reading(actor, "read_received") as work:
        found = [item for item in themes_in(work) if item.theme.voices]
    return tuple(sorted(found, key=lambda item: (-item.version.at.timestamp(), item.id)))


def themes_in(work: WorkspaceRecords) -> tuple[KeptTheme, ...]:
    """All themes, by id; those that gave their voices away too."""
    versions = (work.document_version("theme", head.document, head.number) for head in work.documents("theme"))
    return tuple(_kept(item) for item in versions if item is not None)


def find_theme(gate: Gate, actor: Actor, theme: str, number: int | None = None) -> KeptTheme:
    """A theme as it stands, or as it stood in a version.

    Raises
    ------
    AccessRefused  They may not, or there is none (`access.unknown_document`).
    """
    list_documents(gate, actor, "theme")
    with gate.reading(actor, "read_received") as work:
        heads = work.document_versions("theme", theme) if _ID.fullmatch(theme) else ()
        wanted = heads[0].number if heads and number is None else number
        version = work.document_version("theme", theme, wanted) if heads and wanted is not None else None
    if version is None:
        raise unknown_document()
    return _kept(version)


def begin_theme(gate: Gate, actor: Actor, keys: Sequence[str], title: str = "", theme: str = "") -> KeptTheme:
    """A theme of some voices: titled as the first of them where no title is given, with the rules they name.

    Raises
    ------
    AccessRefused  They may not.
    InputError  No voice is named (`voice.none_chosen`), one is not there (`voice.unknown`), or it is in another theme
        (`voice.in_other_theme`).
    """
    name = theme or new_theme_id(gate)
    with _writing(gate, actor, name, 1) as work:
        voices = _chosen(work, keys)
        made = Theme(
            id=name, title=title.strip() or voices[0].voice.title, area=voices[0].voice.area,
            voices=tuple(item.key for item in voices), programmes=_named(voices, "programmes"),
            parameters=_named(voices, "parameters"),
        )  # fmt: skip
        return _add(gate, actor, work, made, 0)


def save_theme(gate: Gate, actor: Actor, theme: Theme, *, seen: int) -> KeptTheme:
    """A new version of a theme.

    Raises
    ------
    AccessRefused  They may not, or there is no such reform or effect of the agency's.
    InputError  All that is wrong with it.
    ConflictError  It was changed meanwhile (`store.document_changed`).
    """
    with _writing(gate, actor, theme.id, seen + 1) as work:
        _chosen(work, theme.voices, of=(theme.id,))
        return _add(gate, actor, work, theme, seen)


def add_voices(gate: Gate, actor: Actor, theme: str, keys: Sequence[str], *, seen: int) -> KeptTheme:
    """Gather more voices under a theme; with them the rules they name.

    Raises
    ------
    AccessRefused, InputError, ConflictError  As for `save_theme`.
    """
    with _writing(gate, actor, theme, seen + 1) as work:
        before = _found(work, theme, seen)
        added = _chosen(work, keys, of=(theme,))
        changed = dataclasses.replace(
            before, voices=tuple(dict.fromkeys((*before.voices, *(item.key for item in added)))),
            programmes=_both(before.programmes, _named(added, "programmes")),
            parameters=_both(before.parameters, _named(added, "parameters")),
        )  # fmt: skip
        return _add(gate, actor, work, changed, seen)


def take_out(gate: Gate, actor: Actor, theme: str, keys: Sequence[str], *, seen: int) -> KeptTheme:
    """Voices that do not belong: they are in no theme then.

    Raises
    ------
    AccessRefused, InputError, ConflictError  As for `save_theme`.
    """
    with _writing(gate, actor, theme, seen + 1) as work:
        before = _found(work, theme, seen)
        return _add(gate, actor, work, _without(before, keys), seen)


def split_theme(gate: Gate, actor: Actor, theme: str, keys: Sequence[str], title: str, *, seen: int) -> KeptTheme:
    """A theme of its own for some voices of another: both are kept, or neither. The new one.

    Raises
    ------
    AccessRefused, InputError, ConflictError  As for `save_theme`.
    """
    name = new_theme_id(gate)
    with _writing(gate, actor, name, 1, of=theme) as work:
        before = _found(work, theme, seen)
        _add(gate, actor, work, _without(before, keys), seen)
        voices = [item for item in _chosen(work, keys) if item.key in before.voices]
        if not voices:
            raise _none_chosen()
        made = Theme(
            id=name, title=title.strip() or voices[0].voice.title, area=voices[0].voice.area,
            voices=tuple(item.key for item in voices), programmes=_named(voices, "programmes"),
            parameters=_named(voices, "parameters"),
        )  # fmt: skip
        return _add(gate, actor, work, made, 0)


def join_themes(gate: Gate, actor: Actor, into: str, other: str, *, seen: int, other_seen: int) -> KeptTheme:
    """All voices of another theme come to this one; the other keeps none. Both are kept, or neither.

    Raises
    ------
    AccessRefused, InputError, ConflictError  As for `save_theme`.
    """
    if into == other:
        raise unknown_document()
    with _writing(gate, actor, into, seen + 1, of=other) as work:
        ours, theirs = _found(work, into, seen), _found(work, other, other_seen)
        _add(gate, actor, work, dataclasses.replace(theirs, voices=()), other_seen)
        joined = dataclasses.replace(
            ours, voices=tuple(dict.fromkeys((*ours.voices, *theirs.voices))),
            programmes=_both(ours.programmes, theirs.programmes), parameters=_both(ours.parameters, theirs.parameters),
        )  # fmt: skip
        return _add(gate, actor, work, joined, seen)


def link_reform(gate: Gate, actor: Actor, theme: str, reform: str) -> KeptTheme:
    """Note the proposal a theme was turned into.

    Raises
    ------
    AccessRefused, InputError, ConflictError  As for `save_theme`.
    """
    found = find_theme(gate, actor, theme)
    status = "proposed" if found.theme.status == "gathered" else found.theme.status
    changed = dataclasses.replace(found.theme, reform=reform, status=status, effect=None)
    return save_theme(gate, actor, changed, seen=found.version.number)


def _writing(gate: Gate, actor: Actor, theme: str, number: int, of: str = "") -> Any:
    detail = {"of": of} if of else None
    return gate.writing(actor, Deed("write_theme", f"theme:{theme}/{number}", detail=detail))


def _found(work: WorkspaceRecords, theme: str, seen: int) -> Theme:
    heads = work.document_versions("theme", theme) if _ID.fullmatch(theme) else ()
    if not heads:
        raise unknown_document()
    if heads[0].number != seen:
        said, mend = "somebody saved another version meanwhile", "look at it, and decide then"
        raise ConflictError.of("store.document_changed", f"theme {theme}", said, mend)
    version = work.document_version("theme", theme, seen)
    if version is None:
        raise unknown_document()
    return _kept(version).theme


def _chosen(work: WorkspaceRecords, keys: Iterable[str], of: tuple[str, ...] = ()) -> list[HeardVoice]:
    """Voices that may be gathered: they are there, and in no other theme than those named."""
    wanted = tuple(dict.fromkeys(keys))
    if not wanted and not of:
        raise _none_chosen()
    known = {item.key: item for item in heard_in(work)}
    taken = {key: item for item in themes_in(work) if item.id not in of for key in item.theme.voices}
    for key in wanted:
        if key not in known:
            said, mend = "a voice that was chosen is not there", "choose from the list as it is now"
            raise InputError.of("voice.unknown", "voices", said, mend)
        if key in taken:
            said = f"the voice is gathered under {taken[key].theme.title!r} already"
            mend = "take it out there first"
            raise InputError.of("voice.in_other_theme", "voices", said, mend, text=taken[key].theme.title)
    return [known[key] for key in wanted]


def _without(theme: Theme, keys: Sequence[str]) -> Theme:
    left = tuple(key for key in theme.voices if key not in keys)
    if len(left) == len(theme.voices):
        raise _none_chosen()
    return dataclasses.replace(theme, voices=left)


def _none_chosen() -> InputError:
    said, mend = "no voice is chosen", "mark one at least"
    return InputError.of("voice.none_chosen", "voices", said, mend)


def _named(voices: Iterable[HeardVoice], what: str) -> tuple[str, ...]:
    named = (name for item in voices for name in getattr(item.voice, what))
    return tuple(dict.fromkeys(named))[:_MOST_NAMED]


def _both(ours: tuple[str, ...], theirs: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*ours, *theirs)))[:_MOST_NAMED]


def _add(gate: Gate, actor: Actor, work: WorkspaceRecords, theme: Theme, seen: int) -> KeptTheme:
    document = Document(encode(theme, full=True), f"{theme.id}.yaml")
    wrong = tuple(item for item in read_theme(document).problems if item.severity == "error")
    if wrong or not _ID.fullmatch(theme.id):
        raise InputError(*wrong) if wrong else unknown_document()
    _check_links(work, theme)
    text = text_of(document)
    version = DocumentVersion(
        kind="theme", document=theme.id, number=seen + 1, at=gate.world.now(), author=actor.id, content=text,
        file_name=document.name, sha256=hashlib.sha256(text.encode()).hexdigest(),
    )  # fmt: skip
    work.add_document_version(version)
    return KeptTheme(version, theme)


def _check_links(work: WorkspaceRecords, theme: Theme) -> None:
    """What a theme names is the agency's own, and there."""
    if theme.reform is not None and not work.document_versions("reform", theme.reform):
        said, mend = f"the agency has no reform {theme.reform!r} of its own", "choose one of the list"
        raise InputError.of("voice.no_such_reform", "reform", said, mend, text=theme.reform)
    if theme.effect is not None and work.document_version("reform_effect", theme.reform or "", theme.effect) is None:
        said, mend = "the reform has no such computed effect", "choose one of the list"
        raise InputError.of("voice.no_such_effect", "effect", said, mend, text=theme.effect)


def _kept(version: DocumentVersion) -> KeptTheme:
    return KeptTheme(version, read_theme(document_of(version.content)).value)
