"""Records of the place in a database."""

from datetime import datetime

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import IntegrityError

from pulmu.adapters._sql import tables as t
from pulmu.adapters._sql.crossing import drop_crossing
from pulmu.adapters._sql.queue import SqlQueue
from pulmu.adapters._sql.rows import Rows, values_of
from pulmu.model import ConflictError
from pulmu.services.records.account import Account, Invitation, Membership, Session, Token, Workspace
from pulmu.services.records.audit import AuditEntry
from pulmu.services.records.identity import AuthorizationRequest, Identity


class SqlPlaceRecords(SqlQueue):
    """Records of the place, inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._rows = Rows(connection, {})

    def add_workspace(self, workspace: Workspace) -> None:
        """Keep a new workspace."""
        self._rows.add(t.workspace, workspace)

    def workspace(self, workspace: str) -> Workspace | None:
        """A workspace by id."""
        return self._rows.one(Workspace, t.workspace, id=workspace)

    def workspaces(self) -> tuple[Workspace, ...]:
        """All of them, oldest first."""
        return self._rows.all(Workspace, t.workspace, t.workspace.c.created, t.workspace.c.id)

    def close_workspace(self, workspace: str) -> None:
        """Mark it as deleted, and take away what belongs to it."""
        self._rows.change(t.workspace, {"status": "deleted"}, id=workspace)
        for table in (t.membership, t.token, t.invitation, t.queue):
            self._rows.take_away(table, workspace=workspace)
        drop_crossing(self._rows, workspace)

    def add_account(self, account: Account) -> None:
        """Keep a new account; `ConflictError` where its email is taken."""
        try:
            self._rows.add(t.account, account)
        except IntegrityError as error:
            raise ConflictError.of(
                "access.email_taken", "email", "an account with this email exists", "log in, or give another email"
            ) from error

    def account(self, account: str) -> Account | None:
        """An account by id."""
        return self._rows.one(Account, t.account, id=account)

    def accounts(self) -> tuple[Account, ...]:
        """All of them, oldest first."""
        return self._rows.all(Account, t.account, t.account.c.created, t.account.c.id)

    def account_by_email(self, email: str) -> Account | None:
        """An account by its email in lower case."""
        return self._rows.one(Account, t.account, email=email)

    def change_account(self, account: Account) -> None:
        """Put the account in the place of the one with its id."""
        self._rows.change(t.account, values_of(account), id=account.id)

    def add_membership(self, membership: Membership) -> None:
        """Keep what a person is in a workspace, instead of what the same role said before."""
        self.end_membership(membership)
        self._rows.add(t.membership, membership)

    def end_membership(self, membership: Membership) -> bool:
        """Take it away; whether it was there."""
        key = {"workspace": membership.workspace, "account": membership.account, "role": membership.role}
        return self._rows.take_away(t.membership, **key) > 0

    def memberships(self, account: str) -> tuple[Membership, ...]:
        """What a person is, in every workspace."""
        return self._rows.all(Membership, t.membership, t.membership.c.workspace, t.membership.c.role, account=account)

    def members(self, workspace: str) -> tuple[Membership, ...]:
        """Who is what in a workspace."""
        return self._rows.all(
            Membership, t.membership, t.membership.c.account, t.membership.c.role, workspace=workspace
        )

    def add_session(self, session: Session) -> None:
        """Keep a log-in."""
        self._rows.add(t.session, session)

    def session(self, session: str) -> Session | None:
        """A log-in by the hash of its secret."""
        return self._rows.one(Session, t.session, id=session)

    def change_session(self, session: Session) -> None:
        """Put the session in the place of the one with its id."""
        self._rows.change(t.session, values_of(session), id=session.id)

    def count_sessions(self, at: datetime) -> int:
        """How many log-ins had not reached their end at a moment."""
        counted = select(func.count()).select_from(t.session).where(t.session.c.ends > at)
        return int(self._rows.connection.execute(counted).scalar_one())

    def end_sessions(self, account: str, *, but: str = "") -> int:
        """End every session of an account but one; how many there were."""
        return self._rows.take_away(t.session, t.session.c.id != but, account=account)

    def end_session(self, session: str) -> None:
        """End one session."""
        self._rows.take_away(t.session, id=session)

    def add_token(self, token: Token) -> None:
        """Keep a token."""
        self._rows.add(t.token, token)

    def token(self, token: str) -> Token | None:
        """A token by id."""
        return self._rows.one(Token, t.token, id=token)

    def tokens(self, workspace: str) -> tuple[Token, ...]:
        """Tokens for a workspace, revoked ones too."""
        return self._rows.all(Token, t.token, t.token.c.created, t.token.c.id, workspace=workspace)

    def change_token(self, token: Token) -> None:
        """Put the token in the place of the one with its id."""
        self._rows.change(t.token, values_of(token), id=token.id)

    def add_invitation(self, invitation: Invitation) -> None:
        """Keep an invitation."""
        self._rows.add(t.invitation, invitation)

    def invitation(self, invitation: str) -> Invitation | None:
        """An invitation by id."""
        return self._rows.one(Invitation, t.invitation, id=invitation)

    def invitations(self, workspace: str) -> tuple[Invitation, ...]:
        """Invitations to a workspace, oldest first."""
        order = (t.invitation.c.created, t.invitation.c.id)
        return self._rows.all(Invitation, t.invitation, *order, workspace=workspace)

    def use_invitation(self, invitation: str, at: datetime) -> bool:
        """Note that it was taken or taken back; whether it was still open."""
        is_open = (t.invitation.c.used.is_(None), t.invitation.c.ends > at)
        return self._rows.change(t.invitation, {"used": at}, *is_open, id=invitation)

    def add_identity(self, identity: Identity) -> None:
        """Keep whose account an identity is; `ConflictError` where it is somebody's already."""
        try:
            self._rows.add(t.identity, identity)
        except IntegrityError as error:
            said, mend = "this identity is linked to an account already", "unlink it there first"
            raise ConflictError.of("access.identity_taken", "identity", said, mend) from error

    def identity(self, issuer: str, subject: str) -> Identity | None:
        """An identity by its provider and the provider's name for it."""
        return self._rows.one(Identity, t.identity, issuer=issuer, subject=subject)

    def identities(self, account: str) -> tuple[Identity, ...]:
        """Identities of an account, oldest first."""
        order = (t.identity.c.linked, t.identity.c.issuer, t.identity.c.subject)
        return self._rows.all(Identity, t.identity, *order, account=account)

    def use_identity(self, identity: Identity, at: datetime) -> None:
        """Note that somebody came in by it."""
        self._rows.change(t.identity, {"used": at}, issuer=identity.issuer, subject=identity.subject)

    def drop_identity(self, identity: Identity) -> bool:
        """Take it away from its account; whether it was there."""
        key = {"issuer": identity.issuer, "subject": identity.subject, "account": identity.account}
        return self._rows.take_away(t.identity, **key) > 0

    def add_request(self, request: AuthorizationRequest) -> None:
        """Keep a way to a provider and back."""
        self._rows.add(t.authorization_request, request)

    def take_request(self, request: str) -> AuthorizationRequest | None:
        """Take it away, and what it was; of two who take it at once one does."""
        found = self._rows.one(AuthorizationRequest, t.authorization_request, id=request)
        return found if found and self._rows.take_away(t.authorization_request, id=request) else None

    def drop_requests(self, before: datetime) -> int:
        """Forget those that ended before a moment; how many."""
        return self._rows.take_away(t.authorization_request, t.authorization_request.c.ends < before)

    def keep_head(self, workspace: str, number: int, seal: str) -> None:
        """Note the last entry of a workspace's audit outside of it; a later one that was noted stays."""
        values = {"number": number, "seal": seal}
        known = self.head(workspace)
        if known is None:
            self._rows.add_values(t.audit_head, {"workspace": workspace, **values})
        else:
            self._rows.change(t.audit_head, values, t.audit_head.c.number < number, workspace=workspace)

    def head(self, workspace: str) -> tuple[int, str] | None:
        """Number and seal last noted."""
        row = self._rows.connection.execute(self._rows.chosen(t.audit_head, {"workspace": workspace})).one_or_none()
        return None if row is None else (row.number, row.seal)

    def last_entry(self) -> AuditEntry | None:
        """The last entry of the place's own audit."""
        return self._rows.last(AuditEntry, t.place_audit, t.place_audit.c.number)

    def add_entry(self, entry: AuditEntry) -> None:
        """Add to the place's own audit."""
        self._rows.add(t.place_audit, entry)

    def entries(self, after: int = 0, most: int | None = None) -> tuple[AuditEntry, ...]:
        """Entries of the place's own audit, in order."""
        return self._rows.some(AuditEntry, t.place_audit, t.place_audit.c.number, after, most)
