"""What `pulmu match` prints."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, TypeVar

from pulmu.cli.screen import Screen
from pulmu.locale import plain, won

if TYPE_CHECKING:
    from pulmu.services.matched_round import LimitOfRound, MatchedRound, PlacesLeft, Proposed, ViolatedPair, WishMissed

_MOST_ROWS = 20
_BECAME = ("elsewhere", "kind_full", "no_money", "violated", "conflict", "not_taken", "refused")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class MatchScreen:
    """The screen, the names of firms, and whether everything is printed."""

    screen: Screen
    names: Mapping[str, str]
    is_whole: bool

    def show(self, matched: "MatchedRound", *, explain: bool) -> None:
        """The whole round."""
        self._head(matched)
        self._proposals(matched.proposals, explain=explain)
        self._alone(matched)
        self._places_left(matched.places_left)
        self._violated(matched)
        if matched.refused:
            self.screen.title(self._text("refused_pairs"))
            for item in self._some(matched.refused):
                words = {"applicant": item.applicant, "supplier": item.supplier, "step": item.step,
                         "by": self._text(f"side.{item.by}"), "reason": plain(item.reason)}  # fmt: skip
                self.screen.line("  " + self._text("refused_line", **words))
        if explain:
            self._history(matched)

    def _text(self, key: str, **values: object) -> str:
        return self.screen.text(f"match.{key}", **values)

    def _party(self, name: str) -> str:
        said = plain(self.names.get(name, ""))
        return self._text("party", name=said, id=name) if said and said != name else name

    def _some(self, items: Sequence[T]) -> Sequence[T]:
        return items if self.is_whole else items[:_MOST_ROWS]

    def _rest(self, items: Sequence[object]) -> None:
        if len(items) > len(self._some(items)):
            self.screen.line("  " + self._text("more", count=f"{len(items) - _MOST_ROWS:,}"))

    def _head(self, matched: "MatchedRound") -> None:
        korean = self.screen.language == "ko"
        name = (matched.name_ko if korean else matched.name_en) or matched.name_ko or matched.name_en or matched.id
        accepted = sum(item.state == "accepted" for item in matched.proposals)
        self.screen.title(self._text("title", name=plain(name), id=matched.id, step=matched.step))
        counts = {
            "applicants": matched.applicants,
            "suppliers": matched.suppliers,
            "alone": len(matched.unmatched),
            "proposed": len(matched.proposals),
            "accepted": accepted,
            "refused": len(matched.refused),
        }
        self.screen.line("  " + self._text("counts", **{name: f"{count:,}" for name, count in counts.items()}))
        certificate = asdict(matched.certificate)
        words = {name: f"{value:,}" for name, value in certificate.items() if isinstance(value, int)}
        self.screen.line("  " + self._text(f"proof.{matched.certificate.proof}", **words))

    def _proposals(self, proposals: Sequence["Proposed"], *, explain: bool) -> None:
        if not proposals:
            return
        self.screen.title(self._text("proposals"))
        head = [self._text(f"head.{name}") for name in ("applicant", "supplier", "wish", "rank", "step", "state")]
        rows = [
            [self._party(item.applicant), self._party(item.supplier), str(item.wish), str(item.rank), str(item.step),
             self._state(item)]
            for item in self._some(proposals)
        ]  # fmt: skip
        self.screen.table(head, rows, left=2)
        self._rest(proposals)
        for item in proposals if explain else ():
            if item.missed:
                self.screen.line(f"  {self._party(item.applicant)}: {self._text('missed')}")
                self._missed(item.missed)

    def _state(self, item: "Proposed") -> str:
        if item.state == "waiting" and item.accepted_by:
            who = ", ".join(self._text(f"side.{side}") for side in item.accepted_by)
            return self._text("accepted_by", who=who)
        return self._text(f"state.{item.state}")

    def _alone(self, matched: "MatchedRound") -> None:
        if not matched.unmatched:
            return
        self.screen.title(self._text("alone"))
        for item in self._some(matched.unmatched):
            self.screen.line(f"  {self._party(item.applicant)}")
            self._missed(item.reasons)
            if not item.reasons:
                self.screen.line(f"     {self._text('no_wishes')}")
        self._rest(matched.unmatched)

    def _missed(self, missed: Sequence["WishMissed"]) -> None:
        for item in missed:
            self.screen.line(f"     {item.wish}. {self._party(item.supplier)}: {reason_said(item, self.screen)}")

    def _places_left(self, places: Sequence["PlacesLeft"]) -> None:
        if not places:
            return
        self.screen.title(self._text("places_left"))
        for item in self._some(places):
            told = [self._text(f"became.{name}", count=f"{getattr(item, name):,}") for name in _BECAME
                    if getattr(item, name)]  # fmt: skip
            head = self._text("left", supplier=self._party(item.supplier), left=item.left, places=item.places)
            self.screen.line(f"  {head}; {'; '.join(told or [self._text('nobody_wished')])}")
        self._rest(places)

    def _violated(self, matched: "MatchedRound") -> None:
        if matched.violated:
            self.screen.title(self._text("violated"))
        for item in self._some(matched.violated):
            why = self._text(f"block.{item.why}", others=", ".join(self._party(name) for name in item.instead_of))
            pair = {"applicant": self._party(item.applicant), "supplier": self._party(item.supplier)}
            self.screen.line("  " + self._text("violated_pair", **pair, why=why))
            self.screen.line("     " + self._forced(item))
        self._rest(matched.violated)
        if matched.not_met:
            self.screen.title(self._text("not_met"))
        for short in matched.not_met:
            words = self._text("not_met_line", limit=self._limit(short.limit), willing=short.willing)
            self.screen.line(f"  {words}")

    def _forced(self, item: "ViolatedPair") -> str:
        limits = "; ".join(self._limit(limit) for limit in item.forced_by)
        return self._text("forced_directly" if item.directly else "forced_by", limits=limits)

    def _limit(self, limit: "LimitOfRound") -> str:
        is_money = limit.limit in ("budget", "pool")
        amount = won(limit.amount, self.screen.language) if is_money else f"{limit.amount:,}"
        of = limit.of if limit.limit == "pool" else self._party(limit.of)
        return self._text(f"limit.{limit.limit}", of=of, kind=plain(limit.kind), amount=amount)

    def _history(self, matched: "MatchedRound") -> None:
        self.screen.title(self._text("lots", seed=plain(matched.lot_seed)))
        for lot in matched.lots:
            self.screen.line(f"  {lot.place:>6,}  {lot.lot[:16]}…  {self._party(lot.applicant)}")
        self.screen.title(self._text("history"))
        for event in matched.history:
            by = self._text(f"side.{event.by}") if event.by else ""
            words = {"step": event.step, "applicant": event.applicant, "supplier": event.supplier, "by": by,
                     "reason": plain(event.reason)}  # fmt: skip
            self.screen.line("  " + self._text(f"event.{event.what}", **words))


def reason_said(item: "WishMissed", screen: Screen) -> str:
    """Why a wish did not come true, in words."""
    values = asdict(item)
    why: str = item.why
    if why in ("full", "kind_full") and not values["places"]:
        why = "no_places" if why == "full" else "kind_none"
    if why in ("lot", "kind_lot") and values["last_lot"] > values["lot"]:
        why = "tied"
    words = {name: plain(value) if isinstance(value, str) else value for name, value in values.items()}
    words["by"] = screen.text(f"match.side.{values['by']}") if values["by"] else ""
    words |= {
        "cost": won(values["cost_krw"], screen.language),
        "left": won(max(0, values["left_krw"]), screen.language),
    }
    return screen.text(f"match.why.{why}", **words)
