"""What was spoken, shown, kept and said of events: talks, speakers, recordings, materials, registrations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, Q, QuerySet

from stellazh.events.enums import EnrolmentState, SlotKind
from stellazh.events.models import ANNOUNCED, Enrolment, Material, Recording, Slot, Speaker
from stellazh.events.reads.figure_scopes import events_in
from stellazh.reports.figures.events import READ
from stellazh.reports.figures.model import Counts, FigureList, FigureRow, FigureRule, FigureSource, LazyRows
from stellazh.reports.figures.scopes import Scope, there
from stellazh.russian.collation import fold
from stellazh.russian.numerals import RECORDS

TALKS: Final = "Выступления"
MEDIA: Final = "Записи и материалы"
READ_PEOPLE: Final = "events.read_participants"


def _slots(scope: Scope) -> QuerySet[Slot]:
    return Slot.objects.filter(there(scope), _of_year(scope)).exclude(kind=SlotKind.BREAK)


@dataclass(frozen=True, slots=True)
class _Talker:
    name: str
    school: str
    talk_count: int
    person_id: int | None = None


def _talkers(scope: Scope) -> Sequence[_Talker]:
    """Everybody who spoke, each once: the person, else the name as typed and folded. One query."""

    def find() -> Sequence[_Talker]:
        rows = Speaker.objects.filter(slot__in=_slots(scope)).select_related("person", "organisation").order_by("pk")
        found: dict[str, list[Speaker]] = {}
        for row in rows:
            found.setdefault(_who(row.person_id, row.name), []).append(row)
        known = [_Talker(_name(held[0]), _school(held[0]), len(held), held[0].person_id) for held in found.values()]
        return sorted(known, key=lambda one: fold(one.name))

    return scope.once("talkers", find)


def _name(row: Speaker) -> str:
    return row.person.full_name if row.person is not None else row.name


def _school(row: Speaker) -> str:
    return row.organisation_name or (row.organisation.short_name if row.organisation is not None else "")


def _who(person_id: int | None, name: str) -> str:
    return f"p:{person_id}" if person_id else f"n:{fold(name)}"


def _spoken(scope: Scope) -> Counts:
    """One query: a row for each speaker of a line, one for a line without."""
    rows = list(_slots(scope).order_by().values_list("pk", "kind", "speakers__person_id", "speakers__name"))
    return {
        "talks": len({pk for pk, kind, _, _ in rows if kind == SlotKind.TALK}),
        "speakers": len({_who(person_id, name) for _, _, person_id, name in rows if name}),
    }


def _talk_list(scope: Scope) -> FigureList:
    def lines(rows: Sequence[Slot]) -> list[FigureRow]:
        return [
            FigureRow((row.event.first_day, row.title, row.event.full_title), row.event.get_absolute_url())
            for row in rows
        ]

    found = _slots(scope).filter(kind=SlotKind.TALK).select_related("event__association")
    rows = LazyRows(found.order_by("event__starts_at", "position", "pk"), lines)
    return FigureList("Выступления", ("Дата", "Тема", "Мероприятие"), rows)


def _speaker_list(scope: Scope) -> FigureList:
    rows = [FigureRow((one.name, one.school, one.talk_count), person_id=one.person_id) for one in _talkers(scope)]
    return FigureList("Выступавшие", ("Кто выступал", "Школа", "Выступлений"), rows)


def _recordings(scope: Scope) -> QuerySet[Recording]:
    """All recordings of the association's events, of earlier years too, that were there on the day."""
    return Recording.objects.filter(
        there(scope, "item__"),
        item__added_at__lt=scope.cut,
        event__association=scope.association,
        event__archived_at=None,
        event__status__in=ANNOUNCED,
    )


def _of_year(scope: Scope) -> Q:
    return Q(event__in=events_in(scope.attendances()))


def _materials(scope: Scope) -> QuerySet[Material]:
    rows = Material.objects.filter(there(scope), _of_year(scope))
    # The first version came with the material itself.
    return rows.filter(versions__number=1, versions__added_at__lt=scope.cut).select_related("event__association")


