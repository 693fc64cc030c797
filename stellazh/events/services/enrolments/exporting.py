"""The list of those registered as a file; whoever takes it out stands in the journal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from django.db import transaction

from stellazh.audit.services import record
from stellazh.common.actor import Actor
from stellazh.common.verdict import require
from stellazh.events.access.events import can_read_participants
from stellazh.events.models import Event
from stellazh.events.papers.enrolment_lists import KINDS, ListPaper
from stellazh.events.reads.enrolments import EnrolmentList, answer_columns
from stellazh.events.services.enrolments.rows import coming_label
from stellazh.events.wording import moment_words, when_words
from stellazh.files.models import StoredFile
from stellazh.files.services import store_file

EXPORT: Final = "events.export_enrolments"
ENROLMENT_LIST_FILE: Final = "events.enrolment_list"
# So many are written while the organiser waits; more in the background.
AT_ONCE: Final = 500
LOT: Final = 500


def export_enrolments(
    listing: EnrolmentList,
    *,
    kind: str,
    by: Actor,
    at: datetime,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> bytes:
    """Those found, in the order of the list, as an .xlsx or .docx (`kind`): contacts of guests alone, people's stay in
    their cards. Read in lots of 500.

    Raises:
        PermissionRefused: `by` does not see who is registered.
    """
    event = listing.event
    require(can_read_participants(by, event))
    rows: list[tuple[str, ...]] = []
    headings: tuple[str, ...] = _HEADINGS
    for start in range(0, listing.count, LOT):
        progress(start, listing.count)
        lines = listing.lines(start, start + LOT)
        columns = answer_columns(event, [line.pk for line in lines])
        headings = (*_HEADINGS, *columns.headings)
        rows += [
            (
                line.name,
                line.school,
                line.territory,
                coming_label(line.coming_as),
                line.state_label + (f": {line.reason}" if line.reason else ""),
                moment_words(line.registered_at, event.zone),
                line.by_whom,
                line.email,
                line.phone,
                *columns.cells(line.pk),
            )
            for line in lines
        ]
    progress(listing.count, listing.count)
    with transaction.atomic():
        record("enrolments_exported", event, by=by, at=at, scope=event.association.path, note=f"Строк: {len(rows)}")
    paper = ListPaper(
        title=f"Регистрации: {event.full_title}", below=when_words(event), headings=headings, rows=rows,
        made_on=at.astimezone(event.zone).date(),
    )  # fmt: skip
    return KINDS[kind].write(paper)


def keep_list_file(body: bytes, event: Event, *, kind: str, by: Actor, at: datetime) -> StoredFile:
    """Keep a written list for whoever asked for it; nobody else may open it."""
    scope = event.association.path
    return store_file(body, name=file_name(event, kind, at), purpose=ENROLMENT_LIST_FILE, scope=scope, by=by, at=at)


def file_name(event: Event, kind: str, at: datetime) -> str:
    """«Регистрации 2024-10-08.xlsx», the day being the event's."""
    return f"Регистрации {event.first_day:%Y-%m-%d}.{KINDS[kind].ending}"


_HEADINGS: Final = (
    "Фамилия, имя, отчество",
    "Школа, организация",
    "Муниципалитет",
    "Участие",
    "Состояние",
    "Когда зарегистрирован",
    "Кто зарегистрировал",
    "Почта гостя",
    "Телефон гостя",
)
