"""A schedule on paper: what it comes to, the chart, who is late, what moved, and every operation at its time."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from pulmu.adapters._plan_words.figures import figures_part
from pulmu.adapters._plan_words.rehearsal import rehearsal_parts
from pulmu.adapters._typeset import breakable, typeset
from pulmu.locale import Language, date_text, text
from pulmu.services.schedules.answer import ScheduleAnswer
from pulmu.services.schedules.part import Grid, Part, Said

_RULES_SHOWN = 3
_BEST = 0.0005
_SHOWN = 40
"""Jobs, and machines, of a rehearsal."""
Row = tuple[str, ...]


def write_schedule_pdf(answer: ScheduleAnswer, picture: str, language: Language, day: date) -> bytes:
    """The file's bytes; the same schedule gives the same bytes.

    Parameters
    ----------
    picture : Its chart as SVG.
    day : On which it was planned.

    Raises
    ------
    OutsideError  The type setter failed (`outside.typst`, `outside.no_font`).
    """
    return typeset("schedule-plan.typ", _Words(answer, language).document(picture, day), "jobs.pdf")


def _told(item: Said | Grid) -> dict[str, Any]:
    """A sentence or a table; the first columns are wider."""
    if isinstance(item, Said):
        return {"words": breakable(item.words)}
    return {
        "heads": item.heads, "widths": [2.0 if place < item.left else 1.4 for place in range(len(item.heads))],
        "numeric": [place >= item.left for place in range(len(item.heads))],
        "rows": [[breakable(cell) for cell in row] for row in item.rows],
    }  # fmt: skip


class _Words:
    def __init__(self, answer: ScheduleAnswer, language: Language) -> None:
        self.answer, self.language = answer, language

    def say(self, key: str, **values: object) -> str:
        return text(f"plan_of_jobs.{key}", self.language, **values)

    def document(self, picture: str, day: date) -> dict[str, Any]:
        """Everything the page shows, as words."""
        answer = self.answer
        name = (answer.name_local if self.language == "ko" else answer.name) or answer.name or answer.id
        tariff = answer.tariff_local if self.language == "ko" else answer.tariff
        return {
            "lang": self.language,
            "title": breakable(self.say("title", name=name, start=answer.start)),
            "kind": self.say("paper.kind"),
            "facts": [
                [self.say("paper.day"), date_text(day, self.language)],
                [self.say("paper.tariff"), tariff or self.say("picture.no_tariff")],
                [self.say("paper.search"), self.say("paper.searched", seconds=f"{answer.seconds:g}", seed=answer.seed)],
            ],
            "answer": self.answered(),
            "bound": self.bound(),
            "picture": picture,
            "against": self.say("balances", other=self.say(f"rule.{answer.balances.against}")),
            "balances": self.balances(),
            "parts": [self.part(part) for part in self.parts()],
            "tables": [self.compared(), *self.moved(), self.jobs(), *self.rests(), self.operations()],
            "page": self.say("paper.page", page="{page}", pages="{pages}"),
        }

    def answered(self) -> str:
        plan = self.answer.plan
        late = self.say("picture.late", jobs=plan.late_jobs, hours=f"{plan.late_hours:,.1f}")
        said = f"{self.say('picture.done', end=plan.end)} {late if plan.late_jobs else self.say('picture.in_time')}"
        paid = "" if plan.labour_won is None else f" {self.say('labour', won=f'{plan.labour_won:,.0f}')}"
        return said + paid

    def bound(self) -> str:
        gap = self.answer.gap
        if gap is None:
            return self.say("no_bound")
        return self.say("best") if gap <= _BEST else self.say("gap", gap=f"{gap:.1%}")

    def balances(self) -> list[Row]:
        """The three side by side."""
        told = self.answer.balances
        won = "-" if told.won is None else f"{told.won:+,.0f}"
        return [
            (self.say("paper.won"), won, self.say("paper.won_note")),
            (self.say("paper.certificates"), "-" if told.certificates is None else f"{told.certificates:+,.3f}",
             self.certificates_note()),
            (self.say("paper.footprint"), f"{told.footprint_kg:+,.0f} kg CO2e",
             self.say("paper.footprint_note", factor=f"{told.factor:.4f}")),
        ]  # fmt: skip

    def certificates_note(self) -> str:
        if self.answer.figures is None:
            return self.say("certificates_without_plant", how="")
        return self.say(
            "certificates_unknown" if self.answer.balances.certificates is None else "paper.certificates_note"
        )

    def parts(self) -> tuple[Part, ...]:
        """Rehearsal and goods' figures."""
        answer, language = self.answer, self.language
        return (*rehearsal_parts(answer, language, _SHOWN), figures_part(answer, language))

    def part(self, part: Part) -> dict[str, Any]:
        """A part as the page draws it: sentences and tables as they come."""
        how = {"figures": "figures.how"}.get(part.name, "rehearsed.how")
        more = () if part.is_told else (Said(self.say(how)),)
        return {"heading": part.heading, "title": breakable(part.title),
                "told": [_told(item) for item in (*part.told, *more)]}  # fmt: skip

    def compared(self) -> dict[str, Any]:
        given = [item for item in self.answer.others if item.name == "given"]
        rules = [item for item in self.answer.others if item.name != "given"]
        rows = [
            (self.say(f"rule.{item.name}"), item.end, f"{item.late_jobs:,}", f"{item.late_hours:,.1f}",
             "-" if item.energy_won is None else f"{item.energy_won:,.0f}", f"{item.peak_kw:,.0f}",
             "-" if item.peak_won is None else f"{item.peak_won:,.0f}")
            for item in (self.answer.plan, *given, *rules[:_RULES_SHOWN])
        ]  # fmt: skip
        heads = ("by", "end", "late_jobs", "late", "energy", "peak", "peak_won")
        return self.table("compared", heads, (2.4, 1.4, 0.8, 0.9, 1.3, 0.8, 1.2), 2, rows)

    def moved(self) -> list[dict[str, Any]]:
        """What is not where it was given, where something is."""
        rows = [(f"{item.job}/{item.operation}", item.name, f"{item.machine_before} {item.start_before}",
                 f"{item.machine} {item.start}", f"{item.hours:+,.1f}") for item in self.answer.moved]  # fmt: skip
        heads = ("operation", "name", "before", "now", "by_hours")
        return [self.table("paper.moved", heads, (1.0, 1.6, 2.0, 2.0, 0.8), 4, rows)] if rows else []

    def jobs(self) -> dict[str, Any]:
        rows = [
            (job.job, job.name, job.end, job.due or "-", "-" if job.late_hours is None else f"{job.late_hours:+,.1f}")
            for job in self.answer.jobs
        ]
        return self.table("jobs", ("job", "name", "end", "due", "late"), (1.0, 2.0, 1.4, 1.4, 0.9), 4, rows)

    def rests(self) -> list[dict[str, Any]]:
        """When machines are switched to less power, where some are."""
        rows = [(row.machine, row.name, row.start, row.end, f"{row.saved_kwh:,.1f}") for row in self.answer.rests]
        heads = ("machine", "rest", "start", "end", "saved")
        return [self.table("rests", heads, (1.2, 1.4, 1.4, 1.4, 0.8), 4, rows)] if rows else []

    def operations(self) -> dict[str, Any]:
        rows = [(bar.machine, f"{bar.job}/{bar.operation}", bar.name, bar.start, bar.end,
                 str(bar.batch or "-"), f"{bar.kw:,.6g}")
                for bar in sorted(self.answer.bars, key=lambda bar: (bar.machine, bar.first))]  # fmt: skip
        heads = ("machine", "operation", "name", "start", "end", "batch", "kw")
        return self.table("paper.timetable", heads, (1.2, 1.0, 1.8, 1.4, 1.4, 0.7, 0.7), 5, rows)

    def table(
        self, title: str, heads: tuple[str, ...], widths: tuple[float, ...], numeric: int, rows: Iterable[Row]
    ) -> dict[str, Any]:
        """A table; columns from `numeric` on hold numbers."""
        return {
            "title": self.say(title), "heads": [self.say(f"head.{name}") for name in heads], "widths": widths,
            "numeric": [place >= numeric for place in range(len(heads))],
            "rows": [[breakable(cell) for cell in row] for row in rows],
        }  # fmt: skip
