"""What documents know of a person: the lines of sheets on which she was asked to read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from stellazh.documents.models import AcquaintanceRow, AcquaintanceSheet, DocumentVersion
from stellazh.documents.services.acquaintance_letters import SHEETS, links_of
from stellazh.links.services import revoke_links
from stellazh.people.holders import Erased, Moved, PersonalDataHolder, Taken, holders, move
from stellazh.people.models import Person

NAMELESS: Final = "Имя удалено"


def register() -> None:
    """Name what is held."""
    holders.add(
        PersonalDataHolder(
            "documents.acquaintance",
            "Документы, с которыми вас просили ознакомиться",
            ("documents.AcquaintanceRow.person",),
            _export,
            _erase,
            _repoint,
        )
    )


def _export(person: Person) -> Taken:
    rows = AcquaintanceRow.objects.filter(person=person).select_related("sheet__document", "association")
    return Taken(
        [
            {
                "Документ": f"{row.sheet.document.requisites} «{row.sheet.document.title}»",
                "Через какое объединение": row.association.name,
                "Попросили": f"{row.sheet.asked_at:%d.%m.%Y}",
                "Открыт": f"{row.opened_at:%d.%m.%Y}" if row.opened_at else "",
                "Прочитан": f"{row.read_at:%d.%m.%Y}" if row.read_at else "",
                "Версия": row.read_version or "",
                "Откуда известно": row.get_way_display(),
                "Напоминаний": row.reminder_count,
            }
            for row in rows.order_by("sheet__asked_at", "pk")
        ]
    )


def _erase(person: Person, at: datetime) -> Sequence[Erased]:
    """A line stays without a name, so that the counts stay true; whoever asked, noted for others and brought
    files is named no more.

    Where no key was kept, the name itself tells: a namesake's notes lose it too.
    """
    rows = AcquaintanceRow.objects.filter(person=person)
    revoke_links(links_of(rows), by=SHEETS, at=at)
    gone = rows.update(person=None, person_name=NAMELESS)
    nameless = f"Удалённая карточка № {person.pk}"
    noted = AcquaintanceRow.objects.filter(noted_by_name=person.actor_name).update(noted_by_name=nameless)
    asked = AcquaintanceSheet.objects.filter(asked_by_name=person.actor_name).update(asked_by_name=nameless)
    brought = DocumentVersion.objects.filter(added_by_name=person.actor_name).update(added_by_name=nameless)
    return [
        Erased("Имя в листах ознакомления", gone),
        Erased("Имя под отметками за других", noted + asked),
        Erased("Имя под версиями документов", brought),
    ]


def _repoint(absorbed: Person, survivor: Person, at: datetime) -> Sequence[Moved]:
    """Lines go over. Where both stand on one sheet, the survivor gets the line that says «прочитано», the card that
    goes keeps the other one. Links given out to the card that goes open nothing from now on.
    """
    rows = AcquaintanceRow.objects.filter(person=absorbed).order_by("pk")
    revoke_links(links_of(rows), by=SHEETS, at=at)
    ours = {row.sheet_id: row for row in AcquaintanceRow.objects.filter(person=survivor)}
    moved: list[Moved] = []
    for row in rows:
        other = ours.get(row.sheet_id)
        if other is None:
            moved.append(move(row, "person_id", survivor.pk))
        elif other.read_at is None and row.read_at is not None:
            # By way of nobody: two lines of one sheet never have the same person, not for a moment.
            moved.append(move(other, "person_id", None))
            moved.append(move(row, "person_id", survivor.pk))
            moved.append(move(other, "person_id", absorbed.pk))
    return moved
