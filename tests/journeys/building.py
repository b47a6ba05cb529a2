"""The world of the journeys, in a database of its own: `python -m tests.journeys.building`.

It runs with the settings of a server, not with those of the tests, and writes what the journeys have to
know on its output: the secrets of the authenticator apps.
"""

import json
import os
import sys

PASSWORD = "una-clave-bien-larga-7"
COORDINATOR = "coordina@red.test"
LEAD = "referente@adopta.test"
CONTRIBUTOR = "equipo@adopta.test"
ORIGIN, ADOPTER = "Villa Origen", "Puerto Adopta"


def build() -> dict[str, str]:
    """An empty site, a network with two cities, and who is there before anybody is invited."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("build_site", verbosity=0)
    from accounts.models import Membership, NetworkRole, User
    from municipalities.models import Network
    from tests.accounts.people import give_app
    from tests.factories import make_municipality

    network = Network.objects.create(name="Red de prueba", slug="red-de-prueba")
    origin = make_municipality("000901", population=48_000, name=ORIGIN)
    adopter = make_municipality("000902", population=52_000, name=ADOPTER)
    network.members.add(origin, adopter)
    people = {email: User.objects.create_user(email, PASSWORD) for email in (COORDINATOR, LEAD, CONTRIBUTOR)}
    NetworkRole.objects.create(user=people[COORDINATOR], network=network)
    Membership.objects.create(user=people[LEAD], municipality=adopter, role="lead")
    Membership.objects.create(user=people[CONTRIBUTOR], municipality=adopter, role="contributor")
    return {email: give_app(people[email]) for email in (COORDINATOR, LEAD)}


if __name__ == "__main__":
    sys.path[:0] = [".", "site"]
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    import django

    django.setup()
    print(json.dumps(build()))
