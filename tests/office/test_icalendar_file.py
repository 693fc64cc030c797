from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
from hypothesis import given
from hypothesis import strategies as st

from stellazh.office.icalendar_file import Appointment, CalendarEntry, EntryStatus, WholeDays, calendar_ics

STAMP = datetime(2024, 8, 30, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Krasnoyarsk")


def written(*entries: CalendarEntry, name: str = "Календарь") -> bytes:
    return calendar_ics(name, entries, timezone="Asia/Krasnoyarsk", refresh_every=timedelta(hours=12))


def whole(uid: str = "a", summary: str = "Неделя", **texts: object) -> CalendarEntry:
    return CalendarEntry(uid, summary, WholeDays(date(2024, 11, 20), date(2024, 11, 27)), STAMP, **texts)


def test_whole_days_end_on_the_day_after_the_last() -> None:
    event = icalendar.Calendar.from_ical(written(whole())).events[0]

    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2024, 11, 20), date(2024, 11, 28))
    assert (event["uid"], event.decoded("dtstamp")) == ("a@stellazh", STAMP)


def test_appointment_brings_its_zone() -> None:
    begins_at = datetime(2024, 10, 8, 14, 30, tzinfo=ZONE)
    entry = CalendarEntry("b@x", "Заседание", Appointment(begins_at, begins_at + timedelta(hours=1)), STAMP)

    calendar = icalendar.Calendar.from_ical(written(entry))

    event = calendar.events[0]
    assert event["uid"] == "b@x"
    assert event["dtstart"].params["TZID"] == "Asia/Krasnoyarsk"
    assert event.decoded("dtstart") == datetime(2024, 10, 8, 7, 30, tzinfo=UTC)
    assert [str(zone["tzid"]) for zone in calendar.timezones] == ["Asia/Krasnoyarsk"]
    assert len(written(entry)) < 1500


def test_calendar_without_appointments_describes_no_zone() -> None:
    assert icalendar.Calendar.from_ical(written(whole())).timezones == []


def test_long_and_hostile_texts_come_back_and_lines_stay_short() -> None:
    summary = "Очень длинное название, с запятой; и \\ чертой\nи строкой 😀 " * 20
    entry = whole(summary=summary, description="а\nб", location="каб. 3, этаж 2", categories=("один, два", "три"))

    data = written(entry, name="Имя,\nдва")

    calendar = icalendar.Calendar.from_ical(data)
    event = calendar.events[0]
    assert (str(event["summary"]), str(event["description"]), str(event["location"])) == (
        summary,
        "а\nб",
        "каб. 3, этаж 2",
    )
    assert [str(part) for part in event["categories"].cats] == ["один, два", "три"]
    assert str(calendar["name"]) == str(calendar["x-wr-calname"]) == "Имя\\,\\nдва"
    assert max(len(line) for line in data.split(b"\r\n")) <= 75
    assert data.count(b"\n") == data.count(b"\r\n")


def test_status_and_business_are_told() -> None:
    event = icalendar.Calendar.from_ical(written(whole(status=EntryStatus.CANCELLED, is_busy=False))).events[0]

    assert (str(event["status"]), str(event["transp"])) == ("CANCELLED", "TRANSPARENT")


def test_empty_texts_are_left_out() -> None:
    event = icalendar.Calendar.from_ical(written(whole())).events[0]

    assert sorted(event.keys()) == ["DTEND", "DTSTAMP", "DTSTART", "STATUS", "SUMMARY", "TRANSP", "UID"]


PRINTABLE = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp"), include_characters="\n\\;,"), max_size=300
)


@given(PRINTABLE.filter(str.strip), PRINTABLE, st.lists(PRINTABLE.filter(str.strip), max_size=3))
def test_any_text_comes_back_from_short_lines(summary: str, description: str, categories: list[str]) -> None:
    data = written(whole(summary=summary, description=description, categories=categories))

    event = icalendar.Calendar.from_ical(data).events[0]
    assert str(event["summary"]) == summary
    assert str(event.get("description", "")) == description
    assert [str(part) for part in getattr(event.get("categories"), "cats", [])] == categories
    assert max(len(line) for line in data.split(b"\r\n")) <= 75
