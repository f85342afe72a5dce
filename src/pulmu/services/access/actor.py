"""Who asks: a person by session or token, or an importer by link; in one workspace, or in the place itself."""

from dataclasses import dataclass
from typing import Literal

from pulmu.services.access.permission import SECOND_FACTOR_ROLES, Action, is_allowed
from pulmu.services.records.account import Role


@dataclass(frozen=True, slots=True)
class Grant:
    """A role as it holds today.

    Parameters
    ----------
    reports : Reports it is for, by id; every one where it is empty.
    """

    role: Role
    reports: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who asks.

    Parameters
    ----------
    id : Account, by id.
    workspace : Workspace they are in; empty for the place itself.
    grants : Roles that hold today in that workspace.
    scopes : Actions a token may do; None for a session, which may do all its roles may.
    token : Token they came in with, by id; empty for a session.
    second_factor : Whether a one-time code was given.
    address : Where the request came from.
    """

    id: str
    name: str
    workspace: str
    grants: tuple[Grant, ...]
    via: Literal["session", "token"]
    scopes: tuple[str, ...] | None = None
    token: str = ""
    second_factor: bool = False
    address: str = ""

    def may(self, action: Action, report: str = "") -> bool:
        """Whether one of the roles allows it, the token does not forbid it, and the second factor was given."""
        return any(self._usable(grant, action, report) for grant in self.grants)

    def roles_for(self, action: Action, report: str = "") -> frozenset[Role]:
        """The roles by which they may do it now."""
        return frozenset(grant.role for grant in self.grants if self._usable(grant, action, report))

    def lacks_second_factor(self, action: Action, report: str = "") -> bool:
        """Whether only the one-time code is missing."""
        return not self.may(action, report) and any(self._granted(grant, action, report) for grant in self.grants)

    def _usable(self, grant: Grant, action: Action, report: str) -> bool:
        known = self.second_factor or grant.role not in SECOND_FACTOR_ROLES
        return known and self._granted(grant, action, report)

    def _granted(self, grant: Grant, action: Action, report: str) -> bool:
        if self.scopes is not None and action not in self.scopes:
            return False
        if grant.reports and report not in grant.reports:
            return False
        return is_allowed(grant.role, action)
