"""What notices know of a person, and how long they are kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from stellazh.notices.models import BouncedAddress, Notice, NoticePreference, NoticeSettings
from stellazh.notices.services import clear_old
from stellazh.people.holders import Erased, Moved, PersonalDataHolder, Taken, holders, move_all
from stellazh.people.models import Person
from stellazh.people.retention import RetentionRule, retention_rules
from stellazh.people.telling import in_words, said


def register() -> None:
    """Name what is held, and for how long."""
    holders.add(
        PersonalDataHolder(
            "notices",
            "Уведомления",
            ("notices.Notice.person", "notices.NoticePreference.person", "notices.NoticeSettings.person"),
            _export,
            _erase,
            _repoint,
        )
    )
    retention_rules.add(
        RetentionRule(
            "notices.notices",
            "Уведомления на сайте",
            "полгода прочитанные, 2 года непрочитанные",
            "чтобы к ним можно было вернуться",
            lambda at: clear_old(at=at),
        )
    )


def _export(person: Person) -> Taken:
    settings = NoticeSettings.objects.filter(person=person).first()
    choices = NoticePreference.objects.filter(person=person).order_by("kind")
    return Taken(
        {
            "Уведомления": [
                {"Когда": said(row.created_at), "Что": row.title, "Подробнее": row.text, "Прочитано": said(row.read_at)}
                for row in Notice.objects.of(person.pk)
            ],
            "Что присылать": [str(row) for row in choices],
            "Когда присылать": in_words(settings, leave_out=("person",)) if settings else {},
        }
    )


def _erase(person: Person, at: datetime) -> Sequence[Erased]:
    gone = Notice.objects.filter(person=person).delete()[0]
    choices = NoticePreference.objects.filter(person=person).delete()[0]
    choices += NoticeSettings.objects.filter(person=person).delete()[0]
    if person.email:
        choices += BouncedAddress.objects.filter(address=person.email).delete()[0]
    return [Erased("Уведомления", gone), Erased("Настройки писем", choices)]


def _repoint(absorbed: Person, survivor: Person, at: datetime) -> Sequence[Moved]:
    """Each card's own choices stay with it, for they are about letters to its own address."""
    return move_all(Notice.objects.filter(person=absorbed), "person_id", survivor.pk)
