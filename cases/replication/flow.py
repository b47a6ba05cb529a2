"""What has been told so far: which questions there are, which are answered and which comes next."""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.models import Implementation, Indicator, Lens, Phase, ReplicationReport
from cases.models.reports import Raw
from cases.replication.figure_form import FigureForm
from cases.replication.forms import MAX_CHOICES, StepForm
from cases.replication.questions import FIRST, LAST, QUESTIONS, Step
from cases.replication.standing import answers_of, latest_attempt, version, waiting_report
from municipalities.models import Municipality

if TYPE_CHECKING:
    from accounts.models import User
    from cases.models import CasePage

# Said again at every correction: they are what changes.
ASKED_AGAIN = ("fase", "mediciones")
_FIGURE = re.compile(r"cifra-(\d{1,18})(?:-(\d{1,2}))?", re.ASCII)
Choices = list[tuple[str, str]]


class Flow:
    """One telling, by one person."""

    def __init__(self, report: ReplicationReport, user: "User", site: Implementation | None = None) -> None:
        self.report, self.user = report, user
        self.case: CasePage = report.case
        self.given = site
        self.picked = ""  # the key that the picker of the site brought, where there are too many to list

    # Who tells it, and of which municipality

    @cached_property
    def municipality(self) -> Municipality | None:
        if self.report.sent_at:
            return self.report.municipality
        key = self.report.typed(FIRST, "municipality")
        place = Municipality.objects.by_key(key) if key else None
        return place if place and not self.why_not_place(place) else None

    @cached_property
    def choices(self) -> tuple[Choices, Choices]:
        """Own municipalities, and members for which one may record; never the origin."""
        own = self._places("report")
        mine = {key for key, _name in own}
        return own, [place for place in self._places("record_for") if place[0] not in mine]

    def _places(self, action: Any) -> Choices:
        if not self.user.can(action):
            return []
        places = self.user.municipalities_for(action).exclude(pk=self.case.municipality.pk)
        places = places.select_related("province").order_by("name", "province__name")
        return [(place.key, str(place)) for place in places[:MAX_CHOICES]]

    def choice(self, key: str) -> tuple[str, str]:
        return key, str(Municipality.objects.by_key(key))

    @cached_property
    def on_behalf(self) -> bool:
        """Whether whoever tells it does so in the name of a city that is not theirs."""
        if self.report.sent_at:
            return self.report.on_behalf
        return self.municipality is not None and not self.user.can("report", self.municipality)

    @property
    def may_confirm(self) -> bool:
        return self.municipality is not None and self.user.can("confirm", self.municipality)

    def why_not(self, key: str) -> Promise | str:
        place = Municipality.objects.by_key(key)
        return self.why_not_place(place) if place else _("Choose the municipality that replicated it.")

    def why_not_place(self, place: Municipality) -> Promise | str:
        """Why this person may not tell it of that municipality; "" when they may."""
        if place == self.case.municipality:
            return _("The case is its own: it is corrected in the editor.")
        if self.user.can("report", place):
            return ""
        if not self.user.can("record_for", place):
            return _("Choose the municipality that replicated it.")
        told = latest_attempt(self.case, place)
        if told and not told.on_behalf:
            return _("That municipality has told it already: only its team corrects it.")
        if told and told.confirmed_on:
            return _("Its lead has confirmed it already: only its team corrects it.")
        return ""

    # What was told before

    @cached_property
    def site(self) -> Implementation | None:
        """The attempt that this corrects; None when it is a new one. An abandoned one is over."""
        if self.given:
            return self.given
        if self.municipality is None:
            return None
        latest = latest_attempt(self.case, self.municipality)
        over = latest and latest.phase == Phase.ABANDONED
        return None if over and self.report.typed("fase", "phase") != Phase.ABANDONED else latest

    @cached_property
    def waiting(self) -> ReplicationReport | None:
        return waiting_report(self.site) if self.site else None

    @cached_property
    def told(self) -> dict[str, Raw]:
        """What stands if nothing is typed: what somebody sent and waits, or the facts of the site."""
        if self.waiting:
            return {name: raw for name, raw in self.waiting.answers.items() if name != FIRST}
        return answers_of(self.site) if self.site else {}

    @property
    def seen(self) -> str:
        return version(self.site, self.waiting)

    # The questions

    @cached_property
    def phase(self) -> str:
        raw = self.raw("fase").get("phase") or [""]
        return raw[0] if raw[0] in Phase.values else ""

    @cached_property
    def indicators(self) -> list[Indicator]:
        """What a replication may measure: the core ones, then inclusion, then risk and governance."""
        order = [Lens.EXECUTIVE, Lens.NETWORK, Lens.INCLUSION, Lens.RISK]
        found = self.case.indicators.filter(retired_at=None).select_related("definition")
        asked = [one for one in found if one.core or one.lens in (Lens.INCLUSION, Lens.RISK)]
        return sorted(asked, key=lambda one: (not one.core, order.index(Lens(one.lens)), one.pk))

    @cached_property
    def steps(self) -> list[Step]:
        return list(self._steps())

    def _steps(self) -> Iterator[Step]:
        for name in ("municipio", "fase", "fechas"):
            yield QUESTIONS[name]
        if self.phase == Phase.INTENT or self.on_behalf:
            yield QUESTIONS["buzon"]
        if self.phase == Phase.INTENT:
            return
        yield QUESTIONS["adaptaciones"]
        if self.indicators:
            yield QUESTIONS["mediciones"]
            yield from self._figures()
        yield QUESTIONS["contrato"]
        yield QUESTIONS["trabas"]
        if self.phase == Phase.ABANDONED:
            yield QUESTIONS["abandono"]

    def _figures(self) -> Iterator[Step]:
        ticked = set(self.raw("mediciones").get("indicators") or [])
        for one in self.indicators:
            if str(one.pk) in ticked:
                yield self._figure(one, 1)
                rows = {int(name.split("-")[2]) for name in self._again(one)}
                yield from (self._figure(one, row) for row in sorted(rows))

    def _again(self, one: Indicator) -> Iterator[str]:
        start = f"cifra-{one.pk}-"
        return (name for name in {**self.told, **self.report.answers} if name.startswith(start))

    def _figure(self, one: Indicator, row: int) -> Step:
        name = f"cifra-{one.pk}" + (f"-{row}" if row > 1 else "")
        return Step(name, one.name, FigureForm, one.formula, indicator=one, again=row > 1)

    def step(self, name: str) -> Step | None:
        """The question at that address; a further group of an indicator exists as soon as it is asked for."""
        found = next((one for one in self.steps if one.name == name), None)
        match = _FIGURE.fullmatch(name)
        if found is None and match and int(match[2] or 0) > 1:
            first = next((one for one in self.steps if one.name == f"cifra-{match[1]}"), None)
            return self._figure(first.indicator, int(match[2])) if first and first.indicator else None
        return found

    def raw(self, name: str) -> Raw:
        """What was typed, or what stands."""
        return self.report.answers.get(name) or self.told.get(name) or {}

    def form(self, step: Step, raw: Raw | None = None, files: Any = None) -> StepForm:
        """The form of a question, answered with `raw`, or with what there is."""
        data: MultiValueDict[str, str] = MultiValueDict({**(self.raw(step.name) if raw is None else raw)})
        return step.form(data, files, flow=self, **self.about(step))

    def about(self, step: Step) -> dict[str, Any]:
        """What the form of figures asks besides: of what, and with which file."""
        if step.indicator is None:
            return {}
        document = self.raw(step.name).get("document") or [""]
        return {
            "indicator": step.indicator,
            "document": int(document[0]) if document[0] else None,
            "again": step.again,
            "others": self._other_groups(step),
        }

    def _other_groups(self, step: Step) -> list[str]:
        """The groups that the other pages of its indicator tell."""
        pages = [one for one in self.steps if one.indicator == step.indicator and one.name != step.name]
        return [(self.raw(one.name).get("group") or [""])[0] for one in pages]

    def answered(self, step: Step) -> bool:
        typed = step.name in self.report.answers
        if not typed and (step.name not in self.told or (not self.waiting and step.name in ASKED_AGAIN)):
            return False
        return self.form(step).is_valid()

    def next_after(self, name: str) -> str:
        """The first question without an answer, from that one on and then from the beginning."""
        names = [step.name for step in self.steps]
        at = names.index(name) + 1 if name in names else 0
        return next((step.name for step in [*self.steps[at:], *self.steps] if not self.answered(step)), LAST)

    def before(self, name: str) -> str:
        """The question before that one: of a group that nobody told yet, the last of its indicator."""
        names = [step.name for step in self.steps]
        if name in names:
            return names[max(names.index(name) - 1, 0)]
        same = [
            one
            for one in names
            if one == name.rpartition("-")[0] or one.startswith(f"{name.rpartition('-')[0]}-")
        ]
        return (same or names)[-1]

    @property
    def complete(self) -> bool:
        return all(self.answered(step) for step in self.steps)
