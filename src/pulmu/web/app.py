"""The pages as a surface of the app."""

import functools

from fastapi import FastAPI
from starlette.routing import BaseRoute

from pulmu.http.app import Surface, ready
from pulmu.web import assets
from pulmu.web.pages import (
    anomalies,
    applications,
    audit,
    bills,
    books,
    call_appeals,
    call_form,
    call_letters,
    call_results,
    call_reviews,
    call_selection,
    calls,
    care,
    control_panel,
    control_records,
    duties,
    entrance,
    evidence,
    export,
    forecasts,
    home,
    identities,
    jobs,
    line_editor,
    line_questions,
    line_runs,
    lines,
    live,
    live_ahead,
    live_events,
    live_trends,
    local,
    market,
    measures,
    members,
    meters,
    one_call,
    own_appeal,
    own_letter,
    own_reviews,
    own_rounds,
    plant,
    plant_carbon,
    plant_editor,
    plants,
    profile,
    programme_form,
    programmes,
    received_applications,
    reform_form,
    reforms,
    reports,
    results,
    review_pool,
    review_scores,
    rounds,
    samples,
    schedules,
    sharing,
    shells,
    support,
    support_versions,
    themes,
    voices,
    workspaces,
)
from pulmu.web.show import tell_problems

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "Referrer-Policy": "same-origin",
}
"""A form says where it comes from only under a policy that lets it (Fetch, "append a request Origin header")."""


def web(local_secret: str = "") -> Surface:
    """The pages as a surface of the app.

    Parameters
    ----------
    local_secret : End of the link by which the only person of a local place comes in; empty for a place of several.
    """

    def remember(app: FastAPI) -> None:
        app.state.local_secret = local_secret

    return Surface(prefix="", routes=_routes(), answer=tell_problems, mount=remember, headers=_HEADERS)


@functools.cache
def _routes() -> tuple[BaseRoute, ...]:
    parts = (
        assets,
        home,
        entrance,
        identities,
        local,
        meters,
        bills,
        forecasts,
        anomalies,
        schedules,
        measures,
        books,
        samples,
        workspaces,
        plant_carbon,
        plants,
        plant,
        plant_editor,
        line_editor,
        shells,
        lines,
        sharing,
        reports,
        members,
        evidence,
        duties,
        market,
        profile,
        programmes,
        programme_form,
        applications,
        received_applications,
        own_appeal,
        call_appeals,
        calls,
        call_form,
        review_pool,
        review_scores,
        call_reviews,
        own_reviews,
        call_selection,
        call_letters,
        call_results,
        own_letter,
        results,
        one_call,
        reform_form,
        reforms,
        support,
        support_versions,
        rounds,
        own_rounds,
        voices,
        themes,
        audit,
        line_runs,
        line_questions,
        control_panel,
        control_records,
        live,
        live_ahead,
        live_events,
        live_trends,
        export,
        jobs,
        care,
    )
    return ready([part.routes for part in parts], "")
