"""What a card says, as typed: cleaned, checked, and put into words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.core.validators import validate_email
from django.db import models

from stellazh.common.errors import DomainError
from stellazh.members.enums import Category
from stellazh.members.models import Card
from stellazh.members.models.cards import LONGEST_LIFE_OF_WORK
from stellazh.russian.phones import phone_number
from stellazh.russian.text_lines import one_line

YOUNGEST, OLDEST = 16, 100
FIRST_YEAR: Final = 1940


class TextTooLong(DomainError):
    """A text does not fit into its field."""


class UnknownChoice(DomainError):
    """A value is none of those that the field knows."""


class BirthIsImplausible(DomainError):
    """The day of birth lies ahead, or makes the person younger than 16 or older than 100."""


class AddressIsWrong(DomainError):
    """What stands in the field for mail is no address."""


class ExperienceIsImpossible(DomainError):
    """Years of one kind exceed the total, eighty, or the person's life."""


class ExperienceDayIsAhead(DomainError):
    """The day on which the years were counted lies ahead."""


class EducationYearIsWrong(DomainError):
    """The year of the diploma lies ahead or too far back."""


class CategoryIsMissing(DomainError):
    """A date or an order of a category that is not named."""


class CategoryDayIsWrong(DomainError):
    """A category with a day ahead, or «соответствие занимаемой должности» without its day."""


@dataclass(frozen=True, slots=True)
class CardFields:
    """Every column of a card that people fill in; what is not given is empty. Years are whole numbers."""

    birth_on: date | None = None
    phone: str = ""
    contact_email: str = ""
    max_contact: str = ""
    vk_contact: str = ""
    other_work: str = ""
    experience_stated_on: date | None = None
    experience_total: int | None = None
    experience_library: int | None = None
    experience_teaching: int | None = None
    experience_here: int | None = None
    education_level: str = ""
    education_institution: str = ""
    education_year: int | None = None
    speciality: str = ""
    qualification: str = ""
    category: str = ""
    category_on: date | None = None
    category_order: str = ""
    self_education_theme: str = ""

    @classmethod
    def of(cls, card: Card) -> CardFields:
        """What stands in the card now."""
        return cls(**{name: getattr(card, name) for name in cls.names()})

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """The columns, in the order of the form."""
        return tuple(field.name for field in fields(cls))

    def shown(self) -> dict[str, str]:
        """Russian field names to texts, for the audit and for conflicts; an empty field is an empty text."""
        return {label_of(Card, name): words_of(Card, name, getattr(self, name)) for name in self.names()}

    def keeping(self, card: Card, columns: Iterable[str]) -> CardFields:
        """The same, with those columns as they stand in the card: for whoever may not see them."""
        return replace(self, **{name: getattr(card, name) for name in columns if name in self.names()})

    def cleaned(self, *, today: date) -> CardFields:
        """Texts trimmed, the telephone put into its usual shape, what follows from other fields cleared or filled in.

        Raises:
            TextTooLong, UnknownChoice, BirthIsImplausible, AddressIsWrong, ExperienceIsImpossible,
            ExperienceDayIsAhead, EducationYearIsWrong, CategoryIsMissing, CategoryDayIsWrong: see each.
        """
        texts: dict[str, Any] = {
            name: one_line(value) for name in self.names() if isinstance(value := getattr(self, name), str)
        }
        texts["phone"] = phone_number(texts["phone"])
        typed = replace(self, **texts)
        for name, text in texts.items():
            require_fits(Card, name, text)
        typed.check_person(today)
        typed.check_experience(today)
        typed.check_education(today)
        return typed.with_experience_day(today).with_category(today)

    def check_person(self, today: date) -> None:
        """Raises: BirthIsImplausible, AddressIsWrong."""
        if self.birth_on is not None:
            age = whole_years(self.birth_on, today)
            if not YOUNGEST <= age <= OLDEST:
                raise BirthIsImplausible(f"Проверьте дату рождения: по ней выходит возраст {age}.")
        if self.contact_email:
            try:
                validate_email(self.contact_email)
            except ValidationError as wrong:
                raise AddressIsWrong("Почта для связи: адрес пишется вроде name@example.ru.") from wrong

    def check_experience(self, today: date) -> None:
        """Raises: ExperienceIsImpossible."""
        kinds = (self.experience_library, self.experience_teaching, self.experience_here)
        stated = [years for years in (self.experience_total, *kinds) if years is not None]
        if any(not 0 <= years <= LONGEST_LIFE_OF_WORK for years in stated):
            raise ExperienceIsImpossible(f"Стаж пишется в целых годах, от 0 до {LONGEST_LIFE_OF_WORK}.")
        total = self.experience_total
        if total is not None and any(years is not None and years > total for years in kinds):
            raise ExperienceIsImpossible("Библиотечный, педагогический стаж и стаж в этой школе не больше общего.")
        day = self.experience_stated_on or today
        if self.birth_on is not None and stated and max(stated) > max(whole_years(self.birth_on, day), 0):
            raise ExperienceIsImpossible("Стаж больше возраста: проверьте его и дату рождения.")

    def check_education(self, today: date) -> None:
        """Raises: EducationYearIsWrong."""
        year = self.education_year
        if year is None:
            return
        if year > today.year:
            raise EducationYearIsWrong("Год окончания ещё не наступил.")
        if year < FIRST_YEAR or (self.birth_on is not None and year <= self.birth_on.year):
            raise EducationYearIsWrong("Проверьте год окончания: он слишком ранний.")

    def with_experience_day(self, today: date) -> CardFields:
        """With the day on which the years were counted, if there are any. Raises: ExperienceDayIsAhead."""
        kinds = (self.experience_total, self.experience_library, self.experience_teaching, self.experience_here)
        if all(years is None for years in kinds):
            return replace(self, experience_stated_on=None)
        if self.experience_stated_on is None:
            return replace(self, experience_stated_on=today)
        if self.experience_stated_on > today:
            raise ExperienceDayIsAhead("Стаж указывают на день, который уже наступил.")
        return self

    def with_category(self, today: date) -> CardFields:
        """Without date and order when there is no category. Raises: CategoryIsMissing, CategoryDayIsWrong."""
        if self.category == Category.NONE:
            return replace(self, category_on=None, category_order="")
        if not self.category and (self.category_on or self.category_order):
            raise CategoryIsMissing("Выберите категорию, о которой говорят дата и приказ.")
        if self.category_on is not None and self.category_on > today:
            raise CategoryDayIsWrong("Дата присвоения категории ещё не наступила.")
        if self.category == Category.FITNESS and self.category_on is None:
            raise CategoryDayIsWrong(
                "Для соответствия занимаемой должности укажите дату: его подтверждают раз в 5 лет."
            )
        return self


