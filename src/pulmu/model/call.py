"""A call for applications: a round of a programme with its dates, what is asked, how it is judged and how chosen.

What a call does not say is not done: without reviewers nothing is scored, without a ladder no award is given.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Literal

from pulmu.model.attribute import Bounds, Doc, Most, Unique
from pulmu.model.firm import Share, Won
from pulmu.model.flow import Words
from pulmu.model.programme import Bonus, Clock, Condition, Count, FactName, Points, ProgrammeSource, Prose, Word, Year

Few = Annotated[int, Bounds(1, 99)]
Order = Literal["more", "less"]
PersonPart = Literal["representative", "lead", "member"]
"""The firm's representative, the head of the project, others who do it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """What reviewers give points for."""

    id: Word
    name_ko: Words
    name_en: Words = ""
    most: Annotated[Points, Doc("most points a reviewer can give; at most two decimals")]
    step: Annotated[Points, Doc("points go by this step")] = 1.0
    expertise: Annotated[tuple[Word, ...], Most(12), Doc("who may judge it; empty: every reviewer")] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CallTrack:
    """A part of the call with places and money of its own; its terms are those of the programme's track of this id."""

    id: Word
    name_ko: Words = ""
    name_en: Words = ""
    places: Count | None = None
    budget_krw: Won | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CallQuota:
    """Places kept for some, or as many as some may have at most. A share is of those chosen."""

    id: Word
    name_ko: Words = ""
    name_en: Words = ""
    when: Annotated[Condition, Doc("whom it is about")]
    least: Count | None = None
    least_share: Share | None = None
    most: Count | None = None
    most_share: Share | None = None
    note: Prose = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """What decides between equal points: a criterion, `bonus`, `asked_krw`, `received` (the earlier), a fact of the
    firm, or `lot`."""

    by: Annotated[FactName, Doc("criterion, bonus, asked_krw, received, lot, or a fact that is a number")]
    order: Annotated[Order, Doc("who has more of it comes first, or who has less")] = "more"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choosing:
    """How applications are chosen, as the notice says."""

    mode: Annotated[
        Literal["in_order", "most_points"],
        Doc("down the list as far as it goes, or the set with the most points together"),
    ] = "in_order"
    beyond_budget: Annotated[
        Literal["next", "stop"], Doc("in order: who does not fit the money left is passed over, or ends the list")
    ] = "next"
    passing_points: Points | None = None
    ties: Annotated[tuple[Tie, ...], Unique("by"), Most(12)] = ()
    lot_seed: Annotated[Words, Doc("text from which lots are drawn; published before the scores are opened")] = ""
    per_group: Annotated[Few | None, Doc("most that affiliates together may have; not given: no limit")] = None
    reserves: Annotated[Count, Doc("places on the reserve list")] = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewing:
    """Who judges an application, and who may not."""

    per_application: Few = 3
    most_each: Annotated[Count | None, Doc("most applications of one reviewer")] = None
    least_by_expertise: Annotated[dict[str, Few], Doc("reviewers of each application with this expertise")] = field(
        default_factory=dict
    )
    former_colleague_years: Annotated[Points, Doc("years after which a former colleague may judge again")] = 3.0
    relatives: Annotated[bool, Doc("relatives of those applying may not judge")] = True
    affiliates: Annotated[bool, Doc("people of affiliates of those applying may not judge")] = True
    seal_by: Annotated[date | None, Doc("last day for points; not given: until the scores are opened")] = None
    leave_out: Annotated[Literal["none", "highest_and_lowest"], Doc("points left out of the mean")] = "none"
    calibration: Annotated[Literal["none", "additive"], Doc("whether lenient and harsh reviewers are evened out")] = (
        "none"
    )
    note: Prose = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedDocument:
    """A paper that is asked for."""

    id: Word
    name_ko: Words
    name_en: Words = ""
    when: Annotated[Condition | None, Doc("who must give it; not given: everybody")] = None
    is_optional: bool = False
    attached: Annotated[bool, Doc("only a file that goes with the application counts, not one on paper")] = False
    no_older_days: Annotated[Count | None, Doc("issued at most so many days before the call closes")] = None
    has_end: Annotated[bool, Doc("it is valid until a day, which must not be before the call closes")] = False
    note: Prose = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedQuestion:
    """A question the application answers in words."""

    id: Word
    text_ko: Prose
    text_en: Prose = ""
    longest: Annotated[int, Bounds(1, 20_000), Doc("most signs of an answer")] = 2000
    is_optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedPerson:
    """People an application names, so that nobody judges it who is close to them."""

    part: Annotated[PersonPart, Doc("what they are in it")]
    least: Annotated[Few, Doc("how many at least")] = 1
    past: Annotated[bool, Doc("each says where else they work or worked")] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """A kind of award, highest first."""

    id: Word
    name_ko: Words
    name_en: Words = ""
    places: Count
    least_points: Points | None = None
    grade: Annotated[Word | None, Doc("kind within which no same or lower grade is given again")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """Awards from the highest down, and who may not have one again."""

    rungs: Annotated[tuple[Rung, ...], Unique(), Most(40)]
    no_repeat: Annotated[
        Literal["none", "same_or_lower", "any"], Doc("what one who has an award may not get again")
    ] = "same_or_lower"
    repeat_years: Annotated[Points | None, Doc("years for which that holds; not given: for ever")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A call for applications.

    Parameters
    ----------
    programme : Programme whose conditions, exclusions and payment hold.
    opens, closes : Both minutes are Korean time; at `closes_at` of the last day nothing more is taken in.
    """

    pulmu: Annotated[Literal["call/1"], Doc("kind and version of this document")] = "call/1"
    id: Word
    programme: Annotated[Word, Doc("id of the programme whose conditions and payment hold")]
    year: Year
    name_ko: Words
    name_en: Words = ""
    agency: Words = ""
    opens: date
    opens_at: Clock = "09:00"
    closes: date
    closes_at: Clock = "18:00"
    time_zone: Literal["Asia/Seoul"] = "Asia/Seoul"
    assessed_on: Annotated[date | None, Doc("day on which size and conditions are looked at; else `closes`")] = None
    budget_krw: Annotated[Won | None, Doc("money of the whole call; not given: no limit of money")] = None
    places: Annotated[Count | None, Doc("how many are chosen; not given: as many as the money reaches")] = None
    tracks: Annotated[tuple[CallTrack, ...], Unique(), Most(40)] = ()
    quotas: Annotated[tuple[CallQuota, ...], Unique(), Most(60)] = ()
    criteria: Annotated[tuple[Criterion, ...], Unique(), Most(40)] = ()
    bonus: Annotated[tuple[Bonus, ...], Unique(), Most(40)] = ()
    one_bonus_only: bool = False
    most_bonus: Annotated[Points | None, Doc("most bonus points together")] = None
    documents: Annotated[tuple[AskedDocument, ...], Unique(), Most(60)] = ()
    questions: Annotated[tuple[AskedQuestion, ...], Unique(), Most(60)] = ()
    people: Annotated[tuple[AskedPerson, ...], Unique("part"), Most(3)] = ()
    reviewing: Reviewing | None = None
    choosing: Choosing = Choosing()
    ladder: Ladder | None = None
    appeal_days: Annotated[Count | None, Doc("days after the letter within which one may appeal")] = None
    answer_days: Annotated[Count | None, Doc("days after an appeal within which it is answered")] = None
    contact: Prose = ""
    note_ko: Prose = ""
    note_en: Prose = ""
    sources: Annotated[tuple[ProgrammeSource, ...], Most(40)] = ()
    confidence: Prose = ""
