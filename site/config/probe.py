"""Whether a service of docker-compose.yml does its work: `python site/config/probe.py web|worker`.

Fails with a message when it does not. Without Django, which would take seconds each time.
"""

import os
import sys
from http.client import HTTPConnection

import psycopg

STUCK_MINUTES = 10
_STUCK = """
    SELECT count(*) FROM django_tasks_database_dbtaskresult
    WHERE status = 'READY' AND enqueued_at < now() - %s * interval '1 minute'
      AND (run_after < now() - %s * interval '1 minute' OR run_after >= '9000-01-01')
"""


def web() -> str:
    """What is wrong with gunicorn; empty when it answers."""
    host = os.environ["ALLOWED_HOSTS"].split(",")[0].strip().lstrip(".")
    connection = HTTPConnection("127.0.0.1", int(os.environ.get("PORT", "8000")), timeout=4)
    connection.request("GET", "/salud/vivo", headers={"Host": host, "X-Forwarded-Proto": "https"})
    status = connection.getresponse().status
    return "" if status == 200 else f"/salud/vivo answers {status}"


def worker() -> str:
    """What is wrong with the queue; empty while no task waits for longer than STUCK_MINUTES."""
    with psycopg.connect(os.environ["DATABASE_URL"], connect_timeout=5) as connection:
        row = connection.execute(_STUCK, (STUCK_MINUTES, STUCK_MINUTES)).fetchone()
    waiting = row[0] if row else 0
    return f"{waiting} tasks wait for longer than {STUCK_MINUTES} minutes" if waiting else ""


if __name__ == "__main__":
    sys.exit({"web": web, "worker": worker}[sys.argv[1]]() or 0)
