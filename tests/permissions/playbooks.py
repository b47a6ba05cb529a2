"""The playbooks of the matrix: what the public reads, and the parts that coordinators curate."""

from datetime import date

from playbooks.models import Clause, JurisdictionCheck, PlaybookIndexPage, PlaybookPage, Step, Template
from tests.permissions.row import ADMIN, BOTH, CURATORS, EVERYBODY, NOBODY, WRITE, Row
from tests.permissions.world import World

_STEP = "wagtailsnippets_playbooks_step:"
_PK = {"pk": "step_part"}
_REVISION = _PK | {"revision_id": "step_revision"}
PARTS = {
    "playbooks_step": "step_part",
    "playbooks_template": "template_part",
    "playbooks_clause": "clause_part",
    "playbooks_jurisdictioncheck": "check_part",
}
PLAYBOOKS = [
    Row("playbooks:(templates|clauses|clauses_file|compliance|selection|selection_file)", EVERYBODY),
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
    Row(f"{_STEP}preview_on_add", CURATORS, methods=BOTH),
    Row(f"{_STEP}preview_on_edit", CURATORS, _PK, BOTH),
    Row(f"{_STEP}revisions_view", CURATORS, _REVISION),
    Row(f"{_STEP}unpublish", CURATORS, _PK),
    Row(f"{_STEP}(lock|unlock)", CURATORS, _PK, WRITE),
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
    index.add_child(instance=PlaybookPage(title="Guía", slug="guia-publica", body="Texto"))
    index.add_child(
        instance=PlaybookPage(title="Guía sin publicar", slug="guia-secreta", body="Texto", live=False)
    )
    world.things |= {
        "step_part": public,
        "step_revision": public.save_revision(),
        "template_part": template,
        "clause_part": Clause.objects.create(
            title="Cláusula", slug="clausula", context="Siempre", body="Dice"
        ),
        "check_part": JurisdictionCheck.objects.create(
            slug="ley", jurisdiction="Argentina", country="AR", norm="Ley", checked_on=date(2026, 11, 1)
        ),
    }
