"""Who looks at a page: the person of the session, their workspaces, and the actor in one of them."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Path, Request

from pulmu.http.identify import AnyPlace, address_of, cookie_of, known, session_of
from pulmu.model import AccessRefused
from pulmu.services.access.actor import Actor
from pulmu.services.access.permission import Action
from pulmu.services.accounts.identify import by_session, holds, live_session, today
from pulmu.services.place import Place
from pulmu.services.records.account import Account, Workspace, WorkspaceKind

NOUNS: tuple[tuple[str, str, Action | None], ...] = (
    ("overview", "", None),
    ("plants", "/plants", "read_plant"),
    ("lines", "/lines", "read_line"),
    ("live", "/live", "read_live"),
    ("shells", "/shells", "read_shell"),
    ("meters", "/meters", "read_readings"),
    ("bills", "/bills", "read_bill"),
    ("forecasts", "/forecasts", "read_forecast"),
    ("anomalies", "/anomalies", "read_anomalies"),
    ("schedules", "/schedules", "read_schedule"),
    ("measures", "/measures", "read_measures"),
    ("books", "/books", "read_readings"),
    ("evidence", "/evidence", "read_evidence"),
    ("reports", "/reports", "read_report"),
    ("duties", "/duties", "read_workspace"),
    ("support", "/support", "read_firm"),
    ("profile", "/profile", "read_plant"),
    ("needs", "/needs", "read_offer"),
    ("offers", "/offers", "read_offer"),
    ("own_rounds", "/own-rounds", "read_wishes"),
    ("open_calls", "/open-calls", "read_application"),
    ("results", "/results", "read_board"),
    ("programmes", "/programmes", "read_rules"),
    ("calls", "/calls", "read_call"),
    ("own_reviews", "/reviews", "review_application"),
    ("rounds", "/rounds", "read_round"),
    ("reforms", "/reforms", "read_rules"),
    ("voices", "/voices", "read_voice"),
    ("themes", "/themes", "read_received"),
    ("members", "/members", "read_member"),
    ("tokens", "/tokens", "change_token"),
    ("audit", "/audit", "read_audit"),
)
"""Entries of the navigation: name, path below the workspace, and what one must be allowed to see there."""

_OTHERS: dict[WorkspaceKind, frozenset[str]] = {
    "company": frozenset({"themes", "programmes", "calls", "own_reviews", "reforms", "rounds"}),
    "agency": frozenset(
        {
            "plants",
            "lines",
            "live",
            "shells",
            "meters",
            "bills",
            "forecasts",
            "anomalies",
            "schedules",
            "measures",
            "books",
            "evidence",
            "reports",
            "duties",
            "support",
            "profile",
            "open_calls",
            "needs",
            "offers",
            "own_rounds",
            "voices",
        }
    ),
}
"""What somebody may see by their role, and what is none of the business of such a workspace."""

OF_REPORTS: frozenset[Action] = frozenset({"read_report", "download_report", "comment_on_report", "read_evidence"})
"""What is done with one report at a time, and not with the company as a whole."""


@dataclass(frozen=True, slots=True)
class Room:
    """A workspace of the person's, with what they are in it."""

    workspace: Workspace
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Viewer:
    """The person of the session.

    Parameters
    ----------
    second_factor : Whether a one-time code was given.
    """

    account: Account
    rooms: tuple[Room, ...]
    second_factor: bool


@dataclass(frozen=True, slots=True)
class Seat:
    """A person in one of their workspaces."""

    viewer: Viewer
    room: Room
    actor: Actor

    @property
    def base(self) -> str:
        """Where its pages begin."""
        return f"/w/{self.room.workspace.id}"

    @property
    def nouns(self) -> tuple[tuple[str, str], ...]:
        """What there is to go to, and where."""
        others = _OTHERS.get(self.room.workspace.kind, frozenset())
        return tuple(
            (name, path)
            for name, path, action in NOUNS
            if name not in others and (action is None or self.reaches(action))
        )

    def may_now(self, action: Action) -> bool:
        """Whether they may do it as they are; of reports, for one at least."""
        return any(self.actor.may(action, item) for item in self._engaged(action))

    def reaches(self, action: Action) -> bool:
        """Whether they may do it, if need be after a one-time code; of reports, for one at least."""
        lacks = any(self.actor.lacks_second_factor(action, item) for item in self._engaged(action))
        return lacks or self.may_now(action)

    def _engaged(self, action: Action) -> set[str]:
        """What they may do it for: who is engaged for some reports sees those, and nothing else of the company."""
        if action not in OF_REPORTS:
            return {""}
        return {"", *(report for grant in self.actor.grants for report in grant.reports)}


def viewer_of(request: Request, place: AnyPlace) -> Viewer | None:
    """The person of the session; None where nobody is logged in."""
    secret = request.cookies.get(cookie_of(request), "")
    if not secret:
        return None
    try:
        return _viewer(place, secret)
    except AccessRefused:
        return None


def seat_of(
    request: Request,
    place: AnyPlace,
    workspace: Annotated[str, Path(pattern="^[0-9a-f]{32}$")],
) -> Seat:
    """The person in the workspace of the address.

    Raises
    ------
    AccessRefused  Nobody is known, or they have no part in it.
    """
    return _seat(request, place, workspace, is_used=True)


def still_seat_of(
    request: Request,
    place: AnyPlace,
    workspace: Annotated[str, Path(pattern="^[0-9a-f]{32}$")],
) -> Seat:
    """The same for a page that looks again by itself: that does not keep the session from ending.

    Raises
    ------
    AccessRefused  As for `seat_of`.
    """
    return _seat(request, place, workspace, is_used=False)


def _seat(request: Request, place: Place, workspace: str, *, is_used: bool) -> Seat:
    secret = session_of(request)
    actor = known(request, by_session(place.door, secret, workspace, address_of(request), is_used=is_used))
    viewer = _viewer(place, secret)
    room = next(item for item in viewer.rooms if item.workspace.id == workspace)
    return Seat(viewer, room, actor)


def _viewer(place: Place, secret: str) -> Viewer:
    day = today(place.door)
    with place.store.place_reading() as records:
        session, account = live_session(place.door, records, secret)
        held: dict[str, list[str]] = {}
        for item in records.memberships(account.id):
            if holds(item, day):
                held.setdefault(item.workspace, []).append(item.role)
        found = [(records.workspace(key), tuple(roles)) for key, roles in held.items()]
    rooms = [Room(room, roles) for room, roles in found if room is not None and room.status == "open"]
    return Viewer(account, tuple(sorted(rooms, key=lambda item: item.workspace.name)), session.second_factor)


AnyViewer = Annotated[Viewer | None, Depends(viewer_of)]
Seated = Annotated[Seat, Depends(seat_of)]
StillSeated = Annotated[Seat, Depends(still_seat_of)]
