"""What comes into the services of plans: plain values, checked here for what the database would otherwise refuse."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import models

from stellazh.workplans.enums import EventForm, ItemFormat, ItemStatus, OwnerKind, PlanForm
from stellazh.workplans.models import ItemOwner, PlanItem
from stellazh.workplans.services.refusals import TextMissing, TextTooLong, UnsafeAddress

ADDRESS_LENGTH = 300


@dataclass(frozen=True, slots=True)
class PlanFields:
    """The passport of a plan. `tasks` and `expected_results` hold one entry a line; `form` is a `PlanForm` code."""

    title: str = ""
    unified_theme: str = ""
    methodical_theme: str = ""
    goal: str = ""
    tasks: str = ""
    expected_results: str = ""
    form: str = PlanForm.SECTIONS
    signer_post: str = ""
    signer_name: str = ""


@dataclass(frozen=True, slots=True)
class OwnerFields:
    """One responsible: `kind` is an `OwnerKind` code, `name` is printed as typed, at most one id is set."""

    kind: str
    name: str
    detail: str = ""
    person_id: int | None = None
    association_id: int | None = None
    organisation_id: int | None = None


@dataclass(frozen=True, slots=True)
class ItemFields:
    """An item as somebody typed it. `form` is an `EventForm` code, `format` an `ItemFormat` code or empty."""

    section_id: int | None
    title: str
    number: str = ""
    form: str = EventForm.OTHER
    description: str = ""
    term_raw: str = ""
    place: str = ""
    format: str = ""
    audience: str = ""
    outcome_document: str = ""
    note: str = ""
    owners: tuple[OwnerFields, ...] = ()


@dataclass(frozen=True, slots=True)
class Basis:
    """The paper behind a decision: «протокол заседания», its day, number and address."""

    text: str
    on: date
    number: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class BulkChange:
    """One change for many items; what is None stays as it is.

    `section_id` 0 takes items out of their sections. `replace_owner` is the name as written and who stands there
    instead. `shift_days` moves exact days, forth or back; items without exact days refuse it.
    """

    section_id: int | None = None
    status: str | None = None
    reason: str = ""
    form: str | None = None
    format: str | None = None
    add_owner: OwnerFields | None = None
    replace_owner: tuple[str, OwnerFields] | None = None
    shift_days: int | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for."""
        return self.shift_days in (None, 0) and all(
            value is None
            for value in (
                self.section_id,
                self.status,
                self.form,
                self.format,
                self.add_owner,
                self.replace_owner,
            )
        )


def checked_texts(model: type[models.Model], values: Mapping[str, str]) -> None:
    """Pass when every text fits into its column.

    Raises:
        TextTooLong: one does not; the message names the field in Russian.
    """
    for name, value in values.items():
        column = model._meta.get_field(name)  # noqa: SLF001
        longest = getattr(column, "max_length", None)
        if longest is not None and len(value) > longest:
            label = str(getattr(column, "verbose_name", name))
            raise TextTooLong(f"«{label}»: не более {longest} знаков, а набрано {len(value)}.")


def checked_choice(choices: type[models.TextChoices], value: str, label: str) -> None:
    """Pass when the code is one of the known ones.

    Raises:
        TextMissing: it is not.
    """
    if value not in choices.values:
        raise TextMissing(f"«{label}»: выберите значение из списка.")


def checked_item(fields: ItemFields) -> ItemFields:
    """The fields without outer blanks.

    Raises:
        TextMissing: the title or the name of an owner is empty, or a code is unknown.
        TextTooLong: a text does not fit.
    """
    texts = {name: str(getattr(fields, name)).strip() for name in ITEM_TEXTS}
    if not texts["title"]:
        raise TextMissing("Напишите, что за мероприятие.")
    checked_texts(PlanItem, texts)
    checked_choice(EventForm, fields.form, "Форма")
    if fields.format:
        checked_choice(ItemFormat, fields.format, "Формат")
    owners = tuple(checked_owner(owner) for owner in fields.owners)
    for owner in owners:
        checked_texts(ItemOwner, {"name": owner.name, "detail": owner.detail})
    return ItemFields(section_id=fields.section_id, form=fields.form, format=fields.format, owners=owners, **texts)


def checked_owner(owner: OwnerFields) -> OwnerFields:
    """The owner without outer blanks.

    Raises:
        TextMissing: there is no name, or the kind is unknown.
    """
    if not owner.name.strip():
        raise TextMissing("У ответственного нет имени.")
    checked_choice(OwnerKind, owner.kind, "Ответственный")
    return OwnerFields(
        kind=owner.kind,
        name=owner.name.strip(),
        detail=owner.detail.strip(),
        person_id=owner.person_id,
        association_id=owner.association_id,
        organisation_id=owner.organisation_id,
    )


def checked_address(address: str) -> str:
    """The address without outer blanks: empty, a path of this site, or http(s).

    Raises:
        UnsafeAddress: it is anything else.
        TextTooLong: it is longer than 300 signs.
    """
    address = address.strip()
    if len(address) > ADDRESS_LENGTH:
        raise TextTooLong(f"Ссылка длиннее {ADDRESS_LENGTH} знаков: сократите её.")
    is_path = address.startswith("/") and not address.startswith(("//", "/\\"))
    if address and not is_path and not address.casefold().startswith(("http://", "https://")):
        raise UnsafeAddress("Ссылка должна начинаться с http:// или https://.")
    return address


def needs_reason(status: str) -> bool:
    """Whether that status of an item is set with a reason only."""
    return status in (ItemStatus.POSTPONED, ItemStatus.CANCELLED)


ITEM_TEXTS = (
    "title",
    "number",
    "description",
    "term_raw",
    "place",
    "audience",
    "outcome_document",
    "note",
)
PLAN_TEXTS = (
    "title",
    "unified_theme",
    "methodical_theme",
    "goal",
    "tasks",
    "expected_results",
    "signer_post",
    "signer_name",
)
