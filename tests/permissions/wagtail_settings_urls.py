"""Wagtail's admin: what only administrators set up, and the records that the coordinators curate."""

from tests.permissions.row import ADMIN, BOTH, CURATORS, NOBODY, SIGNED_IN, TEAMS, WRITE, Row
from tests.permissions.wagtail_urls import AJAX
from tests.permissions.world import Who

_ID = {"pk": "person"}
# Users, groups, workflows, collections, sites, redirects, pictures and documents.
SETTINGS = [
    Row("wagtailusers_users:(index|index_results)", ADMIN),
    Row("wagtailusers_users:add", ADMIN, methods=BOTH),
    Row("wagtailusers_users:(edit|delete)", ADMIN, _ID, BOTH),
    Row("wagtailusers_users:(history|history_results|usage)", ADMIN, _ID),
    Row("wagtailusers_users:copy", ADMIN, _ID),
    Row("wagtailusers_groups:(index|index_results)", ADMIN),
    Row("wagtailusers_groups:add", ADMIN, methods=BOTH),
    Row("wagtailusers_groups:(edit|delete)", ADMIN, {"pk": "group"}, BOTH),
    Row("wagtailusers_groups:(history|history_results|usage)", ADMIN, {"pk": "group"}),
    Row("wagtailsites:(index|index_results)", ADMIN),
    Row("wagtailsites:add", ADMIN, methods=BOTH),
    Row("wagtailsites:(edit|delete)", ADMIN, {"pk": "wagtail_site"}, BOTH),
    Row("wagtailsites:(history|history_results|usage|copy)", ADMIN, {"pk": "wagtail_site"}),
    Row("wagtailadmin_collections:index", ADMIN),
    Row("wagtailadmin_collections:add", ADMIN, methods=BOTH),
    Row("wagtailadmin_collections:(edit|delete)", ADMIN, {"pk": "spare_collection"}, BOTH),
    Row("wagtailadmin_collections:set_privacy", ADMIN, {"collection_id": "collection"}, BOTH),
    Row(
        "wagtailadmin_workflows:(index|task_index)(_results)?|wagtailadmin_workflows:select_task_type", ADMIN
    ),
    Row("wagtailadmin_workflows:add", ADMIN, methods=BOTH),
    Row("wagtailadmin_workflows:(edit|disable)", ADMIN, {"pk": "workflow"}, BOTH),
    Row("wagtailadmin_workflows:enable", ADMIN, {"pk": "workflow"}, WRITE),
    Row("wagtailadmin_workflows:usage(_results)?", ADMIN, {"pk": "workflow"}),
    Row("wagtailadmin_workflows:remove", ADMIN, {"page_pk": "index_page", "workflow_pk": "workflow"}, WRITE),
    Row(
        "wagtailadmin_workflows:add_task",
        ADMIN,
        {"app_label": "=cases", "model_name": "=coordinatorreview"},
        BOTH,
    ),
    Row("wagtailadmin_workflows:(edit_task|disable_task)", ADMIN, {"pk": "task"}, BOTH),
    Row("wagtailadmin_workflows:enable_task", ADMIN, {"pk": "task"}, WRITE),
    Row("wagtailredirects:(index|index_results)", ADMIN),
    Row("wagtailredirects:(add|start_import)", ADMIN, methods=BOTH),
    Row("wagtailredirects:(edit|delete)", ADMIN, {"redirect_id": "redirect"}, BOTH),
    Row("wagtailredirects:process_import", NOBODY),
    Row(
        "simple_translation:submit_snippet_translation",
        NOBODY,
        {"app_label": "=cases", "model_name": "=topic", "pk": "topic"},
        BOTH,
    ),
    Row("wagtaildocs:(index|index_results|add|add_multiple)", ADMIN),
    Row("wagtaildocs:add", ADMIN, methods=WRITE),
    # Pictures go to a collection of one's own city (tests/cases/editor/test_pictures.py).
    Row("wagtailimages:(index|index_results|add|add_multiple)", TEAMS),
    Row("wagtailimages:add", TEAMS, methods=WRITE),
    Row("wagtaildocs:(edit|delete)", ADMIN, {"document_id": "document"}, BOTH),
    Row("wagtaildocs:document_usage", ADMIN, {"document_id": "document"}),
    Row(
        "wagtaildocs:(edit|delete)_multiple",
        ADMIN,
        {"doc_id": "document"},
        WRITE,
        headers=AJAX,
        data={"doc-{document}-title": "x"},
    ),
    Row(
        "wagtail(docs|images):(create_multiple_from_uploaded_.*|delete_upload_multiple)",
        NOBODY,
        {"uploaded_file_id": "nothing"},
        WRITE,
        headers=AJAX,
    ),
    Row("wagtaildocs_chooser:chosen", ADMIN, {"pk": "unconfirmed"}),
    Row("wagtaildocs_chooser:create", ADMIN, methods=BOTH),
    Row("wagtailimages_chooser:create", TEAMS, methods=BOTH),
    Row("wagtailimages:(edit|delete)", ADMIN, {"image_id": "picture"}, BOTH),
    Row("wagtailimages:image_usage", ADMIN, {"image_id": "picture"}),
    Row("wagtailimages:url_generator(_output)?", NOBODY, {"image_id": "picture"}),
    Row("wagtailimages:preview", ADMIN, {"image_id": "picture", "filter_spec": "=original"}),
    Row(
        "wagtailimages:(edit|delete)_multiple",
        ADMIN,
        {"image_id": "picture"},
        WRITE,
        headers=AJAX,
        data={"image-{picture}-title": "x"},
    ),
    Row("wagtailimages_chooser:chosen", ADMIN, {"pk": "picture"}),
    Row("wagtailimages_chooser:select_format", ADMIN, {"image_id": "picture"}, BOTH),
    Row("wagtailsnippets:index", NOBODY),
    *(
        Row(
            "wagtail_bulk_action",
            ADMIN,
            {"app_label": f"={app}", "model_name": f"={model}", "action": "=delete"},
            query=f"id={{{thing}}}",
        )
        for app, model, thing in (
            ("wagtaildocs", "document", "unconfirmed"),
            ("wagtailimages", "image", "picture"),
            ("accounts", "user", "person"),
        )
    ),
]
SPARE = {"municipalities_municipality": "spare_place", "municipalities_province": "spare_province"}
_EVIDENCE = {
    "cases_implementation": "origin_of_draft",
    "cases_measure": "submitted_of_draft",
    "cases_indicator": "indicator_of_draft",
    "cases_aisheet": "sheet_of_draft",
    "cases_networkstandard": "standard",
}
_SHARED = {
    "cases_topic": "topic",
    "cases_indicatordefinition": "definition",
    "municipalities_municipality": "place",
    "municipalities_network": "network",
    "municipalities_governmentchange": "change",
    "search_synonymgroup": "synonyms",
}


