"""Requests of people who are known: numbered, dated and handed to the guard; their answers in plain words."""

from collections.abc import Callable

from pulmu.model.setpoint import SetpointGroup
from pulmu.services.control.desk import GuardAnswer
from pulmu.services.control.run import Guard
from pulmu.services.control.signed_proof import SignedProof
from pulmu.twin.control import (
    Armed,
    Committed,
    Heartbeat,
    Killed,
    Moment,
    Person,
    Proposed,
    Released,
    Request,
)


class Asking:
    """Asks a guard in the name of people; who they are was proven before.

    A sign of life counts from whoever armed or commits: `link` names the connection it comes by, and once something is
    in charge only that of the commit counts.
    """

    def __init__(self, guard: Guard, clock: Callable[[], Moment], draw: Callable[[], str]) -> None:
        self._guard, self._clock, self._draw = guard, clock, draw
        self._in_command = ""
        self.proposed: SignedProof | None = None

    def propose(self, by: Person, group: SetpointGroup, proof: SignedProof, made_at: float) -> GuardAnswer:
        """Propose a group."""
        found = self._guard.asks(
            Proposed(at=self._clock(), request=self._request(by, made_at), group=group, proof=proof.proof)
        )
        proposal = self._guard.state.proposal
        if found or proposal is None:
            return GuardAnswer(accepted=False, problems=found)
        self.proposed = proof
        return GuardAnswer(accepted=True, binding=proposal.binding)

    def arm(self, by: Person, binding: str, made_at: float) -> GuardAnswer:
        """Arm what is proposed."""
        token = self._draw()
        found = self._guard.asks(
            Armed(at=self._clock(), request=self._request(by, made_at), binding=binding, token=token)
        )
        return GuardAnswer(accepted=not found, problems=found, token="" if found else token)

    def commit(self, by: Person, binding: str, token: str, made_at: float, link: str) -> GuardAnswer:
        """Commit what is armed; from then on only signs of life of this connection count."""
        request = self._request(by, made_at)
        found = self._guard.asks(Committed(at=self._clock(), request=request, binding=binding, token=token))
        if not found:
            self._in_command = link
        return GuardAnswer(accepted=not found, problems=found)

    def release(self, by: Person, made_at: float) -> GuardAnswer:
        """Let go."""
        found = self._guard.asks(Released(at=self._clock(), request=self._request(by, made_at)))
        return GuardAnswer(accepted=not found, problems=found)

    def stop(self, by: str) -> GuardAnswer:
        """End all control."""
        self._guard.happens(Killed(at=self._clock(), by=by))
        return GuardAnswer(accepted=True)

    def beat(self, link: str) -> GuardAnswer:
        """A sign of life by a connection; while something is in charge, by that of its commit."""
        state = self._guard.state
        is_taken = state.run is not None or bool(state.engaged)
        if not is_taken or link == self._in_command:
            number = state.beat[0] + 1 if state.beat else 1
            self._guard.happens(Heartbeat(at=self._clock(), number=number))
        return GuardAnswer(accepted=True)

    def _request(self, by: Person, made_at: float) -> Request:
        return Request(by=by, sequence=self._guard.state.sequence + 1, made_at=made_at)
