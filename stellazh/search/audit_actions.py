"""What the audit keeps of the search."""

from __future__ import annotations

from stellazh.audit.actions import AuditAction, actions


def register() -> None:
    """Name the deeds of this app."""
    for code, label in (
        ("synonyms_added", "Добавлены синонимы для поиска"),
        ("synonyms_updated", "Изменены синонимы для поиска"),
        ("synonyms_switched", "Синонимы для поиска включены или выключены"),
    ):
        actions.add(AuditAction(code, label))
