"""What an officer says of a round besides who takes part: its names, its lots, until when, and what silence means."""

from collections.abc import Mapping

from pulmu.model import Document, InputError
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Gate
from pulmu.services.rounds.changes import check_seen, document_named, save_change, tree_of
from pulmu.services.rounds.inviting import parties_of
from pulmu.services.rounds.sent import party_key
from pulmu.services.rounds.shelf import KeptRound, find_round, round_history, save_round
from pulmu.support.matching import read_round

SETTINGS = ("name_ko", "name_en", "lot_seed", "note", "wishes_until", "wishes_until_at", "answers_until",
            "answers_until_at", "silence")  # fmt: skip


def begin_round(gate: Gate, actor: Actor, given: Mapping[str, str]) -> KeptRound:
    """A round without anybody.

    Raises
    ------
    AccessRefused  They may not.
    InputError  All that is wrong with it.
    ConflictError  There is one of that id (`store.document_changed`).
    """
    name = given.get("id", "")
    tree = {"pulmu": "matching_round/1", "id": name} | _said(given)
    document = document_named(tree, name)
    _check(document)
    return save_round(gate, actor, name, document, seen=0)


def change_settings(gate: Gate, actor: Actor, name: str, given: Mapping[str, str], *, seen: int) -> int:
    """A new version with other settings; its number.

    Raises
    ------
    AccessRefused  They may not, or there is none.
    InputError  All that is wrong with them; the text lots are drawn from was told already (`matching.seed_told`).
    ConflictError  It was changed meanwhile (`store.document_changed`).
    """
    kept = find_round(gate, actor, name)
    check_seen(kept, seen)
    tree = {key: said for key, said in tree_of(kept).items() if key not in SETTINGS} | _said(given)
    _check(document_named({key: said for key, said in tree.items() if key in (*SETTINGS, "pulmu", "id")}, name))
    check_seed(gate, actor, kept, str(tree.get("lot_seed", "")))
    return save_change(gate, actor, kept, tree)


def replace_round(gate: Gate, actor: Actor, name: str, document: Document, *, seen: int, note: str = "") -> KeptRound:
    """A new version from a file: as `save_round`, but lots stay as they were told.

    Raises
    ------
    AccessRefused, InputError, ConflictError  As for `save_round` and `change_settings`.
    """
    if seen and round_history(gate, actor, name):
        tree = document.tree if isinstance(document.tree, dict) else {}
        check_seed(gate, actor, find_round(gate, actor, name), str(tree.get("lot_seed", "")))
    return save_round(gate, actor, name, document, seen=seen, note=note)


def check_seed(gate: Gate, actor: Actor, kept: KeptRound, seed: str) -> None:
    """Refuse another text for the lots once somebody was told the first: lots are not drawn until one likes them.

    Raises
    ------
    InputError  `matching.seed_told`.
    """
    if seed == kept.round.lot_seed:
        return
    keys = {party_key(actor.workspace, kept.id, side, item.id) for side, item in parties_of(kept.round)}
    with gate.seeing(actor, "read_round") as crossing:
        told = any(item.kind == "invitation" and item.about in keys for item in crossing.sent())
    if told:
        said, mend = "those invited were told the text that lots are drawn from", "leave it as it was"
        raise InputError.of("matching.seed_told", f"round {kept.id}", said, mend)


def _said(given: Mapping[str, str]) -> dict[str, str]:
    return {key: given[key].strip() for key in SETTINGS if given.get(key, "").strip()}


def _check(document: Document) -> None:
    wrong = tuple(item for item in read_round(document).problems if item.severity == "error")
    if wrong:
        raise InputError(*wrong)
