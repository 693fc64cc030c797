"""One deed for several documents."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from stellazh.common.actor import Actor
from stellazh.common.errors import DomainError
from stellazh.documents.models import Document
from stellazh.documents.services.life import archive_document, publish_document, restore_document, unpublish_document
from stellazh.documents.services.refusals import NothingChosen, TooManyFiles, UnknownValue

MOST_AT_ONCE: Final = 200


class _Deed(Protocol):
    def __call__(self, document_id: int, *, by: Actor, at: datetime) -> Document: ...


@dataclass(frozen=True, slots=True)
class BulkDeed:
    """A deed as it is offered: what to call it, and what to say when it is done."""

    label: str
    done: str
    run: _Deed


DEEDS: Final[Mapping[str, BulkDeed]] = {
    "publish": BulkDeed("Опубликовать", "Опубликовано", publish_document),
    "unpublish": BulkDeed("Снять с публикации", "Снято с публикации", unpublish_document),
    "archive": BulkDeed("Убрать в архив", "Убрано в архив", archive_document),
    "restore": BulkDeed("Вернуть из архива", "Возвращено из архива", restore_document),
}


@dataclass(frozen=True, slots=True)
class BulkResult:
    """To how many it was done, and which were left with the reason."""

    done_count: int
    left: tuple[tuple[str, str], ...]


def do_to_many(deed: str, document_ids: Sequence[int], *, by: Actor, at: datetime) -> BulkResult:
    """Do it to each in a transaction of its own; whatever is refused is left as it is and told by its title.

    Raises:
        UnknownValue: there is no such deed. NothingChosen, TooManyFiles: nothing was done.
    """
    if deed not in DEEDS:
        raise UnknownValue("Выберите, что сделать.")
    keys = list(dict.fromkeys(document_ids))
    if not keys:
        raise NothingChosen("Отметьте документы в списке.")
    if len(keys) > MOST_AT_ONCE:
        raise TooManyFiles(f"За один раз – не больше {MOST_AT_ONCE} документов.")
    titles = dict(Document.objects.visible_to(by).filter(pk__in=keys).values_list("pk", "title"))
    done, left = 0, []
    run: Callable[..., Document] = DEEDS[deed].run
    for key in keys:
        if key not in titles:
            continue
        try:
            run(key, by=by, at=at)
        except DomainError as refusal:
            left.append((titles[key], str(refusal)))
        else:
            done += 1
    return BulkResult(done, tuple(left))
