"""What a count is about, in words."""

from __future__ import annotations

from stellazh.associations.models import Organisation, Territory
from stellazh.common.school_year import SchoolYear
from stellazh.events.models import Event
from stellazh.events.reads.figure_scopes import FigureScope, attendances_in
from stellazh.russian.calendar_words import month_and_year
from stellazh.workplans.enums import EventForm


def scope_words(scope: FigureScope) -> str:
    """«2024/2025 учебный год, вебинар, с нижестоящими, как было известно на 01.06.2025»."""
    days = f"с {scope.first:%d.%m.%Y} по {scope.last:%d.%m.%Y}"
    parts = [
        f"{SchoolYear(scope.year).label} учебный год" if scope.year else days,
        str(EventForm(scope.form).label) if scope.form else "",
        "с нижестоящими" if scope.with_below else "только свои мероприятия",
        f"как было известно на {scope.as_of:%d.%m.%Y}",
    ]
    return ", ".join(part for part in parts if part)


def narrowings(scope: FigureScope) -> list[tuple[str, FigureScope]]:
    """What the scope is narrowed to, each with the scope without it. A query each, none when it is not narrowed.

    Names are told only of what the scope holds itself: a number typed into an address opens nothing.
    """
    found: list[tuple[str, FigureScope]] = []
    if scope.month and scope.year:
        year = SchoolYear(scope.year)
        whole = scope.narrowed(first=year.first_day, last=year.last_day)
        found.append((f"Месяц: {month_and_year(scope.month)}", whole))
    if scope.event_id:
        name = _event_name(scope)
        found.append((f"Мероприятие: {name}", scope.narrowed(event_id=None)))
    if scope.place_id:
        place = Territory.objects.filter(pk=scope.place_id).values_list("name", flat=True).first()
        found.append((f"Муниципалитет: {place or 'неизвестен'}", scope.narrowed(place_id=None)))
    if scope.school_id:
        school = Organisation.objects.filter(pk=scope.school_id).values_list("short_name", flat=True).first()
        found.append((f"Школа: {school or 'неизвестна'}", scope.narrowed(school_id=None)))
    if scope.who:
        who = attendances_in(scope).values_list("name", flat=True).first()
        found.append((f"Участник: {who or 'неизвестен'}", scope.narrowed(who=None)))
    return found


def _event_name(scope: FigureScope) -> str:
    whose = Event.objects.filter(pk=scope.event_id or 0)
    if scope.with_below:
        whose = whose.filter(association__path__startswith=scope.association.path)
    else:
        whose = whose.filter(association=scope.association)
    event = whose.first()
    return event.full_title if event is not None else "неизвестно"
