"""The addresses of Wagtail's admin. They answer 302 to its home to whoever may not (design.md §8)."""

from tests.permissions.row import (
    ADMIN,
    BOTH,
    CURATORS,
    NOBODY,
    REVIEWERS,
    SIGNED_IN,
    TEAM_AND_REVIEWERS,
    WRITE,
    Row,
)
from tests.permissions.world import State

AJAX = {"X-Requested-With": "XMLHttpRequest"}
JSON = {"Accept": "application/json"}
HTMX = {"HX-Request": "true"}
OF_A_CASE = {"content_type_app_name": "=cases", "content_type_model_name": "=casepage"}
PAGE = {"page_id": "page"}
BULK = {"app_label": "=wagtailcore", "model_name": "=page"}
_EXPLORER = (
    "Wagtail's explorer opens any page below the root that one's pages share: whoever coordinates, or works "
    "for two cities, reads the titles of the drafts of all"
)
_BULK = "Wagtail's bulk actions name the pages that one may not change: the title of any draft by its number"
LIVE, WAITING = (State.LIVE,), (State.WAITING,)
NOT_LIVE = (State.DRAFT, State.WAITING, State.ARCHIVED)

# Whoever enters the admin reaches these; what matters is that they show nobody else's drafts there.
LOOKING = [
    Row(
        "wagtailadmin_home|wagtailadmin_explore_root|wagtailadmin_account|wagtailadmin_dismissibles",
        SIGNED_IN,
    ),
    Row("wagtailadmin_explore(_results)?", SIGNED_IN, {"parent_page_id": "city_page"}),
    Row("wagtailadmin_explore(_results)?", SIGNED_IN, {"parent_page_id": "page"}, states=LIVE),
    Row(
        "wagtailadmin_explore(_results)?",
        SIGNED_IN,
        {"parent_page_id": "page"},
        states=NOT_LIVE,
        hole=_EXPLORER,
    ),
    Row("wagtailadmin_explore(_results)?", SIGNED_IN, {"parent_page_id": "city_page"}, query="q=obra"),
    Row("wagtailadmin_pages:search(_results)?", SIGNED_IN, query="q=obra"),
    Row("wagtailadmin_pages:search(_results)?", SIGNED_IN, headers=HTMX | AJAX),
    Row("wagtailadmin_pages:type_use(_results)?", SIGNED_IN, OF_A_CASE),
    Row(
        "wagtailadmin_pages:choose_parent",
        SIGNED_IN,
        {"app_label": "=cases", "model_name": "=casepage"},
        BOTH,
    ),
    Row("wagtailadmin_reports:(workflow|workflow_tasks|site_history|aging_pages)(_results)?", SIGNED_IN),
    Row(
        "wagtailadmin_reports:(workflow|workflow_tasks|aging_pages)(_results)?", SIGNED_IN, query="export=csv"
    ),
    Row("wagtailadmin_reports:page_types_usage(_results)?", SIGNED_IN),
    Row("wagtailadmin_reports:locked_pages(_results)?", CURATORS),
    Row("wagtailadmin_api:pages:listing", SIGNED_IN, query="fields=*&search=obra"),
    Row("wagtailadmin_api:pages:listing", SIGNED_IN, query="type=cases.CasePage&fields=_,title,problem"),
    Row("wagtailadmin_api:(pages|documents|images):find", NOBODY, query="id=999999"),
    Row("wagtailadmin_api:images:listing", SIGNED_IN),
    Row("wagtailadmin_api:images:detail", SIGNED_IN, {"pk": "picture"}),
    Row("wagtailadmin_api:documents:detail", SIGNED_IN, {"pk": "document"}),
    Row(
        "wagtailadmin_api:documents:detail",
        REVIEWERS,
        {"pk": "unconfirmed"},
        hole=("the API of the admin names the files of figures that nobody confirmed to every team"),
    ),
    Row(
        "wagtailadmin_api:documents:listing",
        SIGNED_IN,
        hole=("the API of the admin lists the files of figures that nobody confirmed to every team"),
    ),
    Row("wagtailadmin_choose_page", SIGNED_IN),
    Row(
        "wagtailadmin_choose_page_child",
        SIGNED_IN,
        {"parent_page_id": "city_page"},
        hole=("Wagtail's page chooser shows the titles of the drafts of every city"),
    ),
    Row(
        "wagtailadmin_choose_page_search",
        SIGNED_IN,
        query="q=obra",
        headers=AJAX,
        hole=("Wagtail's page chooser finds the drafts of every city"),
    ),
    Row(
        "wagtailadmin_choose_page_chosen_multiple",
        SIGNED_IN,
        query="id={page}",
        hole=("Wagtail's page chooser tells the title of any draft by its number"),
    ),
    Row("wagtailadmin_choose_page_(external|email|phone|anchor)_link", SIGNED_IN),
    Row("wagtailadmin_tag_autocomplete", SIGNED_IN, query="term=o"),
    Row("wagtailadmin_tag_model_autocomplete", SIGNED_IN, {"app_name": "=taggit", "model_name": "=tag"}),
    Row("wagtail(docs|images)_chooser:(choose|choose_results|chosen_multiple)", SIGNED_IN),
    Row("wagtailadmin_workflows:task_chooser(_results)?", SIGNED_IN),
    Row("wagtailadmin_workflows:task_chosen", SIGNED_IN, {"task_id": "task"}),
    Row("wagtailadmin_workflows:task_chooser_create", SIGNED_IN),
    Row("wagtailadmin_block_preview", NOBODY),
]
# Addresses of one page. "Retirar y corregir" and the rest of our own are in `urls.EDITOR`.
EDITING = [
    Row("wagtailadmin_api:pages:detail", TEAM_AND_REVIEWERS, {"pk": "page"}),
    Row(
        "wagtailadmin_api:pages:action",
        TEAM_AND_REVIEWERS,
        {"pk": "page", "action_name": "=delete"},
        WRITE,
        states=(State.DRAFT, State.ARCHIVED),
    ),
    Row(
        "wagtailadmin_api:pages:action",
        REVIEWERS,
        {"pk": "page", "action_name": "=publish"},
        WRITE,
        states=(State.DRAFT,),
    ),
    Row(
        "wagtailadmin_api:pages:action",
        REVIEWERS,
        {"pk": "page", "action_name": "=unpublish"},
        WRITE,
        states=LIVE,
    ),
    Row("wagtailadmin_pages:add", TEAM_AND_REVIEWERS, OF_A_CASE | {"parent_page_id": "city_page"}, BOTH),
    Row(
        "wagtailadmin_pages:add",
        TEAM_AND_REVIEWERS,
        OF_A_CASE | {"parent_page_id": "city_page"},
        WRITE,
        headers=JSON,
    ),
    Row(
        "wagtailadmin_pages:preview_on_add",
        TEAM_AND_REVIEWERS,
        OF_A_CASE | {"parent_page_id": "city_page"},
        BOTH,
    ),
    Row("wagtailadmin_pages:add_subpage", TEAM_AND_REVIEWERS, {"parent_page_id": "city_page"}),
    Row("wagtailadmin_pages:(edit|preview_on_edit)", TEAM_AND_REVIEWERS, PAGE, BOTH),
    Row("wagtailadmin_pages:edit", TEAM_AND_REVIEWERS, PAGE, WRITE, headers=JSON),
    Row("wagtailadmin_pages:edit", ADMIN, {"page_id": "home_page"}, BOTH),
    Row(
        "wagtailadmin_pages:(usage|view_draft|history|history_results|workflow_history)",
        TEAM_AND_REVIEWERS,
        PAGE,
    ),
    Row("wagtailadmin_pages:revisions_index", SIGNED_IN, PAGE),  # leads to the history
    Row("wagtailadmin_pages:revisions_view", TEAM_AND_REVIEWERS, PAGE | {"revision_id": "revision"}),
    Row("wagtailadmin_pages:revisions_revert", TEAM_AND_REVIEWERS, PAGE | {"revision_id": "revision"}),
    Row("wagtailadmin_pages:revisions_unschedule", REVIEWERS, PAGE | {"revision_id": "revision"}, BOTH),
    Row(
        "wagtailadmin_pages:revisions_compare",
        TEAM_AND_REVIEWERS,
        address="/admin/pages/{page}/revisions/compare/earliest...latest/",
    ),
    Row(
        "wagtailadmin_pages:revisions_compare",
        TEAM_AND_REVIEWERS,
        address="/admin/pages/{page}/revisions/compare/live...{revision}/",
    ),
    Row(
        "wagtailadmin_pages:workflow_history_detail",
        TEAM_AND_REVIEWERS,
        PAGE | {"workflow_state_id": "workflow_state"},
        states=WAITING,
    ),
    Row("wagtailadmin_pages:workflow_preview", REVIEWERS, PAGE | {"task_id": "task"}, states=WAITING),
    Row(
        "wagtailadmin_pages:(workflow_action|collect_workflow_action_data)",
        REVIEWERS,
        PAGE | {"action_name": "=reject", "task_state_id": "task_state"},
        BOTH,
        states=WAITING,
    ),
    Row(
        "wagtailadmin_pages:(workflow_action|collect_workflow_action_data)",
        REVIEWERS,
        PAGE | {"action_name": "=approve", "task_state_id": "task_state"},
        WRITE,
        states=WAITING,
    ),
    Row("wagtailadmin_pages:confirm_workflow_cancellation", SIGNED_IN, PAGE),
    Row("wagtailadmin_pages:delete", TEAM_AND_REVIEWERS, PAGE, BOTH, states=(State.DRAFT,)),
    Row("wagtailadmin_pages:(delete|unpublish)", REVIEWERS, PAGE, BOTH, states=LIVE),
    Row("wagtailadmin_pages:convert_alias", NOBODY, PAGE, BOTH),
    Row("wagtailadmin_pages:copy", TEAM_AND_REVIEWERS, PAGE, BOTH),  # and there a hook explains why not
    Row(
        "wagtailadmin_pages:move",
        TEAM_AND_REVIEWERS,
        {"page_to_move_id": "page"},
        BOTH,
        states=(State.DRAFT,),
    ),
    Row("wagtailadmin_pages:move", REVIEWERS, {"page_to_move_id": "page"}, BOTH, states=LIVE),
    Row(
        "wagtailadmin_pages:move_confirm",
        ADMIN,
        {"page_to_move_id": "page", "destination_id": "other_city_page"},
        WRITE,
    ),
    Row(
        "wagtailadmin_pages:move_confirm",
        SIGNED_IN,
        {"page_to_move_id": "page", "destination_id": "other_city_page"},
        hole="Wagtail asks for the permission to move only when it is posted: it shows any draft's title",
    ),
    Row("wagtailadmin_pages:set_page_position", REVIEWERS, {"page_to_move_id": "page"}, WRITE),
    Row("wagtailadmin_pages:(set_privacy)", REVIEWERS, PAGE, BOTH),
    Row("wagtailadmin_pages:(lock|unlock)", REVIEWERS, PAGE, WRITE, states=(State.LIVE, State.DRAFT)),
    Row(
        "wagtailadmin_editing_sessions:ping",
        TEAM_AND_REVIEWERS,
        {"app_label": "=cases", "model_name": "=casepage", "object_id": "page", "session_id": "nothing"},
        WRITE,
    ),
    Row("wagtailadmin_editing_sessions:release", SIGNED_IN, {"session_id": "nothing"}, WRITE),
    # Posted, it does nothing to the pages that one may not change: see test_effects.
    Row("wagtail_bulk_action", SIGNED_IN, BULK | {"action": "=delete"}, WRITE, query="id={page}"),
    Row("wagtail_bulk_action", SIGNED_IN, BULK | {"action": "=publish"}, WRITE, query="id={page}"),
    Row("wagtail_bulk_action", SIGNED_IN, BULK | {"action": "=publish"}, query="id={page}", hole=_BULK),
    Row("simple_translation:submit_page_translation", ADMIN, PAGE, BOTH),
]
