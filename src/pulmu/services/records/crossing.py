"""What crosses workspaces: notices that all of a place may read, and deliveries from one workspace to one other.

Both are copies that somebody sent. Nothing of a workspace is ever seen from another.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

NoticeKind = Literal["call", "result", "offer", "need", "voice"]
"""A call for applications, what came of one, what a supplier offers, what a firm looks for, where a voice stands."""

DeliveryKind = Literal[
    "application", "withdrawal", "appeal", "appeal_withdrawal", "voice", "answer", "invitation", "proposal", "reply",
    "letter",
]  # fmt: skip
"""An application, its withdrawal, an appeal, its withdrawal, a difficulty; an agency's answer; wishes it asks for, a
match it proposes, what is replied to it and what became of that; the letter that tells a decision."""

NOTICE_KINDS: tuple[NoticeKind, ...] = get_args(NoticeKind)
DELIVERY_KINDS: tuple[DeliveryKind, ...] = get_args(DeliveryKind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What a workspace shows to all of the place.

    Parameters
    ----------
    id : Of its own among those of its kind and workspace; the id of the document it was made from.
    number : 1, 2, 3: it is replaced as a whole.
    content : The document as JSON.
    withdrawn : Since when it is shown to nobody; None while it is.
    """

    kind: NoticeKind
    workspace: str
    id: str
    number: int
    at: datetime
    content: str
    sha256: str
    withdrawn: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What one workspace sent to another.

    Parameters
    ----------
    id : Made by the sender from what is sent: sending twice is sending once.
    about : What it is about at the receiver's, such as a call, by id.
    content : The document as JSON; empty once the receiver has taken it in.
    sha256 : Hash of the content: the receipt.
    taken : When the receiver took it in.
    """

    id: str
    kind: DeliveryKind
    sender: str
    receiver: str
    about: str
    at: datetime
    content: str
    sha256: str
    taken: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What a workspace was sent, or took in from paper, as its own record.

    Parameters
    ----------
    source : `delivery`, or `upload` where an officer took it in from a file.
    sender : Workspace that sent it; empty for an upload.
    name : Of who sent it, as it called itself.
    at : When it was sent: the moment that counts.
    ended : Since when it counts no more: withdrawn, or replaced by a later one.
    """

    id: str
    kind: DeliveryKind
    about: str
    source: Literal["delivery", "upload"] = "delivery"
    sender: str = ""
    name: str
    at: datetime
    content: str
    sha256: str
    ended: datetime | None = None
