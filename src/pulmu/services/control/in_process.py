"""A desk in the process of its guard: for tests and for trying it; nobody proves who they are."""

from collections.abc import Callable, Mapping

from pulmu.model.setpoint import SetpointGroup
from pulmu.services.control.desk import GuardAnswer, GuardView, LogEntry
from pulmu.services.control.owner import Owner
from pulmu.services.control.signed_proof import SignedProof
from pulmu.twin.control import Person

LINK = "here"


class InProcessDesk:
    """Fulfils `GuardDesk`.

    Parameters
    ----------
    people : By id; whoever is not among them has no role.
    wall : Clock of the world. [s]
    """

    def __init__(self, owner: Owner, plant: str, people: Mapping[str, Person], wall: Callable[[], float]) -> None:
        self._owner, self._plant, self._people, self._wall = owner, plant, people, wall

    def view(self) -> GuardView:
        """How it stands."""
        return self._owner.view()

    def propose(self, person: str, group: SetpointGroup, proof: SignedProof) -> GuardAnswer:
        """Propose a group."""
        made_at = self._wall()
        return self._owner.request(lambda asking: asking.propose(self._person(person), group, proof, made_at))

    def arm(self, person: str, binding: str) -> GuardAnswer:
        """Arm it."""
        made_at = self._wall()
        return self._owner.request(lambda asking: asking.arm(self._person(person), binding, made_at))

    def commit(self, person: str, binding: str, token: str) -> GuardAnswer:
        """Commit it."""
        made_at = self._wall()
        return self._owner.request(lambda asking: asking.commit(self._person(person), binding, token, made_at, LINK))

    def release(self, person: str) -> GuardAnswer:
        """Let go."""
        made_at = self._wall()
        return self._owner.request(lambda asking: asking.release(self._person(person), made_at))

    def stop(self, person: str) -> GuardAnswer:
        """End all control."""
        return self._owner.request(lambda asking: asking.stop(person))

    def beat(self, person: str) -> GuardAnswer:  # noqa: ARG002 - of one connection all persons are one
        """A sign of life."""
        return self._owner.request(lambda asking: asking.beat(LINK))

    def log(self, after: int, most: int) -> tuple[LogEntry, ...]:
        """Entries of the ledger."""
        return self._owner.log(after, most)

    def close(self) -> None:
        """Let go of the desk; the guard goes on."""

    def _person(self, name: str) -> Person:
        return self._people.get(name) or Person(id=name, plant=self._plant, roles=frozenset())
