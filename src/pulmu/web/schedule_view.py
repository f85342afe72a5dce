"""A schedule as its page shows it: the answer, bound and gap, three balances, who is late, what moved."""

from collections.abc import Iterator
from dataclasses import dataclass

from pulmu.locale import Language, text
from pulmu.services.schedules.answer import JobEnd, ScheduleAnswer, Standing
from pulmu.services.schedules.kept import KeptSchedule
from pulmu.web.schedule_form import MOST_KEPT

_RULES_SHOWN = 3
_BEST = 0.0005
"""A gap below it is told as none."""


@dataclass(frozen=True, slots=True)
class StandingRow:
    """What a timetable comes to, in words."""

    name: str
    end: str
    late_jobs: str
    late: str
    energy: str
    peak: str
    peak_won: str
    is_plan: bool


@dataclass(frozen=True, slots=True)
class JobRow:
    """When a job is done."""

    job: str
    name: str
    end: str
    due: str
    late: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class MovedRow:
    """What is not where it was."""

    operation: str
    name: str
    before: str
    now: str
    by: str


@dataclass(frozen=True, slots=True)
class OperationRow:
    """An operation that may be told to stay."""

    number: int
    key: str
    said: str
    is_frozen: bool


class ScheduleView:
    """A kept schedule, in words."""

    def __init__(self, kept: KeptSchedule, language: Language) -> None:
        self.kept, self.language = kept, language
        self.answer: ScheduleAnswer = kept.answer

    @property
    def name(self) -> str:
        """Of the shop."""
        answer = self.answer
        return (answer.name_local if self.language == "ko" else answer.name) or answer.name or answer.id

    @property
    def said(self) -> str:
        """The page's question answered: when all is done, who is late, what it costs."""
        plan, answer = self.answer.plan, self.answer
        parts = [self._jobs("picture.done", end=plan.end)]
        late = self._jobs("picture.late", jobs=plan.late_jobs, hours=f"{plan.late_hours:,.1f}")
        parts.append(late if plan.late_jobs else self._jobs("picture.in_time"))
        if plan.energy_won is not None:
            tariff = answer.tariff_local if self.language == "ko" else answer.tariff
            parts.append(self._jobs("energy", won=f"{plan.energy_won:,.0f}", kwh=f"{plan.kwh:,.0f}", tariff=tariff))
        parts.append(self._jobs("peak", kw=f"{plan.peak_kw:,.0f}"))
        if plan.labour_won is not None:
            parts.append(self._jobs("labour", won=f"{plan.labour_won:,.0f}"))
        return " ".join(parts)

    @property
    def bound(self) -> str:
        """How far from the best there is it may be at most."""
        gap, of = self.answer.gap, self.answer.bound_of
        if gap is None:
            said = self._jobs("no_bound")
        elif gap <= _BEST:
            said = self._jobs("best")
        else:
            said = self._jobs("gap", gap=f"{gap:.1%}")
        if of:
            said += " " + self._say("bound_of", aim=self._say(f"aim.{of}"))
        if any(bar.is_locked for bar in self.answer.bars):
            said += " " + self._say("bound_locked")
        return said

    def notes(self) -> Iterator[str]:
        """What stayed, what is down, how it was searched."""
        answer = self.answer
        if answer.frozen_until:
            count = sum(bar.is_frozen for bar in answer.bars)
            yield self._jobs("frozen", time=answer.frozen_until, count=count)
        if locked := sum(bar.is_locked for bar in answer.bars):
            yield self._say("locked", count=locked)
        for machine, start, end in answer.down:
            yield self._jobs("down", machine=machine, start=start, end=end)
        if batched := [(bar.machine, bar.batch) for bar in answer.bars if bar.batch]:
            yield self._jobs("batches", count=len(set(batched)), operations=len(batched))
        if scrapped := sum(bar.scrap > 0.0 for bar in answer.bars):
            yield self._jobs("scrapped", operations=scrapped)
        if answer.in_order:
            yield self._say("in_order", aims=" → ".join(self._say(f"aim.{name}") for name in answer.in_order))
        if answer.gap is None or answer.gap > _BEST:
            yield self._jobs("searched", seconds=f"{answer.seconds:g}", seed=answer.seed)

    @property
    def against(self) -> str:
        """What it is held against."""
        return self._rule(self.answer.balances.against)

    def balances(self) -> Iterator[tuple[str, str, str]]:
        """The three, apart: name, value and note."""
        told = self.answer.balances
        won = "–" if told.won is None else self._say("won", won=f"{told.won:+,.0f}")
        yield "won", won, self._say("balance.won_unknown" if told.won is None else "balance.won_note")
        count = "–" if told.certificates is None else self._say("count", count=f"{told.certificates:+,.3f}")
        yield "certificates", count, self._certificates_note()
        yield "footprint", f"{told.footprint_kg:+,.0f} kg CO2e", self._say("balance.footprint_note",
                                                                           factor=f"{told.factor:.4f}")  # fmt: skip

    def _certificates_note(self) -> str:
        if self.answer.figures is None:
            said = self._jobs("certificates_without_plant", how="")
        elif self.answer.balances.certificates is None:
            said = self._jobs("certificates_unknown")
        else:
            return self._say("balance.certificates_note")
        return f"{said[0].upper()}{said[1:]}."

    def standings(self) -> Iterator[StandingRow]:
        """This one, what was given, and the best rules of thumb."""
        given = [item for item in self.answer.others if item.name == "given"]
        rules = [item for item in self.answer.others if item.name != "given"]
        for item in (self.answer.plan, *given, *rules[:_RULES_SHOWN]):
            yield self._standing(item)

    @property
    def more_rules(self) -> int:
        """Rules that are not shown: they do no better than those that are."""
        return max(0, sum(item.name != "given" for item in self.answer.others) - _RULES_SHOWN)

    @property
    def has_won(self) -> bool:
        """Whether there is a tariff."""
        return self.answer.plan.energy_won is not None

    @property
    def has_peak_won(self) -> bool:
        """Whether the peak counts."""
        return self.answer.plan.peak_won is not None

    def _standing(self, item: Standing) -> StandingRow:
        return StandingRow(
            self._rule(item.name), item.end, f"{item.late_jobs:,}", f"{item.late_hours:,.1f}",
            "–" if item.energy_won is None else f"{item.energy_won:,.0f}", f"{item.peak_kw:,.0f}",
            "–" if item.peak_won is None else f"{item.peak_won:,.0f}", item.name == "plan",
        )  # fmt: skip

    def jobs(self) -> list[JobRow]:
        """All jobs, the latest against its due date first."""
        return [self._job(job) for job in self.answer.jobs]

    def _job(self, job: JobEnd) -> JobRow:
        late = job.late_hours
        if late is None:
            said = "–"
        elif late > 0:
            said = f"{late:,.1f}"
        else:
            said = self._jobs("early", hours=f"{-late:,.1f}") if late < 0 else "0.0"
        return JobRow(job.job, job.name, job.end, job.due or "–", said, late is not None and late > 0)

    def moved(self) -> list[MovedRow]:
        """What is not where it was given, by time."""
        return [
            MovedRow(f"{item.job}/{item.operation}", item.name, f"{item.machine_before} · {item.start_before}",
                     f"{item.machine} · {item.start}", f"{item.hours:+,.1f}")
            for item in self.answer.moved
        ]  # fmt: skip

    def operations(self) -> list[OperationRow]:
        """Operations by time."""
        return [
            OperationRow(number, f"{bar.job}/{bar.operation}", f"{bar.job}/{bar.operation} {bar.name} · {bar.machine} ·"
                         f" {bar.start}", bar.is_frozen)
            for number, bar in enumerate(self.answer.bars)
        ]  # fmt: skip

    def to_keep(self) -> list[OperationRow]:
        """Operations that may be ticked to stay."""
        return [row for row in self.operations() if not row.is_frozen][:MOST_KEPT]

    def machines(self) -> Iterator[tuple[str, str, str, str, str]]:
        """Machines with their work, time open and share."""
        for row in self.answer.machines:
            name = row.name_local if self.language == "ko" else row.name
            share = f"{row.busy_hours / row.open_hours:.0%}" if row.open_hours > 0 else "–"
            yield row.machine, name, f"{row.busy_hours:,.1f}", f"{row.open_hours:,.1f}", share

    def _rule(self, name: str) -> str:
        return self._jobs(f"rule.{name}")

    def _jobs(self, key: str, **values: object) -> str:
        return text(f"plan_of_jobs.{key}", self.language, **values)

    def _say(self, key: str, **values: object) -> str:
        return text(f"web.schedules.{key}", self.language, **values)
