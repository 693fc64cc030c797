"""The card of a librarian: what it says, who confirmed it, and who sees what of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction

from stellazh.audit.services import compare, record
from stellazh.common import clock
from stellazh.common.actor import Actor, ActorKind
from stellazh.common.errors import DomainError
from stellazh.common.verdict import require
from stellazh.common.versions import require_version
from stellazh.members.access.cards import (
    answers_by_link,
    can_edit_card,
    can_set_visibility,
    card_fields_open_to,
)
from stellazh.members.card_fields import FIELD_BY_CODE, NAME
from stellazh.members.enums import ConfirmedHow, Level
from stellazh.members.models import Card
from stellazh.members.services.card_journal import CODE_BY_COLUMN, record_for, told
from stellazh.members.services.card_records import (
    AwardFields,
    NoGuardianConsent,
    PupilResultFields,
    TrainingFields,
    add_award,
    add_pupil_result,
    add_training,
    record_guardian_consent,
    remove_award,
    remove_pupil_result,
    remove_training,
    update_award,
    update_pupil_result,
    update_training,
    withdraw_guardian_consent,
)
from stellazh.members.services.card_values import CardFields, label_of
from stellazh.members.services.indexing import reindex_people
from stellazh.people.access import is_self
from stellazh.people.enums import ConsentPurpose
from stellazh.people.models import Consent, Person
from stellazh.people.services.consents import current_text, record_consent, withdraw_consents

__all__ = [
    "AwardFields",
    "CardFields",
    "ConsentToPublishIsMissing",
    "NoGuardianConsent",
    "NotForEverybody",
    "PupilResultFields",
    "TrainingFields",
    "add_award",
    "add_pupil_result",
    "add_training",
    "confirm_card",
    "record_guardian_consent",
    "remove_award",
    "remove_pupil_result",
    "remove_training",
    "set_visibility",
    "update_award",
    "update_card",
    "update_pupil_result",
    "update_training",
    "withdraw_guardian_consent",
]


class ConsentToPublishIsMissing(DomainError):
    """A field was opened to everybody without a consent to its distribution, or to a text meanwhile replaced."""


class NotForEverybody(DomainError):
    """The field cannot be shown to everybody."""


@transaction.atomic
def update_card(person_id: int, *, expected_version: int, fields: CardFields, by: Actor, at: datetime) -> Card:
    """Correct a card; `expected_version` is 0 when there was none yet, and it is made.

    Fields that `by` may not see stay as they are, whatever `fields` says. Nothing changed: nothing is written, and the
    version stays.

    Raises:
        PermissionRefused: `by` is neither the person nor keeps a list the person stands in.
        ChangedMeanwhile: somebody saved first; hidden fields are in neither text.
        What `CardFields.cleaned` refuses.
    """
    person = Person.objects.select_for_update().get(pk=person_id)
    require(can_edit_card(by, person))
    stored = Card.objects.select_for_update().filter(person=person).first()
    card = stored or Card(person=person, version=0)
    seen = card_fields_open_to(by, card)
    unseen = [column for column, code in CODE_BY_COLUMN.items() if code not in seen]
    before = CardFields.of(card)
    # What is hidden takes no part in the checks either: a refusal would tell of it.
    wanted = fields.keeping(Card(), unseen).cleaned(today=clock.day_of(at)).keeping(card, unseen)
    require_version(card.version, expected_version, theirs=before.shown(), mine=wanted.shown())
    if stored is not None and wanted == before:
        return card
    changes = _changes(card, before, wanted)
    for name in CardFields.names():
        setattr(card, name, getattr(wanted, name))
    card.changed_at = at
    card.version += 1
    card.save()
    if changes:
        record_for(person, "card_changed", changes=changes, by=by, at=at)
    return card


@transaction.atomic
def confirm_card(person_id: int, *, how: str, by: Actor, at: datetime) -> Card:
    """Say that the card is right as it stands. The version stays: nothing that two could differ about has changed.

    `how` is a `ConfirmedHow`: SELF by the person, LINK by the bearer of the personal link, BY_HEAD by whoever else may
    edit the card.

    Raises:
        PermissionRefused: `by` may not edit the card.
        DomainError: `how` is not the way in which `by` stands to the person.
    """
    person = Person.objects.select_for_update().get(pk=person_id)
    require(can_edit_card(by, person))
    if by.actor_kind != ActorKind.SYSTEM and how != _way_of(by, person):
        raise DomainError("Так подтвердить эту карточку нельзя.")
    card, _ = Card.objects.select_for_update().get_or_create(person=person)
    card.confirmed_at, card.confirmed_how = at, ConfirmedHow(how).value
    card.save(update_fields=["confirmed_at", "confirmed_how"])
    record_for(person, "card_confirmed", changes={"Подтверждена": ("", ConfirmedHow(how).label)}, by=by, at=at)
    return card


@transaction.atomic
def set_visibility(
    person_id: int,
    *,
    expected_version: int,
    levels: Mapping[str, str],
    place: str,
    agreed: Collection[str] = (),
    text_id: int | None = None,
    by: Actor,
    at: datetime,
) -> Card:
    """Say who sees which field: `levels` maps codes (and `card_fields.NAME`) to levels; codes left out stay.

    «Все» for a field needs the person's consent to its distribution: one in force, or its code in `agreed`, which says
    that the box under the text `text_id` (a `ConsentText`) was ticked; the consent is then kept with `place`, the
    network address. A narrower level withdraws that consent at once. Only the person's own journal keeps it.

    Raises:
        PermissionRefused: `by` is not the person.
        ChangedMeanwhile: somebody saved first.
        ConsentToPublishIsMissing: no box was ticked, or the text was replaced meanwhile.
        NotForEverybody: the field may not be public.
        NoConsentText: the operator has published no text.
        DomainError: an unknown field or level.
    """
    person = Person.objects.select_for_update().get(pk=person_id)
    require(can_set_visibility(by, person))
    stored = Card.objects.select_for_update().filter(person=person).first()
    card = stored or Card(person=person, version=0)
    wanted = {code: _level(code, level) for code, level in levels.items()}
    require_version(card.version, expected_version)
    given = Consent.objects.in_force().of(person.pk, ConsentPurpose.DISTRIBUTION).values_list("subject", flat=True)
    published = frozenset(given)
    opened = [code for code, level in wanted.items() if level == Level.PUBLIC and code not in published]
    closed = [code for code, level in wanted.items() if level != Level.PUBLIC and code in published]
    if opened:
        _agree(person, opened, agreed=agreed, text_id=text_id, place=place, by=by, at=at)
    if closed:
        withdraw_consents(person, purpose=ConsentPurpose.DISTRIBUTION, subjects=closed, place=place, by=by, at=at)
    before = dict(card.visibility)
    # The name has no level of its own to lists: of it only the consent counts.
    card.visibility = {**before, **{code: level.value for code, level in wanted.items() if code != NAME}}
    if stored is not None and card.visibility == before and not opened and not closed:
        return card
    card.version += 1
    card.save()
    changes = compare(_shown(before), _shown(card.visibility))
    if changes:
        record("card_visibility_set", person, by=by, at=at, changes=changes)
    reindex_people([person.pk])
    return card


def _changes(card: Card, before: CardFields, after: CardFields) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    pairs = compare(before.shown(), after.shown())
    for column, code in CODE_BY_COLUMN.items():
        label = label_of(Card, column)
        if label in pairs:
            found |= told(card, code, {label: pairs[label]})
    return found


def _way_of(by: Actor, person: Person) -> str:
    if is_self(by, person):
        return ConfirmedHow.SELF
    return ConfirmedHow.LINK if answers_by_link(by, person) else ConfirmedHow.BY_HEAD


def _level(code: str, level: str) -> Level:
    if level not in Level.values or (code != NAME and code not in FIELD_BY_CODE):
        raise DomainError("Такого поля или такого ответа нет: откройте страницу заново.")
    if level == Level.PUBLIC and code != NAME and not FIELD_BY_CODE[code].may_be_public:
        raise NotForEverybody(f"«{FIELD_BY_CODE[code].label}» всем не показывают.")
    return Level(level)


def _agree(
    person: Person,
    codes: list[str],
    *,
    agreed: Collection[str],
    text_id: int | None,
    place: str,
    by: Actor,
    at: datetime,
) -> None:
    text = current_text(ConsentPurpose.DISTRIBUTION)
    silent = [label_of_field(code) for code in codes if code not in agreed]
    if silent:
        named = ", ".join(f"«{label}»" for label in silent)
        raise ConsentToPublishIsMissing(f"Чтобы это видели все, отметьте согласие на распространение: {named}.")
    if text.pk != text_id:
        raise ConsentToPublishIsMissing("Текст согласия обновился: прочитайте его и отметьте ещё раз.")
    for code in codes:
        record_consent(person, text=text, subject=code, place=place, by=by, at=at)


def label_of_field(code: str) -> str:
    """The Russian name of a field of the card, of the name too."""
    return "Фамилия, имя и отчество" if code == NAME else FIELD_BY_CODE[code].label


def _shown(visibility: Mapping[str, str]) -> dict[str, str]:
    return {
        f"Кто видит: {FIELD_BY_CODE[code].label}": Level(level).label
        for code, level in visibility.items()
        if code in FIELD_BY_CODE and level in Level.values
    }
