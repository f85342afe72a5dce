"""What is said of a round of matching: every proposal, every reason, what was proven, and where it stands."""

from dataclasses import dataclass, field
from typing import Literal

from pulmu.support.matching import Certificate, Event

Why = Literal[
    "full", "lot", "kind_full", "kind_lot", "reserved", "budget", "pool", "violated", "conflict", "not_taken", "refused"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class WishMissed:
    """A wish that did not come true, and what stood in its way.

    Parameters
    ----------
    wish : Its place among the wishes, from 1.
    rank, last_rank : Place of the applicant in the supplier's order, and of the last one taken, from 1.
    lot, last_lot : Their places in the order of lots, from 1.
    places : How many the supplier takes: of the applicant's kind, where its kind was full.
    reason, by : Of a conflict or a refusal.
    """

    supplier: str
    why: Why
    wish: int
    rank: int = 0
    last_rank: int = 0
    lot: int = 0
    last_lot: int = 0
    places: int = 0
    cost_krw: int = 0
    left_krw: int = 0
    reason: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """A proposal that stands.

    Parameters
    ----------
    wish, rank : Place of the supplier among the wishes, and of the applicant in the supplier's order, from 1.
    missed : Wishes above it; of a proposal of the last step.
    """

    applicant: str
    supplier: str
    step: int
    state: str
    accepted_by: tuple[str, ...]
    wish: int
    rank: int
    cost_krw: int
    missed: tuple[WishMissed, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedProposal:
    """A proposal that one side refused: the pair is not proposed again."""

    applicant: str
    supplier: str
    step: int
    by: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmatched:
    """An applicant without a supplier, and why; without reasons it named no supplier."""

    applicant: str
    reasons: tuple[WishMissed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacesLeft:
    """A supplier with places left, and what became of those who wished for it.

    Parameters
    ----------
    wished : Applicants without a standing proposal of an earlier step who named it.
    elsewhere : Have one they wish for as much or more.
    kind_full, no_money, violated, conflict, not_taken, refused : Stood in the way of the others.
    """

    supplier: str
    places: int
    left: int
    wished: int
    elsewhere: int
    kind_full: int
    no_money: int
    violated: int
    conflict: int
    not_taken: int
    refused: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitOfRound:
    """A limit by its names: whose, of which kind, and how many or how much it asks or allows."""

    limit: str
    of: str
    kind: str
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ViolatedPair:
    """Two who would both rather have each other, and the limits that force it."""

    applicant: str
    supplier: str
    why: str
    instead_of: tuple[str, ...]
    forced_by: tuple[LimitOfRound, ...]
    directly: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LeastNotMet:
    """A least number that cannot be met any more, as pairs were refused."""

    limit: LimitOfRound
    willing: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """The lot of an applicant: its place among those of the last step, from 1, and the hash it comes from."""

    applicant: str
    place: int
    lot: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchedRound:
    """A round after its last answers.

    Parameters
    ----------
    step : The step whose proposals are the last.
    certificate : What was proven of the last step.
    round_sha256 : Hash of the file of the round.
    """

    pulmu: Literal["matched_round/1"] = "matched_round/1"
    id: str
    name_ko: str
    name_en: str
    step: int
    lot_seed: str
    applicants: int
    suppliers: int
    certificate: Certificate
    proposals: tuple[Proposed, ...]
    unmatched: tuple[Unmatched, ...]
    places_left: tuple[PlacesLeft, ...]
    violated: tuple[ViolatedPair, ...] = ()
    not_met: tuple[LeastNotMet, ...] = ()
    refused: tuple[RefusedProposal, ...] = ()
    lots: tuple[Lot, ...] = field(default=())
    history: tuple[Event, ...] = ()
    round_sha256: str = ""
