"""What an assignment is asked for: who may be asked, how well each fits, and the rules of the panels."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelRules:
    """Rules of a call for its panels.

    Parameters
    ----------
    per_application : Reviewers of each application.
    most, least : Applications of each reviewer, at most and at least.
    roles : Least number of reviewers with a role on each panel, by role.
    most_of_institution : Reviewers of one institution on a panel, at most; None: any number.
    least_fit : Fit below which nobody judges an application. [hundredths]
    """

    per_application: int
    most: int
    least: int = 0
    roles: Mapping[str, int] = field(default_factory=dict)
    most_of_institution: int | None = None
    least_fit: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A reviewer who can be asked; `most` is a limit of their own."""

    id: str
    roles: frozenset[str] = frozenset()
    institution: str = ""
    most: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """An assignment that is asked for.

    Parameters
    ----------
    fit : (applications, candidates)  How well a candidate fits, 0 to 10,000. [hundredths]
    barred : (applications, candidates)  Who may not judge what.
    fields : Main field of each application, by which shortages are told.
    """

    applications: tuple[str, ...]
    candidates: tuple[Candidate, ...]
    fit: Integers
    barred: Flags
    rules: PanelRules
    fields: tuple[str, ...] = ()

    def most(self) -> Integers:
        """(candidates,)  Applications each can take."""
        limit = self.rules.most
        return np.array([limit if one.most is None else min(limit, one.most) for one in self.candidates], np.int64)

    def least(self) -> Integers:
        """(candidates,)  Applications each is to have; never more than each can take."""
        return np.minimum(self.rules.least, self.most())

    def allowed(self) -> Flags:
        """(applications, candidates)  Who may judge what."""
        return np.asarray(~self.barred & (self.fit >= self.rules.least_fit), dtype=np.bool_)

    def with_role(self, role: str) -> Flags:
        """(candidates,)  Who has a role."""
        return np.array([role in one.roles for one in self.candidates], dtype=np.bool_)

    def institution_numbers(self) -> Integers:
        """(candidates,)  Number of each one's institution; -1 where none is told."""
        number = {name: at for at, name in enumerate(sorted({one.institution for one in self.candidates} - {""}))}
        return np.array([number.get(one.institution, -1) for one in self.candidates], dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Pair:
    """A reviewer who judges an application."""

    application: str
    reviewer: str
    fit: int


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who judges what, by application and reviewer, with the proof of how good it is.

    Parameters
    ----------
    floor : Fit that every reviewer of every application reaches, or the best that application could have at all.
    floor_proven : Whether no assignment has a higher one.
    total : Sum of all fits.
    bound : No assignment with that floor has a larger sum.
    moved : Pairs of an assignment before that are not kept, beside those of reviewers who stepped back.
    """

    pairs: tuple[Pair, ...]
    floor: int
    floor_proven: bool
    total: int
    bound: int
    moved: int = 0

    @property
    def proven(self) -> bool:
        """Whether it is the best there is."""
        return self.floor_proven and self.total == self.bound
