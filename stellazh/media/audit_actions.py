"""What the audit keeps of media."""

from stellazh.audit.actions import AuditAction, actions


def register() -> None:
    """Name the deeds of this app."""
    for code, label in (
        ("media_added", "Добавлена запись или картинка"),
        ("media_renamed", "Переименована запись или картинка"),
        ("media_archived", "Убрана запись или картинка"),
        ("media_restored", "Возвращена запись или картинка"),
        ("upload_started", "Начата загрузка файла"),
        ("upload_cancelled", "Отменена загрузка файла"),
    ):
        actions.add(AuditAction(code, label))
