"""`{% load finder %}`: lists of which a page of results has dozens; a template for each item is too slow."""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from cases.wording import state_label
from design.formats import number
from design.templatetags.design import state_mark
from search.explanation import ExplainedTerm, Explanation
from search.finder import FacetValue, FacetView

register = template.Library()


@register.simple_tag
def facet_values(facet: FacetView, values: Iterable[FacetValue]) -> SafeString:
    """`{% facet_values facet facet.shown %}`: a list item for each value; what gives nothing is no link."""
    remove = f'<span class="vh">{escape(_("Remove the filter"))} </span>'
    return mark_safe("".join(_item(facet.name, value, remove) for value in values))


@register.simple_tag
def similarity_table(why: Explanation) -> SafeString:
    """`{% similarity_table why %}`: both values of each variable, and how alike they are."""
    unknown, most_alike = _("unknown"), why.most_alike or {}
    heads = "".join(
        f'<th scope="col">{escape(text)}</th>'
        for text in (_("Variable"), _("Yours"), most_alike.get("name", ""))
    )
    rows = "".join(_row(term, unknown) for term in why.terms)
    label = escape(_("Similarity, variable by variable"))
    return mark_safe(
        f'<div class="scroll" tabindex="0" role="region" aria-label="{label}"><table><thead><tr>{heads}'
        f'<th scope="col" class="n">{escape(_("Likeness"))}</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


@register.simple_tag
def near_sites(sites: Iterable[Mapping[str, Any]]) -> SafeString:
    """`{% near_sites why.near %}`: the sites near in size, each with its state as a mark and in words."""
    title, items = escape(_("Municipalities of a size near yours:")), "".join(_site(site) for site in sites)
    return mark_safe(f"<p>{title}</p><ul>{items}</ul>")


def _row(term: ExplainedTerm, unknown: str) -> str:
    percent = f"{term.percent} %" if term.known else unknown
    return (
        f'<tr><th scope="row">{escape(term.label)}</th><td>{escape(term.ours)}</td>'
        f'<td>{escape(term.theirs)}</td><td class="n">{percent}</td></tr>'
    )


def _site(site: Mapping[str, Any]) -> str:
    where = escape(f"{site['name']}, {site['province']} ({number(site['population'])})")
    state = escape(str(state_label(site["state"])))
    return f"<li>{state_mark(site['state'], site['origin'])} {where}: {state}</li>"


def _item(facet: str, value: FacetValue, remove: str) -> str:
    label, box = escape(str(value.label)), '<span class="box" aria-hidden="true">'
    if value.inert:
        shown = f'{box}</span><span class="what">{label}</span> <span class="num">0</span>'
        return f"<li><span>{shown}</span></li>"
    current, mark, action = (' aria-current="true"', "✓", remove) if value.selected else ("", "", "")
    return (
        f'<li><a id="f-{facet}-{escape(value.value)}" href="{escape(value.url)}"'
        f' rel="nofollow"{current}>{box}{mark}</span><span class="what">{action}{label}</span>'
        f' <span class="num">{number(value.count)}</span></a></li>'
    )
