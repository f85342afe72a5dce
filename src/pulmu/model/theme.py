"""What an agency gathers difficulties under, and what it does about them."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pulmu.model.attribute import Bounds, Doc, Most, Text
from pulmu.model.flow import Words
from pulmu.model.programme import Word
from pulmu.model.reform import ParameterName, ReformId
from pulmu.model.voice import Area, Told

ThemeStatus = Literal["gathered", "proposed", "computed", "submitted", "done", "not_taken_up"]
VoiceKey = Annotated[str, Text(32, r"[0-9a-f]{32}"), Doc("a difficulty that was sent, through all its versions")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """Difficulties that are one.

    Parameters
    ----------
    status : How far it is: gathered, written as a proposal, its effect computed, handed on, done, or not taken up.
    effect : Which of the kept effects of the proposal is told.
    """

    pulmu: Annotated[Literal["theme/1"], Doc("kind and version of this document")] = "theme/1"
    id: ReformId
    title: Annotated[Words, Doc("the difficulty in a line, in the officer's words")]
    text: Annotated[Told, Doc("the same in the officer's words; shown to all of the place where it is published")] = ""
    area: Area = "other"
    voices: Annotated[tuple[VoiceKey, ...], Most(5_000), Doc("the difficulties that were gathered")] = ()
    programmes: Annotated[tuple[Word, ...], Most(40)] = ()
    parameters: Annotated[tuple[ParameterName, ...], Most(40)] = ()
    status: ThemeStatus = "gathered"
    reason: Annotated[Told, Doc("why it is not taken up")] = ""
    reform: Annotated[ReformId | None, Doc("proposal it was turned into")] = None
    effect: Annotated[int | None, Bounds(1, 1_000_000_000), Doc("number of the kept effect that is told")] = None
    answer: Annotated[Told, Doc("what all who raised it are answered")] = ""
