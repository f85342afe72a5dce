"""What answers about offers and needs hold."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from pulmu.services.find_offers import FitAnswer, ReasonAnswer
from pulmu.services.market.board import Demand, Supplier
from pulmu.services.market.shelf import KeptItem


class ItemView(BaseModel):
    """An offer or a need in a list: `shown_version` is 0 where it is not shown to all."""

    id: str
    title: str
    version: int
    counts: bool
    shown_version: int

    @classmethod
    def of(cls, found: KeptItem) -> "ItemView":
        """What is shown in a list."""
        title = getattr(found.item, "title", "") or getattr(found.item, "text", "")
        return cls(
            id=found.id, title=title[:200], version=found.version.number, counts=found.counts,
            shown_version=found.shown_version,
        )  # fmt: skip


class ItemContent(ItemView):
    """An offer or a need as it stands: its tree, and everything that is wrong with it."""

    tree: dict[str, Any] | list[Any] | str | int | float | bool | None
    problems: list[dict[str, Any]]


class WithdrawnBody(BaseModel):
    """Why it is shown no more."""

    reason: Annotated[str, Field(max_length=2000)] = ""


class FitView(BaseModel):
    """One field of a need against an offer."""

    name: str
    answer: Literal["yes", "no", "unknown"]
    asked: str
    given: str
    is_firm: bool

    @classmethod
    def of(cls, fit: FitAnswer) -> "FitView":
        """As plain values."""
        return cls(name=fit.name, answer=fit.answer, asked=fit.asked, given=fit.given, is_firm=fit.is_firm)  # type: ignore[arg-type]


class ReasonView(BaseModel):
    """Words of a need that met words of an offer."""

    how: str
    asked: str
    found: str
    concept_ko: str
    concept_en: str
    part: float

    @classmethod
    def of(cls, reason: ReasonAnswer) -> "ReasonView":
        """As plain values."""
        return cls(
            how=reason.how, asked=reason.asked, found=reason.found, concept_ko=reason.concept_ko,
            concept_en=reason.concept_en, part=reason.part,
        )  # fmt: skip


class SupplierView(BaseModel):
    """An offer that another workspace shows and that fits a need."""

    workspace: str
    workspace_name: str
    offer: str
    supplier: str
    title: str
    score: float
    reasons: list[ReasonView]
    fits: list[FitView]

    @classmethod
    def of(cls, found: Supplier) -> "SupplierView":
        """As plain values."""
        hit = found.hit
        return cls(
            workspace=found.workspace, workspace_name=found.workspace_name, offer=found.name,
            supplier=hit.offer.supplier, title=hit.offer.title, score=hit.score,
            reasons=[ReasonView.of(item) for item in hit.reasons], fits=[FitView.of(item) for item in hit.fits],
        )  # fmt: skip


class SuppliersView(BaseModel):
    """What a need finds: how many offers are shown, how many fit, and how many were left out by which condition."""

    looked_at: int
    fitting: int
    left_out: dict[str, int]
    suppliers: list[SupplierView]


class DemandView(BaseModel):
    """A need that another workspace shows and that an offer fits."""

    workspace: str
    workspace_name: str
    need: str
    text: str
    score: float
    reasons: list[ReasonView]
    fits: list[FitView]

    @classmethod
    def of(cls, found: Demand) -> "DemandView":
        """As plain values."""
        return cls(
            workspace=found.workspace, workspace_name=found.workspace_name, need=found.name, text=found.need.text,
            score=found.hit.score, reasons=[ReasonView.of(item) for item in found.hit.reasons],
            fits=[FitView.of(item) for item in found.hit.fits],
        )  # fmt: skip
