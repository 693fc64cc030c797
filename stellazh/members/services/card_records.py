"""The rows of a card: courses and retraining, awards, results of pupils."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any, ClassVar, Self, TypeVar

from django.db import models, transaction

from stellazh.audit.services import compare
from stellazh.common import clock
from stellazh.common.actor import Actor
from stellazh.common.errors import DomainError, PermissionRefused
from stellazh.common.verdict import require
from stellazh.common.versions import require_version
from stellazh.members.access.cards import can_edit_card, card_fields_open_to
from stellazh.members.enums import TrainingKind
from stellazh.members.models import Award, Card, PupilResult, Training
from stellazh.members.services.card_journal import record_for, told
from stellazh.members.services.card_values import FIRST_YEAR, label_of, require_fits, words_of
from stellazh.people.models import Person
from stellazh.russian.minors import minor_name
from stellazh.russian.text_lines import one_line

LONGEST_COURSE = 5000
SHORTEST_RETRAINING = 250
Row = TypeVar("Row", Training, Award, PupilResult)


class FieldIsEmpty(DomainError):
    """A row without what it is about."""


class HoursAreWrong(DomainError):
    """Hours are a whole number from 1 on; a retraining has 250 at least."""


class CourseDayIsAhead(DomainError):
    """The course has not ended yet."""


class YearIsWrong(DomainError):
    """A year ahead, or too far back."""


class NoGuardianConsent(DomainError):
    """There is no parent's consent to record or to withdraw in that way."""


@dataclass(frozen=True, slots=True)
class _RowFields:
    """What the three kinds of rows have in common: their columns in words, and the checks of their texts."""

    MODEL: ClassVar[type[models.Model]]
    NEEDED: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def of(cls, row: models.Model) -> Self:
        """What stands in the row now."""
        return cls(**{name: getattr(row, name) for name in cls.names()})

    @classmethod
    def names(cls) -> tuple[str, ...]:
        return tuple(field.name for field in fields(cls))

    def shown(self) -> dict[str, str]:
        """Russian field names to texts."""
        return {label_of(self.MODEL, name): words_of(self.MODEL, name, getattr(self, name)) for name in self.names()}

    def cleaned(self, *, today: date) -> Self:
        """Texts trimmed. Raises: see the refusals of this module."""
        texts = {name: one_line(value) for name in self.names() if isinstance(value := getattr(self, name), str)}
        typed = replace(self, **texts)
        for name in self.NEEDED:
            if not texts[name]:
                raise FieldIsEmpty(f"Заполните поле «{label_of(self.MODEL, name)}».")
        for name, text in texts.items():
            require_fits(self.MODEL, name, text)
        typed.check(today)
        return typed

    def check(self, today: date) -> None:
        """The rules of the kind. Raises: see the refusals of this module."""


@dataclass(frozen=True, slots=True)
class TrainingFields(_RowFields):
    """A course or a retraining as typed; `hours` academic hours, `ended_on` the last day."""

    MODEL: ClassVar[type[models.Model]] = Training
    NEEDED: ClassVar[tuple[str, ...]] = ("kind", "title")

    title: str
    kind: str = TrainingKind.COURSE
    institution: str = ""
    hours: int | None = None
    ended_on: date | None = None
    document_number: str = ""

    def check(self, today: date) -> None:
        if self.hours is not None and not 1 <= self.hours <= LONGEST_COURSE:
            raise HoursAreWrong(f"Часы — целое число от 1 до {LONGEST_COURSE}.")
        if self.kind == TrainingKind.RETRAINING and self.hours is not None and self.hours < SHORTEST_RETRAINING:
            raise HoursAreWrong(f"В переподготовке не меньше {SHORTEST_RETRAINING} часов: это повышение квалификации.")
        if self.ended_on is not None and self.ended_on > today:
            raise CourseDayIsAhead("Обучение ещё не окончено: внесите его, когда получите документ.")
        if self.ended_on is not None and self.ended_on.year < FIRST_YEAR:
            raise YearIsWrong("Проверьте год окончания: он слишком ранний.")


@dataclass(frozen=True, slots=True)
class AwardFields(_RowFields):
    """An award as typed."""

    MODEL: ClassVar[type[models.Model]] = Award
    NEEDED: ClassVar[tuple[str, ...]] = ("title",)

    title: str
    year: int | None = None

    def check(self, today: date) -> None:
        _check_year(self.year, today)


