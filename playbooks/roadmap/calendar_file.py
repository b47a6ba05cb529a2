"""The plan as an iCalendar file (RFC 5545): one event a step and one a review.

Identifiers stay the same when the plan changes and SEQUENCE grows, so that opening the file again updates
what a calendar already has instead of repeating it.
"""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vText

from playbooks.roadmap.holidays import ARGENTINA
from playbooks.roadmap.plan import Plan, Review, Task
from playbooks.roadmap.wording import absolute, clean, phase_name, state_name

CONTENT_TYPE = "text/calendar; charset=utf-8"
REVIEW_AT, REVIEW_LASTS = time(10), timedelta(hours=1)


def ics(plan: Plan) -> bytes:
    """The file. Steps are all-day events and do not mark anybody as busy; reviews have an hour and a zone."""
    calendar = Calendar()
    calendar.add("prodid", "-//Entre Pares//Plan//ES")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("uid", plan.uid)
    calendar.add("last-modified", plan.updated.astimezone(UTC))
    title = vText(clean(plan.title))  # said to be text: the library escapes nothing in the next two
    calendar.add("name", title)  # RFC 7986; most calendars still read the other one
    calendar.add("x-wr-calname", title)
    if _zone(plan):
        calendar.add("x-wr-timezone", settings.TIME_ZONE)
    for task in plan.tasks:
        calendar.add_component(_step(plan, task))
    for review in plan.reviews:
        calendar.add_component(_review(plan, review))
    if plan.reviews and _zone(plan):
        # The rules in force while the plan lasts, instead of every change since 1970.
        calendar.add_missing_timezones(
            first_date=plan.starts - timedelta(days=1), last_date=plan.ends + timedelta(days=731)
        )
    return calendar.to_ical()


def _step(plan: Plan, task: Task) -> Event:
    event = _event(plan, task.key, task.title)
    event.add("dtstart", task.starts)
    event.add("dtend", task.ends + timedelta(days=1))  # the first day after it
    event.add("status", "CANCELLED" if task.state == "skipped" else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    event.add("categories", [clean(phase_name(task.phase))])
    event.add("description", clean(_description(task)))
    if task.url:
        event.add("url", absolute(task.url))
    return event


def _review(plan: Plan, review: Review) -> Event:
    words = {"n": review.month, "plan": plan.playbook}
    event = _event(plan, f"review-{review.month}", _("Review of month %(n)d: %(plan)s") % words)
    starts = datetime.combine(review.on, REVIEW_AT, _zone(plan))
    event.add("dtstart", starts)
    event.add("dtend", starts + REVIEW_LASTS)
    event.add("status", "CONFIRMED")
    if review.indicators:
        measured = _("To measure: %(indicators)s") % {"indicators": "; ".join(review.indicators)}
        event.add("description", clean(measured))
    return event


def _zone(plan: Plan) -> ZoneInfo | None:
    """None abroad: ten in the morning is that of wherever the calendar is opened (RFC 5545, 3.3.5)."""
    return ZoneInfo(settings.TIME_ZONE) if plan.country == ARGENTINA else None


def _event(plan: Plan, key: str, title: str) -> Event:
    event = Event()
    event.add("uid", clean(f"{plan.uid}-{key}"))
    event.add("sequence", plan.sequence)
    event.add("dtstamp", plan.updated.astimezone(UTC))
    event.add("last-modified", plan.updated.astimezone(UTC))
    event.add("summary", clean(title))
    return event


def _description(task: Task) -> str:
    """What a person reads when the event is opened: facts, one a line."""
    facts = [
        (_("Who answers for it"), ", ".join(filter(None, [task.role, task.owner]))),
        (_("State"), state_name(task.state)),
        (_("Notes"), task.notes),
        (_("Indicators"), "; ".join(task.indicators)),
        (_("Checklist"), "".join(f"\n- {line}" for line in task.checklist)),
    ]
    return "\n".join(f"{name}: {text}" for name, text in facts if text)
