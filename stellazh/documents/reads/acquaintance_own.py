"""What a person was asked to read: on her desk, on the document's page, in her own list."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from django.db.models import Case, F, IntegerField, When

from stellazh.common import clock
from stellazh.common.actor import Actor, ActorKind
from stellazh.common.desk import DeskEvent, DeskTask
from stellazh.common.requests import Request
from stellazh.documents.models import AcquaintanceRow, AcquaintanceRowQuerySet, Document
from stellazh.russian.calendar_words import day_and_month

MOST: Final = 4


def own_rows(actor: Actor) -> AcquaintanceRowQuerySet:
    """Everything the actor was asked to read: what waits first, by its day; then the latest. One query."""
    rank = Case(
        When(read_at=None, sheet__closed_at=None, then=0),
        default=1,
        output_field=IntegerField(),
    )
    rows = AcquaintanceRow.objects.of_actor(actor).of_readable()
    return (
        rows.select_related("sheet__document__association", "sheet__document_version")
        .annotate(rank=rank)
        .order_by("rank", F("sheet__due_on").asc(nulls_last=True), "-sheet__asked_at", "-pk")
    )


def reading_of(document: Document, actor: Actor) -> AcquaintanceRow | None:
    """The row of the actor that the document's page speaks of: what waits, else the latest she has read. One query."""
    return own_rows(actor).filter(sheet__document=document).first()


def desk_tasks(request: Request) -> Iterator[DeskTask]:
    """«Прочитать: …» for each document that waits for the person. One query."""
    if request.actor.actor_kind != ActorKind.PERSON:
        return
    for row in own_rows(request.actor).waiting()[:MOST]:
        document, due_on = row.sheet.document, row.sheet.due_on
        late = due_on is not None and due_on < clock.today(document.association.time_zone)
        yield DeskTask(
            title=f"Прочитать: {_short(document.title)}",
            text=row.sheet.request or f"{document.association.short_name} просит ознакомиться: {document.requisites}.",
            href=document.get_absolute_url(),
            action="Открыть документ",
            tag=_due_words(due_on, is_late=late),
            tone="bad" if late else "",
        )


def desk_events(request: Request) -> Iterator[DeskEvent]:
    """Nothing: a term is no event."""
    return iter(())


def _due_words(due_on: date | None, *, is_late: bool) -> str:
    if due_on is None:
        return "документ"
    return f"срок был {day_and_month(due_on)}" if is_late else f"до {day_and_month(due_on)}"


def _short(title: str) -> str:
    return title if len(title) <= 100 else f"{title[:99]}…"
