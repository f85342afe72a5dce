"""Who is the largest holder: alone, with its officers (a company) or with its relatives (a person)."""

from collections.abc import Iterable
from dataclasses import dataclass

from pulmu.model.finding import Answer, Finding
from pulmu.model.source import Source
from pulmu.support.ownership.graph import Graph
from pulmu.support.ownership.span import NONE, Span, percent, reaches


@dataclass(frozen=True, slots=True)
class Contest:
    """One holder, or several counted as one, against all others of a company.

    Parameters
    ----------
    own : What the holder has, with those tied to it.
    direct : The least of it that is held directly: nobody else can hold these shares.
    rivals : What each other holder has, with those tied to it.
    rest : Part of the votes nobody of the file is told to hold.
    strangers : The most that somebody who is not told of can hold.
    slack : What persons who are not told of may add to a holder they are tied to.
    """

    own: Span
    direct: float
    rivals: tuple[tuple[str, Span], ...]
    strangers: float
    slack: float

    @property
    def answer(self) -> Answer:
        """Whether nobody has more. Who has as much as the largest is a largest holder too."""
        strongest = max((share.high + self.slack for _, share in self.rivals), default=0.0)
        threat = min(max(strongest, self.strangers), 1.0 - self.direct)
        if reaches(self.own.low, threat):
            return Answer.YES
        surely = max((share.low for _, share in self.rivals), default=0.0)
        return Answer.UNKNOWN if reaches(self.own.high + self.slack, surely) else Answer.NO

    def finding(self, graph: Graph, source: Source) -> Finding:
        """The same with its reason."""
        name, share = max(self.rivals, key=lambda item: (item[1].high, item[0]), default=("", NONE))
        against = f"next {graph.name(name)} {share}" if name else "nobody else is told"
        if self.answer is Answer.UNKNOWN and self.strangers > share.high:
            against += f"; others may hold up to {percent(self.strangers)}"
        return Finding("largest_holder", self.answer, f"{self.own}, {against}", source)


def contest(
    graph: Graph, company: str, own: Span, direct: float, rivals: Iterable[tuple[str, Span]], known_from: float
) -> Contest:
    """The contest for a company, with what is not told of its holders."""
    rest = graph.rest(company)
    known = graph.owners_known(company)
    return Contest(own, direct, tuple(rivals), min(rest, known_from) if known else rest, 0.0 if known else rest)


def tied_share(graph: Graph, holder: str, company: str, besides: frozenset[str] = frozenset()) -> Span:
    """What the officers or relatives of a holder hold directly, but for those counted elsewhere."""
    share = NONE
    for person in sorted(graph.tied.get(holder, frozenset()) - besides - {holder}):
        share = share.plus(graph.share(person, company))
    return share
