"""What `pulmu schedule` prints of the goods of a plant: figure, footprint and certificates before and after a plan."""

from pulmu.cli.rehearsal_screens import show_said
from pulmu.cli.screen import Screen
from pulmu.services.schedules.answer import ScheduleAnswer
from pulmu.services.schedules.figures import GoodFigures


def certificates_line(screen: Screen, answer: ScheduleAnswer) -> str:
    """Certificates of the year's exports, or what is missing to tell them."""
    figures = answer.figures
    if figures is None:
        said = screen.text("plan_of_jobs.certificates_without_plant", how=" (--plant)")
    elif figures.more_certificates is None:
        said = screen.text("plan_of_jobs.certificates_unknown")
    else:
        count = f"{figures.more_certificates:+,.3f}"
        said = screen.text("plan_of_jobs.certificates_known", count=count, plant=figures.plant)
    return screen.text("plan_of_jobs.certificates", said=said)


def show_figures(screen: Screen, answer: ScheduleAnswer) -> None:
    """Each good of the plant; nothing where none is told."""
    from pulmu.bootstrap.schedules import figures_part

    figures = answer.figures
    if figures is None:
        return
    screen.title(_text(screen, "title", plant=figures.plant, edition=figures.edition))
    screen.table([_text(screen, key) for key in ("good", "embedded", "embedded_change", "footprint", "footprint_change",
                                                 "certificates", "certificates_change")],
                 [_good(screen, item) for item in figures.goods])  # fmt: skip
    show_said(screen, figures_part(answer, screen.language).said())


def _text(screen: Screen, key: str, **values: object) -> str:
    return screen.text(f"plan_of_jobs.figures.{key}", **values)


def _good(screen: Screen, item: GoodFigures) -> list[str]:
    return [
        (item.name_local if screen.language == "ko" else item.name) or item.good,
        f"{item.embedded:.4f}", _change(item.embedded, item.embedded_after),
        _value(item.footprint), _change(item.footprint, item.footprint_after),
        _value(item.certificates), _change(item.certificates, item.certificates_after),
    ]  # fmt: skip


def _value(value: float | None) -> str:
    return "" if value is None else f"{value:.4f}"


def _change(before: float | None, after: float | None) -> str:
    """Thousandths: kg CO2e, or thousandths of a certificate, for each tonne."""
    if before is None or after is None:
        return ""
    return "0" if after == before else f"{1000.0 * (after - before):+.4f}"
