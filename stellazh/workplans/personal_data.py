"""What plans know of a person: the items answered for, the papers brought, the spellings remembered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from stellazh.files.services import FileIsLost, open_file
from stellazh.people.holders import Erased, Moved, PersonalDataHolder, Taken, holders, move_all
from stellazh.people.models import Person
from stellazh.workplans.enums import OwnerKind, PlanStatus
from stellazh.workplans.models import ItemOwner, MonthPlan, OwnerAnswer, PlanImport, PlanVersion

MOST_FILE_BYTES = 200 * 1024 * 1024


def register() -> None:
    """Name what is held."""
    holders.add(
        PersonalDataHolder(
            "workplans.owners",
            "Поручения в планах работы",
            ("workplans.ItemOwner.person", "workplans.OwnerAnswer.person"),
            _export_owners,
            _erase_owners,
            _repoint_owners,
        )
    )
    holders.add(
        PersonalDataHolder(
            "workplans.imports",
            "Планы, которые вы загружали",
            ("workplans.PlanImport.made_by",),
            _export_imports,
            _erase_imports,
            _repoint_imports,
        )
    )


def _export_owners(person: Person) -> Taken:
    owned = ItemOwner.objects.filter(person=person).select_related("item__plan__association")
    return Taken(
        [
            {
                "План": f"{row.item.plan.association}, {row.item.plan.year.label}",
                "Мероприятие": row.item.title,
                "Срок": row.item.term_raw,
                "Записано": ", ".join(part for part in (row.name, row.detail) if part),
                "Состояние": row.item.get_status_display(),
            }
            for row in owned.order_by("item__start", "pk")
        ]
    )


def _erase_owners(person: Person, at: datetime) -> Sequence[Erased]:
    """Of a draft, which binds nobody, the name goes; in a plan that was considered it stays as printed."""
    rows = ItemOwner.objects.filter(person=person)
    drafts = rows.filter(item__plan__status=PlanStatus.DRAFT, item__plan__versions=None)
    gone = drafts.delete()[0]
    plans = set(rows.values_list("item__plan_id", flat=True))
    # The words of the paper stay; nothing leads from them to a person any more.
    kept = rows.update(person=None, kind=OwnerKind.TEXT)
    forgotten = OwnerAnswer.objects.filter(person=person).delete()[0]
    versions = PlanVersion.objects.filter(plan__in=plans).count()
    months = MonthPlan.objects.filter(plan__in=plans).count()
    return [
        Erased("Поручения в черновиках планов", gone),
        Erased(
            "Поручения в планах", 0, kept, "план рассмотрен или утверждён: имя в нём остаётся таким, как напечатано"
        ),
        Erased("Редакции этих планов", 0, versions, "редакция утверждённого плана хранится без изменений"),
        Erased("Сданные планы на месяц", 0, months, "сданное хранится таким, как было сдано"),
        Erased("Запомненные написания вашего имени", forgotten),
    ]


def _repoint_owners(absorbed: Person, survivor: Person, at: datetime) -> Sequence[Moved]:
    owners = move_all(ItemOwner.objects.filter(person=absorbed), "person_id", survivor.pk)
    return [*owners, *move_all(OwnerAnswer.objects.filter(person=absorbed), "person_id", survivor.pk)]


def _export_imports(person: Person) -> Taken:
    rows = PlanImport.objects.filter(made_by=person).select_related("association", "file").order_by("made_at")
    files: dict[str, bytes] = {}
    left = MOST_FILE_BYTES
    for row in rows:
        if row.file is None or row.file.size_bytes > left:
            continue
        try:
            with open_file(row.file) as content:
                files[f"{row.pk} {row.file.name}"] = content.read()
        except FileIsLost:
            continue
        left -= row.file.size_bytes
    told = [
        {
            "Файл": row.file_name or "вставленная таблица",
            "Объединение": str(row.association),
            "Учебный год": row.year.label,
            "Загружен": f"{timezone.localtime(row.made_at):%d.%m.%Y %H:%M}",
            "Состояние": row.get_status_display(),
        }
        for row in rows
    ]
    return Taken(told, files)


def _erase_imports(person: Person, at: datetime) -> Sequence[Erased]:
    kept = PlanImport.objects.filter(made_by=person).count()
    why = "из загруженной бумаги сделан план объединения; кто её принёс, больше не сказано"
    return [Erased("Планы, которые вы загружали", 0, kept, why)]


def _repoint_imports(absorbed: Person, survivor: Person, at: datetime) -> Sequence[Moved]:
    return move_all(PlanImport.objects.filter(made_by=absorbed), "made_by_id", survivor.pk)
