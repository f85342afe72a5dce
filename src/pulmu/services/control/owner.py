"""The one thread that owns a guard: everybody else puts what they want into its queue.

It ticks several times a second whatever the plant does, looks at the plant beside the guard, sets the local switch as
the plant shows it, and counts up the plant's watchdog.
"""

import queue
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from pulmu.model import OutsideError, Problem, Quantity
from pulmu.model.guard_profile import GuardProfile
from pulmu.model.tag import Sample, Written
from pulmu.services.control.desk import AlarmView, GuardAnswer, GuardView, LogEntry
from pulmu.services.control.hands import InAThread
from pulmu.services.control.ledger import Ledger
from pulmu.services.control.requests import Asking
from pulmu.services.control.run import Guard
from pulmu.services.control.viewed import Reading, log_entry, view_of
from pulmu.services.ports import Plant
from pulmu.twin.control import Killed, Moment, Overridden, State, Switched

T = TypeVar("T")
LOOKS = 0.5
"""Time between two looks at the plant. [s]"""
KEPT_ALARMS = 100
MOST_REFUSALS, REFUSALS_A_MINUTE = 300, 30.0
"""Of those turned away at the door so many are kept one by one, and so many more each minute; of what comes beyond only
the last and how many: the disk is not filled by them."""
LARGEST_COUNT = 1_000_000.0


@dataclass(frozen=True, slots=True)
class OwnerOrder:
    """How a guard is driven.

    Parameters
    ----------
    clock : This moment by both clocks.
    draw : Draws a token at random.
    tell : Takes alarms, in the thread of the owner.
    every : Time between two ticks. [s]
    """

    clock: Callable[[], Moment]
    draw: Callable[[], str]
    tell: Callable[[Problem], None] = lambda _: None
    every: float = 0.1


