"""A schedule on paper: its rehearsal and the figures of goods stand there as the page tells them."""

import io
from datetime import date

import pytest
from pypdf import PdfReader
from tests.services.schedules.made import JOBS, MADE
from tests.services.test_check_line import plant_of

from pulmu.adapters.schedule_pdf import write_schedule_pdf
from pulmu.bootstrap.schedules import gantt, schedule_parts
from pulmu.locale import Language
from pulmu.model import Document
from pulmu.services.schedules.answer import ScheduleAnswer
from pulmu.services.schedules.part import Grid
from pulmu.services.schedules.plan import schedule_jobs
from pulmu.services.schedules.warm_up import warm_up
from pulmu.services.schedules.wish import ScheduleWish


def planned(document: Document, wish: ScheduleWish, plant: str = "") -> ScheduleAnswer:
    warm_up()
    return schedule_jobs(document, wish.order(None, plant_of(plant) if plant else None)).answer


@pytest.fixture(scope="module")
def answer() -> ScheduleAnswer:
    return planned(MADE, ScheduleWish(contract="industrial_b", seconds=1, runs=64), "fasteners")


def paper(answer: ScheduleAnswer, language: Language) -> str:
    content = write_schedule_pdf(answer, gantt(answer, language), language, date(2026, 6, 1))
    return squeezed(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages))


def squeezed(text: str) -> str:
    """Without space, and with the dash a page is set with."""
    return "".join(text.replace("\u200b", "").replace("–", "-").split())


@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_word_and_number_of_rehearsal_and_figures_is_on_paper(answer: ScheduleAnswer, language: Language) -> None:
    text, parts = paper(answer, language), schedule_parts(answer, language)
    assert [part.name for part in parts] == ["rehearsal", "breakdowns", "choice", "figures"]
    for part in parts:
        assert squeezed(part.heading + part.title) in text
        for item in part.told:
            said = ["".join(row) for row in item.rows] if isinstance(item, Grid) else [item.words]
            assert [words for words in said if squeezed(words) not in text] == []


@pytest.mark.parametrize("language", ["en", "ko"])
def test_what_was_not_computed_is_said_with_how_to_name_it(language: Language) -> None:
    bare = planned(JOBS, ScheduleWish(seconds=1))
    text = paper(bare, language)
    words = {
        "en": ("no plant was named", "Choose the plant where"),
        "ko": ("사업장을 고르지 않았", "사업장을 고르세요"),
    }
    assert all(squeezed(item) in text for item in words[language])
    assert [part.is_told for part in schedule_parts(bare, language)] == [False, False]


def test_the_same_schedule_gives_the_same_bytes(answer: ScheduleAnswer) -> None:
    made = [write_schedule_pdf(answer, gantt(answer, "ko"), "ko", date(2026, 6, 1)) for _ in range(2)]
    assert made[0] == made[1]
