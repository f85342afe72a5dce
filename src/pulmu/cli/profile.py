"""`pulmu profile`: a firm on four axes, what is not known of it, and what would raise each."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pulmu.cli.options import (
    DEFAULT_STORE,
    CitedGapsOption,
    CitedStoreOption,
    GapsChoice,
    JsonOption,
    LangOption,
    print_out,
    read_cited_plant,
    refuse,
    screen_for,
)
from pulmu.cli.screen import Screen, pad, width_of
from pulmu.cli.size import DayOption, FirmArgument, asked_day
from pulmu.locale import measured_text, plain
from pulmu.model import encode
from pulmu.model.finding import Answer

if TYPE_CHECKING:
    from pulmu.services.profile_firm import Profiled
    from pulmu.support.profile import AxisProfile, CertificateCheck, CriterionResult, FirmProfile, LevelCheck, Question

_TOP = 4
_ASKED = 3
_MARK = {Answer.YES: "+", Answer.NO: "-", Answer.UNKNOWN: "?"}


def show_profile(
    firm: FirmArgument,
    plant: Annotated[
        str | None, typer.Option("--plant", metavar="PLANT", help="its plant's file, for what meters and figures prove")
    ] = None,
    day: DayOption = None,
    store: CitedStoreOption = None,
    gaps: CitedGapsOption = GapsChoice.REFUSE,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Show a firm on four axes, with what is not known of it and what would raise each."""
    from pulmu.bootstrap.meters import kept_in
    from pulmu.bootstrap.support import read_firms
    from pulmu.services.profile_firm import profile_firm

    screen, asked = screen_for(lang), asked_day(day)
    document = None if plant is None else read_cited_plant(plant, store, gaps)
    folder: Path | None = store or (DEFAULT_STORE if DEFAULT_STORE.is_dir() else None)
    readings = None if folder is None or plant is None else kept_in(folder).readings
    found = profile_firm(read_firms(firm), asked, plant=document, readings=readings)
    if found.answer is None:
        refuse(found.problems, screen, as_json)
    if as_json:
        print_out(json.dumps(encode(found.answer, full=True), ensure_ascii=False, indent=1))
        return
    print_profile(found, screen)


def print_profile(found: "Profiled", screen: Screen) -> None:
    """The four bars, then each axis with its criteria, the smart factory, the certificates, and what to ask first."""
    answer, profile = found.answer, found.profile
    if answer is None or profile is None:
        return
    name = (screen.language == "ko" and answer.name_local) or answer.name
    screen.title(screen.text("profile.title", firm=plain(name, 60), day=answer.day.isoformat()))
    _print_bars(profile, screen)
    for axis, told in zip(profile.axes, answer.axes, strict=True):
        _print_axis(axis, {item.name for item in told.criteria if "plant" in item.origin.values()}, screen)
    _print_smart_factory(profile.smart_factory, screen)
    for certificate in profile.certificates:
        _print_certificate(certificate, screen)
    if profile.questions:
        screen.title(screen.text("profile.ask_first"))
        for question in profile.questions[:_ASKED]:
            _print_question(question, screen)
    screen.line("")
    screen.line(screen.text("profile.own_definition"))


def _print_bars(profile: "FirmProfile", screen: Screen) -> None:
    names = [screen.text(f"profile.axis.{axis.axis}") for axis in profile.axes]
    width = max(map(width_of, names))
    for name, axis in zip(names, profile.axes, strict=True):
        bar = screen.block(axis.sure) + "?" * (axis.possible - axis.sure) + "." * (_TOP - axis.possible)
        counts = {"yes": axis.count(Answer.YES), "no": axis.count(Answer.NO), "unknown": axis.count(Answer.UNKNOWN)}
        said = f"{level_text(axis, screen)}  {screen.text('profile.counts', **counts)}"
        screen.line(f"  {pad(name, width, right=False)}  {screen.ember(bar)}  {said}")
    screen.line(f"  {screen.text('profile.legend', sure=screen.block(1))}")


def level_text(axis: "AxisProfile", screen: Screen) -> str:
    """The level, or the span of levels that unknown criteria leave."""
    if axis.sure == axis.possible:
        return screen.text("profile.level", level=axis.sure)
    return screen.text("profile.level_between", sure=axis.sure, possible=axis.possible)


