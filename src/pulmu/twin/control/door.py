"""Documents of the guard as they come in: values in the type their limit says, all that is wrong at once."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from pulmu.model.codec import Decoded, decode
from pulmu.model.document import Document, Path
from pulmu.model.errors import InputError, problem
from pulmu.model.guard_profile import GuardProfile, Interlock, Limit
from pulmu.model.problem import Problem
from pulmu.model.quantity import parse_number
from pulmu.model.setpoint import Setpoint, SetpointGroup, SetpointProgramme, SetpointValue
from pulmu.twin.control.value import is_plain, refuse_kind, refuse_plain, refuse_range, refuse_unit

T = TypeVar("T")
_TRUTHS = {
    "true": True,
    "yes": True,
    "on": True,
    "예": True,
    "false": False,
    "no": False,
    "off": False,
    "아니요": False,
}


def read_profile(document: Document) -> Decoded[GuardProfile]:
    """The limits of a plant, and everything that is wrong with them."""
    decoded = decode(GuardProfile, document)
    profile = typed_profile(decoded.value)
    return _with(decoded.problems, profile, check_profile(profile, document))


def read_programme(document: Document, profile: GuardProfile) -> Decoded[SetpointProgramme]:
    """A programme of setpoints, and everything that is wrong with it under the limits of its plant.

    What depends on the plant of the moment (steps, dwell, interlocks) is asked by the guard, not here.
    """
    decoded = decode(SetpointProgramme, document)
    programme = typed_programme(decoded.value, profile)
    return _with(decoded.problems, programme, check_programme(programme, profile, document))


def _with(problems: tuple[Problem, ...], value: T, more: Iterator[Problem]) -> Decoded[T]:
    told = {item.place for item in problems}
    return Decoded(value, (*problems, *(item for item in more if item.place not in told)))


def typed_profile(profile: GuardProfile) -> GuardProfile:
    """The same limits; safe values and values of interlocks in the type they are meant in."""
    limits = tuple(replace(limit, safe=_of_kind(limit.safe, limit)) for limit in profile.limits)
    interlocks = tuple(replace(item, equals=_guessed(item.equals)) for item in profile.interlocks)
    return replace(profile, limits=limits, interlocks=interlocks)


def typed_programme(programme: SetpointProgramme, profile: GuardProfile) -> SetpointProgramme:
    """The same programme; each value in the type its limit says, where it can be read so."""
    limits = {limit.tag: limit for limit in profile.limits}
    return replace(programme, groups=tuple(_typed_group(group, limits) for group in programme.groups))


def _typed_group(group: SetpointGroup, limits: dict[str, Limit]) -> SetpointGroup:
    return replace(group, setpoints=tuple(_typed(item, limits.get(item.tag)) for item in group.setpoints))


def _typed(setpoint: Setpoint, limit: Limit | None) -> Setpoint:
    if limit is None:
        return setpoint
    value = _of_kind(setpoint.value, limit)
    return replace(
        setpoint,
        value=setpoint.value if value is None else value,
        compensation=_of_kind(setpoint.compensation, limit),
    )


def _of_kind(value: SetpointValue | None, limit: Limit) -> SetpointValue | None:
    """A value of a document in the tag's type; as it is, where it cannot be read so."""
    if isinstance(value, str) and limit.kind == "truth":
        return _TRUTHS.get(value.strip().lower(), value)
    if limit.kind not in ("number", "whole") or isinstance(value, bool) or value is None:
        return value
    number = _number(value) if isinstance(value, str) else value
    if isinstance(number, str):
        return number
    if limit.kind == "number":
        return float(number)
    return int(number) if float(number).is_integer() else number


def _guessed(value: SetpointValue | None) -> SetpointValue | None:
    """What an interlock asks of a tag that has no limit: a truth or a number where the text is one."""
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value)  # what is read is a number, of counts too
    if not isinstance(value, str):
        return value
    return _TRUTHS.get(value.strip().lower(), _number(value))


def _number(text: str) -> float | str:
    try:
        return parse_number(text)
    except InputError:
        return text


def check_programme(programme: SetpointProgramme, profile: GuardProfile, document: Document) -> Iterator[Problem]:
    """What is wrong with a programme under the limits."""
    limits = {limit.tag: limit for limit in profile.limits}
    if programme.plant != profile.plant:
        yield problem(
            "control.other_plant", document.place(("plant",)), f"these are limits of {profile.plant}",
            "give the programme to the guard of its own plant", plant=programme.plant, own=profile.plant,
        )  # fmt: skip
    for number, group in enumerate(programme.groups):
        path: Path = ("groups", number, "setpoints")
        if not group.setpoints:
            yield problem(
                "control.empty_group", document.place(path), "a group without setpoints writes nothing", "add one"
            )
        for spot, setpoint in enumerate(group.setpoints):
            yield from refuse_setpoint(setpoint, limits.get(setpoint.tag), document, (*path, spot))


def refuse_setpoint(setpoint: Setpoint, limit: Limit | None, document: Document, path: Path) -> Iterator[Problem]:
    """What is wrong with a setpoint whatever the plant does at the moment."""
    if limit is None:
        yield not_allowed(setpoint.tag, document.place((*path, "tag")))
        return
    yield from _some(refuse_unit(setpoint.unit, limit, document.place((*path, "unit"))))
    values = {"value": setpoint.value, "compensation": setpoint.compensation}
    for name, value in values.items():
        if value is not None:
            yield from refuse_value(value, limit, document.place((*path, name)))


