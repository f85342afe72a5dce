"""Points of a reviewer as they are sealed: their content, their hash, and the same again when they are opened."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from pulmu.model import InputError, Problem, problem
from pulmu.model.call import Call, Criterion
from pulmu.services.records.deciding import Review

HUNDRED = 100
LONGEST_REMARK = 5000


@dataclass(frozen=True, slots=True)
class SealedPoints:
    """What a reviewer gave: hundredths of points by criterion, and words."""

    points: Mapping[str, int]
    remark: str

    @property
    def total(self) -> int:
        """Of all criteria. [hundredths]"""
        return sum(self.points.values())


def seal_of(points: Mapping[str, int], remark: str) -> tuple[str, str]:
    """The content as it is kept, and its hash: one text for the same points."""
    content = json.dumps({"points": dict(sorted(points.items())), "remark": remark}, ensure_ascii=False, sort_keys=True)
    return content, hashlib.sha256(content.encode()).hexdigest()


def open_seal(review: Review) -> SealedPoints:
    """The points of a sealed review.

    Raises
    ------
    InputError  The content is not the one that was sealed (`review.seal_broken`).
    """
    if hashlib.sha256(review.content.encode()).hexdigest() != review.sha256:
        raise InputError.of("review.seal_broken", f"application {review.application}",
                            f"the points of {review.reviewer} are not those that were sealed",
                            "stop, and find out who changed the records", reviewer=review.reviewer)  # fmt: skip
    tree = json.loads(review.content)
    return SealedPoints({str(name): int(value) for name, value in tree["points"].items()}, str(tree["remark"]))


def check_points(call: Call, given: Mapping[str, Decimal], remark: str) -> dict[str, int]:
    """Points by criterion in hundredths, of a review that can be sealed as it stands.

    Raises
    ------
    InputError  Everything that is wrong with the points (as for `hundredths_of`), or the remark is too long
        (`review.remark_long`).
    """
    points = hundredths_of(call, given)
    if len(remark) > LONGEST_REMARK:
        said = f"the remark is longer than {LONGEST_REMARK} signs"
        raise InputError.of("review.remark_long", "remark", said, "shorten it", most=LONGEST_REMARK)
    return points


def hundredths_of(call: Call, given: Mapping[str, Decimal]) -> dict[str, int]:
    """Points by criterion in hundredths.

    Raises
    ------
    InputError  Everything that is wrong with them (`review.points_missing`, `review.points_range`,
        `review.points_step`, `review.no_such_criterion`).
    """
    wrong = tuple(_wrong(call, given))
    if wrong:
        raise InputError(*wrong)
    return {name: int(value * HUNDRED) for name, value in given.items()}


def _wrong(call: Call, given: Mapping[str, Decimal]) -> Iterator[Problem]:
    known = {one.id: one for one in call.criteria}
    for name in sorted(given.keys() - known.keys()):
        yield problem("review.no_such_criterion", name, "the call has no such criterion", "use those of the call",
                      known=", ".join(known))  # fmt: skip
    for one in call.criteria:
        if one.id in given:
            yield from _wrong_value(one, given[one.id])
        elif not one.expertise:
            yield problem("review.points_missing", one.id, "there are no points for this criterion", "give points")


def _wrong_value(one: Criterion, value: Decimal) -> Iterator[Problem]:
    most, step = Decimal(str(one.most)), Decimal(str(one.step))
    if not value.is_finite() or not 0 <= value <= most:
        yield problem("review.points_range", one.id, f"{value} lies outside of 0 to {most}", "give points within it",
                      value=value, most=most)  # fmt: skip
    elif value % step or value * HUNDRED % 1:
        yield problem("review.points_step", one.id, f"{value} is no multiple of {step}", "give points by that step",
                      value=value, step=step)  # fmt: skip
