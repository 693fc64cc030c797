from datetime import UTC, date, datetime, time
from typing import Any

import icalendar
import pytest

from stellazh.workplans.papers.calendar import calendar_feed, plan_ics
from stellazh.workplans.papers.content import PaperOwner
from tests.workplans.papers.sample import day, hostile_paper, item, linear_paper, matrix_paper, month


def events(*items: Any, **changes: Any) -> list[icalendar.Event]:
    data = plan_ics(linear_paper(items=items, **changes), timezone="Asia/Krasnoyarsk", url_for=None)
    return icalendar.Calendar.from_ical(data).events


def days(event: icalendar.Event) -> tuple[date, date]:
    return event.decoded("dtstart"), event.decoded("dtend")


@pytest.mark.parametrize("kind", ["date", "date_range", "nth_weekday", "holiday_relative"])
def test_term_of_days_takes_those_days(kind: str) -> None:
    made = item("a", "Неделя чтения", "20–27 ноября", kind=kind, start=date(2024, 11, 20), end=date(2024, 11, 27))

    (event,) = events(made)

    assert days(event) == (date(2024, 11, 20), date(2024, 11, 28))
    assert (str(event["summary"]), str(event["transp"]), str(event["status"])) == (
        "Неделя чтения",
        "OPAQUE",
        "CONFIRMED",
    )


def test_day_with_a_time_is_an_hour_of_the_zone() -> None:
    (event,) = events(item("a", "Заседание", "08.10.2024 14-30", time=time(14, 30), **day(date(2024, 10, 8))))

    assert event["dtstart"].to_ical() == b"20241008T143000"
    assert event["dtstart"].params["TZID"] == "Asia/Krasnoyarsk"
    assert days(event) == (datetime(2024, 10, 8, 7, 30, tzinfo=UTC), datetime(2024, 10, 8, 8, 30, tzinfo=UTC))


@pytest.mark.parametrize(
    "kind",
    ["month", "month_range", "week_of_month", "decade_of_month", "quarter", "half_year", "season", "school_year"],
)
def test_vague_term_never_looks_like_an_appointment(kind: str) -> None:
    made = item(
        "a", "Анкетирование.", "Сентябрь 2024", kind=kind, time=time(10), start=date(2024, 9, 1), end=date(2024, 9, 30)
    )

    (event,) = events(made)

    assert days(event) == (date(2024, 9, 1), date(2024, 10, 1))
    assert (str(event["summary"]), str(event["transp"])) == ("Анкетирование (сентябрь 2024)", "TRANSPARENT")


@pytest.mark.parametrize(
    ("term_raw", "summary"),
    [
        ("В течение года", "Обзор (в течение года)"),
        ("III квартал", "Обзор (III квартал)"),
        ("I полугодие", "Обзор (I полугодие)"),
        ("МАЙ", "Обзор (МАЙ)"),
        ("", "Обзор"),
    ],
)
def test_wording_stands_in_the_summary(term_raw: str, summary: str) -> None:
    (event,) = events(item("a", "Обзор", term_raw, kind="quarter", start=date(2024, 9, 1), end=date(2025, 5, 31)))

    assert str(event["summary"]) == summary


def test_separate_days_are_separate_entries() -> None:
    made = item("a", "Консультация", "13.10 и 15.10.2024", kind="date_range",
                start=date(2024, 10, 13), end=date(2024, 10, 15))  # fmt: skip

    first, second = events(made)

    assert (days(first), days(second)) == (
        (date(2024, 10, 13), date(2024, 10, 14)),
        (date(2024, 10, 15), date(2024, 10, 16)),
    )
    assert (str(first["uid"]), str(second["uid"])) == ("a-2024-10-13@stellazh", "a-2024-10-15@stellazh")


@pytest.mark.parametrize(
    ("term_raw", "kind", "start", "end"),
    [
        ("ко Дню Победы", "holiday_relative", date(2025, 5, 9), date(2025, 5, 9)),
        ("с 1 октября", "date_range", date(2024, 10, 1), None),
    ],
)
def test_day_the_work_only_leans_on_is_no_appointment(term_raw: str, kind: str, start: date, end: date | None) -> None:
    (event,) = events(item("a", "Выставка", term_raw, kind=kind, start=start, end=end))

    assert (str(event["summary"]), str(event["transp"])) == (f"Выставка ({term_raw})", "TRANSPARENT")


def test_days_set_by_hand_win_over_the_wording() -> None:
    (event,) = events(item("a", "Выставка", "ко Дню Победы", **day(date(2025, 5, 7))))

    assert (days(event), str(event["transp"])) == ((date(2025, 5, 7), date(2025, 5, 8)), "OPAQUE")


