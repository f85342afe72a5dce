"""Controls of a place and of its guard, each by the line of code that carries it out, and where it is tried.

To add one: the function, a piece of its source that stands in it once, what is put there to take the control out, and a
test that must fail then. They follow the threat model's part on accounts, sessions and keys, what the API adds, and
what of the guard of setpoints is outside its pure machine (whose own controls: `tests/twin/control/taken_out.py`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pulmu.adapters import identity_provider
from pulmu.adapters._oidc import description, fetch, id_token
from pulmu.adapters.guard_socket import server as guard_server
from pulmu.http import app, cookie, health, identify, limits, logs, metrics, observe, upload
from pulmu.services.access import actor, gate, secrecy
from pulmu.services.accounts import (
    door,
    identities,
    log_in,
    members,
    provider,
    provider_log_in,
    second_factor,
    sign_up,
    tokens,
)
from pulmu.services.accounts import identify as accounts
from pulmu.services.control import check_map, hands, owner, people, reception, requests, run, signed, switch
from pulmu.services.workspaces import evidence, evidence_named, reports, sharing

LOG_IN, MEMBERS, GATE = (
    "tests/services/accounts/test_log_in.py",
    "tests/services/accounts/test_members.py",
    "tests/services/access/test_gate.py",
)
PROVIDER = "tests/adapters/test_identity_provider.py"
BY_PROVIDER = "tests/services/accounts/test_provider_log_in.py"
EVIDENCE = "tests/services/workspaces/test_evidence"
API = "tests/surface/api"
DOOR, OWNER, GUARD, MAP = (
    f"tests/services/control/test_{name}.py" for name in ("reception", "owner", "run", "check_map")
)
JOURNEYS, HOSTILE, LOG, LIMITS = (f"{API}/test_{name}.py" for name in ("journeys", "hostile_requests", "log", "limits"))


@dataclass(frozen=True, slots=True)
class Control:
    """A control.

    Parameters
    ----------
    function : Carries it out.
    line, instead : What stands in its source, and what is put there to take the control out.
    test : What must fail then.
    """

    name: str
    function: Callable[..., Any]
    line: str
    instead: str
    test: str


CONTROLS = (
    Control(
        "a session ends when it is idle",
        accounts.live_session,
        "session.seen + door.policy.idle <= now",
        "False",
        f"{LOG_IN}::test_a_session_ends_when_it_is_idle_and_in_any_case",
    ),
    Control(
        "a session ends in any case",
        accounts.live_session,
        "session.ends <= now",
        "False",
        f"{LOG_IN}::test_a_session_ends_when_it_is_idle_and_in_any_case",
    ),
    Control(
        "a disabled account is out",
        accounts.live_session,
        'account.status != "active"',
        "False",
        f"{LOG_IN}::test_a_session_ends_when_asked_and_when_the_account_is_disabled",
    ),
    Control(
        "a disabled account does not come in",
        log_in._decide,
        'account.status != "active"',
        "False",
        f"{LOG_IN}::test_a_session_ends_when_asked_and_when_the_account_is_disabled",
    ),
    Control(
        "a locked account is not tried",
        log_in.refuse_if_locked,
        "account.locked_until > now",
        "False",
        f"{LOG_IN}::test_five_wrong_tries_lock_even_for_the_right_password_and_longer_each_time",
    ),
    Control(
        "wrong tries are counted",
        log_in.failed,
        "account.failures + 1",
        "account.failures",
        f"{LOG_IN}::test_five_wrong_tries_lock_even_for_the_right_password_and_longer_each_time",
    ),
    Control(
        "a password is asked for",
        log_in._decide,
        "not fits or",
        "",
        f"{LOG_IN}::test_wrong_email_and_wrong_password_are_answered_alike",
    ),
    Control(
        "log-in makes a session of its own",
        second_factor._raised,
        "place.end_session(old.id)",
        "pass",
        f"{API}/test_ways_in.py::test_a_code_ends_the_session_it_was_given_in",
    ),
    Control(
        "wrong codes are counted",
        second_factor._count_failure,
        "failed(door, account)",
        "account",
        f"{LOG_IN}::test_guessed_codes_lock_and_the_password_does_not_reset_their_count",
    ),
    Control(
        "common passwords are refused",
        sign_up.check_password,
        "door.passwords.is_common(password) or",
        "",
        f"{LOG_IN}::test_what_cannot_be_is_told_and_nobody_is_added",
    ),
    Control(
        "short passwords are refused",
        sign_up.check_password,
        "len(password) < least",
        "False",
        f"{LOG_IN}::test_what_cannot_be_is_told_and_nobody_is_added",
    ),
    Control(
        "words of the firm are refused",
        sign_up.check_password,
        "bare in known or",
        "",
        f"{LOG_IN}::test_words_everybody_here_knows_are_no_password",
    ),
    Control(
        "a closed place lets nobody found",
        sign_up.found_workspace,
        'door.policy.sign_up != "open"',
        "False",
        f"{LOG_IN}::test_a_closed_place_lets_nobody_found_a_workspace",
    ),
    Control(
        "who leaves is out at once",
        members.end_membership,
        "place.end_sessions(account)",
        "pass",
        f"{MEMBERS}::test_who_leaves_is_out_at_once_and_the_last_administrator_stays",
    ),
    Control(
        "an engagement ends",
        accounts.holds,
        "day <= membership.end",
        "True",
        f"{MEMBERS}::test_a_verifier_is_engaged_for_reports_until_a_day",
    ),
    Control(
        "an invitation is for one email",
        members.taken_invitation,
        "found.email != email",
        "False",
        f"{MEMBERS}::test_an_invitation_is_for_one_email_one_time_and_seven_days",
    ),
    Control(
        "a token ends",
        accounts._check_token,
        "token.ends <= door.world.now()",
        "False",
        f"{MEMBERS}::test_a_token_ends_and_a_wrong_one_opens_nothing",
    ),
    Control(
        "a token is secret",
        door.is_secret_of,
        "hmac.compare_digest(kept, fingerprint(secret))",
        "True",
        f"{MEMBERS}::test_a_token_ends_and_a_wrong_one_opens_nothing",
    ),
    Control(
        "a token does what it is for",
        actor.Actor._granted,
        "action not in self.scopes",
        "False",
        f"{MEMBERS}::test_a_token_does_what_it_is_for_and_its_owner_may",
    ),
    Control("no token decides", tokens.add_token, "or name in NEVER", "", f"{MEMBERS}::test_no_token_decides"),
    Control(
        "a second factor is asked for",
        actor.Actor._usable,
        "return known and",
        "return",
        f"{GATE}::test_who_must_give_a_code_does_nothing_without",
    ),
    Control(
        "a role does what the table says",
        gate.authorise,
        "if actor.may(action, report):",
        "if True:",
        f"{GATE}::test_a_role_does_what_the_table_says_and_nothing_else",
    ),
    Control(
        "four eyes",
        reports._decide,
        "actor.id in authors_of(work, version)",
        "False",
        f"{JOURNEYS}::test_who_prepared_it_does_not_approve_it_through_the_api_either",
    ),
    Control(
        "a link ends",
        sharing.open_link,
        'version.state != "frozen" or not work.count_opening(name, world.now())',
        "False",
        f"{JOURNEYS}::test_from_sign_up_to_the_importers_link",
    ),
    Control(
        "a page of another place changes nothing",
        identify.refuse_foreign_origin,
        "origin not in request.app.state.origins",
        "False",
        f"{JOURNEYS}::test_a_page_of_another_place_changes_nothing",
    ),
    Control(
        "a forged host opens nothing",
        app.create_app,
        'allowed_hosts=[host.partition(":")[0] for host in hosts]',
        'allowed_hosts=["*"]',
        f"{JOURNEYS}::test_a_forged_host_opens_nothing",
    ),
    Control(
        "no script reads the cookie",
        cookie.keep_session,
        "httponly=True",
        "httponly=False",
        f"{JOURNEYS}::test_the_cookie_is_for_this_place_alone",
    ),
    Control(
        "no other page sends the cookie along",
        cookie.keep_session,
        'samesite="strict"',
        'samesite="none"',
        f"{JOURNEYS}::test_the_cookie_is_for_this_place_alone",
    ),
    Control(
        "answers are not kept",
        app._headed,
        "_HEADERS | surface_of(request).headers",
        "surface_of(request).headers",
        f"{JOURNEYS}::test_every_answer_carries_its_headers",
    ),
    Control(
        "a token opens one workspace",
        identify._actor,
        "actor.workspace != workspace",
        "False",
        f"{API}/test_ways_in.py::test_a_token_opens_no_other_company",
    ),
    Control(
        "a body is not read on",
        upload._read,
        "size > limit",
        "False",
        f"{HOSTILE}::test_who_is_not_known_sends_no_endless_body",
    ),
    Control(
        "no NUL reaches the store",
        app._with_headers,
        '"\\0" in request.url.path',
        "False",
        f"{HOSTILE}::test_no_nul_reaches_the_store",
    ),
    Control(
        "who asks is not told where the store is",
        health.told_outside,
        'replace(item, place="")',
        "item",
        f"{HOSTILE}::test_where_the_store_is_is_told_to_who_cares_for_the_place_only",
    ),
    Control(
        "the log holds routes, not addresses",
        observe.route_of,
        'str(getattr(found, "path_format", NO_ROUTE))',
        'scope["path"]',
        f"{LOG}::test_a_request_is_told_by_its_route_and_not_by_its_address",
    ),
    Control(
        "the log holds no text of errors",
        logs._told_without_text,
        "type(error).__name__",
        "str(error)",
        f"{LOG}::test_an_answer_to_a_fault_has_its_id_and_the_log_tells_where_but_not_what",
    ),
    Control(
        "the log hides secrets",
        logs._without_secrets,
        "_SECRETS.sub(_FOLDED, value)",
        "value",
        f"{LOG}::test_what_looks_like_a_secret_is_hidden_wherever_it_stands",
    ),
    Control(
        "an id that is not plain is not taken over",
        observe._request_id,
        "_REQUEST_ID.fullmatch(given)",
        "given",
        f"{LOG}::test_an_id_is_taken_over_only_where_it_is_plain",
    ),
    Control(
        "the numbers are for who may read them",
        metrics._may,
        "watch.is_open_here and",
        "True or",
        f"{LOG}::test_the_numbers_are_read_by_who_may",
    ),
    Control(
        "guesses are slowed",
        limits.Limits.take,
        "if wait:",
        "if False:",
        f"{LIMITS}::test_guesses_of_one_address_are_slowed_over_all_accounts",
    ),
    Control(
        "reading in bulk is slowed",
        identify.known,
        "if request.method in _SAFE:",
        "if False:",
        f"{LIMITS}::test_a_thousand_reads_in_a_minute_are_slowed_and_others_are_not",
    ),
    Control(
        "one company's files leave room for others",
        limits.heavy,
        "not slots.take(actor.workspace)",
        "False",
        f"{LIMITS}::test_who_floods_with_files_leaves_the_others_unharmed",
    ),
    Control(
        "only who began a log-in ends it",
        provider_log_in._taken,
        "not fits or",
        "",
        f"{BY_PROVIDER}::test_who_did_not_begin_it_does_not_end_it",
    ),
    Control(
        "an answer comes from the provider that was asked",
        provider_log_in._taken,
        "found.provider != provider",
        "False",
        f"{BY_PROVIDER}::test_an_answer_of_another_provider_ends_nothing",
    ),
    Control(
        "a log-in that was begun is over after ten minutes",
        provider_log_in._taken,
        "found.ends <= door.world.now()",
        "False",
        f"{BY_PROVIDER}::test_who_takes_too_long_begins_again",
    ),
    Control(
        "what was proved is no request",
        provider_log_in._taken,
        "found.subject or",
        "",
        f"{BY_PROVIDER}::test_what_was_asked_for_one_thing_is_taken_for_no_other",
    ),
    Control(
        "what was proved is for what it was asked for",
        provider_log_in.take_proof,
        "found.purpose != purpose",
        "False",
        f"{BY_PROVIDER}::test_what_was_asked_for_one_thing_is_taken_for_no_other",
    ),
    Control(
        "an identity does not open a disabled account",
        provider_log_in._let_in,
        'account.status != "active"',
        "False",
        f"{BY_PROVIDER}::test_a_disabled_account_stays_out",
    ),
    Control(
        "a code is asked for after a provider",
        provider_log_in.open_session,
        "bool(account.second_factor) and not second_factor",
        "False",
        f"{BY_PROVIDER}::test_the_code_is_asked_for_unless_the_operator_trusts_the_providers",
    ),
    Control(
        "nobody links for another",
        identities.link,
        "proved.account != account.id",
        "False",
        f"{BY_PROVIDER}::test_nobody_links_for_another",
    ),
    Control(
        "linking asks for a code first",
        identities.link,
        "needs_code_first(found, account)",
        "pass",
        f"{BY_PROVIDER}::test_a_stolen_password_links_nothing_where_a_code_is_needed",
    ),
    Control(
        "only a verified email takes an invitation",
        provider_log_in.check_email_of,
        "and proof.email_verified",
        "",
        f"{BY_PROVIDER}::test_an_email_nobody_verified_joins_nothing",
    ),
    Control(
        "the last way in stays",
        identities.unlink,
        "not account.password",
        "False",
        f"{BY_PROVIDER}::test_the_last_way_in_stays",
    ),
    Control(
        "unlinking ends other sessions",
        identities.unlink,
        "place.end_sessions(account.id, but=found.id)",
        "pass",
        f"{BY_PROVIDER}::test_unlinking_ends_other_sessions_and_leaves_a_way_in",
    ),
    Control(
        "a proof was made for this log-in",
        id_token._checked,
        'not hmac.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode())',
        "False",
        f"{PROVIDER}::test_a_bad_proof_proves_nothing",
    ),
    Control(
        "a proof is for this place",
        id_token._checked,
        '"value": provider.client_id',
        "",
        f"{PROVIDER}::test_a_bad_proof_proves_nothing",
    ),
    Control(
        "a proof is of this provider",
        id_token._checked,
        '"value": provider.issuer',
        "",
        f"{PROVIDER}::test_a_bad_proof_proves_nothing",
    ),
    Control(
        "clocks differ by a minute at most",
        id_token._checked,
        "claims.validate(now, SKEW)",
        "claims.validate(now, 10**6)",
        f"{PROVIDER}::test_a_bad_proof_proves_nothing",
    ),
    Control(
        "a code is shown to its own provider only",
        identity_provider._check_issuer,
        "answer.issuer != provider.issuer",
        "False",
        f"{PROVIDER}::test_a_code_of_another_provider_is_not_shown_to_this_one",
    ),
    Control(
        "a provider is who the operator named",
        description._described,
        'found.get("issuer") != provider.issuer',
        "False",
        f"{PROVIDER}::test_a_provider_that_cannot_be_trusted_is_told",
    ),
    Control(
        "a provider is asked by HTTPS",
        fetch.is_safe,
        'return parts.scheme == "https"',
        "return True",
        f"{PROVIDER}::test_only_an_address_by_https_is_asked",
    ),
    Control(
        "a provider's answer is bounded",
        fetch.Fetcher._read,
        "len(content) > LARGEST",
        "False",
        f"{PROVIDER}::test_a_provider_that_does_not_do_its_part_is_told",
    ),
    Control(
        "a provider's keys are not fetched for every stranger",
        description.Described.keys,
        "is_missing and age > REST",
        "is_missing",
        f"{PROVIDER}::test_a_new_key_is_fetched_once_a_minute_at_most",
    ),
    Control(
        "a second factor of a provider counts where the operator says so",
        provider.Provider.vouches,
        "set(self.second_factor_amr)",
        "given",
        f"{PROVIDER}::test_a_second_factor_counts_where_the_operator_says_so",
    ),
    Control(
        "a verifier sees no trade secret among the evidence", secrecy.sees,
        "roles if secrecy in FOR_OUTSIDE else roles - OUTSIDE", "roles",
        f"{EVIDENCE}.py::test_a_verifier_sees_what_the_class_allows",
    ),
    Control(
        "evidence is opened to people from outside by who may share", evidence.class_evidence,
        'authorise(actor, "share_report", "")', "pass",
        f"{EVIDENCE}.py::test_a_file_is_closed_by_who_gives_it_and_opened_by_who_may_share",
    ),
    Control(
        "who is engaged for a report lists the evidence behind it only", evidence.list_evidence,
        "(behind is None or item.sha256 in behind)", "True",
        f"{EVIDENCE}.py::test_who_is_engaged_for_a_report_without_evidence_sees_none",
    ),
    Control(
        "who is engaged for a report takes the evidence behind it only", evidence._seen,
        "if reports and sha256", "if False and sha256",
        f"{EVIDENCE}.py::test_who_is_engaged_for_a_report_without_evidence_sees_none",
    ),
    Control(
        "a report rests on the evidence that was kept then", evidence_named.Register.__init__,
        "until is None or item.at <= until", "True",
        f"{EVIDENCE}_named.py::test_of_one_name_the_file_of_the_moment_is_meant",
    ),
    Control(
        "a program is no evidence", evidence.check_files, "if not content or is_program(content)", "if False",
        f"{EVIDENCE}.py::test_a_program_is_no_evidence",
    ),
    Control(
        "a request to the guard is signed by the key of its person", people.Authority.who,
        "not self._is_by_one_of([*own, *gates], key, signature, DOMAIN + said)", "False",
        f"{DOOR}::test_who_signs_by_the_key_of_another_is_not_heard",
    ),
    Control(
        "a proof is signed by a simulator the guard knows", reception.Reception._signed,
        "asked.proof is None or not self._authority.is_proven(asked.proof)", "False",
        f"{DOOR}::test_a_proof_that_no_prover_signed_is_not_heard",
    ),
    Control(
        "a request to the guard is of its connection", reception.Reception._signed, "asked.to != self._link or ", "",
        f"{DOOR}::test_bytes_of_one_connection_count_on_no_other",
    ),
    Control(
        "a request to the guard counts once", reception.Reception._signed, " or asked.number <= self._number", "",
        f"{DOOR}::test_bytes_that_come_twice_count_once",
    ),
    Control(
        "a sign of life that was long under way is none", reception.Reception._beat,
        "not abs(age) <= self._authority.beat_age_s", "False",
        f"{DOOR}::test_a_sign_of_life_that_was_long_under_way_is_none",
    ),
    Control(
        "only who committed keeps alive what is in charge", requests.Asking.beat,
        "not is_taken or link == self._in_command", "True",
        f"{DOOR}::test_only_the_connection_that_committed_keeps_alive_what_is_in_charge",
    ),
    Control(
        "whoever is turned away at the guard's door is kept", reception.Reception.answer,
        'self._owner.refuse_at_the_door(error.problems[0], "")', "pass",
        f"{DOOR}::test_what_is_no_message_is_refused_and_kept",
    ),
    Control(
        "the guard's socket has a key", guard_server.Listening._serve,
        "shake_hands(connection, self._key, is_server=True, seconds=TO_SHAKE_HANDS)", "pass",
        f"{DOOR}::test_who_does_not_know_the_key_of_the_socket_is_not_answered",
    ),
    Control(
        "a local switch that is not read fresh is off", switch.switch_of,
        "abs(now.wall - stamp.timestamp()) <= switch.age_s", "True",
        f"{OWNER}::test_a_switch_is_on_only_where_it_is_read_so",
    ),
    Control(
        "the local switch is read before a write", run.Guard._see_off,
        "switch is not None and any(item.tag == switch.tag for item in came)", "False",
        f"{GUARD}::test_a_switch_at_the_plant_that_was_set_off_before_the_write_stops_it",
    ),
    Control(
        "a plant that does not answer the guard in time counts as lost", owner.Owner._tick,
        "self._hands.is_overdue and self._guard.state.is_linked", "False",
        f"{OWNER}::test_a_plant_that_does_not_answer_in_time_counts_as_lost",
    ),
    Control(
        "what the guard wanted too long ago is not written", hands.InAThread._work, "is_late or ", "",
        f"{OWNER}::test_a_call_that_waited_too_long_is_not_made",
    ),
    Control(
        "what the guard no longer wants is not written", hands.InAThread._work, " or not job.is_wanted()", "",
        f"{OWNER}::test_a_call_that_is_no_longer_wanted_is_not_made",
    ),
    Control(
        "a write of unknown outcome counts as a lost link", run.Guard._written, 'outcome == "unknown"', "False",
        f"{GUARD}::test_a_write_of_unknown_outcome_counts_as_a_lost_link_at_once",
    ),
    Control(
        "a guard whose ledger was changed does not begin", run.Guard.__init__,
        "found := broken(kept, profile.plant)", "found := ()",
        f"{GUARD}::test_a_ledger_that_was_changed_lets_no_guard_begin",
    ),
    Control(
        "limits are those that were signed", signed.check_signature, "same and ", "",
        "tests/adapters/test_guard_file.py::test_a_changed_byte_is_refused",
    ),
    Control(
        "limits are signed by a key that is trusted", signed.check_signature,
        "verify(signed.key, signature, signed.message())", "True",
        "tests/adapters/test_guard_file.py::test_the_signature_of_a_stranger_is_refused",
    ),
    Control(
        "limits older than those in force are refused", signed.check_told, "profile.version < least_version", "False",
        "tests/adapters/test_guard_file.py::test_an_older_version_than_was_in_force_is_refused",
    ),
    Control(
        "a guard writes through the map that the engineer signed for", check_map.check_map, "named != given", "False",
        f"{MAP}::test_another_map_than_the_limits_name_is_refused",
    ),
    Control(
        "a node that the guard writes stands for one tag", check_map._shared, "len(tags) > 1", "False",
        f"{MAP}::test_a_node_that_is_written_stands_for_one_tag",
    ),
)  # fmt: skip