def not_allowed(tag: str, place: str) -> Problem:
    """A tag that has no limit."""
    return problem(
        "control.not_allowed", place, f"{tag} is not among the tags that may be written",
        "have the engineer give it limits, or leave it out", tag=tag,
    )  # fmt: skip


def refuse_value(value: object, limit: Limit, place: str) -> Iterator[Problem]:
    """The first thing that is wrong with a value."""
    for refuse in (refuse_kind, refuse_plain, refuse_range):
        if found := refuse(value, limit, place):
            yield found
            return


def _some(found: Problem | None) -> Iterator[Problem]:
    if found is not None:
        yield found


def check_profile(profile: GuardProfile, document: Document) -> Iterator[Problem]:
    """What is wrong with limits beside their form."""
    return _Check(profile, document).all()


@dataclass(frozen=True, slots=True)
class _Check:
    profile: GuardProfile
    document: Document

    def all(self) -> Iterator[Problem]:
        profile = self.profile
        if not profile.limits:
            yield self.tell(("limits",), "control.no_limits", "without a limit nothing may be written", "add one")
        if not profile.heartbeat_s + profile.answer_s <= profile.safe_within_s:
            yield self.tell(
                ("safe_within_s",), "control.times",
                "the safe state cannot be reached in time: silence and answer take longer together",
                "make heartbeat_s and answer_s shorter",
            )  # fmt: skip
        own = {item.tag for item in (profile.switch, profile.watchdog) if item is not None}
        for number, limit in enumerate(profile.limits):
            yield from self.limit(("limits", number), limit)
            if limit.tag in own:
                yield self.tell(
                    ("limits", number, "tag"), "control.own_tag", f"{limit.tag} is the local switch or the watchdog",
                    "leave it out of the limits: nobody writes it", tag=limit.tag,
                )  # fmt: skip
        if profile.switch and profile.watchdog and profile.switch.tag == profile.watchdog.tag:
            yield self.tell(
                ("watchdog", "tag"), "control.own_tag", f"{profile.switch.tag} is the local switch or the watchdog",
                "name another tag", tag=profile.switch.tag,
            )  # fmt: skip
        for number, item in enumerate(profile.interlocks):
            yield from self.interlock(("interlocks", number), item)

    def tell(self, path: Path, code: str, message: str, mend: str, **values: object) -> Problem:
        return problem(code, self.document.place(path), message, mend, **values)

    def limit(self, path: Path, limit: Limit) -> Iterator[Problem]:
        is_number = limit.kind in ("number", "whole")
        given = {"low": limit.low, "high": limit.high, "step": limit.step, "rate_per_minute": limit.rate_per_minute}
        for name, value in given.items():
            if is_number and value is None:
                yield self.tell(
                    (*path, name), "control.limit_lacks", f"a {limit.kind} needs {name}", "add it",
                    kind=limit.kind, name=name,
                )  # fmt: skip
            if not is_number and value is not None:
                yield self.tell(
                    (*path, name), "control.limit_odd", f"{name} means nothing for a {limit.kind}", "leave it out",
                    kind=limit.kind, name=name,
                )  # fmt: skip
            if value is not None and not is_plain(value):
                yield from _some(
                    refuse_plain(float(value), replace(limit, kind="number"), self.document.place((*path, name)))
                )
        yield from self.span(path, limit.low, limit.high)
        if (limit.kind == "choice") == (not limit.choices):
            yield self.tell((*path, "choices"), "control.choices", "choices go with kind: choice, and only with it",
                            "list what may be chosen, or leave it out")  # fmt: skip
        for name in ("step", "rate_per_minute"):
            if given[name] == 0:
                yield self.tell((*path, name), "control.never", f"with {name} 0 it could never be changed",
                                "give a value above 0", name=name)  # fmt: skip
        if limit.safe is not None:
            yield from refuse_value(limit.safe, limit, self.document.place((*path, "safe")))
        for number, effect in enumerate(limit.effects):
            if effect.moves in ("with", "against") and limit.kind == "choice":
                yield self.tell((*path, "effects", number, "moves"), "control.effect",
                                "a choice goes neither up nor down", "write up or down")  # fmt: skip

    def span(self, path: Path, low: float | None, high: float | None) -> Iterator[Problem]:
        if low is not None and high is not None and not low <= high:
            yield self.tell((*path, "high"), "control.span", f"nothing lies between {low} and {high}",
                            "high must not be below low", low=low, high=high)  # fmt: skip

    def interlock(self, path: Path, item: Interlock) -> Iterator[Problem]:
        is_range = item.low is not None or item.high is not None
        if is_range == (item.equals is not None):
            yield self.tell(path, "control.interlock_asks", "an interlock asks for a value, or for a range",
                            "give equals, or low and high")  # fmt: skip
        yield from self.span(path, item.low, item.high)
        known = {limit.tag for limit in self.profile.limits}
        for number, tag in enumerate(item.guards):
            if tag not in known:
                yield not_allowed(tag, self.document.place((*path, "guards", number)))
