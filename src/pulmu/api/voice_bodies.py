"""What answers about voices and themes hold."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from pulmu.model import encode
from pulmu.services.records.crossing import Delivery
from pulmu.services.voices.answers import Answering
from pulmu.services.voices.heard import HeardVoice
from pulmu.services.voices.own import OwnVoice, Sending
from pulmu.services.voices.proposals import Proposals
from pulmu.services.voices.themes import KeptTheme
from pulmu.services.voices.told import ShownTheme
from pulmu.support.voices import Fit, Group, Shared

Keys = Annotated[list[Annotated[str, Field(pattern="^[0-9a-f]{32}$")]], Field(max_length=2000)]
Title = Annotated[str, Field(max_length=400)]
Seen = Annotated[int, Field(ge=1, le=10**9)]
Named = Annotated[str, Field(pattern="^[a-z][a-z0-9_]{0,79}$")]


class SendingView(BaseModel):
    """That a voice was sent, and when the agency took it in."""

    agency: str
    agency_name: str
    at: datetime
    taken: datetime | None

    @classmethod
    def of(cls, found: Sending) -> "SendingView":
        """As it is."""
        return cls(agency=found.agency, agency_name=found.agency_name, at=found.at, taken=found.taken)


class ToldView(BaseModel):
    """What an agency told of a theme: `told` as it was sent."""

    agency: str
    agency_name: str
    at: datetime
    told: dict[str, Any]

    @classmethod
    def of(cls, found: ShownTheme) -> "ToldView":
        """As it was told."""
        return cls(agency=found.agency, agency_name=found.agency_name, at=found.at, told=encode(found.told, full=True))


class VoiceView(BaseModel):
    """A firm's own difficulty with its path: to whom it was sent, and what was answered, newest first."""

    id: str
    version: int
    at: datetime
    voice: dict[str, Any]
    sendings: list[SendingView]
    answers: list[ToldView]

    @classmethod
    def of(cls, found: OwnVoice) -> "VoiceView":
        """As it stands."""
        return cls(
            id=found.id, version=found.version.number, at=found.version.at, voice=encode(found.voice, full=True),
            sendings=list(map(SendingView.of, found.sendings)), answers=list(map(ToldView.of, found.answers)),
        )  # fmt: skip


class AgencyView(BaseModel):
    """An agency of the place."""

    id: str
    name: str


class SendingBody(BaseModel):
    """To which agency, and the version that was looked at."""

    agency: Annotated[str, Field(pattern="^[0-9a-f]{32}$")]
    seen: Seen


class VoiceReceiptView(BaseModel):
    """That it was sent: its id, its hash and the moment that counts."""

    id: str
    sha256: str
    at: datetime

    @classmethod
    def of(cls, found: Delivery) -> "VoiceReceiptView":
        """As it was sent."""
        return cls(id=found.id, sha256=found.sha256, at=found.at)


class HeardView(BaseModel):
    """A voice an agency was sent."""

    key: str
    sender: str
    name: str
    at: datetime
    voice: dict[str, Any]

    @classmethod
    def of(cls, found: HeardVoice) -> "HeardView":
        """Its newest version."""
        voice = encode(found.voice, full=True)
        return cls(key=found.key, sender=found.sender, name=found.name, at=found.at, voice=voice)


class SharedView(BaseModel):
    """What several voices say, and how many."""

    kind: str
    id: str
    ko: str
    en: str
    voices: int

    @classmethod
    def of(cls, found: Shared) -> "SharedView":
        """As it is."""
        return cls(kind=found.kind, id=found.id, ko=found.ko, en=found.en, voices=found.voices)


class GroupView(BaseModel):
    """Voices that look like one."""

    members: list[str]
    firms: int
    share: float
    shared: list[SharedView]

    @classmethod
    def of(cls, found: Group) -> "GroupView":
        """As it is proposed."""
        shared = list(map(SharedView.of, found.shared))
        return cls(members=list(found.members), firms=found.firms, share=found.share, shared=shared)


class ThemeFitView(BaseModel):
    """A theme that a voice may belong to."""

    theme: str
    share: float
    shared: list[SharedView]

    @classmethod
    def of(cls, found: Fit) -> "ThemeFitView":
        """As it is proposed."""
        return cls(theme=found.theme, share=found.share, shared=list(map(SharedView.of, found.shared)))


class ProposalsView(BaseModel):
    """What is proposed to an officer; `compared` tells how many of the newest voices were looked at."""

    loose: list[str]
    groups: list[GroupView]
    fits: dict[str, list[ThemeFitView]]
    compared: int

    @classmethod
    def of(cls, found: Proposals) -> "ProposalsView":
        """As it is proposed."""
        return cls(
            loose=[item.key for item in found.loose], groups=list(map(GroupView.of, found.groups)),
            fits={key: list(map(ThemeFitView.of, items)) for key, items in found.fits.items() if items},
            compared=found.compared,
        )  # fmt: skip


class ThemeView(BaseModel):
    """A theme as it stands."""

    id: str
    version: int
    at: datetime
    theme: dict[str, Any]

    @classmethod
    def of(cls, found: KeptTheme) -> "ThemeView":
        """As it stands."""
        theme = encode(found.theme, full=True)
        return cls(id=found.id, version=found.version.number, at=found.version.at, theme=theme)


class NewThemeBody(BaseModel):
    """The voices of a new theme, and its title; without one that of the first voice."""

    voices: Keys
    title: Title = ""


class MoveBody(BaseModel):
    """Voices that come to a theme, are taken out, or get a theme of their own; or a theme whose voices all come."""

    deed: Literal["add", "take_out", "split", "join"]
    voices: Keys = []
    title: Title = ""
    other: Annotated[str, Field(max_length=80)] = ""
    seen: Seen


class SeenBody(BaseModel):
    """The version that was looked at."""

    seen: Seen


class AnsweringView(BaseModel):
    """How many voices were told a version of a theme, how many are left, and how many are of firms that are gone."""

    told: int
    left: int
    gone: int

    @classmethod
    def of(cls, found: Answering) -> "AnsweringView":
        """How far it is."""
        return cls(told=len(found.told), left=len(found.left), gone=len(found.gone))


class ShownView(BaseModel):
    """Version of a theme that is shown to all; 0 for none."""

    number: int
