"""TASKS chooses who carries out a task."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def manage(tmp_path: Path, *command: str, tasks: str) -> subprocess.CompletedProcess[str]:
    env = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), "TASKS": tasks}
    return subprocess.run(
        [sys.executable, "manage.py", *command], env=env, capture_output=True, text=True, cwd=ROOT
    )


def test_the_worker_s_queue_is_installed_and_whole(tmp_path: Path) -> None:
    plan = manage(tmp_path, "migrate", "--plan", tasks="database")  # runs the system checks too
    assert plan.returncode == 0, plan.stderr
    assert "django_tasks_database.0001_initial" in plan.stdout


def test_nobody_waits_for_a_worker_that_is_not_there(tmp_path: Path) -> None:
    worker = manage(tmp_path, "db_worker", tasks="immediate")
    assert worker.returncode != 0 and "Unknown command" in worker.stderr


@pytest.mark.parametrize("tasks", ["later", "Database", "django_tasks_db.DatabaseBackend"])
def test_another_value_stops_it(tmp_path: Path, tasks: str) -> None:
    result = manage(tmp_path, "check", tasks=tasks)
    assert result.returncode != 0 and "TASKS=" in result.stderr