@dataclass(frozen=True, slots=True)
class PupilResultFields(_RowFields):
    """A pupil's place in a contest as typed. A parent's consent is recorded by itself."""

    MODEL: ClassVar[type[models.Model]] = PupilResult
    NEEDED: ClassVar[tuple[str, ...]] = ("family_name", "given_name", "school_class", "contest", "place")

    family_name: str
    given_name: str
    school_class: str
    contest: str
    place: str
    level: str = ""
    year: int | None = None

    def check(self, today: date) -> None:
        _check_year(self.year, today)

    def shown(self) -> dict[str, str]:
        """As others may read it: the pupil by given name, letter and class."""
        shown = _RowFields.shown(self)
        for name in ("family_name", "given_name", "school_class"):
            del shown[label_of(PupilResult, name)]
        return {"Ученик": minor_name(self.given_name, self.family_name, self.school_class), **shown}


def add_training(person_id: int, *, fields: TrainingFields, by: Actor, at: datetime) -> Training:
    """Write a course or a retraining into the card. The same twice gives the same row. Raises: see `_add`."""
    return _add(person_id, Training, "trainings", fields, by=by, at=at)


def update_training(
    training_id: int, *, expected_version: int, fields: TrainingFields, by: Actor, at: datetime
) -> Training:
    """Correct a course or a retraining. Raises: see `_update`."""
    return _update(training_id, expected_version, Training, "trainings", fields, by=by, at=at)


def remove_training(training_id: int, *, by: Actor, at: datetime) -> None:
    """Take a course or a retraining out of the card. Raises: PermissionRefused."""
    _remove(training_id, Training, "trainings", TrainingFields, by=by, at=at)


def add_award(person_id: int, *, fields: AwardFields, by: Actor, at: datetime) -> Award:
    """Write an award into the card. The same twice gives the same row. Raises: see `_add`."""
    return _add(person_id, Award, "awards", fields, by=by, at=at)


def update_award(award_id: int, *, expected_version: int, fields: AwardFields, by: Actor, at: datetime) -> Award:
    """Correct an award. Raises: see `_update`."""
    return _update(award_id, expected_version, Award, "awards", fields, by=by, at=at)


def remove_award(award_id: int, *, by: Actor, at: datetime) -> None:
    """Take an award out of the card. Raises: PermissionRefused."""
    _remove(award_id, Award, "awards", AwardFields, by=by, at=at)


def add_pupil_result(person_id: int, *, fields: PupilResultFields, by: Actor, at: datetime) -> PupilResult:
    """Write a pupil's result into the card. The same twice gives the same row. Raises: see `_add`."""
    return _add(person_id, PupilResult, "pupil_results", fields, by=by, at=at)


def update_pupil_result(
    result_id: int, *, expected_version: int, fields: PupilResultFields, by: Actor, at: datetime
) -> PupilResult:
    """Correct a pupil's result. Another name of the pupil ends the parent's consent: it was about somebody else.

    Raises: see `_update`.
    """
    return _update(result_id, expected_version, PupilResult, "pupil_results", fields, by=by, at=at)


def remove_pupil_result(result_id: int, *, by: Actor, at: datetime) -> None:
    """Take a pupil's result out of the card. Raises: PermissionRefused."""
    _remove(result_id, PupilResult, "pupil_results", PupilResultFields, by=by, at=at)


@transaction.atomic
def record_guardian_consent(
    result_id: int, *, guardian_name: str, given_on: date, by: Actor, at: datetime
) -> PupilResult:
    """Keep that a parent agreed to the pupil's whole name being shown: who, and the day of the paper.

    Raises:
        PermissionRefused; FieldIsEmpty: no name of the parent; NoGuardianConsent: a day ahead; TextTooLong.
    """
    row, _ = _locked(PupilResult, result_id, "pupil_results", by)
    name = one_line(guardian_name)
    if not name:
        raise FieldIsEmpty("Укажите, кто из родителей дал согласие.")
    require_fits(PupilResult, "guardian_name", name)
    if given_on > clock.day_of(at):
        raise NoGuardianConsent("День согласия ещё не наступил.")
    row.guardian_name, row.guardian_consent_on, row.guardian_withdrawn_on = name, given_on, None
    row.version += 1
    row.save()
    _tell(row, "card_guardian_agreed", {"Согласие родителя": ("", f"от {given_on:%d.%m.%Y}")}, by=by, at=at)
    return row


