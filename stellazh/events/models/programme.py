"""The programme: sections, talks, tasks, breaks; who speaks; materials and recordings."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from stellazh.associations.models import Organisation
from stellazh.events.enums import Audience, SlotKind
from stellazh.events.models.events import Event
from stellazh.files.models import StoredFile
from stellazh.media.models import MediaItem


class Slot(models.Model):
    """One line of the programme. Talks may stand in a section (`parent`). Times may be unknown: then order tells."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="slots")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    kind = models.CharField("Что это", max_length=10, choices=SlotKind, default=SlotKind.TALK)
    position = models.PositiveSmallIntegerField("Порядок", default=0)
    title = models.CharField("Тема", max_length=400)
    description = models.TextField("Подробно", blank=True)
    starts_at = models.DateTimeField("Начало", null=True, blank=True)
    ends_at = models.DateTimeField("Окончание", null=True, blank=True)
    place = models.CharField("Где", max_length=200, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    submission_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        verbose_name = "строка программы"
        verbose_name_plural = "программа"
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="slot_has_title"),
            models.CheckConstraint(
                condition=Q(starts_at=None) | Q(ends_at=None) | Q(ends_at__gte=F("starts_at")),
                name="slot_ends_after_it_starts",
            ),
        ]
        indexes = [models.Index(fields=["event", "position"], name="slots_of_event")]

    def __str__(self) -> str:
        return self.title


class Speaker(models.Model):
    """Who speaks: somebody we know, or a name with post and school as typed."""

    slot = models.ForeignKey(Slot, on_delete=models.CASCADE, related_name="speakers")
    position = models.PositiveSmallIntegerField(default=0)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField("Кто выступает", max_length=200)
    post = models.CharField("Должность", max_length=200, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    organisation_name = models.CharField("Школа", max_length=200, blank=True)
    # Of somebody who is no person of ours: the organisers have her word. People of ours decide on their own cards.
    is_name_public = models.BooleanField("Согласие показать имя всем получено", default=False)

    class Meta:
        verbose_name = "выступающий"
        verbose_name_plural = "выступающие"
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="speaker_has_name"),
            models.UniqueConstraint(
                fields=["slot", "person"], condition=Q(person__isnull=False), name="speaker_once_in_slot"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Material(models.Model):
    """A file or a link of the event or of one line of its programme; what it holds stands in its versions."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="materials")
    slot = models.ForeignKey(Slot, on_delete=models.SET_NULL, null=True, blank=True, related_name="materials")
    title = models.CharField("Название", max_length=300)
    position = models.PositiveSmallIntegerField(default=0)
    audience = models.CharField("Кому открыт", max_length=12, choices=Audience, default=Audience.EVERYBODY)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    submission_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        verbose_name = "материал"
        verbose_name_plural = "материалы"
        ordering = ["position", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(title=""), name="material_has_title")]

    def __str__(self) -> str:
        return self.title


class MaterialVersion(models.Model):
    """What the material was from that moment on: a stored file or an address. Never changed."""

    material = models.ForeignKey(Material, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    url = models.CharField("Ссылка", max_length=500, blank=True)
    note = models.CharField("Что изменилось", max_length=300, blank=True)
    added_at = models.DateTimeField(editable=False)
    added_by = models.CharField(max_length=200, editable=False)

    class Meta:
        verbose_name = "версия материала"
        verbose_name_plural = "версии материала"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["material", "number"], name="material_version_number_once"),
            models.CheckConstraint(
                condition=(Q(file__isnull=False) & Q(url="")) | (Q(file__isnull=True) & ~Q(url="")),
                name="material_version_is_file_or_link",
            ),
        ]

    def __str__(self) -> str:
        return f"№ {self.number}"


class Recording(models.Model):
    """A film or sound shown at the event: `item` says what it is and whether it is put away, the row who may see it.

    What was uploaded and has no row yet is seen by those who prepare the event alone.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="recordings")
    item = models.OneToOneField(MediaItem, on_delete=models.PROTECT, related_name="+")
    slot = models.ForeignKey(Slot, on_delete=models.SET_NULL, null=True, blank=True, related_name="recordings")
    position = models.PositiveSmallIntegerField(default=0)
    audience = models.CharField("Кому открыта", max_length=12, choices=Audience, default=Audience.EVERYBODY)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = "запись мероприятия"
        verbose_name_plural = "записи мероприятий"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"Запись № {self.pk}"