def whole_years(since: date, day: date) -> int:
    """Whole years from one day to another."""
    return day.year - since.year - ((day.month, day.day) < (since.month, since.day))


def require_fits(model: type[models.Model], name: str, text: str) -> None:
    """Pass when the text fits into the column and, of a column with choices, is one of them.

    Raises:
        TextTooLong, UnknownChoice.
    """
    field = model._meta.get_field(name)  # noqa: SLF001
    label = label_of(model, name)
    choices = getattr(field, "choices", None)
    if text and choices and text not in dict(choices):
        raise UnknownChoice(f"«{label}»: такого значения нет в списке.")
    limit = getattr(field, "max_length", None)
    if limit is not None and len(text) > limit:
        raise TextTooLong(f"«{label}»: не длиннее {limit} знаков.")


def label_of(model: type[models.Model], name: str) -> str:
    """The Russian name of a column; of what is no column, the name itself."""
    try:
        return str(model._meta.get_field(name).verbose_name)  # type: ignore[union-attr] # noqa: SLF001
    except FieldDoesNotExist:
        return name


def words_of(model: type[models.Model], name: str, value: Any) -> str:
    """A value as people read it: «01.09.2024», «первая», «да»; empty when there is none."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}".replace(".", ",")
    choices = dict(getattr(model._meta.get_field(name), "choices", None) or ())  # noqa: SLF001
    return str(choices.get(value, value))
