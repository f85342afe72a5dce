"""Values somebody wants at a plant, looked at under its limits before anything is asked of anybody."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pulmu.model import Document, InputError, Problem, has_errors, problem
from pulmu.model.codec import encode
from pulmu.model.guard_profile import GuardProfile
from pulmu.model.setpoint import SetpointGroup
from pulmu.services.document_form.edit import document_of_tree
from pulmu.twin.control import read_programme
from pulmu.twin.control.value import distance

FORM = "form"
_ID = "asked"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A group of setpoints, and all that is wrong with it."""

    group: SetpointGroup
    problems: tuple[Problem, ...] = ()

    def unwrap(self) -> SetpointGroup:
        """The group.

        Raises
        ------
        InputError  Something is wrong with it.
        """
        if has_errors(self.problems):
            raise InputError(*self.problems)
        return self.group


def wanted_by_form(profile: GuardProfile, said: Mapping[str, str], now: Mapping[str, object]) -> Wanted:
    """Values as they were typed, by tag; a tag without a value stays as it is. The unit is the tag's.

    Parameters
    ----------
    now : What stands at a tag, where that is known.
    """
    units = {limit.tag: limit.unit for limit in profile.limits}
    setpoints = [
        {"tag": tag, "value": text.strip(), "unit": units[tag]}
        for tag, text in said.items() if text.strip() and tag in units
    ]  # fmt: skip
    if not setpoints:
        empty = problem("control.nothing_wanted", "values", "no value was given", "give a value for at least one tag")
        return Wanted(SetpointGroup(id=_ID, setpoints=()), (empty,))
    tree = {"pulmu": "setpoints/1", "id": _ID, "plant": profile.plant, "groups": [{"id": _ID, "setpoints": setpoints}]}
    return _wanted(document_of_tree(tree, FORM), profile, "", now)


def wanted_by_document(
    document: Document, profile: GuardProfile, group: str, now: Mapping[str, object]
) -> Wanted:  # fmt: skip
    """A group of a programme by its id; the first one where none is named."""
    return _wanted(document, profile, group, now)


def group_of(tree: Any, profile: GuardProfile) -> Wanted:
    """A group as it travelled to a job, under the limits of that moment."""
    whole = {"pulmu": "setpoints/1", "id": _ID, "plant": profile.plant, "groups": [tree]}
    return _wanted(document_of_tree(whole, "group"), profile, "", {})


def tree_of(group: SetpointGroup) -> Any:
    """A group as it travels to a job."""
    return encode(group)


def _wanted(document: Document, profile: GuardProfile, group: str, now: Mapping[str, object]) -> Wanted:
    read = read_programme(document, profile)
    groups = read.value.groups
    found = next((item for item in groups if not group or item.id == group), None)
    if found is None:
        said = f"the programme has no group {group[:60]}" if group else "the programme has no group"
        missing = problem("control.no_group", "groups", said, "name one of its groups by its id", group=group[:60])
        return Wanted(SetpointGroup(id=_ID, setpoints=()), (*read.problems, missing))
    return Wanted(found, (*read.problems, *_too_far(found, profile, now)))


def _too_far(group: SetpointGroup, profile: GuardProfile, now: Mapping[str, object]) -> Iterator[Problem]:
    """Steps the guard would refuse as the plant stands; told before the simulator runs for it."""
    steps = {limit.tag: limit for limit in profile.limits}
    for item in group.setpoints:
        limit = steps.get(item.tag)
        far = distance(now.get(item.tag), item.value)
        if limit is not None and limit.step is not None and far > limit.step:
            yield problem(
                "control.step", item.tag, f"a change of {far:g} {limit.unit} is more than {limit.step:g} at once",
                "go there in smaller steps", distance=f"{far:g}", most=f"{limit.step:g}", unit=limit.unit,
            )  # fmt: skip
