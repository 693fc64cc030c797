"""What lists and cards know of a person, for taking out, erasing and merging."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, cast

from django.db import models
from django.db.models import Q

from stellazh.audit.services import record
from stellazh.common import clock
from stellazh.common.actor import System
from stellazh.members.card_fields import FIELD_BY_CODE
from stellazh.members.card_merging import fill_card
from stellazh.members.enums import AnswerState, Level
from stellazh.members.models import (
    Award,
    CampaignAnswer,
    Card,
    ImportRow,
    Membership,
    Post,
    PupilResult,
    Registration,
    Responsible,
    RosterImport,
    SavedView,
    Training,
)
from stellazh.members.services.campaign_people import revoke_confirmation_links
from stellazh.people.holders import Erased, Moved, PersonalDataHolder, Taken, holders, move, move_all
from stellazh.people.models import Person
from stellazh.people.services.erasure import ERASING
from stellazh.people.telling import in_words

ROWS_OF_CARDS = (Training, Award, PupilResult)


def register() -> None:
    """Name what is held."""
    for holder in (
        PersonalDataHolder(
            "members.memberships",
            "Участие в объединениях",
            ("members.Membership.person", "members.Responsible.person"),
            _export_memberships,
            _erase_memberships,
            _repoint_memberships,
        ),
        PersonalDataHolder(
            "members.card",
            "Карточка библиотекаря",
            ("members.Card.person", "members.Post.person"),
            _export_card,
            _erase_card,
            _repoint_card,
        ),
        PersonalDataHolder(
            "members.answers",
            "Уточнения данных",
            ("members.CampaignAnswer.person",),
            _export_answers,
            _erase_answers,
            _repoint_answers,
        ),
        PersonalDataHolder(
            "members.registrations",
            "Заявки на вступление",
            ("members.Registration.person",),
            _export_registrations,
            _erase_registrations,
            _repoint_registrations,
        ),
        PersonalDataHolder(
            "members.views",
            "Сохранённые виды справочника",
            ("members.SavedView.person",),
            _export_views,
            _erase_views,
            _repoint_views,
        ),
        PersonalDataHolder(
            "members.rosters",
            "Загруженные списки",
            ("members.ImportRow.person", "members.RosterImport.brought_by"),
            _export_rosters,
            _erase_rosters,
            _repoint_rosters,
        ),
    ):
        holders.add(holder)


def _all_in_words(rows: Iterable[models.Model], *leave_out: str) -> list[dict[str, Any]]:
    return [in_words(row, leave_out=("person", *leave_out)) for row in rows]


def _export_memberships(person: Person) -> Taken:
    memberships = Membership.objects.filter(person=person).select_related("association").order_by("from_on")
    responsible = Responsible.objects.filter(person=person).select_related("territory").order_by("from_on")
    return Taken(
        {
            "Объединения": _all_in_words(memberships, "weight"),
            "Ответственность за муниципалитеты": _all_in_words(responsible),
        }
    )


def _erase_memberships(person: Person, at: datetime) -> Sequence[Erased]:
    day = clock.day_of(at)
    kept = 0
    ended = 0
    places: tuple[models.QuerySet[Any], ...] = (
        Membership.objects.select_for_update(of=("self",)).select_related("association").filter(person=person),
        Responsible.objects.select_for_update().filter(person=person),
    )
    for rows in places:
        kept += rows.count()
        for row in rows.filter(Q(to_on=None) | Q(to_on__gt=day)):
            row.from_on, row.to_on = min(row.from_on, day), day
            row.version += 1
            row.save(update_fields=["from_on", "to_on", "version"])
            ended += 1
            if isinstance(row, Membership):
                _tell_head(row, day, at)
    why = "чтобы было видно, сколько людей состояло в нём в прошлые годы; имени там больше нет"
    return [
        Erased("Участие в объединениях с сегодняшнего дня", ended),
        Erased("Сведения о том, что в объединении был ещё один человек", 0, kept, why),
    ]


def _tell_head(membership: Membership, day: date, at: datetime) -> None:
    """Keep in the association's journal why somebody is gone from its list, without naming her once more."""
    record(
        "member_left",
        membership.association,
        by=ERASING,
        at=at,
        scope=membership.association.path,
        changes={"Участник": (f"Удалённая карточка № {membership.person_id}", f"по {day:%d.%m.%Y}")},
        note="Персональные данные удалены",
    )


