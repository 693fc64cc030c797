"""How long lists and requests are kept."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q
from django.db.models.functions import Coalesce

from stellazh.common.actor import System
from stellazh.common.verdict import Verdict, refuse
from stellazh.files.forgetting import forget_file
from stellazh.files.models import StoredFile
from stellazh.files.purposes import FilePurpose, purposes
from stellazh.files.services import store_file
from stellazh.members.enums import ImportState, RegistrationState
from stellazh.members.models import ImportRow, Registration, RosterImport
from stellazh.members.personal_data import empty_rows
from stellazh.members.services.directory_files import DIRECTORY_FILE
from stellazh.people.retention import RetentionRule, retention_rules

FORGETTING: Final = System("сроки хранения")
UNCONFIRMED_LIVES: Final = timedelta(days=7)
DECLINED_LIVES: Final = timedelta(days=90)
ROSTER_LIVES: Final = timedelta(days=90)
EXPORT_LIVES: Final = timedelta(days=7)
FORGOTTEN: Final = "members.forgotten_roster"
FORGOTTEN_NAME: Final = "Список удалён по сроку хранения.txt"


def _nobody(actor: object, stored: object) -> Verdict:
    return refuse("Этот список удалён: срок его хранения прошёл.")


def register() -> None:
    """Name the rules, and what stands in the place of a list that is gone."""
    purposes.add(FilePurpose(FORGOTTEN, "Список удалён", 1024, None, _nobody))
    for rule in (
        RetentionRule(
            "members.unconfirmed",
            "Заявки, где адрес почты не подтверждён",
            "7 дней",
            "человек передумал или ошибся адресом",
            forget_unconfirmed,
        ),
        RetentionRule(
            "members.declined",
            "Отклонённые заявки",
            "90 дней после решения",
            "чтобы можно было спросить о причине и подать заявку снова",
            forget_declined,
        ),
        RetentionRule(
            "members.rosters",
            "Загруженные списки людей и школ: файл и тексты строк",
            "90 дней",
            "чтобы проверить и исправить внесённое",
            forget_rosters,
        ),
        RetentionRule(
            "members.exports",
            "Выгрузки справочника, сделанные в фоне",
            "7 дней",
            "чтобы успеть скачать; на сайте лежит живой справочник, а копия стареет",
            forget_exports,
        ),
        RetentionRule(
            "members.cards",
            "Карточка библиотекаря, должности, участие в объединениях",
            "пока человек состоит в объединении и не отозвал согласие",
            "список участников и банк данных объединения",
        ),
    ):
        retention_rules.add(rule)


def forget_unconfirmed(at: datetime) -> int:
    """Delete requests whose address nobody confirmed in a week; how many."""
    old = Registration.objects.filter(state=RegistrationState.UNCONFIRMED, sent_at__lt=at - UNCONFIRMED_LIVES)
    return old.delete()[0]


def forget_declined(at: datetime) -> int:
    """Delete requests declined ninety days ago; how many."""
    return Registration.objects.filter(state=RegistrationState.DECLINED, decided_at__lt=at - DECLINED_LIVES).delete()[0]


def forget_exports(at: datetime) -> int:
    """Delete files of the directory a week old: rights end and people are erased, a copy knows nothing of it."""
    old = StoredFile.objects.filter(purpose=DIRECTORY_FILE, stored_at__lt=at - EXPORT_LIVES)
    keys = list(old.values_list("pk", flat=True))
    for key in keys:
        forget_file(key, why="срок выгрузки истёк", by=FORGETTING, at=at)
    return len(keys)


def forget_rosters(at: datetime) -> int:
    """Delete the file and empty the rows of lists applied, or brought and left, ninety days ago; how many lists."""
    old = (
        RosterImport.objects.select_for_update(of=("self",))
        .annotate(settled_at=Coalesce("applied_at", "brought_at"))
        .filter(settled_at__lt=at - ROSTER_LIVES)
        .exclude(Q(file__purpose=FORGOTTEN) | Q(state__in=[ImportState.READING, ImportState.APPLYING]))
    )
    count = 0
    for roster in old:
        before = roster.file_id
        words = "Файл удалён: срок его хранения прошёл.".encode()
        roster.file = store_file(words, name=FORGOTTEN_NAME, purpose=FORGOTTEN, by=FORGETTING, at=at)
        roster.save(update_fields=["file"])
        forget_file(before, why="срок хранения списка истёк", by=FORGETTING, at=at)
        empty_rows(ImportRow.objects.filter(roster=roster))
        count += 1
    return count
