"""Consents: given to one edition of one text, withdrawn, never bundled."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Subquery

from stellazh.audit.services import record
from stellazh.common.actor import Actor
from stellazh.common.errors import DomainError
from stellazh.common.verdict import require
from stellazh.people import access
from stellazh.people.consent_texts import default_text
from stellazh.people.enums import ConsentPurpose, ConsentWay
from stellazh.people.models import Consent, ConsentText, Person
from stellazh.people.signals import consent_withdrawn


class NoConsentText(DomainError):
    """The operator has not published a text for that purpose yet."""


class ConsentTextChanged(DomainError):
    """Another edition came into force while the person was reading."""


class TextIsEmpty(DomainError):
    """A consent needs a heading and a text."""


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
def publish_text(purpose: str, *, title: str, text: str, by: Actor, at: datetime) -> ConsentText:
    """Put a new edition into force. Consents to earlier ones stay in force; their givers are asked for this one.

    Words equal to those in force make no new edition.

    Raises:
        PermissionRefused: `by` does not keep the installation.
        TextIsEmpty: no heading or no text.
    """
    require(access.can_publish_texts(by))
    title, text = " ".join(title.split()), text.replace("\r\n", "\n").strip()
    if not title or not text:
        raise TextIsEmpty("У согласия должны быть заголовок и текст.")
    # The first edition is the lock of all: whoever waits for it then sees the edition made meanwhile, as a lock of the
    # latest row would not.
    editions = ConsentText.objects.filter(purpose=purpose)
    editions.select_for_update().order_by("number").first()
    latest = editions.newest_first().first()
    if latest is not None and (latest.title, latest.text) == (title, text):
        return latest
    edition = ConsentText.objects.create(
        purpose=ConsentPurpose(purpose),
        number=latest.number + 1 if latest else 1,
        title=title[:200],
        text=text,
        published_at=at,
    )
    record("consent_text_published", edition, by=by, at=at, note=ConsentPurpose(purpose).label)
    return edition


def publish_missing_texts(*, by: Actor, at: datetime) -> list[ConsentText]:
    """Publish the first edition of every purpose that has none: at the start, and of installations made before."""
    known = set(ConsentText.objects.values_list("purpose", flat=True))
    first = ((purpose, default_text(purpose)) for purpose in ConsentPurpose if purpose not in known)
    return [publish_text(purpose, title=words.title, text=words.text, by=by, at=at) for purpose, words in first]


def asks_for_consent(person: Person) -> ConsentText | None:
    """The text on processing that the person has not agreed to in its present edition; None when there is none to ask.

    One query.
    """
    newest = ConsentText.objects.filter(purpose=ConsentPurpose.PROCESSING).newest_first()
    given = Consent.objects.in_force().filter(person=person, text=OuterRef("pk"))
    unasked = newest.filter(pk=Subquery(newest.values("pk")[:1])).exclude(Exists(given))
    return unasked.first()


@transaction.atomic
def give_consent(
    person_id: int, *, text_id: int, subjects: Iterable[str] = ("",), place: str, by: Actor, at: datetime
) -> list[Consent]:
    """Agree, on the site, to the edition one has read; for distribution, to each of the named subjects.

    Raises:
        PermissionRefused: somebody else's consent.
        ConsentTextChanged: another edition is in force by now.
    """
    person = Person.objects.select_for_update().get(pk=person_id)
    require(access.can_consent(by, person))
    text = ConsentText.objects.get(pk=text_id)
    if current_text(text.purpose).pk != text.pk:
        raise ConsentTextChanged("Пока вы читали, вышла новая редакция согласия. Прочитайте её, пожалуйста.")
    return [
        record_consent(person, text=text, subject=subject, place=place, by=by, at=at)
        for subject in dict.fromkeys(subjects)
    ]


@transaction.atomic
def withdraw_own_consents(
    person_id: int, *, purpose: str, subjects: Iterable[str] | None = None, place: str, by: Actor, at: datetime
) -> int:
    """Withdraw one's own consents; how many. The keeper of the installation may do it by a written request.

    Raises:
        PermissionRefused: somebody else's consent.
    """
    person = Person.objects.select_for_update().get(pk=person_id)
    require(access.can_consent(by, person) or access.can_erase(by, person))
    return withdraw_consents(person, purpose=purpose, subjects=subjects, place=place, by=by, at=at)


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
        subjects_named = frozenset(consent.subject for consent in found)
        consent_withdrawn.send(Consent, person=person, purpose=purpose, subjects=subjects_named, by=by, at=at)
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


def forget_old_consents(*, before: datetime) -> int:
    """Delete consents withdrawn before that moment, whose proof nobody can ask for any more; how many."""
    return Consent.objects.filter(withdrawn_at__lt=before).delete()[0]
