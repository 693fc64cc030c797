"""What this app itself knows of a person, for taking out, erasing and merging."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import models
from django.utils import timezone

from stellazh.links.forgetting import forget_labels
from stellazh.links.models import SecretLink
from stellazh.links.services import revoke_link
from stellazh.mail.forgetting import forget_letters_to
from stellazh.people.enums import MergeState
from stellazh.people.holders import (
    Erased,
    Moved,
    PersonalDataHolder,
    Taken,
    holders,
    move_all,
    nothing_to_move,
)
from stellazh.people.links import NEW_ADDRESS
from stellazh.people.models import (
    CardLook,
    Consent,
    DataRequest,
    Merge,
    NameInCase,
    Person,
    PersonSession,
    TrustedBrowser,
)
from stellazh.people.published import label_of
from stellazh.people.services.erasure import ERASING, erase_everything
from stellazh.people.services.own_data import forget_archives_of
from stellazh.people.sessions import delete_session

# Tables of allauth that point at a person.
OUTSIDE: tuple[tuple[type[models.Model], str], ...] = (
    (EmailAddress, "account.EmailAddress.user"),
    (Authenticator, "mfa.Authenticator.user"),
    (SocialAccount, "socialaccount.SocialAccount.user"),
)


def register() -> None:
    """Name what is held."""
    for holder in (
        PersonalDataHolder(
            "people.account",
            "Имя и учётная запись",
            ("people.PersonSession.person", "people.TrustedBrowser.person", *(name for _, name in OUTSIDE)),
            _export_account,
            _erase_account,
            nothing_to_move,
            stays="Вход не переносится: с каждой карточкой входят по-своему.",
        ),
        PersonalDataHolder(
            "people.consents",
            "Согласия",
            ("people.Consent.person",),
            _export_consents,
            _erase_consents,
            _repoint_consents,
        ),
        PersonalDataHolder(
            "people.looks",
            "Кто смотрел карточку",
            ("people.CardLook.person",),
            _export_looks,
            _erase_looks,
            _repoint_looks,
        ),
        PersonalDataHolder(
            "people.names",
            "Как склоняется имя",
            ("people.NameInCase.person",),
            _export_names,
            _erase_names,
            _repoint_names,
        ),
        PersonalDataHolder(
            "people.requests",
            "Запросы о своих данных",
            ("people.DataRequest.person",),
            _export_requests,
            _erase_requests,
            _repoint_requests,
        ),
        PersonalDataHolder(
            "people.merges",
            "Объединение карточек",
            ("people.Merge.survivor", "people.Merge.absorbed", "people.MergeConfirmation.person"),
            _export_merges,
            _erase_merges,
            nothing_to_move,
            stays="История объединений остаётся у тех карточек, которых она касается.",
        ),
    ):
        holders.add(holder)


def day(at: datetime | None) -> str:
    """«10.09.2024 12:00» in the installation's own time; nothing for nothing."""
    return f"{timezone.localtime(at):%d.%m.%Y %H:%M}" if at else ""


def _export_account(person: Person) -> Taken:
    return Taken(
        {
            "Номер карточки": person.pk,
            "Фамилия": person.family_name,
            "Имя": person.given_name,
            "Отчество": person.patronymic,
            "Адрес для входа": person.email or "",
            "Карточка заведена": day(person.created_at),
            "Пароль": "есть" if person.has_usable_password() and person.password else "нет",
            "Ещё способы входа": _outside(person),
            "Где выполнен вход": [
                {"Устройство": row.device, "Сетевой адрес": row.place, "Вход": day(row.began_at)}
                for row in PersonSession.objects.filter(person=person).order_by("-began_at")
            ],
            "Доверенные браузеры": [
                {"Устройство": row.device, "Сетевой адрес": row.place, "Доверен": day(row.trusted_at)}
                for row in TrustedBrowser.objects.filter(person=person).order_by("-trusted_at")
            ],
            "Ссылки и ключи": [
                {"Что открывает": link.label, "Выдана": day(link.created_at), "Открывали": day(link.last_used_at)}
                for link in SecretLink.objects.owned_by(str(person.pk))
            ],
        }
    )


