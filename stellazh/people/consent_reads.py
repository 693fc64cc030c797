"""Consents as their giver sees them, and what waits on her desk because of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from stellazh.common.actor import ActorKind
from stellazh.common.desk import DeskEvent, DeskTask
from stellazh.common.requests import Request
from stellazh.people.access import can_erase
from stellazh.people.enums import ConsentPurpose
from stellazh.people.models import Consent, ConsentText, Person
from stellazh.people.published import label_of
from stellazh.people.services.consents import asks_for_consent
from stellazh.people.services.erasure import waiting_for_erasure


@dataclass(frozen=True, slots=True)
class GivenConsent:
    """One consent as its giver sees it. `subject` is a field's code, empty for consents about no field."""

    title: str
    purpose: str
    number: int
    subject: str
    subject_label: str
    given_at: datetime
    place: str
    way: str
    withdrawn_at: datetime | None

    @property
    def is_in_force(self) -> bool:
        return self.withdrawn_at is None


def consents_of(person: Person) -> list[GivenConsent]:
    """Everything the person has agreed to, what is in force first, newest first. One query."""
    rows = Consent.objects.filter(person=person).select_related("text")
    found = [
        GivenConsent(
            title=row.text.title,
            purpose=row.text.purpose,
            number=row.text.number,
            subject=row.subject,
            subject_label=label_of(row.subject),
            given_at=row.given_at,
            place=row.place,
            way=row.get_way_display(),
            withdrawn_at=row.withdrawn_at,
        )
        for row in rows
    ]
    return sorted(found, key=lambda row: not row.is_in_force)


@dataclass(frozen=True, slots=True)
class Edition:
    """The editions of one purpose, newest first; none before the operator has published one."""

    purpose: ConsentPurpose
    texts: tuple[ConsentText, ...]


def editions() -> tuple[Edition, ...]:
    """Every edition of every purpose. One query."""
    texts = list(ConsentText.objects.newest_first())
    return tuple(
        Edition(purpose, tuple(text for text in texts if text.purpose == purpose)) for purpose in ConsentPurpose
    )


def consent_tasks(request: Request) -> Iterator[DeskTask]:
    """«Прочитайте и решите» while the present edition waits; for the operator, people whose data is to go."""
    person = request.user
    if request.actor.actor_kind != ActorKind.PERSON or not isinstance(person, Person):
        return
    text = asks_for_consent(person)
    if text is not None:
        has_agreed = text.number > 1 and Consent.objects.in_force().of(person.pk, text.purpose).exists()
        yield DeskTask(
            title="Текст согласия изменился" if has_agreed else "Согласие на обработку данных",
            text="Прочитайте его и решите. Это займёт две минуты, ответить можно и «нет».",
            href=reverse("people:consent_read", args=[ConsentPurpose.PROCESSING]),
            action="Прочитать",
        )
    if can_erase(person, Person()):
        count = waiting_for_erasure().count()
        if count:
            yield DeskTask(
                title="Отозваны согласия на обработку",
                text=f"Ждут удаления карточек: {count}. По закону на это 30 дней.",
                href=reverse("personal:erasure_list"),
                action="Открыть",
                tone="warn",
            )


def consent_events(request: Request) -> Iterable[DeskEvent]:
    """Consents come to nobody by the calendar."""
    return ()
