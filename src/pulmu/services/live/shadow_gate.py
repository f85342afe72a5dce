"""Whether control may be offered: only with a report of watching that is sealed, fresh, of this model, and passed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from pulmu.model import Problem, problem
from pulmu.model.attribute import Bounds, Doc
from pulmu.services.live.shadow_report import ShadowReport, report_seal


@dataclass(frozen=True, slots=True, kw_only=True)
class ShadowCriteria:
    """What a report must show before anything may be written to the plant."""

    pulmu: Annotated[Literal["shadow_criteria/1"], Doc("kind and version of this document")] = "shadow_criteria/1"
    least_hours: Annotated[float, Bounds(0, 8760), Doc("how long was watched, at least [h]")] = 8.0
    least_known: Annotated[float, Bounds(0, 1), Doc("share of machine hours whose state is known, at least")] = 0.9
    most_apart: Annotated[
        float, Bounds(0, 10), Doc("by how much pieces and use over the whole time may differ, as a share")
    ] = 0.05
    most_error: Annotated[
        float, Bounds(0, 10), Doc("by how much use in a slot of five minutes may differ on average, as a share")
    ] = 0.15
    oldest_hours: Annotated[float, Bounds(0, 8760), Doc("how long ago the watching may have ended [h]")] = 168.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ShadowGate:
    """The answer of the gate.

    Parameters
    ----------
    problems : All that stands in the way; none where it is open.
    model, model_at : Seal of the line that was watched, and when it was last seen to fit. A proof names that moment;
        the seal of its own model holds furnaces and bounds as well. [s since 1970]
    tag_map, report : Seals of the map it was watched through, empty where there was none, and of the report.
    """

    is_open: bool
    problems: tuple[Problem, ...]
    model: str = ""
    model_at: float | None = None
    tag_map: str = ""
    report: str = ""


def shadow_gate(
    report: ShadowReport | None, criteria: ShadowCriteria, *, now: datetime, model: str, tag_map: str = ""
) -> ShadowGate:
    """Whether control may be offered with this report.

    Parameters
    ----------
    model, tag_map : Seals of the model that would prove setpoints, and of the map they would be written through.
    now : Aware of its zone.
    """
    if report is None:
        missing = problem(
            "control.shadow_missing", "", "the plant was not watched beside its model",
            "watch it first: pulmu plant shadow ADDRESS LINE --minutes 480 --out report.json",
        )  # fmt: skip
        return ShadowGate(is_open=False, problems=(missing,))
    problems = (*_genuine(report, model, tag_map), *_fresh(report, criteria, now), *judge(report, criteria))
    end = _moment(report.ended)
    if problems or end is None:
        return ShadowGate(is_open=False, problems=problems)
    return ShadowGate(
        is_open=True, problems=(), model=report.model, model_at=end.timestamp(), tag_map=report.tag_map,
        report=report.seal,
    )  # fmt: skip


def judge(report: ShadowReport, criteria: ShadowCriteria) -> tuple[Problem, ...]:
    """Where a report falls short, by itself."""
    return (*_seen(report, criteria), *_fits(report, criteria))


def _genuine(report: ShadowReport, model: str, tag_map: str) -> Iterator[Problem]:
    if report.seal != report_seal(report):
        yield problem("control.shadow_seal", "seal", "the report is not as it was written",
                      "take the file as it was written, or watch anew")  # fmt: skip
    if report.model != model:
        yield problem("control.shadow_model", "model", "the report is of another model, or this one was changed since",
                      "watch the plant beside this model")  # fmt: skip
    if report.tag_map != tag_map:
        yield problem("control.shadow_map", "tag_map", "the report was read through another map of tags",
                      "watch the plant through this map: a changed map may lead to other nodes")  # fmt: skip


def _fresh(report: ShadowReport, criteria: ShadowCriteria, now: datetime) -> Iterator[Problem]:
    end = _moment(report.ended)
    age = None if end is None else (now - end).total_seconds() / 3600
    if age is None or not -0.1 <= age <= criteria.oldest_hours:
        told, present = report.ended[:40], now.isoformat(timespec="seconds")
        yield problem("control.shadow_old", "ended", f"the watching ended at {told}, and now it is {present}",
                      f"watch anew: it counts for {criteria.oldest_hours:g} hours", end=told, now=present,
                      hours=f"{criteria.oldest_hours:g}")  # fmt: skip


def _seen(report: ShadowReport, criteria: ShadowCriteria) -> Iterator[Problem]:
    start, end = _moment(report.start), _moment(report.end)
    hours = 0.0 if start is None or end is None else (end - start).total_seconds() / 3600
    if not hours >= criteria.least_hours:
        yield problem("control.shadow_short", "start", f"it was watched for {hours:.2f} hours",
                      f"watch for {criteria.least_hours:g} hours at least", hours=f"{hours:.2f}",
                      least=f"{criteria.least_hours:g}")  # fmt: skip
    all_hours = report.known_hours + report.unknown_hours
    share = report.known_hours / all_hours if all_hours > 0 else 0.0
    if not share >= criteria.least_known:
        yield problem("control.shadow_unknown", "known_hours", f"states are known for {share:.1%} of machine hours",
                      f"{criteria.least_known:.0%} are needed: mend the link, then watch anew", share=f"{share:.1%}",
                      least=f"{criteria.least_known:.0%}")  # fmt: skip
    if report.unwatched:
        yield problem("control.shadow_unwatched", "unwatched", f"no states are kept of: {', '.join(report.unwatched)}",
                      "map and keep the states of their machines", stations=", ".join(report.unwatched))  # fmt: skip
    if not report.foretold:
        yield problem("control.shadow_nothing", "foretold", "the model foretold nothing that the plant shows",
                      "map and keep counters of pieces and meters of stations")  # fmt: skip


def _fits(report: ShadowReport, criteria: ShadowCriteria) -> Iterator[Problem]:
    for value in report.values:
        if value.verdict == "off":
            yield problem("control.shadow_off", f"{value.station}, {value.what}",
                          f"the model has {value.model:g} {value.unit}, the plant {value.plant:g}",
                          "change the line to what the plant shows: pulmu plant compare ... --propose",
                          model=f"{value.model:g}", plant=f"{value.plant:g}", unit=value.unit)  # fmt: skip
    for item in report.foretold:
        unit = "" if item.unit == "1" else f" {item.unit}"
        if item.apart is not None and not abs(item.apart) <= criteria.most_apart:
            yield problem("control.shadow_apart", f"{item.station}, {item.what}",
                          f"foretold {item.model:,.6g}, and it was {item.plant:,.6g}{unit}: {item.apart:+.1%}",
                          f"{criteria.most_apart:.0%} are let pass: mend the model",
                          model=f"{item.model:,.6g}", plant=f"{item.plant:,.6g}", unit=unit,
                          apart=f"{item.apart:+.1%}", most=f"{criteria.most_apart:.0%}")  # fmt: skip
        if item.what != "pieces" and item.error is not None and not item.error <= criteria.most_error:
            yield problem("control.shadow_error", f"{item.station}, {item.what}",
                          f"in a slot the model is {item.error:.1%} off on average",
                          f"{criteria.most_error:.0%} are let pass: mend the powers of its states",
                          error=f"{item.error:.1%}", most=f"{criteria.most_error:.0%}")  # fmt: skip


def _moment(text: str) -> datetime | None:
    """A moment of a report; None where it is none that knows its zone."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None
