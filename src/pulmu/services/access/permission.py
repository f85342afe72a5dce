"""What each role may do. A role that is not named beside an action may not do it."""

from typing import Literal, get_args

from pulmu.services.records.account import Role

Action = Literal[
    "read_workspace", "change_workspace", "export_workspace", "erase_workspace",
    "read_member", "change_member", "change_token",
    "read_plant", "write_plant",
    "read_line", "write_line", "run_line",
    "read_live", "link_plant",
    "read_control", "propose_setpoint", "arm_setpoint", "commit_setpoint", "release_setpoint", "stop_control",
    "read_shell", "write_shell", "export_shell",
    "read_readings", "write_readings",
    "read_bill", "compute_bill", "read_forecast", "compute_forecast",
    "read_anomalies", "compute_anomalies", "mark_anomaly",
    "read_measures", "compute_measures", "read_schedule", "compute_schedule",
    "read_evidence", "write_evidence", "class_evidence",
    "read_report", "download_report", "prepare_report", "submit_report", "approve_report", "comment_on_report",
    "share_report", "read_summary",
    "read_job", "start_job",
    "read_audit", "export_audit",
    "read_firm", "write_firm",
    "read_rules", "write_rules", "compute_reform",
    "read_board", "receive_delivery",
    "read_application", "write_application", "submit_application",
    "read_offer", "write_offer", "publish_offer",
    "read_voice", "write_voice", "send_voice",
    "read_wishes", "write_wishes", "send_wishes",
    "read_call", "write_call", "publish_call",
    "read_received", "take_in_upload", "assign_review", "review_application", "open_scores", "decide_application",
    "read_letters", "write_letters", "send_letters", "publish_results",
    "send_answer", "write_theme", "read_round", "write_round", "send_round",
    "read_supplier_request", "write_supplier_reply",
    "read_place", "change_place",
]  # fmt: skip

