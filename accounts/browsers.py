"""The name of a browser and its system, from what it says of itself. Pure."""

import re

from django.utils.translation import gettext as _

# In this order: each browser also names those that it descends from.
_BROWSERS = (
    ("Edge", r"Edg(e|A|iOS)?/"),
    ("Opera", r"OPR/|Opera"),
    ("Samsung Internet", r"SamsungBrowser/"),
    ("Firefox", r"Firefox/|FxiOS/"),
    ("Chrome", r"Chrome/|CriOS/|Chromium/"),
    ("Safari", r"Safari/"),
)
_SYSTEMS = (
    ("Android", r"Android"),
    ("iPhone", r"iPhone"),
    ("iPad", r"iPad"),
    ("Windows", r"Windows"),
    ("Mac", r"Macintosh|Mac OS X"),
    ("Chromebook", r"CrOS"),
    ("Linux", r"Linux|X11"),
)


def browser_name(agent: str) -> str:
    """“Firefox en Android”; of what does not say it, “Un navegador”."""
    browser = next((name for name, sign in _BROWSERS if re.search(sign, agent)), _("A browser"))
    system = next((name for name, sign in _SYSTEMS if re.search(sign, agent)), "")
    return _("%(browser)s on %(system)s") % {"browser": browser, "system": system} if system else browser
