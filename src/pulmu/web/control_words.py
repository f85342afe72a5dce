"""How the control of a line stands, in a sentence, and its parts in words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from pulmu.locale import Language, about_won, has_text, plain, problem_text, text, unit_symbol
from pulmu.model import Problem
from pulmu.model.guard_profile import Interlock, Limit
from pulmu.services.accounts.identify import ZONE
from pulmu.services.control.desk import GuardView
from pulmu.services.control.prove import ProvenFigure
from pulmu.services.guarded_lines.acts import Standing
from pulmu.services.guarded_lines.beating import is_under_way
from pulmu.services.guarded_lines.reach import not_offered

_SHORT = 12
WON = "KRW"


def short(seal: str) -> str:
    """A seal as people compare it: its beginning, in groups of four."""
    begun = seal[:_SHORT]
    return " ".join(begun[at : at + 4] for at in range(0, len(begun), 4))


def clock(seconds: float) -> str:
    """A moment by the clock of the place."""
    return f"{datetime.fromtimestamp(seconds, UTC).astimezone(ZONE):%H:%M:%S}"


def day_and_clock(seconds: float) -> str:
    """A moment with its day, as tables show it."""
    return f"{datetime.fromtimestamp(seconds, UTC).astimezone(ZONE):%Y-%m-%d %H:%M:%S}"


@dataclass(frozen=True, slots=True)
class ControlWords:
    """Words for the control of a line.

    Parameters
    ----------
    people : Names by what the guard calls them.
    carriers : Names of energies by id.
    """

    language: Language
    people: Mapping[str, str]
    carriers: Mapping[str, str] = field(default_factory=dict)

    def say(self, key: str, **values: object) -> str:
        """Words of the pages of control."""
        return text(f"web.control.{key}", self.language, **values)

    def person(self, key: str) -> str:
        """Who it is; what the guard calls them where their name is not known."""
        return plain(self.people.get(key, key), 40) if key else self.say("nobody")

    def value(self, value: object, unit: str = "1") -> str:
        """A value of the plant with its unit."""
        if value is None:
            return self.say("unknown_value")
        if isinstance(value, bool):
            return self.say("truth_yes" if value else "truth_no")
        if isinstance(value, float | int):
            return f"{value:,.6g}" + ("" if unit == "1" else f" {unit}")
        return plain(str(value), 40)

    def listed(self, text: str, unit: str) -> str:
        """A value as a list of proofs keeps it."""
        if text in ("True", "False"):
            return self.value(text == "True")
        return plain(text, 40) + ("" if unit == "1" else f" {unit}")

    def called(self, item: Limit | Interlock, key: str) -> str:
        """What a tag or an interlock is called."""
        local = item.name_local if self.language == "ko" else ""
        return plain(local or item.name or key, 60)

    def tag(self, view: GuardView, tag: str) -> str:
        """What a tag is called that may be written."""
        found = next((item for item in view.profile.limits if item.tag == tag), None)
        return plain(tag, 60) if found is None else self.called(found, tag)

    def unit(self, view: GuardView, tag: str) -> str:
        """The unit of a tag that may be written."""
        return next((item.unit for item in view.profile.limits if item.tag == tag), "1")

    def did(self, action: str) -> str:
        """What an entry of the guard's ledger tells, in words; as it stands there where it has none."""
        key = f"web.control.action.{action.replace('.', '_')}"
        return text(key, self.language) if has_text(key, self.language) else plain(action, 60)

    def figure(self, item: ProvenFigure) -> str:
        """What a figure of a proof is called."""
        name, _, about = item.figure.partition(".")
        key = f"figure.{name}_of" if about else f"figure.{name}"
        return (
            self.say(key, about=plain(self.carriers.get(about, about), 60))
            if has_text(f"web.control.{key}", self.language)
            else item.figure
        )

    def by(self, item: ProvenFigure) -> str:
        """How much it changes, with half its interval."""
        if item.unit == WON:
            return self.say(
                "won_by", by=f"{_three_digits(item.change):+,.0f}", half=f"{_three_digits(item.half_width):,.0f}"
            )
        return f"{item.change:+,.4g} ± {item.half_width:,.2g}{self._with(item.unit)}"

    def three(self, ends: tuple[float, float, float], unit: str) -> str:
        """A figure, with the ends between which eight in ten runs lie."""
        if unit == WON:
            return about_won(ends[1], self.language)
        if ends[0] == ends[2]:
            return f"{ends[1]:,.5g}{self._with(unit)}"
        span = self.say("span", low=f"{ends[0]:,.4g}", high=f"{ends[2]:,.4g}")
        return f"{ends[1]:,.5g} ({span}){self._with(unit)}"

    def _with(self, unit: str) -> str:
        return "" if unit in ("1", "piece", "pieces") else f" {unit_symbol(unit, self.language)}"

    def changes(self, view: GuardView) -> tuple[str, ...]:
        """What is proposed, a line for each setpoint: name, value now, value wanted."""
        if view.proposal is None:
            return ()
        now = {item.tag: item.value for item in view.readings}
        return tuple(
            self.say("change", name=self.tag(view, item.tag), before=self.value(now.get(item.tag), "1"),
                     after=self.value(item.value, item.unit))
            for item in view.proposal.group.setpoints
        )  # fmt: skip

    def in_short(self, view: GuardView) -> str:
        """What is proposed, in as few words as it takes."""
        changes = self.changes(view)
        more = len(changes) - 1
        first = changes[0] if changes else ""
        return self.say("and_more", first=first, count=more) if more > 0 else first

    def why(self, problem: Problem) -> str:
        """A problem in one sentence."""
        said = problem_text(
            problem.code, dict(problem.values), self.language, message=problem.message, mend=problem.mend,
            in_place=True,
        )  # fmt: skip
        return said.what


