"""What the audit keeps of people and accounts."""

from stellazh.audit.actions import AuditAction, actions


def register() -> None:
    """Name the deeds of this app."""
    for code, label in (
        ("person_created", "Внесён человек"),
        ("person_changed", "Исправлено имя"),
        ("name_case_settled", "Записано, как склоняется имя"),
        ("name_case_forgotten", "Склонение имени возвращено правилам языка"),
        ("person_address_set", "Записан адрес почты"),
        ("person_archived", "Карточка убрана в архив"),
        ("person_invited", "Отправлено приглашение"),
        ("account_made", "Создана учётная запись"),
        ("password_reset", "Пароль сменён по ссылке из письма"),
        ("password_changed", "Пароль сменён"),
        ("merge_proposed", "Предложено объединить карточки"),
        ("merge_confirmed", "Человек подтвердил, что обе карточки его"),
        ("merge_declined", "Объединение карточек отклонено"),
        ("people_merged", "Карточки объединены"),
        ("people_parted", "Карточки разъединены"),
        ("people_kept_apart", "Записано, что это разные люди"),
        ("session_ended", "Завершён вход на другом устройстве"),
        ("passkey_added", "Добавлен ключ доступа"),
        ("passkey_renamed", "Переименован ключ доступа"),
        ("passkey_removed", "Убран ключ доступа"),
        ("second_factor_on", "Включены одноразовые коды"),
        ("second_factor_off", "Выключены одноразовые коды"),
        ("spare_codes_made", "Выпущены запасные коды"),
        ("browser_trusted", "Браузер запомнен как доверенный"),
        ("browser_trust_ended", "Браузер больше не доверенный"),
        ("account_linked", "Привязан вход через другой сайт"),
        ("account_unlinked", "Отвязан вход через другой сайт"),
        ("consent_given", "Дано согласие"),
        ("consent_withdrawn", "Отозвано согласие"),
        ("consent_text_published", "Опубликована редакция согласия"),
        ("data_asked", "Запрошен архив своих данных"),
        ("data_taken", "Собран архив своих данных"),
        ("person_erased", "Персональные данные удалены"),
    ):
        actions.add(AuditAction(code, label))
