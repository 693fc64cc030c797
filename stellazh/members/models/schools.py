"""The card of a school and of its library."""

from __future__ import annotations

from django.db import models

from stellazh.associations.models import Organisation
from stellazh.members.enums import LibraryKind, RoomKind, SettlementKind


class SchoolCard(models.Model):
    """What the bank of data holds of a school and its library. Names, ИНН and territory stand in the organisation."""

    organisation = models.OneToOneField(
        Organisation, on_delete=models.PROTECT, related_name="school_card", verbose_name="Школа"
    )
    settlement = models.CharField("Город или село", max_length=10, choices=SettlementKind, blank=True)
    school_type = models.CharField("Тип школы", max_length=120, blank=True, help_text="Средняя, основная, гимназия…")
    pupil_count = models.PositiveIntegerField("Учеников", null=True, blank=True)
    class_count = models.PositiveSmallIntegerField("Классов", null=True, blank=True)
    phone = models.CharField("Телефон", max_length=40, blank=True)
    site = models.URLField("Сайт", max_length=300, blank=True)
    library_kind = models.CharField("Статус библиотеки", max_length=10, choices=LibraryKind, blank=True)
    room = models.CharField("Помещение", max_length=10, choices=RoomKind, blank=True)
    area_m2 = models.DecimalField("Площадь, м²", max_digits=7, decimal_places=1, null=True, blank=True)
    has_reading_room = models.BooleanField("Читальный зал", null=True, blank=True)
    seat_count = models.PositiveSmallIntegerField("Мест", null=True, blank=True)
    computer_count = models.PositiveSmallIntegerField("Компьютеров", null=True, blank=True)
    has_internet = models.BooleanField("Интернет", null=True, blank=True)
    library_system = models.CharField("АБИС", max_length=120, blank=True)
    fund_count = models.PositiveIntegerField("Фонд всего", null=True, blank=True)
    textbook_count = models.PositiveIntegerField("Учебников", null=True, blank=True)
    fiction_count = models.PositiveIntegerField("Художественной литературы", null=True, blank=True)
    stated_on = models.DateField("Сведения на день", null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = "карточка школы"
        verbose_name_plural = "карточки школ"

    def __str__(self) -> str:
        return f"карточка школы {self.organisation_id}"
