"""The playbooks of the matrix: what the public reads, and the parts that coordinators curate."""

from datetime import date

from playbooks.models import Clause, JurisdictionCheck, PlaybookIndexPage, PlaybookPage, Step, Template
from playbooks.page_permissions import build_second_reading
from tests.permissions.row import ADMIN, BOTH, CURATORS, EVERYBODY, NOBODY, SIGNED_IN, WRITE, Row
from tests.permissions.world import Who, World

_STEP = "wagtailsnippets_playbooks_step:"
_PK = {"pk": "step_part"}
_REVISION = _PK | {"revision_id": "step_part_revision"}
_READ = {"pk": "step_in_reading"}
_ACT = _READ | {"action_name": "=approve", "task_state_id": "reading_state"}
PARTS = {
    "playbooks_step": "step_part",
    "playbooks_template": "template_part",
    "playbooks_clause": "clause_part",
    "playbooks_jurisdictioncheck": "check_part",
}
PLAYBOOKS = [
    Row(
        "playbooks:(templates|(clauses|compliance|selection)(_file)?)",
        EVERYBODY,
    ),
    Row("playbooks:step", EVERYBODY, {"slug": "=paso-publico"}),
    Row("playbooks:step", NOBODY, {"slug": "=paso-secreto"}),
    Row("playbooks:template", EVERYBODY, {"slug": "=planilla"}),
    Row("playbooks:template_file", EVERYBODY, {"slug": "=planilla", "kind": "=md"}),
    Row("playbooks:file", EVERYBODY, {"slug": "=guia-publica", "kind": "=md"}),
    Row("playbooks:file", NOBODY, {"slug": "=guia-secreta", "kind": "=md"}),
    Row("playbook_files:(import|preview)", CURATORS, methods=WRITE),
    Row("playbook_files:import", CURATORS),
    Row("playbook_files:export", CURATORS, methods=WRITE),
    *(
        row
        for name, thing in PARTS.items()
        for row in (
            Row(f"wagtailsnippets_{name}:(list|list_results)", CURATORS),
            Row(f"wagtailsnippets_{name}:add", CURATORS, methods=BOTH),
            Row(f"wagtailsnippets_{name}:edit", CURATORS, {"pk": thing}, BOTH),
            Row(f"wagtailsnippets_{name}:delete", ADMIN, {"pk": thing}, BOTH),
            Row(f"wagtailsnippets_{name}:(usage|history|history_results|copy)", CURATORS, {"pk": thing}),
            Row(f"wagtailsnippetchoosers_{name}:(choose|choose_results)", CURATORS),
            Row(f"wagtailsnippetchoosers_{name}:chosen_multiple", CURATORS, query=f"id={{{thing}}}"),
            Row(f"wagtailsnippetchoosers_{name}:chosen", CURATORS, {"pk": thing}),
            Row(f"wagtailsnippetchoosers_{name}:create", CURATORS),
        )
    ),
    *(
        row
        for name, thing in list(PARTS.items())[:3]
        for row in (
            Row(
                f"wagtailsnippets_{name}:revisions_revert",
                CURATORS,
                {"pk": thing, "revision_id": f"{thing}_revision"},
            ),
            Row(
                f"wagtailsnippets_{name}:revisions_compare",
                CURATORS,
                address=f"/admin/snippets/{name.replace('_', '/')}/history/{{{thing}}}/revisions/compare/"
                f"earliest...{{{thing}_revision}}/",
            ),
        )
    ),
    Row(f"{_STEP}preview_on_add", CURATORS, methods=BOTH),
    Row(f"{_STEP}preview_on_edit", CURATORS, _PK, BOTH),
    Row(f"{_STEP}revisions_view", CURATORS, _REVISION),
    Row(f"{_STEP}unpublish", CURATORS, _PK),
    Row(f"{_STEP}(lock|unlock)", CURATORS, _PK, WRITE),
    Row(f"{_STEP}revisions_unschedule", CURATORS, _REVISION, BOTH),
    Row(f"{_STEP}workflow_history", CURATORS, _READ),
    Row(f"{_STEP}confirm_workflow_cancellation", SIGNED_IN, _READ),  # says the name of the workflow alone
    Row(f"{_STEP}workflow_history_detail", CURATORS, _READ | {"workflow_state_id": "reading"}),
    Row(f"{_STEP}workflow_preview", CURATORS, _READ | {"task_id": "reading_task"}),
    Row(f"{_STEP}(workflow_action|collect_workflow_action_data)", CURATORS, _ACT, BOTH),
]


def build_playbooks(world: World) -> None:
    index = PlaybookIndexPage.objects.get()
    template = Template.objects.create(title="Planilla", slug="planilla", purpose="Anotar", body="Texto")
    public = Step.objects.create(
        title="Paso público", slug="paso-publico", phase="problem", role="Alguien", weeks=2, body="Texto"
    )
    Step.objects.create(
        title="Sin publicar",
        slug="paso-secreto",
        phase="problem",
        role="Alguien",
        weeks=2,
        body="Texto",
        live=False,
    )
    clause = Clause.objects.create(title="Cláusula", slug="clausula", context="Siempre", body="Dice")
    index.add_child(instance=PlaybookPage(title="Guía", slug="guia-publica", body="Texto"))
    index.add_child(
        instance=PlaybookPage(title="Guía sin publicar", slug="guia-secreta", body="Texto", live=False)
    )
    build_second_reading()
    read = Step.objects.create(
        title="En lectura",
        slug="en-lectura",
        phase="process",
        role="Alguien",
        weeks=1,
        body="Texto",
        live=False,
    )
    read.save_revision()
    reading = read.get_workflow().start(read, world.people[Who.COORDINATOR])
    world.things |= {
        "step_in_reading": read,
        "reading": reading,
        "reading_state": reading.current_task_state,
        "reading_task": reading.current_task_state.task,
        "step_part": public,
        "step_part_revision": public.save_revision(),
        "template_part_revision": template.save_revision(),
        "clause_part_revision": clause.save_revision(),
        "template_part": template,
        "clause_part": clause,
        "check_part": JurisdictionCheck.objects.create(
            slug="ley", jurisdiction="Argentina", country="AR", norm="Ley", checked_on=date(2026, 11, 1)
        ),
    }
