"""Who holds personal data: each app says what it knows of a person, so that nothing is forgotten.

Taking one's data out, erasing it and merging two cards go through this registry alone. A test finds every foreign key
to `Person` and fails while one of them is named by no holder.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction

from stellazh.common.registries import Registry
from stellazh.people.models import Person


@dataclass(frozen=True, slots=True)
class Moved:
    """One value that merging changed: which row, which field, from what to what. JSON values."""

    model: str
    pk: int
    field: str
    before: Any
    after: Any

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Erased:
    """What erasing came to in one holder: how many things went, how many stayed, and why they had to stay."""

    label: str
    count: int
    kept_count: int = 0
    reason: str = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Taken:
    """What a holder gives out: a JSON-ready value under the holder's label, and files by the name they shall have."""

    value: Any
    files: Mapping[str, bytes] | None = None


@dataclass(frozen=True)
class PersonalDataHolder:
    """One kind of thing that knows people.

    `references` are the foreign keys it answers for, «members.Post.person». `repoint(absorbed, survivor, at)` moves
    them (or says why a row stays, by not naming it); `stays` explains a reference that merging never moves.
    """

    code: str
    label: str
    references: tuple[str, ...]
    export: Callable[[Person], Taken]
    erase: Callable[[Person, datetime], Sequence[Erased]]
    repoint: Callable[[Person, Person, datetime], Sequence[Moved]]
    stays: str = ""


holders: Registry[PersonalDataHolder] = Registry("holder of personal data", key=lambda entry: entry.code)


def move(row: models.Model, field: str, value: Any) -> Moved:
    """Set one field of a row, and say what it was. `field` is a column's attribute («person_id», «to_on»)."""
    before = getattr(row, field)
    setattr(row, field, value)
    row.save(update_fields=[field.removesuffix("_id")])
    return Moved(row._meta.label, row.pk, field, _json(before), _json(value))  # noqa: SLF001


def move_all(rows: Iterable[models.Model], field: str, value: Any) -> list[Moved]:
    """`move` for each row."""
    return [move(row, field, value) for row in rows]


def move_back(moved: Moved) -> bool:
    """Set the field back, if it still holds what merging put there; False when somebody changed it since, or when the
    value from before has become another row's alone, as an address has."""
    model = next(known for known in apps.get_models() if known._meta.label == moved.model)  # noqa: SLF001
    field = model._meta.get_field(moved.field.removesuffix("_id"))  # noqa: SLF001
    column = field.attname if isinstance(field, models.ForeignKey) else field.name
    found = model._default_manager.filter(pk=moved.pk, **{column: moved.after})  # noqa: SLF001
    try:
        with transaction.atomic():
            changed_count: int = found.update(**{column: moved.before})
    except IntegrityError:
        return False
    return changed_count == 1


def nothing_to_move(absorbed: Person, survivor: Person, at: datetime) -> Sequence[Moved]:
    """For holders whose rows never move: `stays` says why."""
    return ()


def _json(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
