"""A schedule as an SVG: machines as rows, jobs by colour and label, due dates, closed times, bands, and the load."""

import math
from collections.abc import Iterator
from datetime import datetime, timedelta
from html import escape
from itertools import groupby

from pulmu.locale import Language, has_text, text
from pulmu.services.schedules.answer import Bar, ScheduleAnswer

_EDGE, _LEFT, _RIGHT, _TOP, _ROW, _BAR = 16.0, 128.0, 24.0, 86.0, 34.0, 24.0
_LANE, _LEVELS, _LOAD, _BOTTOM = 16.0, 4, 120.0, 30.0
_NARROWEST, _WIDEST, _PER_HOUR = 1160.0, 4200.0, 11.0
_SIGN = 6.6
"""Width of a sign of a label, about."""
_FONTS = "Pretendard, 'Noto Sans KR', 'Apple SD Gothic Neo', 'Malgun Gothic', NanumGothic, sans-serif"
_INK, _MUTED, _LINE, _EMBER, _LATE, _CURVE = "#1B2228", "#5B6773", "#D9DEE3", "#C8401A", "#B3261E", "#1F4E79"
_BANDS = {"light": "#F1F6FA", "mid": "#DCEAF5", "peak": "#B9D3E9", "all_hours": "#F1F6FA"}
_OTHER = "#F1F6FA"
"""Electricity of light, mid and peak load, as pale as a ground must be."""
_COLOURS = (
    "#9DB8D6", "#C9B18F", "#A6CDB4", "#D7B0C0", "#C5C3E3", "#E3D39B", "#9CCBCB", "#DDB9A0", "#B9C7A3", "#C7B7D9",
    "#A9C3E8", "#D8C7B8",
)  # fmt: skip
"""Of jobs, in turn: all light enough for a dark label, which tells jobs of one colour apart."""


def schedule_picture(answer: ScheduleAnswer, language: Language) -> str:
    """The picture as SVG text."""
    return "".join(_Picture(answer, language).parts()) + "\n"


