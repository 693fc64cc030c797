"""A document as the paper it is: kind, number, date, source, whether it is in force, what it replaces."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from stellazh.associations.access import reach
from stellazh.associations.models import Association
from stellazh.common.actor import Actor, ActorKind
from stellazh.documents.enums import DocumentAudience, DocumentKind, DocumentStatus
from stellazh.documents.models.standing import still_stands
from stellazh.members.belonging import own_associations, own_line


class DocumentQuerySet(models.QuerySet["Document"]):
    def present(self) -> Self:
        """Documents that are not archived."""
        return self.filter(archived_at=None)

    def visible_to(self, actor: Actor) -> Self:
        """Published documents whose audience the actor belongs to or that she was asked to read (until she leaves the
        association), and all of those she keeps; archived ones only to keepers. Heads and methodists read what is
        published below them.
        """
        if actor.actor_kind == ActorKind.SYSTEM:
            return self
        published = Q(archived_at=None, published_at__isnull=False)
        seen = published & Q(audience=DocumentAudience.PUBLIC)
        if actor.actor_kind == ActorKind.PERSON:
            seen |= published & Q(audience=DocumentAudience.MEMBERS, association__path__in=own_line(actor))
            seen |= published & Q(audience=DocumentAudience.ASSOCIATION, association__in=own_associations(actor))
            seen |= published & reach(actor, "documents.read_below", "association__")
            asked = Document.objects.filter(sheets__rows__person_id=int(actor.actor_id))
            seen |= published & Q(pk__in=asked.values("pk")) & still_stands(int(actor.actor_id), "association__path")
            seen |= reach(actor, "documents.keep", "association__")
        return self.filter(seen)

    def keepable_by(self, actor: Actor) -> Self:
        """Documents that the actor keeps."""
        return self.filter(reach(actor, "documents.keep", "association__"))

    def in_order(self) -> Self:
        """Those in force first, then drafts, then repealed ones; the newest first."""
        rank = models.Case(
            models.When(status=DocumentStatus.IN_FORCE, then=0),
            models.When(status=DocumentStatus.DRAFT, then=1),
            default=2,
            output_field=models.SmallIntegerField(),
        )
        return self.order_by(rank, F("dated_on").desc(nulls_last=True), "-pk")


class Document(models.Model):
    """An order, a regulation, a letter of an association or from above, with its file in versions.

    `source` says who issued it («Министерство просвещения»), empty for the association itself; `source_url` where it
    was published. Not published, it is seen by its keepers only.
    """

    association = models.ForeignKey(Association, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField("Вид", max_length=12, choices=DocumentKind)
    title = models.CharField("Название", max_length=400)
    number = models.CharField("Номер", max_length=60, blank=True)
    dated_on = models.DateField("Дата документа", null=True, blank=True)
    source = models.CharField("Кем издан", max_length=200, blank=True)
    source_url = models.URLField("Где опубликован", max_length=500, blank=True)
    summary = models.TextField("О чём документ", blank=True)
    status = models.CharField("Состояние", max_length=10, choices=DocumentStatus, default=DocumentStatus.IN_FORCE)
    in_force_on = models.DateField("Действует с", null=True, blank=True)
    repealed_on = models.DateField("Утратил силу", null=True, blank=True)
    audience = models.CharField("Кому виден", max_length=12, choices=DocumentAudience, default=DocumentAudience.MEMBERS)
    published_at = models.DateTimeField("Опубликован", null=True, blank=True, editable=False)
    replaces = models.ManyToManyField(
        "self", through="Replacement", through_fields=("newer", "older"), symmetrical=False, related_name="replaced_by"
    )
    version_count = models.PositiveSmallIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(editable=False)
    updated_at = models.DateTimeField(editable=False)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    submission_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "документ"
        verbose_name_plural = "документы"
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="document_has_title"),
            models.CheckConstraint(
                condition=Q(repealed_on=None) | Q(status=DocumentStatus.REPEALED), name="document_repealed_on_a_day"
            ),
        ]
        indexes = [models.Index(fields=["association", "dated_on"], name="documents_of_association")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("documents:document_detail", args=[self.pk])

    @property
    def requisites(self) -> str:
        """«приказ от 26.08.2024 № 145», as papers name one another."""
        words = [self.get_kind_display()]
        if self.dated_on is not None:
            words.append(f"от {self.dated_on:%d.%m.%Y}")
        if self.number:
            words.append(f"№ {self.number}")
        return " ".join(words)

    @property
    def is_published(self) -> bool:
        return self.published_at is not None and self.archived_at is None


class Replacement(models.Model):
    """«newer» took the place of «older»."""

    newer = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="replacements")
    older = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="replacements_by")
    note = models.CharField("Что изменилось", max_length=300, blank=True)
    added_at = models.DateTimeField()

    class Meta:
        verbose_name = "замена документа"
        verbose_name_plural = "замены документов"
        constraints = [
            models.UniqueConstraint(fields=["newer", "older"], name="replacement_once"),
            models.CheckConstraint(condition=~Q(newer=F("older")), name="replacement_of_another"),
        ]

    def __str__(self) -> str:
        return f"{self.newer_id} вместо {self.older_id}"
