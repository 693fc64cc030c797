"""What the audit keeps of protocols."""

from stellazh.audit.actions import AuditAction, actions


def register() -> None:
    """Name the deeds of this app."""
    for code, label in (
        ("protocol_created", "Создан протокол"),
        ("protocol_updated", "Изменён протокол"),
    ):
        actions.add(AuditAction(code, label))
