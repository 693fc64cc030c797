"""Numbers that cannot be true together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from stellazh.common.clock import day_of
from stellazh.events.reads.figures import event_figures
from stellazh.reports.figures.attendances import own_figures
from stellazh.reports.figures.doubts.model import Asked, Doubt, DoubtRule
from stellazh.reports.figures.events import count_address, held_events
from stellazh.russian.calendar_words import short_date
from stellazh.russian.numerals import ACTIVITIES, ATTENDANCES, MUNICIPALITIES, PARTICIPANTS, SCHOOLS

# A change that more often is a mistake of counting than a change of life; of small numbers it says nothing.
TIMES: Final = 5
LARGE_ENOUGH: Final = 10


def sums_of_events(asked: Asked) -> Iterator[Doubt]:
    """Attendances event by event against all of them."""
    total = asked.value("attendances.total")
    if total is None:
        return
    own = asked.scope.attendances()
    found = event_figures(own, [one.pk for one in held_events(asked.scope)])
    added = sum(one.attendance_count for one in found.values())
    if added != total:
        sentence = (
            f"По мероприятиям набирается {ATTENDANCES(added)}, а всего названо {total}. "
            "Пересчитайте показатели: с тех пор списки изменились."
        )
        yield Doubt("sums_of_events", sentence, count_address("events", own))


def held_events_counted(asked: Asked) -> Iterator[Doubt]:
    """Events by form against all of them."""
    total, now = asked.value("events.held"), len(held_events(asked.scope))
    if total is not None and total != now:
        sentence = f"Названо {ACTIVITIES(total)}, а сейчас проведённых {now}. Пересчитайте показатели."
        yield Doubt("held_events_counted", sentence, count_address("events", asked.scope.attendances()))


def people_and_attendances(asked: Asked) -> Iterator[Doubt]:
    """No more people than attendances; no more attendances than all people at all events."""
    people, total, events = (
        asked.value(code) for code in ("people.total", "attendances.total", "events.held")
    )  # fmt: skip
    if people is None or total is None:
        return
    if people > total:
        yield Doubt(
            "people_over_attendances",
            f"Участников ({people}) больше, чем участий ({total}): каждый участник был хотя бы на одном мероприятии.",
            count_address("people", asked.scope.attendances()),
        )
    if events is not None and total > people * events:
        sentence = (
            f"Участий {total}, а {PARTICIPANTS(people)} на {ACTIVITIES(events)} дают не больше {people * events}."
        )
        yield Doubt("attendances_over_people", sentence, count_address("attendances", asked.scope.attendances()))


def places(asked: Asked) -> Iterator[Doubt]:
    """What was covered against what there is on the territory."""
    municipalities, schools = asked.value("territory.municipalities"), asked.value("territory.schools")
    covered, of_schools = asked.value("municipalities.covered"), asked.value("schools.covered")
    in_structure = asked.value("structure.municipalities")
    own = asked.scope.attendances()
    # Neighbours come to what a municipality holds; from outside the whole territory hardly anybody does.
    has_neighbours = asked.scope.association.parent_id is not None
    if covered is not None and municipalities is not None and covered > municipalities:
        sentence = (
            f"Охвачено {MUNICIPALITIES(covered)}, а на территории объединения их {municipalities}. Проверьте, "
            "не указан ли у кого-то чужой муниципалитет, или назовите гостей отдельно."
        )
        address = count_address("municipalities", own)
        yield Doubt("municipalities_over_territory", sentence, address, is_soft=has_neighbours)
    if in_structure is not None and municipalities is not None and in_structure > municipalities:
        sentence = (
            f"Специалисты в составе — из {in_structure} муниципалитетов, а на территории их {municipalities}. "
            "Проверьте места работы в карточках."
        )
        yield Doubt("structure_over_territory", sentence)
    if of_schools is not None and schools is not None and of_schools > schools:
        sentence = f"Охвачено {SCHOOLS(of_schools)}, а в справочнике территории их {schools}."
        yield Doubt("schools_over_territory", sentence, count_address("schools", own), is_soft=has_neighbours)


def places_unknown(asked: Asked) -> Iterator[Doubt]:
    """Attendances of nobody knows where: the coverage may be larger than told."""
    if asked.value("municipalities.covered") is None:
        return
    count = own_figures(asked.scope).unknown_place_count
    if count:
        yield Doubt(
            "places_unknown",
            f"У {count} из участий не указан муниципалитет: охват может быть больше названного.",
            count_address("unknown-place", asked.scope.attendances()),
            is_soft=True,
        )


def days_to_come(asked: Asked) -> Iterator[Doubt]:
    """Figures of a day that has not come."""
    today = day_of(asked.at, asked.scope.association.time_zone)
    if asked.scope.day > today:
        sentence = (
            f"Показатели названы на {short_date(asked.scope.day)}, а этот день ещё не наступил. "
            f"Укажите день не позже {short_date(today)}."
        )
        yield Doubt("day_to_come", sentence)


def nothing_known(asked: Asked) -> Iterator[Doubt]:
    """Figures in the text of which nothing is known, and marks that mean nothing."""
    for code in asked.used:
        figure = asked.figures.get(code)
        if figure is not None and figure.value is None:
            sentence = f"В тексте стоит показатель «{figure.label}», а данных для него нет: уберите его или внесите их."
            yield Doubt("nothing_known", sentence)
    for mark in asked.unknown:
        sentence = f"Пометка {mark} ничего не значит: выберите показатель из списка или внесите число вручную."
        yield Doubt("unknown_mark", sentence)


def great_changes(asked: Asked) -> Iterator[Doubt]:
    """Figures in the text that grew or fell too much against last year."""
    for code in asked.used:
        now, then = asked.figures.get(code), asked.before.get(code)
        if now is None or then is None or not now.value or not then.value:
            continue
        less, more = sorted((now.value, then.value))
        if more > less * TIMES and more >= LARGE_ENOUGH * 10**now.decimals:
            verb = "вырос" if now.value > then.value else "упал"
            sentence = (
                f"Показатель «{now.label}» {verb} больше чем в {TIMES} раз: было {then.number}, стало {now.number}. "
                "Если так и есть, поясните это в тексте."
            )
            yield Doubt("great_change", sentence, is_soft=True)


RULES: Final[tuple[DoubtRule, ...]] = (
    sums_of_events,
    held_events_counted,
    people_and_attendances,
    places,
    places_unknown,
    days_to_come,
    nothing_known,
    great_changes,
)
