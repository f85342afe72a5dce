"""Rounds of matching a workspace takes part in: whom it wants, and what it answers."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import RedirectResponse

from pulmu.http.identify import AnyPlace
from pulmu.http.language import language_of
from pulmu.http.status import status_of
from pulmu.locale import Language, text
from pulmu.model import AccessRefused, InputError, PulmuError
from pulmu.model.matching_round import KindQuota
from pulmu.services.place import Place
from pulmu.services.rounds.fit import Fitting, fitting_others
from pulmu.services.rounds.own import OwnRound, answer_proposal, own_round, own_rounds, save_wishes, send_wishes
from pulmu.services.rounds.sent import RoundInvitation, RoundWishes
from pulmu.web.forms import AnyForm, Form
from pulmu.web.market_view import reasons_shown
from pulmu.web.pages.market import today
from pulmu.web.show import Crumb, Told, moment_text, show, told
from pulmu.web.viewer import Seat, Seated

routes = APIRouter(prefix="/w/{workspace}/own-rounds", include_in_schema=False)
Key = Annotated[str, Path(max_length=64)]
AT_ONCE = 20
_RANK = "rank."


@dataclass(frozen=True, slots=True)
class Wish:
    """One of the other side that is named, with its place."""

    id: str
    name: str
    rank: int
    kind: str


@dataclass(frozen=True, slots=True)
class Other:
    """One of the other side that can be named, and why it fits."""

    id: str
    name: str
    kind: str
    title: str
    text: str
    reasons: tuple[str, ...]


@routes.get("")
def show_rounds(request: Request, seat: Seated, place: AnyPlace) -> Response:
    """Rounds the workspace was invited to."""
    language = language_of(request)
    found = own_rounds(place.gate, seat.actor)
    return show(
        request, "own_rounds.html", seat=seat, noun="own_rounds", found=found,
        waiting=sum(item.waits for item in found),
        called=lambda item: round_name(item.invitation, language), state=state_of, when=lambda at: when(at, language),
        crumbs=_crumbs(seat, language),
    )  # fmt: skip


@routes.get("/{key}")
def show_one(
    request: Request, seat: Seated, place: AnyPlace, key: Key, q: Annotated[str, Query(max_length=200)] = "",
    start: Annotated[int, Query(ge=0, le=10**6)] = 0, done: str = "",
) -> Response:  # fmt: skip
    """One round: what was proposed, whom it wants, and who takes part."""
    return _page(request, seat, place, key, search=q, start=start, done=done)


@routes.post("/{key}/wishes")
def change(request: Request, seat: Seated, form: AnyForm, place: AnyPlace, key: Key) -> Response:
    """Keep the order as it was typed, with one more change; or keep and send it."""
    deed, _, whom = form.text("do", 80).partition(".")
    try:
        found = own_round(place.gate, seat.actor, key)
        seen = form.number("seen")
        if seat.actor.may("write_wishes"):
            wishes = wishes_of(form, found, deed, whom)
            seen = save_wishes(place.gate, seat.actor, key, wishes, seen=seen)
        if deed == "send":
            send_wishes(place.gate, seat.actor, key, seen=seen)
    except AccessRefused:
        raise
    except PulmuError as error:
        return _page(request, seat, place, key, problems=told(error.problems, language_of(request)),
                     status=status_of(error))  # fmt: skip
    query = f"?done={'sent' if deed == 'send' else 'saved'}"
    if deed == "add" and form.text("q", 200):
        return RedirectResponse(f"{seat.base}/own-rounds/{key}{query}#others", 303)
    return RedirectResponse(f"{seat.base}/own-rounds/{key}{query}", 303)


@routes.post("/{key}/answer")
def answer(request: Request, seat: Seated, form: AnyForm, place: AnyPlace, key: Key) -> Response:
    """Accept or refuse what was proposed."""
    try:
        answer_proposal(place.gate, seat.actor, key, form.text("partner", 60), form.text("answer", 10),
                        form.text("reason", 400))  # fmt: skip
    except AccessRefused:
        raise
    except PulmuError as error:
        return _page(request, seat, place, key, problems=told(error.problems, language_of(request)),
                     status=status_of(error))  # fmt: skip
    return RedirectResponse(f"{seat.base}/own-rounds/{key}?done=answered", 303)


def wishes_of(form: Form, found: OwnRound, deed: str, whom: str) -> RoundWishes:
    """What the form says: who is named by the places that were typed, equal places as good; with one more change."""
    typed = [(name.removeprefix(_RANK), form.number(name)) for name in form.fields if name.startswith(_RANK)]
    placed = [item for item in typed if item[1]]
    by_rank: dict[int, list[str]] = {}
    for name, rank in sorted(placed, key=lambda item: item[1]):
        by_rank.setdefault(rank, []).append(name)
    groups = _changed([*by_rank.values()], deed, whom)
    ranks = tuple(" = ".join(names) for names in groups)
    if found.invitation.side == "applicant":
        return RoundWishes(ranks=ranks, contact=form.text("contact", 400))
    places, others = form.text("places", 6), form.text("takes_others", 5)
    if places and not (places.isascii() and places.isdigit()):
        raise InputError.of("input.not_a_number", "places", f"{places!r} is not a number", "write a whole number",
                            text=places)  # fmt: skip
    kinds = tuple(
        KindQuota(kind=kind, most=form.number(f"kind.{at}"))
        for at, kind in enumerate(found.invitation.kinds)
        if form.text(f"kind.{at}", 6).isdigit()
    )
    return RoundWishes(
        ranks=ranks, contact=form.text("contact", 400), places=int(places) if places else None,
        takes_others={"yes": True, "no": False}.get(others), kinds=kinds,
    )  # fmt: skip


def _changed(groups: list[list[str]], deed: str, whom: str) -> list[list[str]]:
    at = next((number for number, names in enumerate(groups) if whom in names), None)
    if deed == "add" and at is None:
        return [*groups, [whom]]
    if at is None or deed not in ("up", "down", "out"):
        return groups
    left = [name for name in groups[at] if name != whom]
    if deed == "out":
        return [names for names in (*groups[:at], left, *groups[at + 1 :]) if names]
    if left:  # out of a tie: before or after those it was as good as
        both = [[whom], left] if deed == "up" else [left, [whom]]
        return [*groups[:at], *both, *groups[at + 1 :]]
    other = at - 1 if deed == "up" else at + 1
    if 0 <= other < len(groups):
        groups[at], groups[other] = groups[other], groups[at]
    return groups


def _page(
    request: Request, seat: Seat, place: Place, key: str, *, search: str = "", start: int = 0, done: str = "",
    problems: tuple[Told, ...] | list[Told] = (), status: int = 200,
) -> Response:  # fmt: skip
    language = language_of(request)
    found = own_round(place.gate, seat.actor, key)
    others = {item.id: item for item in found.invitation.others}
    named = [
        Wish(name, others[name].name if name in others else name, rank, others[name].kind if name in others else "")
        for rank, names in enumerate(found.ranked, 1)
        for name in names
    ]
    fitting = _others(place, seat, found, {item.id for item in named}, search, language) if found.is_open else []
    kinds = {item.kind: item.most for item in found.wishes.kinds}
    name = round_name(found.invitation, language)
    return show(
        request, "own_round.html", seat=seat, noun="own_rounds", status=status, problems=problems, found=found,
        invitation=found.invitation, name=name, named=named, others=[_other(item, language) for item in
        fitting[start : start + AT_ONCE]], count=len(fitting), start=start, at_once=AT_ONCE, search=search,
        base=f"{seat.base}/own-rounds/{key}", may_write=seat.may_now("write_wishes"),
        may_send=seat.reaches("send_wishes"), done=done if done in ("saved", "sent", "answered") else "",
        state=state_of(found), kinds=[(kind, kinds.get(kind)) for kind in found.invitation.kinds],
        is_changed=_is_changed(found), until=found.invitation.until, when=lambda at: when(at, language),
        miss=lambda item: _miss(item, language),
        crumbs=(*_crumbs(seat, language), Crumb(name=name, href=f"{seat.base}/own-rounds/{key}")),
    )  # fmt: skip


def _others(
    place: Place, seat: Seat, found: OwnRound, named: set[str], search: str, language: Language
) -> list[Fitting]:  # fmt: skip
    """Who is not named yet and holds the words that are looked for, who fits best first."""
    every = fitting_others(place.gate, seat.actor, place.market, found, today(place), language)
    words = search.lower().split()
    return [
        item
        for item in every
        if item.other.id not in named
        and all(word in f"{item.other.name} {item.title} {item.text}".lower() for word in words)
    ]


def _other(item: Fitting, language: Language) -> Other:
    reasons = reasons_shown(item.hit, language) if item.hit else ()
    said = " ".join((item.text or "").split())
    return Other(item.other.id, item.other.name, item.other.kind, item.title, said[:400], reasons)


def _miss(item: object, language: Language) -> str:
    """Why a wish did not come true, without anything of others."""
    why, reason = getattr(item, "why", ""), getattr(item, "reason", "")
    known = why if why in _TOLD else "other"
    return text(f"web.own_rounds.miss.{known}", language, reason=reason)


_TOLD = frozenset({"full", "lot", "kind_full", "kind_lot", "reserved", "budget", "pool", "violated", "conflict",
                   "not_taken", "refused"})  # fmt: skip


def _is_changed(found: OwnRound) -> bool:
    """Whether something was kept after the last sending."""
    return not found.sendings or (found.number > 0 and found.kept_at > found.sendings[0].at)


def state_of(found: OwnRound) -> str:
    """How far it is, as the key of its words."""
    if any(item.can_answer for item in found.proposals):
        return "answer"
    if found.proposals:
        return "proposed" if any(item.told.partner for item in found.proposals) else "nobody"
    if found.is_open:
        return "sent" if found.sendings else "wishes"
    return "waiting" if found.sendings else "missed"


def round_name(told_: RoundInvitation, language: Language) -> str:
    """What a round is called."""
    return (told_.name_ko if language == "ko" else told_.name_en) or told_.name_ko or told_.name_en or told_.round


def when(at: str, language: Language) -> str:
    """A moment that was sent as text."""
    return moment_text(datetime.fromisoformat(at), language) if at else "–"


def _crumbs(seat: Seat, language: Language) -> tuple[Crumb, ...]:
    return (Crumb(name=text("web.noun.own_rounds", language), href=f"{seat.base}/own-rounds"),)
