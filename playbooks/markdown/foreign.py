"""Markdown that others wrote, as the draft of a playbook."""

import re
from collections.abc import Iterable, Mapping
from posixpath import dirname, join, normpath
from typing import Any
from urllib.parse import unquote, urlsplit

from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from playbooks.markdown.finishing import PICTURES
from playbooks.markdown.layout import Values
from playbooks.markdown.quirks import converted, outside_code
from playbooks.markdown.writing import Arrival
from playbooks.models import PlaybookIndexPage

LONGEST_SLUG = 80
LONGEST_TITLE = 200
_NO_NAME = {"readme", "index", "_index"}  # of these, it is the folder that has a name
_FIRST = re.compile(r"\A(?:#[ \t]([^\n]*)(?:\n|\Z)|([^\n]+)\n=+[ \t]*(?:\n|\Z))")
_HEADING = re.compile(r"^#{1,6}[ \t]([^\n]*)$", re.MULTILINE)
_SIGNS = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)|[*_`]|<[^<>]*>|\\(?=\W)")
_PICTURE = re.compile(r"!\[([^\[\]]*)\](?:\(([^()\n]*(?:\([^()\n]*\)[^()\n]*)?)\)|\[[^\[\]\n]*\])")
_LINK = re.compile(r"\[([^\[\]]*)\]\([ \t]*<?([^\s<>()]*(?:\([^\s()]*\)[^\s<>()]*)?)>?([ \t]+[^()\n]*)?\)")
_DEFINITION = re.compile(r"^ {0,3}\[([^\[\]^\n]+)\]:[ \t]*<?([^\s<>]+)>?[^\n]*\n?", re.MULTILINE)
_REFERENCE = re.compile(r"\[([^\[\]\n]+)\](?:\[([^\[\]\n]*)\])?")
_SCHEMES = ("http", "https", "mailto", "tel")


def slug(text: str) -> str:
    """A short name for addresses and files."""
    return slugify(text)[:LONGEST_SLUG].strip("-")


def as_playbook(name: str, facts: Mapping[str, Any], text: str) -> tuple[Values, list[str]]:
    """Title, short name and text; and what was changed or dropped. The rest of a playbook is left alone."""
    notes: list[str] = []
    body = converted(text, notes).strip()
    title = facts.get("title")
    title = _words(title) if isinstance(title, str) else ""
    first = _FIRST.match(body)
    heading = _words(first[1] or first[2]) if first else ""
    if first and heading and (not title or slug(title) == slug(heading)):
        title, body = title or heading, body[first.end() :]
    if not title:
        other = _HEADING.search(body)
        title = (_words(other[1]) if other else "") or _name(name)
    if unused := sorted(facts.keys() - {"title"}):
        which = ", ".join(one[:40] for one in unused[:20])
        notes.append(_("Facts that a playbook does not have, dropped: %(which)s.") % {"which": which})
    body, pictures = outside_code(body, _without_pictures)
    if pictures:
        said = ngettext(
            "%(n)d picture was dropped: upload it and put it back. What it says of itself stays.",
            "%(n)d pictures were dropped: upload them and put them back. What they say of themselves stays.",
            pictures,
        )
        notes.append(said % {"n": pictures})
    title = title[:LONGEST_TITLE].strip()
    return {
        "title": title,
        "slug": slug(title) or slug(_name(name)) or "guia",
        "body": body.strip("\n"),
    }, notes


def link(arrivals: Iterable[Arrival]) -> None:
    """Links between these files lead to their playbooks; those to any other file are left as text."""
    arrivals = list(arrivals)
    index = PlaybookIndexPage.objects.first()
    start = (index.url if index else None) or "/guias/"
    addresses = {normpath(one.report.file): f"{start}{one.values['slug']}/" for one in arrivals if one.alive}
    for one in arrivals:
        links = _Links(dirname(one.report.file), addresses)
        body, lost = outside_code(one.values["body"], links.changed)
        one.values["body"] = body.strip("\n")
        if lost:
            said = ngettext(
                "%(n)d link led to a file that did not come, or to an address of its site: its text stays.",
                "%(n)d links led to files that did not come, or to addresses of its site: their text stays.",
                lost,
            )
            one.report.notes.append(said % {"n": lost})


class _Links:
    def __init__(self, folder: str, addresses: Mapping[str, str]) -> None:
        self.folder = folder
        self.addresses = addresses
        self.lost = 0
        self.undefined: set[str] = set()

    def changed(self, text: str) -> tuple[str, int]:
        before = self.lost
        text = _DEFINITION.sub(self._definition, text)
        text = _LINK.sub(self._link, text)
        if self.undefined:
            text = _REFERENCE.sub(self._reference, text)
        return text, self.lost - before

    def _definition(self, found: re.Match[str]) -> str:
        address = self._address(found[2])
        if address:
            return found[0].replace(found[2], address, 1)
        self.undefined.add(found[1].casefold())
        return ""

    def _link(self, found: re.Match[str]) -> str:
        address = self._address(found[2])
        text = found[1].strip() or found[2]
        if not address:
            self.lost += 1
            return text
        return f"[{text}]({address}{(found[3] or '').rstrip()})"

    def _reference(self, found: re.Match[str]) -> str:
        if (found[2] or found[1]).casefold() not in self.undefined:
            return found[0]
        self.lost += 1
        return found[1]

    def _address(self, href: str) -> str:
        """As it is here; nothing when it is nowhere."""
        try:
            parts = urlsplit(href)
        except ValueError:
            return ""
        if parts.scheme:
            return href if parts.scheme.lower() in _SCHEMES else ""
        if href.startswith("#"):
            return href
        if parts.netloc:
            return f"https:{href}"
        if not parts.path or parts.path.startswith("/"):
            return ""
        path = normpath(join(self.folder, unquote(parts.path)))
        known = self.addresses.get(path) or self.addresses.get(f"{path}.md")
        return known + (f"#{parts.fragment}" if parts.fragment else "") if known else ""


def _without_pictures(text: str) -> tuple[str, int]:
    number = 0

    def picture(found: re.Match[str]) -> str:
        nonlocal number
        if (found[2] or "").startswith(PICTURES) and ".." not in found[2]:
            return found[0]
        number += 1
        return found[1].strip()

    return _PICTURE.sub(picture, text), number


def _words(text: str) -> str:
    """Without the signs of Markdown."""
    return " ".join(_SIGNS.sub(lambda found: found[1] or "", text).split()).rstrip("# ")


def _name(path: str) -> str:
    """What a file is called, in words."""
    *folders, file = path.split("/")
    stem = file.rpartition(".")[0] or file
    if stem.lower() in _NO_NAME and folders:
        stem = folders[-1]
    return " ".join(re.sub(r"[-_]+", " ", stem).split()).capitalize() or _("Playbook without a title")