def _of_records(name: str, thing: str, curators: frozenset[Who], choosers: frozenset[Who]) -> list[Row]:
    """The addresses of a kind of record: who writes it, who picks one, who may delete it (administrators)."""
    records, chooser, pk = f"wagtailsnippets_{name}:", f"wagtailsnippetchoosers_{name}:", {"pk": thing}
    app, _, model = name.partition("_")
    bulk = {"app_label": f"={app}", "model_name": f"={model}", "action": "=delete"}
    return [
        Row(f"{records}(list|list_results)", curators),
        Row(f"{records}add", curators, methods=BOTH),
        Row(f"{records}edit", curators, pk, BOTH),
        Row(f"{records}delete", ADMIN, {"pk": SPARE.get(name, thing)}, BOTH),
        Row(f"{records}(usage|history|history_results|copy)", curators, pk),
        Row(f"{chooser}(choose|choose_results|chosen_multiple)", choosers, query=f"id={{{thing}}}"),
        Row(f"{chooser}chosen", choosers, pk),
        Row(f"{chooser}create", curators),
        Row("wagtail_bulk_action", curators, bulk, query=f"id={{{thing}}}"),
    ]


SNIPPETS = [
    *(row for name, thing in _EVIDENCE.items() for row in _of_records(name, thing, ADMIN, ADMIN)),
    *(row for name, thing in _SHARED.items() for row in _of_records(name, thing, CURATORS, SIGNED_IN)),
    *_of_records("municipalities_province", "province", ADMIN, SIGNED_IN),
]
