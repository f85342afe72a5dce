"""The fastener maker's report on its way: prepared by one, approved by another, seen by an importer."""

import dataclasses
import json
import tempfile
from pathlib import Path

from pulmu.bootstrap.files import save_files
from pulmu.bootstrap.place import open_place
from pulmu.bootstrap.samples import read_sample
from pulmu.cli.screen import Screen
from pulmu.locale import problem_line
from pulmu.model import AccessRefused, InputError, OutsideError
from pulmu.services.access.actor import Actor
from pulmu.services.accounts import one_time_code, second_factor
from pulmu.services.accounts.identify import by_session, today
from pulmu.services.accounts.log_in import log_in
from pulmu.services.accounts.members import Engagement, accept_as_new, invite
from pulmu.services.accounts.sign_up import Person, found_workspace
from pulmu.services.place import Place
from pulmu.services.workspaces.plants import add_plant
from pulmu.services.workspaces.reports import ReportWish, approve_report, prepare_report, submit_report
from pulmu.services.workspaces.sharing import LinkWish, open_link, share_report
from pulmu.services.workspaces.summary import summary_of

_PASSWORD = "용광로 옆 푸른 자전거"  # noqa: S105 - of invented people, in a place that is gone when the step is done
_YEAR = 2026


def share_with_importer(sample: str, edition: str, scenario: str, folder: Path, screen: Screen) -> None:
    """Four eyes and a link, in a place of its own that lasts as long as this step; the summary stays in the folder."""
    screen.title(screen.text("cli.place.title"))
    try:
        with tempfile.TemporaryDirectory(prefix="pulmu-place-", ignore_cleanup_errors=True) as room:
            place = open_place(Path(room) / "place")
            try:
                _tell(place, sample, ReportWish(year=_YEAR, edition=edition, scenario=scenario), folder, screen)
            finally:
                place.close()
    except OutsideError as error:  # who installed Pulmu without the app is told what this step needs
        if error.problems[0].code != "outside.not_installed":
            raise
        screen.line(problem_line(error.problems[0], screen.language))


def _tell(place: Place, sample: str, wish: ReportWish, folder: Path, screen: Screen) -> None:
    preparer, company = _founder(place)
    plant = add_plant(place.gate, preparer, sample, read_sample(sample)).record
    prepared = prepare_report(
        place.gate, preparer, plant.id, wish, lambda document: document, lambda report: place.draw_report(report, "en")
    )
    if prepared.version is None:
        raise InputError(*prepared.problems)
    report, version = prepared.version.report, prepared.version.number
    submit_report(place.gate, preparer, report, version)
    screen.line(screen.text("cli.place.submitted", name=preparer.name))
    approver = _approver(place, preparer, company)
    try:
        approve_report(place.gate, preparer, report, version)
    except AccessRefused as refused:
        reason = problem_line(dataclasses.replace(refused.problems[0], place=""), screen.language)
        screen.line(screen.text("cli.place.refused", name=preparer.name, reason=reason))
    frozen = approve_report(place.gate, approver, report, version)
    screen.line(screen.text("cli.place.frozen", name=approver.name, sha256=frozen.report_sha256[:12]))
    _, address = share_report(
        place.gate, approver, report, version, LinkWish(audience="Importer GmbH", days=30, limit=5)
    )
    opened = open_link(place.store, place.objects, place.gate.world, address)
    summary = summary_of(opened.content)
    text = json.dumps(dataclasses.asdict(summary), ensure_ascii=False, indent=2)
    save_files(folder, {"summary.json": f"{text}\n".encode()})
    screen.line(screen.text("cli.place.shared", file=str(folder / "summary.json"), goods=len(summary.goods)))
    screen.line(screen.text("cli.place.next"))


def _founder(place: Place) -> tuple[Actor, str]:
    """Who prepares the report: founded the company, and set up an app for one-time codes."""
    person = Person(email="kim@hanbit.example", name="김하나", password=_PASSWORD)
    _, room = found_workspace(place.door, person, "한빛볼트", "company", today(place.door))
    return _entered(place, person, room.id), room.id


def _approver(place: Place, host: Actor, company: str) -> Actor:
    """Somebody else, invited to approve."""
    person = Person(email="lee@hanbit.example", name="이두리", password=_PASSWORD)
    invitation = invite(place.door, place.gate, host, person.email, Engagement(role="approver"))
    accept_as_new(place.door, invitation, person)
    return _entered(place, person, company)


def _entered(place: Place, person: Person, company: str) -> Actor:
    session = log_in(place.door, person.email, person.password).secret
    made = second_factor.set_up(place.door, session)
    code = one_time_code.code_of(made.secret, one_time_code.step_of(place.gate.world.now()))
    return by_session(place.door, second_factor.confirm(place.door, session, code).secret, company)