def _three_digits(value: float) -> float:
    return float(f"{value:.3g}")


def first_line(standing: Standing, words: ControlWords, line: str) -> str:
    """The sentence the page begins with."""
    view, reasons = standing.view, list(not_offered(standing.reach, line))
    if view is None and standing.trouble is not None:
        return words.say("stands.unreachable")
    if view is None or (reasons and not is_under_way(view) and view.phase != "failed_safe"):
        return words.say("stands.not_offered", why=words.why(reasons[0]) if reasons else "")
    for holds, tell in _STANDS:
        if holds(view):
            return tell(view, words)
    return words.say("stands.ready")


def _alarm(view: GuardView, words: ControlWords, key: str, code: str = "") -> str:
    """What stands, since when and why: the last alarm, or the last of that code."""
    last = next((item for item in reversed(view.alarms) if code in ("", item.problem.code)), None)
    if last is None:
        return words.say(f"stands.{key}")
    return words.say(f"stands.{key}_since", at=clock(last.at), why=words.why(last.problem))


def _running(view: GuardView, words: ControlWords) -> str:
    run = view.run
    if run is None:
        return words.say("stands.committed")
    return words.say(
        "stands.running", name=words.tag(view, run.tag), index=run.index, count=run.count,
        stage=words.say(f"stage.{run.stage}"),
    )  # fmt: skip


def _armed(view: GuardView, words: ControlWords) -> str:
    if view.arming is None:
        return words.say("stands.committed")
    left = max(0, round(view.arming.expires_at - view.at))
    return words.say(
        "stands.armed", person=words.person(view.arming.by), seconds=left, change=words.in_short(view)
    )  # fmt: skip


def _proposed(view: GuardView, words: ControlWords) -> str:
    author = view.proposal.author if view.proposal else ""
    return words.say("stands.proposed", person=words.person(author), change=words.in_short(view))


_STANDS: tuple[tuple[Callable[[GuardView], bool], Callable[[GuardView, ControlWords], str]], ...] = (
    (lambda view: view.phase == "failed_safe", lambda view, words: _alarm(view, words, "failed_safe")),
    (lambda view: view.is_stopped, lambda view, words: _alarm(view, words, "stopped", "control.killed")),
    (lambda view: not view.is_linked, lambda _, words: words.say("stands.no_link")),
    (lambda view: view.is_record_lost, lambda _, words: words.say("stands.no_record")),
    (lambda view: view.run is not None, _running),
    (lambda view: not view.is_switch_known, lambda _, words: words.say("stands.switch_unknown")),
    (lambda view: not view.is_switched_on, lambda _, words: words.say("stands.switched_off")),
    (lambda view: view.arming is not None, _armed),
    (lambda view: view.proposal is not None, _proposed),
    (lambda view: bool(view.engaged), lambda view, words: words.say("stands.engaged", count=len(view.engaged))),
    (lambda view: view.phase == "reverted", lambda view, words: _alarm(view, words, "reverted")),
)
"""What is said first, worst first."""
