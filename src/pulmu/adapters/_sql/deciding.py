"""What a workspace was sent, and how its calls go on."""

from datetime import datetime

from sqlalchemy import exists, or_
from sqlalchemy.exc import IntegrityError

from pulmu.adapters._sql import tables as t
from pulmu.adapters._sql.rows import Rows, values_of
from pulmu.model import ConflictError
from pulmu.services.records.crossing import DeliveryKind, Received
from pulmu.services.records.deciding import CallState, DecisionRecord, Review, ReviewState, Stage


class SqlDeciding:
    """Records of one workspace about its calls, inside one transaction."""

    _rows: Rows

    def add_received(self, received: Received) -> bool:
        """Keep what was sent; whether it is new."""
        if self.received(received.id) is not None:
            return False
        self._rows.add(t.received, received)
        return True

    def received(self, received: str) -> Received | None:
        """What was sent, by id."""
        return self._rows.one(Received, t.received, id=received)

    def all_received(self, kind: DeliveryKind, about: str | None = None) -> tuple[Received, ...]:
        """What was sent of a kind, oldest first, without content; of one call or the like."""
        where = {"kind": kind} if about is None else {"kind": kind, "about": about}
        return self._rows.heads(Received, t.received, t.received.c.at, t.received.c.id, empty="content", **where)

    def standing_received(self, kind: DeliveryKind, about: str, start: int, most: int) -> tuple[Received, ...]:
        """Some of those that count, oldest first, with content."""
        order, where = (t.received.c.at, t.received.c.id), {"kind": kind, "about": about, "ended": None}
        return self._rows.page(Received, t.received, *order, start=start, most=most, **where)

    def count_ended(self, kind: DeliveryKind, about: str) -> int:
        """How many of a kind about something count no more."""
        is_over = t.received.c.ended.is_not(None)
        return self._rows.counted(t.received, t.received.c.about, is_over, kind=kind, about=about).get(about, 0)

    def received_from(self, kind: DeliveryKind, about: str, sender: str) -> tuple[Received, ...]:
        """What one workspace sent of a kind about something, oldest first, without content."""
        order, where = (t.received.c.at, t.received.c.id), {"kind": kind, "about": about, "sender": sender}
        return self._rows.heads(Received, t.received, *order, empty="content", **where)

    def whole_received(self, kind: DeliveryKind, about: str) -> tuple[Received, ...]:
        """The same with content."""
        return self._rows.all(Received, t.received, t.received.c.at, t.received.c.id, kind=kind, about=about)

    def standing_by_about(self, kind: DeliveryKind) -> dict[str, int]:
        """How many of a kind stand, neither withdrawn nor replaced, by what they are about."""
        return self._rows.counted(t.received, t.received.c.about, t.received.c.ended.is_(None), kind=kind)

    def end_received(self, received: str, at: datetime) -> bool:
        """Note that it counts no more; whether it did."""
        return self._rows.change(t.received, {"ended": at}, t.received.c.ended.is_(None), id=received)

    def add_call_state(self, state: CallState) -> None:
        """Begin a call; `ConflictError` where it was begun."""
        if self.call_state(state.call) is not None:
            raise _overtaken("store.call_begun", f"call {state.call}", "the call was begun by somebody meanwhile")
        self._rows.add(t.call_state, state)

    def call_state(self, call: str) -> CallState | None:
        """How far a call is."""
        return self._rows.one(CallState, t.call_state, call=call)

    def call_states(self) -> tuple[CallState, ...]:
        """Calls that were begun, by id."""
        return tuple(sorted(self._rows.all(CallState, t.call_state), key=lambda item: item.call))

    def move_call(self, call: str, *, expected: Stage, stage: Stage, at: datetime) -> None:
        """Go on with a call; `ConflictError` where it is not at the stage expected."""
        if not self._rows.change(t.call_state, {"stage": stage, "changed": at}, call=call, stage=expected):
            raise _overtaken("store.call_moved", f"call {call}", "somebody went on with the call meanwhile")

    def renew_call(self, state: CallState) -> None:
        """Put it in the place of the one with its call, while applications are taken in; else `ConflictError`."""
        if not self._rows.change(t.call_state, values_of(state), call=state.call, stage="taking"):
            raise _overtaken("store.call_moved", f"call {state.call}", "somebody went on with the call meanwhile")

    def commit(self, call: str, krw: int, places: int) -> bool:
        """Take money and places of a call, or give them back (below 0); not where less is left. Whether it was taken.

        It is one statement of the database: of many at once none takes what another took.
        """
        state = t.call_state.c
        committed, taken = state.committed_krw + krw, state.taken + places
        fits = (
            or_(state.budget_krw.is_(None), committed <= state.budget_krw) if krw > 0 else committed >= 0,
            or_(state.places.is_(None), taken <= state.places) if places > 0 else taken >= 0,
        )
        return self._rows.change(t.call_state, {"committed_krw": committed, "taken": taken}, *fits, call=call)

    def add_review(self, review: Review) -> None:
        """Assign an application to a reviewer; `ConflictError` where it was."""
        if self.review(review.call, review.application, review.reviewer) is not None:
            raise _overtaken("store.review_assigned", f"application {review.application}", "it was assigned meanwhile")
        self._rows.add(t.review, review)

    def review(self, call: str, application: str, reviewer: str) -> Review | None:
        """One reviewer's part in an application."""
        return self._rows.one(Review, t.review, call=call, application=application, reviewer=reviewer)

    def reviews(self, call: str) -> tuple[Review, ...]:
        """Every part of a call, without points."""
        order = (t.review.c.application, t.review.c.reviewer)
        return self._rows.heads(Review, t.review, *order, empty="content", call=call)

    def whole_reviews(self, call: str) -> tuple[Review, ...]:
        """The same with points: for who may open them."""
        return self._rows.all(Review, t.review, t.review.c.application, t.review.c.reviewer, call=call)

    def reviews_of(self, reviewer: str) -> tuple[Review, ...]:
        """A reviewer's parts, without points."""
        order = (t.review.c.call, t.review.c.application)
        return self._rows.heads(Review, t.review, *order, empty="content", reviewer=reviewer)

    def move_review(self, review: Review, *, expected: ReviewState) -> None:
        """Put it in the place of the one with its key; `ConflictError` where that is not in the state expected."""
        key = {"call": review.call, "application": review.application, "reviewer": review.reviewer}
        if not self._rows.change(t.review, values_of(review), **key, state=expected):
            raise _overtaken("store.review_moved", f"application {review.application}", "it was changed meanwhile")

    def reviews_by_state(self, call: str) -> dict[ReviewState, int]:
        """How many parts of a call there are in each state."""
        return self._rows.counted(t.review, t.review.c.state, call=call)

    def undecided(self, call: str) -> int:
        """How many applications to a call stand and have no decision."""
        same = (t.decision.c.workspace == t.received.c.workspace, t.decision.c.call == t.received.c.about)
        none = ~exists().where(*same, t.decision.c.application == t.received.c.id)
        stands = t.received.c.ended.is_(None)
        found = self._rows.counted(t.received, t.received.c.about, stands, none, kind="application", about=call)
        return found.get(call, 0)

    def add_decision(self, decision: DecisionRecord) -> None:
        """Keep a decision; `ConflictError` where it does not follow the last of its application."""
        last = self.decision(decision.call, decision.application)
        place, said = f"application {decision.application}", "somebody else decided meanwhile"
        if decision.number != (last.number if last else 0) + 1:
            raise _overtaken("store.decided", place, said)
        try:
            self._rows.add(t.decision, decision)
        except IntegrityError as error:
            raise _overtaken("store.decided", place, said) from error

    def decision(self, call: str, application: str, number: int | None = None) -> DecisionRecord | None:
        """The last decision of an application, or one by number."""
        found = self._rows.all(
            DecisionRecord, t.decision, t.decision.c.number.desc(), call=call, application=application,
        )  # fmt: skip
        return next((item for item in found if number in (None, item.number)), None)

    def decisions(self, call: str) -> tuple[DecisionRecord, ...]:
        """Every decision of a call, without reasons, by application and number."""
        order = (t.decision.c.application, t.decision.c.number)
        return self._rows.heads(DecisionRecord, t.decision, *order, empty="content", call=call)

    def whole_decisions(self, call: str) -> tuple[DecisionRecord, ...]:
        """The same with reasons."""
        return self._rows.all(DecisionRecord, t.decision, t.decision.c.application, t.decision.c.number, call=call)


def _overtaken(code: str, place: str, message: str) -> ConflictError:
    return ConflictError.of(code, place, message, "look at it as it is now, and decide again")
