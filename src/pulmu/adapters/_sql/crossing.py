"""Notices and deliveries in the database of the place, of one workspace."""

from datetime import datetime

from sqlalchemy import Connection, or_
from sqlalchemy.exc import IntegrityError

from pulmu.adapters._sql import tables as t
from pulmu.adapters._sql.rows import Rows, values_of
from pulmu.services.records.crossing import Delivery, Notice, NoticeKind


class SqlCrossing:
    """What one workspace shows and sends, and what it may see of others, inside one transaction."""

    def __init__(self, connection: Connection, workspace: str) -> None:
        self.workspace = workspace
        self._rows = Rows(connection, {})
        self._receivers: dict[str, None] = {}

    def publish(self, notice: Notice) -> bool:
        """Show a notice instead of the one before; not where a later one is shown. Whether it is shown now."""
        self._own(notice.workspace)
        key = {"kind": notice.kind, "workspace": notice.workspace, "id": notice.id}
        known = self._rows.one(Notice, t.notice, **key)
        if known is None:
            self._rows.add(t.notice, notice)
            return True
        if known.number > notice.number:
            return False
        return self._rows.change(t.notice, values_of(notice), **key)

    def withdraw(self, kind: NoticeKind, notice: str, at: datetime) -> bool:
        """Show it no more; whether it was shown."""
        still = t.notice.c.withdrawn.is_(None)
        return self._rows.change(t.notice, {"withdrawn": at}, still, kind=kind, workspace=self.workspace, id=notice)

    def notices(self, kind: NoticeKind) -> tuple[Notice, ...]:
        """What all workspaces show of a kind, newest first."""
        order = (t.notice.c.at.desc(), t.notice.c.workspace, t.notice.c.id)
        return tuple(item for item in self._rows.all(Notice, t.notice, *order, kind=kind) if item.withdrawn is None)

    def notice(self, kind: NoticeKind, workspace: str, notice: str) -> Notice | None:
        """What a workspace shows; its own also where it was withdrawn."""
        found = self._rows.one(Notice, t.notice, kind=kind, workspace=workspace, id=notice)
        is_shown = found is not None and (found.withdrawn is None or workspace == self.workspace)
        return found if is_shown else None

    def own_notices(self, kind: NoticeKind) -> tuple[Notice, ...]:
        """What this workspace shows or showed of a kind, newest first."""
        order = (t.notice.c.at.desc(), t.notice.c.id)
        return self._rows.all(Notice, t.notice, *order, kind=kind, workspace=self.workspace)

    def workspace_name(self, workspace: str) -> str:
        """What a workspace is called; empty where there is none."""
        found = self._rows.connection.execute(self._rows.chosen(t.workspace, {"id": workspace})).one_or_none()
        return "" if found is None or found.status != "open" else str(found.name)

    def agencies(self) -> tuple[tuple[str, str], ...]:
        """Workspaces of agencies and what they are called, by name."""
        chosen = self._rows.chosen(t.workspace, {"kind": "agency", "status": "open"})
        found = self._rows.connection.execute(chosen.order_by(t.workspace.c.name, t.workspace.c.id))
        return tuple((str(row.id), str(row.name)) for row in found)

    def send(self, delivery: Delivery) -> bool:
        """Send once: whether it is new."""
        self._own(delivery.sender)
        if self.delivery(delivery.id) is not None:
            return False
        try:
            self._rows.add(t.delivery, delivery)
        except IntegrityError as error:  # a receiver there is not, or an id somebody else has
            raise ValueError("there is no such receiver") from error
        self._receivers[delivery.receiver] = None
        return True

    @property
    def receivers(self) -> tuple[str, ...]:
        """To whom something new was sent in this transaction."""
        return tuple(self._receivers)

    def delivery(self, delivery: str) -> Delivery | None:
        """One it sent or was sent."""
        found = self._rows.one(Delivery, t.delivery, id=delivery)
        return found if found is not None and self.workspace in (found.sender, found.receiver) else None

    def sent(self) -> tuple[Delivery, ...]:
        """What it sent, newest first, without content."""
        order = (t.delivery.c.at.desc(), t.delivery.c.id)
        return self._rows.heads(Delivery, t.delivery, *order, empty="content", sender=self.workspace)

    def waiting(self, most: int) -> tuple[Delivery, ...]:
        """What it was sent and has not taken in, oldest first."""
        order = (t.delivery.c.at, t.delivery.c.id)
        return self._rows.page(Delivery, t.delivery, *order, start=0, most=most, receiver=self.workspace, taken=None)

    def count_waiting(self) -> int:
        """How much it was sent and has not taken in."""
        still = t.delivery.c.taken.is_(None)
        found = self._rows.counted(t.delivery, t.delivery.c.receiver, still, receiver=self.workspace)
        return found.get(self.workspace, 0)

    def take(self, delivery: str, at: datetime) -> bool:
        """Note that it was taken in; its content goes, the receipt stays. Whether it was waiting."""
        values = {"taken": at, "content": ""}
        still = t.delivery.c.taken.is_(None)
        return self._rows.change(t.delivery, values, still, id=delivery, receiver=self.workspace)

    def _own(self, workspace: str) -> None:
        if workspace != self.workspace:
            raise ValueError("what is another workspace's")


def drop_crossing(rows: Rows, workspace: str) -> None:
    """Take away what a workspace that is no more showed, sent and was sent."""
    rows.take_away(t.notice, workspace=workspace)
    rows.take_away(t.delivery, or_(t.delivery.c.sender == workspace, t.delivery.c.receiver == workspace))
