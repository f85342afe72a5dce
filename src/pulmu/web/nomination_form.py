"""Who stands for an award: the fields of an application to a call that gives awards, and what was typed in them."""

from pulmu.model import InputError, Problem, problem
from pulmu.model.award import EarlierAward, Nomination
from pulmu.model.call import Call
from pulmu.web.forms import Form

ROWS = 4
"""Earlier awards one can type at once; who has more saves, and is asked for as many again."""
_TOLD = {"yes": True, "no": False}
_LEAST, _MOST = 1948, 2100


def shown_awards(nomination: Nomination | None) -> list[tuple[str, str]]:
    """Kind and year of each earlier award, and some empty lines."""
    known = () if nomination is None else nomination.awards
    return [(item.kind, "" if item.year is None else str(item.year)) for item in known] + [("", "")] * ROWS


def told_awards(nomination: Nomination | None) -> str:
    """Whether there are earlier awards: yes, no, or nothing where it is not told."""
    if nomination is None or nomination.has_awards is None:
        return ""
    return "yes" if nomination.has_awards else "no"


def typed_nomination(call: Call, known: Nomination | None, form: Form) -> Nomination | None:
    """What a form says of who stands for an award; None where the call gives none.

    Raises
    ------
    InputError  A year is no year (`application.award_year`), or a kind is none of the call (`application.award_kind`).
    """
    if call.ladder is None:
        return None
    kinds, wrong, awards = [item.id for item in call.ladder.rungs], list[Problem](), list[EarlierAward]()
    for number in range(len(shown_awards(known))):
        kind, year = form.text(f"award.{number}.kind", 60), form.text(f"award.{number}.year", 10)
        if not kind and not year:
            continue
        is_year = not year or (year.isascii() and year.isdigit() and _LEAST <= int(year) <= _MOST)
        if not is_year:
            wrong.append(problem("application.award_year", f"award.{number}.year", f"{year!r} is no year of an award",
                                 f"give a year from {_LEAST}, or none where it is not known", text=year))  # fmt: skip
        if kind not in kinds:
            wrong.append(problem("application.award_kind", f"award.{number}.kind", f"{kind!r} is no award of the call",
                                 "choose one of the list", text=kind))  # fmt: skip
        if is_year and kind in kinds:
            awards.append(EarlierAward(kind=kind, year=int(year) if year else None))
    if wrong:
        raise InputError(*wrong)
    return Nomination(
        person=form.text("nominee", 400), has_awards=_TOLD.get(form.text("has_awards", 10)), awards=tuple(awards)
    )  # fmt: skip
