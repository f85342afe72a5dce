"""What ties a proof to its plant: the map it was read through, the line it was proven with, the report on that line."""

from pulmu.model.errors import problem
from pulmu.model.guard_profile import GuardProfile
from pulmu.model.problem import Problem
from pulmu.twin.control.binding import model_of

_SHOWN = 16


def other_map(profile: GuardProfile, tag_map: str, place: str) -> Problem | None:
    """The plant was read through another map than the limits name, or through one where they name none.

    Parameters
    ----------
    tag_map : Seal of the map it was proven through; empty where there was none.
    """
    named = profile.tag_map or ""
    if tag_map == named:
        return None
    return problem(
        "control.proof_map", place,
        f"it was proven through the map of tags {_short(tag_map)}, and the limits name {_short(named)}",
        "prove it through the map that the limits name: --map", seal=_short(tag_map), named=_short(named),
    )  # fmt: skip


def other_line(profile: GuardProfile, line: str, bounds: str, model: str, place: str) -> Problem | None:
    """The line in the model is another than the one that was watched, where the limits name one.

    Parameters
    ----------
    line, bounds, model : Seals of the line, of its furnaces and bounds, and of the model, which is made of both.
    """
    named = profile.watched
    if named is None or (line == named.line and model == model_of(line, bounds)):
        return None
    return problem(
        "control.proof_line", place, "the model it was proven with is not of the line that was watched",
        "prove it with the line that was watched; if the line was changed, watch anew, and have the report signed for",
        seal=_short(line), named=_short(named.line),
    )  # fmt: skip


def other_report(profile: GuardProfile, report: str, place: str) -> Problem | None:
    """No report of watching stands behind the proof, or another than the limits name; where they name one.

    Parameters
    ----------
    report : Seal of the report; empty where there was none that passed.
    """
    named = profile.watched
    if named is None or report == named.report:
        return None
    if not report:
        return problem(
            "control.not_watched", place, "no report of watching the line beside the plant stands behind the proof",
            "watch it: pulmu plant shadow; then prove the setpoints with its report (--watched)",
        )  # fmt: skip
    return problem(
        "control.proof_report", place,
        f"the report of watching behind the proof is {_short(report)}, and the limits name {_short(named.report)}",
        "prove it with the report that the limits name; or have the engineer sign limits that name the new one",
        seal=_short(report), named=_short(named.report),
    )  # fmt: skip


def _short(seal: str) -> str:
    return f"{seal[:_SHOWN]}..." if seal else "-"
