"""The terms of keeping what this app and the shelves below it hold."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from stellazh.common.actor import System
from stellazh.jobs.forgetting import forget_finished
from stellazh.mail.forgetting import forget_old_letters
from stellazh.people.retention import RetentionRule, retention_rules
from stellazh.people.services.consents import forget_old_consents
from stellazh.people.services.looks import forget_looks
from stellazh.people.services.own_data import forget_archives
from stellazh.people.services.sessions import forget_sessions
from stellazh.people.services.sign_in import forget_troubles

FORGETTING: Final = System("сроки хранения")
YEAR: Final = timedelta(days=365)
JOBS_LIVE: Final = timedelta(days=90)
CONSENTS_LIVE: Final = 3 * YEAR


def register() -> None:
    """Name the rules."""
    for rule in (
        RetentionRule(
            "people.account",
            "Имя, адрес для входа, пароль (отпечаток)",
            "до удаления учётной записи",
            "без них не войти и не составить список участников",
        ),
        RetentionRule(
            "people.consents",
            "Согласия: редакция, время, сетевой адрес",
            "3 года после отзыва",
            "доказательство, что согласие было: столько длится срок исковой давности",
            lambda at: forget_old_consents(before=at - CONSENTS_LIVE),
        ),
        RetentionRule(
            "people.looks",
            "Кто смотрел карточку",
            "1 год",
            "чтобы человек мог узнать, кто интересовался его данными",
            lambda at: forget_looks(older_than=YEAR, at=at),
        ),
        RetentionRule(
            "people.archives",
            "Архив «Мои данные»",
            "7 дней",
            "чтобы успеть его скачать",
            _forget_archives,
        ),
        RetentionRule(
            "people.sessions",
            "Сеансы: устройство, сетевой адрес, время",
            "до выхода, но не дольше 30 дней без входа",
            "чтобы человек видел, где он вошёл, и мог завершить чужой сеанс",
            lambda at: forget_sessions(at=at),
        ),
        RetentionRule(
            "people.troubles",
            "Неудачные попытки входа (отпечаток адреса)",
            "1 день",
            "защита от подбора пароля",
            lambda at: forget_troubles(at=at),
        ),
        RetentionRule(
            "mail.letters",
            "Письма: адрес и тема; текст стирается сразу после отправки",
            "1 год",
            "чтобы выяснить, дошло ли письмо",
            lambda at: forget_old_letters(before=at - YEAR),
        ),
        RetentionRule(
            "jobs.finished",
            "Записи о фоновой работе",
            "90 дней",
            "чтобы разобраться, если что-то не получилось",
            lambda at: forget_finished(before=at - JOBS_LIVE),
        ),
        RetentionRule(
            "audit.journal",
            "Журнал действий: кто, что и когда сделал",
            "пока работает система",
            "доказательство того, кто изменил документ; записи в нём нельзя ни изменить, ни удалить",
        ),
    ):
        retention_rules.add(rule)


def _forget_archives(at: datetime) -> int:
    return forget_archives(by=FORGETTING, at=at)