_ROLES_OF: dict[Action, tuple[Role, ...]] = {
    "read_workspace": ("plant_user", "preparer", "approver", "company_admin", "agency_officer", "reviewer"),
    "change_workspace": ("company_admin",),
    "export_workspace": ("company_admin",),
    "erase_workspace": ("company_admin",),
    "read_member": ("company_admin", "approver"),
    "change_member": ("company_admin",),
    "change_token": ("company_admin", "preparer", "plant_user"),
    "read_plant": ("plant_user", "preparer", "approver", "company_admin", "verifier"),
    "write_plant": ("plant_user", "preparer"),
    "read_line": ("plant_user", "preparer", "approver", "company_admin"),
    "write_line": ("plant_user", "preparer"),
    "run_line": ("plant_user", "preparer"),
    "read_live": ("plant_user", "preparer", "approver", "company_admin"),
    "link_plant": (),  # done at the server itself, by command
    "read_control": ("plant_user", "preparer", "approver", "company_admin"),
    "propose_setpoint": ("plant_user", "approver"),
    "arm_setpoint": ("approver",),
    "commit_setpoint": ("plant_user", "approver"),
    "release_setpoint": ("plant_user", "approver"),
    "stop_control": ("plant_user", "preparer", "approver", "company_admin"),
    "read_shell": ("plant_user", "preparer", "approver", "company_admin"),
    "write_shell": ("plant_user", "preparer"),
    "export_shell": ("preparer", "approver", "company_admin"),
    "read_readings": ("plant_user", "preparer", "approver", "company_admin", "verifier"),
    "write_readings": ("plant_user", "preparer"),
    "read_bill": ("plant_user", "preparer", "approver", "company_admin"),
    "compute_bill": ("plant_user", "preparer"),
    "read_forecast": ("plant_user", "preparer", "approver", "company_admin"),
    "compute_forecast": ("plant_user", "preparer"),
    "read_anomalies": ("plant_user", "preparer", "approver", "company_admin"),
    "compute_anomalies": ("plant_user", "preparer"),
    "mark_anomaly": ("plant_user", "preparer"),
    "read_measures": ("plant_user", "preparer", "approver", "company_admin"),
    "compute_measures": ("plant_user", "preparer"),
    "read_schedule": ("plant_user", "preparer", "approver", "company_admin"),
    "compute_schedule": ("plant_user", "preparer"),
    "read_evidence": ("plant_user", "preparer", "approver", "company_admin", "verifier"),
    "write_evidence": ("plant_user", "preparer"),
    "class_evidence": ("plant_user", "preparer", "approver", "company_admin"),
    "read_report": ("plant_user", "preparer", "approver", "company_admin", "verifier"),
    "download_report": ("preparer", "approver", "company_admin", "verifier"),
    "prepare_report": ("preparer",),
    "submit_report": ("preparer",),
    "approve_report": ("approver",),
    "comment_on_report": ("preparer", "approver", "verifier"),
    "share_report": ("approver", "company_admin"),
    "read_summary": ("preparer", "approver", "company_admin", "verifier"),
    "read_job": ("plant_user", "preparer", "approver", "company_admin", "agency_officer"),
    "start_job": ("plant_user", "preparer", "agency_officer"),
    "read_audit": ("company_admin", "approver"),
    "export_audit": ("company_admin",),
    "read_firm": ("preparer", "approver", "company_admin"),
    "write_firm": ("preparer", "company_admin"),
    "read_rules": ("agency_officer", "reviewer", "company_admin"),
    "write_rules": ("agency_officer",),
    "compute_reform": ("agency_officer",),
    "read_board": ("plant_user", "preparer", "approver", "company_admin", "agency_officer", "reviewer"),
    "receive_delivery": ("preparer", "approver", "company_admin", "agency_officer"),
    "read_application": ("preparer", "approver", "company_admin"),
    "write_application": ("preparer", "company_admin"),
    "submit_application": ("approver", "company_admin"),
    "read_offer": ("preparer", "approver", "company_admin"),
    "write_offer": ("preparer", "company_admin"),
    "publish_offer": ("approver", "company_admin"),
    "read_voice": ("preparer", "approver", "company_admin"),
    "write_voice": ("plant_user", "preparer", "company_admin"),
    "send_voice": ("approver", "company_admin"),
    "read_wishes": ("preparer", "approver", "company_admin"),
    "write_wishes": ("preparer", "company_admin"),
    "send_wishes": ("approver", "company_admin"),
    "read_call": ("agency_officer", "reviewer", "company_admin"),
    "write_call": ("agency_officer",),
    "publish_call": ("agency_officer",),
    "read_received": ("agency_officer",),
    "take_in_upload": ("agency_officer",),
    "assign_review": ("agency_officer",),
    "review_application": ("reviewer",),
    "open_scores": ("agency_officer",),
    "decide_application": ("agency_officer",),
    "read_letters": ("agency_officer",),
    "write_letters": ("agency_officer",),
    "send_letters": ("agency_officer",),
    "publish_results": ("agency_officer",),
    "send_answer": ("agency_officer",),
    "write_theme": ("agency_officer",),
    "read_round": ("agency_officer", "company_admin"),
    "write_round": ("agency_officer",),
    "send_round": ("agency_officer",),
    "read_supplier_request": ("supplier", "preparer"),
    "write_supplier_reply": ("supplier",),
    "read_place": ("system_admin",),
    "change_place": ("system_admin",),
}

ACTIONS: tuple[Action, ...] = get_args(Action)
ROLES: tuple[Role, ...] = get_args(Role)
SECOND_FACTOR_ROLES: frozenset[Role] = frozenset(
    {"company_admin", "approver", "agency_officer", "reviewer", "verifier", "system_admin"}
)
"""Roles that must give a one-time code: they decide, see many, or come from outside (ASVS 6.3.3)."""

DISJOINT: tuple[tuple[Role, Role], ...] = (("preparer", "verifier"), ("approver", "verifier"))
"""Roles one person cannot hold in one workspace at a time."""


def actions_of(role: Role) -> frozenset[Action]:
    """What a role may do."""
    return frozenset(action for action, roles in _ROLES_OF.items() if role in roles)


def is_allowed(role: Role, action: Action) -> bool:
    """Whether a role may do it."""
    return role in _ROLES_OF[action]