class _Picture:
    def __init__(self, answer: ScheduleAnswer, language: Language) -> None:
        self.answer, self.language = answer, language
        self.start = datetime.fromisoformat(answer.start)
        ends = [self._step(job.due) for job in answer.jobs if job.due is not None]
        last = max((bar.last for bar in answer.bars), default=1)
        day = 1440 // answer.step_minutes
        self.steps = max(last, min(max(ends, default=0), last + 2 * day), 1)
        hours = self.steps * answer.step_minutes / 60
        self.width = min(max(_NARROWEST, _LEFT + _RIGHT + _PER_HOUR * hours), _WIDEST)
        self.rows = {row.machine: number for number, row in enumerate(answer.machines)}
        self.colours = {
            job: _COLOURS[number % len(_COLOURS)]
            for number, job in enumerate(dict.fromkeys(bar.job for bar in answer.bars))
        }
        self.alike = _alike([job.job for job in answer.jobs])
        self.bottom = _TOP + _ROW * len(self.rows)
        self.lane = self.bottom + 8
        self.load = self.lane + _LANE * _LEVELS + 26
        self.height = self.load + _LOAD + _BOTTOM

    def words(self, key: str, **values: object) -> str:
        return escape(text(f"plan_of_jobs.{key}", self.language, **values))

    def _step(self, moment: str) -> float:
        return (datetime.fromisoformat(moment) - self.start) / timedelta(minutes=self.answer.step_minutes)

    def x(self, step: float) -> float:
        """Of the beginning of a step."""
        return _LEFT + (self.width - _LEFT - _RIGHT) * step / self.steps

    def y(self, machine: str) -> float:
        """Top of a machine's row."""
        return _TOP + _ROW * self.rows[machine]

    def parts(self) -> Iterator[str]:
        """Everything, from the ground up."""
        title = self.title()
        yield (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width:.0f} {self.height:.0f}" role="img"'
            f' font-family="{_FONTS}" font-size="12" data-first="{self.answer.start}" data-steps="{self.steps:g}"'
            f' data-step="{self.answer.step_minutes}" data-width="{self.width - _LEFT - _RIGHT:g}">'
            f"<title>{title}</title>{_PATTERNS}"
            '<rect width="100%" height="100%" fill="#FFFFFF"/>'
            f'<text x="{_EDGE:.0f}" y="22" font-size="15" fill="{_INK}">{title}</text>'
        )
        yield from self.legend()
        yield from self.bands()
        yield from self.times()
        yield from self.machines()
        for bar in self.answer.bars:
            yield from self.bar(bar)
        yield from self.dues()
        yield from self.curve()
        yield "</svg>"

    def title(self) -> str:
        plan, name = self.answer.plan, self.answer.name_local if self.language == "ko" else self.answer.name
        late = self.words("picture.late", jobs=plan.late_jobs, hours=f"{plan.late_hours:,.1f}")
        told = late if plan.late_jobs else self.words("picture.in_time")
        return f"{escape(name or self.answer.id)}: {self.words('picture.done', end=plan.end)} {told}"

    def legend(self) -> Iterator[str]:
        at = _EDGE
        names = list(dict.fromkeys(self.answer.bands))
        items = [(_BANDS.get(name, _OTHER), self.band(name)) for name in sorted(names, key=self._price)]
        items += [("url(#closed)", self.words("picture.closed")), ("url(#set-up)", self.words("picture.set_up"))]
        if any(bar.is_frozen for bar in self.answer.bars):
            items.append(("#FFFFFF", self.words("picture.frozen")))
        if any(bar.is_locked for bar in self.answer.bars):
            items.append(("none", self.words("picture.locked")))
        for colour, words in items:
            edge = _INK if colour in ("#FFFFFF", "none") else _LINE
            dashes = ' stroke-dasharray="4 2"' if colour == "none" else ""
            yield f'<rect x="{at:.0f}" y="34" width="16" height="12" fill="{colour}" stroke="{edge}"{dashes}/>'
            yield f'<text x="{at + 21:.0f}" y="44" fill="{_MUTED}">{words}</text>'
            at += 34 + _wide(words)

    def _price(self, band: str) -> float:
        charged = zip(self.answer.won_per_kwh, self.answer.bands, strict=True)
        return next((won for won, name in charged if name == band), 0.0)

    def band(self, name: str) -> str:
        key = f"power_bill.word.{name}"
        return escape(text(key, self.language) if has_text(key, self.language) else name)

    def bands(self) -> Iterator[str]:
        """The ground: what a kWh costs, darker where it costs more."""
        step = 0
        for name, own in groupby(self.answer.bands):
            last = step + len(list(own))
            yield _box(self.x(step), _TOP, self.x(last), self.load + _LOAD - _TOP, _BANDS.get(name, _OTHER))
            step = last

    def times(self) -> Iterator[str]:
        """Midnights with their day; hours between where there is room."""
        day = datetime.combine(self.start.date(), datetime.min.time())
        foot, per_day = self.load + _LOAD, self.x(1440 / self.answer.step_minutes) - self.x(0)
        hours = next((hours for hours in (2, 3, 6, 12) if per_day * hours / 24 >= 44), 24)
        while (step := self._step(day.isoformat())) <= self.steps:
            if step >= 0:
                x, heavy = self.x(step), day.hour == 0
                yield _line(x, _TOP - 4, x, foot, _MUTED if heavy else _LINE)
                yield _said(x, _TOP - 8, f"{day:%H:%M}", anchor="middle")
            day += timedelta(hours=hours)
        yield from self.days()

    def days(self) -> Iterator[str]:
        day, shown = datetime.combine(self.start.date(), datetime.min.time()), -1e9
        while (step := self._step(day.isoformat())) < self.steps:
            x = self.x(max(step, 0))
            if x - shown >= 74:
                yield _said(x + 2, _TOP - 24, f"{day:%Y-%m-%d}", _INK)
                shown = x
            day += timedelta(days=1)

    def machines(self) -> Iterator[str]:
        for row in self.answer.machines:
            y = self.y(row.machine)
            for first, last in row.closed:
                yield _box(self.x(first), y, self.x(min(last, self.steps)), _ROW, "url(#closed)")
            yield _line(_EDGE, y, self.width - _RIGHT, y, _LINE)
            share = row.busy_hours / row.open_hours if row.open_hours > 0 else 0.0
            name = row.name_local if self.language == "ko" else row.name
            yield f'<g class="machine" data-machine="{escape(row.machine)}" data-top="{y:g}">'
            yield f"<title>{escape(name or row.machine)}</title>"
            yield _said(_EDGE, y + 16, _cut(row.machine, 15), _INK)
            yield _said(_EDGE, y + 29, f"{_cut(name, 11)} {share:.0%}", size=10) + "</g>"

    def bar(self, bar: Bar) -> Iterator[str]:
        """An operation: its job by colour and label, the rest when it is pointed at."""
        left, right, top = self.x(bar.first), self.x(bar.last), self.y(bar.machine) + (_ROW - _BAR) / 2
        key, ways = escape(f"{bar.job}/{bar.operation}"), escape("|".join(bar.ways or (bar.machine,)))
        told = f"{bar.job} {bar.operation} {bar.name} · {bar.machine} · {bar.start} - {bar.end} · {bar.kw:,.6g} kW"
        moves = "" if bar.is_frozen else f' data-operation="{key}" data-at="{bar.first}" data-ways="{ways}"'
        yield f'<g class="bar"{moves} data-machine="{escape(bar.machine)}"><title>{escape(told)}</title>'
        if bar.set_up:
            yield _box(self.x(max(bar.first - bar.set_up, 0)), top, left, _BAR, "url(#set-up)")
        edge, wide = (_INK, 2.0) if bar.is_frozen or bar.is_locked else ("#FFFFFF", 1.0)
        dashes = ' stroke-dasharray="4 2"' if bar.is_locked else ""
        yield (
            f'<rect x="{left:.1f}" y="{top:.1f}" width="{max(right - left, 1.0):.1f}" height="{_BAR:.0f}" rx="2" '
            f'fill="{self.colours[bar.job]}" stroke="{edge}" stroke-width="{wide:g}"{dashes}/>'
        )
        short = bar.job[self.alike :]
        labels = (f"{bar.job} {bar.name}", bar.job, short)
        label = next((item for item in labels if _wide(item) + 6 <= right - left), "")
        if label:
            yield _said(left + 4, top + 16, label, _INK, size=11)
        yield "</g>"

    def dues(self) -> Iterator[str]:
        """Due dates below the machines, with their jobs: late ones say by how much, and in red."""
        yield _said(_EDGE, self.lane + 14, text("plan_of_jobs.picture.due", self.language))
        free = [-1e9] * _LEVELS
        told = [job for job in self.answer.jobs if job.due is not None]
        for job in sorted(told, key=lambda job: str(job.due)):
            x = self.x(min(max(self._step(str(job.due)), 0), self.steps))
            late = job.late_hours or 0.0
            by = " " + text("plan_of_jobs.picture.by", self.language, hours=f"{late:,.1f}") if late > 0 else ""
            label = job.job + by
            wide = _wide(label) + 12
            is_left = x + wide > self.width
            begin = x - wide if is_left else x
            level = next((at for at in range(_LEVELS) if free[at] <= begin), None)
            if level is None:
                continue  # the table of jobs holds them all
            free[level] = begin + wide + 4
            y, colour = self.lane + _LANE * level, _LATE if late > 0 else _INK
            yield f"<g><title>{escape(f'{job.job} {job.name} · {job.due}')}</title>"
            yield f'<path d="M{x - 4:.1f} {y + 4:.1f}h8l-4 8z" fill="{colour}"/>'
            place, anchor = (x - 7, "end") if is_left else (x + 7, "start")
            yield _said(place, y + 13, label, colour, size=11, anchor=anchor) + "</g>"

    def curve(self) -> Iterator[str]:
        """The load, and its peak."""
        load, billed = self.answer.load_kw, self.answer.billed_kw
        top, foot = _round_up(max((*load, billed or 0.0), default=0.0)), self.load + _LOAD
        for part in (0, 1, 2):
            y = foot - _LOAD * part / 2
            unit = " kW" if part == 2 else ""
            yield _line(_LEFT, y, self.width - _RIGHT, y, _LINE)
            yield _said(_LEFT - 6, y + 4, f"{top * part / 2:,.6g}{unit}", anchor="end")
        points, step = [], 0
        for power, own in groupby(load):
            last = step + len(list(own))
            y = foot - _LOAD * power / top
            points += [f"{self.x(step):.1f},{y:.1f}", f"{self.x(last):.1f},{y:.1f}"]
            step = last
        if points:
            yield f'<polyline fill="none" stroke="{_CURVE}" stroke-width="1.6" points="{" ".join(points)}"/>'
            yield from self.peak(load.index(max(load)), max(load), top)
        if billed:
            yield from self.billed(billed, foot - _LOAD * billed / top)
        yield _said(_EDGE, foot + 20, self.foot(), size=11)

    def billed(self, power: float, y: float) -> Iterator[str]:
        """The demand that is billed anyway."""
        yield (
            f'<line x1="{_LEFT:.0f}" y1="{y:.1f}" x2="{self.width - _RIGHT:.0f}" y2="{y:.1f}" stroke="{_MUTED}"'
            ' stroke-dasharray="6 4"/>'
        )
        words = text("plan_of_jobs.picture.billed", self.language, kw=f"{power:,.0f}")
        yield _said(self.width - _RIGHT, y - 4, words, size=11, anchor="end")

    def peak(self, step: int, power: float, top: float) -> Iterator[str]:
        x, y = self.x(step + 0.5), self.load + _LOAD * (1 - power / top)
        label = f"{power:,.0f} kW"
        anchor, shift = ("end", -8) if x > self.width - 120 else ("start", 8)
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{_EMBER}"/>'
        yield _said(x + shift, y - 4, label, _EMBER, anchor=anchor)

    def foot(self) -> str:
        tariff = self.answer.tariff_local if self.language == "ko" else self.answer.tariff
        key = "picture.tariff" if tariff else "picture.no_tariff"
        load = text("plan_of_jobs.picture.load", self.language)
        return f"{load} {text(f'plan_of_jobs.{key}', self.language, name=tariff)}"