def _repoint_memberships(absorbed: Person, survivor: Person, at: datetime) -> Sequence[Moved]:
    """Everything goes over; an open place that the other card has as well is closed: nobody stands in a list twice."""
    day = clock.day_of(at)
    moved: list[Moved] = []
    for rows, place in ((Membership.objects.all(), "association_id"), (Responsible.objects.all(), "territory_id")):
        queryset = cast("models.QuerySet[Any]", rows)
        taken = set(queryset.filter(person=survivor, to_on=None).values_list(place, flat=True))
        for row in queryset.filter(person=absorbed):
            if row.to_on is None and getattr(row, place) in taken:
                moved.append(move(row, "to_on", max(row.from_on, day)))
            moved.append(move(row, "person_id", survivor.pk))
    return moved


def _export_card(person: Person) -> Taken:
    card = Card.objects.filter(person=person).first()
    told: dict[str, Any] = {"Карточка": {}, "Кто видит": {}}
    if card is not None:
        told["Карточка"] = in_words(card, leave_out=("person", "visibility"))
        told["Кто видит"] = {
            FIELD_BY_CODE[code].label: str(Level(level).label)
            for code, level in card.visibility.items()
            if code in FIELD_BY_CODE and level in Level.values
        }
        for model, label in zip(ROWS_OF_CARDS, ("Обучение", "Награды", "Результаты учеников"), strict=True):
            rows = cast("models.QuerySet[Any]", model._default_manager.filter(card=card))  # noqa: SLF001
            told[label] = _all_in_words(rows, "card")
    posts = Post.objects.filter(person=person).select_related("organisation").order_by("from_on", "pk")
    told["Должности"] = _all_in_words(posts)
    return Taken(told)


def _erase_card(person: Person, at: datetime) -> Sequence[Erased]:
    cards = Card.objects.filter(person=person)
    card_count = cards.count()
    row_count = sum(model._default_manager.filter(card__person=person).count() for model in ROWS_OF_CARDS)  # noqa: SLF001
    cards.delete()
    posts = Post.objects.filter(person=person).delete()[0]
    return [
        Erased("Карточка: телефон, почта, образование, стаж, категория и всё остальное", card_count),
        Erased("Курсы, награды и результаты учеников", row_count),
        Erased("Должности", posts),
    ]


def _repoint_card(absorbed: Person, survivor: Person, at: datetime) -> Sequence[Moved]:
    """A second card stays, emptied into the first: what that one lacks is filled in, its rows go over, nothing is
    overwritten. The posts go over too, but for one that the other card names as well."""
    moved: list[Moved] = []
    theirs, ours = Card.objects.filter(person=absorbed).first(), Card.objects.filter(person=survivor).first()
    if theirs is not None and ours is None:
        moved.append(move(theirs, "person_id", survivor.pk))
    elif theirs is not None and ours is not None:
        moved += fill_card(ours, theirs)
    known = set(Post.objects.filter(person=survivor, to_on=None).values_list("organisation_id", "title"))
    posts = [
        post
        for post in Post.objects.filter(person=absorbed)
        if post.to_on is not None or (post.organisation_id, post.title) not in known
    ]
    return [*moved, *move_all(posts, "person_id", survivor.pk)]


def _export_answers(person: Person) -> Taken:
    rows = CampaignAnswer.objects.filter(person=person).select_related("campaign", "association", "territory")
    return Taken(_all_in_words(rows, "reminder_count"))


