"""The plan as an iCalendar file: read back with the library that calendars use."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import override_settings
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from playbooks.roadmap.calendar_file import ics
from tests.playbooks.exports.plans import plan, task

TEXTS = st.text(
    st.characters(blacklist_categories=["Cc", "Cs"]) | st.sampled_from(",;:\\\n\"'"), max_size=300
)
bounded = settings(max_examples=40, deadline=None)


def events(of):
    calendar = Calendar.from_ical(ics(of))
    return {str(event["uid"]): event for event in calendar.walk("VEVENT")}


def test_there_is_an_event_for_each_step_and_each_review():
    assert len(events(plan())) == 12 + 4


def test_a_step_takes_whole_days_and_ends_the_day_after_its_last():
    (event,) = events(plan(tasks=(task(),), reviews=())).values()
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2026, 3, 2), date(2026, 3, 21))
    assert event["transp"] == "TRANSPARENT"


def test_a_changed_plan_updates_the_same_events():
    before, after = plan(), plan(sequence=3, tasks=tuple(replace(one, title="Otro") for one in plan().tasks))
    old, new = events(before), events(after)
    assert old.keys() == new.keys()
    assert {int(event["sequence"]) for event in old.values()} == {2}
    assert {int(event["sequence"]) for event in new.values()} == {3}


def test_the_same_plan_gives_the_same_bytes():
    assert ics(plan()) == ics(plan())


def test_stamps_are_those_of_the_plan_in_universal_time():
    argentine = datetime(2026, 7, 20, 11, 32, tzinfo=ZoneInfo("America/Argentina/Buenos_Aires"))
    text = ics(plan(updated=argentine))
    assert text.count(b"DTSTAMP:20260720T143200Z") == 16
    assert text.count(b"LAST-MODIFIED:20260720T143200Z") == 17


def test_a_skipped_step_is_cancelled_and_stays_in_the_file():
    (event,) = events(plan(tasks=(task(state="skipped"),), reviews=())).values()
    assert event["status"] == "CANCELLED"


def test_other_steps_are_confirmed():
    states = {str(event["status"]) for event in events(plan(reviews=())).values()}
    assert states == {"CONFIRMED", "CANCELLED"}


@pytest.mark.parametrize("zone", ["America/Argentina/Buenos_Aires", "America/Santiago", "America/Sao_Paulo"])
def test_reviews_have_an_hour_in_a_zone_that_the_file_defines(zone):
    with override_settings(TIME_ZONE=zone):
        calendar = Calendar.from_ical(ics(plan()))
    assert calendar.get_missing_tzids() == set()
    (defined,) = calendar.timezones
    assert defined.tz_name == zone
    for event in calendar.walk("VEVENT"):
        if event["uid"].endswith("review-6"):
            starts = event.decoded("dtstart")
    assert starts == datetime(2026, 9, 2, 10, tzinfo=ZoneInfo(zone))
    assert defined.to_tz().utcoffset(datetime(2026, 9, 2, 10)) == starts.utcoffset()


def test_whole_days_need_no_zone():
    assert b"VTIMEZONE" not in ics(plan(reviews=()))


def test_a_calendar_program_finds_who_made_it_and_what_it_is_called():
    calendar = Calendar.from_ical(ics(plan()))
    assert calendar["version"] == "2.0"
    assert calendar["prodid"] == "-//Entre Pares//Plan//ES"
    assert calendar["name"] == calendar["x-wr-calname"] == "Reclamos y atención ciudadana en Tandil"


def test_addresses_are_whole():
    with override_settings(BASE_URL="https://red.example"):
        (event,) = events(plan(tasks=(task(),), reviews=())).values()
    assert event["url"] == "https://red.example/guias/pasos/medir/"


def test_lines_are_folded_at_75_bytes_and_end_as_the_format_says():
    text = ics(plan(tasks=(task(title="ñandú, « á » ; 🏛️ " * 40, notes="línea\r\n" * 50),)))
    lines = text.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert b"\n" not in b"".join(lines) and b"\r" not in b"".join(lines)


@bounded
@given(title=TEXTS, notes=TEXTS)
def test_any_text_survives(title, notes):
    (event,) = events(plan(tasks=(task(title=title, notes=notes),), reviews=())).values()
    assert str(event["summary"]) == title
    assert notes in str(event["description"])


@bounded
@given(st.text(st.characters(categories=["Cc", "Cs", "Lu"]), max_size=60))
def test_what_the_format_cannot_carry_is_left_out_without_breaking_the_file(text):
    found = events(plan(title=text, tasks=(task(title=text, notes=text, key=f"a{text}"),)))
    assert len(found) == 5
    summary = next(str(event["summary"]) for uid, event in found.items() if "review" not in uid)
    assert [letter for letter in text if letter.isalpha()] == [one for one in summary if one.isalpha()]


@bounded
@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(0, 300))
def test_any_dates_come_back(starts, days):
    ends = starts + timedelta(days=days)
    (event,) = events(plan(tasks=(task(starts=starts, ends=ends),), reviews=())).values()
    assert event.decoded("dtstart") == starts
    assert event.decoded("dtend") - timedelta(days=1) == ends


def test_a_title_cannot_forge_a_property():
    text = ics(plan(tasks=(task(title="Uno\r\nATTACH:file:///etc/passwd"),), reviews=()))
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    assert "attach" not in event


def test_abroad_a_review_is_at_ten_wherever_the_calendar_is_opened():
    text = ics(plan(country="CL")).decode()
    assert "TZID" not in text and "VTIMEZONE" not in text and "Buenos_Aires" not in text
    review = next(one for key, one in events(plan(country="CL")).items() if "review-3" in key)
    assert review.decoded("dtstart") == datetime(2026, 6, 2, 10)
