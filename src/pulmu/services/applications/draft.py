"""A draft of an application from what Pulmu holds: each line says where it was taken from, and nothing is invented."""

import dataclasses
import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from pulmu.model import Firms, decode
from pulmu.model.application import Application, TakenFact
from pulmu.model.finding import Bounded
from pulmu.model.firm import Fact
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Gate
from pulmu.services.applications.own import OwnApplication
from pulmu.services.profile_firm import profile_firm
from pulmu.services.records.report import ReportRecord, ReportVersion
from pulmu.services.size_firm import size_firm
from pulmu.services.workspaces.report_content import content_of, goods_of, read_content
from pulmu.support.ownership import asked_firm
from pulmu.support.programme import asks

_LONGEST = 800


@dataclass(frozen=True, slots=True)
class Draft:
    """An application with what could be taken from what Pulmu holds, and what has to be asked for.

    Parameters
    ----------
    application : What was written stays as it is; gaps are filled, and facts are taken anew.
    asks : Facts that are not told and that the rules of the call turn on, by name.
    """

    application: Application
    asks: tuple[str, ...]


def draft_application(gate: Gate, actor: Actor, found: OwnApplication) -> Draft:
    """The application, filled from the firm's file, its size, its profile, its plants' reports and the programme.

    Raises
    ------
    AccessRefused  They may not read reports.
    """
    facts = (*_of_firm(found), *_of_size(found), *_of_profile(found), *_of_programme(found))
    if actor.may("read_report"):
        facts = (*facts, *_of_reports(gate, actor))
    application = dataclasses.replace(
        found.application, name=found.application.name or _name(found), facts=tuple(facts)
    )  # fmt: skip
    return Draft(application, asks(found.checked.eligible))


def _name(found: OwnApplication) -> str:
    if not found.firm.is_readable or found.firm.version is None:
        return ""
    firm = asked_firm(decode(Firms, found.firm.document).value)
    return firm.name_local or firm.name


def _of_firm(found: OwnApplication) -> Iterator[TakenFact]:
    """Facts that the conditions of the programme, its quotas and bonus ask, as the firm's file tells them."""
    asked = dict.fromkeys(item.fact for item in found.rules.rules.conditions.values() if item.fact)
    for name in asked:
        value = _plain(found.facts.values.get(name))
        if value is not None:
            yield TakenFact(name=name, value=value, source=_firm_file(found))


def _of_size(found: OwnApplication) -> Iterator[TakenFact]:
    if not found.firm.is_readable or found.firm.version is None:
        return
    answer = size_firm(found.firm.document, found.rules.day).answer
    if answer is None:
        return
    articles = "; ".join(dict.fromkeys(item.source for item in answer.decided_by if item.source))
    source = f"{_firm_file(found)}; on {found.rules.day}; {articles}"
    yield TakenFact(name="size_class", value=" / ".join(answer.possible), source=source[:_LONGEST])


def _of_profile(found: OwnApplication) -> Iterator[TakenFact]:
    if not found.firm.is_readable or found.firm.version is None:
        return
    answer = profile_firm(found.firm.document, found.rules.day).answer
    for axis in answer.axes if answer is not None else ():
        source = f"{_firm_file(found)}; sure of {axis.sure}, possible {axis.possible}"
        yield TakenFact(name=f"profile.{axis.axis}", value=axis.sure, source=source)


def _of_programme(found: OwnApplication) -> Iterator[TakenFact]:
    """What the programme pays for the cost that is told, and what is left to the firm."""
    support, cost = found.checked.support_krw, found.application.cost_krw
    programme = found.shown.programme
    where = "; ".join(item.source for item in programme.sources)
    source = f"programme {programme.id}, terms of {programme.year}; {where}"[:_LONGEST]
    if support is None or cost is None or math.isinf(support.high):
        return
    for name, number in (("support", support), ("own_share", _rest(cost, support))):
        if number.is_known:
            yield TakenFact(name=f"programme.{name}_krw", value=round(number.low), unit="KRW", source=source)
            continue
        yield TakenFact(name=f"programme.{name}_least_krw", value=math.floor(number.low), unit="KRW", source=source)
        yield TakenFact(name=f"programme.{name}_most_krw", value=math.ceil(number.high), unit="KRW", source=source)


def _rest(cost: int, support: Bounded) -> Bounded:
    return Bounded("own_share", max(0.0, cost - support.high), max(0.0, cost - support.low), "KRW")


def _of_reports(gate: Gate, actor: Actor) -> Iterator[TakenFact]:
    """Figures of each plant's goods, of its newest frozen report; where none is frozen, none are taken."""
    with gate.reading(actor, "read_report") as work:
        names = {item.id: item.name for item in work.plants()}
        newest: dict[str, tuple[ReportRecord, ReportVersion]] = {}
        for report in sorted(work.reports(), key=lambda item: (item.year, item.id)):
            frozen = [item for item in work.report_versions(report.id) if item.state == "frozen"]
            if frozen:
                newest[report.plant] = report, max(frozen, key=lambda item: item.number)
        contents = {plant: content_of(work, found[0].id, found[1].number) for plant, found in newest.items()}
    for place, (plant, (report, version)) in enumerate(sorted(newest.items()), start=1):
        tree = read_content(gate, actor.workspace, contents[plant])
        source = (f"report of plant {names.get(plant, plant)}, {report.year}, version {version.number}, frozen, "
                  f"sha256 {version.report_sha256}")  # fmt: skip
        for number, good in enumerate(goods_of(tree), start=1):
            told = f"{source}; {good.name_local or good.name}, CN {good.cn_code}"
            yield TakenFact(
                name=f"plant_{place}.good_{number}.specific_embedded_emissions", value=good.value, unit=good.unit,
                source=told[:_LONGEST],
            )  # fmt: skip


def _firm_file(found: OwnApplication) -> str:
    return f"firm's file, version {found.firm.number}, sha256 {found.firm.content}"


def _plain(value: Any) -> Fact | None:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset | set | tuple | list):
        return ", ".join(sorted(map(str, value)))
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value if isinstance(value, str | bool | int | float) else None
