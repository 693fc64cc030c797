"""The card of a librarian: what the bank of data about librarians holds (domain: «Банк данных о библиотекарях»)."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from stellazh.members.enums import Category, ConfirmedHow, EducationLevel, TrainingKind
from stellazh.russian.minors import class_words, minor_name

LONGEST_LIFE_OF_WORK = 80


class CardQuerySet(models.QuerySet["Card"]):
    def unconfirmed_since(self, day: date) -> Self:
        """Cards that nobody confirmed on that day or later."""
        return self.filter(Q(confirmed_at=None) | Q(confirmed_at__date__lt=day))


class Card(models.Model):
    """One person's card. Posts, memberships and names stand beside it, not in it.

    Years of experience are as told on `experience_on`; `experience_on(day)` helpers add the whole years since.
    `visibility` maps a field's code to a `Level`, for the fields whose level the person has changed; the field's own
    default holds for the others. A level of «public» shows nothing without a consent to distribution of that field.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="card", verbose_name="Человек"
    )
    birth_on = models.DateField("Дата рождения", null=True, blank=True)
    phone = models.CharField("Телефон", max_length=40, blank=True)
    contact_email = models.EmailField("Почта для связи", blank=True)
    max_contact = models.CharField("MAX", max_length=100, blank=True)
    vk_contact = models.CharField("ВКонтакте", max_length=100, blank=True)
    other_work = models.CharField(
        "Совместительство", max_length=200, blank=True, help_text="Кем ещё: учитель, лаборант."
    )
    experience_stated_on = models.DateField("Стаж указан на день", null=True, blank=True)
    experience_total = models.PositiveSmallIntegerField("Стаж общий, лет", null=True, blank=True)
    experience_library = models.PositiveSmallIntegerField("Стаж библиотечный, лет", null=True, blank=True)
    experience_teaching = models.PositiveSmallIntegerField("Стаж педагогический, лет", null=True, blank=True)
    experience_here = models.PositiveSmallIntegerField("Стаж в этой школе, лет", null=True, blank=True)
    education_level = models.CharField("Образование", max_length=20, choices=EducationLevel, blank=True)
    education_institution = models.CharField("Учебное заведение", max_length=300, blank=True)
    education_year = models.PositiveSmallIntegerField("Год окончания", null=True, blank=True)
    speciality = models.CharField("Специальность по диплому", max_length=200, blank=True)
    qualification = models.CharField("Квалификация", max_length=200, blank=True)
    category = models.CharField("Категория", max_length=10, choices=Category, blank=True)
    category_on = models.DateField("Дата присвоения", null=True, blank=True)
    category_order = models.CharField("Приказ", max_length=120, blank=True)
    self_education_theme = models.CharField("Тема самообразования", max_length=300, blank=True)
    visibility = models.JSONField("Кто видит", default=dict, blank=True)
    confirmed_at = models.DateTimeField("Подтверждена", null=True, blank=True, editable=False)
    confirmed_how = models.CharField(max_length=10, choices=ConfirmedHow, blank=True, editable=False)
    changed_at = models.DateTimeField("Изменена", null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = CardQuerySet.as_manager()

    class Meta:
        verbose_name = "карточка библиотекаря"
        verbose_name_plural = "карточки библиотекарей"
        constraints = [
            models.CheckConstraint(
                condition=Q(experience_total=None) | Q(experience_total__lte=LONGEST_LIFE_OF_WORK),
                name="card_experience_total_is_possible",
            ),
            models.CheckConstraint(
                condition=Q(experience_library=None) | Q(experience_library__lte=LONGEST_LIFE_OF_WORK),
                name="card_experience_library_is_possible",
            ),
            models.CheckConstraint(
                condition=Q(education_level="") | Q(education_level__in=EducationLevel.values),
                name="card_education_is_known",
            ),
            models.CheckConstraint(
                condition=Q(category="") | Q(category__in=Category.values), name="card_category_is_known"
            ),
        ]
        indexes = [
            models.Index(fields=["category"], name="cards_by_category"),
            models.Index(fields=["education_level"], name="cards_by_education"),
            models.Index(fields=["confirmed_at"], name="cards_by_confirmation"),
        ]

    def __str__(self) -> str:
        return f"карточка {self.person_id}"

    def years_on(self, day: date, stated: int | None) -> int | None:
        """The years of an experience on that day: as stated, and the whole years gone since."""
        if stated is None or self.experience_stated_on is None:
            return stated
        since = self.experience_stated_on
        gone = day.year - since.year - ((day.month, day.day) < (since.month, since.day))
        return max(stated, stated + gone)


class Training(models.Model):
    """A course of further training or a retraining: hours, last day, number of the document."""

    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="trainings")
    kind = models.CharField("Вид", max_length=12, choices=TrainingKind, default=TrainingKind.COURSE)
    title = models.CharField("Тема или программа", max_length=300)
    institution = models.CharField("Организация", max_length=300, blank=True)
    hours = models.PositiveSmallIntegerField("Часов", null=True, blank=True)
    ended_on = models.DateField("Окончено", null=True, blank=True)
    document_number = models.CharField("Номер документа", max_length=60, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = "обучение"
        verbose_name_plural = "обучение"
        ordering = ["-ended_on", "-id"]

    def __str__(self) -> str:
        return self.title


class Award(models.Model):
    """An award of the person's own."""

    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="awards")
    title = models.CharField("Награда", max_length=300)
    year = models.PositiveSmallIntegerField("Год", null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = "награда"
        verbose_name_plural = "награды"
        ordering = ["-year", "-id"]

    def __str__(self) -> str:
        return self.title


class PupilResult(models.Model):
    """A pupil's place in a contest, in the portfolio of the librarian who prepared her.

    Others see «Имя Ф., класс»; the family name is shown whole only while a parent's consent is recorded here.
    """

    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="pupil_results")
    family_name = models.CharField("Фамилия ученика", max_length=100)
    given_name = models.CharField("Имя ученика", max_length=100)
    school_class = models.CharField("Класс", max_length=20)
    contest = models.CharField("Конкурс", max_length=300)
    level = models.CharField("Уровень", max_length=100, blank=True, help_text="Школьный, муниципальный, региональный…")
    place = models.CharField("Результат", max_length=100)
    year = models.PositiveSmallIntegerField("Год", null=True, blank=True)
    guardian_name = models.CharField("Кто из родителей дал согласие", max_length=200, blank=True)
    guardian_consent_on = models.DateField("Согласие родителя от", null=True, blank=True)
    guardian_withdrawn_on = models.DateField("Согласие отозвано", null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = "результат ученика"
        verbose_name_plural = "результаты учеников"
        ordering = ["-year", "-id"]

    def __str__(self) -> str:
        return f"{self.contest}: {self.place}"

    @property
    def may_be_named(self) -> bool:
        """Whether a parent's consent to the whole name is in force."""
        return self.guardian_consent_on is not None and self.guardian_withdrawn_on is None

    @property
    def pupil(self) -> str:
        """The pupil as others may read it: «Маша О., 5 класс», the whole name only by a parent's consent."""
        if not self.may_be_named:
            return minor_name(self.given_name, self.family_name, self.school_class)
        return f"{self.given_name} {self.family_name}, {class_words(self.school_class)}"