def _outside(person: Person) -> list[dict[str, Any]]:
    """Passkeys, codes and linked accounts, without their secrets."""
    keys = Authenticator.objects.filter(user=person).order_by("created_at")
    accounts = SocialAccount.objects.filter(user=person).order_by("date_joined")
    return [
        *({"Вид": row.get_type_display(), "Добавлен": day(row.created_at)} for row in keys),
        *({"Вид": row.provider, "Добавлен": day(row.date_joined)} for row in accounts),
    ]


def _erase_account(person: Person, at: datetime) -> Sequence[Erased]:
    gone = sum(model._default_manager.filter(user=person).delete()[0] for model, _ in OUTSIDE)  # noqa: SLF001
    gone += TrustedBrowser.objects.filter(person=person).delete()[0]
    sessions = list(PersonSession.objects.filter(person=person))
    for session in sessions:
        delete_session(session.session_key)
    PersonSession.objects.filter(person=person).delete()
    mine = SecretLink.objects.live_at(at)
    links = list(mine.owned_by(str(person.pk)) | mine.about(person))
    for link in links:
        revoke_link(link.pk, by=ERASING, at=at)
    # The label of such a link is the address that it was to confirm, whether it was used or not.
    wanted = SecretLink.objects.about(person).filter(purpose=NEW_ADDRESS).values_list("label", flat=True)
    letters = sum(forget_letters_to(address, at=at) for address in set(wanted))
    forget_labels(SecretLink.objects.about(person).filter(purpose=NEW_ADDRESS))
    return [
        Erased("Другие способы входа и доверенные браузеры", gone),
        Erased("Сеансы на ваших устройствах", len(sessions)),
        Erased("Личные ссылки и ключи", len(links)),
        Erased("Письма на адреса, которые вы хотели вписать", letters),
    ]


def _export_consents(person: Person) -> Taken:
    rows = Consent.objects.filter(person=person).select_related("text")
    return Taken(
        [
            {
                "Согласие": row.text.title,
                "Редакция": row.text.number,
                "О чём": label_of(row.subject),
                "Дано": day(row.given_at),
                "Как": row.get_way_display(),
                "Сетевой адрес": row.place,
                "Отозвано": day(row.withdrawn_at),
                "Текст": row.text.text,
            }
            for row in rows
        ]
    )


def _erase_consents(person: Person, at: datetime) -> Sequence[Erased]:
    ended = Consent.objects.in_force().filter(person=person).update(withdrawn_at=at)
    kept = Consent.objects.filter(person=person).count()
    why = "они доказывают, что данные обрабатывали законно; хранятся 3 года, уже без имени"
    return [Erased("Действующие согласия", ended), Erased("Записи о данных и отозванных согласиях", 0, kept, why)]


def _repoint_consents(absorbed: Person, survivor: Person, at: datetime) -> Sequence[Moved]:
    has = set(Consent.objects.in_force().filter(person=survivor).values_list("text_id", "subject"))
    rows = Consent.objects.filter(person=absorbed)
    free = [row for row in rows if row.withdrawn_at is not None or (row.text_id, row.subject) not in has]
    return move_all(free, "person_id", survivor.pk)


def _export_looks(person: Person) -> Taken:
    rows = CardLook.objects.filter(person=person).newest_first()
    return Taken(
        [
            {"День": f"{row.on:%d.%m.%Y}", "Кто": row.viewer_name, "Что": row.what, "Сколько раз": row.look_count}
            for row in rows
        ]
    )


def _erase_looks(person: Person, at: datetime) -> Sequence[Erased]:
    gone = CardLook.objects.filter(person=person).delete()[0]
    kept = CardLook.objects.filter(viewer_key=f"person:{person.pk}").count()
    why = "запись о том, что вы смотрели чужую карточку, принадлежит тому, на кого смотрели; хранится год"
    return [Erased("Кто смотрел вашу карточку", gone), Erased("Чьи карточки смотрели вы", 0, kept, why)]


