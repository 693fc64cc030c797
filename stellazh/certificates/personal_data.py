"""What certificates know of a person: documents given to her, lists she stands in, issues she prepared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from django.db.models import Q

from stellazh.certificates.models import (
    Certificate,
    CertificateCopy,
    CertificatePicture,
    IssueRun,
    RunRow,
    SpoiledNumber,
)
from stellazh.files.services import FileIsLost, open_file
from stellazh.people.holders import Erased, Moved, PersonalDataHolder, Taken, holders, move_all
from stellazh.people.models import Person

NAMELESS: Final = "Имя удалено"
_AS_PRINTED: Final = (
    "документ выдан и стоит в журнале регистрации: имя на нём и в журнале остаётся таким, как напечатано, чтобы его "
    "можно было проверить"
)


def register() -> None:
    """Name what is held."""
    holders.add(
        PersonalDataHolder(
            "certificates.documents",
            "Сертификаты и благодарности",
            ("certificates.Certificate.person", "certificates.RunRow.person"),
            _export_documents,
            _erase_documents,
            _repoint_documents,
        )
    )
    holders.add(
        PersonalDataHolder(
            "certificates.runs",
            "Выдачи документов, которые вы готовили и утверждали",
            ("certificates.IssueRun.prepared_by", "certificates.IssueRun.approved_by"),
            _export_runs,
            _erase_runs,
            _repoint_runs,
        )
    )


def _export_documents(person: Person) -> Taken:
    given = Certificate.objects.filter(person=person).select_related("association").order_by("issued_on", "pk")
    rows = RunRow.objects.filter(person=person, certificate=None).select_related("run__association")
    return Taken(
        {
            "Документы": [
                {
                    "Документ": row.title,
                    "Номер": row.number_words,
                    "Дата": f"{row.issued_on:%d.%m.%Y}",
                    "Кому": row.name,
                    "За что": row.basis,
                    "Школа": row.school,
                    "Кто выдал": row.association.name,
                    "Состояние": row.get_status_display(),
                }
                for row in given
            ],
            "Вы в списках на выдачу": [
                {
                    "Выдача": row.run.title,
                    "Кто готовит": row.run.association.name,
                    "Записано": ", ".join(part for part in (row.name, row.post, row.school, row.email) if part),
                    **{str(name): value for name, value in row.details.items()},
                }
                for row in rows.order_by("pk")
            ],
        },
        dict(_sheets(given)),
    )


def _sheets(given: Iterable[Certificate]) -> Iterable[tuple[str, bytes]]:
    """The latest sheet of each document that has one."""
    last: dict[int, CertificateCopy] = {}
    copies = CertificateCopy.objects.filter(certificate__in=[row.pk for row in given]).exclude(file=None)
    for copy in copies.select_related("file").order_by("certificate_id", "ordinal"):
        last[copy.certificate_id] = copy
    for copy in last.values():
        if copy.file is None:
            continue
        try:
            with open_file(copy.file) as content:
                yield f"{copy.pk} {copy.file.name}", content.read()
        except FileIsLost:
            continue


def _erase_documents(person: Person, at: datetime) -> Sequence[Erased]:
    """A document given out stays a paper of the association; lists from which nothing was issued lose the name."""
    rows = RunRow.objects.filter(person=person)
    nobody: dict[str, Any] = {
        "person": None,
        "name": NAMELESS,
        "dative": NAMELESS,
        "genitive": NAMELESS,
        "gender": "",
        "post": "",
        "email": "",
        "details": {},
        "doubts": [],
        "is_left_out": True,
    }
    gone = rows.filter(certificate=None).update(**nobody)
    rows.update(email="")
    sheets = CertificateCopy.objects.filter(certificate__person=person).exclude(letter_to="")
    letters = sheets.update(letter_to="")
    kept = Certificate.objects.filter(person=person).count()
    return [
        Erased("Имя в списках на выдачу, по которым ничего не выдано", gone),
        Erased("Адреса, на которые посылали документы", letters),
        Erased("Выданные документы", 0, kept, _AS_PRINTED if kept else ""),
    ]


def _repoint_documents(absorbed: Person, survivor: Person, at: datetime) -> Sequence[Moved]:
    """Documents and lines of lists go over; what is printed stays."""
    documents = Certificate.objects.filter(person=absorbed).order_by("pk")
    rows = RunRow.objects.filter(person=absorbed).order_by("pk")
    return [*move_all(documents, "person_id", survivor.pk), *move_all(rows, "person_id", survivor.pk)]


def _export_runs(person: Person) -> Taken:
    runs = IssueRun.objects.filter(Q(prepared_by=person) | Q(approved_by=person)).select_related("association")
    return Taken(
        [
            {
                "Выдача": run.title,
                "Объединение": run.association.name,
                "Дата": f"{run.issued_on:%d.%m.%Y}",
                "Вы": "утвердили" if run.approved_by_id == person.pk else "подготовили",
                "Состояние": run.get_status_display(),
            }
            for run in runs.order_by("created_at", "pk")
        ]
    )


def _erase_runs(person: Person, at: datetime) -> Sequence[Erased]:
    """Who prepared and approved loses the name, and so do the lines beside documents. Where no key was kept, the name
    itself tells: a namesake's lines lose it too."""
    nameless, name = f"Удалённая карточка № {person.pk}", person.actor_name
    prepared = IssueRun.objects.filter(prepared_by=person).update(prepared_by=None, prepared_name=nameless)
    approved = IssueRun.objects.filter(approved_by=person).update(approved_by=None, approved_name=nameless)
    Certificate.objects.filter(status_by=name).update(status_by=nameless)
    CertificateCopy.objects.filter(made_by=name).update(made_by=nameless)
    SpoiledNumber.objects.filter(spoiled_by=name).update(spoiled_by=nameless)
    CertificatePicture.objects.filter(added_by=name).update(added_by=nameless)
    return [Erased("Имя под выдачами документов", prepared + approved)]


def _repoint_runs(absorbed: Person, survivor: Person, at: datetime) -> Sequence[Moved]:
    """Issues go over, but for those that the other card prepared or approved: one person never does both."""
    prepared = IssueRun.objects.filter(prepared_by=absorbed).exclude(approved_by=survivor).order_by("pk")
    moved = move_all(prepared, "prepared_by_id", survivor.pk)
    approved = IssueRun.objects.filter(approved_by=absorbed).exclude(prepared_by=survivor).order_by("pk")
    return [*moved, *move_all(approved, "approved_by_id", survivor.pk)]
