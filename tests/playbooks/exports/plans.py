"""A plan of twelve months, as the roadmap hands it to its drawing and its files."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from playbooks.roadmap.plan import Evidence, OperatingModel, Plan, Review, Task

TASKS = [
    ("acuerdo", "Acordar el resultado público y quién responde por él", "problem", (3, 2), (3, 27), "done"),
    (
        "linea",
        "Medir la línea de base con la gente que no llega por internet",
        "problem",
        (3, 30),
        (5, 8),
        "done",
    ),
    (
        "planilla",
        "Completar la planilla de indicadores antes de elegir la tecnología",
        "problem",
        (4, 6),
        (4, 24),
        "doing",
    ),
    ("mapa", "Dibujar el trámite de hoy, con sus tiempos y sus vueltas", "process", (5, 11), (6, 5), "doing"),
    ("sacar", "Sacar pasos que no agregan nada", "process", (6, 8), (7, 3), "todo"),
    (
        "piloto",
        "Piloto en dos barrios, con criterios de salida escritos",
        "process",
        (7, 6),
        (9, 25),
        "blocked",
    ),
    ("compra", "Pliego de la compra: piloto no es producción", "process", (8, 3), (9, 11), "todo"),
    ("visita", "Visitar un municipio que ya lo sostiene", "peers", (9, 28), (10, 9), "skipped"),
    (
        "contar",
        "Contar la réplica con sus dos mediciones y lo que hubo que adaptar para que anduviera acá",
        "peers",
        (11, 30),
        (12, 18),
        "todo",
    ),
    ("norma", "Decreto con responsables, presupuesto y continuidad", "governance", (3, 2), (4, 30), "done"),
    ("datos", "Registro de bases de datos personales", "governance", (5, 4), (6, 12), "todo"),
    ("auditoria", "Revisión de reclamos y de incidentes", "governance", (10, 13), (11, 20), "todo"),
]


def task(key: str = "uno", **facts: Any) -> Task:
    """A step of three weeks that nobody began."""
    plain = Task(
        key=key,
        title="Medir la línea de base",
        phase="problem",
        role="Atención ciudadana",
        starts=date(2026, 3, 2),
        ends=date(2026, 3, 20),
        state="todo",
        owner="",
        notes="",
        url="/guias/pasos/medir/",
        indicators=("Tiempo de resolución (días)",),
        after=(),
        checklist=("Elegir la semana", "Contar también los que vienen a la ventanilla"),
    )
    return replace(plain, **facts)


def plan(**facts: Any) -> Plan:
    """Of Tandil, with twelve steps in every phase and state."""
    tasks = tuple(
        task(key, title=title, phase=phase, starts=date(2026, *starts), ends=date(2026, *ends), state=state)
        for key, title, phase, starts, ends, state in TASKS
    )
    plain = Plan(
        uid="0b54a1de-7c3f-4d0e-9a51-2f1d0c6f7c11",
        sequence=2,
        title="Reclamos y atención ciudadana en Tandil",
        playbook="Reclamos y atención ciudadana",
        playbook_url="/guias/reclamos/",
        municipality="Tandil, Buenos Aires",
        country="AR",
        starts=date(2026, 3, 2),
        ends=date(2027, 2, 26),
        tasks=tasks,
        reviews=tuple(
            Review(month, on, ("Tiempo de resolución (días)", "Satisfacción (%)"))
            for month, on in zip(
                (3, 6, 9, 12),
                (date(2026, 6, 2), date(2026, 9, 2), date(2026, 12, 2), date(2027, 2, 26)),
                strict=True,
            )
        ),
        evidence=(
            Evidence(
                "Ventanilla única de reclamos",
                "/casos/ventanilla/",
                "Rafaela, Santa Fe",
                3,
                "Replicado",
                "3 de 4 municipios de 51.000 a 204.000 habitantes sostuvieron el resultado",
            ),
            Evidence(
                "Reclamos por teléfono y en la sociedad de fomento",
                "/casos/telefono/",
                "Bolívar, Buenos Aires",
                1,
                "Medido",
                "Todavía no hay evidencia a tu escala",
            ),
        ),
        operating_model=OperatingModel(
            (
                ("Responsable", "Dirección de Atención Ciudadana"),
                ("Presupuesto por año", ""),
                ("Incidentes", ""),
            )
        ),
        updated=datetime(2026, 7, 20, 14, 32, tzinfo=UTC),
    )
    return replace(plain, **facts)
