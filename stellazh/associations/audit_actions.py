"""What the audit keeps of the structure."""

from stellazh.audit.actions import AuditAction, actions


def register() -> None:
    """Name the deeds of this app."""
    for code, label in (
        ("territory_created", "Заведена территория"),
        ("territory_changed", "Изменена территория"),
        ("territory_tiles_arranged", "Расставлена карта территории"),
        ("territory_archived", "Территория убрана в архив"),
        ("organisation_created", "Заведена организация"),
        ("organisation_changed", "Изменена организация"),
        ("organisation_archived", "Организация убрана в архив"),
        ("association_created", "Создано объединение"),
        ("association_changed", "Изменено объединение"),
        ("association_closed", "Объединение закрыто"),
        ("association_reopened", "Объединение открыто снова"),
        ("role_granted", "Назначена роль"),
        ("role_ended", "Роль снята"),
    ):
        actions.add(AuditAction(code, label))
