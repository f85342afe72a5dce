"""The flows of a plant as a picture, each box leading to its form: of a sample and of a company's own plant."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import get_args

from fastapi import APIRouter, Request, Response

from pulmu.http.language import language_of
from pulmu.locale import Language, text
from pulmu.model import Plant, decode
from pulmu.services.plant_editor.parts import PARTS, address_of, page_of
from pulmu.services.plant_flows import Box, BoxKind, Flows, plant_flows
from pulmu.web.charts.plant_diagram import DiagramWords, plant_diagram
from pulmu.web.pages.looked import Seen
from pulmu.web.show import Crumb, show

pages = APIRouter()
_ADDED = ("processes", "equipment", "streams", "heat", "electricity", "purchases", "outsourced", "exports")
"""Parts that boxes and arrows come from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFlow:
    """A flow in words."""

    source: str
    target: str
    amount: str
    source_href: str
    target_href: str
    is_known: bool


@pages.get("/plant")
def show_picture(request: Request, looked: Seen) -> Response:
    """What flows from where to where."""
    language = language_of(request)
    tree = looked.document.tree
    flows = plant_flows(decode(Plant, looked.document).value, is_local=language == "ko")
    may_write = looked.seat is not None and looked.seat.actor.may("write_plant")

    def href(box: Box) -> str:
        """Its form for who may see the plant's forms; on a sample, its line in the table."""
        if looked.seat is None or not box.path:
            return "#flows" if looked.seat is None else ""
        return f"{looked.base}/edit/{page_of(box.path, tree)}#{address_of(box.path, tree)}"

    words = _words(flows, language)
    name = text("web.flows.crumb", language)
    return show(
        request,
        "plant_picture.html",
        viewer=looked.viewer,
        seat=looked.seat,
        noun="plants",
        crumbs=(*looked.crumbs, Crumb(name=name, href=f"{looked.base}/plant")),
        looked=looked,
        picture=plant_diagram(flows, words, href),
        answer=words.description,
        has_flows=len(flows.boxes) > 0,
        flows=_shown(flows, words, href),
        unknown=[box.name for box in flows.boxes if box.kind == "unknown"],
        parts=[part for part in PARTS if part in _ADDED],
        may_write=may_write,
    )


def _words(flows: Flows, language: Language) -> DiagramWords:
    def count(*kinds: str) -> int:
        return sum(box.kind in kinds for box in flows.boxes)

    said = text(
        "web.flows.answer",
        language,
        taken=count("purchase", "stream", "electricity"),
        processes=count("process"),
        goods=count("good"),
    )
    kinds = {kind: text(f"web.flows.kind.{kind}", language) for kind in get_args(BoxKind)}
    return DiagramWords(text("web.flows.title", language), said, kinds, text("web.flows.rest", language))


def _shown(flows: Flows, words: DiagramWords, href: Callable[[Box], str]) -> list[ShownFlow]:
    boxes = {box.key: box for box in flows.boxes}

    def of(key: str) -> tuple[str, str]:
        box = boxes[key]
        return f"{words.kind.get(box.kind, '')}: {box.name}", href(box)

    found = []
    for arrow in flows.arrows:
        source, target = of(arrow.source), of(arrow.target)
        found.append(
            ShownFlow(
                source=source[0],
                target=target[0],
                source_href=source[1],
                target_href=target[1],
                amount=words.rest if arrow.amount == "rest" else arrow.amount,
                is_known="unknown" not in (boxes[arrow.source].kind, boxes[arrow.target].kind),
            )
        )
    return found
