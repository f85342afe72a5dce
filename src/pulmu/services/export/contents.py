"""Which table of a company goes where in its export, and which is left out and why. A test holds it to the tables."""

from collections.abc import Mapping

HELD: Mapping[str, str] = {
    "workspace": "company.json",
    "membership": "people/members.csv",
    "account": "people/members.csv",
    "token": "people/tokens.csv",
    "invitation": "people/invitations.csv",
    "audit_head": "manifest.json",
    "plant": "plants/",
    "plant_version": "plants/",
    "document_version": "documents/",
    "received": "received/",
    "call_state": "calls/",
    "review": "calls/",
    "decision": "calls/",
    "notice": "crossing/notices.json",
    "delivery": "crossing/sent.json",
    "evidence": "evidence/",
    "report": "reports/",
    "report_version": "reports/",
    "report_file": "reports/",
    "comment": "reports/",
    "link": "reports/",
    "job": "jobs.json",
    "audit": "audit/",
    "sealed_part": "meters/, books/",
    "sealed_head": "meters/, books/",
}
"""Where the rows of a table stand, by its name."""

LEFT_OUT: Mapping[str, str] = {
    "session": "log-ins: who has one is logged in, and it is over soon",
    "identity": "by which other provider a person logs in; it is of the person and not of the company",
    "authorization_request": "log-ins by another provider that are under way",
    "queue": "which jobs wait for a process; the jobs themselves are in jobs.json",
    "live_link": "where on the server samples of a live plant are kept; it is of the server, the samples are beside it",
    "kept_answer": "answers kept for a day for a request that is sent twice; they are sealed and may hold a secret",
    "workspace_seal": "seals by which the server finds changed rows; they are of its database and not of the company",
    "place_seal": "the same of the server",
    "place_audit": "what was done to the server as a whole; it is of who cares for it",
}  # fmt: skip
"""Why the rows of a table are left out, by its name."""

SECRET: Mapping[str, tuple[str, ...]] = {
    "account": (
        "password", "second_factor", "second_factor_pending", "second_factor_used", "recovery", "failures",
        "locked_until", "is_system_admin",
    ),
    "token": ("secret",),
    "invitation": ("secret",),
    "link": ("secret",),
    "sealed_part": ("marks",),
}  # fmt: skip
"""Columns of a table that are left out: what lets somebody in, or is of the server only."""
