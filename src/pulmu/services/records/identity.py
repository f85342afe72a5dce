"""Who an outside provider says somebody is, and the ways to it and back that are open."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Purpose = Literal["log_in", "link", "join"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """A person as a provider knows them, and whose account that is here.

    Parameters
    ----------
    issuer, subject : The provider, and its name for the person: together one person for good, which an email is not.
    account : Account, by id.
    email : As the provider said when it was linked; it is shown, and nobody is found by it.
    used : When somebody last came in by it.
    """

    issuer: str
    subject: str
    account: str
    email: str
    linked: datetime
    used: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorizationRequest:
    """A way to a provider and back that a browser began. It is taken once: on the way back, and once more where what
    the provider proved waits for a word of the person.

    Parameters
    ----------
    id : Hash of the secret the browser holds.
    provider : Name the operator gave it.
    account : To link: whose account; else empty.
    wanted : Page of this place to go on to.
    issuer, subject, email, email_verified, name, second_factor : What the provider proved; empty on the way there.
    """

    id: str
    provider: str
    purpose: Purpose
    account: str = ""
    wanted: str = "/"
    ends: datetime
    issuer: str = ""
    subject: str = ""
    email: str = ""
    email_verified: bool = False
    name: str = ""
    second_factor: bool = False
