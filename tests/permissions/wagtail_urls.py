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
    WRITERS,
    Row,
)
from tests.permissions.world import State

AJAX = {"X-Requested-With": "XMLHttpRequest"}
JSON = {"Accept": "application/json"}
HTMX = {"HX-Request": "true"}
OF_A_CASE = {"content_type_app_name": "=cases", "content_type_model_name": "=casepage"}
PAGE = {"page_id": "page"}
REVISION = {"revision_id": "revision"}
MOVED = {"page_to_move_id": "page"}
SESSION = {"app_label": "=cases", "model_name": "=casepage", "object_id": "page", "session_id": "nothing"}
BULK = {"app_label": "=wagtailcore", "model_name": "=page"}
LIVE, WAITING = (State.LIVE,), (State.WAITING,)
NOT_LIVE = (State.DRAFT, State.WAITING, State.ARCHIVED)
SETTLED = (State.LIVE, State.DRAFT, State.ARCHIVED)
OF_THE_CITY = {"parent_page_id": "city_page"}

# Whoever enters the admin reaches these; what matters is that they show nobody else's drafts there.
LOOKING = [
    Row(
        "wagtailadmin_home|wagtailadmin_explore_root|wagtailadmin_account|wagtailadmin_dismissibles",
        SIGNED_IN,
    ),
    Row("wagtailadmin_explore(_results)?", SIGNED_IN, {"parent_page_id": "index_page"}),
    Row("wagtailadmin_explore(_results)?", SIGNED_IN, {"parent_page_id": "index_page"}, query="q=obra"),
    Row("wagtailadmin_explore(_results)?", TEAM_AND_REVIEWERS, OF_THE_CITY),
    Row("wagtailadmin_explore(_results)?", TEAM_AND_REVIEWERS, OF_THE_CITY, query="q=obra&search_all=1"),
    Row("wagtailadmin_explore(_results)?", TEAM_AND_REVIEWERS, {"parent_page_id": "page"}),
    Row("wagtailadmin_pages:search(_results)?", SIGNED_IN, query="q=obra"),
    Row("wagtailadmin_pages:search(_results)?", SIGNED_IN, headers=HTMX | AJAX),
    Row("wagtailadmin_pages:type_use(_results)?", SIGNED_IN, OF_A_CASE),
    Row(
        "wagtailadmin_pages:choose_parent",
        SIGNED_IN,
        {"app_label": "=cases", "model_name": "=casepage"},
        BOTH,
    ),
    Row(
        "wagtailadmin_pages:choose_parent",
        TEAM_AND_REVIEWERS,
        {"app_label": "=cases", "model_name": "=casepage"},
        WRITE,
        data={"parent_page": "{page}"},
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
    Row("wagtailadmin_api:documents:detail", TEAM_AND_REVIEWERS, {"pk": "unconfirmed"}),
    Row("wagtailadmin_api:documents:listing", SIGNED_IN),
    Row("wagtailadmin_choose_page", SIGNED_IN),
    Row("wagtailadmin_choose_page_child", SIGNED_IN, OF_THE_CITY),
    Row("wagtailadmin_choose_page_child", SIGNED_IN, {"parent_page_id": "page"}, states=LIVE),
    Row("wagtailadmin_choose_page_child", TEAM_AND_REVIEWERS, {"parent_page_id": "page"}, states=NOT_LIVE),
    Row("wagtailadmin_choose_page_search", SIGNED_IN, query="q=obra", headers=AJAX),
    Row("wagtailadmin_choose_page_chosen_multiple", SIGNED_IN, query="id={page}", states=LIVE),
    Row("wagtailadmin_choose_page_chosen_multiple", TEAM_AND_REVIEWERS, query="id={page}", states=NOT_LIVE),
    Row(
        "wagtailadmin_choose_page_external_link",
        SIGNED_IN,
        methods=WRITE,
        data={"external-link-chooser-url": "{page_url}"},
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
    # What is done to a page is done where our hooks look at it: the API does nothing.
    *(
        Row("wagtailadmin_api:pages:action", NOBODY, {"pk": "page", "action_name": f"={action}"}, WRITE)
        for action in (
            "delete",
            "copy",
            "move",
            "publish",
            "unpublish",
            "create_alias",
            "copy_for_translation",
        )
    ),
    Row("wagtailadmin_pages:(add|preview_on_add)", WRITERS, OF_A_CASE | OF_THE_CITY, BOTH),
    Row("wagtailadmin_pages:add", WRITERS, OF_A_CASE | OF_THE_CITY, WRITE, headers=JSON),
    Row("wagtailadmin_pages:add_subpage", WRITERS, OF_THE_CITY),
    # A coordinator opens the editor only of what is in review, and there only to comment: test_effects.
    Row("wagtailadmin_pages:(edit|preview_on_edit)", WRITERS, PAGE, BOTH, states=SETTLED),
    Row("wagtailadmin_pages:(edit|preview_on_edit)", TEAM_AND_REVIEWERS, PAGE, BOTH, states=WAITING),
    Row("wagtailadmin_pages:edit", WRITERS, PAGE, WRITE, headers=JSON, states=SETTLED),
    Row("wagtailadmin_pages:edit", TEAM_AND_REVIEWERS, PAGE, WRITE, headers=JSON, states=WAITING),
    Row("wagtailadmin_pages:edit", ADMIN, {"page_id": "home_page"}, BOTH),
    Row("wagtailadmin_pages:(view_draft|history|history_results)", TEAM_AND_REVIEWERS, PAGE),
    Row("wagtailadmin_pages:(usage|workflow_history)", WRITERS, PAGE, states=SETTLED),
    Row("wagtailadmin_pages:(usage|workflow_history)", TEAM_AND_REVIEWERS, PAGE, states=WAITING),
    Row("wagtailadmin_pages:revisions_index", TEAM_AND_REVIEWERS, PAGE),  # leads to the history
    Row("wagtailadmin_pages:revisions_view", TEAM_AND_REVIEWERS, PAGE | REVISION),
    Row("wagtailadmin_pages:revisions_revert", WRITERS, PAGE | REVISION, states=SETTLED),
    Row("wagtailadmin_pages:revisions_revert", TEAM_AND_REVIEWERS, PAGE | REVISION, states=WAITING),
    Row("wagtailadmin_pages:revisions_unschedule", REVIEWERS, PAGE | REVISION, BOTH),
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
    Row("wagtailadmin_pages:confirm_workflow_cancellation", TEAM_AND_REVIEWERS, PAGE),
    Row("wagtailadmin_pages:delete", WRITERS, PAGE, BOTH, states=(State.DRAFT,)),
    Row("wagtailadmin_pages:delete", ADMIN, PAGE, BOTH, states=LIVE),
    Row("wagtailadmin_pages:unpublish", REVIEWERS, PAGE, BOTH, states=LIVE),
    Row("wagtailadmin_pages:convert_alias", NOBODY, PAGE, BOTH),
    Row("wagtailadmin_pages:copy", WRITERS, PAGE, BOTH, states=SETTLED),  # there a hook explains why not
    Row("wagtailadmin_pages:move", WRITERS, MOVED, BOTH, states=(State.DRAFT,)),
    Row("wagtailadmin_pages:move", ADMIN, MOVED, BOTH, states=LIVE),
    Row("wagtailadmin_pages:move_confirm", ADMIN, MOVED | {"destination_id": "other_city_page"}, BOTH),
    Row("wagtailadmin_pages:set_page_position", ADMIN, MOVED, WRITE),
    Row("wagtailadmin_pages:(set_privacy)", REVIEWERS, PAGE, BOTH),
    Row("wagtailadmin_pages:(lock|unlock)", REVIEWERS, PAGE, WRITE, states=(State.LIVE, State.DRAFT)),
    Row("wagtailadmin_editing_sessions:ping", WRITERS, SESSION, WRITE, states=SETTLED),
    Row("wagtailadmin_editing_sessions:ping", TEAM_AND_REVIEWERS, SESSION, WRITE, states=WAITING),
    Row("wagtailadmin_editing_sessions:release", SIGNED_IN, {"session_id": "nothing"}, WRITE),
    Row("wagtail_bulk_action", TEAM_AND_REVIEWERS, BULK | {"action": "=delete"}, BOTH, query="id={page}"),
    Row("wagtail_bulk_action", TEAM_AND_REVIEWERS, BULK | {"action": "=publish"}, BOTH, query="id={page}"),
    Row("wagtail_bulk_action", ADMIN, BULK | {"action": "=move"}, query="id=all&childOf={city_page}"),
    Row("wagtail_bulk_action", ADMIN, BULK | {"action": "=publish"}, query="id=all"),
    Row("simple_translation:submit_page_translation", ADMIN, PAGE, BOTH),
]
