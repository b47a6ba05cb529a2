"""HTML that is safe to show: one list of what is allowed, and the marks that we add ourselves.

Run by the child, without Django. What an author may write is cleaned first; only then come our own classes
and identifiers, so that nobody can imitate them; and what goes out is cleaned once more.
"""

import re

import nh3

_ALLOWED = """
    p br hr h1 h2 h3 h4 h5 h6 strong em b i u s del ins mark small sub sup code pre kbd blockquote ul ol li
    dl dt dd table caption thead tbody tfoot tr th td a img details summary abbr q cite figure figcaption
"""
TAGS = set(_ALLOWED.split())
# What is thrown away with all that is in it. Of any other tag that is not allowed, the content stays.
_THROWN_AWAY = """
    script style iframe noembed noframes noscript xmp plaintext template svg math object title textarea
    select audio video canvas
"""
WITHOUT_CONTENT = set(_THROWN_AWAY.split())
SCHEMES = {"http", "https", "mailto", "tel"}
_ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title"},
    "abbr": {"title"},
    "ol": {"start"},
    "li": {"id"},
    "sup": {"id"},
    "th": {"colspan", "rowspan", "scope", "align"},
    "td": {"colspan", "rowspan", "align"},
}
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_OURS = _ATTRIBUTES | {
    "a": {"href", "title", "class", "rel"},
    "li": {"id", "class"},
    "th": {"colspan", "rowspan", "scope", "class"},
    "td": {"colspan", "rowspan", "class"},
    "div": {"class", "role", "tabindex", "aria-label"},
    "span": {"class", "aria-hidden"},
    "pre": {"tabindex"},
    **{name: {"id"} for name in _HEADINGS},
}


def clean(html: str) -> str:
    """What an author may write, and nothing else. `clean(clean(x)) == clean(x)`."""
    return nh3.clean(
        html,
        tags=TAGS,
        clean_content_tags=WITHOUT_CONTENT,
        attributes=_ATTRIBUTES,
        attribute_filter=_of_an_author,
        url_schemes=SCHEMES,
        link_rel=None,
    )


def clean_finished(html: str) -> str:
    """The same, with the marks of `finishing`."""
    return nh3.clean(
        html,
        tags=TAGS | {"div", "span"},
        clean_content_tags=WITHOUT_CONTENT,
        attributes=_OURS,
        attribute_filter=_finished,
        url_schemes=SCHEMES,
        link_rel=None,
    )


def _of_an_author(tag: str, name: str, value: str) -> str | None:
    """The only identifiers that come through are those of footnotes, which `finishing` numbers anew."""
    if name == "id":
        return value if value.startswith(("fn:", "fnref")) else None
    return _finished(tag, name, value)


def _finished(tag: str, name: str, value: str) -> str | None:
    if name in ("colspan", "rowspan", "start"):
        return value if value.isascii() and value.isdecimal() and len(value) <= 3 else None
    if name == "href":
        # Browsers read a backslash as a slash (another site), and skip blanks inside a scheme.
        scheme, colon, _rest = re.split(r"[/?#]", value.strip(), maxsplit=1)[0].partition(":")
        return None if "\\" in value or (colon and scheme.lower() not in SCHEMES) else value
    return value
