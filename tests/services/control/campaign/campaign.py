"""The campaign: forbidden attempts among legitimate ones, against the guard in front of a plant over OPC UA."""

import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.services.control.campaign.at_the_desk import DESK_KINDS
from tests.services.control.campaign.attempts import KINDS, LEGITIMATE, Kind
from tests.services.control.campaign.crew import Crew, codes_of
from tests.services.control.campaign.guarded import PROFILE, longest_gap
from tests.services.control.campaign.hall import LIMITS

from pulmu.adapters.guard_ledger import GuardLedger
from pulmu.services.control.ledger import broken
from pulmu.services.records.audit import AuditEntry


@dataclass
class Tally:
    """What came of it.

    Parameters
    ----------
    refused : Reasons of the legitimate that were not verified.
    spans : Longest time to the safe state, by cause. [s]
    faults : Unsafe values, false reasons, attempts that are not in the audit, and what else must not be.
    """

    forbidden: Counter[str] = field(default_factory=Counter)
    legitimate: int = 0
    verified: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    values: Counter[str] = field(default_factory=Counter)
    entries: int = 0
    spans: dict[str, float] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        """Count another to it."""
        self.forbidden += other.forbidden
        self.refused += other.refused
        self.values += other.values
        self.legitimate, self.verified = self.legitimate + other.legitimate, self.verified + other.verified
        self.entries += other.entries
        self.spans = {
            name: max(self.spans.get(name, 0.0), other.spans.get(name, 0.0)) for name in self.spans | other.spans
        }
        self.faults += other.faults


OF_A_BUSY_MACHINE = {"control.silent", "control.no_answer", "control.no_link", "control.expired", "control.delayed"}
NOT_READ = {"turned_away", "input.missing_field", "input.duplicate_id", "input.not_a_number"}
"""Reasons for which nothing of a request is known but that it came: it cannot be read."""
OF_THE_WHOLE = {
    "control.clock", "control.killed", "control.manual", "control.no_answer", "control.no_link", "control.silent",
    "control.switched_off", "control.audit", "restarted",
}  # fmt: skip
"""Reasons that are of no group: they end whatever there is."""


def campaign(
    folder: Path, seed: int, *, hundredths: int = 100, only: tuple[str, ...] = (), is_distant: bool = False
) -> Tally:
    """Two hundred forbidden attempts and fifty legitimate ones, or a part of them, in an order drawn by the seed.

    Parameters
    ----------
    only : Kinds of forbidden attempts; all, if none is named.
    is_distant : Whether the guard is a process of its own, asked over its socket.
    """
    kills_servers = not only or any(name.startswith("server killed") for name in only)
    crew, tally = Crew(folder, seed, is_distant=is_distant, stands_by=kills_servers), Tally()
    try:
        for name, kind in order(crew, hundredths, only):
            attempt(crew, tally, name, kind)
    finally:
        crew.close()
    crew.look()
    tally.faults += [f"seed {seed}: {item}" for item in (*crew.oracle.faults, *crew.faults)]
    tally.values.update(
        group=crew.oracle.group, back=crew.oracle.back, safe=crew.oracle.safe, heartbeats=crew.oracle.beats
    )
    tally.spans = {name: max(spans) for name, spans in crew.spans.items()}
    kept = tuple(GuardLedger(crew.guard.ledger.file).entries())
    tally.entries = len(kept)
    tally.faults += [f"seed {seed}: {item}" for item in broken(kept, PROFILE.plant)]
    return tally


def order(crew: Crew, hundredths: int, only: tuple[str, ...]) -> list[tuple[str, Kind]]:
    """Which attempts are made, in which order."""
    draw, kinds = crew.random, DESK_KINDS if crew.is_distant else KINDS
    many = [(name, kind) for name, kind in kinds.items() if not only or name in only
            for _ in range(max(1, kind.share * hundredths // 100))]  # fmt: skip
    many += [("legitimate", LEGITIMATE)] * (hundredths // 2)
    placed = [(draw.uniform(kind.from_, kind.until), number) for number, (_, kind) in enumerate(many)]
    return [many[number] for _, number in sorted(placed)]


def is_busy(crew: Crew) -> bool:
    """Whether the machine was too busy during the attempt for the times of the limits: then these reasons are true."""
    return longest_gap(crew.guard.beaten, crew.attempt.begun) > 0.6 * LIMITS["heartbeat_s"]


def attempt(crew: Crew, tally: Tally, name: str, kind: Kind) -> None:
    """One attempt, what came of it, and everything put right again."""
    begun = time.monotonic()
    kind.does(crew)
    crew.attempt.kind = name
    crew.settle()
    codes, is_verified = crew.codes(), crew.is_verified()
    entries = crew.entries()
    said = f"{name} {crew.attempt.id}: {sorted(codes)}, {[item.action for item in entries]}"
    if name == "legitimate":
        tally.legitimate += 1
        tally.verified += is_verified
        if not is_verified:
            tally.refused.update(codes or {"nothing"})
    else:
        tally.forbidden[name] += 1
        named = codes | {item.action.removeprefix("control.") for item in entries}
        if not named & crew.attempt.reasons and not (named & OF_A_BUSY_MACHINE and is_busy(crew)):
            crew.faults.append(f"no true reason: {said}; expected {sorted(crew.attempt.reasons)}")
        if is_verified and crew.attempt.may < len(crew.attempt.setpoints):
            crew.faults.append(f"verified: {said}")
    crew.faults += [f"{fault}: {said}" for fault in faults_of_audit(crew, entries)]
    if "-v" in sys.argv:
        sys.stdout.write(f"{time.monotonic() - begun:6.2f} s {said}\n")
        sys.stdout.flush()


def faults_of_audit(crew: Crew, entries: list[AuditEntry]) -> Iterator[str]:
    """What is missing of an attempt in the audit: an entry that names it, and a true reason in one that does."""
    own, wanted = crew.own(entries), crew.attempt.reasons
    is_read = not (wanted & NOT_READ and any(item.action == "control.turned_away" for item in entries))
    if not own and is_read:
        yield "not in the audit"
    is_told = bool(codes_of(own) & wanted) or is_busy(crew)
    if wanted and is_read and not wanted & OF_THE_WHOLE and not is_told:
        yield f"no true reason in its own entries, only {sorted(codes_of(own))}"


if __name__ == "__main__":
    import tempfile

    begun = time.monotonic()
    only = tuple(item for item in sys.argv[3:] if not item.startswith("-"))
    found = campaign(
        Path(tempfile.mkdtemp()), int(sys.argv[1]), hundredths=int(sys.argv[2]), only=only, is_distant="-d" in sys.argv
    )
    sys.stdout.write(f"{found}\n{time.monotonic() - begun:.1f} s\n")