@transaction.atomic
def withdraw_guardian_consent(result_id: int, *, by: Actor, at: datetime) -> PupilResult:
    """Keep that the parent took the consent back: from now on the pupil stands as «Имя Ф., класс».

    Raises:
        PermissionRefused; NoGuardianConsent: there is none in force.
    """
    row, _ = _locked(PupilResult, result_id, "pupil_results", by)
    if not row.may_be_named:
        raise NoGuardianConsent("Действующего согласия родителя здесь нет.")
    given_on, row.guardian_withdrawn_on = row.guardian_consent_on, clock.day_of(at)
    row.version += 1
    row.save()
    _tell(row, "card_guardian_withdrew", {"Согласие родителя": (f"от {given_on:%d.%m.%Y}", "отозвано")}, by=by, at=at)
    return row


@transaction.atomic
def _add(person_id: int, model: type[Row], code: str, fields: Any, *, by: Actor, at: datetime) -> Row:
    """Raises: PermissionRefused; what the fields refuse."""
    person = Person.objects.select_for_update().get(pk=person_id)
    require(can_edit_card(by, person))
    card = Card.objects.filter(person=person).first() or Card(person=person)
    _require_seen(by, card, code)
    typed = fields.cleaned(today=clock.day_of(at))
    if card.pk is None:
        card.save()
    values = {name: getattr(typed, name) for name in typed.names()}
    known = model._default_manager.filter(card=card, **values).first()  # noqa: SLF001
    if known is not None:
        return known
    row = model._default_manager.create(card=card, **values)  # noqa: SLF001
    _tell(row, "card_row_added", compare({}, typed.shown()), by=by, at=at)
    return row


@transaction.atomic
def _update(
    row_id: int, expected_version: int, model: type[Row], code: str, fields: Any, *, by: Actor, at: datetime
) -> Row:
    """Raises: PermissionRefused; ChangedMeanwhile; what the fields refuse."""
    row, _ = _locked(model, row_id, code, by)
    typed = fields.cleaned(today=clock.day_of(at))
    before = type(fields).of(row)
    require_version(row.version, expected_version, theirs=before.shown(), mine=typed.shown())
    if typed == before:
        return row
    if isinstance(typed, PupilResultFields):
        _end_consent_of_another(row, typed)
    for name in typed.names():
        setattr(row, name, getattr(typed, name))
    row.version += 1
    row.save()
    _tell(row, "card_row_changed", compare(before.shown(), typed.shown()), by=by, at=at)
    return row


@transaction.atomic
def _remove(row_id: int, model: type[Row], code: str, kind: Any, *, by: Actor, at: datetime) -> None:
    row, _ = _locked(model, row_id, code, by)
    _tell(row, "card_row_removed", compare(kind.of(row).shown(), {}), by=by, at=at)
    row.delete()


def _end_consent_of_another(row: Any, typed: PupilResultFields) -> None:
    if (row.family_name, row.given_name) != (typed.family_name, typed.given_name):
        row.guardian_name, row.guardian_consent_on, row.guardian_withdrawn_on = "", None, None


def _locked(model: type[Row], row_id: int, code: str, by: Actor) -> tuple[Row, Card]:
    found = model._default_manager.select_related("card__person").get(pk=row_id)  # noqa: SLF001
    Person.objects.select_for_update().get(pk=found.card.person_id)
    row = model._default_manager.select_for_update(of=("self",)).select_related("card__person").get(pk=row_id)  # noqa: SLF001
    require(can_edit_card(by, row.card.person))
    _require_seen(by, row.card, code)
    return row, row.card


def _require_seen(by: Actor, card: Card, code: str) -> None:
    if code not in card_fields_open_to(by, card):
        raise PermissionRefused("Этот раздел карточки человек показывает не всем: изменить его может только он сам.")


_CODES = {Training: "trainings", Award: "awards", PupilResult: "pupil_results"}


def _tell(row: Any, action: str, changes: dict[str, tuple[str, str]], *, by: Actor, at: datetime) -> None:
    card = row.card
    Card.objects.filter(pk=card.pk).update(changed_at=at)
    record_for(card.person, action, changes=told(card, _CODES[type(row)], changes), by=by, at=at)


def _check_year(year: int | None, today: date) -> None:
    if year is not None and not FIRST_YEAR <= year <= today.year:
        raise YearIsWrong(f"Год — от {FIRST_YEAR} до {today.year}.")