def _erase_answers(person: Person, at: datetime) -> Sequence[Erased]:
    rows = CampaignAnswer.objects.filter(person=person)
    revoke_confirmation_links(person.pk, by=System("удаление сведений"), at=at)
    gone = rows.filter(state=AnswerState.WAITING).delete()[0]
    kept = rows.update(note="", answered_by_name="")
    why = "чтобы было видно, сколько человек ответило в прошлые годы; имени и замечаний там больше нет"
    return [
        Erased("Просьбы уточнить данные", gone),
        Erased("Сведения о том, что на уточнение данных ответили", 0, kept, why),
    ]


def _repoint_answers(absorbed: Person, survivor: Person, at: datetime) -> Sequence[Moved]:
    asked = set(CampaignAnswer.objects.filter(person=survivor).values_list("campaign_id", flat=True))
    revoke_confirmation_links(absorbed.pk, by=System("объединение карточек"), at=at)
    rows = CampaignAnswer.objects.filter(person=absorbed).exclude(campaign_id__in=asked)
    return move_all(rows, "person_id", survivor.pk)


def _registrations(person: Person) -> models.QuerySet[Registration]:
    """Requests that became this card, and others from the same address."""
    mine = Q(person=person)
    return Registration.objects.filter(mine | Q(email__iexact=person.email) if person.email else mine)


def _export_registrations(person: Person) -> Taken:
    rows = _registrations(person).select_related("association", "organisation", "consent_text")
    return Taken(_all_in_words(rows, "name_key"))


def _erase_registrations(person: Person, at: datetime) -> Sequence[Erased]:
    return [Erased("Заявки на вступление", _registrations(person).delete()[0])]


def _repoint_registrations(absorbed: Person, survivor: Person, at: datetime) -> Sequence[Moved]:
    return move_all(Registration.objects.filter(person=absorbed), "person_id", survivor.pk)


def _export_views(person: Person) -> Taken:
    return Taken(_all_in_words(SavedView.objects.filter(person=person)))


def _erase_views(person: Person, at: datetime) -> Sequence[Erased]:
    return [Erased("Сохранённые виды справочника", SavedView.objects.filter(person=person).delete()[0])]


def _repoint_views(absorbed: Person, survivor: Person, at: datetime) -> Sequence[Moved]:
    named = SavedView.objects.filter(person=survivor).values("name")
    return move_all(SavedView.objects.filter(person=absorbed).exclude(name__in=named), "person_id", survivor.pk)


def _export_rosters(person: Person) -> Taken:
    """Rows about the person. Whole lists are other people's data and are not given out."""
    rows = ImportRow.objects.filter(person=person).select_related("roster__association").order_by("pk")
    brought = RosterImport.objects.filter(brought_by=person).select_related("association", "file")
    return Taken(
        {
            "Строки о вас": [
                {"Объединение": str(row.roster.association), "Строка": row.number, "Записано": row.cells}
                for row in rows
            ],
            "Списки, которые вы загружали": [
                {"Объединение": str(one.association), "Файл": one.file.name, "День": f"{one.brought_at:%d.%m.%Y}"}
                for one in brought.order_by("brought_at", "pk")
            ],
        }
    )


def empty_rows(rows: models.QuerySet[ImportRow]) -> int:
    """Forget what stood in these rows; that they were there, and what was decided, stays."""
    return rows.update(cells={}, problems=[], candidates=[], changes={}, outcome="")


def _erase_rosters(person: Person, at: datetime) -> Sequence[Erased]:
    emptied = empty_rows(ImportRow.objects.filter(person=person))
    ImportRow.objects.filter(person=person).update(person=None)
    kept = RosterImport.objects.filter(brought_by=person).count()
    why = "что список загружали, остаётся известно; кто его принёс, больше не сказано, сам файл хранится 90 дней"
    return [Erased("Строки о вас в загруженных списках", emptied), Erased("Списки, которые вы загружали", 0, kept, why)]


def _repoint_rosters(absorbed: Person, survivor: Person, at: datetime) -> Sequence[Moved]:
    rows = move_all(ImportRow.objects.filter(person=absorbed), "person_id", survivor.pk)
    return [*rows, *move_all(RosterImport.objects.filter(brought_by=absorbed), "brought_by_id", survivor.pk)]
