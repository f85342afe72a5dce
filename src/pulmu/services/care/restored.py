"""What the place itself notes of its backups, and of a restore without its key."""

from collections.abc import Mapping
from dataclasses import replace

from pulmu.services.accounts.door import note
from pulmu.services.place import Place
from pulmu.services.records.audit import AuditEntry


def note_backup(place: Place, name: str, workspaces: Mapping[str, str]) -> None:
    """Note in the audit of the place that a backup was made, and whose records it holds."""
    detail = {"workspaces": " ".join(workspaces)}
    entry = AuditEntry(at=place.gate.world.now(), actor="system", action="make_backup", about=name, detail=detail)
    with place.store.place_writing() as records:
        note(records, entry)


def forget_second_factors(place: Place) -> int:
    """Take away second factors nobody can open any more, and end all sessions; how many. They are set up anew."""
    now, count = place.gate.world.now(), 0
    with place.store.place_writing() as records:
        for account in records.accounts():
            records.end_sessions(account.id)
            if not (account.second_factor or account.second_factor_pending):
                continue
            records.change_account(replace(account, second_factor="", second_factor_pending="", recovery=()))
            about = f"account:{account.id}"
            note(records, AuditEntry(at=now, actor="system", action="forget_second_factor", about=about))
            count += 1
    return count
