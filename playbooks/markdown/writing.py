"""What files bring, kept: drafts, revisions and, when asked, publications."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.log_actions import log

from accounts.models import User
from cases.models import CasePage, IndicatorDefinition
from municipalities.size_bands import SIZES
from playbooks.markdown.exporting import MODELS, NAMED_BY, text_of
from playbooks.markdown.fields import prepare
from playbooks.markdown.layout import KINDS, Values
from playbooks.markdown.rendering import Refused
from playbooks.markdown.report import FileReport
from playbooks.models import Clause, PlaybookIndexPage, PlaybookPage, PlaybookStep, Step, Template

_NAMED: Mapping[str, Any] = {
    "after": Step,
    "steps": Step,
    "indicators": IndicatorDefinition,
    "templates": Template,
    "clauses": Clause,
    "cases": CasePage,
}


@dataclass
class Arrival:
    """A file that could be read: its values, its report and, once found or made, what it is about."""

    report: FileReport
    values: Values
    foreign: bool = False
    item: Any = None
    before: str = ""  # the file of what there was

    @property
    def alive(self) -> bool:
        return not self.report.error


class Writer:
    """Keeps them in the name of `user`; what cannot be kept says so in its report."""

    def __init__(self, user: User | None, publish: bool) -> None:
        self.user = user
        self.publish = publish
        self.index = PlaybookIndexPage.objects.first()
        self.taken: set[tuple[str, str]] = set()

    def name(self, arrivals: Iterable[Arrival]) -> None:
        """Give each its short name, which says what it updates. A foreign file updates only a draft."""
        for one in arrivals:
            base, number = one.values["slug"], 1
            while one.foreign and not self._free(one.values["slug"]):
                number += 1
                one.values["slug"] = f"{base}-{number}"
            name = (one.report.kind, one.values["slug"])
            if name in self.taken:
                one.report.error = _("Another of these files has the same short name.")
            self.taken.add(name)
            one.report.slug = one.values["slug"]

    def write(self, arrivals: Iterable[Arrival]) -> None:
        """Templates first, playbooks last: each kind names those before it."""
        arrivals = list(arrivals)
        for kind in KINDS:
            mine = [one for one in arrivals if one.report.kind == kind.name]
            self._each(mine, self._find)
            self._each(mine, self._fill)
            self._render(mine)
            self._each(mine, self._insert)
            self._each(mine, self._order)
            self._each(mine, self._keep)

    def _each(self, arrivals: Iterable[Arrival], do: Callable[[Arrival], None]) -> None:
        for one in arrivals:
            if not one.alive:
                continue
            try:
                with transaction.atomic():
                    do(one)
            except ValidationError as problem:
                one.report.error = _in_words(one.item, problem)
            except (Refused, DatabaseError, ValueError) as problem:
                one.report.error = str(problem) if isinstance(problem, Refused) else _("It cannot be kept.")
            if not one.alive:
                one.report.outcome = "refused"

    def _free(self, slug: str) -> bool:
        page = PlaybookPage.objects.filter(slug=slug).first()
        return ("playbook", slug) not in self.taken and (page is None or page.first_published_at is None)

    def _find(self, one: Arrival) -> None:
        kind, slug = one.report.kind, one.values["slug"]
        if kind == "playbook" and self.index is None:
            one.report.error = _("This site has no index of playbooks yet.")
            return
        found: Any = MODELS[kind]._default_manager.filter(slug=slug).first()
        if found is None:
            drafts = {"live": False} if kind in ("step", "playbook") else {}
            one.item = MODELS[kind](**drafts)
            return
        if getattr(found, "locked", False):
            one.report.error = _("It is locked: somebody is working on it.")
        one.item = found.get_latest_revision_as_object() if kind in ("step", "playbook") else found
        one.before = text_of(one.item)

    def _fill(self, one: Arrival) -> None:
        item, values, notes = one.item, one.values, one.report.notes
        for key, value in values.items():
            if key in _NAMED:
                continue
            if key == "sizes":
                value = _known(value, dict(SIZES), key, notes)
            field = item._meta.get_field(key)
            setattr(item, key, value or field.get_default())  # what a file does not say
        for key in values.keys() & NAMED_BY.keys() - {"after"}:
            setattr(item, key, _found(key, values[key], NAMED_BY[key], notes))
        if "steps" in values:
            steps = _found("steps", values["steps"], "slug", notes)
            item.uses = [PlaybookStep(step=step, sort_order=place) for place, step in enumerate(steps)]

    def _render(self, arrivals: Iterable[Arrival]) -> None:
        """All at once: each alone would start a child."""
        by_item = {id(one.item): one for one in arrivals if one.alive}
        for (key, name), problem in prepare(one.item for one in by_item.values()).items():
            one = by_item[key]
            label = one.item._meta.get_field(name).verbose_name
            one.report.error = f"{capfirst(label)}: {problem}"

    def _insert(self, one: Arrival) -> None:
        if one.item.pk is not None:
            return
        if isinstance(one.item, PlaybookPage):
            one.item.owner = self.user
            self.index.add_child(instance=one.item)
        else:
            one.item.full_clean()
            one.item.save()
        log(instance=one.item, action="wagtail.create", user=self.user)

    def _order(self, one: Arrival) -> None:
        """What comes before a step, which may be a step of the same import."""
        if isinstance(one.item, Step):
            before = [slug for slug in one.values["after"] if slug != one.item.slug]
            one.item.after = _found("after", before, "slug", one.report.notes)

    def _keep(self, one: Arrival) -> None:
        item, report = one.item, one.report
        has_drafts = isinstance(item, Step | PlaybookPage)
        publish = has_drafts and self.publish and not one.foreign
        report.outcome = "updated" if one.before else "created"
        report.edit_url = AdminURLFinder(self.user).get_edit_url(item) or ""
        if one.before == text_of(item):
            report.outcome = "unchanged"
            if not publish or (item.live and not item.has_unpublished_changes):
                return
        if not has_drafts:
            item.full_clean()
            item.save()
        revision = item.save_revision(user=self.user, log_action=bool(one.before))
        if publish:
            revision.publish(user=self.user)


def _found(key: str, names: list[str], attribute: str, notes: list[str]) -> list[Any]:
    """What they name, in their order."""
    rows = _NAMED[key]._default_manager.filter(**{f"{attribute}__in": names})
    known = {getattr(row, attribute): row for row in rows}
    return [known[name] for name in _known(names, known, key, notes)]


def _known(names: list[str], known: Mapping[str, Any], key: str, notes: list[str]) -> list[str]:
    """Those that there are, once each. The rest are told."""
    if missing := [name for name in dict.fromkeys(names) if name not in known]:
        values = {"key": key, "names": ", ".join(name[:80] for name in missing[:20])}
        notes.append(_("“%(key)s” names what is not here, left out: %(names)s.") % values)
    return [name for name in dict.fromkeys(names) if name in known]


def _in_words(item: Any, problem: ValidationError) -> str:
    """With the name of each field."""
    if not hasattr(problem, "error_dict"):
        return " ".join(problem.messages)
    said = []
    for name, messages in problem.message_dict.items():
        label = item._meta.get_field(name).verbose_name if name in _field_names(item) else ""
        said.append(f"{capfirst(label)}: {' '.join(messages)}" if label else " ".join(messages))
    return " ".join(said)


def _field_names(item: Any) -> set[str]:
    return {one.name for one in item._meta.get_fields()}
