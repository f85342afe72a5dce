"""A method for each route.

Written by tools/write_reference.py from the description of the API: change that, not this file.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from urllib.parse import quote

from pulmu.client import views
from pulmu.client.ask import Connection, Content, view


@dataclass(frozen=True, slots=True)
class Place:
    """A place, outside of its workspaces."""

    connection: Connection

    def open_session(self, *, email: str, password: str) -> views.Entered:
        """Log in; the secret of the session goes into a cookie no script can read."""
        return view(
            views.Entered, self.connection.ask("POST", "/sessions", body={"email": email, "password": password}).data
        )

    def end_session(self) -> None:
        """Log out."""
        self.connection.ask("DELETE", "/sessions/current")

    def give_code(self, *, code: str) -> None:
        """Give the one-time code of the app, or one for a lost phone."""
        self.connection.ask("POST", "/sessions/current/code", body={"code": code})

    def confirm_app(self, *, code: str) -> views.Recovery:
        """Take the app into use; every other session ends."""
        return view(views.Recovery, self.connection.ask("PUT", "/second-factor", body={"code": code}).data)

    def set_up_app(self) -> views.AppSetUp:
        """A new secret for the app; it counts when a code of it was given."""
        return view(views.AppSetUp, self.connection.ask("POST", "/second-factor").data)

    def sign_up(
        self,
        *,
        email: str,
        name: str,
        password: str,
        workspace: str,
        language: Literal["ko", "en"] = "ko",
        kind: Literal["company", "agency", "supplier"] = "company",
    ) -> views.MyWorkspace:
        """An account and a workspace of its own."""
        return view(
            views.MyWorkspace,
            self.connection.ask(
                "POST",
                "/accounts",
                body={
                    "email": email,
                    "name": name,
                    "password": password,
                    "language": language,
                    "workspace": workspace,
                    "kind": kind,
                },
            ).data,
        )

    def accept_invitation(
        self, *, invitation: str, email: str, name: str, password: str, language: Literal["ko", "en"] = "ko"
    ) -> views.Person:
        """An account for who was invited."""
        return view(
            views.Person,
            self.connection.ask(
                "POST",
                "/accounts/invited",
                body={
                    "invitation": invitation,
                    "email": email,
                    "name": name,
                    "password": password,
                    "language": language,
                },
            ).data,
        )

    def join(self, invitation: str) -> None:
        """Take an invitation with the account one has."""
        self.connection.ask("POST", f"/me/invitations/{quote(str(invitation), safe='')}")

    def me(self) -> views.Me:
        """Who is logged in, and where they may go."""
        return view(views.Me, self.connection.ask("GET", "/me").data)

    def read_summary(self, address: str) -> views.Summary:
        """The summary of one frozen version. Each opening is counted and noted."""
        return view(views.Summary, self.connection.ask("GET", f"/shared/{quote(str(address), safe='')}").data)


@dataclass(frozen=True, slots=True)
class Workspace:
    """One workspace of a place, by its id."""

    connection: Connection
    workspace: str

    def list_members(self, *, limit: int = 100) -> Iterator[views.MemberView]:
        """Who is what, by name; looking is noted."""
        return self.connection.pages(
            views.MemberView, f"/workspaces/{quote(str(self.workspace), safe='')}/members", {"limit": limit}
        )

    def send_invitation(
        self,
        *,
        email: str,
        role: Literal[
            "plant_user", "preparer", "approver", "company_admin", "supplier", "agency_officer", "reviewer", "verifier"
        ],
        end: date | None = None,
        reports: Sequence[str] = (),
    ) -> views.Made:
        """Invite somebody; the secret is the end of the address to send them, shown once."""
        return view(
            views.Made,
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/invitations",
                body={"email": email, "role": role, "end": end, "reports": reports},
            ).data,
        )

    def remove_member(
        self,
        account: str,
        role: Literal[
            "plant_user", "preparer", "approver", "company_admin", "supplier", "agency_officer", "reviewer", "verifier"
        ],
    ) -> None:
        """Take a role from somebody; their sessions end."""
        self.connection.ask(
            "DELETE",
            f"/workspaces/{quote(str(self.workspace), safe='')}/members/{quote(str(account), safe='')}/{quote(str(role), safe='')}",
        )

    def list_tokens(self, *, limit: int = 100) -> Iterator[views.TokenView]:
        """Tokens one may end, oldest first."""
        return self.connection.pages(
            views.TokenView, f"/workspaces/{quote(str(self.workspace), safe='')}/tokens", {"limit": limit}
        )

    def make_token(self, *, name: str, scopes: Sequence[str], days: int) -> views.Made:
        """A token; its text is shown once."""
        return view(
            views.Made,
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/tokens",
                body={"name": name, "scopes": scopes, "days": days},
            ).data,
        )

    def end_token(self, token: str) -> None:
        """End a token."""
        self.connection.ask(
            "DELETE", f"/workspaces/{quote(str(self.workspace), safe='')}/tokens/{quote(str(token), safe='')}"
        )

    def list_plants(self, *, limit: int = 100) -> Iterator[views.PlantView]:
        """Plants by name."""
        return self.connection.pages(
            views.PlantView, f"/workspaces/{quote(str(self.workspace), safe='')}/plants", {"limit": limit}
        )

    def add_plant(
        self, content: Content, *, name: str, file_name: str = "plant.yaml", idempotency_key: str = ""
    ) -> views.PlantContent:
        """A new plant from a file: workbook, YAML or JSON.

        A plant with problems is kept; a file that is none is not.
        """
        return view(
            views.PlantContent,
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/plants",
                query={"name": name, "file_name": file_name},
                headers={"Idempotency-Key": idempotency_key},
                content=content,
            ).data,
        )

    def read_plant(self, plant: str, *, number: int | None = None) -> views.PlantContent:
        """A plant as it stands or stood, with everything that is wrong with it."""
        return view(
            views.PlantContent,
            self.connection.ask(
                "GET",
                f"/workspaces/{quote(str(self.workspace), safe='')}/plants/{quote(str(plant), safe='')}",
                query={"number": number},
            ).data,
        )

    def save_plant(
        self, plant: str, content: Content, *, file_name: str = "plant.yaml", if_match: str = ""
    ) -> views.PlantContent:
        """A new version. The version it was made on is named, so that nobody's work is lost."""
        return view(
            views.PlantContent,
            self.connection.ask(
                "PUT",
                f"/workspaces/{quote(str(self.workspace), safe='')}/plants/{quote(str(plant), safe='')}",
                query={"file_name": file_name},
                headers={"If-Match": if_match},
                content=content,
            ).data,
        )

    def archive_plant(self, plant: str, *, if_match: str = "") -> None:
        """Take a plant out of use; its versions and reports stay."""
        self.connection.ask(
            "DELETE",
            f"/workspaces/{quote(str(self.workspace), safe='')}/plants/{quote(str(plant), safe='')}",
            headers={"If-Match": if_match},
        )

    def plant_versions(self, plant: str, *, limit: int = 100) -> Iterator[views.VersionView]:
        """Versions of a plant, newest first."""
        return self.connection.pages(
            views.VersionView,
            f"/workspaces/{quote(str(self.workspace), safe='')}/plants/{quote(str(plant), safe='')}/versions",
            {"limit": limit},
        )

    def list_lines(self, *, limit: int = 100) -> Iterator[views.LineView]:
        """Lines by id, as they stand."""
        return self.connection.pages(
            views.LineView, f"/workspaces/{quote(str(self.workspace), safe='')}/lines", {"limit": limit}
        )

    def check_line(self, content: Content, *, file_name: str = "line.yaml") -> tuple[dict[str, Any], ...]:
        """Everything that is wrong with a file, YAML or JSON; nothing is kept."""
        return view(
            tuple[dict[str, Any], ...],
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/lines/check",
                query={"file_name": file_name},
                content=content,
            ).data,
        )

    def read_line(self, line: str, *, number: int | None = None) -> views.LineContent:
        """A line as it stands or stood, with everything that is wrong with it."""
        return view(
            views.LineContent,
            self.connection.ask(
                "GET",
                f"/workspaces/{quote(str(self.workspace), safe='')}/lines/{quote(str(line), safe='')}",
                query={"number": number},
            ).data,
        )

    def save_line(
        self, line: str, content: Content, *, file_name: str = "line.yaml", note: str = "", if_match: str = ""
    ) -> views.LineContent:
        """A new version from YAML or JSON; `If-Match: "0"` for the first.

        One with problems is kept for mending.
        """
        return view(
            views.LineContent,
            self.connection.ask(
                "PUT",
                f"/workspaces/{quote(str(self.workspace), safe='')}/lines/{quote(str(line), safe='')}",
                query={"file_name": file_name, "note": note},
                headers={"If-Match": if_match},
                content=content,
            ).data,
        )

    def line_versions(self, line: str, *, limit: int = 100) -> Iterator[views.VersionView]:
        """Versions of a line, newest first."""
        return self.connection.pages(
            views.VersionView,
            f"/workspaces/{quote(str(self.workspace), safe='')}/lines/{quote(str(line), safe='')}/versions",
            {"limit": limit},
        )

    def list_programmes(self, *, limit: int = 100) -> Iterator[views.ProgrammeView]:
        """Programmes by id: those that come with Pulmu, and the workspace's own, which stand in their place."""
        return self.connection.pages(
            views.ProgrammeView, f"/workspaces/{quote(str(self.workspace), safe='')}/programmes", {"limit": limit}
        )

    def check_programme(self, content: Content, *, file_name: str = "programme.yaml") -> tuple[dict[str, Any], ...]:
        """Everything that is wrong with a file, YAML or JSON; nothing is kept."""
        return view(
            tuple[dict[str, Any], ...],
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/programmes/check",
                query={"file_name": file_name},
                content=content,
            ).data,
        )

    def read_programme(self, programme: str, *, number: int | None = None) -> views.ProgrammeContent:
        """A programme as it stands or stood, with everything that is wrong with it."""
        return view(
            views.ProgrammeContent,
            self.connection.ask(
                "GET",
                f"/workspaces/{quote(str(self.workspace), safe='')}/programmes/{quote(str(programme), safe='')}",
                query={"number": number},
            ).data,
        )

    def save_programme(
        self, programme: str, content: Content, *, file_name: str = "programme.yaml", note: str = "", if_match: str = ""
    ) -> views.ProgrammeContent:
        """A new version from YAML or JSON; `If-Match: "0"` for the first.

        One with problems is kept for mending.
        """
        return view(
            views.ProgrammeContent,
            self.connection.ask(
                "PUT",
                f"/workspaces/{quote(str(self.workspace), safe='')}/programmes/{quote(str(programme), safe='')}",
                query={"file_name": file_name, "note": note},
                headers={"If-Match": if_match},
                content=content,
            ).data,
        )

    def programme_versions(self, programme: str, *, limit: int = 100) -> Iterator[views.VersionView]:
        """Versions of an own programme, newest first; none of one that only comes with Pulmu."""
        return self.connection.pages(
            views.VersionView,
            f"/workspaces/{quote(str(self.workspace), safe='')}/programmes/{quote(str(programme), safe='')}/versions",
            {"limit": limit},
        )

    def try_on_firm(self, programme: str, content: Content, *, file_name: str = "firm.yaml") -> views.ProgrammeTrial:
        """What a programme says to the firm of a file, today; the file is not kept."""
        return view(
            views.ProgrammeTrial,
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/programmes/{quote(str(programme), safe='')}/trials",
                query={"file_name": file_name},
                content=content,
            ).data,
        )

    def list_own_applications(self, *, limit: int = 100) -> Iterator[views.OwnApplicationHead]:
        """The firm's own applications."""
        return self.connection.pages(
            views.OwnApplicationHead,
            f"/workspaces/{quote(str(self.workspace), safe='')}/applications",
            {"limit": limit},
        )

    def read_application(self, agency: str, call: str) -> views.ApplicationContent:
        """The firm's application to a call, checked; an empty one before the first is saved."""
        return view(
            views.ApplicationContent,
            self.connection.ask(
                "GET",
                f"/workspaces/{quote(str(self.workspace), safe='')}/applications/{quote(str(agency), safe='')}/{quote(str(call), safe='')}",
            ).data,
        )

    def save_application(
        self,
        agency: str,
        call: str,
        content: Content,
        *,
        file_name: str = "application.yaml",
        note: str = "",
        if_match: str = "",
    ) -> views.ApplicationContent:
        """A new version from YAML or JSON; `If-Match: "0"` for the first. One with gaps is kept with them."""
        return view(
            views.ApplicationContent,
            self.connection.ask(
                "PUT",
                f"/workspaces/{quote(str(self.workspace), safe='')}/applications/{quote(str(agency), safe='')}/{quote(str(call), safe='')}",
                query={"file_name": file_name, "note": note},
                headers={"If-Match": if_match},
                content=content,
            ).data,
        )

    def draft(self, agency: str, call: str) -> views.DraftView:
        """What Pulmu holds for it, each line with its source; nothing is kept, and nothing is invented."""
        return view(
            views.DraftView,
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/applications/{quote(str(agency), safe='')}/{quote(str(call), safe='')}/draft",
            ).data,
        )

    def attach_paper(
        self,
        agency: str,
        call: str,
        paper: str,
        content: Content,
        *,
        file_name: str = "paper.pdf",
        issued: date | None = None,
        valid_until: date | None = None,
        if_match: str = "",
    ) -> views.ApplicationContent:
        """Attach a file as a paper the call asks for, in a new version; it is kept as evidence of the firm."""
        return view(
            views.ApplicationContent,
            self.connection.ask(
                "PUT",
                f"/workspaces/{quote(str(self.workspace), safe='')}/applications/{quote(str(agency), safe='')}/{quote(str(call), safe='')}/papers/{quote(str(paper), safe='')}",
                query={"file_name": file_name, "issued": issued, "valid_until": valid_until},
                headers={"If-Match": if_match},
                content=content,
            ).data,
        )

    def detach_paper(self, agency: str, call: str, paper: str, *, if_match: str = "") -> views.ApplicationContent:
        """Take a paper off the application, in a new version; its file stays in the evidence."""
        return view(
            views.ApplicationContent,
            self.connection.ask(
                "DELETE",
                f"/workspaces/{quote(str(self.workspace), safe='')}/applications/{quote(str(agency), safe='')}/{quote(str(call), safe='')}/papers/{quote(str(paper), safe='')}",
                headers={"If-Match": if_match},
            ).data,
        )

    def submit_application(self, agency: str, call: str, *, seen: int) -> views.ReceiptView:
        """Send it with a copy of the firm's file: the receipt. Sending twice is sending once."""
        return view(
            views.ReceiptView,
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/applications/{quote(str(agency), safe='')}/{quote(str(call), safe='')}/submit",
                body={"seen": seen},
            ).data,
        )

    def withdraw_application(self, agency: str, call: str, *, reason: str = "") -> views.ReceiptView:
        """Take back what was sent, until the call closes."""
        return view(
            views.ReceiptView,
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/applications/{quote(str(agency), safe='')}/{quote(str(call), safe='')}/withdraw",
                body={"reason": reason},
            ).data,
        )

    def list_received(self, call: str, *, limit: int = 100) -> Iterator[views.ReceivedView]:
        """Applications that count, each checked; nothing is taken in by looking."""
        return self.connection.pages(
            views.ReceivedView,
            f"/workspaces/{quote(str(self.workspace), safe='')}/calls/{quote(str(call), safe='')}/applications",
            {"limit": limit},
        )

    def upload_applications(
        self, call: str, content: Content, *, file_name: str = "table.xlsx", only_sound: bool = False
    ) -> views.UploadedView:
        """Take in applications from a table (XLSX, CSV): all of it or nothing, with everything that is wrong."""
        return view(
            views.UploadedView,
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/calls/{quote(str(call), safe='')}/applications",
                query={"file_name": file_name, "only_sound": only_sound},
                content=content,
            ).data,
        )

    def take_in_waiting(self) -> views.InboxView:
        """Take in what was sent to the workspace and waits nevertheless; it counts from when it was sent."""
        return view(
            views.InboxView,
            self.connection.ask("POST", f"/workspaces/{quote(str(self.workspace), safe='')}/deliveries/take-in").data,
        )

    def application_table(self, call: str) -> bytes:
        """The empty table (XLSX) into which applications on paper are typed."""
        return self.connection.ask(
            "GET",
            f"/workspaces/{quote(str(self.workspace), safe='')}/calls/{quote(str(call), safe='')}/application-table",
        ).content

    def take_paper(self, call: str, application: str, paper: str) -> bytes:
        """A paper of an application, for officers, and for reviewers who judge it. It is noted who took it."""
        return self.connection.ask(
            "GET",
            f"/workspaces/{quote(str(self.workspace), safe='')}/calls/{quote(str(call), safe='')}/applications/{quote(str(application), safe='')}/papers/{quote(str(paper), safe='')}",
        ).content

    def read_one_received(self, call: str, application: str) -> views.ReceivedContent:
        """One application whole, with the answer of the rules and all that it rests on."""
        return view(
            views.ReceivedContent,
            self.connection.ask(
                "GET",
                f"/workspaces/{quote(str(self.workspace), safe='')}/calls/{quote(str(call), safe='')}/applications/{quote(str(application), safe='')}",
            ).data,
        )

    def list_own_appeals(self, *, limit: int = 100) -> Iterator[views.OwnAppealView]:
        """Appeals the firm wrote, sent or not."""
        return self.connection.pages(
            views.OwnAppealView, f"/workspaces/{quote(str(self.workspace), safe='')}/appeals", {"limit": limit}
        )

    def read_own_appeal(self, application: str) -> views.OwnAppealView:
        """The firm's appeal on an application it sent; an empty one before the first is saved."""
        return view(
            views.OwnAppealView,
            self.connection.ask(
                "GET", f"/workspaces/{quote(str(self.workspace), safe='')}/appeals/{quote(str(application), safe='')}"
            ).data,
        )

    def save_own_appeal(self, application: str, *, grounds: str, if_match: str = "") -> views.OwnAppealView:
        """Keep the grounds in a new version; `If-Match: "0"` for the first. Nothing is sent."""
        return view(
            views.OwnAppealView,
            self.connection.ask(
                "PUT",
                f"/workspaces/{quote(str(self.workspace), safe='')}/appeals/{quote(str(application), safe='')}",
                headers={"If-Match": if_match},
                body={"grounds": grounds},
            ).data,
        )

    def submit_own_appeal(self, application: str, *, seen: int) -> views.ReceiptView:
        """Send it: the receipt. Sending the same twice is sending once; late ones are taken, and marked late."""
        return view(
            views.ReceiptView,
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/appeals/{quote(str(application), safe='')}/submit",
                body={"seen": seen},
            ).data,
        )

    def withdraw_own_appeal(self, application: str, *, reason: str = "") -> views.ReceiptView:
        """Take back the appeal that stands, until it is answered. Another may be sent then."""
        return view(
            views.ReceiptView,
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/appeals/{quote(str(application), safe='')}/withdraw",
                body={"reason": reason},
            ).data,
        )

    def list_appeals_of_call(self, call: str, *, limit: int = 100) -> Iterator[views.AppealView]:
        """Appeals of a call, oldest first; those that were sent just now and wait to be taken in stand among them."""
        return self.connection.pages(
            views.AppealView,
            f"/workspaces/{quote(str(self.workspace), safe='')}/calls/{quote(str(call), safe='')}/appeals",
            {"limit": limit},
        )

    def enter_appeal(
        self, call: str, *, application: str, grounds: str, idempotency_key: str = "", came: datetime | None = None
    ) -> views.AppealView:
        """Enter an appeal that came on paper, on any application of the call."""
        return view(
            views.AppealView,
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/calls/{quote(str(call), safe='')}/appeals",
                headers={"Idempotency-Key": idempotency_key},
                body={"application": application, "grounds": grounds, "came": came},
            ).data,
        )

    def read_appeal(self, call: str, appeal: str) -> views.AppealContent:
        """One appeal with everything behind the decision it is about. That it was looked at is noted."""
        return view(
            views.AppealContent,
            self.connection.ask(
                "GET",
                f"/workspaces/{quote(str(self.workspace), safe='')}/calls/{quote(str(call), safe='')}/appeals/{quote(str(appeal), safe='')}",
            ).data,
        )

    def download_trace(self, call: str, appeal: str, *, names: bool = True) -> bytes:
        """The trace as one JSON file with its hash; without `names` as it can be given to the applicant."""
        return self.connection.ask(
            "GET",
            f"/workspaces/{quote(str(self.workspace), safe='')}/calls/{quote(str(call), safe='')}/appeals/{quote(str(appeal), safe='')}/trace",
            query={"names": names},
        ).content

    def settle_appeal(
        self,
        call: str,
        appeal: str,
        *,
        verdict: Literal["upheld", "rejected"],
        reason: str,
        seen: int,
        outcome: Literal["selected", "reserve", "not_selected", "not_eligible", "incomplete", "withdrawn"]
        | None = None,
        amount_krw: int = 0,
    ) -> views.SettledView:
        """Settle it with a reason, by who neither decided nor judged; asked again, it goes on where it ended."""
        return view(
            views.SettledView,
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/calls/{quote(str(call), safe='')}/appeals/{quote(str(appeal), safe='')}/settle",
                body={"verdict": verdict, "reason": reason, "seen": seen, "outcome": outcome, "amount_krw": amount_krw},
            ).data,
        )

    def put_off_answer(self, call: str, appeal: str, *, further: int, reason: str) -> views.AppealView:
        """Put its answer off, once and by ten days at most; the firm is told why."""
        return view(
            views.AppealView,
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/calls/{quote(str(call), safe='')}/appeals/{quote(str(appeal), safe='')}/put-off",
                body={"further": further, "reason": reason},
            ).data,
        )

    def end_paper_appeal(self, call: str, appeal: str, *, reason: str) -> views.AppealView:
        """Note that an appeal on paper was taken back."""
        return view(
            views.AppealView,
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/calls/{quote(str(call), safe='')}/appeals/{quote(str(appeal), safe='')}/end",
                body={"reason": reason},
            ).data,
        )

    def list_shown_calls(self, *, limit: int = 100) -> Iterator[views.ShownCallView]:
        """Calls that are shown, those that close first come first."""
        return self.connection.pages(
            views.ShownCallView, f"/workspaces/{quote(str(self.workspace), safe='')}/board/calls", {"limit": limit}
        )

    def read_shown_call(self, agency: str, call: str) -> views.ShownCallContent:
        """A call as it binds, with its programme."""
        return view(
            views.ShownCallContent,
            self.connection.ask(
                "GET",
                f"/workspaces/{quote(str(self.workspace), safe='')}/board/calls/{quote(str(agency), safe='')}/{quote(str(call), safe='')}",
            ).data,
        )

    def list_calls(self, *, limit: int = 100) -> Iterator[views.CallView]:
        """The agency's calls by id."""
        return self.connection.pages(
            views.CallView, f"/workspaces/{quote(str(self.workspace), safe='')}/calls", {"limit": limit}
        )

    def check_call(self, content: Content, *, file_name: str = "call.yaml") -> tuple[dict[str, Any], ...]:
        """Everything that is wrong with a file, YAML or JSON; nothing is kept."""
        return view(
            tuple[dict[str, Any], ...],
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/calls/check",
                query={"file_name": file_name},
                content=content,
            ).data,
        )

    def read_call(self, call: str, *, number: int | None = None) -> views.CallContent:
        """A call as it stands or stood, with everything that is wrong with it."""
        return view(
            views.CallContent,
            self.connection.ask(
                "GET",
                f"/workspaces/{quote(str(self.workspace), safe='')}/calls/{quote(str(call), safe='')}",
                query={"number": number},
            ).data,
        )

    def save_call(
        self, call: str, content: Content, *, file_name: str = "call.yaml", note: str = "", if_match: str = ""
    ) -> views.CallContent:
        """A new version from YAML or JSON; `If-Match: "0"` for the first.

        One with problems is kept for mending.
        """
        return view(
            views.CallContent,
            self.connection.ask(
                "PUT",
                f"/workspaces/{quote(str(self.workspace), safe='')}/calls/{quote(str(call), safe='')}",
                query={"file_name": file_name, "note": note},
                headers={"If-Match": if_match},
                content=content,
            ).data,
        )

    def call_versions(self, call: str, *, limit: int = 100) -> Iterator[views.VersionView]:
        """Versions of a call, newest first."""
        return self.connection.pages(
            views.VersionView,
            f"/workspaces/{quote(str(self.workspace), safe='')}/calls/{quote(str(call), safe='')}/versions",
            {"limit": limit},
        )

    def publish_call(self, call: str) -> views.CallView:
        """Show it to all as it stands; from here on it binds."""
        return view(
            views.CallView,
            self.connection.ask(
                "POST", f"/workspaces/{quote(str(self.workspace), safe='')}/calls/{quote(str(call), safe='')}/publish"
            ).data,
        )

    def withdraw_call(self, call: str, *, reason: str) -> views.CallView:
        """Show it no more; what was sent for it stays."""
        return view(
            views.CallView,
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/calls/{quote(str(call), safe='')}/withdraw",
                body={"reason": reason},
            ).data,
        )

    def go_on_with_call(
        self, call: str, *, seen: Literal["taking", "reviewing", "opened", "decided", "published"], reason: str = ""
    ) -> views.StageView:
        """The next stage: reviewing, opened, decided, published."""
        return view(
            views.StageView,
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/calls/{quote(str(call), safe='')}/stage",
                body={"seen": seen, "reason": reason},
            ).data,
        )

    def list_decisions(self, call: str, *, limit: int = 100) -> Iterator[views.DecisionView]:
        """Every decision of a call, earlier ones too, by application and number."""
        return self.connection.pages(
            views.DecisionView,
            f"/workspaces/{quote(str(self.workspace), safe='')}/calls/{quote(str(call), safe='')}/decisions",
            {"limit": limit},
        )

    def decide_applications(
        self, call: str, *, decisions: Sequence[views.DecisionAsked]
    ) -> tuple[views.DecisionView, ...]:
        """Decide: all that is asked for or nothing, and never more money or places than the call has."""
        return view(
            tuple[views.DecisionView, ...],
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/calls/{quote(str(call), safe='')}/decisions",
                body={"decisions": decisions},
            ).data,
        )

    def read_control(self, line: str) -> views.ControlView:
        """How it stands: whether control is offered, and all the guard knows."""
        return view(
            views.ControlView,
            self.connection.ask(
                "GET", f"/workspaces/{quote(str(self.workspace), safe='')}/lines/{quote(str(line), safe='')}/control"
            ).data,
        )

    def list_control_proofs(self, line: str, *, limit: int = 100) -> Iterator[views.ProofView]:
        """What was proven, newest first."""
        return self.connection.pages(
            views.ProofView,
            f"/workspaces/{quote(str(self.workspace), safe='')}/lines/{quote(str(line), safe='')}/control/proofs",
            {"limit": limit},
        )

    def prove_setpoints(self, line: str, *, group: dict[str, Any], idempotency_key: str = "") -> views.JobView:
        """Have setpoints proven from the plant as it stands: a job."""
        return view(
            views.JobView,
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/lines/{quote(str(line), safe='')}/control/proofs",
                headers={"Idempotency-Key": idempotency_key},
                body={"group": group},
            ).data,
        )

    def read_control_proof(self, line: str, number: int) -> views.ProofContent:
        """What was found, with all it rests on."""
        return view(
            views.ProofContent,
            self.connection.ask(
                "GET",
                f"/workspaces/{quote(str(self.workspace), safe='')}/lines/{quote(str(line), safe='')}/control/proofs/{quote(str(number), safe='')}",
            ).data,
        )

    def propose_setpoints(self, line: str, *, proof: int) -> views.ControlAnswer:
        """Propose what was proven to the guard."""
        return view(
            views.ControlAnswer,
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/lines/{quote(str(line), safe='')}/control/proposal",
                body={"proof": proof},
            ).data,
        )

    def arm_setpoints(self, line: str, *, binding: str, password: str) -> views.ControlAnswer:
        """Arm what is proposed, by somebody who is logged in and gives their password once more; never by a token."""
        return view(
            views.ControlAnswer,
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/lines/{quote(str(line), safe='')}/control/arming",
                body={"binding": binding, "password": password},
            ).data,
        )

    def commit_setpoints(self, line: str, *, binding: str, token: str, password: str = "") -> views.ControlAnswer:
        """Commit what is armed; who did not arm it gives their password.

        What becomes of it, the control view shows.
        """
        return view(
            views.ControlAnswer,
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/lines/{quote(str(line), safe='')}/control/commit",
                body={"binding": binding, "token": token, "password": password},
            ).data,
        )

    def release_setpoints(self, line: str) -> views.ControlAnswer:
        """Drop what is proposed or armed; what was verified stands on its own from now on."""
        return view(
            views.ControlAnswer,
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/lines/{quote(str(line), safe='')}/control/release",
            ).data,
        )

    def stop_control(self, line: str) -> views.ControlAnswer:
        """End all control of the line: what was written goes to its safe value.

        It waits for no one-time code.
        """
        return view(
            views.ControlAnswer,
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/lines/{quote(str(line), safe='')}/control/stop",
            ).data,
        )

    def read_control_log(self, line: str, *, limit: int = 100) -> Iterator[views.LogView]:
        """The guard's own ledger, in order."""
        return self.connection.pages(
            views.LogView,
            f"/workspaces/{quote(str(self.workspace), safe='')}/lines/{quote(str(line), safe='')}/control/log",
            {"limit": limit},
        )

    def choose_applications(
        self, call: str, *, seen: int, idempotency_key: str = "", note: str = "", draws_chances: bool = True
    ) -> views.JobView:
        """Have it chosen by the opened scores: a job; what it comes to is a new version of the selection."""
        return view(
            views.JobView,
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/calls/{quote(str(call), safe='')}/selections",
                headers={"Idempotency-Key": idempotency_key},
                body={"seen": seen, "note": note, "draws_chances": draws_chances},
            ).data,
        )

    def read_selection(self, call: str, *, number: int | None = None) -> views.SelectionContent:
        """The selection as it stands or stood: the terms, a reason for each, and chances where they were drawn."""
        return view(
            views.SelectionContent,
            self.connection.ask(
                "GET",
                f"/workspaces/{quote(str(self.workspace), safe='')}/calls/{quote(str(call), safe='')}/selection",
                query={"number": number},
            ).data,
        )

    def decide_by_selection(self, call: str, *, seen: int) -> tuple[views.DecisionView, ...]:
        """Decide every application as the selection says: all of them, or nothing."""
        return view(
            tuple[views.DecisionView, ...],
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/calls/{quote(str(call), safe='')}/selection/decide",
                body={"seen": seen},
            ).data,
        )

    def list_own_rounds(self, *, limit: int = 100) -> Iterator[views.OwnRoundView]:
        """Rounds the workspace was invited to."""
        return self.connection.pages(
            views.OwnRoundView, f"/workspaces/{quote(str(self.workspace), safe='')}/own-rounds", {"limit": limit}
        )

    def read_own_round(self, key: str) -> views.OwnRoundView:
        """One of them: who takes part, what is wished, what was proposed."""
        return view(
            views.OwnRoundView,
            self.connection.ask(
                "GET", f"/workspaces/{quote(str(self.workspace), safe='')}/own-rounds/{quote(str(key), safe='')}"
            ).data,
        )

    def save_wishes(
        self,
        key: str,
        *,
        seen: int,
        ranks: Sequence[str] = (),
        contact: str = "",
        places: int | None = None,
        takes_others: bool | None = None,
        kinds: Sequence[views.KindMost] = (),
    ) -> views.OwnRoundView:
        """Keep whom the party wants; nothing is sent by that."""
        return view(
            views.OwnRoundView,
            self.connection.ask(
                "PUT",
                f"/workspaces/{quote(str(self.workspace), safe='')}/own-rounds/{quote(str(key), safe='')}/wishes",
                body={
                    "seen": seen,
                    "ranks": ranks,
                    "contact": contact,
                    "places": places,
                    "takes_others": takes_others,
                    "kinds": kinds,
                },
            ).data,
        )

    def send_wishes(self, key: str, *, seen: int) -> views.ReplyReceipt:
        """Send the wishes as they stand; a later sending takes the place of an earlier one."""
        return view(
            views.ReplyReceipt,
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/own-rounds/{quote(str(key), safe='')}/sendings",
                body={"seen": seen},
            ).data,
        )

    def answer_proposal(
        self, key: str, *, partner: str, answer: Literal["accept", "refuse"], reason: str = ""
    ) -> views.ReplyReceipt:
        """Accept or refuse a proposal, once."""
        return view(
            views.ReplyReceipt,
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/own-rounds/{quote(str(key), safe='')}/answers",
                body={"partner": partner, "answer": answer, "reason": reason},
            ).data,
        )

    def list_rounds(self, *, limit: int = 100) -> Iterator[views.RoundView]:
        """The agency's rounds of matching by id."""
        return self.connection.pages(
            views.RoundView, f"/workspaces/{quote(str(self.workspace), safe='')}/rounds", {"limit": limit}
        )

    def read_round(self, round: str, *, number: int | None = None) -> views.RoundContent:
        """A round as it stands or stood, with everything that is wrong with it."""
        return view(
            views.RoundContent,
            self.connection.ask(
                "GET",
                f"/workspaces/{quote(str(self.workspace), safe='')}/rounds/{quote(str(round), safe='')}",
                query={"number": number},
            ).data,
        )

    def save_round(
        self, round: str, content: Content, *, file_name: str = "round.yaml", note: str = "", if_match: str = ""
    ) -> views.RoundContent:
        """A new version from YAML, JSON or a workbook; `If-Match: "0"` for the first.

        One with problems is kept.
        """
        return view(
            views.RoundContent,
            self.connection.ask(
                "PUT",
                f"/workspaces/{quote(str(self.workspace), safe='')}/rounds/{quote(str(round), safe='')}",
                query={"file_name": file_name, "note": note},
                headers={"If-Match": if_match},
                content=content,
            ).data,
        )

    def round_versions(self, round: str, *, limit: int = 100) -> Iterator[views.VersionView]:
        """Versions of a round, newest first."""
        return self.connection.pages(
            views.VersionView,
            f"/workspaces/{quote(str(self.workspace), safe='')}/rounds/{quote(str(round), safe='')}/versions",
            {"limit": limit},
        )

    def match_round(self, round: str, *, number: int | None = None) -> views.MatchedView:
        """The proposals that follow from wishes and answers, a reason for everybody without a partner, and the proof."""
        return view(
            views.MatchedView,
            self.connection.ask(
                "GET",
                f"/workspaces/{quote(str(self.workspace), safe='')}/rounds/{quote(str(round), safe='')}/matched",
                query={"number": number},
            ).data,
        )

    def answer_round(self, round: str, *, seen: int, answers: Sequence[views.RoundAnswer]) -> views.RoundContent:
        """Accept or refuse proposals: all of these answers or nothing, as one more version."""
        return view(
            views.RoundContent,
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/rounds/{quote(str(round), safe='')}/answers",
                body={"seen": seen, "answers": answers},
            ).data,
        )

    def list_parties(self, round: str, *, limit: int = 100) -> Iterator[views.PartyView]:
        """Who takes part, and how far that is; what came for the agency is taken in first."""
        return self.connection.pages(
            views.PartyView,
            f"/workspaces/{quote(str(self.workspace), safe='')}/rounds/{quote(str(round), safe='')}/parties",
            {"limit": limit},
        )

    def add_parties(
        self, round: str, *, side: Literal["applicant", "supplier"], items: Sequence[views.ChosenItem], seen: int
    ) -> views.SentCount:
        """Who shows these needs or offers takes part, as one more version."""
        return view(
            views.SentCount,
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/rounds/{quote(str(round), safe='')}/parties",
                body={"side": side, "items": items, "seen": seen},
            ).data,
        )

    def invite_parties(self, round: str, *, seen: int) -> views.SentCount:
        """Ask everybody who takes part from a workspace; who was asked the same is not asked again."""
        return view(
            views.SentCount,
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/rounds/{quote(str(round), safe='')}/invitations",
                body={"seen": seen},
            ).data,
        )

    def take_in_replies(self, round: str, *, seen: int) -> views.TakenInView:
        """Take in everything that came as one more version; each sender gets a receipt."""
        return view(
            views.TakenInView,
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/rounds/{quote(str(round), safe='')}/replies",
                body={"seen": seen},
            ).data,
        )

    def start_matching(self, round: str, *, idempotency_key: str = "") -> views.JobView:
        """Have it matched by a job: for rounds with budgets or least numbers and many wishes."""
        return view(
            views.JobView,
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/rounds/{quote(str(round), safe='')}/matchings",
                headers={"Idempotency-Key": idempotency_key},
            ).data,
        )

    def send_proposals(self, round: str, *, seen: int, until: date, until_at: str = "18:00") -> views.SentCount:
        """Send the proposals of the step to both sides; sending again sends what is missing."""
        return view(
            views.SentCount,
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/rounds/{quote(str(round), safe='')}/proposals",
                body={"seen": seen, "until": until, "until_at": until_at},
            ).data,
        )

    def count_silence(self, round: str, *, seen: int, reason: str = "no answer in time") -> views.SentCount:
        """Count what was not answered in time as the round says."""
        return view(
            views.SentCount,
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/rounds/{quote(str(round), safe='')}/silence",
                body={"seen": seen, "reason": reason},
            ).data,
        )

    def list_reviews(self, call: str, *, limit: int = 100) -> Iterator[views.ReviewView]:
        """How far the reviewers of a call are; no point is shown."""
        return self.connection.pages(
            views.ReviewView,
            f"/workspaces/{quote(str(self.workspace), safe='')}/calls/{quote(str(call), safe='')}/reviews",
            {"limit": limit},
        )

    def assign_reviews(self, call: str, *, pairs: Sequence[views.PairAsked]) -> tuple[views.ReviewView, ...]:
        """Assign applications to reviewers: all pairs or none. A reviewer has an account and decides nothing."""
        return view(
            tuple[views.ReviewView, ...],
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/calls/{quote(str(call), safe='')}/reviews",
                body={"pairs": pairs},
            ).data,
        )

    def propose_reviews(self, call: str) -> views.ProposalView:
        """Propose who judges what, from the reviewers of the call and their conflicts; nothing is assigned by it."""
        return view(
            views.ProposalView,
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/calls/{quote(str(call), safe='')}/reviews/proposal",
            ).data,
        )

    def read_proposal(self, call: str) -> views.ProposalView:
        """The newest proposal."""
        return view(
            views.ProposalView,
            self.connection.ask(
                "GET",
                f"/workspaces/{quote(str(self.workspace), safe='')}/calls/{quote(str(call), safe='')}/reviews/proposal",
            ).data,
        )

    def assign_proposed_reviews(self, call: str, *, seen: int) -> tuple[views.ReviewView, ...]:
        """Assign what the proposal says: all of it, or nothing where another was made meanwhile."""
        return view(
            tuple[views.ReviewView, ...],
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/calls/{quote(str(call), safe='')}/reviews/proposal/assign",
                body={"seen": seen},
            ).data,
        )

    def read_reviewers(self, call: str) -> views.PoolView:
        """The reviewers of a call with their past, as they are kept, and who of them may not judge what."""
        return view(
            views.PoolView,
            self.connection.ask(
                "GET", f"/workspaces/{quote(str(self.workspace), safe='')}/calls/{quote(str(call), safe='')}/reviewers"
            ).data,
        )

    def save_reviewers(
        self,
        call: str,
        *,
        reviewers: Sequence[views.ReviewerAsked],
        if_match: str = "",
        cleared: Sequence[views.ClearedAsked] = (),
        fields: Sequence[views.FieldsAsked] = (),
    ) -> views.PoolView:
        """Keep the reviewers of a call, each by account or email; `If-Match: "0"` for the first.

        From here on only they are assigned, and nobody who is in a conflict.
        """
        return view(
            views.PoolView,
            self.connection.ask(
                "PUT",
                f"/workspaces/{quote(str(self.workspace), safe='')}/calls/{quote(str(call), safe='')}/reviewers",
                headers={"If-Match": if_match},
                body={"reviewers": reviewers, "cleared": cleared, "fields": fields},
            ).data,
        )

    def clear_likeness(
        self,
        call: str,
        *,
        seen: int,
        reviewer: str,
        ground: Literal["same_name", "same_firm_name", "history_unknown"],
        why: str,
        application: str = "",
    ) -> views.PoolView:
        """Note that a likeness or a gap is no conflict, and on what that rests; what is a conflict cannot be cleared."""
        return view(
            views.PoolView,
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/calls/{quote(str(call), safe='')}/reviewers/clear",
                body={"seen": seen, "reviewer": reviewer, "ground": ground, "application": application, "why": why},
            ).data,
        )

    def take_back_review(self, call: str, *, application: str, reviewer: str, reason: str) -> views.ReviewView:
        """Take an application back from a reviewer who has not sealed points."""
        return view(
            views.ReviewView,
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/calls/{quote(str(call), safe='')}/reviews/take-back",
                body={"application": application, "reviewer": reviewer, "reason": reason},
            ).data,
        )

    def opened_scores_of_call(self, call: str) -> views.ScoresView:
        """Scores once they are opened, each held against its seal, and the points of the applications."""
        return view(
            views.ScoresView,
            self.connection.ask(
                "GET", f"/workspaces/{quote(str(self.workspace), safe='')}/calls/{quote(str(call), safe='')}/scores"
            ).data,
        )

    def list_own_reviews(self, *, limit: int = 100) -> Iterator[views.ReviewView]:
        """The applications given to who asks."""
        return self.connection.pages(
            views.ReviewView, f"/workspaces/{quote(str(self.workspace), safe='')}/reviews", {"limit": limit}
        )

    def read_own_review(self, call: str, application: str) -> views.OwnReviewView:
        """One of them, with the application and the points they sealed themselves."""
        return view(
            views.OwnReviewView,
            self.connection.ask(
                "GET",
                f"/workspaces/{quote(str(self.workspace), safe='')}/reviews/{quote(str(call), safe='')}/{quote(str(application), safe='')}",
            ).data,
        )

    def seal_review(
        self, call: str, application: str, *, points: dict[str, float | str], remark: str = ""
    ) -> views.ReviewView:
        """Seal points for good. The hash is the receipt; nobody sees the points before the scores are opened."""
        return view(
            views.ReviewView,
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/reviews/{quote(str(call), safe='')}/{quote(str(application), safe='')}/seal",
                body={"points": points, "remark": remark},
            ).data,
        )

    def decline_review(self, call: str, application: str, *, reason: str) -> views.ReviewView:
        """Step back from an application, such as for a conflict."""
        return view(
            views.ReviewView,
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/reviews/{quote(str(call), safe='')}/{quote(str(application), safe='')}/decline",
                body={"reason": reason},
            ).data,
        )

    def list_letters(self, call: str, *, limit: int = 100) -> Iterator[views.LetterView]:
        """The letters of a call as they were written last, and what became of each."""
        return self.connection.pages(
            views.LetterView,
            f"/workspaces/{quote(str(self.workspace), safe='')}/calls/{quote(str(call), safe='')}/letters",
            {"limit": limit},
        )

    def read_letter_form(self, call: str) -> views.LetterFormView:
        """The form of a call's letters."""
        return view(
            views.LetterFormView,
            self.connection.ask(
                "GET",
                f"/workspaces/{quote(str(self.workspace), safe='')}/calls/{quote(str(call), safe='')}/letters/form",
            ).data,
        )

    def save_letter_form(
        self, call: str, content: Content, *, file_name: str = "own-letter.docx", if_match: str = ""
    ) -> views.LetterFormView:
        """Take in the agency's own letter, DOCX or HWPX; `If-Match: "0"` for the first."""
        return view(
            views.LetterFormView,
            self.connection.ask(
                "PUT",
                f"/workspaces/{quote(str(self.workspace), safe='')}/calls/{quote(str(call), safe='')}/letters/form",
                query={"file_name": file_name},
                headers={"If-Match": if_match},
                content=content,
            ).data,
        )

    def write_letters(
        self, call: str, *, idempotency_key: str = "", language: Literal["ko", "en"] = "ko"
    ) -> views.JobView:
        """Have the letters of all decisions written: a job.

        Those that would be the same are not written again.
        """
        return view(
            views.JobView,
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/calls/{quote(str(call), safe='')}/letters/write",
                headers={"Idempotency-Key": idempotency_key},
                body={"language": language},
            ).data,
        )

    def send_letters(self, call: str, *, seen: int, count: int, idempotency_key: str = "") -> views.JobView:
        """Have the letters sent that were not: a job. Each goes once."""
        return view(
            views.JobView,
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/calls/{quote(str(call), safe='')}/letters/send",
                headers={"Idempotency-Key": idempotency_key},
                body={"seen": seen, "count": count},
            ).data,
        )

    def take_letter_file(self, call: str, application: str) -> bytes:
        """One letter. That it was taken is noted."""
        return self.connection.ask(
            "GET",
            f"/workspaces/{quote(str(self.workspace), safe='')}/calls/{quote(str(call), safe='')}/letters/{quote(str(application), safe='')}/file",
        ).content

    def preview_results(self, call: str) -> views.PreviewView:
        """What would be published of a call's results now, and what is hidden."""
        return view(
            views.PreviewView,
            self.connection.ask(
                "GET", f"/workspaces/{quote(str(self.workspace), safe='')}/calls/{quote(str(call), safe='')}/results"
            ).data,
        )

    def publish_results(self, call: str, *, seen: int) -> views.ResultHead:
        """Show the results of a call to all of the place; refused where what was published before could be subtracted."""
        return view(
            views.ResultHead,
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/calls/{quote(str(call), safe='')}/results/publish",
                body={"seen": seen},
            ).data,
        )

    def withdraw_results(self, call: str, *, reason: str) -> views.ShownNoMore:
        """Show them no more."""
        return view(
            views.ShownNoMore,
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/calls/{quote(str(call), safe='')}/results/withdraw",
                body={"reason": reason},
            ).data,
        )

    def list_results(self, *, limit: int = 100) -> Iterator[views.ResultHead]:
        """Results that agencies show, newest first."""
        return self.connection.pages(
            views.ResultHead, f"/workspaces/{quote(str(self.workspace), safe='')}/results", {"limit": limit}
        )

    def read_results(self, agency: str, call: str) -> views.ResultContent:
        """Results of one call."""
        return view(
            views.ResultContent,
            self.connection.ask(
                "GET",
                f"/workspaces/{quote(str(self.workspace), safe='')}/results/{quote(str(agency), safe='')}/{quote(str(call), safe='')}",
            ).data,
        )

    def list_own_letters(self, agency: str, call: str, *, limit: int = 100) -> Iterator[views.OwnLetterView]:
        """What a firm was told of its application, the letter that counts first."""
        return self.connection.pages(
            views.OwnLetterView,
            f"/workspaces/{quote(str(self.workspace), safe='')}/applications/{quote(str(agency), safe='')}/{quote(str(call), safe='')}/letters",
            {"limit": limit},
        )

    def take_own_letter(self, agency: str, call: str, letter: str) -> bytes:
        """The file of a letter, byte for byte as its agency keeps it."""
        return self.connection.ask(
            "GET",
            f"/workspaces/{quote(str(self.workspace), safe='')}/applications/{quote(str(agency), safe='')}/{quote(str(call), safe='')}/letters/{quote(str(letter), safe='')}",
        ).content

    def confirm_letter(self, agency: str, call: str, letter: str) -> views.TakenView:
        """Keep a letter with the firm's records, and tell its agency that it came."""
        return view(
            views.TakenView,
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/applications/{quote(str(agency), safe='')}/{quote(str(call), safe='')}/letters/{quote(str(letter), safe='')}/taken",
            ).data,
        )

    def list_line_runs(self, line: str, *, limit: int = 100) -> Iterator[views.LineRunView]:
        """Answers that are kept, newest first."""
        return self.connection.pages(
            views.LineRunView,
            f"/workspaces/{quote(str(self.workspace), safe='')}/lines/{quote(str(line), safe='')}/runs",
            {"limit": limit},
        )

    def run_line(
        self,
        line: str,
        *,
        idempotency_key: str = "",
        hours: float = 672.0,
        warm_up_hours: float = 0.0,
        seed: int = 0,
        replications: int = 10,
        watch_from_hours: float | None = None,
    ) -> views.JobView:
        """Have the line run as it stands: a job. Where the same question is answered already, it leads there."""
        return view(
            views.JobView,
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/lines/{quote(str(line), safe='')}/runs",
                headers={"Idempotency-Key": idempotency_key},
                body={
                    "hours": hours,
                    "warm_up_hours": warm_up_hours,
                    "seed": seed,
                    "replications": replications,
                    "watch_from_hours": watch_from_hours,
                },
            ).data,
        )

    def read_line_run(self, line: str, number: int) -> views.LineRunContent:
        """Means of the runs with their intervals, a window of the first to be watched, and everything they rest on."""
        return view(
            views.LineRunContent,
            self.connection.ask(
                "GET",
                f"/workspaces/{quote(str(self.workspace), safe='')}/lines/{quote(str(line), safe='')}/runs/{quote(str(number), safe='')}",
            ).data,
        )

    def list_live(self, *, limit: int = 100) -> Iterator[views.LiveLinkView]:
        """Live plants by id."""
        return self.connection.pages(
            views.LiveLinkView, f"/workspaces/{quote(str(self.workspace), safe='')}/live", {"limit": limit}
        )

    def read_live(self, live: str) -> views.LiveLatest:
        """The last value of each tag, with its quality."""
        return view(
            views.LiveLatest,
            self.connection.ask(
                "GET", f"/workspaces/{quote(str(self.workspace), safe='')}/live/{quote(str(live), safe='')}/latest"
            ).data,
        )

    def read_live_since(self, live: str, *, cursor: int = 0, most: int = 1000) -> views.LiveSince:
        """Samples that came after a cursor, as they came."""
        return view(
            views.LiveSince,
            self.connection.ask(
                "GET",
                f"/workspaces/{quote(str(self.workspace), safe='')}/live/{quote(str(live), safe='')}/since",
                query={"cursor": cursor, "most": most},
            ).data,
        )

    def read_live_trend(self, live: str, *, tag: str = "", hours: float = 1.0, parts: int = 400) -> views.LiveTrendView:
        """A tag over the last hours: least, greatest and last of each part, what held in between included."""
        return view(
            views.LiveTrendView,
            self.connection.ask(
                "GET",
                f"/workspaces/{quote(str(self.workspace), safe='')}/live/{quote(str(live), safe='')}/trend",
                query={"tag": tag, "hours": hours, "parts": parts},
            ).data,
        )

    def list_live_events(
        self,
        live: str,
        *,
        hours: float = 8.0,
        kind: Literal["all", "stop", "state", "set", "guard", "unusual", "value", "alarm", "gap"] = "all",
        limit: int = 100,
    ) -> Iterator[views.LiveEventView]:
        """What happened in the last hours, newest first: states, stops, setpoints, alarms of devices and gaps, what the guard wrote, and what was unusual.

        Of a guard that cannot be reached nothing is told, unless it alone is asked.
        """
        return self.connection.pages(
            views.LiveEventView,
            f"/workspaces/{quote(str(self.workspace), safe='')}/live/{quote(str(live), safe='')}/events",
            {"hours": hours, "kind": kind, "limit": limit},
        )

    def list_live_ahead(self, live: str, *, limit: int = 100) -> Iterator[views.AheadView]:
        """Answers that are kept, newest first."""
        return self.connection.pages(
            views.AheadView,
            f"/workspaces/{quote(str(self.workspace), safe='')}/live/{quote(str(live), safe='')}/ahead",
            {"limit": limit},
        )

    def look_ahead(
        self,
        live: str,
        *,
        idempotency_key: str = "",
        until: str = "",
        targets: dict[str, int] | None = None,
        replications: int = 64,
        seed: int = 0,
    ) -> views.JobView:
        """Have the line run on from the plant as its kept samples show it: a job.

        Nothing is written to the plant.
        """
        return view(
            views.JobView,
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/live/{quote(str(live), safe='')}/ahead",
                headers={"Idempotency-Key": idempotency_key},
                body={"until": until, "targets": targets, "replications": replications, "seed": seed},
            ).data,
        )

    def read_live_ahead(self, live: str, number: int) -> views.AheadContent:
        """Pieces, targets, energy, peak, bottleneck and balances with their spread, and what was not known."""
        return view(
            views.AheadContent,
            self.connection.ask(
                "GET",
                f"/workspaces/{quote(str(self.workspace), safe='')}/live/{quote(str(live), safe='')}/ahead/{quote(str(number), safe='')}",
            ).data,
        )

    def list_line_questions(self, line: str, *, limit: int = 100) -> Iterator[views.LineQuestionView]:
        """Questions that were answered, newest first."""
        return self.connection.pages(
            views.LineQuestionView,
            f"/workspaces/{quote(str(self.workspace), safe='')}/lines/{quote(str(line), safe='')}/questions",
            {"limit": limit},
        )

    def ask_line(
        self, line: str, *, question: dict[str, Any], idempotency_key: str = "", version: int | None = None
    ) -> views.JobView:
        """Have a question answered: a job. Where the same question is answered already, it leads there."""
        return view(
            views.JobView,
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/lines/{quote(str(line), safe='')}/questions",
                headers={"Idempotency-Key": idempotency_key},
                body={"question": question, "version": version},
            ).data,
        )

    def read_line_question(self, line: str, number: int) -> views.LineQuestionContent:
        """Base and scenarios side by side, every figure with its interval, and everything they rest on."""
        return view(
            views.LineQuestionContent,
            self.connection.ask(
                "GET",
                f"/workspaces/{quote(str(self.workspace), safe='')}/lines/{quote(str(line), safe='')}/questions/{quote(str(number), safe='')}",
            ).data,
        )

    def list_shells(self, *, limit: int = 100) -> Iterator[views.ShellView]:
        """Files of shells that were taken in, by name."""
        return self.connection.pages(
            views.ShellView, f"/workspaces/{quote(str(self.workspace), safe='')}/shells", {"limit": limit}
        )

    def check_shell(self, content: Content, *, file_name: str = "shells.aasx") -> views.ShellReading:
        """What a file holds (AASX, JSON, XML), every repair it needs, and what is not carried over; nothing is kept."""
        return view(
            views.ShellReading,
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/shells/check",
                query={"file_name": file_name},
                content=content,
            ).data,
        )

    def read_shell(self, shell: str, *, number: int | None = None) -> views.ShellContentView:
        """A file that was taken in, with everything that was mended or left out."""
        return view(
            views.ShellContentView,
            self.connection.ask(
                "GET",
                f"/workspaces/{quote(str(self.workspace), safe='')}/shells/{quote(str(shell), safe='')}",
                query={"number": number},
            ).data,
        )

    def take_in_shell(
        self, shell: str, content: Content, *, file_name: str = "shells.aasx", if_match: str = ""
    ) -> views.ShellContentView:
        """Take in a file, whole or not at all; `If-Match: "0"` for the first version.

        What it holds becomes a version.
        """
        return view(
            views.ShellContentView,
            self.connection.ask(
                "PUT",
                f"/workspaces/{quote(str(self.workspace), safe='')}/shells/{quote(str(shell), safe='')}",
                query={"file_name": file_name},
                headers={"If-Match": if_match},
                content=content,
            ).data,
        )

    def shell_versions(self, shell: str, *, limit: int = 100) -> Iterator[views.VersionView]:
        """Versions of a file, newest first."""
        return self.connection.pages(
            views.VersionView,
            f"/workspaces/{quote(str(self.workspace), safe='')}/shells/{quote(str(shell), safe='')}/versions",
            {"limit": limit},
        )

    def shell_file(self, shell: str, *, number: int | None = None, ending: Literal["aasx", "json"] = "aasx") -> bytes:
        """What was read of it, mended, as a file."""
        return self.connection.ask(
            "GET",
            f"/workspaces/{quote(str(self.workspace), safe='')}/shells/{quote(str(shell), safe='')}/file",
            query={"number": number, "ending": ending},
        ).content

    def hand_out(
        self,
        plant: str,
        *,
        reason: str,
        released: Sequence[Literal["address", "goods", "split", "route", "structure", "meters", "model"]] = (),
        line: str = "",
        base: str = "",
        ending: Literal["aasx", "json"] = "aasx",
    ) -> bytes:
        """Shells of a plant as a file. Who took it, what was released and why is noted."""
        return self.connection.ask(
            "POST",
            f"/workspaces/{quote(str(self.workspace), safe='')}/shells/of-plant/{quote(str(plant), safe='')}",
            body={"reason": reason, "released": released, "line": line, "base": base, "ending": ending},
        ).content

    def list_populations(self, *, limit: int = 100) -> Iterator[views.PopulationView]:
        """Populations of firms that reforms can be compared on; who runs the place makes them."""
        return self.connection.pages(
            views.PopulationView, f"/workspaces/{quote(str(self.workspace), safe='')}/populations", {"limit": limit}
        )

    def list_reforms(self, *, limit: int = 100) -> Iterator[views.ReformView]:
        """Reforms by id: those that come with Pulmu, and the workspace's own."""
        return self.connection.pages(
            views.ReformView, f"/workspaces/{quote(str(self.workspace), safe='')}/reforms", {"limit": limit}
        )

    def read_reform(self, reform: str, *, number: int | None = None) -> views.ReformContent:
        """A reform as it stands or stood, and what it changes today."""
        return view(
            views.ReformContent,
            self.connection.ask(
                "GET",
                f"/workspaces/{quote(str(self.workspace), safe='')}/reforms/{quote(str(reform), safe='')}",
                query={"number": number},
            ).data,
        )

    def save_reform(
        self, reform: str, content: Content, *, file_name: str = "reform.yaml", note: str = "", if_match: str = ""
    ) -> views.ReformContent:
        """A new version of an own reform, YAML or JSON; `If-Match: "0"` for the first.

        One with problems is not kept.
        """
        return view(
            views.ReformContent,
            self.connection.ask(
                "PUT",
                f"/workspaces/{quote(str(self.workspace), safe='')}/reforms/{quote(str(reform), safe='')}",
                query={"file_name": file_name, "note": note},
                headers={"If-Match": if_match},
                content=content,
            ).data,
        )

    def reform_versions(self, reform: str, *, limit: int = 100) -> Iterator[views.VersionView]:
        """Versions of an own reform, newest first; none of one that comes with Pulmu."""
        return self.connection.pages(
            views.VersionView,
            f"/workspaces/{quote(str(self.workspace), safe='')}/reforms/{quote(str(reform), safe='')}/versions",
            {"limit": limit},
        )

    def compare_reform(
        self, reform: str, *, population: str, day: date, idempotency_key: str = "", cliffs: bool = False
    ) -> views.JobView:
        """Have its effect on a population computed: a job.

        Where the same question is answered already, it leads there.
        """
        return view(
            views.JobView,
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/reforms/{quote(str(reform), safe='')}/comparisons",
                headers={"Idempotency-Key": idempotency_key},
                body={"population": population, "day": day, "cliffs": cliffs},
            ).data,
        )

    def list_effects(self, reform: str, *, limit: int = 100) -> Iterator[views.EffectView]:
        """What the reform was computed to do, newest first."""
        return self.connection.pages(
            views.EffectView,
            f"/workspaces/{quote(str(self.workspace), safe='')}/reforms/{quote(str(reform), safe='')}/effects",
            {"limit": limit},
        )

    def read_effect(self, reform: str, number: int) -> views.EffectContent:
        """Who gains and who loses, where, and at what cost; with everything the answer rests on."""
        return view(
            views.EffectContent,
            self.connection.ask(
                "GET",
                f"/workspaces/{quote(str(self.workspace), safe='')}/reforms/{quote(str(reform), safe='')}/effects/{quote(str(number), safe='')}",
            ).data,
        )

    def list_meters(self, *, limit: int = 100) -> Iterator[views.MeterView]:
        """Meters of the workspace, by id."""
        return self.connection.pages(
            views.MeterView, f"/workspaces/{quote(str(self.workspace), safe='')}/meters", {"limit": limit}
        )

    def import_file(
        self,
        content: Content,
        *,
        preview: bool = False,
        meter: str = "",
        file_name: str = "readings.csv",
        unit: str = "",
        column: str = "",
        label: Literal["start", "end"] | None = None,
        zone: str = "",
        site: str = "",
        kind: Literal["interval", "counter"] | None = None,
        sheet: str = "",
        only: str = "",
        modulus: float | None = None,
        exchange: tuple[str, ...] | None = None,
        reason: str = "",
        shift_days: int = 0,
    ) -> views.MeterImported:
        """Take in a file of readings of one meter: CSV, workbook, Parquet.

        All that is new is added, or nothing. With `preview` the answer tells how the file was read, and
        everything that is wrong, and nothing is kept.
        """
        return view(
            views.MeterImported,
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/meters/imports",
                query={
                    "preview": preview,
                    "meter": meter,
                    "file_name": file_name,
                    "unit": unit,
                    "column": column,
                    "label": label,
                    "zone": zone,
                    "site": site,
                    "kind": kind,
                    "sheet": sheet,
                    "only": only,
                    "modulus": modulus,
                    "exchange": exchange,
                    "reason": reason,
                    "shift_days": shift_days,
                },
                content=content,
            ).data,
        )

    def add_readings(
        self,
        meter: str,
        content: Content,
        *,
        unit: str = "",
        interval: int = 0,
        kind: Literal["interval", "counter"] = "interval",
        zone: str = "Asia/Seoul",
        site: str = "",
        reason: str = "",
    ) -> views.MeterImported:
        """Readings of one meter from a program, up to 500,000 at a time, as arrays (JSON) or lines (CSV).

        All that is new is added, or nothing; the same batch again changes nothing, whatever was between.
        Other values for kept slots need a `reason`. Times are whole seconds since 1970 (UTC) at which slots
        start; send an hour or a day at a time rather than each reading by itself. As JSON (whatever is not
        sent as text/csv): an object with unit, interval (seconds), value, and start or first; and where
        wanted quality, kind, zone, site, reason.
        """
        return view(
            views.MeterImported,
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/meters/{quote(str(meter), safe='')}/readings",
                query={"unit": unit, "interval": interval, "kind": kind, "zone": zone, "site": site, "reason": reason},
                content=content,
            ).data,
        )

    def read_meter(self, meter: str) -> views.MeterView:
        """A meter."""
        return view(
            views.MeterView,
            self.connection.ask(
                "GET", f"/workspaces/{quote(str(self.workspace), safe='')}/meters/{quote(str(meter), safe='')}"
            ).data,
        )

    def list_imports(self, meter: str, *, limit: int = 100) -> Iterator[views.ImportView]:
        """Imports of a meter in order: who took in what, when and why."""
        return self.connection.pages(
            views.ImportView,
            f"/workspaces/{quote(str(self.workspace), safe='')}/meters/{quote(str(meter), safe='')}/imports",
            {"limit": limit},
        )

    def coverage(
        self,
        meter: str,
        *,
        start: date,
        end: date,
        gaps: Literal["refuse", "none", "month_mean", "conservative"] = "refuse",
    ) -> views.CoverageView:
        """How much of a period is there: by months with their totals, by days, and where it is missing."""
        return view(
            views.CoverageView,
            self.connection.ask(
                "GET",
                f"/workspaces/{quote(str(self.workspace), safe='')}/meters/{quote(str(meter), safe='')}/coverage",
                query={"start": start, "end": end, "gaps": gaps},
            ).data,
        )

    def series(self, meter: str, *, from_: str = "", to: str = "", points: int = 1000) -> views.ChartView:
        """Amounts of a span for a picture: in at most so many buckets, each with its lowest, mean and highest amount."""
        return view(
            views.ChartView,
            self.connection.ask(
                "GET",
                f"/workspaces/{quote(str(self.workspace), safe='')}/meters/{quote(str(meter), safe='')}/series",
                query={"from": from_, "to": to, "points": points},
            ).data,
        )

    def list_bills(self, meter: str, *, limit: int = 100) -> Iterator[views.BillsView]:
        """Bills of a meter that were computed, newest first."""
        return self.connection.pages(
            views.BillsView,
            f"/workspaces/{quote(str(self.workspace), safe='')}/meters/{quote(str(meter), safe='')}/bills",
            {"limit": limit},
        )

    def compute_bills(
        self,
        meter: str,
        *,
        contracted_power: float,
        idempotency_key: str = "",
        contract: Literal["industrial_a1", "industrial_a2", "industrial_b"] = "industrial_b",
        voltage: Literal["low", "high_a", "high_b", "high_c"] = "high_a",
        option: Literal["single", "I", "II", "III"] = "II",
        deferred: bool = False,
        power_factor: float | None = None,
        power_factor_night: float | None = None,
        first: str | None = None,
        last: str | None = None,
        rates_of: date | None = None,
        peaks: Sequence[views.PeakAsked] = (),
    ) -> views.BillsView:
        """Compute the bills of up to twelve whole months, and keep them with the readings they rest on."""
        return view(
            views.BillsView,
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/meters/{quote(str(meter), safe='')}/bills",
                headers={"Idempotency-Key": idempotency_key},
                body={
                    "contract": contract,
                    "voltage": voltage,
                    "option": option,
                    "contracted_power": contracted_power,
                    "deferred": deferred,
                    "power_factor": power_factor,
                    "power_factor_night": power_factor_night,
                    "first": first,
                    "last": last,
                    "rates_of": rates_of,
                    "peaks": peaks,
                },
            ).data,
        )

    def read_bills(self, meter: str, number: int) -> views.BillsContent:
        """Every line of every month, with its formula and what went into it."""
        return view(
            views.BillsContent,
            self.connection.ask(
                "GET",
                f"/workspaces/{quote(str(self.workspace), safe='')}/meters/{quote(str(meter), safe='')}/bills/{quote(str(number), safe='')}",
            ).data,
        )

    def compare_options(self, meter: str, number: int) -> views.OptionsView:
        """The same months under each option of the contract."""
        return view(
            views.OptionsView,
            self.connection.ask(
                "GET",
                f"/workspaces/{quote(str(self.workspace), safe='')}/meters/{quote(str(meter), safe='')}/bills/{quote(str(number), safe='')}/options",
            ).data,
        )

    def check_paid_bill(
        self, meter: str, number: int, *, month: str, lines: Sequence[views.PaidLineAsked]
    ) -> views.CheckedBillView:
        """A bill as it was paid beside the computed one, line by line. Nothing of it is kept."""
        return view(
            views.CheckedBillView,
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/meters/{quote(str(meter), safe='')}/bills/{quote(str(number), safe='')}/check",
                body={"month": month, "lines": lines},
            ).data,
        )

    def compute_gas_bills(
        self,
        meter: str,
        *,
        heating_value: float | None = None,
        supply_cost: float | None = None,
        first: str | None = None,
        last: str | None = None,
        rates_of: date | None = None,
        price: tuple[str, ...] | None = None,
    ) -> views.GasBillsView:
        """Bills of gas of a meter's whole months. Nothing of them is kept."""
        return view(
            views.GasBillsView,
            self.connection.ask(
                "GET",
                f"/workspaces/{quote(str(self.workspace), safe='')}/meters/{quote(str(meter), safe='')}/gas-bills",
                query={
                    "heating_value": heating_value,
                    "supply_cost": supply_cost,
                    "first": first,
                    "last": last,
                    "rates_of": rates_of,
                    "price": price,
                },
            ).data,
        )

    def list_forecasts(self, meter: str, *, limit: int = 100) -> Iterator[views.ForecastView]:
        """Forecasts of a meter, newest first."""
        return self.connection.pages(
            views.ForecastView,
            f"/workspaces/{quote(str(self.workspace), safe='')}/meters/{quote(str(meter), safe='')}/forecasts",
            {"limit": limit},
        )

    def forecast_load(
        self,
        meter: str,
        *,
        idempotency_key: str = "",
        at: str | None = None,
        days: int = 120,
        seed: int = 0,
        rules: bool = False,
        known: str = "",
        contract: Literal["industrial_a1", "industrial_a2", "industrial_b"] = "industrial_b",
        voltage: Literal["low", "high_a", "high_b", "high_c"] = "high_a",
        option: Literal["single", "I", "II", "III"] = "II",
    ) -> views.JobView:
        """Have the day after the last reading forecast, or the rest of a day that has begun: a job."""
        return view(
            views.JobView,
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/meters/{quote(str(meter), safe='')}/forecasts",
                headers={"Idempotency-Key": idempotency_key},
                body={
                    "at": at,
                    "days": days,
                    "seed": seed,
                    "rules": rules,
                    "known": known,
                    "contract": contract,
                    "voltage": voltage,
                    "option": option,
                },
            ).data,
        )

    def read_forecast(self, meter: str, number: int) -> views.ForecastContent:
        """Every slot with its interval and band, the day's peak, what was combined, and how good it was lately."""
        return view(
            views.ForecastContent,
            self.connection.ask(
                "GET",
                f"/workspaces/{quote(str(self.workspace), safe='')}/meters/{quote(str(meter), safe='')}/forecasts/{quote(str(number), safe='')}",
            ).data,
        )

    def list_anomalies(self, meter: str, *, limit: int = 100) -> Iterator[views.AnomaliesView]:
        """Looks at a meter, newest first."""
        return self.connection.pages(
            views.AnomaliesView,
            f"/workspaces/{quote(str(self.workspace), safe='')}/meters/{quote(str(meter), safe='')}/anomalies",
            {"limit": limit},
        )

    def find_anomalies(
        self,
        meter: str,
        *,
        idempotency_key: str = "",
        budget: float = 0.5,
        at: str | None = None,
        days: int = 366,
        contract: Literal["industrial_a1", "industrial_a2", "industrial_b"] = "industrial_b",
        voltage: Literal["low", "high_a", "high_b", "high_c"] = "high_a",
        option: Literal["single", "I", "II", "III"] = "II",
        rates_of: str | None = None,
    ) -> views.JobView:
        """Have alarms found within a number a day, each day judged by the days before it: a job."""
        return view(
            views.JobView,
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/meters/{quote(str(meter), safe='')}/anomalies",
                headers={"Idempotency-Key": idempotency_key},
                body={
                    "budget": budget,
                    "at": at,
                    "days": days,
                    "contract": contract,
                    "voltage": voltage,
                    "option": option,
                    "rates_of": rates_of,
                },
            ).data,
        )

    def read_anomalies(self, meter: str, number: int) -> views.AnomaliesContent:
        """Every alarm with what it cost in the three balances and what people found it to be, and closed hours."""
        return view(
            views.AnomaliesContent,
            self.connection.ask(
                "GET",
                f"/workspaces/{quote(str(self.workspace), safe='')}/meters/{quote(str(meter), safe='')}/anomalies/{quote(str(number), safe='')}",
            ).data,
        )

    def read_anomaly_curve(
        self, meter: str, number: int, *, first: date | None = None, days: int = 7
    ) -> views.CurveView:
        """Load and what was expected of it, over some days."""
        return view(
            views.CurveView,
            self.connection.ask(
                "GET",
                f"/workspaces/{quote(str(self.workspace), safe='')}/meters/{quote(str(meter), safe='')}/anomalies/{quote(str(number), safe='')}/curve",
                query={"first": first, "days": days},
            ).data,
        )

    def mark_anomaly(
        self, meter: str, number: int, alarm: str, *, mark: Literal["seen", "false", "open"]
    ) -> views.MarkView:
        """Say that something was there, that the alarm was false, or take that back."""
        return view(
            views.MarkView,
            self.connection.ask(
                "PUT",
                f"/workspaces/{quote(str(self.workspace), safe='')}/meters/{quote(str(meter), safe='')}/anomalies/{quote(str(number), safe='')}/alarms/{quote(str(alarm), safe='')}/mark",
                body={"mark": mark},
            ).data,
        )

    def list_shops(self, *, limit: int = 100) -> Iterator[views.ShopView]:
        """Shops with jobs, as they stand."""
        return self.connection.pages(
            views.ShopView, f"/workspaces/{quote(str(self.workspace), safe='')}/shops", {"limit": limit}
        )

    def save_shop(self, content: Content, *, file_name: str = "jobs.yaml") -> views.SavedShop:
        """Take jobs in from YAML, JSON, a workbook or CSV, as the next version of the shop they name; or tell all that is wrong with them, with the cell."""
        return view(
            views.SavedShop,
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/shops",
                query={"file_name": file_name},
                content=content,
            ).data,
        )

    def read_shop(self, shop: str, *, number: int | None = None) -> views.ShopContent:
        """Jobs as they stand or stood."""
        return view(
            views.ShopContent,
            self.connection.ask(
                "GET",
                f"/workspaces/{quote(str(self.workspace), safe='')}/shops/{quote(str(shop), safe='')}",
                query={"number": number},
            ).data,
        )

    def list_schedules(self, shop: str, *, limit: int = 100) -> Iterator[views.ScheduleView]:
        """Schedules of a shop, newest first."""
        return self.connection.pages(
            views.ScheduleView,
            f"/workspaces/{quote(str(self.workspace), safe='')}/shops/{quote(str(shop), safe='')}/schedules",
            {"limit": limit},
        )

    def plan_jobs(
        self,
        shop: str,
        *,
        idempotency_key: str = "",
        version: int | None = None,
        contract: Literal["industrial_a1", "industrial_a2", "industrial_b"] | None = None,
        voltage: Literal["low", "high_a", "high_b", "high_c"] = "high_a",
        option: Literal["single", "I", "II", "III"] = "II",
        base_kw: float = 0,
        billed_kw: float | None = None,
        late_won: float = 100000,
        moved_won: float = 0,
        in_order: Sequence[Literal["late", "end", "energy", "peak", "labour", "moved"]] = (),
        seconds: float = 30.0,
        seed: int = 1,
        given: int | None = None,
        frozen: str | None = None,
        downs: Sequence[views.DownAsked] = (),
        locks: Sequence[views.LockAsked] = (),
        runs: int = 400,
        plant: str | None = None,
        plant_version: int | None = None,
        line: str | None = None,
        line_version: int | None = None,
    ) -> views.JobView:
        """Have a schedule searched for; with `given`, one that was kept is planned anew.

        The answer tells how far it is.
        """
        return view(
            views.JobView,
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/shops/{quote(str(shop), safe='')}/schedules",
                headers={"Idempotency-Key": idempotency_key},
                body={
                    "version": version,
                    "contract": contract,
                    "voltage": voltage,
                    "option": option,
                    "base_kw": base_kw,
                    "billed_kw": billed_kw,
                    "late_won": late_won,
                    "moved_won": moved_won,
                    "in_order": in_order,
                    "seconds": seconds,
                    "seed": seed,
                    "given": given,
                    "frozen": frozen,
                    "downs": downs,
                    "locks": locks,
                    "runs": runs,
                    "plant": plant,
                    "plant_version": plant_version,
                    "line": line,
                    "line_version": line_version,
                },
            ).data,
        )

    def read_schedule(self, shop: str, number: int) -> views.ScheduleContent:
        """Every operation at its time, lateness, load, costs beside rules of thumb and what was given, bound and gap."""
        return view(
            views.ScheduleContent,
            self.connection.ask(
                "GET",
                f"/workspaces/{quote(str(self.workspace), safe='')}/shops/{quote(str(shop), safe='')}/schedules/{quote(str(number), safe='')}",
            ).data,
        )

    def draw_schedule(self, shop: str, number: int) -> bytes:
        """The Gantt chart with the load below it."""
        return self.connection.ask(
            "GET",
            f"/workspaces/{quote(str(self.workspace), safe='')}/shops/{quote(str(shop), safe='')}/schedules/{quote(str(number), safe='')}/gantt.svg",
        ).content

    def schedule_table(self, shop: str, number: int) -> bytes:
        """The timetable as CSV; it can be given again."""
        return self.connection.ask(
            "GET",
            f"/workspaces/{quote(str(self.workspace), safe='')}/shops/{quote(str(shop), safe='')}/schedules/{quote(str(number), safe='')}/plan.csv",
        ).content

    def schedule_workbook(self, shop: str, number: int) -> bytes:
        """The timetable as a workbook; it can be given again."""
        return self.connection.ask(
            "GET",
            f"/workspaces/{quote(str(self.workspace), safe='')}/shops/{quote(str(shop), safe='')}/schedules/{quote(str(number), safe='')}/plan.xlsx",
        ).content

    def list_measure_plans(self, plant: str, *, limit: int = 100) -> Iterator[views.MeasurePlanView]:
        """Plans of measures that were computed, newest first."""
        return self.connection.pages(
            views.MeasurePlanView,
            f"/workspaces/{quote(str(self.workspace), safe='')}/plants/{quote(str(plant), safe='')}/measures",
            {"limit": limit},
        )

    def compute_measures(
        self,
        plant: str,
        *,
        idempotency_key: str = "",
        prices: dict[str, float] | None = None,
        facts: dict[str, str] | None = None,
        savings: dict[str, str] | None = None,
        quotes: dict[str, str] | None = None,
        certificate_prices: dict[str, float] | None = None,
        free_allocation: dict[str, float] | None = None,
        budget: Sequence[float] | None = None,
        years: int = 9,
        discount: float = 0.05,
        life: int = 10,
        usd: float | None = None,
        eur: float | None = None,
        draws: int = 2000,
        seed: int = 1,
    ) -> views.MeasurePlanView:
        """Size the measures of a plant as it stands, plan them under the budget, and keep the plan."""
        return view(
            views.MeasurePlanView,
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/plants/{quote(str(plant), safe='')}/measures",
                headers={"Idempotency-Key": idempotency_key},
                body={
                    "prices": prices,
                    "facts": facts,
                    "savings": savings,
                    "quotes": quotes,
                    "certificate_prices": certificate_prices,
                    "free_allocation": free_allocation,
                    "budget": budget,
                    "years": years,
                    "discount": discount,
                    "life": life,
                    "usd": usd,
                    "eur": eur,
                    "draws": draws,
                    "seed": seed,
                },
            ).data,
        )

    def read_measure_plan(self, plant: str, number: int) -> views.MeasurePlanContent:
        """Each measure with sizing, source and worth; the plan, the fronts, certificates by year; who pays, who offers."""
        return view(
            views.MeasurePlanContent,
            self.connection.ask(
                "GET",
                f"/workspaces/{quote(str(self.workspace), safe='')}/plants/{quote(str(plant), safe='')}/measures/{quote(str(number), safe='')}",
            ).data,
        )

    def list_books(self, *, limit: int = 100) -> Iterator[views.BookView]:
        """Books of the workspace, by id."""
        return self.connection.pages(
            views.BookView, f"/workspaces/{quote(str(self.workspace), safe='')}/books", {"limit": limit}
        )

    def import_document(
        self,
        book: str,
        content: Content,
        *,
        preview: bool = False,
        file_name: str = "document",
        columns: tuple[str, ...] | None = None,
        where: tuple[str, ...] | None = None,
        item: str = "",
        piece_weights: tuple[str, ...] | None = None,
        confirm: str = "",
        reason: str = "",
    ) -> views.BookImported:
        """Take a bill, an invoice or an export into a book.

        All that is new is added, or nothing. Columns and values that are a guess must be confirmed with the
        code that a `preview` tells.
        """
        return view(
            views.BookImported,
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/books/{quote(str(book), safe='')}/imports",
                query={
                    "preview": preview,
                    "file_name": file_name,
                    "columns": columns,
                    "where": where,
                    "item": item,
                    "piece_weights": piece_weights,
                    "confirm": confirm,
                    "reason": reason,
                },
                content=content,
            ).data,
        )

    def list_book_imports(self, book: str, *, limit: int = 100) -> Iterator[views.BookImportView]:
        """Imports of a book in order, each with its seal."""
        return self.connection.pages(
            views.BookImportView,
            f"/workspaces/{quote(str(self.workspace), safe='')}/books/{quote(str(book), safe='')}/imports",
            {"limit": limit},
        )

    def read_book(self, book: str, *, limit: int = 100) -> Iterator[views.EntryView]:
        """Entries of a book that count, each with its document and the place in it."""
        return self.connection.pages(
            views.EntryView,
            f"/workspaces/{quote(str(self.workspace), safe='')}/books/{quote(str(book), safe='')}",
            {"limit": limit},
        )

    def totals(
        self,
        book: str,
        *,
        year: int | None = None,
        gaps: Literal["refuse", "none", "month_mean", "conservative"] = "refuse",
        consumed: bool = False,
    ) -> views.BookTotalsView:
        """Totals of months and years, with how many days are covered, and what was estimated."""
        return view(
            views.BookTotalsView,
            self.connection.ask(
                "GET",
                f"/workspaces/{quote(str(self.workspace), safe='')}/books/{quote(str(book), safe='')}/totals",
                query={"year": year, "gaps": gaps, "consumed": consumed},
            ).data,
        )

    def list_reports(self, *, limit: int = 100) -> Iterator[views.ReportView]:
        """Reports one may see, newest year first."""
        return self.connection.pages(
            views.ReportView, f"/workspaces/{quote(str(self.workspace), safe='')}/reports", {"limit": limit}
        )

    def read_version(self, report: str, number: int) -> views.ReportVersionView:
        """A version of a report, with its tag: a decision names what it was made on (`If-Match`)."""
        return view(
            views.ReportVersionView,
            self.connection.ask(
                "GET",
                f"/workspaces/{quote(str(self.workspace), safe='')}/reports/{quote(str(report), safe='')}/versions/{quote(str(number), safe='')}",
            ).data,
        )

    def submit(self, report: str, number: int, *, if_match: str = "") -> views.ReportVersionView:
        """Hand a draft to who approves."""
        return view(
            views.ReportVersionView,
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/reports/{quote(str(report), safe='')}/versions/{quote(str(number), safe='')}/submit",
                headers={"If-Match": if_match},
            ).data,
        )

    def approve(self, report: str, number: int, *, if_match: str = "", reason: str = "") -> views.ReportVersionView:
        """Freeze a submitted version; never by somebody who worked on it."""
        return view(
            views.ReportVersionView,
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/reports/{quote(str(report), safe='')}/versions/{quote(str(number), safe='')}/approve",
                headers={"If-Match": if_match},
                body={"reason": reason},
            ).data,
        )

    def give_back(self, report: str, number: int, *, if_match: str = "", reason: str = "") -> views.ReportVersionView:
        """Give a submitted version back, with the reason."""
        return view(
            views.ReportVersionView,
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/reports/{quote(str(report), safe='')}/versions/{quote(str(number), safe='')}/return",
                headers={"If-Match": if_match},
                body={"reason": reason},
            ).data,
        )

    def withdraw(self, report: str, number: int, *, if_match: str = "", reason: str = "") -> views.ReportVersionView:
        """Withdraw a frozen version; its links end."""
        return view(
            views.ReportVersionView,
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/reports/{quote(str(report), safe='')}/versions/{quote(str(number), safe='')}/withdraw",
                headers={"If-Match": if_match},
                body={"reason": reason},
            ).data,
        )

    def list_files(self, report: str, number: int) -> tuple[views.FileView, ...]:
        """Files of a version."""
        return view(
            tuple[views.FileView, ...],
            self.connection.ask(
                "GET",
                f"/workspaces/{quote(str(self.workspace), safe='')}/reports/{quote(str(report), safe='')}/versions/{quote(str(number), safe='')}/files",
            ).data,
        )

    def download(self, report: str, number: int, name: str, *, reason: str = "") -> bytes:
        """A file of a version. Who took it and why is noted."""
        return self.connection.ask(
            "GET",
            f"/workspaces/{quote(str(self.workspace), safe='')}/reports/{quote(str(report), safe='')}/versions/{quote(str(number), safe='')}/files/{quote(str(name), safe='')}",
            query={"reason": reason},
        ).content

    def list_comments(self, report: str, number: int, *, limit: int = 100) -> Iterator[views.CommentView]:
        """Comments on a version, oldest first."""
        return self.connection.pages(
            views.CommentView,
            f"/workspaces/{quote(str(self.workspace), safe='')}/reports/{quote(str(report), safe='')}/versions/{quote(str(number), safe='')}/comments",
            {"limit": limit},
        )

    def add_comment(
        self, report: str, number: int, *, text: str, idempotency_key: str = "", about: str = ""
    ) -> views.CommentView:
        """Ask something about a version, or about one figure of it."""
        return view(
            views.CommentView,
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/reports/{quote(str(report), safe='')}/versions/{quote(str(number), safe='')}/comments",
                headers={"Idempotency-Key": idempotency_key},
                body={"text": text, "about": about},
            ).data,
        )

    def resolve_comment(self, report: str, number: int, comment: str) -> views.CommentView:
        """Note that a comment was answered."""
        return view(
            views.CommentView,
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/reports/{quote(str(report), safe='')}/versions/{quote(str(number), safe='')}/comments/{quote(str(comment), safe='')}/resolve",
            ).data,
        )

    def list_links(self, report: str, *, limit: int = 100) -> Iterator[views.LinkView]:
        """Links to versions of a report, newest first."""
        return self.connection.pages(
            views.LinkView,
            f"/workspaces/{quote(str(self.workspace), safe='')}/reports/{quote(str(report), safe='')}/links",
            {"limit": limit},
        )

    def share(
        self, report: str, number: int, *, audience: str, days: int, idempotency_key: str = "", limit: int | None = None
    ) -> views.Made:
        """A link for an importer to the summary of a frozen version; the end of its address is shown once."""
        return view(
            views.Made,
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/reports/{quote(str(report), safe='')}/versions/{quote(str(number), safe='')}/links",
                headers={"Idempotency-Key": idempotency_key},
                body={"audience": audience, "days": days, "limit": limit},
            ).data,
        )

    def revoke(self, report: str, link: str) -> None:
        """End a link."""
        self.connection.ask(
            "DELETE",
            f"/workspaces/{quote(str(self.workspace), safe='')}/reports/{quote(str(report), safe='')}/links/{quote(str(link), safe='')}",
        )

    def list_evidence(self, *, limit: int = 100) -> Iterator[views.EvidenceView]:
        """Files of the workspace that one may see by their class, oldest first.

        Looking is noted. A verifier sees open and internal ones; who is engaged for some reports, those
        behind these reports.
        """
        return self.connection.pages(
            views.EvidenceView, f"/workspaces/{quote(str(self.workspace), safe='')}/evidence", {"limit": limit}
        )

    def add_evidence(
        self,
        content: Content,
        *,
        file_name: str,
        secrecy: Literal["open", "internal", "secret", "core_technology"] = "internal",
    ) -> views.EvidenceView:
        """Keep a file: a bill, a certificate, a verification statement. The same content twice is kept once."""
        return view(
            views.EvidenceView,
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/evidence",
                query={"file_name": file_name, "secrecy": secrecy},
                content=content,
            ).data,
        )

    def class_evidence(
        self, sha256: str, *, secrecy: Literal["open", "internal", "secret", "core_technology"], reason: str
    ) -> views.EvidenceView:
        """Give a file another class of secrecy. Opening it to verifiers takes who may share a report."""
        return view(
            views.EvidenceView,
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/evidence/{quote(str(sha256), safe='')}/class",
                body={"secrecy": secrecy, "reason": reason},
            ).data,
        )

    def take_evidence(self, sha256: str, *, reason: str = "") -> bytes:
        """A file, to be saved under a name of ours. Who took it and why is noted."""
        return self.connection.ask(
            "GET",
            f"/workspaces/{quote(str(self.workspace), safe='')}/evidence/{quote(str(sha256), safe='')}",
            query={"reason": reason},
        ).content

    def list_offers(self, *, limit: int = 100) -> Iterator[views.ItemView]:
        """What the workspace offers, by id."""
        return self.connection.pages(
            views.ItemView, f"/workspaces/{quote(str(self.workspace), safe='')}/offers", {"limit": limit}
        )

    def read_offer(self, offer: str, *, number: int | None = None) -> views.ItemContent:
        """An offer as it stands or stood, with everything that is wrong with it."""
        return view(
            views.ItemContent,
            self.connection.ask(
                "GET",
                f"/workspaces/{quote(str(self.workspace), safe='')}/offers/{quote(str(offer), safe='')}",
                query={"number": number},
            ).data,
        )

    def save_offer(
        self, offer: str, content: Content, *, file_name: str = "offers.yaml", note: str = "", if_match: str = ""
    ) -> views.ItemContent:
        """A new version from YAML or JSON of one offer; `If-Match: "0"` for the first."""
        return view(
            views.ItemContent,
            self.connection.ask(
                "PUT",
                f"/workspaces/{quote(str(self.workspace), safe='')}/offers/{quote(str(offer), safe='')}",
                query={"file_name": file_name, "note": note},
                headers={"If-Match": if_match},
                content=content,
            ).data,
        )

    def offer_versions(self, offer: str, *, limit: int = 100) -> Iterator[views.VersionView]:
        """Versions of an offer, newest first."""
        return self.connection.pages(
            views.VersionView,
            f"/workspaces/{quote(str(self.workspace), safe='')}/offers/{quote(str(offer), safe='')}/versions",
            {"limit": limit},
        )

    def publish_offer(self, offer: str) -> views.ItemView:
        """Show it to all of the place as it stands."""
        return view(
            views.ItemView,
            self.connection.ask(
                "POST", f"/workspaces/{quote(str(self.workspace), safe='')}/offers/{quote(str(offer), safe='')}/publish"
            ).data,
        )

    def withdraw_offer(self, offer: str, *, reason: str = "") -> views.ItemView:
        """Show it no more."""
        return view(
            views.ItemView,
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/offers/{quote(str(offer), safe='')}/withdraw",
                body={"reason": reason},
            ).data,
        )

    def list_demand(self, offer: str, *, limit: int = 100) -> Iterator[views.DemandView]:
        """Needs that other workspaces show and that the offer fits, the best first."""
        return self.connection.pages(
            views.DemandView,
            f"/workspaces/{quote(str(self.workspace), safe='')}/offers/{quote(str(offer), safe='')}/demand",
            {"limit": limit},
        )

    def list_needs(self, *, limit: int = 100) -> Iterator[views.ItemView]:
        """What the workspace needs, by id."""
        return self.connection.pages(
            views.ItemView, f"/workspaces/{quote(str(self.workspace), safe='')}/needs", {"limit": limit}
        )

    def read_need(self, need: str, *, number: int | None = None) -> views.ItemContent:
        """A need as it stands or stood, with everything that is wrong with it."""
        return view(
            views.ItemContent,
            self.connection.ask(
                "GET",
                f"/workspaces/{quote(str(self.workspace), safe='')}/needs/{quote(str(need), safe='')}",
                query={"number": number},
            ).data,
        )

    def save_need(
        self, need: str, content: Content, *, file_name: str = "needs.yaml", note: str = "", if_match: str = ""
    ) -> views.ItemContent:
        """A new version from YAML or JSON of one need; `If-Match: "0"` for the first."""
        return view(
            views.ItemContent,
            self.connection.ask(
                "PUT",
                f"/workspaces/{quote(str(self.workspace), safe='')}/needs/{quote(str(need), safe='')}",
                query={"file_name": file_name, "note": note},
                headers={"If-Match": if_match},
                content=content,
            ).data,
        )

    def need_versions(self, need: str, *, limit: int = 100) -> Iterator[views.VersionView]:
        """Versions of a need, newest first."""
        return self.connection.pages(
            views.VersionView,
            f"/workspaces/{quote(str(self.workspace), safe='')}/needs/{quote(str(need), safe='')}/versions",
            {"limit": limit},
        )

    def publish_need(self, need: str) -> views.ItemView:
        """Show it to all of the place as it stands; where Pulmu found it is left out."""
        return view(
            views.ItemView,
            self.connection.ask(
                "POST", f"/workspaces/{quote(str(self.workspace), safe='')}/needs/{quote(str(need), safe='')}/publish"
            ).data,
        )

    def withdraw_need(self, need: str, *, reason: str = "") -> views.ItemView:
        """Show it no more."""
        return view(
            views.ItemView,
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/needs/{quote(str(need), safe='')}/withdraw",
                body={"reason": reason},
            ).data,
        )

    def read_suppliers(self, need: str) -> views.SuppliersView:
        """Offers that other workspaces show and that fit the need, with the words and conditions that met."""
        return view(
            views.SuppliersView,
            self.connection.ask(
                "GET", f"/workspaces/{quote(str(self.workspace), safe='')}/needs/{quote(str(need), safe='')}/suppliers"
            ).data,
        )

    def prepare_report(
        self,
        plant: str,
        *,
        year: int,
        idempotency_key: str = "",
        edition: str = "2026-08",
        scenario: str = "",
        version: int | None = None,
    ) -> views.JobView:
        """Have a draft report computed, in both languages: a job, and where to look how far it is."""
        return view(
            views.JobView,
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/plants/{quote(str(plant), safe='')}/reports",
                headers={"Idempotency-Key": idempotency_key},
                body={"year": year, "edition": edition, "scenario": scenario, "version": version},
            ).data,
        )

    def check_report(self, report: str, number: int, *, idempotency_key: str = "") -> views.JobView:
        """Have a version computed anew and compared: a job; what differs are its problems."""
        return view(
            views.JobView,
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/reports/{quote(str(report), safe='')}/versions/{quote(str(number), safe='')}/check",
                headers={"Idempotency-Key": idempotency_key},
            ).data,
        )

    def list_jobs(self, *, limit: int = 100) -> Iterator[views.JobView]:
        """The newest thousand jobs, newest first."""
        return self.connection.pages(
            views.JobView, f"/workspaces/{quote(str(self.workspace), safe='')}/jobs", {"limit": limit}
        )

    def read_job(self, job: str) -> views.JobView:
        """How far a job is, and what came of it."""
        return view(
            views.JobView,
            self.connection.ask(
                "GET", f"/workspaces/{quote(str(self.workspace), safe='')}/jobs/{quote(str(job), safe='')}"
            ).data,
        )

    def cancel_job(self, job: str) -> views.JobView:
        """Have a job stop: at once where it waits, else at its next step. It leaves no result."""
        return view(
            views.JobView,
            self.connection.ask(
                "POST", f"/workspaces/{quote(str(self.workspace), safe='')}/jobs/{quote(str(job), safe='')}/cancel"
            ).data,
        )

    def retry_job(self, job: str) -> views.JobView:
        """Have a job done again that failed or was cancelled; it is done as who asks for it now."""
        return view(
            views.JobView,
            self.connection.ask(
                "POST", f"/workspaces/{quote(str(self.workspace), safe='')}/jobs/{quote(str(job), safe='')}/retry"
            ).data,
        )

    def watch_job(self, job: str) -> bytes:
        """Each change of a job as it comes (server-sent events `job`), until it ends, or ten minutes have passed."""
        return self.connection.ask(
            "GET", f"/workspaces/{quote(str(self.workspace), safe='')}/jobs/{quote(str(job), safe='')}/events"
        ).content

    def read_audit(self, *, limit: int = 100) -> Iterator[views.AuditView]:
        """Entries in order, each with its seal and that of the one before. Looking is noted."""
        return self.connection.pages(
            views.AuditView, f"/workspaces/{quote(str(self.workspace), safe='')}/audit", {"limit": limit}
        )

    def export_workspace(self, *, idempotency_key: str = "", reason: str = "") -> views.JobView:
        """Have everything the company owns written into one file: a job.

        The file can be taken for three days.
        """
        return view(
            views.JobView,
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/export",
                headers={"Idempotency-Key": idempotency_key},
                body={"reason": reason},
            ).data,
        )

    def take_export(self, job: str) -> Iterator[bytes]:
        """The file of an export that is done. Who takes it is noted, with the reason it was asked for."""
        return self.connection.pieces(
            f"/workspaces/{quote(str(self.workspace), safe='')}/jobs/{quote(str(job), safe='')}/export"
        )

    def erase(self, *, name: str, reason: str) -> views.ErasureView:
        """Delete everything the company owns, for good. Its certificate is shown once, and kept by the place."""
        return view(
            views.ErasureView,
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/erasure",
                body={"name": name, "reason": reason},
            ).data,
        )

    def read_firm(self, *, number: int | None = None) -> views.FirmContent:
        """The firm's file as it stands or stood, with everything that is wrong with it; an empty one before the first."""
        return view(
            views.FirmContent,
            self.connection.ask(
                "GET", f"/workspaces/{quote(str(self.workspace), safe='')}/firm", query={"number": number}
            ).data,
        )

    def save_firm(
        self, content: Content, *, file_name: str = "firm.yaml", note: str = "", if_match: str = ""
    ) -> views.FirmContent:
        """A new version from YAML or JSON; `If-Match: "0"` for the first.

        One with problems is kept for mending.
        """
        return view(
            views.FirmContent,
            self.connection.ask(
                "PUT",
                f"/workspaces/{quote(str(self.workspace), safe='')}/firm",
                query={"file_name": file_name, "note": note},
                headers={"If-Match": if_match},
                content=content,
            ).data,
        )

    def answer_questions(self, *, answers: dict[str, str], if_match: str = "") -> views.FirmContent:
        """Answers written into the firm's file as a new version. Where one of them is none, nothing is kept."""
        return view(
            views.FirmContent,
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/firm/answers",
                headers={"If-Match": if_match},
                body={"answers": answers},
            ).data,
        )

    def firm_versions(self, *, limit: int = 100) -> Iterator[views.VersionView]:
        """Versions of the firm's file, newest first."""
        return self.connection.pages(
            views.VersionView, f"/workspaces/{quote(str(self.workspace), safe='')}/firm/versions", {"limit": limit}
        )

    def firm_size(self, *, day: date | None = None) -> views.FirmSize:
        """The size class, what decides it with its margins, the nearest change, and what is missing."""
        return view(
            views.FirmSize,
            self.connection.ask(
                "GET", f"/workspaces/{quote(str(self.workspace), safe='')}/firm/size", query={"day": day}
            ).data,
        )

    def firm_programmes(self, *, day: date | None = None, cost_krw: int | None = None) -> views.FirmProgrammes:
        """Programmes by worth with their dates and own share, and what to find out first."""
        return view(
            views.FirmProgrammes,
            self.connection.ask(
                "GET",
                f"/workspaces/{quote(str(self.workspace), safe='')}/firm/programmes",
                query={"day": day, "cost_krw": cost_krw},
            ).data,
        )

    def list_voices(self, *, limit: int = 100) -> Iterator[views.VoiceView]:
        """The firm's own difficulties by id, each with its path."""
        return self.connection.pages(
            views.VoiceView, f"/workspaces/{quote(str(self.workspace), safe='')}/voices", {"limit": limit}
        )

    def read_voice(self, voice: str) -> views.VoiceView:
        """One of them as it stands."""
        return view(
            views.VoiceView,
            self.connection.ask(
                "GET", f"/workspaces/{quote(str(self.workspace), safe='')}/voices/{quote(str(voice), safe='')}"
            ).data,
        )

    def save_voice(
        self, voice: str, content: Content, *, file_name: str = "difficulty.yaml", if_match: str = ""
    ) -> views.VoiceView:
        """A new version from YAML or JSON; `If-Match: "0"` for the first. One with problems is not kept."""
        return view(
            views.VoiceView,
            self.connection.ask(
                "PUT",
                f"/workspaces/{quote(str(self.workspace), safe='')}/voices/{quote(str(voice), safe='')}",
                query={"file_name": file_name},
                headers={"If-Match": if_match},
                content=content,
            ).data,
        )

    def send_voice(self, voice: str, *, agency: str, seen: int) -> views.VoiceReceiptView:
        """Send it to an agency as it stands; sending twice sends once."""
        return view(
            views.VoiceReceiptView,
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/voices/{quote(str(voice), safe='')}/sendings",
                body={"agency": agency, "seen": seen},
            ).data,
        )

    def list_agencies(self, *, limit: int = 100) -> Iterator[views.AgencyView]:
        """Agencies of the place that a difficulty can be sent to."""
        return self.connection.pages(
            views.AgencyView, f"/workspaces/{quote(str(self.workspace), safe='')}/agencies", {"limit": limit}
        )

    def voices_shown_to_all(self, *, limit: int = 100) -> Iterator[views.ToldView]:
        """Where voices stand, as agencies show it to all: no number of few firms, and names only of who agrees."""
        return self.connection.pages(
            views.ToldView, f"/workspaces/{quote(str(self.workspace), safe='')}/board/voices", {"limit": limit}
        )

    def list_themes(self, *, limit: int = 100) -> Iterator[views.ThemeView]:
        """Themes that hold voices, by id."""
        return self.connection.pages(
            views.ThemeView, f"/workspaces/{quote(str(self.workspace), safe='')}/themes", {"limit": limit}
        )

    def begin_theme(self, *, voices: Sequence[str], title: str = "") -> views.ThemeView:
        """A theme of some voices; each of them is in no other."""
        return view(
            views.ThemeView,
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/themes",
                body={"voices": voices, "title": title},
            ).data,
        )

    def list_heard(self, *, limit: int = 100) -> Iterator[views.HeardView]:
        """Voices the agency was sent, the newest version of each."""
        return self.connection.pages(
            views.HeardView, f"/workspaces/{quote(str(self.workspace), safe='')}/themes/voices", {"limit": limit}
        )

    def propose_themes(self) -> views.ProposalsView:
        """Voices that look like one and themes that others fit, each with why. Nothing is done by itself."""
        return view(
            views.ProposalsView,
            self.connection.ask("GET", f"/workspaces/{quote(str(self.workspace), safe='')}/themes/proposals").data,
        )

    def read_theme(self, theme: str, *, number: int | None = None) -> views.ThemeView:
        """A theme as it stands or stood."""
        return view(
            views.ThemeView,
            self.connection.ask(
                "GET",
                f"/workspaces/{quote(str(self.workspace), safe='')}/themes/{quote(str(theme), safe='')}",
                query={"number": number},
            ).data,
        )

    def save_theme(
        self, theme: str, content: Content, *, file_name: str = "theme.yaml", if_match: str = ""
    ) -> views.ThemeView:
        """A new version from YAML or JSON: words, state, reason, proposal, effect, answer, voices."""
        return view(
            views.ThemeView,
            self.connection.ask(
                "PUT",
                f"/workspaces/{quote(str(self.workspace), safe='')}/themes/{quote(str(theme), safe='')}",
                query={"file_name": file_name},
                headers={"If-Match": if_match},
                content=content,
            ).data,
        )

    def move_voices(
        self,
        theme: str,
        *,
        deed: Literal["add", "take_out", "split", "join"],
        seen: int,
        voices: Sequence[str] = (),
        title: str = "",
        other: str = "",
    ) -> views.ThemeView:
        """Add voices, take them out, split them off (the new theme is answered), or join another theme."""
        return view(
            views.ThemeView,
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/themes/{quote(str(theme), safe='')}/voices",
                body={"deed": deed, "voices": voices, "title": title, "other": other, "seen": seen},
            ).data,
        )

    def read_answering(self, theme: str) -> views.AnsweringView:
        """How far the theme as it stands was told to those who raised it."""
        return view(
            views.AnsweringView,
            self.connection.ask(
                "GET", f"/workspaces/{quote(str(self.workspace), safe='')}/themes/{quote(str(theme), safe='')}/answers"
            ).data,
        )

    def answer_theme(self, theme: str, *, seen: int) -> views.AnsweringView:
        """Tell it to all who raised it, each once a version: all of them or none."""
        return view(
            views.AnsweringView,
            self.connection.ask(
                "POST",
                f"/workspaces/{quote(str(self.workspace), safe='')}/themes/{quote(str(theme), safe='')}/answers",
                body={"seen": seen},
            ).data,
        )

    def show_theme(self, theme: str, *, seen: int) -> views.ShownView:
        """Show all of the place where it stands."""
        return view(
            views.ShownView,
            self.connection.ask(
                "PUT",
                f"/workspaces/{quote(str(self.workspace), safe='')}/themes/{quote(str(theme), safe='')}/shown",
                body={"seen": seen},
            ).data,
        )

    def withdraw_theme(self, theme: str) -> views.ShownView:
        """Show it no more."""
        return view(
            views.ShownView,
            self.connection.ask(
                "DELETE", f"/workspaces/{quote(str(self.workspace), safe='')}/themes/{quote(str(theme), safe='')}/shown"
            ).data,
        )
