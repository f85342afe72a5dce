"""A process that does jobs, inside of a test."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field

from tests.places import Place

from pulmu.adapters.heartbeat import heartbeat
from pulmu.bootstrap.letters import letter_drawing
from pulmu.bootstrap.place import packing_of
from pulmu.bootstrap.population import _compare
from pulmu.bootstrap.support import packaged_programmes, packaged_reforms
from pulmu.bootstrap.twin import line_engine
from pulmu.services.export.pack import Packing
from pulmu.services.guarded_lines.proofs import NO_CONTROL, ControlTools
from pulmu.services.jobs.kinds import KINDS
from pulmu.services.jobs.run import Workshop, run_next
from pulmu.services.jobs.task import JobPolicy, Kind, Tools
from pulmu.services.live_links.followed import Follow, follow_nothing
from pulmu.services.reforms.comparing import Compare, Comparing
from pulmu.services.report import Report


def drawn(report: Report) -> Mapping[str, bytes]:
    """Its hash alone: drawing takes long."""
    return {"report.txt": report.sha256.encode()}


@contextmanager
def watching(goes_on: Callable[[], bool], stop: Callable[[], object]) -> Iterator[None]:
    """Looks often."""
    with heartbeat(lambda: goes_on() or stop() is None, every=0.05, longest=60, too_long=lambda: None):
        yield


@dataclass
class Bench:
    """Where jobs of a place are done, one after the other."""

    place: Place
    kinds: Mapping[str, Kind] = field(default_factory=lambda: KINDS)
    draw: object = drawn
    compare: Compare = _compare
    control: ControlTools = NO_CONTROL
    follow: Follow = follow_nothing
    is_closing: bool = False
    faults: list[Exception] = field(default_factory=list)

    @property
    def packing(self) -> Packing:
        """What an export needs."""
        return packing_of(self.place.store, self.place.measured, self.place.exports)

    @property
    def comparing(self) -> Comparing:
        """What comparing a reform needs."""
        return Comparing(
            populations=self.place.populations, programmes=packaged_programmes, reforms=packaged_reforms,
            compare=self.compare, watching=watching, program="pulmu 0",
        )  # fmt: skip

    @property
    def shop(self) -> Workshop:
        """What the process has."""
        return Workshop(
            door=self.place.door, gate=self.place.gate, kinds=self.kinds,
            tools=Tools(
                lambda _: lambda document: document, self.draw, self.packing, self.comparing,  # type: ignore[arg-type]
                letter_drawing(), line_engine, self.control, self.follow,
            ),
            hold=lambda _: nullcontext(), is_closing=lambda: self.is_closing,
            fault=lambda _, error: self.faults.append(error), policy=JobPolicy(),
        )  # fmt: skip

    def work(self, worker: str = "one") -> bool:
        """Do the next job; whether there was one."""
        return run_next(self.shop, worker)

    def work_off(self) -> int:
        """Do what is in the queue; how many times something was taken up."""
        return sum(1 for _ in iter(self.work, False))
