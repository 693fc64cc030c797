"""What the audit keeps of documents."""

from __future__ import annotations

from stellazh.audit.actions import AuditAction, actions


def register() -> None:
    """Name the deeds of this app."""
    for code, label in (
        ("document_created", "Заведён документ"),
        ("document_updated", "Изменена карточка документа"),
        ("document_version_added", "Добавлена версия документа"),
        ("document_published", "Документ опубликован"),
        ("document_unpublished", "Документ снят с публикации"),
        ("document_status_changed", "Изменено состояние документа"),
        ("document_replaced", "Документ заменил другой"),
        ("document_replacement_removed", "Замена документа отменена"),
        ("document_archived", "Документ убран в архив"),
        ("document_restored", "Документ возвращён из архива"),
        ("acquaintance_asked", "Попросили ознакомиться с документом"),
        ("acquaintance_noted", "Отмечено ознакомление с документом"),
        ("acquaintance_withdrawn", "Снята отметка об ознакомлении"),
        ("acquaintance_reminded", "Напомнили об ознакомлении"),
        ("acquaintance_changed", "Изменён лист ознакомления"),
        ("acquaintance_closed", "Лист ознакомления закрыт"),
        ("acquaintance_reopened", "Лист ознакомления открыт снова"),
    ):
        actions.add(AuditAction(code, label))
