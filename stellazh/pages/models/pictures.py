"""Pictures of the sites: who is on them, and the consent by which they may be shown."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from modelsearch import index
from wagtail.images.models import AbstractImage, AbstractRendition, WagtailImageField, get_upload_to

from stellazh.files.models import StoredFile
from stellazh.pages.enums import PicturedPeople
from stellazh.pages.models.originals import OriginalPictures


class SitePicture(AbstractImage):
    """A picture of a site. `public_id` is its address. One with children is shown only with a consent named here.

    `hidden_at`: somebody has taken her consent back, or the picture was published by mistake; nobody gets it any more.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # The content is a stored file: kept once, in every copy of the data, let go by our own service only.
    file = WagtailImageField(
        "Файл",
        upload_to=get_upload_to,
        width_field="width",
        height_field="height",
        storage=OriginalPictures(),
    )
    stored = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    is_decorative = models.BooleanField(
        "Для украшения",
        default=False,
        help_text="Картинка ничего не сообщает: чтецы с экрана её пропустят, описание не нужно.",
    )
    people = models.CharField("Кто на картинке", max_length=8, choices=PicturedPeople, default=PicturedPeople.UNKNOWN)
    consent_note = models.CharField(
        "Согласие родителей",
        max_length=300,
        blank=True,
        help_text="Кто, когда и на что дал согласие, где оно хранится. Без этого картинку с детьми публиковать нельзя.",
    )
    consent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    consent_by_name = models.CharField(max_length=200, blank=True, editable=False)
    consent_at = models.DateTimeField(null=True, blank=True, editable=False)
    hidden_at = models.DateTimeField(null=True, blank=True, editable=False)
    hidden_reason = models.CharField(max_length=300, blank=True, editable=False)

    # The file that another one has just taken the place of; let go when the row is saved.
    former_stored_id: int | None = None

    # What the chooser of pictures asks its index for.
    search_fields = (*AbstractImage.search_fields, index.FilterField("hidden_at"))

    admin_form_fields = ("title", "file", "description", "is_decorative", "people", "consent_note", "collection")

    class Meta(AbstractImage.Meta):
        verbose_name = "картинка сайта"
        verbose_name_plural = "картинки сайта"
        constraints = [
            models.CheckConstraint(
                condition=~Q(people=PicturedPeople.CHILDREN) | ~Q(consent_note=""),
                name="picture_of_children_by_consent",
            )
        ]

    @property
    def may_be_shown(self) -> bool:
        """Whether it may stand on a published page."""
        return self.hidden_at is None and self.people != PicturedPeople.UNKNOWN

    @property
    def default_alt_text(self) -> str:
        """What is on it; nothing rather than the name of a file."""
        return "" if self.is_decorative else str(self.description)


class SiteRendition(AbstractRendition):
    """A picture made smaller for one place."""

    image = models.ForeignKey(SitePicture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        verbose_name = "уменьшенная картинка сайта"
        verbose_name_plural = "уменьшенные картинки сайта"
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="site_rendition_once")
        ]

    @property
    def url(self) -> str:
        """Our own address: files lie where no server hands them out by their names."""
        return reverse("pages:picture", args=[self.image.public_id, self.pk])