def _print_axis(axis: "AxisProfile", proven: set[str], screen: Screen) -> None:
    screen.title(f"{screen.text(f'profile.axis.{axis.axis}')}: {level_text(axis, screen)}")
    for item in axis.criteria:
        origin = f"  [{screen.text('profile.from_plant')}]" if item.criterion.name in proven else ""
        screen.line(f"  {_MARK[item.answer]} {criterion_text(item, screen)}{origin}")
    if axis.needed:
        screen.line(f"  {screen.text('profile.needed', level=axis.sure + 1, count=axis.needed)}")
    if axis.steps:
        nearest = axis.steps[0].result.criterion
        does = nearest.raise_ko if screen.language == "ko" else nearest.raise_en
        screen.line(f"  {screen.text('profile.nearest', name=_name(axis.steps[0].result, screen), does=does)}")
    if axis.questions:
        screen.line(f"  {screen.text('profile.ask')}")
        _print_question(axis.questions[0], screen)


def _name(item: "CriterionResult", screen: Screen) -> str:
    return item.criterion.name_ko if screen.language == "ko" else item.criterion.name_en


def criterion_text(item: "CriterionResult", screen: Screen) -> str:
    """A criterion with the number it was held against, or that it is not known."""
    name, compared = _name(item, screen), item.finding.compared
    if compared is None:
        unknown = screen.text("profile.unknown") if item.answer is Answer.UNKNOWN else ""
        notes = "; ".join(filter(None, (unknown, _least(item, screen))))
        return f"{name} ({notes})" if notes else name
    unit = compared.right.unit or compared.left.unit
    limit = measured_text(compared.right.low, unit, screen.language)
    wanted = screen.text("profile.at_least" if compared.sign == ">=" else "profile.at_most", limit=limit)
    if not compared.left.is_known:
        return f"{name} ({screen.text('profile.unknown')}; {wanted})"
    return f"{name}: {measured_text(compared.left.low, unit, screen.language)} ({wanted})"


def _least(item: "CriterionResult", screen: Screen) -> str:
    if item.limit is None:
        return ""
    return screen.text("profile.at_least", limit=item.limit.name_ko if screen.language == "ko" else item.limit.name_en)


def _print_question(question: "Question", screen: Screen) -> None:
    fact, korean = question.fact, screen.language == "ko"
    screen.line(f"    {fact.question_ko if korean else fact.question_en}")
    where = fact.where_ko if korean else fact.where_en
    screen.line(f"      {screen.text('profile.where', where=where, fact=fact.name)}")


def _print_smart_factory(found: "LevelCheck", screen: Screen) -> None:
    screen.title(screen.text("profile.smart_factory"))
    told = screen.text("profile.unknown") if found.told is None else _level(found.told, screen)
    screen.line(f"  {screen.text('profile.official_level', level=told)}")
    labels = ", ".join(_level(label, screen) for label in found.indicated)
    screen.line(f"  {screen.text('profile.indicated_level', levels=labels)}")
    if found.asks:
        screen.line(f"  {screen.text('profile.ask')}")
        _print_question(found.asks[0], screen)


def _level(label: str, screen: Screen) -> str:
    from pulmu.reference import find_fact

    choice = next(item for item in find_fact("smart_factory_level").choices if item.id == label)
    return choice.name_ko if screen.language == "ko" else choice.name_en


def _print_certificate(found: "CertificateCheck", screen: Screen) -> None:
    screen.title(screen.text(f"profile.certificate.{found.name}"))
    held = screen.text(f"profile.held_{found.certificate.answer}")
    screen.line(f"  {_MARK[found.certificate.answer]} {held}  [{found.certificate.source}]")
    for item in found.conditions:
        condition = item.name.partition(".")[2]
        screen.line(f"  {_MARK[item.answer]} {screen.text(f'profile.condition.{condition}')}")
    for area in found.areas:
        screen.line(f"  ? {screen.text(f'profile.area.{area.name}')}  [{area.source}]")
        for part in area.criteria:
            screen.line(f"      {_MARK[part.answer]} {_name(part, screen)}")
    screen.line(f"  {screen.text('profile.no_score')}")
