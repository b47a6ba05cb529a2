"""`{% load finder %}`: lists of which a page of results has dozens; a template for each item is too slow."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from cases.wording import state_label
from design.formats import number
from design.templatetags.design import state_mark
from search.explanation import ExplainedTerm
from search.finder import FacetValue, FacetView

register = template.Library()


@register.simple_tag
def facet_values(facet: FacetView, values: Iterable[FacetValue]) -> SafeString:
    """`{% facet_values facet facet.shown %}`: a list item for each value; what gives nothing is no link."""
    remove = f'<span class="vh">{conditional_escape(_("Remove the filter"))} </span>'
    return mark_safe("".join(_item(facet.name, value, remove) for value in values))


@register.simple_tag
def similarity_rows(terms: Iterable[ExplainedTerm]) -> SafeString:
    """`{% similarity_rows why.terms %}`: a row of the table for each variable of the similarity."""
    return mark_safe("".join(_row(term) for term in terms))


@register.simple_tag
def near_sites(sites: Iterable[Mapping[str, Any]]) -> SafeString:
    """`{% near_sites why.near %}`: a list item for each site, with its state as a mark and in words."""
    return mark_safe("".join(_site(site) for site in sites))


def _row(term: ExplainedTerm) -> str:
    percent = f"{term.percent} %" if term.known else _("unknown")
    values = "".join(f"<td>{conditional_escape(value)}</td>" for value in (term.ours, term.theirs))
    return (
        f'<tr><th scope="row">{conditional_escape(term.label)}</th>{values}<td class="n">{percent}</td></tr>'
    )


def _site(site: Mapping[str, Any]) -> str:
    where = conditional_escape(f"{site['name']}, {site['province']} ({number(site['population'])})")
    state = conditional_escape(state_label(site["state"]))
    return f"<li>{state_mark(site['state'], site['origin'])} {where}: {state}</li>"


def _item(facet: str, value: FacetValue, remove: str) -> str:
    label, box = conditional_escape(value.label), '<span class="box" aria-hidden="true">'
    if value.inert:
        shown = f'{box}</span><span class="what">{label}</span> <span class="num">0</span>'
        return f"<li><span>{shown}</span></li>"
    current, mark, action = (' aria-current="true"', "✓", remove) if value.selected else ("", "", "")
    return (
        f'<li><a id="f-{facet}-{conditional_escape(value.value)}" href="{conditional_escape(value.url)}"'
        f' rel="nofollow"{current}>{box}{mark}</span><span class="what">{action}{label}</span>'
        f' <span class="num">{number(value.count)}</span></a></li>'
    )