_PATTERNS = (
    '<defs><pattern id="closed" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="6" height="6" fill="#F7F8F9"/><rect width="2" height="6" fill="#C3CAD1"/></pattern>'
    '<pattern id="set-up" width="4" height="4" patternUnits="userSpaceOnUse">'
    '<rect width="4" height="4" fill="#FFFFFF"/><rect width="2" height="4" fill="#5B6773"/></pattern></defs>'
)


def _box(left: float, top: float, right: float, height: float, fill: str) -> str:
    return (
        f'<rect x="{left:.1f}" y="{top:.1f}" width="{max(right - left, 0):.1f}" height="{height:.1f}" fill="{fill}"/>'
    )


def _line(x1: float, y1: float, x2: float, y2: float, colour: str) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}"/>'


def _said(
    x: float, y: float, words: str, colour: str = _MUTED, *, size: int = 12, anchor: str = "start"
) -> str:  # fmt: skip
    """Words as they stand, escaped."""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}" fill="{colour}">'
        f"{escape(words)}</text>"
    )


def _wide(words: str) -> float:
    """Width of a label, about: a sign of Hangul is as wide as two."""
    return sum(_SIGN * (1.75 if ord(sign) > 0x1100 else 1.0) for sign in words)


def _alike(names: list[str]) -> int:
    """How many signs all names begin with, up to a mark that parts them: `B-` of B-101 and B-102."""
    if len(names) < 2:
        return 0
    first, last = min(names), max(names)
    alike = next((at for at, pair in enumerate(zip(first, last, strict=False)) if pair[0] != pair[1]), len(first))
    return max((at + 1 for at, sign in enumerate(first[:alike]) if not sign.isalnum()), default=0)


def _cut(words: str, most: int) -> str:
    return words if len(words) <= most else words[: max(most - 1, 0)] + "…"


def _round_up(value: float) -> float:
    if value <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return next(power * step for step in (1, 1.2, 1.6, 2, 2.4, 3.2, 4, 5, 6, 8, 10) if power * step >= value)
