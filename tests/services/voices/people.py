"""A place with an agency and firms that have something to say."""

from datetime import date
from pathlib import Path
from typing import Any

from tests.places import Place, actor
from tests.records import DAERIM, HANBIT, NOON

from pulmu.bootstrap.support import packaged_programmes
from pulmu.model import Document, encode
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Deed
from pulmu.services.populations import ListedPopulation
from pulmu.services.records.account import Workspace
from pulmu.services.reform_effect import Move, ProgrammeEffect, ReformEffect, TakeUp, Where
from pulmu.services.reforms.effects import Question, keep_effect
from pulmu.services.voices.answers import Answering, answer_theme
from pulmu.services.voices.heard import HeardVoice, hear
from pulmu.services.voices.own import save_voice, send_voice
from pulmu.services.workspaces.documents import save_document

AGENCY = "9" * 32
OFFICER = actor("kwon", "agency_officer", workspace=AGENCY)
REFORM: dict[str, Any] = {
    "pulmu": "reform/1", "id": "grace_five", "name_ko": "유예 5년", "name_en": "Five years of grace",
    "status": "proposal", "after": [{"parameter": "size.grace_years", "value": "5"}],
}  # fmt: skip
EFFECT = ReformEffect(
    reform="grace_five", status="proposal", day=date(2026, 11, 25), changed=("size.grace_years",), touched=(),
    firms=83_073, one_in=100, classes=(Move(("mid_sized",), ("medium",), 12),),
    programmes=(
        ProgrammeEffect(
            programme="ai_voucher", may_apply_before=10, may_apply_after=22, gain=12, lose=0, surely_gain=12,
            most_before_krw=1.0, most_after_krw=2.0, without_amount=0, budget_krw=(None, None), projects=None,
            at_same_take_up_krw=None, where=(Where("province", "KR-48", 12, 0),),
            take_up=(TakeUp("all", 1.0, 1.0, None, None, None, None),),
        ),
        ProgrammeEffect(
            programme="carbon_loan", may_apply_before=10, may_apply_after=10, gain=0, lose=0, surely_gain=0,
            most_before_krw=1.0, most_after_krw=1.0, without_amount=0, budget_krw=(None, None), projects=None,
            at_same_take_up_krw=None, where=(),
        ),
    ),
)  # fmt: skip


def firm(number: int) -> str:
    """Id of a firm's workspace; the first two are those of the records."""
    return (HANBIT, DAERIM)[number] if number < 2 else f"{number:032x}"


def boss(number: int) -> Actor:
    """Who may do everything with a firm's voices."""
    return actor(f"boss{number}", "company_admin", workspace=firm(number))


def place_with_firms(folder: Path, firms: int = 2, database: str = "") -> Place:
    """An agency and some firms."""
    place = Place(folder, database=database, delivers=True)
    with place.store.place_writing() as records:
        for number in range(firms):
            records.add_workspace(Workspace(id=firm(number), name=f"기업{number}", created=NOON))
        records.add_workspace(Workspace(id=AGENCY, name="경남도", kind="agency", created=NOON))
    for key in (AGENCY, *map(firm, range(firms))):
        place.store.open_workspace(key)
    return place


def raise_voice(place: Place, number: int, title: str, *, voice: str = "v1", seen: int = 0, **more: Any) -> None:
    """A firm keeps a voice and sends it."""
    tree = {"pulmu": "voice/1", "id": voice, "title": title, **more}
    save_voice(place.gate, boss(number), voice, Document(tree, "voice.yaml"), seen=seen)
    send_voice(place.gate, boss(number), voice, AGENCY, seen=seen + 1)
    place.pass_time(minutes=1)


def heard(place: Place) -> tuple[HeardVoice, ...]:
    """What the agency has heard, oldest first."""
    return tuple(sorted(hear(place.gate, OFFICER), key=lambda item: item.at))


def keep_reform(place: Place) -> int:
    """A reform of the agency's with a computed effect; the number of the effect."""
    save_document(place.gate, OFFICER, "reform", "grace_five", Document(REFORM, "grace_five.yaml"), seen=0)
    question = Question(
        reform="grace_five", reform_version=1, reform_sha256="0", population="national", population_sha256="0",
        day="2026-11-25", program="test",
    )  # fmt: skip
    with place.gate.writing(OFFICER, Deed("compute_reform", "reform:grace_five")) as work:
        population = ListedPopulation("national", "0", None)
        return keep_effect(place.gate, OFFICER, work, question, {}, population, encode(EFFECT, full=True))


def answer(place: Place, theme: str, seen: int) -> Answering:
    """Tell a theme to all who raised it."""
    return answer_theme(place.gate, OFFICER, packaged_programmes(), {}, theme, seen=seen)
