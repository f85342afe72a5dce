"""Who takes part in a round: chosen from the needs and offers that workspaces show, or taken out again."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pulmu.model import InputError
from pulmu.model.matching_round import MatchingRound
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Gate
from pulmu.services.records.crossing import Notice, NoticeKind
from pulmu.services.rounds.changes import check_seen, parties_in, save_change, tree_of
from pulmu.services.rounds.sent import Side
from pulmu.services.rounds.shelf import find_round

SHOWN_AS: dict[Side, NoticeKind] = {"applicant": "need", "supplier": "offer"}
_LONGEST_TITLE = 160


@dataclass(frozen=True, slots=True)
class BoardItem:
    """A need or an offer that a workspace shows, as an officer chooses it.

    Parameters
    ----------
    places : How many projects the supplier says it can take on; 1 where it does not say.
    is_in : Whether it takes part in the round already.
    """

    workspace: str
    item: str
    name: str
    title: str
    places: int
    is_in: bool

    @property
    def key(self) -> str:
        """What a tick names it by."""
        return f"{self.workspace}.{self.item}"


def board_items(
    gate: Gate, actor: Actor, given: MatchingRound, side: Side, search: str = ""
) -> tuple[BoardItem, ...]:  # fmt: skip
    """What is shown to all of the place, newest first; those that hold all the words that are looked for.

    Raises
    ------
    AccessRefused  They may not.
    """
    parties = given.applicants if side == "applicant" else given.suppliers
    known = {(item.workspace, item.item) for item in parties}
    with gate.seeing(actor, "read_board") as crossing:
        notices = crossing.notices(SHOWN_AS[side])
        names = {item: crossing.workspace_name(item) for item in {notice.workspace for notice in notices}}
    words = search.lower().split()
    found = (_item(notice, names[notice.workspace], known) for notice in notices if names[notice.workspace])
    return tuple(item for item in found if all(word in f"{item.name} {item.title}".lower() for word in words))


def add_parties(gate: Gate, actor: Actor, name: str, side: Side, keys: Iterable[str], *, seen: int) -> int:
    """Who is chosen takes part, with what it shows, as one more version of the round; how many are new.

    Raises
    ------
    AccessRefused  They may not, or there is none.
    InputError  Nobody was chosen (`matching.nobody_chosen`), or proposals are out (`matching.proposals_out`).
    ConflictError  It was changed meanwhile (`store.document_changed`).
    """
    kept = find_round(gate, actor, name)
    check_seen(kept, seen)
    check_before_proposals(kept.round)
    wanted = set(keys)
    chosen = [item for item in board_items(gate, actor, kept.round, side) if item.key in wanted and not item.is_in]
    if not chosen:
        raise InputError.of("matching.nobody_chosen", f"round {name}", "nobody new was chosen", "tick who takes part")
    tree = tree_of(kept)
    parties = parties_in(tree, side)
    taken = {str(item.get("id")) for item in parties if isinstance(item, dict)}
    for item in sorted(chosen, key=lambda one: (one.workspace, one.item)):
        key = party_id(side, item.workspace, taken)
        taken.add(key)
        party: dict[str, Any] = {"id": key, "name": item.name, "workspace": item.workspace, "item": item.item}
        parties.append(party | ({"places": item.places} if side == "supplier" else {}))
    save_change(gate, actor, kept, tree)
    return len(chosen)


def take_out(gate: Gate, actor: Actor, name: str, side: Side, party: str, *, seen: int) -> None:
    """Somebody takes part no more; who named them does not name them any more.

    Raises
    ------
    AccessRefused  They may not, or there is none.
    InputError  Nobody is called so (`matching.nobody_chosen`), or proposals are out (`matching.proposals_out`).
    ConflictError  It was changed meanwhile (`store.document_changed`).
    """
    kept = find_round(gate, actor, name)
    check_seen(kept, seen)
    check_before_proposals(kept.round)
    tree = tree_of(kept)
    before = parties_in(tree, side)
    tree[f"{side}s"] = [item for item in before if item.get("id") != party]
    if len(tree[f"{side}s"]) == len(before):
        raise InputError.of("matching.nobody_chosen", f"round {name}", "nobody new was chosen", "tick who takes part")
    other, ranks = ("suppliers", "order") if side == "applicant" else ("applicants", "wishes")
    for item in tree.get(other, []):
        if item.get(ranks):
            item[ranks] = [left for entry in item[ranks] if (left := _without(str(entry), party))]
    if tree.get("conflicts"):
        tree["conflicts"] = [item for item in tree["conflicts"] if item.get(side) != party]
    save_change(gate, actor, kept, tree)


def check_before_proposals(given: MatchingRound) -> None:
    """Refuse a change of who takes part once proposals are out.

    Raises
    ------
    InputError  `matching.proposals_out`.
    """
    if given.steps_sent:
        said, mend = "proposals of this round were sent", "begin another round for who comes later"
        raise InputError.of("matching.proposals_out", f"round {given.id}", said, mend)


def party_id(side: Side, workspace: str, taken: Iterable[str]) -> str:
    """An id nobody can choose: lots are drawn from it, after the seed is known."""
    known, number = set(taken), 1
    key = f"{side[0]}_{hashlib.sha256(workspace.encode()).hexdigest()[:12]}"
    while (found := key if number == 1 else f"{key}_{number}") in known:
        number += 1
    return found


def _without(entry: str, party: str) -> str:
    return " = ".join(part.strip() for part in entry.split("=") if part.strip() != party)


def _item(notice: Notice, name: str, known: set[tuple[str, str]]) -> BoardItem:
    told = _told(notice)
    title = str(told.get("title") or told.get("text") or notice.id)
    capacity = told.get("capacity")
    return BoardItem(
        notice.workspace, notice.id, str(told.get("supplier") or name)[:200], " ".join(title.split())[:_LONGEST_TITLE],
        capacity if isinstance(capacity, int) else 1, (notice.workspace, notice.id) in known,
    )  # fmt: skip


def _told(notice: Notice) -> dict[str, Any]:
    """What a notice shows; nothing where it cannot be read."""
    try:
        told: Any = json.loads(notice.content).get(notice.kind)
    except (ValueError, AttributeError):
        return {}
    return told if isinstance(told, dict) else {}
