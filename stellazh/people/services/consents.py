"""Consents: given to one edition of one text, withdrawn, never bundled."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from stellazh.audit.services import record
from stellazh.common.actor import Actor
from stellazh.common.errors import DomainError
from stellazh.people.enums import ConsentPurpose, ConsentWay
from stellazh.people.models import Consent, ConsentText, Person


class NoConsentText(DomainError):
    """The operator has not published a text for that purpose yet."""


def current_text(purpose: str) -> ConsentText:
    """The edition of the text now in force.

    Raises:
        NoConsentText: none was published.
    """
    text = ConsentText.objects.filter(purpose=purpose).newest_first().first()
    if text is None:
        raise NoConsentText("Текст согласия ещё не опубликован: обратитесь к оператору системы.")
    return text


@transaction.atomic
def record_consent(
    person: Person,
    *,
    text: ConsentText,
    subject: str = "",
    way: str = ConsentWay.SELF,
    place: str,
    by: Actor,
    at: datetime,
) -> Consent:
    """Keep that the person agreed to this edition. Agreed already: the same row. The caller has asked the rights.

    `place` is the network address; `subject` the published field for распространение.
    """
    Person.objects.select_for_update().get(pk=person.pk)
    known = Consent.objects.in_force().filter(person=person, text=text, subject=subject).first()
    if known is not None:
        return known
    consent = Consent.objects.create(
        person=person,
        text=text,
        subject=subject,
        given_at=at,
        place=place,
        way=way,
        recorded_by_name=by.actor_name[:200],
    )
    record(
        "consent_given",
        person,
        by=by,
        at=at,
        changes={ConsentPurpose(text.purpose).label: ("", f"{text} {subject}".strip())},
    )
    return consent


@transaction.atomic
def withdraw_consents(
    person: Person, *, purpose: str, subjects: Iterable[str] | None = None, place: str, by: Actor, at: datetime
) -> int:
    """Withdraw what was agreed to for a purpose, of the named subjects or of all; how many rows that were."""
    rows = Consent.objects.select_for_update().of(person.pk, purpose).in_force()
    if subjects is not None:
        rows = rows.filter(subject__in=list(subjects))
    found = list(rows)
    for consent in found:
        consent.withdrawn_at, consent.withdrawn_place = at, place
        consent.save(update_fields=["withdrawn_at", "withdrawn_place"])
    if found:
        named = ", ".join(sorted({consent.subject for consent in found if consent.subject}))
        record(
            "consent_withdrawn",
            person,
            by=by,
            at=at,
            changes={ConsentPurpose(purpose).label: (named or "дано", "отозвано")},
        )
    return len(found)


def published_subjects(person_ids: Iterable[int]) -> dict[int, frozenset[str]]:
    """The fields each of these people has let be shown to everybody. One query."""
    rows = Consent.objects.in_force().filter(person_id__in=list(person_ids), text__purpose=ConsentPurpose.DISTRIBUTION)
    found: dict[int, set[str]] = {}
    for person_id, subject in rows.values_list("person_id", "subject"):
        found.setdefault(person_id, set()).add(subject)
    return {person_id: frozenset(subjects) for person_id, subjects in found.items()}
