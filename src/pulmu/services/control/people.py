"""Who asks the guard, proven by a key of the people file; without proof nobody is heard."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pulmu.model.codec import Decoded, decode
from pulmu.model.document import Document, Path
from pulmu.model.errors import problem
from pulmu.model.guard_people import GuardGate, GuardPeople, GuardPerson, GuardProver
from pulmu.model.guard_profile import GuardProfile
from pulmu.model.problem import Problem
from pulmu.services.control.signed_proof import SignedProof, raw_signature
from pulmu.twin.control import Person

VerifyRaw = Callable[[bytes, bytes, bytes], bool]
"""Whether a signature over bytes is by an Ed25519 key: its 32 bytes, signature, bytes."""
DOMAIN = b"pulmu guard request/1\n"
"""Stands before what a request signs: no other signature of the same key is one of these."""


def raw_key(text: str) -> bytes:
    """The 32 bytes of a public key."""
    return bytes.fromhex(text.removeprefix("ed25519:"))


def key_name(text: str) -> str:
    """How a key is named: SHA-256 of its 32 bytes."""
    return hashlib.sha256(raw_key(text)).hexdigest()


def read_people(document: Document) -> Decoded[GuardPeople]:
    """The people of a guard, and everything that is wrong with them."""
    decoded = decode(GuardPeople, document)
    if decoded.problems:
        return decoded
    return Decoded(decoded.value, (*_twice(decoded.value, document), *_strangers(decoded.value, document)))


def _keys(people: GuardPeople) -> Iterator[tuple[Path, str]]:
    lists: dict[str, tuple[GuardPerson | GuardGate | GuardProver, ...]] = {
        "people": people.people, "gates": people.gates, "provers": people.provers
    }  # fmt: skip
    for name, items in lists.items():
        for number, item in enumerate(items):
            if item.key is not None:
                yield (name, number, "key"), item.key


def _twice(people: GuardPeople, document: Document) -> Iterator[Problem]:
    seen: set[str] = set()
    for path, key in _keys(people):
        if key in seen:
            yield problem(
                "control.key_twice", document.place(path),
                "this key stands twice: one key is of one person, and for one use",
                "make another key: pulmu limits key",
            )  # fmt: skip
        seen.add(key)


def _strangers(people: GuardPeople, document: Document) -> Iterator[Problem]:
    known = {item.id for item in people.people}
    for number, gate in enumerate(people.gates):
        for spot, name in enumerate(gate.people):
            if name not in known:
                yield problem(
                    "control.no_person", document.place(("gates", number, "people", spot)),
                    f"{name} is not among the people", "add them to people, or leave them out", name=name,
                )  # fmt: skip


def check_together(profile: GuardProfile, people: GuardPeople, limits_name: str, people_name: str) -> list[Problem]:
    """What keeps a guard from serving these limits with these people."""
    found = []
    if people.plant != profile.plant:
        found.append(problem(
            "control.other_plant", people_name, f"people of {people.plant} and limits of {profile.plant}",
            "ask the guard of your own plant", plant=people.plant, own=profile.plant,
        ))  # fmt: skip
    found += [
        problem(
            "control.choice_unwritable", limits_name, f"{item.tag} is a choice, which no connection writes",
            "leave it out of the limits; have it set at the plant", tag=item.tag,
        )
        for item in profile.limits if item.kind == "choice"
    ]  # fmt: skip
    return found


@dataclass(frozen=True)
class Authority:
    """Looks whether who asks is who they say, and whether a proof is by a prover that counts.

    Parameters
    ----------
    beat_age_s : How long a sign of life may be under way. [s]
    """

    people: GuardPeople
    verify: VerifyRaw
    beat_age_s: float = 2.0

    def who(self, key: str, person: str, signature: str, said: bytes) -> Person | None:
        """The person in whose name a key signed; None where that is not proven.

        Parameters
        ----------
        key : Name of the key that signed.
        """
        found = next((item for item in self.people.people if item.id == person), None)
        if found is None:
            return None
        own = [found.key] if found.key is not None else []
        gates = [item.key for item in self.people.gates if not item.people or person in item.people]
        if not self._is_by_one_of([*own, *gates], key, signature, DOMAIN + said):
            return None
        return Person(id=found.id, plant=self.people.plant, roles=frozenset(found.roles))

    def is_proven(self, proof: SignedProof) -> bool:
        """Whether a prover that counts signed it."""
        keys = [item.key for item in self.people.provers]
        return self._is_by_one_of(keys, proof.key, proof.signature, proof.message())

    def _is_by_one_of(self, keys: list[str], name: str, signature: str, said: bytes) -> bool:
        key = next((item for item in keys if key_name(item) == name), None)
        return key is not None and self.verify(raw_key(key), raw_signature(signature), said)