class Owner:
    """Drives a guard; every method may be called from any thread.

    Raises
    ------
    OutsideError, ControlRefused  As `Guard` says.
    """

    def __init__(self, profile: GuardProfile, plant: Plant, ledger: Ledger, order: OwnerOrder) -> None:
        self._plant, self._ledger, self._order = plant, ledger, order
        self._jobs: queue.Queue[Callable[[], None]] = queue.Queue()
        self._alarms: deque[AlarmView] = deque(maxlen=KEPT_ALARMS)
        self._hands = InAThread(self._jobs.put, self._monotonic, profile.answer_s)
        self._guard = Guard(profile, plant, ledger, order.clock, self._alarm, self._hands)
        self._asking = Asking(self._guard, order.clock, order.draw)
        self._readings: dict[str, Reading] = {}
        self._room, self._refused = float(MOST_REFUSALS), order.clock().monotonic
        self._unkept: tuple[Problem, str, dict[str, str]] | None = None
        self._more = 0
        self._count, self._is_counting, self._is_looking = 0.0, False, False
        self._ticked = self._looked = self._counted = float("-inf")
        self._fault: BaseException | None = None
        self._is_ended = threading.Event()
        self._thread = threading.Thread(target=self._drive, name="pulmu-guard", daemon=True)
        self._thread.start()

    # asked from outside ---------------------------------------------------------------------------------------

    def view(self) -> GuardView:
        """How it stands."""
        return self._ask(
            lambda: view_of(self._guard.state, self._readings, self._asking.proposed, self._alarms, self._guard.ended)
        )

    def request(self, ask: Callable[[Asking], GuardAnswer]) -> GuardAnswer:
        """What the guard says to a request."""
        return self._ask(lambda: ask(self._asking))

    def log(self, after: int, most: int) -> tuple[LogEntry, ...]:
        """Entries of the ledger after a number; old ones are read from it without the guard's thread."""
        recent = self._ask(lambda: tuple(self._guard.recent))
        is_there = bool(recent) and recent[0].number <= after + 1
        entries = iter(recent) if is_there else self._ledger.entries()
        found = (item for item in entries if item.number > after)
        return tuple(map(log_entry, islice(found, most)))

    def refuse_at_the_door(self, found: Problem, key: str, group: str = "", **said: str) -> None:
        """Keep that somebody was turned away, and what they asked for if it can be read; of very many only how many.

        Parameters
        ----------
        key : Name of the key they signed by.
        group : Group they proposed.
        said : What else they said, by name.
        """
        self._ask(lambda: self._turned_away(found, group, {"key": key[:16], **said}))

    def wall(self) -> float:
        """The guard's clock of the world. [s]"""
        return self._order.clock().wall

    def set_switch(self, *, is_on: bool) -> None:
        """The guard's own console: off always counts; on counts where the limits name no switch at the plant."""
        self._ask(lambda: self._set_console(is_on))

    def give_back(self, tag: str) -> None:
        """A person at the plant gives a tag back that they had in hand."""
        self._ask(lambda: self._guard.happens(Overridden(at=self._order.clock(), tag=tag, is_on=False)))

    def stop(self, by: str) -> None:
        """End all control."""
        self._ask(lambda: self._guard.happens(Killed(at=self._order.clock(), by=by)))

    def is_at_rest(self) -> bool:
        """Whether nothing is written that has not come to its safe value or been let go of."""
        return self._ask(lambda: _is_at_rest(self._guard.state))

    @property
    def fault(self) -> BaseException | None:
        """What ended the thread, if it ended by a fault."""
        return self._fault

    def close(self) -> None:
        """The guard ends as a power cut ends it: what it wrote stands in the ledger."""
        self._is_ended.set()
        self._hands.close()
        if threading.current_thread() is not self._thread:
            self._thread.join(timeout=5)

    def _ask(self, go: Callable[[], T]) -> T:
        if self._is_ended.is_set() or self._fault is not None:
            raise _ended()
        came: queue.Queue[T | BaseException] = queue.Queue(1)

        def answer() -> None:
            try:
                came.put(go())
            except Exception as error:  # a fault of one request ends nobody else's guard
                came.put(error)

        self._jobs.put(answer)
        while True:
            try:
                found = came.get(timeout=1.0)
            except queue.Empty:
                if not self._thread.is_alive():
                    raise _ended() from None
                continue
            if isinstance(found, BaseException):
                raise found
            return found

    # in the thread of the guard -------------------------------------------------------------------------------

    def _drive(self) -> None:
        try:
            while not self._is_ended.is_set():
                self._go_on()
        except BaseException as error:
            self._fault = error
            self._is_ended.set()
            raise

    def _go_on(self) -> None:
        try:
            job = self._jobs.get(timeout=self._order.every)
        except queue.Empty:
            pass
        else:
            job()
        now = self._monotonic()
        if now - self._ticked >= self._order.every:
            self._ticked = now
            self._tick(now)

    def _tick(self, now: float) -> None:
        if self._hands.is_overdue and self._guard.state.is_linked:
            self._guard.lose_link()
        self._guard.tick()
        self._keep_refusal(now)
        if self._guard.state.is_linked:
            self._look(now)
            self._beat(now)
        else:
            self._counted = float("-inf")  # a plant that was begun anew watches from the first count on

    def _look(self, now: float) -> None:
        """Read everything the limits name, for people and for the local switch; the guard reads for itself."""
        if self._is_looking or now - self._looked < LOOKS:
            return
        self._is_looking, self._looked = True, now
        profile = self._guard.state.profile
        tags = (*self._guard.state.rules.tags, *([profile.switch.tag] if profile.switch else ()))
        self._hands.do(lambda: self._plant.read(tags), self._seen, lambda: True)

    def _seen(self, came: tuple[Sample, ...] | OutsideError | None) -> None:
        self._is_looking = False
        if isinstance(came, OutsideError):
            self._guard.lose_link()
        elif came is not None:
            now = self._monotonic()
            self._readings |= {item.tag: Reading(item, now) for item in came}
            self._guard.see_switch(came)

    def _beat(self, now: float) -> None:
        watchdog = self._guard.state.profile.watchdog
        if watchdog is None or self._is_counting or now - self._counted < watchdog.every_s:
            return
        if not is_in_charge(self._guard.state):
            return
        self._is_counting, self._counted = True, now
        self._count = self._count % LARGEST_COUNT + 1.0
        count = Quantity(self._count, "1")
        self._hands.do(
            lambda: self._plant.write(watchdog.tag, count), self._beaten, lambda: is_in_charge(self._guard.state)
        )

    def _beaten(self, _: Written | OutsideError | None) -> None:
        """What the plant says is seen at the plant: it falls back by itself where it is not counted up."""
        self._is_counting = False

    def _turned_away(self, found: Problem, group: str, said: dict[str, str]) -> None:
        if self._unkept is not None:
            self._more += 1
        self._unkept = found, group, said
        self._keep_refusal(self._monotonic())

    def _keep_refusal(self, now: float) -> None:
        """Keep who was turned away last, with how many were before that are not kept, as soon as there is room."""
        if self._unkept is None:
            return
        gained = max(0.0, now - self._refused) * REFUSALS_A_MINUTE / 60.0
        self._room, self._refused = min(float(MOST_REFUSALS), self._room + gained), now
        if self._room < 1.0:
            return
        found, group, said = self._unkept
        self._guard.note("turned_away", found, group, **said, more_before=str(self._more))
        self._room, self._unkept, self._more = self._room - 1.0, None, 0

    def _set_console(self, is_on: bool) -> None:
        self._guard.is_console_on = is_on
        state = self._guard.state
        known = state.is_switched_on if state.is_switch_known else None
        if (state.profile.switch is None or not is_on) and known is not is_on:
            self._guard.happens(Switched(at=self._order.clock(), is_on=is_on))

    def _alarm(self, found: Problem) -> None:
        self._alarms.append(AlarmView(at=self._order.clock().wall, problem=found))
        self._order.tell(found)

    def _monotonic(self) -> float:
        return self._order.clock().monotonic


def is_in_charge(state: State) -> bool:
    """Whether the plant's watchdog is counted up: the local switch is on, and after a stop only until all is safe."""
    return state.is_switched_on and state.is_linked and not (state.is_killed and _is_at_rest(state))


def _is_at_rest(state: State) -> bool:
    return (
        state.run is None and not state.pending and not (state.owed if state.phase == "failed_safe" else state.engaged)
    )


def _ended() -> OutsideError:
    return OutsideError.of(
        "outside.guard", "guard", "the guard does not run", "start it: pulmu guard serve", reason="it has ended"
    )
