"""The addresses of a line of the matrix, and whether what they answer is what it says."""

import re
from collections.abc import Iterator

from django.http import HttpResponse

from tests.permissions.routes import every_route
from tests.permissions.row import Row
from tests.permissions.world import BY_STATE, SECRET, TITLE, State, Who, World

ROUTES = every_route()
STRANGERS = (Who.VISITOR, Who.FOREIGN_CONTRIBUTOR, Who.FOREIGN_LEAD, Who.FOREIGN_COORDINATOR)


def problems(world: World, who: Who, row: Row) -> Iterator[str]:
    """What does not go as the row says."""
    for method in row.methods:
        watched = who in STRANGERS or who not in row.who
        for address, state in addresses(world, row, row.states_for(method, who)):
            shown = watched or (method == "GET" and who is row.reader and state is row.states[0])
            things = _Things(world, state)
            data = {name.format_map(things): value.format_map(things) for name, value in row.data.items()}
            how = {"headers": dict(row.headers), **({"data": data} if data else {})}
            response = world.ask(who, method, address, shown=shown, **how)
            found = outcome(response)
            expected = "ok" if who in row.who else "login" if who is Who.VISITOR else "denied"
            body = response.text_read
            leaks = (who in STRANGERS and SECRET in body) or (found != "ok" and TITLE in body)
            if leaks or (found != expected and (expected, found) != ("login", "denied")):
                what = "reads a draft" if leaks else f"{found} ({response.status_code}) instead of {expected}"
                yield f"{method} {address} [{row.names}, {state}]: {what}"


def outcome(response: HttpResponse) -> str:
    """What an answer means, whichever of its ways the site used to say it."""
    where = response.headers.get("Location", "")
    if response.status_code in (403, 404, 405) or where == "/admin/":
        return "denied"
    if where.startswith(("/cuenta/entrar/", "/admin/login/", "/_util/login/")):
        return "login"
    if where.startswith("/cuenta/segundo-factor/"):
        return "second factor"
    return "ok" if response.status_code < 500 else "error"


def addresses(world: World, row: Row, states: tuple[State, ...]) -> Iterator[tuple[str, State]]:
    """One for each of its routes, and for each of these states when a case is part of it."""
    states = states if row.things & BY_STATE.keys() else (State.LIVE,)
    templates = (
        [row.address]
        if row.address
        else ["/" + _as_slots(route.template, row) for route in ROUTES if re.fullmatch(row.names, route.name)]
    )
    for template in templates:
        for state in states:
            address = (template + (f"?{row.query}" if row.query else "")).format_map(_Things(world, state))
            yield address, state


def _as_slots(template: str, row: Row) -> str:
    """ "equipo/<str:key>/" → "equipo/{place_key}/"."""

    def slot(match: re.Match[str]) -> str:
        thing = row.args[match[1]]
        return thing[1:] if thing.startswith("=") else f"{{{thing}}}"

    return re.sub(r"<(?:\w+:)?(\w+)>", slot, template).replace("^", "").replace("$", "")


class _Things(dict[str, str]):
    def __init__(self, world: World, state: State) -> None:
        super().__init__()
        self.world, self.state = world, state

    def __missing__(self, name: str) -> str:
        return self.world.thing(name, self.state)
