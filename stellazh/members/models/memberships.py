"""Who belongs to which association, and who works where: each from a day to a day."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from stellazh.associations.models import Association, Organisation
from stellazh.members.enums import PostKind


class MembershipQuerySet(models.QuerySet["Membership"]):
    def on(self, day: date) -> Self:
        """Memberships in force on that day."""
        return self.filter(Q(from_on__lte=day), Q(to_on=None) | Q(to_on__gte=day))

    def at_home(self) -> Self:
        """Of each person's open places the one entered first: those who keep that list keep the card.

        Anybody known may be taken into one's own list, so a place entered later opens no more of the card.
        """
        earlier = Membership.objects.filter(person=models.OuterRef("person"), to_on=None, pk__lt=models.OuterRef("pk"))
        return self.filter(~models.Exists(earlier), to_on=None)

    def in_order(self) -> Self:
        """By weight of the position, then by the alphabet."""
        return self.order_by("weight", "person__sort_key", "pk")


class Membership(models.Model):
    """A person's belonging to an association. `position` is the place in it («руководитель», «секретарь»), free text.

    Rights come from grants, never from this text.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships", verbose_name="Человек"
    )
    association = models.ForeignKey(
        Association, on_delete=models.PROTECT, related_name="memberships", verbose_name="Объединение"
    )
    position = models.CharField("Кем в объединении", max_length=120, blank=True)
    weight = models.PositiveSmallIntegerField("Порядок", default=100)
    from_on = models.DateField("С")
    to_on = models.DateField("По", null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "участие в объединении"
        verbose_name_plural = "участия в объединениях"
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")), name="membership_ends_after_it_begins"
            ),
            models.UniqueConstraint(
                fields=["person", "association"], condition=Q(to_on=None), name="membership_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} в {self.association_id}"


class PostQuerySet(models.QuerySet["Post"]):
    def on(self, day: date) -> Self:
        """Posts held on that day."""
        return self.filter(Q(from_on=None) | Q(from_on__lte=day), Q(to_on=None) | Q(to_on__gte=day))

    def vouched(self) -> Self:
        """Posts that somebody who keeps lists has written or saved: fit to act for the school by."""
        return self.filter(is_own_word=False)


class Post(models.Model):
    """A person's post at an organisation: «педагог-библиотекарь, МБОУ СОШ № 5»."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="posts", verbose_name="Человек"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="posts", verbose_name="Организация"
    )
    title = models.CharField("Должность", max_length=160)
    kind = models.CharField("Вид должности", max_length=20, choices=PostKind, default=PostKind.OTHER)
    rate = models.DecimalField(
        "Ставка", max_digits=3, decimal_places=2, null=True, blank=True, help_text="0,25, 0,5, 0,75, 1 …"
    )
    from_on = models.DateField("С", null=True, blank=True)
    to_on = models.DateField("По", null=True, blank=True)
    # Typed by the person herself, or by the bearer of her link, and looked at by nobody who keeps lists.
    is_own_word = models.BooleanField("Со слов самого человека", default=False, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = "должность"
        verbose_name_plural = "должности"
        indexes = [models.Index(fields=["organisation", "person"], name="posts_at_organisation")]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(from_on=None) | Q(to_on__gte=F("from_on")),
                name="post_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=Q(kind__in=PostKind.values), name="post_kind_is_known"),
            models.CheckConstraint(condition=Q(rate=None) | Q(rate__gt=0, rate__lte=2), name="post_rate_is_possible"),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.organisation_id}"