def test_deadline_is_its_last_day() -> None:
    (event,) = events(item("a", "Заявки", "до 10.02.2025", kind="deadline", end=date(2025, 2, 10)))

    assert days(event) == (date(2025, 2, 10), date(2025, 2, 11))
    assert (str(event["summary"]), str(event["transp"])) == ("Срок: Заявки", "TRANSPARENT")


def test_list_of_months_is_a_span_for_each() -> None:
    made = item("a", "Обзор", "октябрь, февраль", kind="months", start=date(2024, 10, 1), end=date(2025, 2, 28),
                months=(date(2024, 10, 1), date(2025, 2, 1)))  # fmt: skip

    first, second = events(made)

    assert (days(first), days(second)) == ((date(2024, 10, 1), date(2024, 11, 1)), (date(2025, 2, 1), date(2025, 3, 1)))
    assert (str(first["uid"]), str(second["uid"])) == ("a-2024-10@stellazh", "a-2025-02@stellazh")


def test_term_without_days_is_left_out() -> None:
    assert events(item("a", "Консультации", "По запросу", kind="as_needed")) == []


@pytest.mark.parametrize(
    ("status", "draft", "shown", "summary"),
    [
        ("cancelled", False, "CANCELLED", "Отменено: Семинар"),
        ("postponed", False, "TENTATIVE", "Перенесено: Семинар"),
        ("held", False, "CONFIRMED", "Семинар"),
        ("planned", True, "TENTATIVE", "Семинар"),
    ],
)
def test_status_is_told(status: str, draft: bool, shown: str, summary: str) -> None:
    (event,) = events(item("a", "Семинар", "08.10.2024", status=status, **day(date(2024, 10, 8))), draft=draft)

    assert (str(event["status"]), str(event["summary"])) == (shown, summary)


def test_entry_tells_place_owners_section_and_address() -> None:
    made = item(
        "a", "Семинар", "08.10.2024", section="II. Методика, обмен", place="Школа № 5, каб. 3", audience="библиотекари",
        owners=(PaperOwner("Липина В.Г.", "педагог"), PaperOwner("ММО")), description="Первый вопрос",
        status="held", status_label="Проведено", fact="Протокол № 2", **day(date(2024, 10, 8)),
    )  # fmt: skip
    data = plan_ics(
        linear_paper(items=(made,)), timezone="Europe/Moscow", url_for=lambda uid: f"https://example.org/items/{uid}"
    )

    (event,) = icalendar.Calendar.from_ical(data).events

    assert (str(event["location"]), str(event["url"])) == ("Школа № 5, каб. 3", "https://example.org/items/a")
    assert [str(part) for part in event["categories"].cats] == ["II. Методика, обмен"]
    assert str(event["description"]).split("\n") == [
        "Первый вопрос",
        "Срок по плану: 08.10.2024",
        "Ответственные: Липина В.Г. — педагог, ММО",
        "Участники: библиотекари",
        "Выполнение: Проведено. Протокол № 2",
        f"План: {linear_paper().title}",
    ]


def test_long_and_hostile_titles_fold_and_come_back() -> None:
    title = "Очень длинное название, с запятой; и чертой \\n 😀 " * 25

    data = plan_ics(linear_paper(items=(item("a", title, "08.10.2024", **day(date(2024, 10, 8))),)),
                    timezone="Europe/Moscow", url_for=None)  # fmt: skip

    (event,) = icalendar.Calendar.from_ical(data).events
    assert str(event["summary"]) == title.strip()
    assert max(len(line) for line in data.split(b"\r\n")) <= 75


def test_hostile_plan_makes_one_entry_for_each_activity() -> None:
    paper = hostile_paper()

    data = plan_ics(paper, timezone="Europe/Moscow", url_for=None)

    assert len(icalendar.Calendar.from_ical(data).events) == len(paper.items)
    assert data.count(b"BEGIN:VEVENT") == len(paper.items)


def test_feed_holds_several_plans_under_one_name() -> None:
    september = linear_paper(items=(item("c", "Обзор", "Сентябрь", **month(2024, 9, 30)),))

    data = calendar_feed([september, matrix_paper()], name="Планы округа", timezone="Europe/Moscow", url_for=None)

    calendar = icalendar.Calendar.from_ical(data)
    assert (str(calendar["x-wr-calname"]), len(calendar.events)) == ("Планы округа", 11)


def test_same_plan_gives_the_same_bytes() -> None:
    first, second = (plan_ics(linear_paper(), timezone="Europe/Moscow", url_for=None) for _ in range(2))

    assert first == second