def _kept(scope: Scope) -> Counts:
    found = _recordings(scope).aggregate(every=Count("pk"), year=Count("pk", filter=_of_year(scope)))
    return {
        "recordings.year": found["year"],
        "recordings.all": found["every"],
        "materials": _materials(scope).count(),
    }


def _recording_list(scope: Scope, *, title: str, found: QuerySet[Recording]) -> FigureList:
    rows = found.select_related("item", "event__association").order_by("event__starts_at", "position", "pk")

    def lines(rows: Sequence[Recording]) -> list[FigureRow]:
        return [
            FigureRow((row.event.first_day, row.item.title, row.event.full_title), row.event.get_absolute_url())
            for row in rows
        ]

    return FigureList(title, ("Дата", "Запись", "Мероприятие"), LazyRows(rows, lines))


def _year_recordings(scope: Scope) -> FigureList:
    return _recording_list(scope, title="Записи мероприятий года", found=_recordings(scope).filter(_of_year(scope)))


def _all_recordings(scope: Scope) -> FigureList:
    return _recording_list(scope, title="Все записи", found=_recordings(scope))


def _material_list(scope: Scope) -> FigureList:
    found = _materials(scope).order_by("event__starts_at", "position", "pk")

    def lines(rows: Sequence[Material]) -> list[FigureRow]:
        return [
            FigureRow((row.event.first_day, row.title, row.event.full_title), row.event.get_absolute_url())
            for row in rows
        ]

    return FigureList("Материалы мероприятий", ("Дата", "Материал", "Мероприятие"), LazyRows(found, lines))


def _enrolments(scope: Scope) -> QuerySet[Enrolment]:
    held = {"state": EnrolmentState.CONFIRMED, "registered_at__lt": scope.cut}
    return Enrolment.objects.filter(_of_year(scope), **held)


def _enrolled(scope: Scope) -> Counts:
    return {"enrolments": _enrolments(scope).count()}


def _enrolment_list(scope: Scope) -> FigureList:
    found = _enrolments(scope).select_related("event__association").order_by("sort_key", "pk")

    def lines(rows: Sequence[Any]) -> list[FigureRow]:
        return [
            FigureRow(
                (row.name, row.event.full_title, row.event.first_day), row.event.get_absolute_url(), row.person_id
            )
            for row in rows
        ]

    return FigureList("Зарегистрированные", ("Кто", "Мероприятие", "Дата"), LazyRows(found, lines))


SPOKEN: Final = FigureSource("programme", _spoken)
KEPT: Final = FigureSource("media", _kept)
ENROLLED: Final = FigureSource("enrolments", _enrolled)
RULES: Final = (
    FigureRule(
        "talks",
        "доклады",
        "Докладов и выступлений",
        ("доклад", "доклада", "докладов"),
        TALKS,
        SPOKEN,
        _talk_list,
        READ,
    ),
    FigureRule(
        "speakers",
        "выступающие",
        "Выступивших",
        ("выступающий", "выступающих", "выступающих"),
        TALKS,
        SPOKEN,
        _speaker_list,
        READ,
        shows_people=True,
        genitive=("выступающего", "выступающих"),
    ),
    FigureRule(
        "enrolments",
        "регистрации",
        "Зарегистрировались на мероприятия",
        ("регистрация", "регистрации", "регистраций"),
        TALKS,
        ENROLLED,
        _enrolment_list,
        READ_PEOPLE,
        shows_people=True,
    ),
    FigureRule("recordings.year", "записи", "Записей за год", RECORDS, MEDIA, KEPT, _year_recordings, READ),
    FigureRule("recordings.all", "все записи", "Записей всего", RECORDS, MEDIA, KEPT, _all_recordings, READ),
    FigureRule(
        "materials",
        "материалы",
        "Материалов мероприятий",
        ("материал", "материала", "материалов"),
        MEDIA,
        KEPT,
        _material_list,
        READ,
    ),
)
