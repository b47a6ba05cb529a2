"""The permission matrix as data: every address, and who gets past it (issue 5 §1, design.md §8).

A new address goes in the section of its app, or in NOT_OURS with a reason. What the matrix names is of one
city: "contributor" and "lead" are of its team and "coordinator" of its network; those "of another" are not.
"""

from tests.permissions.plans import PLANS
from tests.permissions.playbooks import PLAYBOOKS
from tests.permissions.row import (
    ADMIN,
    BOTH,
    CURATORS,
    EVERYBODY,
    LEAD,
    NOBODY,
    REVIEWERS,
    SIGNED_IN,
    TEAM,
    TEAM_AND_REVIEWERS,
    WRITE,
    Row,
)
from tests.permissions.wagtail_settings_urls import SETTINGS, SNIPPETS
from tests.permissions.wagtail_urls import EDITING, LOOKING, SETTLED
from tests.permissions.world import State, Who

LIVE = (State.LIVE,)
HIDDEN = (State.DRAFT, State.WAITING, State.ARCHIVED)
AUTHOR = frozenset({Who.CONTRIBUTOR})

PUBLIC = [
    Row("search:(finder|suggestions)", EVERYBODY, query="q=obra"),
    Row("alive", EVERYBODY),
    Row("municipalities:suggest", EVERYBODY, query="q=villa"),
    Row("municipalities:choose", EVERYBODY, query="q=villa"),
    Row("municipalities:forget", EVERYBODY, methods=WRITE),
    Row("directory:(municipalities|method)", EVERYBODY),
    Row("directory:municipality", EVERYBODY, {"slug": "place_slug"}),
    Row("wagtail_serve", EVERYBODY, address="{page_url}", states=LIVE),
    Row("wagtail_serve", NOBODY, address="{page_url}", states=HIDDEN),
    Row("wagtaildocs_serve", EVERYBODY, address="/documentos/{document}/{document_name}"),
    # What backs a report that nobody confirmed, or a figure that nobody accepted.
    Row("wagtaildocs_serve", TEAM_AND_REVIEWERS, address="/documentos/{unconfirmed}/{unconfirmed_name}"),
    Row("wagtaildocs_serve", TEAM_AND_REVIEWERS, address="/documentos/{unaccepted}/{unaccepted_name}"),
    Row("media/images/<path:path>", NOBODY, {"path": "nothing"}),
]
ACCOUNT = [
    Row("account_login|account_reset_password|account_reset_password_done", EVERYBODY),
    Row("account_signup|accounts:asked|account_inactive|account_reset_password_from_key_done", EVERYBODY),
    Row("account_signup", EVERYBODY, methods=WRITE),
    Row("account_reset_password_from_key", EVERYBODY, address="/cuenta/clave/cambiar/x-y/"),
    Row("account_logout", EVERYBODY),
    Row("mfa_authenticate|mfa_login_webauthn", SIGNED_IN),
    Row("account_reauthenticate|mfa_reauthenticate(_webauthn)?", SIGNED_IN),
    Row("account_(change|set)_password|mfa_index|mfa_activate_totp", SIGNED_IN),
    Row("mfa_generate_recovery_codes", SIGNED_IN),
    Row("mfa_(deactivate_totp|(view|download)_recovery_codes)", NOBODY),  # nobody here has an app
    Row("mfa_(list|add)_webauthn|usersessions_list", SIGNED_IN),
    # They ask for the password again first.
    Row("mfa_(remove|edit)_webauthn", SIGNED_IN, {"pk": "passkey"}, BOTH),
    Row("wagtailadmin_login|wagtailcore_login", NOBODY),  # closed doors: visitors are led to the site's
    Row("wagtailadmin_logout", EVERYBODY, methods=WRITE),
    Row("wagtailadmin_password_reset.*", EVERYBODY, {"uidb64": "nothing", "token": "nothing"}, BOTH),
    Row("accounts:home", SIGNED_IN),
    Row("accounts:resume", NOBODY),  # it leads on: nothing was kept
    Row("accounts:audit", ADMIN),
    Row("accounts:audit_export", ADMIN, methods=WRITE),
]
TEAMS = [
    Row("accounts:team", TEAM_AND_REVIEWERS, {"key": "place_key"}),
    Row("accounts:team", LEAD | REVIEWERS, {"key": "place_key"}, WRITE),
    Row("accounts:remove_member", TEAM_AND_REVIEWERS, {"key": "place_key", "pk": "membership"}, BOTH),
    # One's own city does not lead to the people of another.
    Row("accounts:remove_member", NOBODY, {"key": "other_key", "pk": "membership"}, BOTH),
    Row("accounts:network_team", REVIEWERS, {"slug": "network_slug"}),
    Row("accounts:network_team", ADMIN, {"slug": "network_slug"}, WRITE),
    Row("accounts:remove_coordinator", ADMIN, {"slug": "network_slug", "pk": "network_role"}, BOTH),
    Row("accounts:resend", LEAD | REVIEWERS, {"pk": "invitation"}, WRITE),
    Row("accounts:revoke", LEAD | REVIEWERS, {"pk": "invitation"}, BOTH),
    Row("accounts:invitation", EVERYBODY, {"token": "invitation_token"}),
    Row("accounts:accept", NOBODY, methods=BOTH),  # without a token in the session
    Row("accounts:requests", CURATORS),
    Row("accounts:decide", REVIEWERS, {"pk": "request"}, BOTH),
    Row("desks:mine", SIGNED_IN),
    Row("desks:municipality", TEAM, {"key": "place_key"}),
    Row("desks:coordination", CURATORS),
]
CASE = {"case": "page"}
EDITOR = [
    Row("cases_editor:figures", TEAM_AND_REVIEWERS, CASE),
    Row("cases_editor:(add_indicator|site|ai_sheet|add_incident)", TEAM, CASE, BOTH),
    Row("cases_editor:(remove_)?indicator", TEAM, CASE | {"pk": "indicator"}, BOTH),
    Row("cases_editor:add_figure", TEAM, CASE | {"indicator": "indicator"}, BOTH),
    Row("cases_editor:(remove_)?figure", TEAM, CASE | {"indicator": "indicator", "pk": "figure"}, BOTH),
    Row("cases_editor:incident", TEAM, CASE | {"pk": "incident"}, BOTH),
    # What belongs to one case is not reached through another.
    Row("cases_editor:indicator", NOBODY, {"case": "foreign_case", "pk": "indicator_of_live"}, BOTH),
    Row("cases_editor:withdraw", TEAM, CASE, WRITE),
    Row("cases_editor:confirm", LEAD, CASE, WRITE),
    Row("cases_editor:standing", TEAM | ADMIN, CASE, states=SETTLED),
    Row("cases_editor:standing", TEAM_AND_REVIEWERS, CASE, states=(State.WAITING,)),
    Row("cases_editor:(accept|take)", REVIEWERS, CASE, WRITE),
    Row("cases_editor:queue", CURATORS),
    Row("similar_cases", SIGNED_IN, query="titulo=Obra de todos los barrios"),
    Row("search_status", CURATORS),
    Row("mend_search", ADMIN, methods=WRITE),
]
STEP = {"case": "foreign_slug", "name": "step"}
REPLICATION = [
    Row("replication:mine", SIGNED_IN),
    Row("replication:start|replication:check", SIGNED_IN, {"case": "foreign_slug"}),
    Row("replication:step", TEAM_AND_REVIEWERS, STEP),
    Row("replication:(start|check)", NOBODY, {"case": "slug"}, states=HIDDEN),
    Row("replication:step", NOBODY, {"case": "slug", "name": "step"}, BOTH, states=HIDDEN),
    Row("replication:sent", AUTHOR, {"case": "foreign_slug", "key": "sent_report_key"}),
    Row("replication:discard", AUTHOR, {"key": "report_key"}, WRITE),
    Row("replication:confirm", LEAD, {"pk": "site"}, BOTH),
    Row("replication:confirm", LEAD, {"pk": "site"}, WRITE, data={"decision": "refuse", "reason": "No"}),
    Row("replication:object", REVIEWERS, {"pk": "site"}, BOTH),
    Row("notices:remind", REVIEWERS, {"pk": "site"}, WRITE),
    Row("replication:(ai_sheet|add_ai_incident)", TEAM, {"pk": "site"}, BOTH),
    Row("replication:ai_incident", TEAM, {"pk": "site", "incident": "ai_incident"}, BOTH),
    Row("replication:link", EVERYBODY, {"token": "mailbox_token"}),
    Row("notices:followup", EVERYBODY, {"token": "followup_token"}),
    Row(
        "notices:followup",
        TEAM,
        {"token": "followup_token"},
        WRITE,
        data={"running": "going", "measured": "no"},
    ),
    Row("notices:unsubscribe", EVERYBODY, {"token": "unsubscribe_token"}, BOTH),
    Row("disputes:differ", SIGNED_IN, {"pk": "measure"}, BOTH),
    Row("disputes:differ", NOBODY, {"pk": "waiting"}, BOTH),
    Row("disputes:settle", REVIEWERS, {"pk": "measure"}, BOTH),
    Row("disputes:settle", REVIEWERS, {"pk": "waiting"}, BOTH),
    Row("disputes:take_back", REVIEWERS | {Who.FOREIGN_LEAD}, {"pk": "statement"}, WRITE),
    Row("disputes:evaluators", REVIEWERS, {"case": "slug"}, BOTH),
    Row("disputes:evaluation", frozenset({Who.VISITOR}), {"token": "evaluation_token"}, BOTH),
]
SECTIONS: dict[str, list[Row]] = {
    "public": PUBLIC,
    "account": ACCOUNT,
    "teams": TEAMS,
    "editor": EDITOR,
    "replication": REPLICATION,
    "plans": PLANS,
    "playbooks": PLAYBOOKS,
    "admin: looking": LOOKING,
    "admin: editing": EDITING,
    "admin: settings": SETTINGS,
    "admin: records": SNIPPETS,
}
NOT_OURS = {
    "ready": "of whoever watches the server; what it says is tested in tests/search/test_health.py",
    "favicon.ico": "a picture",
    "wagtailadmin_sprite": "the icons of the admin",
    "wagtailadmin_javascript_catalog": "the words of the admin's scripts",
    "admin/test404/": "Wagtail's own page to look at",
    "wagtailadmin_error_test": "Wagtail's own page to look at: it fails on purpose",
    "admin/^.*/$": "the 404 of the admin",
    "wagtaildocs_authenticate_with_password": "no collection has a password",
    "wagtailcore_authenticate_with_password": "no page has a password",
}
