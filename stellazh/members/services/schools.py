"""The card of a school and of its library."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction

from stellazh.associations.models import Association, Organisation
from stellazh.audit.services import compare, record
from stellazh.common import clock
from stellazh.common.actor import Actor
from stellazh.common.errors import DomainError
from stellazh.common.verdict import require
from stellazh.common.versions import require_version
from stellazh.members.access.cards import can_edit_school
from stellazh.members.models import SchoolCard
from stellazh.members.services.card_journal import deepest
from stellazh.members.services.card_values import label_of, require_fits, words_of
from stellazh.russian.phones import phone_number
from stellazh.russian.text_lines import one_line

LARGEST = {
    "pupil_count": 20_000,
    "class_count": 1_000,
    "seat_count": 5_000,
    "computer_count": 5_000,
    "fund_count": 5_000_000,
    "textbook_count": 5_000_000,
    "fiction_count": 5_000_000,
    "area_m2": 99_999,
}


class CountIsImpossible(DomainError):
    """A number below nought, or larger than any school has."""


class FundDoesNotAddUp(DomainError):
    """Textbooks and fiction together are more than the whole fund."""


class MoreClassesThanPupils(DomainError):
    """There are more classes than pupils."""


class StatedDayIsAhead(DomainError):
    """The figures are of a day that has not come."""


class SiteIsWrong(DomainError):
    """The address of the school's site is none."""


@dataclass(frozen=True, slots=True)
class SchoolFields:
    """Every column of a school's card that people fill in; what is not given is empty. `area_m2` in square metres."""

    settlement: str = ""
    school_type: str = ""
    pupil_count: int | None = None
    class_count: int | None = None
    phone: str = ""
    site: str = ""
    library_kind: str = ""
    room: str = ""
    area_m2: Decimal | None = None
    has_reading_room: bool | None = None
    seat_count: int | None = None
    computer_count: int | None = None
    has_internet: bool | None = None
    library_system: str = ""
    fund_count: int | None = None
    textbook_count: int | None = None
    fiction_count: int | None = None
    stated_on: date | None = None

    @classmethod
    def of(cls, card: SchoolCard) -> SchoolFields:
        """What stands in the card now."""
        return cls(**{name: getattr(card, name) for name in cls.names()})

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """The columns, in the order of the form."""
        return tuple(field.name for field in fields(cls))

    def shown(self) -> dict[str, str]:
        """Russian field names to texts, for the audit and for conflicts; an empty field is an empty text."""
        return {label_of(SchoolCard, name): words_of(SchoolCard, name, getattr(self, name)) for name in self.names()}

    def cleaned(self, *, today: date) -> SchoolFields:
        """Texts trimmed, the telephone put into its usual shape, the day of the figures filled in.

        Raises:
            TextTooLong, UnknownChoice, CountIsImpossible, FundDoesNotAddUp, MoreClassesThanPupils, StatedDayIsAhead,
            SiteIsWrong: see each.
        """
        texts: dict[str, Any] = {
            name: one_line(value) for name in self.names() if isinstance(value := getattr(self, name), str)
        }
        texts["phone"] = phone_number(texts["phone"])
        texts["site"] = _site(texts["site"])
        for name, text in texts.items():
            require_fits(SchoolCard, name, text)
        typed = replace(self, **texts)
        if typed.area_m2 is not None:
            typed = replace(typed, area_m2=Decimal(typed.area_m2).quantize(Decimal("0.1")))
        typed.check_counts()
        return typed.with_day(today)

    def check_counts(self) -> None:
        """Raises: CountIsImpossible, FundDoesNotAddUp, MoreClassesThanPupils."""
        for name, largest in LARGEST.items():
            value = getattr(self, name)
            if value is not None and not 0 <= value <= largest:
                raise CountIsImpossible(f"«{label_of(SchoolCard, name)}»: число от 0 до {largest}.")
        parts = (self.textbook_count or 0) + (self.fiction_count or 0)
        if self.fund_count is not None and parts > self.fund_count:
            raise FundDoesNotAddUp("Учебников и художественной литературы вместе больше, чем весь фонд.")
        if self.class_count is not None and self.pupil_count is not None and self.class_count > self.pupil_count:
            raise MoreClassesThanPupils("Классов больше, чем учеников.")

    def with_day(self, today: date) -> SchoolFields:
        """With the day of the figures, if there are any. Raises: StatedDayIsAhead."""
        if self.stated_on is not None and self.stated_on > today:
            raise StatedDayIsAhead("День, на который даны сведения, ещё не наступил.")
        has_figures = any(getattr(self, name) is not None for name in LARGEST)
        return replace(self, stated_on=today) if has_figures and self.stated_on is None else self


@transaction.atomic
def update_school_card(
    organisation_id: int, *, expected_version: int, fields: SchoolFields, by: Actor, at: datetime
) -> SchoolCard:
    """Correct the card of a school; `expected_version` is 0 when there was none yet, and it is made.

    Nothing changed: nothing is written, and the version stays.

    Raises:
        PermissionRefused: `by` neither works there nor keeps the schools of that territory.
        ChangedMeanwhile: somebody saved first.
        What `SchoolFields.cleaned` refuses.
    """
    organisation = (
        Organisation.objects.select_for_update(of=("self",)).select_related("territory").get(pk=organisation_id)
    )
    require(can_edit_school(by, organisation))
    stored = SchoolCard.objects.select_for_update().filter(organisation=organisation).first()
    card = stored or SchoolCard(organisation=organisation, version=0)
    before = SchoolFields.of(card)
    wanted = fields.cleaned(today=clock.day_of(at))
    require_version(card.version, expected_version, theirs=before.shown(), mine=wanted.shown())
    if stored is not None and wanted == before:
        return card
    for name in SchoolFields.names():
        setattr(card, name, getattr(wanted, name))
    card.version += 1
    card.save()
    changes = compare(before.shown(), wanted.shown())
    if changes:
        for scope in _scopes(organisation):
            record("school_card_changed", organisation, by=by, at=at, scope=scope, changes=changes)
    return card


def _scopes(organisation: Organisation) -> list[str]:
    """Paths of the associations nearest to the school: those of its own territory, else of the next one above."""
    path = organisation.territory.path
    over = Association.objects.present().values_list("territory__path", "path")
    near = [(territory, found) for territory, found in over if path.startswith(territory)]
    longest = max((len(territory) for territory, _ in near), default=0)
    return deepest(found for territory, found in near if len(territory) == longest)


def _site(text: str) -> str:
    """The address with its scheme. Raises: SiteIsWrong."""
    if not text:
        return ""
    address = text if "://" in text else f"https://{text}"
    try:
        URLValidator(schemes=["http", "https"])(address)
    except ValidationError as wrong:
        raise SiteIsWrong("Сайт: адрес пишется вроде https://school.example.ru.") from wrong
    return address
