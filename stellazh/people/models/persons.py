"""A person: somebody the associations know, with an account or without one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import Group, Permission
from django.db import models
from django.db.models.functions import Lower

from stellazh.common.actor import ActorKind

if TYPE_CHECKING:
    from stellazh.common.actor import Actor


class PersonQuerySet(models.QuerySet["Person"]):
    def present(self) -> Self:
        """People whose cards are not archived."""
        return self.filter(archived_at=None)

    def with_account(self) -> Self:
        """People who can sign in: with an address and a usable password, a passkey, or an account elsewhere."""
        by_password = models.Q(email__isnull=False) & ~models.Q(password="") & ~models.Q(password__startswith="!")  # noqa: S106
        return self.filter(by_password | models.Q(has_other_way=True))

    def in_order(self) -> Self:
        """By family name, given name and patronymic in the order of the Russian alphabet, alike on both databases."""
        return self.order_by("sort_key", "pk")


class PersonManager(BaseUserManager["Person"]):
    """Looks people up by address. Rows are made by services only."""

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email=(username or "").strip().casefold())


class Person(AbstractBaseUser):  # type: ignore[django-manager-missing]  # of an untyped model of pictures
    """Somebody of the field: a librarian, a head, a methodist, a partner.

    `email` is the sign-in address, case-folded; None for people without an account. `given_name` and `patronymic` may
    be bare initials («Н», «В»), as plans write them. An account is a usable password, a passkey or a linked provider;
    `has_other_way` says that there is one of the latter two, so that nobody has to ask their tables. The services that
    add and remove those keep it true.
    """

    family_name = models.CharField("Фамилия", max_length=100)
    given_name = models.CharField("Имя", max_length=100, blank=True)
    patronymic = models.CharField("Отчество", max_length=100, blank=True)
    sort_key = models.CharField(max_length=400, editable=False, default="")
    name_key = models.CharField(max_length=140, editable=False, default="", db_index=True)
    email = models.EmailField("Электронная почта", null=True, blank=True, unique=True)
    has_other_way = models.BooleanField(default=False, editable=False)
    is_active = models.BooleanField(default=True)
    # What an editor of pages asks a user for (docs/adr/0026-wagtail.md). Groups are projected from roles, and the table
    # of roles has nobody above it.
    groups = models.ManyToManyField(Group, related_name="user_set", related_query_name="user", blank=True)
    is_superuser = models.BooleanField(default=False)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    submission_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = PersonManager.from_queryset(PersonQuerySet)()

    class Meta:
        verbose_name = "человек"
        verbose_name_plural = "люди"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=None) | models.Q(email=Lower("email")), name="person_email_is_lower_case"
            ),
            models.CheckConstraint(condition=~models.Q(family_name=""), name="person_has_family_name"),
            models.CheckConstraint(condition=models.Q(is_superuser=False), name="person_is_no_superuser"),
        ]
        indexes = [models.Index(fields=["sort_key"])]

    # Set by the request's middleware, so that one request asks for the person's grants, and where she belongs, once.
    caches_grants: bool = False
    grant_cache: tuple[object, ...] | None = None
    line_cache: tuple[str, ...] | None = None
    group_permissions: frozenset[str] | None = None

    def __str__(self) -> str:
        return self.short_name

    @property
    def full_name(self) -> str:
        """«Ольхова Вера Ильинична»; «Ольхова В.И.» when only initials are known."""
        if len(self.given_name) == 1:
            return self.short_name
        return " ".join(part for part in (self.family_name, self.given_name, self.patronymic) if part)

    @property
    def short_name(self) -> str:
        """«Ольхова В.И.», as papers write it."""
        initials = "".join(f"{part[0]}." for part in (self.given_name, self.patronymic) if part)
        return f"{self.family_name} {initials}".strip()

    @property
    def greeting_name(self) -> str:
        """«Вера Ильинична», or what is known."""
        if len(self.given_name) > 2 and self.patronymic:
            return f"{self.given_name} {self.patronymic}"
        return self.full_name

    def get_full_name(self) -> str:
        """The name under which an editor of pages shows the user."""
        return self.short_name

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Whether one of her groups may do it. Asked by the editor of pages only: our own rights are grants."""
        return self.has_perms([perm], obj)

    def has_perms(self, perms: Iterable[str], obj: object = None) -> bool:
        """Whether the person's groups may do all of it. One query a request."""
        if not self.is_active or obj is not None:
            return False
        if self.group_permissions is None:
            held = Permission.objects.filter(group__user=self).values_list("content_type__app_label", "codename")
            self.group_permissions = frozenset(f"{app}.{codename}" for app, codename in held)
        return self.group_permissions.issuperset(perms)

    @property
    def has_account(self) -> bool:
        """Whether the person can sign in: by a password, a passkey or a linked provider. Costs no query."""
        return self.has_other_way or self.has_password

    @property
    def has_password(self) -> bool:
        """Whether the person can sign in with the address and a password."""
        return bool(self.email) and bool(self.password) and self.has_usable_password()

    @property
    def actor_kind(self) -> ActorKind:
        return ActorKind.PERSON

    @property
    def actor_id(self) -> str:
        return str(self.pk)

    @property
    def actor_name(self) -> str:
        return self.short_name


class SignInTrouble(models.Model):
    """Failed sign-ins under one key: an address typed, or a network address. Makes the next try wait longer."""

    key = models.CharField(max_length=64, unique=True)
    failures = models.PositiveIntegerField(default=0)
    last_failed_at = models.DateTimeField()
    blocked_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "неудачный вход"
        verbose_name_plural = "неудачные входы"

    def __str__(self) -> str:
        return f"{self.failures} → {self.blocked_until}"


if TYPE_CHECKING:

    def _person_is_an_actor(person: Person) -> Actor:
        return person
