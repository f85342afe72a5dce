"""What each good piece takes, in the words of the pages; the three balances stand apart."""

from dataclasses import dataclass

from pulmu.locale import source_text
from pulmu.locale import unit_symbol as unit_of
from pulmu.model.line import Line
from pulmu.services.accounts.identify import ZONE
from pulmu.services.live_links.per_part import CarrierPart, Made, PerPart
from pulmu.web.line_words import name_of
from pulmu.web.live_view import LiveView


@dataclass(frozen=True, slots=True)
class CarrierRow:
    """A carrier: of all, and of each good piece."""

    name: str
    amount: str
    each: str
    won: str
    kg: str
    counts: str
    basis: str


@dataclass(frozen=True, slots=True)
class PartsView:
    """A page of what each piece takes.

    Parameters
    ----------
    answer : The first line.
    won, certificates, footprint : Of each piece; words where there is no figure.
    slots : Parts of the time: clock, pieces, won, direct, electricity, each for a piece.
    """

    answer: str
    since: str
    until: str
    won: str
    certificates: str
    footprint: str
    rows: tuple[CarrierRow, ...]
    slots: tuple[tuple[str, str, str, str, str], ...]


def parts_view(line: Line, found: PerPart | None, view: LiveView) -> PartsView | None:
    """The words; None where nothing was kept."""
    if found is None:
        return None
    whole, none = found.whole, view.text("no_figure")
    names = {item.id: name_of(item, view.language) for item in line.carriers}
    total = None if whole.direct is None or whole.electricity is None else whole.direct + whole.electricity
    won, direct = whole.each(whole.won), whole.each(whole.direct)
    footprint = whole.each(total)
    said = {"won": _said(won, none), "kg": _said(footprint, none), "count": _said(whole.good, "?")}
    untied = ", ".join(names[item] for item in whole.untied)
    if untied:
        none = view.text("no_tie", carriers=untied)
    if won is None:
        answer = view.text("parts_none")
    elif footprint is None:
        answer = view.text("parts_won_only", why=none, **said)
    else:
        answer = view.text("parts_answer", **said)
    return PartsView(
        answer=answer, since=f"{whole.start.astimezone(ZONE):%m-%d %H:%M}", until=f"{whole.end.astimezone(ZONE):%H:%M}",
        won=_said(won, view.text("no_figure")), certificates=_said(direct, none), footprint=_said(footprint, none),
        rows=tuple(_row(item, whole, names[item.carrier], view) for item in whole.carriers),
        slots=tuple(_slot(item) for item in found.parts),
    )  # fmt: skip


def _row(item: CarrierPart, whole: Made, name: str, view: LiveView) -> CarrierRow:
    none, unit = "?", unit_of(item.unit, view.language)
    is_counted = item.factor.is_counted
    return CarrierRow(
        name=name, amount=_said(item.amount, none, unit), each=_said(whole.each(item.amount), none, unit),
        won=_said(whole.each(item.won), none), kg=_said(whole.each(item.kg), none) if is_counted else "–",
        counts=view.text(_counts(item)),
        basis=_basis(item, view),
    )  # fmt: skip


def _basis(item: CarrierPart, view: LiveView) -> str:
    if item.factor.tie:
        return view.text(f"tie.{item.factor.tie}")
    if item.factor.figure is None:
        return view.text("no_factor" if item.factor.is_counted else "no_flow")
    source = item.factor.figure.source
    return source_text(source, view.language) + (f" ({source.confidence})" if source.confidence else "")


def _counts(item: CarrierPart) -> str:
    if item.factor.tie:
        return "counts_unknown"
    if not item.factor.is_counted:
        return "counts_nowhere"
    return "counts_direct" if item.factor.direct else "counts_footprint"


def _slot(item: Made) -> tuple[str, str, str, str, str]:
    clock = f"{item.start.astimezone(ZONE):%H:%M}–{item.end.astimezone(ZONE):%H:%M}"
    won, direct, power = (_said(item.each(value), "?") for value in (item.won, item.direct, item.electricity))
    return clock, _said(item.good, "?"), won, direct, power


def _said(value: float | None, none: str, unit: str = "") -> str:
    if value is None:
        return none
    said = f"{value:,.0f}" if abs(value) >= 1000 else f"{value:,.3g}"
    return f"{said} {unit}".strip()
