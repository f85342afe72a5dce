"""A proof of setpoints as a page shows it: before and after, three balances apart, and why it is safe."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Literal

from pulmu.locale import plain
from pulmu.services.control.desk import GuardView
from pulmu.services.control.prove import ProvenFigure
from pulmu.services.guarded_lines.proofs import KeptProof
from pulmu.web.control_words import ControlWords

Verdict = Literal["yes", "no", "later"]
_ELECTRICITY = "electricity"
_NOTHING = 1e-9
"""A change of so little is none: what is left of numbers that cancel. [certificates/t, t CO2e/t]"""


@dataclass(frozen=True, slots=True)
class Line:
    """A figure without the setpoints and with them."""

    name: str
    before: str
    after: str
    change: str
    is_sure: bool


@dataclass(frozen=True, slots=True)
class Control:
    """A control that was looked at: yes, no, or looked at again right before the write."""

    name: str
    verdict: Verdict
    said: str


@dataclass(frozen=True, slots=True)
class Balance:
    """One of the three balances, and which way the setpoints move it."""

    name: str
    value: str
    note: str


@dataclass(frozen=True)
class ProofPage:
    """A proof beside the guard as it stands.

    Parameters
    ----------
    view : None where the guard cannot be reached.
    """

    kept: KeptProof
    view: GuardView | None
    words: ControlWords
    now: datetime

    @cached_property
    def lines(self) -> list[Line]:
        """What is looked at, until the end of it: pieces, scrap, peak, energies, cost."""
        return [self._line(item) for item in self.kept.proven.figures]

    @cached_property
    def setpoints(self) -> list[tuple[str, str, str]]:
        """Name, value now and value wanted."""
        now = {item.tag: item for item in self.view.readings} if self.view else {}
        rows = []
        for item in self.kept.proven.group.setpoints:
            name = self.words.tag(self.view, item.tag) if self.view else item.tag
            seen = now.get(item.tag)
            before = self.words.value(seen.value if seen else None, item.unit)
            rows.append((name, before, self.words.value(item.value, item.unit)))
        return rows

    @property
    def age(self) -> int:
        """How old the state of the plant is it began from. [s]"""
        return max(0, round(self.kept.age(self.now)))

    @property
    def left(self) -> int:
        """How long it can still be proposed, armed and committed. [s]"""
        most = self.view.profile.snapshot_age_s if self.view else 0.0
        return max(0, round(most - self.kept.age(self.now)))

    @property
    def is_proven(self) -> bool:
        """Whether the simulated plant went beyond no limit."""
        return not self.kept.proven.violations and self.kept.proven.proof.violations == 0

    @property
    def answer(self) -> str:
        """The first line of the page."""
        if not self.is_proven:
            return self.words.say("proof.not_proven", count=len(self.kept.proven.violations))
        if self.left <= 0:
            return self.words.say("proof.too_old", seconds=self.age)
        good = self._figure("good")
        moves = self.words.say("proof.good", change=self.words.by(good)) if good else ""
        return self.words.say("proof.proven", hours=f"{self.kept.proven.hours:g}", moves=moves).strip()

    @cached_property
    def balances(self) -> list[Balance]:
        """Won, certificates and footprint: they move differently."""
        cost = self._figure("cost_krw")
        fuels = [item for item in self._energies() if not self._is_electricity(item)]
        return [
            Balance("won", self.words.by(cost) if cost else self.words.say("proof.no_figure"),
                    self.words.say("proof.won_note")),
            self._moved("certificates", fuels),
            self._moved("footprint", self._energies()),
        ]  # fmt: skip

    @cached_property
    def controls(self) -> list[Control]:
        """Each control that was looked at."""
        return list(self._controls())

    def _controls(self) -> Iterator[Control]:
        proof, view, words = self.kept.proven.proof, self.view, self.words
        if view is None:
            yield Control(words.say("why.guard"), "no", words.say("stands.unreachable"))
            return
        limits = {item.tag: item for item in view.profile.limits}
        group = self.kept.proven.group.setpoints
        known = all(item.tag in limits for item in group)
        yield self._control("allow_list", known, words.say("why.allow_list_said", count=len(group)))
        yield self._control("limits", proof.profile == view.seal,
                            words.say("why.limits_said", by=plain(view.profile.made_by, 60),
                                      version=view.profile.version))  # fmt: skip
        yield self._control("simulated", self.is_proven, words.say("why.simulated_said",
                            runs=self.kept.proven.replications, hours=f"{self.kept.proven.hours:g}"))  # fmt: skip
        yield self._control("snapshot", self.left > 0, words.say("why.snapshot_said", age=self.age,
                            most=f"{view.profile.snapshot_age_s:g}"))  # fmt: skip
        model_age = self.now.timestamp() - proof.model_at
        yield self._control("model", model_age <= view.profile.model_age_s, words.say("why.model_said",
                            days=f"{model_age / 86400:.1f}", most=f"{view.profile.model_age_s / 86400:g}"))  # fmt: skip
        locks = [item.state for item in view.interlocks]
        yield self._control("interlocks", all(item == "met" for item in locks), words.say("why.interlocks_said",
                            met=locks.count("met"), count=len(locks)))  # fmt: skip
        yield self._control("switch", view.is_switched_on and view.is_linked, "")
        yield Control(words.say("why.second"), "later" if view.profile.two_persons else "yes",
                      words.say("why.second_said" if view.profile.two_persons else "why.second_not"))  # fmt: skip
        for name in ("step", "read_back", "safe"):
            yield Control(words.say(f"why.{name}"), "later", words.say(f"why.{name}_said"))

    def _control(self, name: str, holds: bool, said: str) -> Control:
        return Control(self.words.say(f"why.{name}"), "yes" if holds else "no", said)

    def _energies(self) -> list[ProvenFigure]:
        return [item for item in self.kept.proven.figures if item.figure.startswith("energy.")]

    def _is_electricity(self, item: ProvenFigure) -> bool:
        return item.figure.partition(".")[2] == _ELECTRICITY or item.unit == "kWh"

    def _moved(self, name: str, energies: list[ProvenFigure]) -> Balance:
        """Which way a balance goes: by the plant's own figures, else by the energies that count in it."""
        if (told := self._of_plant(name)) is not None:
            return told
        sure = [item for item in energies if abs(item.change) > item.half_width]
        if not sure:
            return Balance(name, self.words.say("proof.flat"), self.words.say(f"proof.{name}_note"))
        down, up = all(item.change < 0 for item in sure), all(item.change > 0 for item in sure)
        way = "down" if down else "up" if up else "both"
        by = ", ".join(f"{self.words.figure(item)} {self.words.by(item)}" for item in sure)
        return Balance(name, self.words.say(f"proof.{way}"), f"{by}. {self.words.say(f'proof.{name}_note')}")

    def _of_plant(self, name: str) -> Balance | None:
        """The change of a tonne of the first good, where the line stands in a plant."""
        found = self.kept.proven.balances
        good, change = next(iter(found.change.items()), ("", {})) if found else ("", {})
        if name not in change:
            return None
        by, half = change[name].mean, change[name].half_width or 0.0
        is_moved = max(abs(by), half) > _NOTHING
        value = self.words.say(f"proof.{name}_by" if is_moved else "proof.flat", by=f"{by:+.3g}", half=f"{half:.2g}")
        return Balance(name, value, self.words.say("proof.of_good", good=plain(good, 60)))

    def _line(self, item: ProvenFigure) -> Line:
        words = self.words
        return Line(
            words.figure(item), words.three(item.before, item.unit), words.three(item.after, item.unit),
            words.by(item), abs(item.change) > item.half_width,
        )  # fmt: skip

    def _figure(self, name: str) -> ProvenFigure | None:
        return next((item for item in self.kept.proven.figures if item.figure == name), None)
