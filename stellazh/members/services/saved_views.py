"""Views of the directory that a person keeps under a name. One's own affair: the journal keeps nothing of them."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction

from stellazh.common.actor import Actor, ActorKind
from stellazh.common.errors import DomainError
from stellazh.common.uniqueness import unique_or
from stellazh.common.verdict import refuse, require
from stellazh.members.models import SavedView
from stellazh.people.models import Person
from stellazh.russian.text_lines import one_line

MOST_VIEWS: Final = 50
LONGEST_NAME: Final = 80
LONGEST_QUERY: Final = 2000


class ViewNameIsEmpty(DomainError):
    """A view without a name, or with one too long."""


class ViewNameIsTaken(DomainError):
    """The person has another view of that name."""


class ViewIsTooLong(DomainError):
    """More was chosen than can be kept."""


class TooManyViews(DomainError):
    """The person keeps as many views as anybody may."""


@transaction.atomic
def save_view(*, name: str, query: str, by: Actor, at: datetime) -> SavedView:
    """Keep what is chosen now under a name. The same name again keeps the newer choice: a double click makes one row.

    Raises:
        PermissionRefused: `by` is no person.
        ViewNameIsEmpty, ViewIsTooLong, TooManyViews.
    """
    person = _locked(by)
    name = _name(name)
    if len(query) > LONGEST_QUERY:
        raise ViewIsTooLong("Выбрано слишком много: столько в одном виде не хранится. Уберите часть слов.")
    mine = SavedView.objects.filter(person=person)
    known = mine.filter(name=name).first()
    if known is None:
        if mine.count() >= MOST_VIEWS:
            raise TooManyViews(f"Сохранено уже {MOST_VIEWS} видов: удалите ненужный.")
        return SavedView.objects.create(person=person, name=name, query=query, saved_at=at)
    known.query, known.saved_at = query, at
    known.save(update_fields=["query", "saved_at"])
    return known


@transaction.atomic
def rename_view(view_id: int, *, name: str, by: Actor, at: datetime) -> SavedView:
    """Give one's view another name.

    Raises:
        PermissionRefused: it is somebody else's.
        ViewNameIsEmpty, ViewNameIsTaken.
    """
    view = _own(view_id, by)
    name = _name(name)
    taken = ViewNameIsTaken(f"Вид «{name}» у вас уже есть: выберите другое название.")
    if SavedView.objects.filter(person=view.person, name=name).exclude(pk=view.pk).exists():
        raise taken
    view.name = name
    with unique_or(taken):
        view.save(update_fields=["name"])
    return view


@transaction.atomic
def remove_view(view_id: int, *, by: Actor, at: datetime) -> None:
    """Forget one's view.

    Raises:
        PermissionRefused: it is somebody else's.
    """
    _own(view_id, by).delete()


def _own(view_id: int, by: Actor) -> SavedView:
    person = _locked(by)
    view = SavedView.objects.select_related("person").get(pk=view_id)
    if view.person_id != person.pk:
        require(refuse("Это вид другого человека."))
    return view


def _locked(by: Actor) -> Person:
    """The person who asks, locked, so that two clicks at once come one after the other."""
    if by.actor_kind != ActorKind.PERSON or not by.actor_id.isdecimal():
        require(refuse("Виды хранятся только у того, кто вошёл."))
    return Person.objects.select_for_update().get(pk=int(by.actor_id))


def _name(text: str) -> str:
    name = one_line(text)
    if not name or len(name) > LONGEST_NAME:
        raise ViewNameIsEmpty(f"Дайте виду название, не длиннее {LONGEST_NAME} знаков.")
    return name
