"""Templates of sheets, pictures on them, and who signs."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q

from stellazh.associations.access import reach
from stellazh.associations.models import Association
from stellazh.certificates.enums import PictureKind
from stellazh.common.actor import Actor
from stellazh.files.models import StoredFile


class CertificatePictureQuerySet(models.QuerySet["CertificatePicture"]):
    def present(self) -> Self:
        """Pictures in use."""
        return self.filter(archived_at=None)


class CertificatePicture(models.Model):
    """An emblem, a background, somebody's signature or a seal. Never public; each use of a signature or seal is in the
    journal."""

    association = models.ForeignKey(Association, on_delete=models.PROTECT, related_name="certificate_pictures")
    kind = models.CharField("Что это", max_length=12, choices=PictureKind)
    name = models.CharField("Название", max_length=150)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(editable=False)
    added_by = models.CharField(max_length=200, editable=False)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    submission_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = CertificatePictureQuerySet.as_manager()

    class Meta:
        verbose_name = "картинка документа"
        verbose_name_plural = "картинки документов"
        ordering = ["kind", "name", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="certificate_picture_has_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_guarded(self) -> bool:
        """Signatures and seals: only whoever may use them opens and places them."""
        return self.kind in (PictureKind.SIGNATURE, PictureKind.SEAL)


class SignatoryQuerySet(models.QuerySet["Signatory"]):
    def present(self) -> Self:
        """Those who sign now."""
        return self.filter(archived_at=None)


class Signatory(models.Model):
    """Who signs an association's documents: the post and the name as they stand on the sheet."""

    association = models.ForeignKey(Association, on_delete=models.PROTECT, related_name="signatories")
    name = models.CharField("Имя, как на листе", max_length=150, help_text="Например: В. И. Ольхова")
    post = models.CharField("Должность, как на листе", max_length=250)
    signature = models.ForeignKey(
        CertificatePicture,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"kind": PictureKind.SIGNATURE},
        verbose_name="Подпись картинкой",
    )
    position = models.PositiveSmallIntegerField(default=0)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    submission_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = SignatoryQuerySet.as_manager()

    class Meta:
        verbose_name = "подписывающий"
        verbose_name_plural = "подписывающие"
        ordering = ["position", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="signatory_has_name")]

    def __str__(self) -> str:
        return self.name


class CertificateTemplateQuerySet(models.QuerySet["CertificateTemplate"]):
    def present(self) -> Self:
        """Templates in use."""
        return self.filter(archived_at=None)

    def visible_to(self, actor: Actor) -> Self:
        """Templates of the associations whose register the actor reads."""
        return self.filter(reach(actor, "certificates.read_register", "association__"))


class CertificateTemplate(models.Model):
    """A sheet: `layout` is a `certificates.layout.Layout` as JSON, `shipped_code` the ready template it began as."""

    association = models.ForeignKey(Association, on_delete=models.PROTECT, related_name="certificate_templates")
    name = models.CharField("Название", max_length=150)
    shipped_code = models.CharField(max_length=60, blank=True, editable=False)
    layout = models.JSONField(default=dict)
    background = models.ForeignKey(
        CertificatePicture, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="Свой фон"
    )
    emblem = models.ForeignKey(
        CertificatePicture, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="Эмблема"
    )
    seal = models.ForeignKey(
        CertificatePicture, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="Печать"
    )
    created_at = models.DateTimeField(editable=False)
    updated_at = models.DateTimeField(editable=False)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    submission_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = CertificateTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = "шаблон документа"
        verbose_name_plural = "шаблоны документов"
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="certificate_template_has_name"),
            models.UniqueConstraint(
                fields=["association", "name"], condition=Q(archived_at=None), name="certificate_template_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name
