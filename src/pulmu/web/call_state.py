"""Where a call stands: before, open, closed, or how far it is; how long is left, and what comes next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from pulmu.locale import Language, text, won
from pulmu.model.call import Call
from pulmu.services.calls.shelf import KeptCall
from pulmu.services.calls.stages import NEXT
from pulmu.services.calls.standing import Standing
from pulmu.services.records.deciding import Stage
from pulmu.support.calls import closes_at, opens_at
from pulmu.web.call_view import money_words
from pulmu.web.rule_words import called
from pulmu.web.show import moment_text

Window = Literal["before", "open", "closed"]


def window_of(call: Call, now: datetime) -> Window:
    """Whether applications can come now."""
    return "before" if now < opens_at(call) else "open" if now < closes_at(call) else "closed"


def time_left(call: Call, now: datetime, language: Language) -> str:
    """How long it is until it opens or closes; empty after that."""
    window = window_of(call, now)
    if window == "closed":
        return ""
    left = (opens_at(call) if window == "before" else closes_at(call)) - now
    return text(f"web.calls.left.{window}", language, time=_span(left, language))


def _span(left: timedelta, language: Language) -> str:
    """Days and hours; hours and minutes on the last day. Never more than there is."""
    minutes = int(left.total_seconds() // 60)
    days, hours = divmod(minutes // 60, 24)
    parts = [("days", days), ("hours", hours)] if days else [("hours", hours), ("minutes", minutes % 60)]
    said = [text(f"web.calls.left.{name}", language, count=count) for name, count in parts if count]
    return " ".join(said) or text("web.calls.left.minutes", language, count=0)


@dataclass(frozen=True, slots=True)
class ShownCall:
    """A call in a list.

    Parameters
    ----------
    dates : When it opens and closes; nothing where it has problems.
    received : Applications that stand; None for who may not know.
    """

    id: str
    name: str
    state: str
    said: str
    left: str
    dates: str
    received: int | None
    money: str
    committed: str
    counts: bool


def shown_call(
    found: KeptCall, binding: KeptCall, received: Mapping[str, int] | None, now: datetime, language: Language
) -> ShownCall:
    """A call in a list, by the version that binds."""
    state, call = found.state, binding.call
    opens, closes = (moment_text(at, language) for at in (opens_at(call), closes_at(call)))
    return ShownCall(
        id=found.id,
        name=called(found.call, language) or found.id,
        state=state_of_call(binding, now),
        said=state_words(binding, now, language),
        left=time_left(call, now, language) if binding.counts and found.is_shown else "",
        dates=f"{opens} ~ {closes}" if binding.counts else "",
        received=None if received is None else received.get(found.id, 0),
        money=money_words(call.budget_krw, language) if binding.counts else "",
        committed=won(state.committed_krw, language) if state is not None and state.committed_krw else "",
        counts=found.counts,
    )


def state_words(found: KeptCall, now: datetime, language: Language) -> str:
    """Where a call stands, in a few words."""
    return text(f"web.calls.state.{state_of_call(found, now)}", language)


def state_of_call(found: KeptCall, now: datetime) -> str:
    """draft, withdrawn, before, open, closed; or its stage, from where it is reviewed."""
    if found.state is None:
        return "draft"
    if found.state.stage != "taking":
        return found.state.stage
    return window_of(found.call, now) if found.is_shown else "withdrawn"


@dataclass(frozen=True, slots=True)
class NextStage:
    """The stage that comes next.

    Parameters
    ----------
    needs : What has to be so before; empty where it is.
    asks_reason : Whether one can go on without, and say why.
    """

    stage: Stage
    seen: Stage
    needs: str = ""
    asks_reason: bool = False

    @property
    def is_possible(self) -> bool:
        """Whether one can go on now."""
        return not self.needs or self.asks_reason


def next_stage(found: KeptCall, standing: Standing, now: datetime, language: Language) -> NextStage | None:
    """How a call goes on, by the version that binds; None at its end or before it was published."""
    stage = NEXT.get(found.state.stage) if found.state is not None else None
    if found.state is None or stage is None:
        return None
    seen = found.state.stage
    if stage == "reviewing" and now < closes_at(found.call):
        closes = moment_text(closes_at(found.call), language)
        return NextStage(stage, seen, text("web.calls.needs.closed", language, closes=closes))
    if stage == "opened" and standing.unsealed:
        said = text("web.calls.needs.sealed", language, count=standing.unsealed, all=standing.reviews)
        return NextStage(stage, seen, said, asks_reason=True)
    if stage == "decided" and standing.undecided:
        return NextStage(stage, seen, text("web.calls.needs.decided", language, count=standing.undecided))
    return NextStage(stage, seen)


def shown_words(found: KeptCall, language: Language) -> str:
    """Whether the call is shown to all, and in which version."""
    number, notice = found.version.number, found.notice
    if notice is None:
        return text("web.calls.shown.never", language)
    if notice.withdrawn is not None:
        return text("web.calls.shown.withdrawn", language, at=moment_text(notice.withdrawn, language))
    key = "this" if found.is_shown_as_it_stands else "other"
    return text(f"web.calls.shown.{key}", language, number=number, shown=notice.number)


def answer_of(binding: KeptCall, standing: Standing | None, now: datetime, language: Language) -> str:
    """Where a call stands, in a sentence or two."""
    said = [text(f"web.calls.stands.{state_of_call(binding, now)}", language)]
    if binding.counts and binding.is_shown:
        said.append(time_left(binding.call, now, language))
    if standing is not None and binding.state is not None:
        said.append(text("web.calls.has_received", language, count=f"{standing.received:,}"))
    return " ".join(part for part in said if part)