def _repoint_looks(absorbed: Person, survivor: Person, at: datetime) -> Sequence[Moved]:
    has = set(CardLook.objects.filter(person=survivor).values_list("viewer_key", "what", "on"))
    rows = [row for row in CardLook.objects.filter(person=absorbed) if (row.viewer_key, row.what, row.on) not in has]
    return move_all(rows, "person_id", survivor.pk)


def _export_names(person: Person) -> Taken:
    rows = NameInCase.objects.filter(person=person)
    return Taken(
        [
            {
                "Падеж": row.get_case_display(),
                "Имя": row.full_name,
                "В этом падеже": row.text,
                "Записано": day(row.settled_at),
                "Кто записал": row.settled_by_name,
            }
            for row in rows
        ]
    )


def _erase_names(person: Person, at: datetime) -> Sequence[Erased]:
    return [Erased("Как склоняется имя", NameInCase.objects.filter(person=person).delete()[0])]


def _repoint_names(absorbed: Person, survivor: Person, at: datetime) -> Sequence[Moved]:
    """What the survivor has stays; of the other card comes what was written for the very name that stays."""
    has = set(NameInCase.objects.filter(person=survivor).values_list("case", flat=True))
    rows = NameInCase.objects.filter(person=absorbed, full_name=survivor.full_name).exclude(case__in=has)
    return move_all(list(rows), "person_id", survivor.pk)


def _export_requests(person: Person) -> Taken:
    rows = DataRequest.objects.filter(person=person)
    return Taken(
        [{"Что": row.get_kind_display(), "Когда": day(row.asked_at), "Итог": row.get_state_display()} for row in rows]
    )


def _erase_requests(person: Person, at: datetime) -> Sequence[Erased]:
    gone = forget_archives_of(person, by=ERASING, at=at)
    kept = DataRequest.objects.archives().filter(person=person).update(place="")
    why = "чтобы можно было показать, что ваша просьба исполнена; имени в ней нет"
    return [Erased("Готовые архивы с вашими данными", gone), Erased("Запросы о данных", 0, kept, why)]


def _repoint_requests(absorbed: Person, survivor: Person, at: datetime) -> Sequence[Moved]:
    waiting = {row.kind for row in DataRequest.objects.filter(person=survivor, state="waiting")}
    rows = DataRequest.objects.filter(person=absorbed)
    free = [row for row in rows if row.state != "waiting" or row.kind not in waiting]
    return move_all(free, "person_id", survivor.pk)


def _export_merges(person: Person) -> Taken:
    rows = Merge.objects.about(person.pk).select_related("survivor", "absorbed")
    return Taken(
        [
            {
                "Осталась карточка": row.survivor_id,
                "Присоединена карточка": row.absorbed_id,
                "Состояние": row.get_state_display(),
                "Когда": day(row.done_at or row.proposed_at),
            }
            for row in rows
        ]
    )


def _erase_merges(person: Person, at: datetime) -> Sequence[Erased]:
    """What merges remember goes, and nothing parts the cards again. Cards joined to this one are the same person's:
    they are emptied by every holder as well, for ways in and whatever both cards had has stayed with them."""
    merges = Merge.objects.about(person.pk)
    merges.filter(state=MergeState.PROPOSED).update(state=MergeState.DECLINED, ended_at=at)
    merges.filter(state=MergeState.DONE).update(undo_until=at)
    merges.update(moved={})
    joined = [one.absorbed for one in merges.filter(survivor=person, state=MergeState.DONE).select_related("absorbed")]
    for absorbed in joined:
        erase_everything(absorbed, at=at)
    why = "по ней видно, почему на месте двух карточек одна; имён в ней нет"
    return [
        Erased("Карточки, присоединённые к вашей", len(joined)),
        Erased("История объединений", 0, merges.count(), why),
    ]
