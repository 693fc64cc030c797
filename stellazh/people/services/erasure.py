"""Erasing a person's data: the card goes, papers stay lawful, and what was kept is told with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import models, transaction

from stellazh.audit.services import record
from stellazh.common import clock
from stellazh.common.actor import Actor, System
from stellazh.common.errors import DomainError
from stellazh.common.verdict import require
from stellazh.files.forgetting import rename_bringer
from stellazh.jobs.forgetting import rename_asker
from stellazh.links.forgetting import rename_maker
from stellazh.live import bus
from stellazh.mail.forgetting import forget_letters_about, forget_letters_to, rename_sender
from stellazh.mail.services import queue_mail
from stellazh.numbering.forgetting import rename_issuer
from stellazh.people import access
from stellazh.people.enums import ConsentPurpose, DataRequestKind, DataRequestState
from stellazh.people.guards import data_guards
from stellazh.people.holders import Erased, holders
from stellazh.people.models import Consent, DataRequest, NameInCase, Person, PersonQuerySet
from stellazh.people.signals import people_named
from stellazh.russian.collation import fold, sort_key

ERASING = System("удаление данных")
ERASED_LETTER = "people.erased"
JOURNAL = Erased(
    "Журнал действий",
    0,
    1,
    "по журналу видно, кто, что и когда делал: записи в нём не меняются и не удаляются, пока работает система",
)


class CannotEraseYet(DomainError):
    """Something only this person holds must be handed over first; the message says what."""


class ErasedAlready(DomainError):
    """The data was erased before."""


class _OnlyLooking(Exception):
    """Takes back what a look ahead has done."""


def why_not_yet(person: Person, *, at: datetime) -> list[str]:
    """What keeps the person from being erased, each a sentence that says what to do first."""
    day = clock.day_of(at)
    return [reason for guard in data_guards for reason in guard.must_stay(person, day)]


def look_ahead(person_id: int, *, by: Actor, at: datetime) -> list[Erased]:
    """What erasing would come to: it is done and taken back, so that the page before it cannot promise another thing.

    Raises:
        PermissionRefused, ErasedAlready.
    """
    report: list[Erased] = []
    try:
        with transaction.atomic():
            report = erase_everything(_locked(person_id, by), at=at)
            raise _OnlyLooking
    except _OnlyLooking:
        return report


@transaction.atomic
def erase_person(person_id: int, *, by: Actor, at: datetime) -> DataRequest:
    """Erase what is known of the person: card, contacts, account. The row stays without a name, for papers point at it.

    Names printed in papers that bind somebody stay as words. The report says, holder by holder, what went, what stayed
    and why; it goes by mail to the address that has just been forgotten.

    Raises:
        PermissionRefused: neither the person nor a keeper of the installation.
        CannotEraseYet: the last head or operator somewhere.
        ErasedAlready.
    """
    # One after another: two heads who leave at once must not each find the other still there.
    Person.objects.select_for_update().order_by("pk").first()
    person = _locked(person_id, by)
    reasons = why_not_yet(person, at=at)
    if reasons:
        raise CannotEraseYet(" ".join(reasons))
    address = person.email or ""
    # The name of whoever erases herself would be the last one to stay.
    doer = ERASING if access.is_self(by, person) else by
    request = DataRequest.objects.create(person=person, kind=DataRequestKind.ERASURE, asked_at=at)
    report = erase_everything(person, at=at)
    if address:
        _tell(address, report, at=at)
    report.append(JOURNAL)
    request.state, request.done_at = DataRequestState.DONE, at
    request.report = [line.as_json() for line in report]
    request.save(update_fields=["state", "done_at", "report"])
    record("person_erased", person, by=doer, at=at, note="по своему желанию" if doer is ERASING else "по запросу")
    people_named.send(Person, person_ids=[person.pk])
    bus.revoke(person)
    return request


def waiting_for_erasure() -> PersonQuerySet:
    """People who took back their consent to processing and are not erased yet: thirty days are left for that."""
    processing = Consent.objects.filter(text__purpose=ConsentPurpose.PROCESSING)
    people: PersonQuerySet = Person.objects.filter(
        pk__in=processing.exclude(withdrawn_at=None).values("person_id"), archived_at=None
    ).exclude(pk__in=processing.in_force().values("person_id"))
    return people.in_order()


def erased_ids() -> models.QuerySet[DataRequest, int]:
    """The keys of people whose data was erased."""
    done = DataRequest.objects.filter(kind=DataRequestKind.ERASURE, state=DataRequestState.DONE)
    return done.values_list("person_id", flat=True)


def _locked(person_id: int, by: Actor) -> Person:
    person = Person.objects.select_for_update().get(pk=person_id)
    require(access.can_erase(by, person))
    if erased_ids().filter(person=person).exists():
        raise ErasedAlready("Эти данные уже удалены.")
    return person


def erase_everything(person: Person, *, at: datetime) -> list[Erased]:
    """Let every holder erase what it knows of the person, and leave the row without a name. For `erase_person`, which
    asks the rights, and for cards joined to the one that goes."""
    address = person.email or ""
    # From the highest shelf down, as they were registered upwards: what rests on something goes before it.
    report: list[Erased] = []
    for holder in reversed(list(holders)):
        report += _telling(holder.erase(person, at))
    make_nameless(person, at=at)
    for rename in (rename_bringer, rename_asker, rename_sender, rename_maker, rename_issuer, _rename_settler):
        rename(person, name=person.short_name)
    report.append(Erased("Имя, адрес для входа и пароль", 1))
    letters = forget_letters_about(f"person:{person.pk}", at=at)
    letters += forget_letters_to(address, at=at) if address else 0
    return report + _telling([Erased("Письма на ваш адрес", letters)])


def _rename_settler(actor: Actor, *, name: str) -> int:
    """Put another name to the names in cases that this actor wrote for others."""
    written = NameInCase.objects.filter(settled_by_kind=str(actor.actor_kind), settled_by_id=actor.actor_id)
    return written.update(settled_by_name=name)


def _telling(lines: Sequence[Erased]) -> list[Erased]:
    return [line for line in lines if line.count or line.kept_count]


def make_nameless(person: Person, *, at: datetime) -> None:
    """Leave of a person's row nothing but its key: no name, no address, no way in."""
    person.family_name, person.given_name, person.patronymic = f"Удалённая карточка № {person.pk}", "", ""
    person.sort_key, person.name_key = sort_key(person.full_name)[:400], fold(person.short_name)[:140]
    person.email, person.is_active, person.submission_key, person.last_login = None, False, None, None
    person.archived_at = person.archived_at or at
    person.set_unusable_password()
    person.has_other_way = False
    person.version += 1
    person.save()


def _times(count: int) -> str:
    return f" – {count}" if count > 1 else ""


def _tell(address: str, report: Sequence[Erased], *, at: datetime) -> None:
    gone = [f"– {line.label}{_times(line.count)}" for line in report if line.count]
    kept = [f"– {line.label}: {line.reason}" for line in (*report, JOURNAL) if line.kept_count]
    text = "\n".join(
        [
            "Здравствуйте!",
            "",
            f"Ваши данные на сайте «{settings.SITE_NAME}» удалены. Войти с этим адресом больше нельзя.",
            "",
            "Удалено:",
            *gone,
            "",
            "Осталось, и почему:",
            *kept,
            "",
            "Отвечать на это письмо не нужно. Оно последнее.",
        ]
    )
    subject = f"Ваши данные удалены: {settings.SITE_NAME}"
    queue_mail(to=address, subject=subject, text=text, kind=ERASED_LETTER, by=ERASING, at=at)
