"""What the audit keeps of people and accounts."""

from stellazh.audit.actions import AuditAction, actions


def register() -> None:
    """Name the deeds of this app."""
    for code, label in (
        ("person_created", "Внесён человек"),
        ("person_changed", "Исправлено имя"),
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
        ("consent_given", "Дано согласие"),
        ("consent_withdrawn", "Отозвано согласие"),
    ):
        actions.add(AuditAction(code, label))
