"""The journal of deeds. Its rows are only ever added: triggers in the database refuse the rest."""

from __future__ import annotations

from typing import Self

from django.db import connections, models
from django.db.models.functions import Now

from stellazh.audit.actions import actions

# Sorts after every character that a path may hold; closes the range of a prefix.
_LAST_CHARACTER = "\U0010ffff"


def type_of(thing: models.Model) -> str:
    """How the audit names the kind of a thing: «workplans.plan». Proxies share the name of their table's model."""
    concrete = thing._meta.concrete_model or type(thing)  # noqa: SLF001
    return concrete._meta.label_lower  # noqa: SLF001


class AuditEntryQuerySet(models.QuerySet["AuditEntry"]):
    def about(self, thing: models.Model) -> Self:
        """Deeds done to one thing."""
        return self.filter(object_type=type_of(thing), object_id=str(thing.pk))

    def within(self, scope_prefix: str) -> Self:
        """Deeds of an association and of all below it; `scope_prefix` is its path, «/region/town/».

        Raises:
            ValueError: the path does not begin and end with a slash.
        """
        if not (scope_prefix.startswith("/") and scope_prefix.endswith("/")):
            raise ValueError(f"A scope begins and ends with a slash, this one does not: {scope_prefix!r}")
        if connections[self.db].vendor == "sqlite":
            # LIKE of SQLite folds ASCII case and uses no index with an escape; a range of bytes does neither wrong.
            return self.filter(scope__gte=scope_prefix, scope__lt=scope_prefix + _LAST_CHARACTER)
        return self.filter(scope__startswith=scope_prefix)


class AuditEntry(models.Model):
    """One deed: who did what to which thing, and what changed. Never altered, never deleted.

    `at` is the moment the deed counts from, as its service was told; `recorded_at` is the database's own clock.
    `changes` maps a field's Russian name to `[before, after]`, both as text.
    """

    at = models.DateTimeField("когда")
    recorded_at = models.DateTimeField("записано", db_default=Now())
    actor_kind = models.CharField("вид действующего", max_length=16)
    actor_id = models.CharField("ключ действующего", max_length=64, blank=True)
    actor_name = models.CharField("кто", max_length=200)
    action = models.CharField("действие", max_length=64)
    object_type = models.CharField("вид предмета", max_length=64)
    object_id = models.CharField("ключ предмета", max_length=64)
    object_label = models.CharField("предмет", max_length=200)
    scope = models.CharField("путь объединения", max_length=500, blank=True)
    changes = models.JSONField("изменения", default=dict)
    note = models.TextField("примечание", blank=True)
    request_id = models.CharField("запрос", max_length=64, blank=True)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        verbose_name = "запись журнала"
        verbose_name_plural = "журнал действий"
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["object_type", "object_id", "-at", "-id"], name="audit_about_thing"),
            models.Index(fields=["-at", "-id"], name="audit_newest_first"),
            models.Index(fields=["scope"], name="audit_scope_prefix", opclasses=["varchar_pattern_ops"]),
        ]

    def __str__(self) -> str:
        return f"{self.action_label}: {self.object_label}"

    @property
    def action_label(self) -> str:
        """The deed in Russian; its code when the app that knew it is gone."""
        known = actions.get(self.action)
        return known.label if known else self.action
