"""A difficulty that a firm, or an association for its members, tells an agency."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pulmu.model.attribute import Doc, Most, Text, Unique
from pulmu.model.firm import Won
from pulmu.model.flow import Words
from pulmu.model.programme import Count, Word
from pulmu.model.reform import ParameterName

Area = Literal[
    "tax", "labour", "environment", "cbam", "energy", "finance", "research", "regulation", "trade", "digital",
    "succession", "size", "support", "other",
]  # fmt: skip
VoiceId = Annotated[str, Text(60, r"[a-z0-9][a-z0-9_-]*", "v_grace"), Doc("short name: small letters, digits, - and _")]
Told = Annotated[str, Text(4000)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """One difficulty.

    Parameters
    ----------
    name : Who tells it, where a list is of several; in a place it is the workspace.
    """

    pulmu: Annotated[Literal["voice/1"], Doc("kind and version of this document")] = "voice/1"
    id: VoiceId
    name: Annotated[Words, Doc("firm that tells it, in a list of several")] = ""
    title: Annotated[Words, Doc("the difficulty in a line")]
    text: Annotated[Told, Doc("what happens, in Korean or English, as one would tell a colleague")] = ""
    area: Annotated[Area, Doc("what it is about")] = "other"
    programmes: Annotated[tuple[Word, ...], Most(12), Doc("support programmes it is about, by id")] = ()
    parameters: Annotated[
        tuple[ParameterName, ...], Most(12), Doc("parameters of the rules it is about, such as size.grace_years")
    ] = ()
    wish: Annotated[Told, Doc("what would help")] = ""
    cost_krw: Annotated[Won | None, Doc("what it costs the firm in a year")] = None
    people: Annotated[Count | None, Doc("people of the firm whom it touches")] = None
    name_shown: Annotated[bool, Doc("whether the firm's name may be shown where the difficulty stands")] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Voices:
    """Difficulties in one file."""

    pulmu: Annotated[Literal["voices/1"], Doc("kind and version of this document")] = "voices/1"
    voices: Annotated[tuple[Voice, ...], Unique(), Most(2_000)]
