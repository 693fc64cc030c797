"""The numbers of a year as pictures, each with its table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.urls import reverse
from django.utils.safestring import SafeString

from stellazh.reports.reads.year.asked import YearAsked
from stellazh.reports.reads.year.counting import Attended, YearNumbers
from stellazh.reports.reads.year.people import PEOPLE_LISTS
from stellazh.reports.reads.year.planned import PlanFact, PlanYear
from stellazh.russian.calendar_words import month_and_year, month_name
from stellazh.ui.charts import (
    Cell,
    Chart,
    ChartTable,
    Month,
    Part,
    RankedRow,
    Series,
    Tile,
    columns,
    ranked,
    short_place_name,
    stacked,
    tile_map,
)
from stellazh.ui.charts.shares import PartKind

TOP: Final = 10
# What may have become of an item of a plan: words, the look of the part, the filter of the plan's page.
_KINDS: Final[tuple[tuple[str, PartKind, str], ...]] = (
    ("проведено", "done", "held"),
    ("перенесено", "moved", "postponed"),
    ("отменено", "cancelled", "cancelled"),
    ("не отмечено", "late", "late"),
    ("впереди", "ahead", ""),
)


@dataclass(frozen=True, slots=True)
class YearPictures:
    """The pictures of the page; None where there is nothing to draw."""

    months: Chart | None
    places: Chart | None
    people: Chart | None
    plan: Chart | None
    plans: Chart | None
    forms: Chart | None
    levels: Chart | None
    top: Chart | None

    def present(self) -> list[Chart]:
        """Those there are, in the order of the page."""
        every = (
            self.months, self.places, self.people, self.plan, self.plans, self.forms, self.levels, self.top
        )  # fmt: skip
        return [chart for chart in every if chart is not None]


def year_pictures(asked: YearAsked, numbers: YearNumbers, plans: PlanYear) -> YearPictures:
    """Every picture of the year. No queries."""
    held = bool(numbers.events)
    own, others = plans.own, [fact for fact in plans.facts if not fact.is_own]
    return YearPictures(
        months=_months(asked, numbers) if held or numbers.events_before else None,
        places=_places(asked, numbers) if any(place.attendance_count for place in numbers.places) else None,
        # Without records of the year before everybody would be new.
        people=_people(asked, numbers) if numbers.newness.before_count else None,
        plan=_plan(own) if own and own.total_count else None,
        plans=_plans(plans.facts) if others else None,
        forms=_kinds(asked, "forms", "Мероприятия по формам", "Форма", numbers.by_form) if held else None,
        levels=_kinds(asked, "levels", "Мероприятия по уровням", "Уровень", numbers.by_level) if held else None,
        top=_top(numbers) if numbers.top(TOP) else None,
    )


def _months(asked: YearAsked, numbers: YearNumbers) -> Chart:
    months = (asked.year.first_day, *asked.year.months())
    now, before = numbers.by_month(months), numbers.by_month_before(months)
    if not now[0].event_count and not before[0]:
        # The August that opens a year is a month of it only when something was held then.
        months, now, before = months[1:], now[1:], before[1:]
    this_label, before_label = asked.year.label, f"{asked.year.start - 1}/{asked.year.start}"
    series = [Series(this_label, tuple(month.attendance_count for month in now))]
    if any(before):
        series.append(Series(before_label, before))
    title = "Участия по месяцам"
    picture, legend = columns(title, [_month(month) for month in months], series)
    rows = tuple(
        (
            Cell(month_and_year(month)),
            Cell(one.event_count),
            Cell(one.attendance_count, _linked(one.attendance_count, asked, month=f"{month:%Y-%m}")),
            Cell(earlier),
        )
        for month, one, earlier in zip(months, now, before, strict=True)
    )
    headings = ("Месяц", "Мероприятий", "Участий", f"Участий в {before_label}")
    note = "Участие — один человек на одном мероприятии, очно или онлайн."
    return Chart("months", title, picture, ChartTable(headings, rows), legend, note)


def _places(asked: YearAsked, numbers: YearNumbers) -> Chart:
    what, by = ("Школа", "school") if numbers.are_schools else ("Муниципалитет", "place")
    title = "Участия по школам" if numbers.are_schools else "Участия по муниципалитетам"
    tiles = [
        Tile(place.name, short_place_name(place.name), place.attendance_count, place.tile_row, place.tile_column)
        for place in numbers.tiles
    ]
    drawn_map, legend = tile_map("Карта муниципалитетов", tiles)
    came = [place for place in numbers.places if place.attendance_count]
    bars = ranked(title, [RankedRow(place.name, place.attendance_count) for place in came])
    ordered = sorted(numbers.places, key=lambda place: -place.attendance_count)
    rows = tuple(
        (
            Cell(place.name),
            Cell(place.attendance_count, _linked(place.attendance_count, asked, **{by: place.pk})),
            Cell(place.people_count),
            Cell(place.event_count),
        )
        for place in ordered
    )
    note = "Школа берётся такой, какой она была у человека в день мероприятия." if numbers.are_schools else ""
    if tiles:
        note = "Плитка — муниципалитет, число на ней — участия. Чем темнее, тем их больше."
    table = ChartTable((what, "Участий", "Участников", "Мероприятий"), rows)
    return Chart("places", title, SafeString(f"{drawn_map}{legend}{bars}"), table, note=note)


def _people(asked: YearAsked, numbers: YearNumbers) -> Chart:
    counts = {
        "stayed": numbers.newness.stayed_count,
        "new": numbers.newness.new_count,
        "lost": numbers.newness.lost_count,
    }
    lists = [(one.heading(asked), counts[code], asked.people(code)) for code, one in PEOPLE_LISTS.items()]
    title = "Новые и потерянные участники"
    table = ChartTable(
        ("Участники", "Человек"), tuple((Cell(name), Cell(count, href if count else "")) for name, count, href in lists)
    )
    picture = ranked(title, [RankedRow(name, count) for name, count, _ in lists])
    return Chart(
        "people", title, picture, table, note=f"В сравнении с {asked.year.start - 1}/{asked.year.start} годом."
    )


def _plan(fact: PlanFact) -> Chart:
    address = fact.plan.get_absolute_url()
    title = "План и факт"
    parts = [
        Part(label, getattr(fact, f"{kind}_count"), kind, f"{address}?status={status}" if status else "")
        for label, kind, status in _KINDS
    ]
    picture, legend = stacked(title, parts)
    rows = (*((Cell(part.label), Cell(part.value, part.href if part.value else "")) for part in parts),)
    table = ChartTable(("Пункты плана", "Сколько"), (*rows, (Cell("всего"), Cell(fact.total_count, address))))
    note = "Не отмечено — срок прошёл, а о пункте ничего не сказано."
    return Chart("plan", title, picture, table, legend, note)


def _plans(facts: Sequence[PlanFact]) -> Chart:
    title = "Планы объединений"
    parts = [Part(label, sum(getattr(fact, f"{kind}_count") for fact in facts), kind) for label, kind, _ in _KINDS]
    picture, legend = stacked(title, parts)
    rows = tuple(
        (
            Cell(fact.association, fact.plan.get_absolute_url()),
            *(Cell(getattr(fact, f"{kind}_count")) for _, kind, _ in _KINDS),
            Cell(fact.total_count),
        )
        for fact in facts
    )
    headings = ("Объединение", *(label.capitalize() for label, _, _ in _KINDS), "Всего")
    note = f"Все пункты планов, которые есть на этот год: планов {len(facts)}."
    return Chart("plans", title, picture, ChartTable(headings, rows), legend, note)


def _kinds(asked: YearAsked, code: str, title: str, what: str, rows: Sequence[Attended]) -> Chart:
    def linked(row: Attended) -> str:
        return asked.counted("events", form=row.key) if code == "forms" else ""

    table = ChartTable(
        (what, "Мероприятий", "Участий"),
        tuple((Cell(row.label), Cell(row.event_count, linked(row)), Cell(row.attendance_count)) for row in rows),
    )
    picture = ranked(title, [RankedRow(row.label, row.event_count) for row in rows])
    return Chart(code, title, picture, table)


def _top(numbers: YearNumbers) -> Chart:
    events = numbers.top(TOP)
    title = "Самые многолюдные мероприятия"
    rows = tuple(
        (
            Cell(event.full_title, reverse("events:event_detail", args=[event.pk])),
            Cell(event.association),
            Cell(month_and_year(event.month)),
            Cell(event.attendance_count),
        )
        for event in events
    )
    picture = ranked(title, [RankedRow(event.full_title, event.attendance_count) for event in events])
    return Chart("top", title, picture, ChartTable(("Мероприятие", "Объединение", "Месяц", "Участий"), rows))


def _month(month: date) -> Month:
    return Month(month_name(month.month)[:3], month_and_year(month))


def _linked(count: int, asked: YearAsked, **narrowing: object) -> str:
    return asked.counted("attendances", **narrowing) if count else ""
