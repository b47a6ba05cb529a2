"""The plans of the matrix: their addresses, and a plan of the city with a secret in whatever is written."""

from datetime import date

from playbooks.models import PlaybookIndexPage, PlaybookPage, PlaybookStep, Roadmap, RoadmapTask, Step
from tests.permissions.row import BOTH, EVERYBODY, NOBODY, SIGNED_IN, TEAM, TEAM_AND_REVIEWERS, WRITE, Row
from tests.permissions.world import SECRET, Who, World

DAY = date(2027, 3, 1)
ASKED = f"guia={{playbook_slug}}&inicio={DAY}"
KEY = {"key": "plan"}
PLANS = [
    Row("roadmap:new", EVERYBODY, query=ASKED),
    Row("roadmap:new_download", EVERYBODY, {"kind": "=csv"}, query=ASKED),
    Row("roadmap:save", NOBODY, methods=WRITE),
    Row(
        "roadmap:save",
        TEAM,
        methods=WRITE,
        data={"guia": "{playbook_slug}", "inicio": DAY.isoformat(), "en": "{place_key}"},
    ),
    Row("roadmap:mine", SIGNED_IN),
    Row("roadmap:plan", TEAM_AND_REVIEWERS, KEY),
    Row("roadmap:download", TEAM_AND_REVIEWERS, KEY | {"kind": "=csv"}),
    Row("roadmap:task", TEAM, KEY | {"name": "=mesa"}, BOTH),
    Row("roadmap:model", TEAM, KEY, BOTH),
    Row("roadmap:(undo|archive)", TEAM, KEY, WRITE),
]


def build_plan(world: World) -> None:
    index = PlaybookIndexPage.objects.get()
    playbook = index.add_child(instance=PlaybookPage(title="Guía de reclamos", slug="reclamos"))
    step = Step.objects.create(
        title="Paso", slug="paso-con-fecha", phase="problem", role="Alguien", weeks=2, body="Texto"
    )
    PlaybookStep.objects.create(page=playbook, step=step)
    roadmap = Roadmap.objects.create(
        playbook=playbook,
        title=f"Plan {SECRET}",
        municipality=world.place,
        starts=DAY,
        operating_model={"owner": f"Área {SECRET}"},
        created_by=world.people[Who.CONTRIBUTOR],
    )
    dates = {"not_before": DAY, "starts": DAY, "ends": date(2027, 3, 12)}
    words = {"title": f"Mesa {SECRET}", "notes": f"Dice {SECRET}", "phase": "governance"}
    RoadmapTask.objects.create(roadmap=roadmap, key="mesa", **dates, **words)
    world.things |= {"playbook_slug": playbook.slug, "plan": roadmap.key}
