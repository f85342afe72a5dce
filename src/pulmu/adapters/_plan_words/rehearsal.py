"""A plan that was run with breakdowns: how often it holds, what it comes to, whose breakdowns cost most, others."""

from collections.abc import Iterator
from dataclasses import dataclass

from pulmu.locale import Language, text
from pulmu.services.estimate import Estimate
from pulmu.services.schedules.answer import ScheduleAnswer
from pulmu.services.schedules.part import Grid, Part, Said
from pulmu.services.schedules.rehearsed import Beside, Choice, InTime, MachineLoss, Range, Rehearsed

Row = tuple[str, ...]


def rehearsal_parts(answer: ScheduleAnswer, language: Language, most: int) -> tuple[Part, ...]:
    """The rehearsal, what breakdowns cost, and which of a few plans is offered; or that nothing was run.

    Parameters
    ----------
    most : Jobs, and machines, that are shown.
    """
    words = _Words(language, most, bool(answer.tariff) and not answer.in_order)
    told = answer.rehearsed
    if told is None:
        none = (Said(words.say("none")),)
        return (Part(name="rehearsal", heading=words.say("heading"), told=none, is_told=False),)
    return (
        words.rehearsal(told),
        *words.breakdowns(told),
        *(() if told.choice is None else (words.choice(told.choice),)),
    )


@dataclass(frozen=True)
class _Words:
    language: Language
    most: int
    in_won: bool

    def say(self, key: str, **values: object) -> str:
        return text(f"plan_of_jobs.rehearsed.{key}", self.language, **values)

    def head(self, key: str) -> str:
        return text(f"plan_of_jobs.head.{key}", self.language)

    def rule(self, name: str) -> str:
        return text(f"plan_of_jobs.rule.{name}", self.language)

    def rehearsal(self, told: Rehearsed) -> Part:
        """How often nothing is late, who seldom is in time, and what it comes to."""
        return Part(
            name="rehearsal", heading=self.say("heading"),
            title=self.say("title", runs=f"{told.runs:,}", seed=told.seed),
            told=(*self._shares(told), self._ranges(told), *self._jobs(told), *self._notes(told)),
        )  # fmt: skip

    def _shares(self, told: Rehearsed) -> Iterator[Said]:
        every = told.all_in_time
        yield Said(self.say("all", share=_share(every.share), low=_share(every.low), high=_share(every.high)))
        if told.poor:
            names = ", ".join(f"{item.job} ({_share(item.share)})" for item in told.jobs if item.is_poor)
            yield Said(self.say("poor", jobs=names), is_warning=True)

    def _ranges(self, told: Rehearsed) -> Grid:
        rows = [
            ("value", told.choice.value if told.choice is not None and self.in_won else None, 0),
            ("end", told.end_hours, 1), ("late", told.late_hours, 1), ("energy", told.energy_won, 0),
            ("kwh", told.kwh, 0), ("peak", told.peak_kw, 0), ("peak_won", told.peak_won, 0),
            ("labour", told.labour_won, 0), ("overtime", told.overtime_hours, 1), ("footprint", told.footprint_kg, 0),
        ]  # fmt: skip
        heads = tuple(self.say(key) for key in ("what", "planned", "median", "error", "range", "high"))
        return Grid(heads, tuple(self._range(name, item, digits) for name, item, digits in rows if item is not None))

    def _range(self, name: str, item: Range, digits: int) -> Row:
        error = (item.median_high - item.median_low) / 2
        return (
            self.say(name), f"{item.planned:,.{digits}f}", f"{item.median:,.{digits}f}", f"{error:,.{digits}f}",
            f"{item.low:,.{digits}f} – {item.high:,.{digits}f}", f"{item.high:,.{digits}f}",
        )  # fmt: skip

    def _jobs(self, told: Rehearsed) -> Iterator[Said | Grid]:
        if not told.jobs:
            return
        heads = (self.head("job"), self.head("due"),
                 *(self.say(key) for key in ("in_time", "sure", "mean_late", "half_by", "most_by")))  # fmt: skip
        yield Grid(heads, tuple(_job(item) for item in told.jobs[: self.most]))
        if len(told.jobs) > self.most:
            yield Said(self.say("more_jobs", count=len(told.jobs) - self.most))

    def _notes(self, told: Rehearsed) -> Iterator[Said]:
        if told.parted > 0.0:
            yield Said(self.say("parted", count=f"{told.parted:,.1f}"))
        if told.untold:
            yield Said(self.say("untold", machines=", ".join(told.untold)))
        if told.beyond > 0.0:
            yield Said(self.say("beyond", share=_share(told.beyond)))

    def breakdowns(self, told: Rehearsed) -> Iterator[Part]:
        """What those of each machine cost, the dearest first; none where no machine breaks down."""
        if not told.machines:
            return
        has_won = any(item.won is not None for item in told.machines)
        keys = ("stops", "down", "cost_late", "cost_end", *(("cost_won",) if has_won else ()))
        rows = tuple(_machine(item, has_won) for item in told.machines[: self.most])
        grid = Grid((self.head("machine"), *(self.say(key) for key in keys)), rows)
        yield Part(name="breakdowns", title=self.say("machines"), told=(grid,))

    def choice(self, told: Choice) -> Part:
        """Which of a few plans this is, and what the others come to in the same runs."""
        return Part(name="choice", title=self.say("choice"), told=tuple(self._chosen(told)))

    def _chosen(self, told: Choice) -> Iterator[Said | Grid]:
        if not told.beside:
            yield Said(self.say("alone"))
            return
        if told.offered == told.planned_best:
            yield Said(self.say("holds", count=len(told.beside) + 1))
        else:
            yield Said(self.say("fragile", offered=self.rule(told.offered)))
        keys = ("in_time", "mean_late", *(("on_paper", "more_won") if self.in_won else ()))
        heads = (self.head("by"), *(self.say(key) for key in keys))
        yield Grid(heads, tuple(self._beside(item) for item in told.beside))

    def _beside(self, item: Beside) -> Row:
        cells = (self.rule(item.name), _share(item.in_time), _estimate(item.late_hours, 1))
        return (*cells, f"{item.planned:,.0f}", _signed(item.more)) if self.in_won else cells


def _share(share: float) -> str:
    return f"{share:.1%}" if 0.0 < share < 0.1 or 0.9 < share < 1.0 else f"{share:.0%}"


def _job(item: InTime) -> Row:
    return (item.job, item.due, _share(item.share), f"{_share(item.low)} – {_share(item.high)}",
            _estimate(item.late_hours, 1), item.median_end, item.high_end)  # fmt: skip


def _machine(item: MachineLoss, has_won: bool) -> Row:
    cells = (item.machine, f"{item.stops:,.1f}", f"{item.down_hours:,.1f}", _estimate(item.late_hours, 1),
             _estimate(item.end_hours, 1))  # fmt: skip
    return (*cells, _estimate(item.won, 0)) if has_won else cells


def _estimate(item: Estimate | None, digits: int) -> str:
    if item is None:
        return ""
    more = "" if item.half_width is None else f" ± {item.half_width:,.{digits}f}"
    return f"{item.mean:,.{digits}f}{more}"


def _signed(item: Estimate) -> str:
    more = "" if item.half_width is None else f" ± {item.half_width:,.0f}"
    return f"{item.mean:+,.0f}{more}"
