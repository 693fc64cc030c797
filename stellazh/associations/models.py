"""Territories, organisations, associations, and the grants that make a person head, methodist or member of them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Self
from zoneinfo import available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Case, Exists, IntegerField, OuterRef, Q, Value, When
from django.urls import reverse

from stellazh.associations.enums import ASSOCIATION_KIND_NAMES, AssociationKind, OrganisationKind, TerritoryKind
from stellazh.common.capabilities import Role

code_validator = RegexValidator(
    r"^[a-z0-9]+(-[a-z0-9]+)*\Z", "Код пишется строчными латинскими буквами, цифрами и дефисами."
)


def validate_time_zone(value: str) -> None:
    """Refuses what is no IANA time zone."""
    if value not in available_timezones():
        raise ValidationError("Неизвестный часовой пояс.")


# A map of more rows or columns is no map that anybody reads.
LARGEST_TILE_PLACE = 30


class TerritoryQuerySet(models.QuerySet["Territory"]):
    def below(self, territory: Territory) -> Self:
        """The territory and everything under it."""
        return self.filter(path__startswith=territory.path)

    def in_order(self) -> Self:
        """Parents before children, siblings by the alphabet."""
        return self.order_by("depth", "sort_key", "pk")

    def tiles_of(self, territory: Territory) -> Self:
        """What the tile map of a territory shows: everything within it that is not divided further.

        Districts of cities come first, then the rest by the alphabet. Settlements divide nothing and are no tiles.
        """
        parts = Territory.objects.filter(parent=OuterRef("pk"), archived_at=None).exclude(kind=TerritoryKind.SETTLEMENT)
        of_city = When(kind=TerritoryKind.DISTRICT, parent__kind=TerritoryKind.CITY, then=Value(0))
        within = self.filter(~Exists(parts), path__startswith=territory.path, archived_at=None)
        return (
            within.exclude(pk=territory.pk)
            .exclude(kind=TerritoryKind.SETTLEMENT)
            .order_by(Case(of_city, default=Value(1), output_field=IntegerField()), "sort_key", "pk")
        )

    def with_organisation_count(self) -> Self:
        """Add `organisation_count`: organisations that stand in the territory itself."""
        return self.annotate(
            organisation_count=models.Count("organisations", filter=Q(organisations__archived_at=None))
        )


class Territory(models.Model):
    """A region, city, municipality or district. `path` is «/region/town/» of the codes from the root down.

    `tile_row` and `tile_column`, counted from 1, say where its tile stands on tile maps; without them it stands where
    there is room.
    """

    code = models.SlugField("Код", max_length=60, unique=True, validators=[code_validator])
    kind = models.CharField("Вид", max_length=20, choices=TerritoryKind)
    name = models.CharField("Название", max_length=200)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name="Входит в"
    )
    path = models.CharField(max_length=400, unique=True, editable=False)
    depth = models.PositiveSmallIntegerField(default=0, editable=False)
    sort_key = models.CharField(max_length=400, editable=False, default="")
    tile_row = models.PositiveSmallIntegerField("Ряд на карте", null=True, blank=True)
    tile_column = models.PositiveSmallIntegerField("Место в ряду", null=True, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = TerritoryQuerySet.as_manager()

    class Meta:
        verbose_name = "территория"
        verbose_name_plural = "территории"
        constraints = [
            models.CheckConstraint(
                condition=Q(tile_row=None, tile_column=None)
                # Said outright: a comparison with nothing is neither true nor false, and a check lets that pass.
                | Q(
                    tile_row__isnull=False,
                    tile_column__isnull=False,
                    tile_row__gte=1,
                    tile_row__lte=LARGEST_TILE_PLACE,
                    tile_column__gte=1,
                    tile_column__lte=LARGEST_TILE_PLACE,
                ),
                name="territory_tile_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def present(self) -> Self:
        """Organisations that are not archived."""
        return self.filter(archived_at=None)

    def in_order(self) -> Self:
        """By short name in the order of the alphabet."""
        return self.order_by("sort_key", "pk")


class Organisation(models.Model):
    """A school, library, methodical centre, authority or partner. `outside_ids` maps a system's name to its number."""

    kind = models.CharField("Вид", max_length=20, choices=OrganisationKind)
    name = models.CharField("Полное название", max_length=400)
    short_name = models.CharField("Краткое название", max_length=120)
    territory = models.ForeignKey(
        Territory, on_delete=models.PROTECT, related_name="organisations", verbose_name="Территория"
    )
    inn = models.CharField(
        "ИНН", max_length=12, blank=True, validators=[RegexValidator(r"^(\d{10}|\d{12})?\Z", "ИНН — 10 или 12 цифр.")]
    )
    outside_ids = models.JSONField("Номера в других системах", default=dict, blank=True)
    sort_key = models.CharField(max_length=400, editable=False, default="")
    name_key = models.CharField(max_length=140, editable=False, default="", db_index=True)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    submission_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = "организация"
        verbose_name_plural = "организации"
        constraints = [
            models.UniqueConstraint(fields=["inn"], condition=~Q(inn=""), name="organisation_inn_once"),
        ]

    def __str__(self) -> str:
        return self.short_name


