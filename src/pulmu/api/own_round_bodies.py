"""What answers about rounds a workspace takes part in hold, and what is sent for them."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from pulmu.model import encode
from pulmu.model.matching_round import KindQuota
from pulmu.services.records.crossing import Delivery
from pulmu.services.rounds.inviting import PartyState
from pulmu.services.rounds.own import OwnProposal, OwnRound
from pulmu.services.rounds.replies import TakenIn
from pulmu.services.rounds.sent import RoundWishes

PartyName = Annotated[str, Field(min_length=1, max_length=60)]
Seen = Annotated[int, Field(ge=0, le=10**9)]
Entry = Annotated[str, Field(min_length=1, max_length=4000)]


class PartyView(BaseModel):
    """One who takes part: whether it was invited, its invitation read, and something it sent waits."""

    side: Literal["applicant", "supplier"]
    id: str
    name: str
    workspace: str
    item: str
    sent_at: str
    invited: datetime | None
    is_read: bool
    waits: bool

    @classmethod
    def of(cls, found: PartyState) -> "PartyView":
        """As it stands."""
        party = found.party
        return cls(side=found.side, id=party.id, name=party.name, workspace=party.workspace, item=party.item,
                   sent_at=party.sent_at, invited=found.invited, is_read=found.is_read, waits=found.waits)  # fmt: skip


class ChosenItem(BaseModel):
    """A need or an offer that a workspace shows."""

    workspace: Annotated[str, Field(pattern="^[0-9a-f]{32}$")]
    item: Annotated[str, Field(min_length=1, max_length=60)]


class PartiesBody(BaseModel):
    """Who takes part, on the version that was looked at."""

    side: Literal["applicant", "supplier"]
    items: Annotated[list[ChosenItem], Field(min_length=1, max_length=5_000)]
    seen: Annotated[int, Field(ge=1, le=10**9)]


class RoundSeenBody(BaseModel):
    """The version of the round that was looked at."""

    seen: Annotated[int, Field(ge=1, le=10**9)]


class ProposalsBody(RoundSeenBody):
    """Until when answers are taken, Korean time."""

    until: date
    until_at: Annotated[str, Field(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$")] = "18:00"


class SilenceBody(RoundSeenBody):
    """What is written beside a refusal that nobody spoke."""

    reason: Annotated[str, Field(min_length=1, max_length=400)] = "no answer in time"


class SentCount(BaseModel):
    """How many were added, asked, proposed to or counted; the version of the round after that."""

    count: int
    version: int


class TakenInView(BaseModel):
    """What came of replies: how many stand in the new version, and how many were refused."""

    version: int
    taken: int
    refused: int

    @classmethod
    def of(cls, found: TakenIn) -> "TakenInView":
        """As it is."""
        return cls(version=found.version, taken=found.taken, refused=found.refused)


class OwnProposalView(BaseModel):
    """A proposal as it was sent; what was answered, and whether an answer is taken now."""

    at: datetime
    told: dict[str, Any]
    answered: str
    can_answer: bool

    @classmethod
    def of(cls, found: OwnProposal) -> "OwnProposalView":
        """As it is."""
        return cls(at=found.at, told=encode(found.told), answered=found.answered, can_answer=found.can_answer)


class WishesSending(BaseModel):
    """Wishes that were sent, and what became of them."""

    at: datetime
    state: str
    why: str


class OwnRoundView(BaseModel):
    """A round a workspace was invited to, as one party: the invitation as it was sent, its wishes, and proposals."""

    key: str
    agency: str
    agency_name: str
    at: datetime
    is_open: bool
    version: int
    invitation: dict[str, Any]
    wishes: dict[str, Any]
    sendings: list[WishesSending]
    proposals: list[OwnProposalView]

    @classmethod
    def of(cls, found: OwnRound) -> "OwnRoundView":
        """As it stands."""
        return cls(
            key=found.key, agency=found.agency, agency_name=found.agency_name, at=found.at, is_open=found.is_open,
            version=found.number, invitation=encode(found.invitation), wishes=encode(found.wishes),
            sendings=[WishesSending(at=item.at, state=item.state, why=item.why) for item in found.sendings],
            proposals=[OwnProposalView.of(item) for item in found.proposals],
        )  # fmt: skip


class KindMost(BaseModel):
    """How many of a kind a supplier takes at most."""

    kind: Annotated[str, Field(max_length=400)]
    most: Annotated[int, Field(ge=0, le=100_000)]


class WishesBody(BaseModel):
    """Whom a party wants, best first (`a = b` are as good); of a supplier also its places."""

    seen: Seen
    ranks: Annotated[list[Entry], Field(max_length=5_000)] = []
    contact: Annotated[str, Field(max_length=400)] = ""
    places: Annotated[int, Field(ge=0, le=100_000)] | None = None
    takes_others: bool | None = None
    kinds: Annotated[list[KindMost], Field(max_length=200)] = []

    def wishes(self) -> RoundWishes:
        """As they are kept."""
        kinds = tuple(KindQuota(kind=item.kind, most=item.most) for item in self.kinds)
        return RoundWishes(ranks=tuple(self.ranks), contact=self.contact, places=self.places,
                           takes_others=self.takes_others, kinds=kinds)  # fmt: skip


class ReplyBody(BaseModel):
    """An answer to a proposal, by the id of the other side; a refusal says why."""

    partner: PartyName
    answer: Literal["accept", "refuse"]
    reason: Annotated[str, Field(max_length=400)] = ""


class ReplyReceipt(BaseModel):
    """That something was sent to the agency of a round: the receipt."""

    receipt: str
    at: datetime
    sha256: str

    @classmethod
    def of(cls, found: Delivery) -> "ReplyReceipt":
        """As it was noted."""
        return cls(receipt=found.id, at=found.at, sha256=found.sha256)
