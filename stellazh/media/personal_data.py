"""What media know of a person: who added what, as text. No foreign key leads to a person, so merging moves nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from stellazh.media.models import MediaItem, Upload
from stellazh.people.holders import Erased, PersonalDataHolder, Taken, holders, nothing_to_move
from stellazh.people.models import Person


def register() -> None:
    """Name what is held."""
    holders.add(
        PersonalDataHolder(
            "media.added",
            "Записи и картинки, которые вы добавляли",
            (),
            _export,
            _erase,
            nothing_to_move,
            stays="Кто добавил запись, сохранено текстом; к карточке она не привязана.",
        )
    )


def _export(person: Person) -> Taken:
    added = MediaItem.objects.filter(added_by_kind=str(person.actor_kind), added_by_id=person.actor_id)
    return Taken(
        [
            {
                "Название": item.title,
                "Вид": item.get_kind_display(),
                "Где лежит": item.address.watch_url
                if item.address
                else f"{settings.SITE_URL}{item.get_absolute_url()}",
                "Добавлено": f"{timezone.localtime(item.added_at):%d.%m.%Y %H:%M}",
            }
            for item in added.order_by("added_at", "pk")
        ]
    )


def _erase(person: Person, at: datetime) -> Sequence[Erased]:
    """The recordings are the association's; the name of whoever added them goes."""
    added = MediaItem.objects.filter(added_by_kind=str(person.actor_kind), added_by_id=person.actor_id)
    nobody = f"Удалённая карточка № {person.pk}"
    kept = added.update(added_by_name=nobody)
    gone = Upload.objects.of_actor(person).update(started_by_name=nobody)
    why = "записи и картинки принадлежат объединению; кто их добавил, больше не сказано"
    return [Erased("Записи и картинки, которые вы добавляли", 0, kept, why), Erased("Ваше имя у загрузок файлов", gone)]