class AssociationQuerySet(models.QuerySet["Association"]):
    def present(self) -> Self:
        """Associations that are not closed."""
        return self.filter(archived_at=None)

    def in_order(self) -> Self:
        """Parents before children, siblings by the alphabet."""
        return self.order_by("depth", "sort_key", "pk")

    def below(self, association: Association) -> Self:
        """The association and everything under it."""
        return self.filter(path__startswith=association.path)

    def with_territory_count(self) -> Self:
        """Add `territory_count`: territories right under the association's own."""
        children = models.Count("territory__children", filter=Q(territory__children__archived_at=None))
        return self.annotate(territory_count=children)


class Association(models.Model):
    """A methodological association. `code` stands in its address `/o/<code>/` and never changes.

    `path` is «/region/town/» of the codes from the root down: a prefix of it is «here and below».
    """

    code = models.SlugField("Код", max_length=60, unique=True, validators=[code_validator])
    kind = models.CharField("Вид", max_length=10, choices=AssociationKind)
    name = models.CharField("Полное название", max_length=300)
    short_name = models.CharField("Краткое название", max_length=120)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name="Входит в"
    )
    territory = models.ForeignKey(
        Territory, on_delete=models.PROTECT, related_name="associations", verbose_name="Территория"
    )
    time_zone = models.CharField(
        "Часовой пояс", max_length=60, default="Europe/Moscow", validators=[validate_time_zone]
    )
    about = models.TextField("О объединении", blank=True)
    path = models.CharField(max_length=400, unique=True, editable=False)
    depth = models.PositiveSmallIntegerField(default=0, editable=False)
    sort_key = models.CharField(max_length=400, editable=False, default="")
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    submission_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = AssociationQuerySet.as_manager()

    class Meta:
        verbose_name = "объединение"
        verbose_name_plural = "объединения"

    def __str__(self) -> str:
        return self.short_name

    def get_absolute_url(self) -> str:
        return reverse(settings.ASSOCIATION_HOME_URL, args=[self.code])

    @property
    def kind_name(self) -> str:
        """«муниципальное методическое объединение»."""
        return ASSOCIATION_KIND_NAMES[AssociationKind(self.kind)]


class GrantQuerySet(models.QuerySet["Grant"]):
    def active_on(self, day: date) -> Self:
        """Grants in force on that day."""
        return self.filter(Q(from_on__lte=day), Q(to_on=None) | Q(to_on__gte=day))

    def active_around(self, day: date) -> Self:
        """Grants in force on that day, the one before or the one after: what some time zone calls today."""
        return self.filter(
            Q(from_on__lte=day + timedelta(days=1)), Q(to_on=None) | Q(to_on__gte=day - timedelta(days=1))
        )


class Grant(models.Model):
    """A role of a person within one scope, from a day to a day. Never deleted: it ends.

    Exactly one scope is set: an association, an organisation, a territory, or one object named by type and key.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="grants", verbose_name="Кому"
    )
    role = models.CharField("Роль", max_length=20, choices=Role)
    association = models.ForeignKey(
        Association, on_delete=models.PROTECT, null=True, blank=True, related_name="grants", verbose_name="Объединение"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="grants"
    )
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, null=True, blank=True, related_name="grants")
    object_type = models.CharField(max_length=80, blank=True)
    object_id = models.CharField(max_length=64, blank=True)
    from_on = models.DateField("С")
    to_on = models.DateField("По", null=True, blank=True)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="grants_given"
    )
    granted_at = models.DateTimeField(editable=False)

    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = "роль"
        verbose_name_plural = "роли"
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(association__isnull=False, organisation=None, territory=None, object_type="")
                    | Q(association=None, organisation__isnull=False, territory=None, object_type="")
                    | Q(association=None, organisation=None, territory__isnull=False, object_type="")
                    | (Q(association=None, organisation=None, territory=None) & ~Q(object_type=""))
                ),
                name="grant_has_one_scope",
            ),
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=models.F("from_on")), name="grant_ends_after_it_begins"
            ),
            models.UniqueConstraint(
                fields=["person", "role", "association"],
                condition=Q(to_on=None, association__isnull=False),
                name="grant_open_once_per_association",
            ),
        ]
        indexes = [models.Index(fields=["person", "to_on"])]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.person_id}"
