"""People: entering them, correcting their names, archiving."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from stellazh.audit.services import compare, record
from stellazh.common.actor import Actor, System
from stellazh.common.errors import DomainError
from stellazh.common.uniqueness import unique_or
from stellazh.common.verdict import require
from stellazh.common.versions import require_version
from stellazh.links.models import SecretLink
from stellazh.links.services import revoke_link
from stellazh.live import bus
from stellazh.people import access
from stellazh.people.links import INVITATION, NEW_ADDRESS, PASSWORD_RESET
from stellazh.people.models import Person
from stellazh.people.services.sessions import end_other_sessions
from stellazh.people.signals import address_set, people_named
from stellazh.russian.collation import fold, sort_key

EMAIL_IS_TAKEN = "Этот адрес уже записан за другим человеком."


class EmailIsTaken(DomainError):
    """Another person signs in with that address."""


class NameIsEmpty(DomainError):
    """A person must have a family name."""


@dataclass(frozen=True, slots=True)
class PersonFields:
    """A person's names as typed. `given_name` and `patronymic` may be bare initials or empty."""

    family_name: str
    given_name: str = ""
    patronymic: str = ""

    def cleaned(self) -> PersonFields:
        """Blanks folded, trailing dots of initials dropped."""
        return PersonFields(*(" ".join(part.split()).rstrip(".") for part in self._parts()))

    def _parts(self) -> tuple[str, str, str]:
        return self.family_name, self.given_name, self.patronymic

    def shown(self) -> dict[str, str]:
        """Russian field names to texts, for the audit and for conflicts."""
        return {"Фамилия": self.family_name, "Имя": self.given_name, "Отчество": self.patronymic}


@transaction.atomic
def create_person(
    *,
    fields: PersonFields,
    email: str | None = None,
    submission_key: UUID | None = None,
    scope: str = "",
    by: Actor,
    at: datetime,
) -> Person:
    """Enter a person without an account. The same `submission_key` gives the same row, so a double click makes one.

    Raises:
        PermissionRefused: `by` keeps no list of members.
        NameIsEmpty: no family name.
        EmailIsTaken: the address belongs to somebody else.
    """
    require(access.can_create_person(by))
    if submission_key is not None:
        made = Person.objects.filter(submission_key=submission_key).first()
        if made is not None:
            return made
    names = fields.cleaned()
    if not names.family_name:
        raise NameIsEmpty("Укажите фамилию.")
    person = Person(created_at=at, submission_key=submission_key)
    _name(person, names)
    person.email = _free_address(email, None)
    person.set_unusable_password()
    with unique_or(EmailIsTaken(EMAIL_IS_TAKEN)):
        person.save()
    record("person_created", person, by=by, at=at, scope=scope, changes=compare({}, names.shown()))
    people_named.send(Person, person_ids=[person.pk])
    return person


@transaction.atomic
def update_person(
    person_id: int, *, expected_version: int, fields: PersonFields, scope: str = "", by: Actor, at: datetime
) -> Person:
    """Correct a person's names.

    Raises:
        PermissionRefused: `by` is neither the person nor keeps a list the person stands in.
        NameIsEmpty: no family name.
        ChangedMeanwhile: somebody saved first.
    """
    person = Person.objects.select_for_update().get(pk=person_id)
    require(access.can_edit_person(by, person))
    names = fields.cleaned()
    if not names.family_name:
        raise NameIsEmpty("Укажите фамилию.")
    before = PersonFields(person.family_name, person.given_name, person.patronymic).shown()
    require_version(person.version, expected_version, theirs=before, mine=names.shown())
    _name(person, names)
    person.version += 1
    person.save()
    record("person_changed", person, by=by, at=at, scope=scope, changes=compare(before, names.shown()))
    people_named.send(Person, person_ids=[person.pk])
    return person


@transaction.atomic
def set_email(person_id: int, *, email: str | None, scope: str = "", by: Actor, at: datetime) -> Person:
    """Set the address of a person who does not sign in yet, or one's own. Never done through a link.

    Links in letters to the earlier address open nothing from now on.

    Raises:
        PermissionRefused: `by` does not answer for all the person holds, or the person signs in and is somebody else.
        EmailIsTaken: the address belongs to somebody else.
    """
    person = Person.objects.select_for_update().get(pk=person_id)
    require(access.can_set_address(by, person))
    before = person.email or ""
    person.email = _free_address(email, person.pk)
    _end_links_of_letters(person, at=at)
    person.version += 1
    with unique_or(EmailIsTaken(EMAIL_IS_TAKEN)):
        person.save(update_fields=["email", "version"])
    record(
        "person_address_set",
        person,
        by=by,
        at=at,
        scope=scope,
        changes=compare({"Электронная почта": before}, {"Электронная почта": person.email or ""}),
    )
    address_set.send_robust(Person, person=person, before=before, at=at)
    return person


@transaction.atomic
def archive_person(person_id: int, *, scope: str = "", by: Actor, at: datetime) -> Person:
    """Put a card away: it leaves lists and can no longer sign in. Nothing that points at it is lost.

    Raises:
        PermissionRefused: the person has an account, or stands in a list that `by` does not keep.
    """
    person = Person.objects.select_for_update().get(pk=person_id)
    require(access.can_archive_person(by, person))
    if person.archived_at is None:
        person.archived_at = at
        person.is_active = False
        person.version += 1
        person.save(update_fields=["archived_at", "is_active", "version"])
        record("person_archived", person, by=by, at=at, scope=scope)
        people_named.send(Person, person_ids=[person.pk])
        # Ended for good: a card that comes back must not wake up sessions of before.
        end_other_sessions(person, keep="", by=System("карточка в архиве"), at=at)
        bus.revoke(person)
    return person


def _end_links_of_letters(person: Person, *, at: datetime) -> None:
    kinds = (INVITATION, PASSWORD_RESET, NEW_ADDRESS)
    waiting = SecretLink.objects.about(person).live_at(at).filter(purpose__in=kinds)
    for link in waiting:
        revoke_link(link.pk, by=System("новый адрес"), at=at)


def _name(person: Person, names: PersonFields) -> None:
    person.family_name, person.given_name, person.patronymic = names.family_name, names.given_name, names.patronymic
    person.sort_key = sort_key(person.full_name)[:400]
    person.name_key = fold(person.short_name)[:140]


def _free_address(email: str | None, person_id: int | None) -> str | None:
    address = (email or "").strip().casefold()
    if not address:
        return None
    others = Person.objects.filter(email=address)
    if (others.exclude(pk=person_id) if person_id is not None else others).exists():
        raise EmailIsTaken(EMAIL_IS_TAKEN)
    return address
